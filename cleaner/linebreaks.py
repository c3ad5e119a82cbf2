"""Text whose lines were joined, as by `get_text(" ")`, `textContent` or squeezed white space: their breaks found again.

A small network looks at the words around each place where a line may have ended. bench/linebreaks.py holds the same one
in torch and trains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.document import Piece
from cleaner.features import Floats, one_hot
from cleaner.layers import Layers, layers_of, linear, one_thread, relu, residual
from cleaner.stacking import chances
from cleaner.tokenizer import (
    CLASSES,
    COLON,
    COMMA,
    DIGIT,
    END,
    LETTER,
    LOWER,
    SPACE,
    UNSPACED,
    UPPER,
    Codes,
    Ints,
    tables,
    word_hashes,
)

WEIGHTS = Path(__file__).parent / "weights" / "linebreaks.npz"

LONG, MIDDLING, SHORT = 1000, 300, 80
"""Characters of a line that may be several, of one that has half of the text, and of one where others were joined."""
SHARE = 0.1
"""Where such lines have less than this share of a text, it is left alone, as most texts are."""
LIKELY, SURE = 0.35, 0.5
"""A line is cut where a break is at least LIKELY. Bodies come out best, on sites that training had not seen, with
anything from 0.2 to 0.4.
"""
LEAST, EVERY = 3, 300
"""A line is several where so many breaks are SURE that no sentence ends at, and one in so many chunks."""

BLOCK, MARGIN = 1 << 16, 1 << 10
"""Characters that are looked at together, and those on each side that only lend context."""

DILATIONS = (1, 1, 2, 4, 8, 16)
ENDING = 3
"""How many of a chunk's last characters are known by themselves: they say something of words that never were seen."""

SEAMS = np.zeros((len(CLASSES), len(CLASSES)), bool)
"""Between which characters, with no space, a line may have ended: "Sport|Politik", "gesagt.|Mehr", "ansehen|12.03."."""
SEAMS[[LOWER, DIGIT, END, COMMA, COLON], UPPER] = True
SEAMS[[LOWER, UPPER, DIGIT, END], UNSPACED] = SEAMS[UNSPACED, [LOWER, UPPER, DIGIT]] = True
SEAMS[END, LETTER] = SEAMS[LOWER, DIGIT] = True


class Chunks(NamedTuple):
    """What stands between spaces and seams: words with the signs at them. A line may have ended behind each."""

    start: Ints  # (n,) offset in the text
    end: Ints  # (n,)
    hashes: tuple[Codes, Codes]  # each (n,), of the whole chunk and of its last characters
    shape: Floats  # (n, SHAPE)

    @property
    def ends_sentence(self) -> npt.NDArray[np.bool_]:
        """(n,) whether the last character of each is a full stop or the like."""
        return self.shape[:, len(CLASSES) + END] > 0


SHAPE = 2 * len(CLASSES) + 6


class Network(NamedTuple):
    """The weights."""

    known: tuple[Codes, Codes]  # each in rising order: the chunks, and the endings, that have a row of their own
    tables: tuple[Floats, Floats]  # each (1 + known, embedding): what they mean; the first row for all others
    layers: Layers


