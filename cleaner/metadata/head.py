"""What the HTML head says of the article: JSON-LD, meta elements, links. A function a field, its sources by trust."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from cleaner.document import Head
from cleaner.metadata import dates

Object = Mapping[str, Any]

ARTICLE = re.compile(r"article$|posting$|^report|^review$|^recipe$|^howto$|^claimreview$|^medicalscholarlyarticle$")
"""schema.org types of a page's main thing, lower-cased."""

SEPARATOR = re.compile(r"\s+[|–—·•»›:-]+\s+|\s*[|»]\s*")
TAG = re.compile(r"<[^<>]{1,500}>")
BY = re.compile(r"^(?:by|von|par|por|di|door|text|author|autor(?:in)?)\b[\s:]+", re.IGNORECASE)
AND = re.compile(r"\s*(?:[,;|/•·]|\band\b|\bund\b|\bet\b|&)\s*")
NO_NAME = re.compile(
    r"https?:|www\.|@|[#()]|\.(?:html?|php)$"
    r"|^(?:admin|author|webmaster|editor|unknown|none|null|by|von|(?:full )?bio|ph\.?d|m\.?d|\d+)$",
    re.IGNORECASE,
)
URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:[/-]|$)")

HEADLINES = ("og:title", "citation_title", "parsely-title", "dc.title", "dcterms.title", "twitter:title", "headline")
AUTHORS = ("author", "citation_author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author", "byl")
PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "citation_publication_date",
    "citation_date",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article:published",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "published_time",
    "date.created",
    "release_date",
    "date",
)
PUBLICATION = re.compile(r"publi\w*[-_.:]?(?:date|time)|(?:date|time)[-_.:]?publi")
MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod", "last-modified")


def title(head: Head | None) -> str | None:
    """The headline, without the name of the site."""
    if head is None:
        return None
    name = site(head)
    candidates = [*_said(head, "headline"), *_metas(head, *HEADLINES), *_said(head, "name"), *_clean([head.title])]
    return next((cut for cut in (_without_site(text, name) for text in candidates) if cut), None)


def authors(head: Head | None) -> tuple[str, ...]:
    """The names of the people who wrote it, or of agencies, but not that of the site itself."""
    own = site(head)
    people = [name for author in _authors(head) if not _is_organisation(author) for name in names(author)]
    found = ([name for name in listed if not _same(name, own)] for listed in (people, _signed(head)))
    return tuple(dict.fromkeys(next(filter(None, found), [])))


def organisations(head: Head | None) -> tuple[str, ...]:
    """The names of whoever is given as the author, the site itself among them: for pages that name no person."""
    return tuple(dict.fromkeys([name for author in _authors(head) for name in names(author)] or _signed(head)))


def date_published(head: Head | None) -> str | None:
    """ISO 8601; where nothing is stated, the day in the page's address."""
    other = filter(PUBLICATION.search, head.meta if head else ())
    stated = [*_said(head, "datePublished", "dateCreated", "uploadDate"), *_metas(head, *PUBLISHED, *other)]
    return _first_date([*stated, *_day_in(canonical(head))])


def date_modified(head: Head | None) -> str | None:
    """ISO 8601."""
    return _first_date([*_said(head, "dateModified"), *_metas(head, *MODIFIED)])


def site(head: Head | None) -> str | None:
    """The name of the publication."""
    published = [name for publisher in _values(head, "publisher") for name in _texts(_named(publisher))]
    sites = [name for item in _objects(head) if "website" in _types(item) for name in _texts(item.get("name"))]
    names = [*_metas(head, "og:site_name"), *published, *sites, *_metas(head, "application-name", "dc.publisher")]
    return next((name for name in names if not name.startswith("http")), None)


def section(head: Head | None) -> str | None:
    return next(iter([*_said(head, "articleSection"), *_metas(head, "article:section", "parsely-section")]), None)


