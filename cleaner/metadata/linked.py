"""Look-ups in the HTML head: what JSON-LD says under a key, what meta elements of a name say, each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from cleaner.document import Head
from cleaner.metadata.facts import Fact, mapped, once, stated

Object = Mapping[str, Any]

ARTICLE = re.compile(r"article$|posting$|^report|^review$|^recipe$|^howto$|^claimreview$|^medicalscholarlyarticle$")
"""schema.org types of a page's main thing, lower-cased."""

TAG = re.compile(r"<[^<>]{1,500}>")
LINKED, META = 0.9, 0.85
"""How far JSON-LD and meta elements are trusted where nothing else is known of a field."""


def said(head: Head | None, *keys: str) -> list[Fact[str]]:
    """The texts that the article, else the page, has under the keys of its JSON-LD."""
    return [fact for value in values(head, *keys) for fact in texts(value)]


def values(head: Head | None, *keys: str) -> list[Fact[Any]]:
    """The values that the article, else the page, has under the keys of its JSON-LD."""
    return [
        stated(value, "json-ld", f"{shown_type(item)}.{key}", LINKED)
        for item in articles(head)
        for key in keys
        for value in listed(item.get(key))
    ]


def metas(head: Head | None, *names: str) -> list[Fact[str]]:
    """The contents of the meta elements of these names."""
    if head is None:
        return []
    found = (stated(text, "meta", name, META) for name in names for text in head.meta.get(name, ()))
    return mapped(found, plain)


def objects(head: Head | None) -> Iterator[Object]:
    """The JSON-LD objects, with what they name as their main thing."""
    for item in head.linked_data if head else ():
        yield item
        yield from (inner for inner in listed(item.get("mainEntity")) if isinstance(inner, dict))


@once
def articles(head: Head | None) -> list[Object]:
    """The objects that describe the page: the first article, then the page itself."""
    first = next((item for item in objects(head) if any(map(ARTICLE.search, types(item)))), None)
    page = next((item for item in objects(head) if "webpage" in types(item)), None)
    return [item for item in (first, page) if item is not None]


def types(item: Object) -> list[str]:
    """The schema.org types of an object, lower-cased, without their address."""
    return [str(name).lower().rpartition("/")[2] for name in listed(item.get("@type"))]


def shown_type(item: Object) -> str:
    """The first type of an object as it is written."""
    return next((str(name).rpartition("/")[2] for name in listed(item.get("@type"))), "Thing")


def texts(fact: Fact[Any]) -> list[Fact[str]]:
    """The texts in a value that is one or a list of them."""
    lines = [item for item in listed(fact.value) if isinstance(item, str)]
    return mapped((Fact(line, fact.source) for line in lines), plain)


def named(value: Any) -> Any:
    """The name of an object, any other value as it is."""
    return value.get("name") if isinstance(value, dict) else value


def address(value: Any) -> Any:
    """The address of an object, any other value as it is."""
    return value.get("url") or value.get("contentUrl") or value.get("@id") if isinstance(value, dict) else value


def listed(value: Any) -> list[Any]:
    """A value that may be one or a list of them, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def plain(text: str) -> str:
    """A text without markup, entities and doubled white space."""
    text = unescape(text) if "&" in text else text
    return " ".join((TAG.sub(" ", text) if "<" in text else text).split())


def first(facts: Iterable[Fact[str]]) -> Fact[str] | None:
    return next(iter(facts), None)
