"""Pieces -> numbers: the shape of each piece, its place on the page, and its words hashed into buckets.

All of it is computed over the whole page at once, from the characters and words that cleaner.tokenizer reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import markup_features
from cleaner.document import Hit, Kind, Label, Piece
from cleaner.markup_features import Bag
from cleaner.tokenizer import (
    BAR,
    CLASSES,
    COMMA,
    DIGIT,
    END,
    LOWER,
    SPACE,
    UNSPACED,
    UPPER,
    Codes,
    Ints,
    Text,
    Tokens,
    line_hashes,
    mixed,
    pairs,
    pattern_hashes,
)

Floats = npt.NDArray[np.float32]
Buckets = npt.NDArray[np.uint16]

BUCKETS = 1 << 16


FIRST, LAST = 20, 10
"""How many words of a piece are hashed, from its beginning and from its end."""


class Features(NamedTuple):
    """What the model sees of a page of n pieces."""

    shape: Floats  # (n, columns), each column about -3 to 3, the rules' hits last
    bags: tuple[Bag, ...]  # of each piece its words, each also with the one before it; in HTML mode the markup's words
    marks: Buckets  # (n, 5) buckets of its beginning, its end, and the whole of it
    words: Floats  # (n,) how many words each piece has
    kinds: Ints  # (n, 3) numbers of the kinds of elements it is in; (n, 0) in text mode

    @property
    def mode(self) -> Kind:
        """Whether they are of page text or of HTML."""
        return "html" if self.kinds.shape[1] else "text"


def bucket(hashes: Codes, salt: int) -> Buckets:
    return (mixed(hashes ^ np.uint32(salt)) >> np.uint32(16)).astype(np.uint16)


def spoken(tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Which words are hashed: the first and the last of each piece."""
    return (tokens.rank < FIRST) | (tokens.rank >= tokens.counts[tokens.piece] - LAST)


def worded(tokens: Tokens, alone: Buckets, paired: Buckets) -> Bag:
    """The buckets of each piece's words."""
    chosen = np.flatnonzero(spoken(tokens))
    both = np.empty((len(chosen), 2), np.uint16)
    both[:, 0], both[:, 1] = np.take(alone, chosen), np.take(paired, chosen)
    sizes = np.minimum(tokens.counts, FIRST + LAST) * 2
    return Bag(both.ravel(), np.cumsum(sizes) - sizes, sizes)


def marked(text: Text, tokens: Tokens, patterns: Codes, lines: Codes) -> Buckets:
    """The buckets of each piece's first and last character, last word, wording if it is short, and pattern."""
    last = np.zeros(len(lines), np.uint32)
    last[tokens.piece] = tokens.hashes  # of several the last is kept
    short = np.where(tokens.counts <= 8, lines, np.uint32(0))
    ends = text.starts + text.lengths - 1
    marks = np.stack([text.codes[text.starts], text.codes[ends], last, short, patterns], axis=1)
    return (mixed(marks ^ MARK_SALTS) >> np.uint32(16)).astype(np.uint16)


WORD_SALT, PAIR_SALT, *_SALTS = (np.arange(1, 8, dtype=np.uint32) * np.uint32(0x632BE5AB)).tolist()
MARK_SALTS = np.array(_SALTS, np.uint32)


EYE = np.eye(len(CLASSES), dtype=np.float32)


def one_hot(values: npt.NDArray[np.integer[Any]], size: int) -> Floats:
    found: Floats = EYE[:, :size][values]
    return found


LOGS = (0, 1, 3, 6, 7, 8, 9, 10)
LOG_SCALES = np.array([1 / 3, 1 / 2, 1, 1, 1 / 2, 1 / 2, 1, 1 / 2], np.float32)
LOG_SHIFTS = np.array([1, 1, 1.5, 0, 0, 0, 0, 0], np.float32)
WORDING = 11 + 3 * len(CLASSES)
TELLING = slice(0, 12)
"""The columns, in text mode, that say most of a piece in few numbers: its length, words, sentences, capitals, signs."""


