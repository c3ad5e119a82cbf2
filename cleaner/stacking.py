"""Boosted trees: some beside the networks, and some that see what both said of the whole page.

Stacked generalization as in D. H. Wolpert (1992): the trees learned from scores of pages that whoever gave them had not
seen. All of them ask the same question on each of their levels (oblivious trees), so that a page is a few array
operations. bench/stack.py trains them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import markup_features
from cleaner.features import HITS, TELLING, Features
from cleaner.layers import chances
from cleaner.markup_features import share_of_kind

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Column = npt.NDArray[np.float64]
"""A number of each piece of a page: (n,)."""

FARTHEST = 200
"""Pieces between a piece and the next likely one beyond which it is no matter how many."""

WORDLESS = 5000.0
"""Words that count as between a piece and a likely one that there is not."""

BESIDE = (0, 1, 2, 3, -1, -2, -3)
"""Whose scores are seen: the piece's own, and how many pieces before and after it."""

WINDOWS = (2, 5, 12)
"""Pieces on either side over which scores are averaged."""

SUREST = 8.0
"""The largest logit: 0.9997."""


class Trees(NamedTuple):
    """Trees of one depth, whose answers are summed up."""

    columns: Ints  # (depth, trees) the column that each level of a tree asks for; 8 levels at most
    borders: Floats  # (depth, trees) yes is above it
    leaves: Floats  # (trees, 2 ** depth) what is added to the logit, by the answers: the first level's is worth 1


class Stack(NamedTuple):
    """The trees of a mode."""

    beside: Trees  # which judge beside the networks
    upon: Trees  # which judge from what both said


class Islands(NamedTuple):
    """The runs of likely pieces of a page."""

    first: Ints  # (k,)
    last: Ints  # (k,) exclusive
    words: Column  # (k,) how many words each has


