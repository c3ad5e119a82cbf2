"""A gold body -> what share of each piece belongs to it, and how much that should weigh.

The body's words are laid over the page's, longest common run first, each gold word and each word of the page used up
once: a second copy of a paragraph, or of the title, is not taken for the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.document import Piece

WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")

SHINGLE = 3
"""Words that a common run has at least."""

COPIES = 24
"""A shingle that the gold body holds more often starts no run: it is part of longer ones."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Labels(NamedTuple):
    """What the gold says of each of n pieces."""

    content: Floats  # (n,) share of the piece's words that belong to the body, 0 to 1
    weight: Floats  # (n,) 0 where the gold doesn't say


class Run(NamedTuple):
    """Words that page and gold have in common."""

    length: int
    page: int  # index of the first word on the page
    gold: int  # the same in the gold body


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def body_without_title(body: str, title: str | None) -> list[str]:
    """The gold body's words; a title at its head is left out."""
    found, head = words(body), words(title or "")
    return found[len(head) :] if head and found[: len(head)] == head else found


def runs(page: Ints, gold: Ints) -> list[Run]:
    """The maximal common runs of at least SHINGLE words, longest first; of equals the one nearest to the longest."""
    found = matches(page, gold)
    if not len(found):
        return []
    order = np.lexsort((found[:, 0], found[:, 0] - found[:, 1]))
    found = found[order]
    diagonal = found[:, 0] - found[:, 1]
    breaks = np.flatnonzero((np.diff(diagonal) != 0) | (np.diff(found[:, 0]) != 1)) + 1
    first = np.concatenate([[0], breaks])
    length = np.diff(np.append(first, len(found))) + SHINGLE - 1
    main = diagonal[first[int(np.argmax(length))]]
    ranked = np.lexsort((np.abs(diagonal[first] - main), -length))
    return [Run(int(length[k]), int(found[first[k], 0]), int(found[first[k], 1])) for k in ranked]


def matches(page: Ints, gold: Ints) -> Ints:
    """Pairs of positions (page, gold) at which the same shingle starts."""
    left, right = shingles(page), shingles(gold)
    order = np.argsort(right, kind="stable")
    low = np.searchsorted(right[order], left, "left")
    count = np.searchsorted(right[order], left, "right") - low
    count[count > COPIES] = 0
    where = np.repeat(np.arange(len(left)), count)
    step = np.arange(len(where)) - np.repeat(np.cumsum(count) - count, count)
    return np.stack([where, order[np.repeat(low, count) + step]], axis=1) if len(where) else np.empty((0, 2), np.int64)


def shingles(ids: Ints) -> Ints:
    if len(ids) < SHINGLE:
        return np.empty(0, np.int64)
    return ids[:-2] * 1_000_003**2 + ids[1:-1] * 1_000_003 + ids[2:]


def covered(page: Ints, gold: Ints) -> npt.NDArray[np.bool_]:
    """Which words of the page belong to the body."""
    free = np.ones(len(gold), bool)
    taken = np.zeros(len(page), bool)
    waiting = runs(page, gold)
    for run in waiting:
        lay(run, taken, free)
    return taken


def lay(run: Run, taken: npt.NDArray[np.bool_], free: npt.NDArray[np.bool_]) -> None:
    """Use up those words of a run that are unused on both sides, where they still make a shingle."""
    here, there = slice(run.page, run.page + run.length), slice(run.gold, run.gold + run.length)
    usable = ~taken[here] & free[there]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], usable, [False]])))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin >= SHINGLE or end - begin == run.length:
            taken[run.page + begin : run.page + end] = True
            free[run.gold + begin : run.gold + end] = False


def align(texts: Sequence[str], gold: Sequence[str]) -> tuple[Floats, Ints]:
    """The share of each text's words that belong to the gold words, and how many words it has."""
    per_piece = [words(text) for text in texts]
    counts = np.array([len(found) for found in per_piece], np.int64)
    ids: dict[str, int] = {}
    page_ids = np.array([ids.setdefault(word, len(ids)) for word in chain.from_iterable(per_piece)], np.int64)
    gold_ids = np.array([ids.setdefault(word, len(ids)) for word in gold], np.int64)
    hit = np.concatenate([[0], np.cumsum(covered(page_ids, gold_ids))])
    ends = np.cumsum(counts)
    return ((hit[ends] - hit[ends - counts]) / np.maximum(counts, 1)).astype(np.float32), counts


def label(pieces: Sequence[Piece], gold: Sequence[str]) -> Labels:
    """Lay a gold body's words over a page's pieces.

    A piece without words (a bullet, a row of stars) is what stands around it, where both sides agree.
    """
    share, counts = align([piece.text for piece in pieces], gold)
    spoken = np.flatnonzero(counts > 0)
    weight = np.sqrt(counts).astype(np.float32)
    silent = np.flatnonzero(counts == 0)
    if len(spoken) and len(silent):
        place = np.searchsorted(spoken, silent)
        before = np.where(place > 0, share[spoken[np.maximum(place - 1, 0)]], 0)
        after = np.where(place < len(spoken), share[spoken[np.minimum(place, len(spoken) - 1)]], 0)
        share[silent] = (before + after) / 2
        weight[silent] = np.where(np.abs(before - after) < 0.5, 0.3, 0)
    return Labels(share, weight)