def wording(text: Text, tokens: Tokens) -> Floats:
    """What the characters of each piece are like: (n, WORDING)."""
    pieces, kinds = len(text.starts), len(CLASSES)
    rows = np.empty((pieces, WORDING), np.float32)
    cells = np.bincount(text.piece * kinds + text.classes, minlength=pieces * kinds).reshape(pieces, kinds)
    words = np.maximum(tokens.counts, 1)
    closing = np.flatnonzero(text.classes[:-1] == END)
    closing = closing[text.classes[closing + 1] == SPACE]
    logs = np.empty((pieces, len(LOGS)), np.float32)
    logs[:, 0] = text.lengths
    logs[:, 1] = tokens.counts
    logs[:, 2] = cells[:, LOWER : UNSPACED + 1].sum(axis=1) / words
    logs[:, 3] = np.bincount(text.piece[closing], minlength=pieces)
    logs[:, 4:] = cells[:, [END, COMMA, BAR, DIGIT]]
    rows[:, LOGS] = np.log1p(logs) * LOG_SCALES - LOG_SHIFTS
    capital = text.classes[tokens.start] == UPPER
    rows[:, 2] = tokens.counts > 0
    rows[:, 4] = np.bincount(tokens.piece, weights=capital, minlength=pieces) / words
    rows[:, 5] = cells[:, UPPER] / np.maximum(cells[:, UPPER] + cells[:, LOWER], 1)
    rows[:, 11 : 11 + kinds] = np.sqrt(cells / text.lengths[:, None])
    rows[:, 11 + kinds : 11 + 2 * kinds] = one_hot(text.classes[text.starts], kinds)
    rows[:, 11 + 2 * kinds :] = one_hot(text.classes[text.starts + text.lengths - 1], kinds)
    return rows


PLACE = 16
GAPS = slice(WORDING + 6, WORDING + 11)
"""The columns, in text mode, that say how many line breaks stand before a piece: one for each of 0 to 4."""


def place(pieces: Sequence[Piece], text: Text) -> Floats:
    """Where each piece stands, and how much space is around it: (n, PLACE)."""
    size = len(pieces)
    order = np.arange(size)
    gap = np.minimum(np.fromiter((piece.gap for piece in pieces), np.int64, size), 4)
    rows = np.empty((size, PLACE), np.float32)
    rows[:, 0] = order / size
    distance = np.log1p(order) / 3 - 1
    rows[:, 1] = distance
    rows[:, 2] = distance[::-1]
    rows[:, 3] = np.cumsum(text.lengths) / text.lengths.sum()
    rows[:, 4] = np.log1p(size) / 3 - 1
    rows[:, 5] = np.mean(gap > 1)
    rows[:, 6:11] = one_hot(gap, 5)
    rows[:-1, 11:] = rows[1:, 6:11]
    rows[-1, 11:] = EYE[4, :5]
    return rows


