"""Tree -> Head: what a page says about itself outside its visible text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from cleaner.document import Head

NAMES = ("property", "name", "itemprop", "http-equiv")
ISSUED = re.compile(r"(?i)^(?!.*(?:updat|modif)).*(?:publi(?:sh|cat)|pubdate)")
"""A class of what stands right around a <time> that says what it is the time of."""

VALUES = 32
"""Contents of a meta element that are kept for a name."""

ISSUED_AS = "datePublished"
MARKED = etree.XPath(
    f"//*[@itemprop='{ISSUED_AS}'][not(self::meta or self::time)] | //abbr[contains(@class, 'published')]"
)
"""Elements whose text or attribute is the day of publication: microdata, and the hAtom of older blogs."""
LONGEST = 100
"""Characters of such an element that are read."""
DIGIT = re.compile(r"\d")

COMMENTS = frozenset(
    f"{beginning}{end}"
    for beginning in ("comment", "comments")
    for end in (
        "",
        "list",
        "-list",
        "-body",
        "-meta",
        "-metadata",
        "-content",
        "-item",
        "-section",
        "-area",
        "-wrapper",
    )
)
"""Classes of what holds comments: "comments-open" says of an article that it may be commented on."""

DEPTH = 32
"""Elements around a <time> that are looked at."""

OBJECTS = 1000
"""JSON-LD objects that are kept."""

PUBLISHED = re.compile(
    r"""["'](?:datePublished|published_?at|pub(?:lish(?:ed)?|lication)?_?[dD]ate|firstPublished\w*)\\?["']\s*:\s*"""
    r"""\\?["']((?:19|20)\d\d-\d\d-\d\d[^"'\\]{0,20})"""
)
"""A day of publication in a script's data."""
NAMED, BEFORE_NAMED = re.compile("ub(?:lish|lication|_?[dD]ate)"), len("'firstP")
"""What each of these names has, and how far from the quote before it. Scripts are long, and what begins with two given
letters is found much faster than what begins with either quote.
"""


def read(tree: HtmlElement, source: str) -> Head:
    """The head of a page.

    Args:
        tree: the page.
        source: what it was parsed from.
    """
    meta: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    times: list[str] = []
    data: list[Mapping[str, Any]] = []
    title = None
    for element in tree.iter("title", "meta", "link", "time", "script"):
        if element.tag == "meta":
            _read_meta(element, meta)
        elif element.tag == "link":
            _read_link(element, links)
        elif element.tag == "time":
            _read_time(element, times, meta)
        elif element.tag == "title":
            title = title or _squeezed(element.text_content())
        elif "ld+json" in (element.get("type") or "").lower():
            data += linked_data(element.text or "") if len(data) < OBJECTS else []
        else:
            _read_script(element.text or "", meta)
    for content in meta.get("parsely-page", ()):
        _read_script(content, meta)
    if _may_mark(source):
        _read_marked(tree, meta)
    return Head(
        title=title or None,
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        meta={name: tuple(contents) for name, contents in meta.items()},
        links=links,
        times=tuple(times),
        linked_data=tuple(data[:OBJECTS]),
    )


def _read_script(data: str, meta: dict[str, list[str]]) -> None:
    """The first day of publication in a script's data, or in what pages write for Parse.ly."""
    for named in NAMED.finditer(data) if "script.published" not in meta else ():
        before = max(0, named.start() - BEFORE_NAMED)
        quote = max(data.rfind('"', before, named.start()), data.rfind("'", before, named.start()))
        if quote >= 0 and (found := PUBLISHED.match(data, quote)):
            meta["script.published"] = [found[1]]
            return


def _read_time(element: HtmlElement, times: list[str], meta: dict[str, list[str]]) -> None:
    """The datetime of a <time>, under a name of its own where class or itemprop say what it is the time of."""
    when = element.get("datetime")
    if not when or len(times) >= VALUES or _is_elsewhere(element):
        return
    times.append(when)
    roles = f"{element.get('class')} {element.get('itemprop')}".lower()
    if element.get("pubdate") is not None or "publi" in roles:
        meta.setdefault("time.published", [when])
    elif "modif" in roles or "updated" in roles:
        meta.setdefault("time.modified", [when])
    elif (outer := element.getparent()) is not None and ISSUED.search(outer.get("class") or ""):
        meta.setdefault("time.published", [when])


def _may_mark(source: str) -> bool:
    """Whether there may be such elements, which takes long to find out of a tree: mostly the name is a key of JSON."""
    at = source.find(ISSUED_AS)
    while at >= 0:
        if source[max(0, at - 4) : at].rstrip("\"' ").endswith("="):
            return True
        at = source.find(ISSUED_AS, at + 1)
    return "<abbr" in source or "<ABBR" in source


def _read_marked(tree: HtmlElement, meta: dict[str, list[str]]) -> None:
    """The first day of publication that stands in the text and is marked as such; in an attribute, else in words."""
    for element in cast("list[HtmlElement]", MARKED(tree))[:VALUES]:
        told = (element.get("content"), element.get("title"), element.text_content()[:LONGEST])
        when = next((text for text in told if text and DIGIT.search(text)), None)
        if when and not _is_elsewhere(element):
            meta["marked.published"] = [_squeezed(when)]
            return


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands at the side, in a menu or among comments."""
    around = islice(element.iterancestors(), DEPTH)
    return any(outer.tag in ("aside", "nav") or not COMMENTS.isdisjoint(_classes(outer)) for outer in around)


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").lower().split()


def _read_meta(element: HtmlElement, meta: dict[str, list[str]]) -> None:
    content = _squeezed(element.get("content") or element.get("value") or "")
    names = [name for key in NAMES for name in (element.get(key) or "").lower().split()]
    for name in names if content else ():
        if len(meta.setdefault(name, [])) < VALUES:
            meta[name].append(content)


def _read_link(element: HtmlElement, links: dict[str, str]) -> None:
    href = (element.get("href") or "").strip()
    for rel in (element.get("rel") or "").lower().split():
        if href:
            links.setdefault(rel, href)


def linked_data(script: str) -> list[Mapping[str, Any]]:
    """The objects of a JSON-LD script, lists and @graph flattened; none where it is no JSON."""
    try:
        value = json.loads(_bare(script), strict=False)
    except (ValueError, RecursionError):
        return []
    return list(_objects(value))


def _bare(script: str) -> str:
    """JSON without the comment or CDATA marks that some pages put around it."""
    bare = script.strip()
    for start, end in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")):
        if bare.startswith(start):
            bare = bare.removeprefix(start).strip().removesuffix(end).strip()
    return bare.rstrip(";")


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += reversed(item)
        elif isinstance(item, dict):
            yield item
            waiting += reversed(_as_list(item.get("@graph")))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