def restored(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, each line that was joined from several cut where they ended; all as they are in other texts.

    Linear in the text, in time and memory.

    Args:
        pieces: the lines of a text, in order.
    """
    whole = sum(len(piece.text) for piece in pieces)
    long = min(LONG, max(MIDDLING, whole // 2))
    may_be = [piece for piece in pieces if len(piece.text) >= long]
    if sum(len(piece.text) for piece in may_be) <= SHARE * whole:
        return list(pieces)
    with one_thread():
        cuts = {piece.start: breaks(piece.text) for piece in may_be}
        if sum(len(piece.text) for piece in may_be if cuts[piece.start]) <= SHARE * whole:
            return list(pieces)
        cuts |= {piece.start: breaks(piece.text) for piece in pieces if SHORT <= len(piece.text) < long}
    return [part for piece in pieces for part in _parts(piece, cuts.get(piece.start, []))]


def _parts(piece: Piece, begins: Sequence[int]) -> Iterator[Piece]:
    gap = piece.gap
    for first, last in pairwise([0, *begins, len(piece.text)]):
        part = piece.text[first:last].rstrip()
        yield Piece(part, piece.start + first, piece.start + first + len(part), gap)
        gap = 1


def breaks(line: str) -> list[int]:
    """Where in a line others begin; nowhere if it is one."""
    found: list[int] = []
    sure = size = 0
    for first in range(0, len(line), BLOCK):
        begin = max(0, first - MARGIN)
        read = chunks(line[begin : first + BLOCK + MARGIN])
        after = read.start[1:] + begin
        own = (after >= first) & (after < first + BLOCK)
        size += len(after)
        likely = judge(model(), read)[:-1]
        found += after[own & (likely >= LIKELY)].tolist()
        sure += int(np.count_nonzero(own & (likely >= SURE) & ~read.ends_sentence[:-1]))
    return found if sure >= max(LEAST, size // EVERY) else []


def chunks(text: str) -> Chunks:
    """The chunks of a text that has at least one."""
    codes = np.frombuffer((text + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = np.take(tables()[0], codes, mode="clip")
    inside = classes != SPACE
    seam = np.zeros(len(codes), bool)
    seam[1:] = SEAMS[classes[:-1], classes[1:]]
    begins, ends = inside.copy(), inside.copy()
    begins[1:] &= ~inside[:-1] | seam[1:]
    ends[:-1] &= ~inside[1:] | seam[1:]
    start, end = np.flatnonzero(begins), np.flatnonzero(ends) + 1
    hashes = word_hashes(codes, start, end), word_hashes(codes, np.maximum(end - ENDING, start), end)
    return Chunks(start, end, hashes, shape(classes, start, end, seam[start]))


def shape(classes: npt.NDArray[np.uint8], start: Ints, end: Ints, glued: npt.NDArray[np.bool_]) -> Floats:
    """What the chunks look like: (n, SHAPE)."""
    kinds = len(CLASSES)
    bounds = np.stack([start, end], axis=1).ravel()
    upper, lower, digits = (
        np.add.reduceat(classes == kind, bounds, dtype=np.int64)[::2] for kind in (UPPER, LOWER, DIGIT)
    )
    length = end - start
    rows = np.zeros((len(start), SHAPE), np.float32)
    rows[:, :kinds] = one_hot(classes[start], kinds)
    rows[:, kinds : 2 * kinds] = one_hot(classes[end - 1], kinds)
    rows[:, 2 * kinds] = np.log1p(length) / 2 - 0.7
    rows[:, 2 * kinds + 1] = upper >= np.maximum(2, 0.8 * length)
    rows[:, 2 * kinds + 2] = digits / length
    rows[:, 2 * kinds + 3] = lower == 0
    rows[:, 2 * kinds + 4] = glued
    rows[:-1, 2 * kinds + 5] = glued[1:]
    return rows


def judge(network: Network, read: Chunks) -> Floats:
    """How likely a line ended behind each chunk: (n,)."""
    pairs = zip(network.tables, network.known, read.hashes, strict=True)
    meant = [np.take(table, numbers(known, hashes), axis=0) for table, known, hashes in pairs]
    layers = network.layers
    hidden = relu(linear(layers["enter"], np.concatenate([*meant, read.shape], axis=1)))
    for number, dilation in enumerate(DILATIONS):
        hidden = residual(layers[f"blocks.{number}"], hidden, dilation)
    return chances(linear(layers["final"], hidden)[:, 0])


def numbers(known: Codes, hashes: Codes) -> Ints:
    """The row of each hash; 0 for what is not known."""
    at = np.searchsorted(known, hashes)
    return np.where(np.take(known, at, mode="clip") == hashes, at + 1, 0)


@cache
def model() -> Network:
    """The weights that ship."""
    with np.load(WEIGHTS) as stored:
        return unpack({name: stored[name] for name in stored.files})


def unpack(arrays: Mapping[str, npt.NDArray[Any]]) -> Network:
    """The stored arrays as the network multiplies by them."""
    known = arrays["chunks"], arrays["endings"]
    tables = [arrays[f"{name}.table"] * arrays[f"{name}.scale"] for name in ("chunks", "endings")]
    layers = layers_of(
        {name: array.astype(np.float32) for name, array in arrays.items() if name.endswith(("weight", "bias"))}
    )
    return Network(known, (tables[0], tables[1]), layers)
