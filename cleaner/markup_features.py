"""Pieces -> numbers, HTML mode: what the elements around each piece say of it, beside cleaner.features."""

from __future__ import annotations

import zlib
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.document import Markup

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

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


def columns(markups: Sequence[Markup], words: Floats) -> Floats:
    """What each piece's elements are, and what is true of the pieces in elements like its own."""
    paths = {path: _path_row(path) for path in {markup.path for markup in markups}}
    plain = np.array([(m.link_share, m.extracted, m.level > 0, m.level / 3, m.hidden) for m in markups], np.float32)
    link, extracted = plain[:, 0], plain[:, 1]
    whole = np.full((len(markups), 1), (extracted @ words) / (words.sum() + 1))
    kinds: list[list[Hashable]] = [
        [(markup.path, markup.words) for markup in markups],
        [markup.path for markup in markups],
        [(markup.path[:-1], markup.words[:-1]) for markup in markups],
    ]
    alike = [_alike(kind, link, extracted, words) for kind in kinds]
    rows = np.stack([paths[markup.path] for markup in markups])
    return np.concatenate([plain, whole, *alike, rows], axis=1, dtype=np.float32)


def _path_row(path: Sequence[str]) -> Floats:
    own = [path[-1:] == (tag,) for tag in OWN]
    return np.array([*own, *(tag in path for tag in AROUND), np.log1p(len(path)) / 2], np.float32)


def _numbered(kinds: Sequence[Hashable]) -> Ints:
    """The same small number for the same kind."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(kind, len(numbers)) for kind in kinds], np.int64)


def _alike(kinds: Sequence[Hashable], link: Floats, extracted: Floats, words: Floats) -> Floats:
    """Of the pieces of the same kind: how many, their words, link share and extracted share; and who is beside."""
    number = _numbered(kinds)
    count = np.bincount(number)
    length = np.bincount(number, weights=words) + 1e-6
    same = np.concatenate([[False], number[1:] == number[:-1], [False]])
    found = [
        np.log1p(count)[number] / 3,
        np.log1p(length / count)[number] / 3,
        (np.bincount(number, weights=link) / count)[number],
        (np.bincount(number, weights=extracted * words) / length)[number],
        same[:-1],
        same[1:],
    ]
    return np.stack(found, axis=1).astype(np.float32)


@lru_cache(maxsize=1 << 15)
def bucket(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"), SALT) >> 16


def bag(markups: Sequence[Markup]) -> Bag:
    """The hashed words around each piece, and its last elements."""
    kinds = [(markup.words, markup.path[-3:]) for markup in markups]
    distinct = set(kinds)
    common = frozenset.intersection(*(frozenset(words) for words, _ in distinct))
    hashed = {kind: _hashed(*kind, common) for kind in distinct}
    found = [hashed[kind] for kind in kinds]
    sizes = np.array([len(buckets) for buckets in found], np.int64)
    return Bag(np.concatenate(found), np.cumsum(sizes) - sizes, sizes)


def _hashed(words: Sequence[str], path: Sequence[str], common: frozenset[str]) -> npt.NDArray[np.uint16]:
    telling = list(dict.fromkeys(word for word in reversed(words) if word not in common))[:NEAREST]
    near = [f"{word}|" for word in telling[:2]]
    return np.array([bucket(word) for word in (">".join(path), *near, *telling)], np.uint16)
