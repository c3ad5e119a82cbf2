"""Trafilatura's verdict: how much of each run of text it keeps."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from cleaner.fold import SOFT_HYPHEN

SIZE, TAGS, CELLS, DEPTH = 3_000_000, 25_000, 6_000, 250
"""Characters, tags, tags of tables, and elements in one another beyond which trafilatura is not asked: not all of its
steps are linear, least of all those of tables. The largest page of the corpora has 20,000 tags.
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
    if len(html) > SIZE or depth > DEPTH:
        return False
    tags = html.count("<")
    return tags <= CELLS or (tags <= TAGS and html.count("<t") + html.count("<T") <= CELLS)


def ask(tree: HtmlElement, texts: Sequence[str]) -> list[float]:
    """For each of a page's texts, the share of its words that trafilatura keeps; 0 for all of them where it fails.

    It is asked in its fast mode, on a copy of the tree that it makes itself. It is loaded when it is first asked, which
    takes a quarter of a second.
    """
    import trafilatura  # noqa: PLC0415

    try:
        document = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
    except Exception:  # whatever goes wrong in there, the page is cleaned without its vote
        document = None
    body = getattr(document, "body", None)
    return shares(texts, [] if body is None else words(body.itertext()))


def words(texts: Iterable[str]) -> list[str]:
    return _split(" ".join(texts))


def _split(text: str) -> list[str]:
    return [word for word in text.replace(SOFT_HYPHEN, "").split() if word not in JUNK]


def shares(texts: Sequence[str], kept: list[str]) -> list[float]:
    """For each text, the share of its words that are among the kept ones, in their context.

    Args:
        texts: the page's runs of text, in order.
        kept: the words that were kept, in about that order.

    Returns:
        A share for each text, 0 to 1. Each kept word counts once, so that of two copies one was kept.
    """
    found = [0.0] * len(texts)
    if kept:
        split = [_split(text) for text in texts]
        spans = _long_ones(split, Places(kept), found)
        _short_ones(split, kept, spans, found)
    return found


class Places:
    """Where in the kept words a shingle stands; each place is given out once."""

    def __init__(self, kept: list[str]) -> None:
        self.kept = kept
        self.used = bytearray(len(kept))
        self.free: dict[tuple[str, ...], list[int]] = defaultdict(list)
        shingles = zip(*(kept[offset:] for offset in range(SHINGLE)), strict=False)
        for place, shingle in reversed(list(enumerate(shingles))):
            self.free[shingle].append(place)

    def take(self, shingle: tuple[str, ...]) -> int | None:
        """The first place of a shingle that was not given out."""
        free = self.free.get(shingle)
        while free:
            place = free.pop()
            if not self.used[place]:
                self.used[place] = 1
                return place
        return None

    def take_all(self, text: list[str], place: int) -> bool:
        """Take the places of a whole text from there on, if it is all there."""
        end = place + len(text)
        if self.kept[place:end] != text:
            return False
        self.used[place : end - SHINGLE + 1] = bytes([1]) * (len(text) - SHINGLE + 1)
        return True


def _long_ones(split: Sequence[list[str]], places: Places, found: list[float]) -> dict[int, tuple[int, int]]:
    """Set the shares of the long texts, and give back where in the kept words each of them stands."""
    spans = {}
    for index, text in enumerate(split):
        if len(text) < LONG:
            continue
        place = places.take(tuple(text[:SHINGLE]))
        if place is not None and places.take_all(text, place):
            found[index], spans[index] = 1.0, (place, place + len(text))
        else:
            found[index], span = _partly(text, places, place)
            spans.update({index: span} if span else {})
    return spans


def _partly(text: list[str], places: Places, first: int | None) -> tuple[float, tuple[int, int] | None]:
    """The share of a text's words that shingles cover, and the span of their places; first is that of its first one."""
    covered, reached = (0, 0) if first is None else (SHINGLE, SHINGLE)
    last = first
    for start in range(1, len(text) - SHINGLE + 1):
        place = places.take(tuple(text[start : start + SHINGLE]))
        if place is not None:
            first, last = place if first is None else first, place
            covered += start + SHINGLE - max(reached, start)
            reached = start + SHINGLE
    in_order = first is not None and last is not None and first <= last
    return covered / len(text), (first or 0, (last or 0) + SHINGLE) if in_order else None


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
    places = (place for places in (near, far) for place in places if kept[place] == text[0])
    return next((place for place in places if kept[place : place + len(text)] == text), None)
