"""Who the head of a page says wrote it: the authors of its JSON-LD and of its meta elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from cleaner.document import Head
from cleaner.metadata import bylines, head, linked
from cleaner.metadata.facts import Fact
from cleaner.metadata.linked import metas

Names = tuple[str, ...]

METAS = (
    "author",
    "citation_author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
    "article:author",
    "article:author_name",
    "shareaholic:article_author_name",
    "cxenseparse:author",
)
CATALOGUED = frozenset(("citation_author", "dc.creator", "dcterms.creator"))
AND = re.compile(r"\s*(?:[,;|/•·]|\s[-–—]\s|\band\b|\bund\b|\bet\b|&)\s*")
BY = re.compile(r"^(?:by|von|par|por|di|door|text|author|autor(?:in)?|written by)\b[\s:]+", re.IGNORECASE)
NO_NAME = re.compile(
    r"https?:|www\.|@|[#{}<>]|\.(?:html?|php)$|\d{4}"
    r"|^(?:admin|author|webmaster|editor|unknown|none|null|by|von|(?:full )?bio|ph\.?d|m\.?d|\d+|.)$",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"\s*\([^()]{0,60}\)")


class Standing(Enum):
    """Who is named."""

    PERSON = "person"
    GROUP = "group"
    SITE = "site"


class Stated(NamedTuple):
    """A list of authors in the head."""

    fact: Fact[Names]
    standing: Standing  # the highest of those that are named


def read(own: Head | None, site: str | None = None) -> list[Stated]:
    """The authors of its JSON-LD, people before organisations, then those of each kind of meta element."""
    authors = list(_authors(own))
    people = [fact for fact in authors if not _is_organisation(fact.value)]
    signed = metas(own, *METAS) + _labelled_data(own)
    groups = [[*people], [fact for fact in authors if _is_organisation(fact.value)]]
    groups += [[fact for fact in signed if fact.source.name == name] for name in (*METAS, "twitter:data1")]
    told = (_joined(facts, site) for facts in groups)
    return [Stated(fact, _standing(fact.value, site)) for fact in told if fact]


def _joined(facts: list[Fact[Any]], site: str | None) -> Fact[Names] | None:
    """The names of several facts as one; a meta element that names people and the site means the people."""
    listed = tuple(dict.fromkeys(name for fact in facts for name in names(_in_order(fact))))
    if listed and facts[0].source.kind == "meta":
        listed = tuple(name for name in listed if not head.same(name, site)) or listed
    return Fact(listed, facts[0].source) if listed else None


def _in_order(fact: Fact[Any]) -> Any:
    """An author as a line writes one: catalogues of papers have "Berg, Anna", a name an element."""
    parts = fact.value.split(", ") if fact.source.name in CATALOGUED and isinstance(fact.value, str) else ()
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 else fact.value


def _standing(names: Names, site: str | None) -> Standing:
    if all(head.same(name, site) for name in names):
        return Standing.SITE
    return Standing.PERSON if any(bylines.is_name(name, sure=True) for name in names) else Standing.GROUP


def names(author: Any) -> list[str]:
    """The names in a line or a JSON-LD author: one, or several."""
    written = [linked.plain(text) for text in linked.listed(linked.named(author)) if isinstance(text, str)]
    lines = [IN_BRACKETS.sub("", text) for text in written if not re.match(r"https?:|www\.", text)]
    parts = (BY.sub("", name).strip(" .-") for line in lines for name in AND.split(BY.sub("", line)))
    return [name for name in parts if name and not NO_NAME.search(name) and not bylines.DEGREE.fullmatch(name)]


def _authors(own: Head | None) -> Iterator[Fact[Any]]:
    """The authors of the article, references to other objects resolved."""
    by_id = {item["@id"]: item for item in (own.linked_data if own else ()) if isinstance(item.get("@id"), str)}
    for fact in linked.values(own, "author", "creator"):
        author = fact.value
        reference = author.get("@id") if isinstance(author, dict) and "name" not in author else None
        yield Fact(by_id.get(reference, author), fact.source) if isinstance(reference, str) else fact


def _is_organisation(author: Any) -> bool:
    return isinstance(author, dict) and "organization" in str(author.get("@type", "")).lower()


def _labelled_data(own: Head | None) -> list[Fact[str]]:
    """twitter:data1 where twitter:label1 says that it is the author: "Written by", "Verfasst von"."""
    label = own.meta.get("twitter:label1", ("",))[0] if own else ""
    is_author = re.search(r"(?i)written|verfasst|author|autor|écrit|escrito|scritto", label)
    return metas(own, "twitter:data1") if is_author else []
