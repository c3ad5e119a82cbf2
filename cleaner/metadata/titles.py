"""The title, the overline above it, the lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.document import CONTENT, Label, Piece
from cleaner.metadata import dates, head
from cleaner.metadata.facts import Fact, in_piece, rated
from cleaner.metadata.labelled import Labelled, plain
from cleaner.shapes import MARKDOWN_HEADING

SPACE = re.compile(r"\s+")
WORD = re.compile(r"\w+")
ELSEWHERE = frozenset("comment comments related sidebar widget teaser recommended navigation menu logo brand".split())
AROUND = 8
"""Words of class and id, the innermost ones, that say where a piece stands."""

FOUND, FIRST_LEVEL, SECOND_LEVEL = 0.7, 0.75, 0.45
"""How far the piece that was found to be the headline is trusted, an <h1> and an <h2>."""
SHOWN = 0.3
"""What a title adds by being shown: heads often have another, made for search engines."""
ENOUGH = 1.49
"""Of several headlines that so much speaks for, the first is taken; the one found on the page comes first."""
SAME = 0.8
"""The share of words from which on two headlines are one."""
RIGHT = (0.6, 0.72, 0.88, 0.93, 0.95)
"""The share of pages of the corpora where a title was right that one headline told, two, three, four, and more."""
HEADINGS = 30
"""Headings of the first and second level that are looked at."""
AGREES = 0.25
SHORTEST_TITLE = 12
"""Characters from which on the end of a heading can be a title with its overline in front."""


def read(labelled: Labelled) -> Fact[str] | None:
    """The headline: of those that are shown and stated, the one that most of the others agree with.

    A page without an article has none.
    """
    if not labelled.content:
        return None
    stated = head.titles(labelled.page.head)
    shown = list(_shown(labelled))
    site = head.value(head.site(labelled.page.head))
    name = _words(site) if site else None
    facts = [fact for fact in (*shown, *stated) if _words(fact.value) != name] or shown or stated
    headlines = [Candidate(fact, frozenset(_words(fact.value))) for fact in facts]
    chosen = max(headlines, key=lambda one: min(one.fact.confidence + _agreement(one, headlines), ENOUGH), default=None)
    return _cut(rated(chosen.fact, _share_right(chosen, headlines)), stated) if chosen else None


class Candidate(NamedTuple):
    """What may be the title."""

    fact: Fact[str]
    words: frozenset[str]


def _share_right(chosen: Candidate, headlines: list[Candidate]) -> float:
    """How often a title is right that so many headlines agree on."""
    agreeing = sum(_alike(chosen.words, other.words) >= SAME for other in headlines)
    return RIGHT[min(agreeing, len(RIGHT)) - 1]


def kicker(labelled: Labelled) -> Fact[str] | None:
    return _first(labelled, Label.KICKER)


def lead(labelled: Labelled) -> Fact[str] | None:
    """The standfirst as it stands above the text, else as the page's head gives it."""
    return _first(labelled, Label.LEAD) or head.description(labelled.page.head)


def _shown(labelled: Labelled) -> Iterator[Fact[str]]:
    """The headlines that stand on the page: what was found to be one, and its headings of the first levels."""
    pieces = labelled.page.pieces
    if labelled.title is not None:
        yield in_piece(line(pieces[labelled.title]), pieces[labelled.title], FOUND)
    if labelled.page.kind == "text":
        return
    first = next((index for index in labelled.content if index > labelled.headline), len(pieces))
    headings = (piece for piece in pieces[: first + 1] if piece.markup and piece.markup.level in (1, 2))
    for piece, _ in zip(headings, range(HEADINGS), strict=False):
        if piece.markup and not piece.markup.hidden and ELSEWHERE.isdisjoint(piece.markup.words[-AROUND:]):
            yield in_piece(line(piece), piece, FIRST_LEVEL if piece.markup.level == 1 else SECOND_LEVEL)


def _agreement(one: Candidate, headlines: list[Candidate]) -> float:
    """How much of the trust in the others speaks for this one: by the words that they share."""
    shared = [one.fact.confidence * _alike(one.words, other.words) for other in headlines if other is not one]
    return AGREES * sum(shared) + SHOWN * (one.fact.source.kind == "block")


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one or two else 0.0


def _cut(chosen: Fact[str], stated: list[Fact[str]]) -> Fact[str]:
    """The title without an overline or a date that one heading holds with it, where the head states it without."""
    text = chosen.value
    for fact in stated:
        cut = len(text) - len(fact.value)
        if cut > 0 and len(fact.value) >= SHORTEST_TITLE and text.casefold().endswith(fact.value.casefold()):
            return Fact(text[cut:], chosen.source)
    opening = next(dates.find(text[:40]), None)
    rest = text[opening[1] :].lstrip(" -–—:|,") if opening and opening[0] == 0 else ""
    return Fact(rest, chosen.source) if len(rest) >= SHORTEST_TITLE else chosen


def line(piece: Piece) -> str:
    """A piece's text on one line, without the marks of Markdown."""
    return SPACE.sub(" ", MARKDOWN_HEADING.sub("", plain(piece.text)))


def _first(labelled: Labelled, label: Label) -> Fact[str] | None:
    piece = next(labelled.labelled(label), None)
    return in_piece(line(piece), piece, 0.8 if label in CONTENT else 0.75) if piece else None


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())
