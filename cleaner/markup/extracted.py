"""Trafilatura's verdict: how much of each run of text it keeps."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence

import trafilatura
from lxml.html import HtmlElement

SIZE, TAGS, DEPTH = 3_000_000, 60_000, 250
"""Characters, tags and elements in one another beyond which trafilatura is not asked: not all of its steps are linear.
The largest page of the corpora has 20,000 tags.
"""

SHINGLE = 4
LONG = 8
"""Words from which on a run is found anywhere; a shorter one only where the text around it was found."""

REACH = 64
"""Words around the place that a short run should have in which it is looked for."""

JUNK = frozenset({"-", "|", "•", "–"})

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def is_fit(html: str, depth: int) -> bool:
    """Whether trafilatura answers for a page in about a second."""
    return len(html) <= SIZE and depth <= DEPTH and html.count("<") <= TAGS


def words(tree: HtmlElement, *, fast: bool) -> list[str]:
    """The words of what trafilatura extracts from a tree (which stays as it is), in its order; none where it fails."""
    try:
        document = trafilatura.bare_extraction(tree, fast=fast, include_comments=False)
    except Exception:  # whatever goes wrong in there, the page is cleaned without its vote
        return []
    body = getattr(document, "body", None)
    return [] if body is None else _split(" ".join(body.itertext()))


def _split(text: str) -> list[str]:
    return [word for word in text.split() if word not in JUNK]


def shares(texts: Sequence[str], kept: Sequence[str]) -> list[float]:
    """For each text, the share of its words that are among the kept ones, in their context.

    Args:
        texts: the page's runs of text, in order.
        kept: the words that were kept, in about that order.

    Returns:
        A share for each text, 0 to 1. Each kept word counts once, so that of two copies one was kept.
    """
    found = [0.0] * len(texts)
    if not kept:
        return found
    split = [_split(text) for text in texts]
    spans = _long_ones(split, list(kept), found)
    _short_ones(split, list(kept), spans, found)
    return found


def _long_ones(split: Sequence[list[str]], kept: list[str], found: list[float]) -> dict[int, tuple[int, int]]:
    """Set the shares of the long texts, and give back where in the kept words each of them stands."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(kept) - SHINGLE, -1, -1):
        places[tuple(kept[place : place + SHINGLE])].append(place)
    spans = {}
    for index, text in enumerate(split):
        if len(text) < LONG:
            continue
        covered, first, last = 0, None, 0
        reached = 0
        for start in range(len(text) - SHINGLE + 1):
            free = places.get(tuple(text[start : start + SHINGLE]))
            if free:
                place = free.pop()
                first = place if first is None else first
                last = place + SHINGLE
                covered += start + SHINGLE - max(reached, start)
                reached = start + SHINGLE
        if first is not None and last > first:
            spans[index] = (first, last)
        found[index] = covered / len(text)
    return spans


def _short_ones(
    split: Sequence[list[str]], kept: list[str], spans: dict[int, tuple[int, int]], found: list[float]
) -> None:
    """Set the shares of the short texts between one long one and the next."""
    starts = _next_starts(len(split), spans, len(kept))
    cursor = 0
    for index, text in enumerate(split):
        if index in spans:
            cursor = spans[index][1]
        elif 0 < len(text) < LONG:
            place = _find(text, kept, cursor, starts[index])
            if place is not None:
                found[index] = 1.0
                cursor = place + len(text)


def _next_starts(count: int, spans: dict[int, tuple[int, int]], end: int) -> list[int]:
    """For each text, where in the kept words the next long one begins."""
    starts = [end] * count
    for index in range(count - 1, -1, -1):
        starts[index] = end
        if index in spans:
            end = spans[index][0]
    return starts


def _find(text: list[str], kept: list[str], low: int, high: int) -> int | None:
    """Where a short text stands in the kept words, near the low or the high end of a window."""
    last = high - len(text)
    near = range(low, min(last, low + REACH) + 1)
    far = range(max(low, last - REACH), last + 1)
    first_word = text[0]
    for places in (near, far):
        for place in places:
            if kept[place] == first_word and kept[place : place + len(text)] == text:
                return place
    return None
