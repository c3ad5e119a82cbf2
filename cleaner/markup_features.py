"""Pieces -> numbers, HTML mode: what the elements around each piece say of it, beside cleaner.features."""

from __future__ import annotations

import zlib
from collections.abc import Hashable, Sequence
from itertools import chain, filterfalse, islice
from math import log1p
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.document import Markup

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.floating[Any]]

OWN = (
    "p",
    "li",
    "td",
    "th",
    "tr",
    "a",
    "div",
    "span",
    "blockquote",
    "pre",
    "figcaption",
    "dt",
    "dd",
    "section",
    "button",
)
"""Elements that a piece can be the text of; headings are known by their level."""

AROUND = ("article", "main", "aside", "nav", "footer", "header", "section", "ul", "ol", "table", "figure", "form")
"""Elements that matter wherever on the path they are."""

NEAREST = 24
"""Words of class, id, role and itemprop that are hashed, the nearest ones; those that all pieces share say nothing."""

SALT = 0x4D41524B


class Bag(NamedTuple):
    """Some hashed words for each of n pieces."""

    buckets: npt.NDArray[np.uint16]  # of all pieces, in page order
    starts: Ints  # (n,) where each piece's buckets begin
    sizes: Ints  # (n,) how many they are


VERDICT = slice(0, 6)
"""The columns of trafilatura's verdict: of the piece, of the page, of each kind of piece, and that it was asked. They
come first, and are 0 until it is asked.
"""

TELLING = slice(0, VERDICT.stop + 6)
"""The same columns, and what each piece is: links, heading, hidden, stated, and how much of the page is stated."""


class Around(NamedTuple):
    """What is around the n pieces of a page: elements of few kinds."""

    elements: list[Markup]  # (k,) one of each kind, by path and words
    number: Ints  # (n,) which of them is around each piece


def around(markups: Sequence[Markup]) -> Around:
    """The kinds of elements around the pieces. Of the same elements path and words are the same objects."""
    each = [(id(markup.path), id(markup.words)) for markup in markups]
    return Around(list(dict(zip(each, markups, strict=True)).values()), _numbered(each))


def kinds(found: Around) -> Ints:
    """The same small number for pieces of the same kind, by each of three kinds: (n, 3).

    Elements of the same tags and words, elements of the same tags, and what stands in such elements.
    """
    alike: list[list[Hashable]] = [
        [(markup.path, markup.words) for markup in found.elements],
        [markup.path for markup in found.elements],
        [(markup.path[:-1], markup.words[:-1]) for markup in found.elements],
    ]
    return np.stack([_numbered(kind) for kind in alike], axis=1)[found.number]


def columns(markups: Sequence[Markup], found: Around, numbers: Ints, words: Floats) -> Floats:
    """What each piece's elements are, and what is true of the pieces of its kinds; trafilatura has not been asked."""
    said = chain.from_iterable((m.link_share, m.level > 0, m.level / 3, m.hidden, m.stated) for m in markups)
    plain = np.fromiter(said, np.float32).reshape(len(markups), -1)
    link, stated = plain[:, 0], plain[:, -1]
    whole = np.full((len(markups), 1), stated @ words / (words.sum() + 1))
    alike = [_alike(number, link, words) for number in numbers.T]
    rows = _path_rows([markup.path for markup in found.elements])[found.number]
    unasked = np.zeros((len(markups), VERDICT.stop))
    return np.concatenate([unasked, plain, whole, *alike, rows], axis=1, dtype=np.float32)


def verdict(shares: Sequence[float], numbers: Ints, words: Floats) -> Floats:
    """The columns of trafilatura's verdict, from the share of each piece that it keeps."""
    kept = np.array(shares, np.float32)
    whole = np.full(len(kept), kept @ words / (words.sum() + 1))
    alike = [share_of_kind(number, kept * words, words) for number in numbers.T]
    return np.stack([kept, whole, *alike, np.ones(len(kept))], axis=1).astype(np.float32)


def share_of_kind(number: Ints, kept: Numbers, words: Numbers) -> Numbers:
    """Of all words in pieces of the same kind, the share that was kept; of other numbers times words, their mean."""
    found: Numbers = np.bincount(number, weights=kept) / (np.bincount(number, weights=words) + 1e-6)
    return np.take(found, number)


def _path_rows(paths: Sequence[tuple[str, ...]]) -> Floats:
    """What is seen of each path; several elements stand on the same one."""
    each = list(dict.fromkeys(paths))
    rows = np.fromiter(chain.from_iterable(map(_path_row, each)), np.float32).reshape(len(each), -1)
    return rows[_numbered(paths)]


def _path_row(path: Sequence[str]) -> tuple[float, ...]:
    own = path[-1] if path else None
    return (*(own == tag for tag in OWN), *(tag in path for tag in AROUND), log1p(len(path)) / 2)


def _numbered(kinds: Sequence[Hashable]) -> Ints:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(kind, len(numbers)) for kind in kinds], np.int64)


def _alike(number: Ints, link: Floats, words: Floats) -> Floats:
    """Of the pieces of the same kind: how many, their words and link share; and who is beside."""
    count = np.bincount(number)
    same = np.concatenate([[False], number[1:] == number[:-1], [False]])
    found = [
        np.log1p(count)[number] / 3,
        np.log1p((np.bincount(number, weights=words) + 1e-6) / count)[number] / 3,
        (np.bincount(number, weights=link) / count)[number],
        same[:-1],
        same[1:],
    ]
    return np.stack(found, axis=1).astype(np.float32)


class Buckets(dict[str, int]):
    """The bucket of each word; those of short ones are remembered, since pages have the same ones.

    Once MOST are, all are forgotten: whatever the pages hold, the memory for them stays bounded.
    """

    SHORT_WORD = 64  # characters
    MOST = 1 << 15  # words

    def __missing__(self, word: str) -> int:
        found = zlib.crc32(word.encode("utf-8", "surrogatepass"), SALT) >> 16
        if len(word) <= self.SHORT_WORD:
            if len(self) >= self.MOST:
                self.clear()
            self[word] = found
        return found


BUCKETS = Buckets()


def bag(found: Around) -> Bag:
    """The hashed words around each piece, and its last elements."""
    common = frozenset(found.elements[0].words).intersection(*(markup.words for markup in found.elements))
    hashed = [_hashed(markup, common) for markup in found.elements]
    each = np.array([len(buckets) for buckets in hashed], np.int64)
    sizes = each[found.number]
    starts = np.cumsum(sizes) - sizes
    places = np.arange(sizes.sum()) + np.repeat((np.cumsum(each) - each)[found.number] - starts, sizes)
    return Bag(np.fromiter(chain.from_iterable(hashed), np.uint16)[places], starts, sizes)


def _hashed(markup: Markup, common: frozenset[str]) -> list[int]:
    words = filterfalse(common.__contains__, dict.fromkeys(reversed(markup.words)))
    telling = list(islice(words, NEAREST))
    near = [f"{word}|" for word in telling[:2]]
    return list(map(BUCKETS.__getitem__, (">".join(markup.path[-3:]), *near, *telling)))
