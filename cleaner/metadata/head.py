"""What the HTML head says of the article: JSON-LD, meta elements, links. A function a field, its sources by trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from cleaner.document import Head
from cleaner.metadata import linked
from cleaner.metadata.facts import Fact, mapped, once, rated, stated
from cleaner.metadata.linked import Object, first, metas, said

SEPARATOR = re.compile(r"\s+[|–—·•»›:-]+\s+|\s*[|»]\s*")
HEADLINES = ("og:title", "citation_title", "parsely-title", "dc.title", "dcterms.title", "twitter:title", "headline")
NO_NAME = re.compile(r"https?:|www\.", re.IGNORECASE)
NO_TAG = re.compile(r"^(?:[\w ]{2,24}:.*|[0-9a-f-]{24,}|\d{5,}|/\S*|[a-z]+_[a-z_]+|[\w-]+\.(?:com|de|ca|org|net))$")
"""Keywords that machines write for machines: "NLP Category: News", a number, an address."""

MOST = 0.6
"""The share of a domain from which on a part of a title is the site's name: "Westby" is no name of westbytimes.com."""
WRITTEN, WRITTEN_PAGE, FALLBACK = 0.9, 0.75, 0.6


@once
def titles(head: Head | None) -> list[Fact[str]]:
    """The headlines that are stated, without the name of the site, the most trusted first."""
    if head is None:
        return []
    name, host = value(site(head)), _host(head)
    page = [stated(head.title, "html", "title", WRITTEN_PAGE)] if head.title else []
    named = [rated(fact, FALLBACK) for fact in said(head, "name")]
    found = [*said(head, "headline"), *metas(head, *HEADLINES), *mapped(page, linked.plain), *named]
    return mapped(found, lambda text: without_site(text, _host_in(text, host) or name))


@once
def site(head: Head | None) -> Fact[str] | None:
    """The name of the publication."""
    published = [fact for of in linked.values(head, "publisher") for fact in linked.texts(_named(of))]
    sites = [
        stated(text, "json-ld", "WebSite.name", FALLBACK)
        for item in linked.objects(head)
        if "website" in linked.types(item)
        for text in linked.listed(item.get("name"))
        if isinstance(text, str) and text.strip()
    ]
    names = [*metas(head, "og:site_name"), *published, *sites, *metas(head, "application-name", "dc.publisher")]
    return next((fact for fact in names if not NO_NAME.match(fact.value)), None)


def section(head: Head | None) -> Fact[str] | None:
    return first([*said(head, "articleSection"), *metas(head, "article:section", "parsely-section")])


def tags(head: Head | None) -> Fact[tuple[str, ...]] | None:
    """Keywords, in the page's order, each once; those that machines write for machines left out."""
    sources = (
        said(head, "keywords"),
        metas(head, "article:tag", "parsely-tags"),
        metas(head, "news_keywords"),
        metas(head, "keywords"),
    )
    told = next((facts for facts in sources if facts), [])
    words = (word.strip(" #\"'") for fact in told for word in re.split(r"[,;]", fact.value))
    kept = tuple(dict.fromkeys(word for word in words if word and not NO_TAG.match(word)))
    return Fact(kept, told[0].source) if kept else None


def description(head: Head | None) -> Fact[str] | None:
    """The teaser that the page gives to search engines."""
    found = [*metas(head, "og:description", "description", "twitter:description", "dc.description")]
    told = first([*found, *said(head, "description")])
    return rated(told, FALLBACK) if told else None


def image(head: Head | None) -> Fact[str] | None:
    """The address of the main image."""
    pictures = [fact for of in linked.values(head, "image", "thumbnailUrl") for fact in linked.texts(_address(of))]
    return first([*metas(head, "og:image", "og:image:url", "twitter:image"), *pictures, *_link(head, "image_src")])


def license(head: Head | None) -> Fact[str] | None:  # noqa: A001 - the field's name
    """The address or name of the license."""
    told = [fact for of in linked.values(head, "license") for fact in linked.texts(_address(of))]
    return first([*told, *_link(head, "license"), *metas(head, "dcterms.license", "dc.rights.license")])