def repeats(hashes: Codes) -> Floats:
    """Which pieces are alike: how many, whether one stands before, after, right before, right after: (n, 5)."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    new = np.concatenate([[True], ordered[1:] != ordered[:-1], [True]])
    bounds = np.flatnonzero(new)
    rows = np.empty((len(hashes), 5), np.float32)
    counts = np.diff(bounds)
    rows[order, 0] = np.repeat(np.log(counts) / 2, counts)
    rows[order, 1] = ~new[:-1]
    rows[order, 2] = ~new[1:]
    same = hashes[1:] == hashes[:-1]
    rows[0, 3] = rows[-1, 4] = 0
    rows[1:, 3] = rows[:-1, 4] = same
    return rows


def densest(worth: npt.NDArray[np.floating[Any]]) -> tuple[int, int]:
    """The run [first, last) of pieces whose worths sum up highest."""
    sums = np.concatenate([[0.0], np.cumsum(worth)])
    lowest = np.minimum.accumulate(sums)
    last = int(np.argmax(sums - lowest))
    return int(np.argmin(sums[: last + 1])), last


def nearness(size: int, run: tuple[int, int]) -> Floats:
    """How far each piece is from a run of pieces: inside, before it, after it: (n, 3)."""
    order = np.arange(size)
    rows = np.zeros((size, 3), np.float32)
    rows[run[0] : run[1], 0] = 1
    rows[: run[0], 1] = np.log1p(run[0] - order[: run[0]]) / 3
    rows[run[1] :, 2] = np.log1p(order[run[1] :] - run[1] + 1) / 3
    return rows


def topics(piece: Ints, buckets: npt.NDArray[np.uint16], size: int, run: tuple[int, int]) -> Floats:
    """The share of each piece's words that stand elsewhere on the page, and in a run's other pieces: (n, 4)."""
    keys = np.sort(buckets.astype(np.uint32) << np.uint32(16) | piece.astype(np.uint32))  # a window has few pieces
    if not len(keys):
        return np.zeros((size, 4), np.float32)
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    owner, word = (keys & np.uint32(0xFFFF)).astype(np.int64), keys >> np.uint32(16)
    bounds = np.flatnonzero(np.concatenate([[True], word[1:] != word[:-1], [True]]))
    pieces = np.diff(bounds)
    inside = (owner >= run[0]) & (owner < run[1])
    within = np.repeat(np.add.reduceat(inside, bounds[:-1], dtype=np.int64), pieces)
    several = np.repeat(pieces > 1, pieces)
    rows = np.empty((size, 4), np.float32)
    rows[:, 0] = np.bincount(owner, weights=several, minlength=size)
    rows[:, 1] = np.bincount(owner, weights=np.repeat(np.log(pieces) / 2, pieces), minlength=size)
    rows[:, 2] = np.bincount(owner, weights=within > inside, minlength=size)
    rows[:, 3] = np.bincount(owner, weights=(within == inside) & several, minlength=size)
    rows /= np.maximum(np.bincount(owner, minlength=size), 1)[:, None]
    return rows


LABELS = {label: place for place, label in enumerate(Label)}
HITS = len(LABELS) + 2
"""The columns of the rules' hits, the last ones."""


def hit_columns(hits: Sequence[Hit | None]) -> Floats:
    """What the rules say: a column a label, one for certain, one for headings of boilerplate."""
    columns = np.zeros((len(hits), HITS), np.float32)
    rows = [row for row, hit in enumerate(hits) if hit]
    said = [hit for hit in hits if hit]
    columns[rows, [LABELS[hit.label] for hit in said]] = 1
    columns[rows, -2] = [hit.certain for hit in said]
    columns[rows, -1] = [hit.opens for hit in said]
    return columns


PENALTIES = (6.0, 20.0)
"""Words a piece must have to add to a dense run: the low one finds bodies with lists, the high one the running text."""


def extract(pieces: Sequence[Piece], hits: Sequence[Hit | None], text: Text, tokens: Tokens) -> Features:
    """The features of pieces that were read."""
    size = len(pieces)
    patterns = pattern_hashes(text)
    lines = line_hashes(tokens, patterns)
    alone, paired = bucket(tokens.hashes, WORD_SALT), bucket(pairs(tokens), PAIR_SALT)
    runs = [densest(np.minimum(tokens.counts, 60) - penalty) for penalty in PENALTIES]
    groups = [
        wording(text, tokens),
        place(pieces, text),
        repeats(lines),
        repeats(patterns),
        *(nearness(size, run) for run in runs),
        topics(tokens.piece, alone, size, runs[1]),
        hit_columns(hits),
    ]
    bag, marks = worded(tokens, alone, paired), marked(text, tokens, patterns, lines)
    words = tokens.counts.astype(np.float32)
    markups = [piece.markup for piece in pieces if piece.markup]
    if len(markups) < size:
        return Features(
            np.concatenate(groups, axis=1, dtype=np.float32), (bag,), marks, words, np.empty((size, 0), int)
        )
    around = markup_features.around(markups)
    kinds = markup_features.kinds(around)
    shape = np.concatenate([markup_features.columns(markups, around, kinds, words), *groups], axis=1, dtype=np.float32)
    return Features(shape, (bag, markup_features.bag(around)), marks, words, kinds)


def heard(found: Features, shares: Sequence[float]) -> Features:
    """The same features with trafilatura's verdict: the share of each piece that it keeps."""
    shape = found.shape.copy()
    shape[:, markup_features.VERDICT] = markup_features.verdict(shares, found.kinds, found.words)
    return found._replace(shape=shape)