def tags(head: Head | None) -> tuple[str, ...]:
    """Keywords, in the page's order."""
    sources = (
        _said(head, "keywords"),
        _metas(head, "article:tag", "parsely-tags"),
        _metas(head, "news_keywords", "keywords"),
    )
    listed = next((found for found in sources if found), [])
    words = (word.strip(" #\"'") for text in listed for word in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def description(head: Head | None) -> str | None:
    """The teaser that the page gives to search engines."""
    metas = _metas(head, "og:description", "description", "twitter:description", "dc.description")
    return next(iter([*metas, *_said(head, "description")]), None)


def image(head: Head | None) -> str | None:
    """The address of the main image."""
    said = [url for value in _values(head, "image", "thumbnailUrl") for url in _texts(_address(value))]
    link = [head.links["image_src"]] if head and "image_src" in head.links else []
    return next(iter([*_metas(head, "og:image", "og:image:url", "twitter:image"), *said, *link]), None)


def license(head: Head | None) -> str | None:  # noqa: A001 - the field's name
    """The address or name of the license."""
    said = [text for value in _values(head, "license") for text in _texts(_address(value))]
    link = [head.links["license"]] if head and "license" in head.links else []
    return next(iter([*said, *link, *_metas(head, "dcterms.license", "dc.rights.license")]), None)


def canonical(head: Head | None) -> str | None:
    """The address that the page gives as its own."""
    link = [head.links["canonical"]] if head and "canonical" in head.links else []
    said = [text for value in _values(head, "url", "mainEntityOfPage") for text in _texts(_address(value))]
    return next((url for url in [*link, *_metas(head, "og:url"), *said] if url.startswith("http")), None)


def breadcrumb(head: Head | None) -> tuple[str, ...]:
    """The way from the home page down, the article's own title not included."""
    own = title(head)
    for item in _objects(head):
        if "breadcrumblist" in _types(item):
            steps = sorted(
                (step for step in _list(item.get("itemListElement")) if isinstance(step, dict)), key=_position
            )
            names = [name for step in steps for name in _texts(step.get("name") or _named(step.get("item")))[:1]]
            return tuple(name for name in names if name != own)
    return ()


def language(head: Head | None) -> str | None:
    """ISO 639-1, as the page declares it. Pages often declare what their template was made for."""
    said = [head.language] if head and head.language else []
    names = [*said, *_said(head, "inLanguage"), *_metas(head, "og:locale", "content-language", "dc.language")]
    return next((name[:2].lower() for name in names if re.match(r"[a-zA-Z]{2}(?:[-_]|$)", name)), None)


def _is_organisation(author: Any) -> bool:
    return isinstance(author, dict) and "organization" in str(author.get("@type", "")).lower()


def names(author: Any) -> list[str]:
    """The names in a line or a JSON-LD author: one, or several."""
    lines = [text for text in _texts(_named(author)) if not NO_NAME.search(text)]
    names = (BY.sub("", name).strip(" .-") for line in lines for name in AND.split(BY.sub("", line)))
    return [name for name in names if name and not NO_NAME.search(name)]


def is_free(head: Head | None) -> bool | None:
    """Whether the article can be read without paying, as the page states; None where it does not."""
    said = [str(value).lower() for value in _values(head, "isAccessibleForFree")]
    tiers = [tier.lower() for tier in _metas(head, "article:content_tier")]
    if "false" in said or "locked" in tiers:
        return False
    return True if "true" in said or "free" in tiers else None


def _objects(head: Head | None) -> Iterator[Object]:
    """The JSON-LD objects, with what they name as their main thing."""
    for item in head.linked_data if head else ():
        yield item
        yield from (inner for inner in _list(item.get("mainEntity")) if isinstance(inner, dict))


def _articles(head: Head | None) -> list[Object]:
    """The objects that describe the page: articles first, then the page itself."""
    objects = list(_objects(head))
    articles = [item for item in objects if any(map(ARTICLE.search, _types(item)))]
    return articles[:1] + [item for item in objects if "webpage" in _types(item)][:1]


def _types(item: Object) -> list[str]:
    return [str(name).lower().rpartition("/")[2] for name in _list(item.get("@type"))]


def _values(head: Head | None, *keys: str) -> list[Any]:
    """What the article, else the page, says under the keys."""
    return [value for item in _articles(head) for key in keys for value in _list(item.get(key))]


def _said(head: Head | None, *keys: str) -> list[str]:
    return [text for value in _values(head, *keys) for text in _texts(value)]


def _metas(head: Head | None, *names: str) -> list[str]:
    return _clean(content for name in names for content in head.meta.get(name, ())) if head else []


def _signed(head: Head | None) -> list[str]:
    return [name for text in _metas(head, *AUTHORS, "article:author") for name in names(text)]


def _authors(head: Head | None) -> Iterator[Any]:
    """The authors of the article, references to other objects resolved."""
    by_id = {item["@id"]: item for item in (head.linked_data if head else ()) if isinstance(item.get("@id"), str)}
    for author in _values(head, "author", "creator"):
        reference = author.get("@id") if isinstance(author, dict) and "name" not in author else None
        yield by_id.get(reference, author) if isinstance(reference, str) else author


def _without_site(text: str, name: str | None) -> str:
    """A title without the name of the site behind, or in front of, a separator.

    Where the site is not known, a short last part behind a bar is taken for its name.
    """
    marks = list(SEPARATOR.finditer(text))
    if not marks:
        return text
    behind, before = text[marks[-1].end() :], text[: marks[0].start()]
    is_bar = "|" in marks[-1].group() and len(behind) * 2 < marks[-1].start() and len(behind.split()) <= 4
    if _same(behind, name) or (is_bar and not _same(before, name)):
        return text[: marks[-1].start()]
    return text[marks[0].end() :] if _same(before, name) else text


def _same(part: str, name: str | None) -> bool:
    """Whether a part of a title is a site's name, or its domain."""
    one, other = ("".join(filter(str.isalnum, text.lower())) for text in (part, name or ""))
    return bool(one and other) and (one in other or other in one)


def _first_date(texts: Iterable[str]) -> str | None:
    return next((iso for iso in (dates.parse(text[:100]) for text in texts) if iso), None)


def _day_in(url: str | None) -> list[str]:
    found = URL_DAY.search(url or "")
    return ["-".join(found.groups())] if found else []


def _named(value: Any) -> Any:
    return value.get("name") if isinstance(value, dict) else value


def _address(value: Any) -> Any:
    return value.get("url") or value.get("contentUrl") or value.get("@id") if isinstance(value, dict) else value


def _position(step: Object) -> float:
    try:
        return float(step.get("position", 0))
    except (TypeError, ValueError):
        return 0.0


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    return _clean(item for item in _list(value) if isinstance(item, str))


def _clean(texts: Iterable[str | None]) -> list[str]:
    """Texts without markup, entities and doubled white space; empty ones left out."""
    cleaned = (" ".join(TAG.sub(" ", unescape(text)).split()) for text in texts if text)
    return [text for text in cleaned if text]