def unpack(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Stack:
    """The stored arrays as trees."""
    return Stack(*(_unpacked(arrays, name) for name in Stack._fields))


def _unpacked(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Trees:
    columns, borders, leaves = (arrays[f"{name}/{part}"] for part in Trees._fields)
    return Trees(columns.astype(np.int64), borders.astype(np.float32), leaves.astype(np.float32))


def revise(stack: Stack, scores: Floats, alone: Floats, found: Features) -> Floats:
    """The scores after a second look.

    Args:
        stack: what was learned.
        scores: (n,) the networks' P(content) of each piece.
        alone: (n, kinds of words) what each piece's words say by themselves, as logits.
        found: the features by which the networks gave it.

    Returns:
        (n,) P(content) of each piece.
    """
    beside_them = chances(answers(stack.beside, columns_beside(alone, found)))
    return chances(answers(stack.upon, columns_upon(scores, beside_them, found)))


def answers(trees: Trees, seen: Floats) -> Floats:
    """What the trees add up to for each piece, (n,), from what they see: (columns, n)."""
    count, leaves = trees.leaves.shape
    answered = np.zeros((count, seen.shape[1]), np.uint8)
    for level, (column, border) in enumerate(zip(trees.columns, trees.borders, strict=True)):
        answered |= (np.take(seen, column, axis=0) > border[:, None]).view(np.uint8) * np.uint8(1 << level)
    found: Floats = np.take(trees.leaves.ravel(), answered + (np.arange(count) * leaves)[:, None]).sum(axis=0)
    return found


def columns_beside(alone: Floats, features: Features) -> Floats:
    """What the trees beside the networks see, (columns, n): each piece, what is beside it, and the words around it."""
    weight = features.words.astype(np.float64)
    own = np.concatenate([shape(features), alone.T], dtype=np.float32)
    short = markup_features.TELLING if features.mode == "html" else TELLING
    telling = np.concatenate([features.shape[:, short].T, alone.T, np.log1p(weight)[None]], dtype=np.float32)
    around = [
        *(share_of_kind(kind, said * weight, weight) for said in alone.T for kind in features.kinds.T),
        *means_around(chances(alone.T).astype(np.float64), weight + 0.1),
    ]
    return np.concatenate([own, np.stack(around), *shifted(telling)], dtype=np.float32)


def shape(features: Features) -> Floats:
    """The features, (columns, n), in HTML mode but for the rules' hits.

    There a class around a whole page is a hit too, and trees would believe it; networks have learned to do without.
    """
    return features.shape[:, :-HITS].T if features.mode == "html" else features.shape.T


def shifted(rows: Floats) -> list[Floats]:
    """Of each piece, the numbers of those BESIDE it; 0 where there is none: (columns, n) each."""
    reach, (columns, size) = max(BESIDE), rows.shape
    around = np.zeros((columns, size + 2 * reach), np.float32)
    around[:, reach : reach + size] = rows
    return [around[:, reach - step : reach - step + size] for step in BESIDE if step]


def columns_upon(scores: Floats, beside_them: Floats, features: Features) -> Floats:
    """What the trees upon both see, (columns, n): what both said of the page, what each did of a piece, and its own."""
    said = [logit(each.astype(np.float64)) for each in (scores, beside_them)]
    mean = chances((said[0] + said[1]) / 2)
    return np.concatenate([of_scores(mean, features), said, shape(features)], dtype=np.float32)


def of_scores(scores: Floats, features: Features) -> Floats:
    """The scores around each piece: (columns, n)."""
    size = len(scores)
    chance, weight = scores.astype(np.float64), features.words.astype(np.float64)
    likely = chance >= 0.5
    islands = find_islands(likely, weight)
    found = [
        *beside(logit(chance)),
        *distances(likely, weight),
        *shares(chance, weight),
        *in_islands(islands, size),
        *means_around(chance[None], weight + 0.1),
        *(np.full(size, value) for value in of_page(chance, weight, islands)),
        *(column for kind in features.kinds.T for column in of_kind(kind, chance, weight)),
    ]
    return np.stack(found).astype(np.float32)


def logit(chance: Column) -> Column:
    """Logits, none surer than SUREST."""
    least = 1 / (1 + np.exp(SUREST))
    chance = np.clip(chance, least, 1 - least)
    return np.log(chance / (1 - chance))


def beside(logits: Column) -> list[Column]:
    """The logits of each piece and of those beside it; where there is none, that of sure boilerplate."""
    reach = max(BESIDE)
    around = np.full(len(logits) + 2 * reach, -SUREST)
    around[reach : reach + len(logits)] = logits
    return [around[reach - step : reach - step + len(logits)] for step in BESIDE]


def find_islands(likely: Flags, words: Column) -> Islands:
    """The islands of a page, by which pieces are likely."""
    edges = np.diff(np.concatenate([[0], likely, [0]]))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    sums = np.concatenate([[0.0], np.cumsum(words)])
    return Islands(first, last, sums[last] - sums[first])


def distances(likely: Flags, words: Column) -> list[Column]:
    """How many pieces, and how many words, are between each piece and the likely one before it; and after it."""
    before, after = _to_last(likely, words), _to_last(likely[::-1], words[::-1])
    return [*before, *(column[::-1] for column in after)]


def _to_last(likely: Flags, words: Column) -> list[Column]:
    order = np.arange(len(likely))
    last = np.concatenate([[-1], np.maximum.accumulate(np.where(likely, order, -1))[:-1]])
    sums = np.concatenate([[0.0], np.cumsum(words)])
    pieces = np.where(last < 0, FARTHEST, np.minimum(order - last, FARTHEST))
    between = np.where(last < 0, WORDLESS, sums[order] - sums[last + 1])
    return [pieces, np.log1p(between)]


def shares(chance: Column, words: Column) -> list[Column]:
    """How much of the likely body stands up to each piece, how much in it, and how many words it has."""
    body = chance * words
    total = body.sum() + 1e-6
    return [np.cumsum(body) / total, body / total, np.log1p(words)]


def in_islands(islands: Islands, size: int) -> list[Column]:
    """How large each piece's island is, by itself and by the largest, and how far the largest is."""
    words = np.zeros(size)
    for first, last, count in zip(*islands, strict=True):
        words[first:last] = count
    if not len(islands.words):
        return [words, words, words]
    largest = int(np.argmax(islands.words))
    order, first, last = np.arange(size), islands.first[largest], islands.last[largest]
    distance = np.minimum(order - first, 0) + np.maximum(order - last + 1, 0)
    return [np.log1p(words), words / (islands.words[largest] + 1), np.clip(distance, -FARTHEST, FARTHEST)]


def means_around(scores: npt.NDArray[np.float64], weight: Column) -> list[Column]:
    """The mean scores of the pieces at most so far away, by (k, n) scores: of each in turn, for all WINDOWS."""
    size = len(weight)
    sums = np.zeros((len(scores) + 1, size + 1))
    np.cumsum(np.concatenate([scores * weight, weight[None]]), axis=1, out=sums[:, 1:])
    order = np.arange(size)
    within = [sums[:, np.minimum(order + reach + 1, size)] - sums[:, np.maximum(order - reach, 0)] for reach in WINDOWS]
    return [found[row] / found[-1] for row in range(len(scores)) for found in within]


def of_page(chance: Column, words: Column, islands: Islands) -> list[float]:
    """What is true of the whole page."""
    total, likely = words.sum(), chance @ words
    return [
        np.log1p(total),
        likely / (total + 1e-6),
        np.log1p(likely),
        np.log1p(len(islands.first)),
        (words @ np.minimum(chance, 1 - chance)) / (likely + 1e-6),
        islands.words.max(initial=0) / (likely + 1),
        np.log1p(len(chance)),
        (chance >= 0.5).mean(),
    ]


def of_kind(kind: Ints, chance: Column, words: Column) -> list[Column]:
    """The mean score of the pieces of each piece's kind: by words, the same without the piece itself, and by number."""
    body = np.bincount(kind, weights=chance * words)[kind]
    whole = np.bincount(kind, weights=words)[kind]
    mean = (np.bincount(kind, weights=chance) / np.maximum(np.bincount(kind), 1))[kind]
    return [body / (whole + 1e-6), (body - chance * words) / (whole - words + 1e-3), mean]