@once
def canonical(head: Head | None) -> Fact[str] | None:
    """The address that the page gives as its own."""
    told = [fact for of in linked.values(head, "url", "mainEntityOfPage") for fact in linked.texts(_address(of))]
    found = [*_link(head, "canonical"), *metas(head, "og:url"), *told]
    return next((fact for fact in found if fact.value.startswith("http")), None)


def breadcrumb(head: Head | None) -> Fact[tuple[str, ...]] | None:
    """The way from the home page down, the article's own title not included."""
    own = {fact.value for fact in titles(head)}
    for item in linked.objects(head):
        if "breadcrumblist" in linked.types(item):
            names = tuple(name for name in _steps(item) if name not in own)
            return stated(names, "json-ld", "BreadcrumbList.itemListElement", linked.LINKED) if names else None
    return None


def language(head: Head | None) -> Fact[str] | None:
    """ISO 639-1, as the page declares it. Pages often declare what their template was made for."""
    own = [stated(head.language, "html", "lang", FALLBACK)] if head and head.language else []
    names = [*own, *said(head, "inLanguage"), *metas(head, "og:locale", "content-language", "dc.language")]
    return first(mapped((fact for fact in names if re.match(r"[a-zA-Z]{2}(?:[-_]|$)", fact.value)), _code))


def is_free(head: Head | None) -> Fact[bool] | None:
    """Whether the article can be read without paying, as the page states; None where it does not."""
    told = linked.values(head, "isAccessibleForFree")
    free = [Fact(str(fact.value).lower() != "false", fact.source) for fact in told]
    tiers = {"locked": False, "free": True}
    paid = [Fact(tiers[t.value.lower()], t.source) for t in metas(head, "article:content_tier") if t.value in tiers]
    return min([*free, *paid], key=lambda fact: fact.value, default=None)


def without_site(text: str, name: str | None) -> str:
    """A title without the name of the site behind, or in front of, a separator.

    Where the site is not known, a short last part behind a bar is taken for its name.
    """
    marks = list(SEPARATOR.finditer(text))
    if not marks:
        return text
    for mark, after in pairwise(marks):
        if same(text[mark.end() : after.start()], name):
            return text[: mark.start()]
    behind, before = text[marks[-1].end() :], text[: marks[0].start()]
    is_bar = "|" in marks[-1].group() and len(behind) * 2 < marks[-1].start() and len(behind.split()) <= 4
    if same(behind, name) or (is_bar and not same(before, name)):
        return text[: marks[-1].start()]
    return text[marks[0].end() :] if same(before, name) else text


def _host(head: Head) -> str:
    """The page's domain, letters and digits only; empty where none is known."""
    own = canonical(head)
    with suppress(ValueError):
        return _letters((urlsplit(own.value if own else "").hostname or "").removeprefix("www."))
    return ""


def _host_in(text: str, host: str) -> str | None:
    """The part of a title that is most of the domain: many sites are named otherwise, or not at all."""
    parts = SEPARATOR.split(text) if host else ()
    return next((part for part in parts if _letters(part) in host and len(_letters(part)) >= MOST * len(host)), None)


def same(part: str, name: str | None) -> bool:
    """Whether a text is a site's name, or its domain."""
    one, other = _letters(part), _letters(name or "")
    return bool(one and other) and (one in other or other in one)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def value(fact: Fact[str] | None) -> str | None:
    return fact.value if fact else None


def _link(head: Head | None, rel: str) -> list[Fact[str]]:
    return [stated(head.links[rel], "link", rel, linked.META)] if head and rel in head.links else []


def _named(fact: Fact[Any]) -> Fact[Any]:
    return Fact(linked.named(fact.value), replace(fact.source, name=f"{fact.source.name}.name"))


def _address(fact: Fact[Any]) -> Fact[Any]:
    return Fact(linked.address(fact.value), fact.source)


def _code(name: str) -> str:
    return name[:2].lower()


def _steps(item: Object) -> Iterator[str]:
    """The names of a BreadcrumbList's steps, by their positions."""
    steps = [step for step in linked.listed(item.get("itemListElement")) if isinstance(step, dict)]
    for step in sorted(steps, key=_position):
        name = step.get("name") or linked.named(step.get("item"))
        if isinstance(name, str) and (shown := linked.plain(name)):
            yield shown


def _position(step: Object) -> float:
    try:
        return float(step.get("position", 0))
    except (TypeError, ValueError):
        return 0.0
