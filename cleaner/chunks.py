"""Text as chunks, what stands between spaces and seams, and networks that judge each by those around it.

They know nothing of lines: cleaner.linebreaks asks whether one ended behind a chunk, cleaner.scripts whether it is
program code. bench/chunks.py holds the same network in torch and trains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.features import Floats, one_hot
from cleaner.layers import Layers, chances, layers_of, linear, one_thread, relu, residual
from cleaner.tokenizer import (
    CLASSES,
    COLON,
    COMMA,
    DIGIT,
    END,
    LETTER,
    LOWER,
    QUOTE,
    SPACE,
    UNSPACED,
    UPPER,
    Codes,
    Ints,
    mixed,
    tables,
    word_hashes,
)

WEIGHTS = Path(__file__).parent / "weights"
NETWORKS = ("linebreaks", "scripts")
"""The names of those that ship."""

BLOCK, MARGIN = 1 << 16, 1 << 10
"""Characters that are looked at together, and those on each side that only lend context."""

DILATIONS = (1, 1, 2, 4, 8, 16)
ENDING = 3
"""How many of a chunk's last characters are known by themselves: they say something of words that never were seen."""

SEAMS = np.zeros((len(CLASSES), len(CLASSES)), bool)
"""Between which characters, with no space, a line may have ended: "Sport|Politik", "gesagt.|Mehr", "ansehen|12.03."."""
CLOSING = ord("}")
"""Behind it anything may begin: it ends scripts, and rules of style sheets."""
SEAMS[[LOWER, DIGIT, END, COMMA, COLON], UPPER] = True
SEAMS[[LOWER, UPPER, DIGIT, END, QUOTE], UNSPACED] = SEAMS[UNSPACED, [LOWER, UPPER, DIGIT]] = True
SEAMS[END, LETTER] = SEAMS[LOWER, DIGIT] = True


class Chunks(NamedTuple):
    """The chunks of a text: words with the signs at them."""

    start: Ints  # (n,) offset in the text
    end: Ints  # (n,)
    hashes: tuple[Codes, Codes]  # each (n,), of the whole chunk and of its last characters
    shape: Floats  # (n, SHAPE)


SHAPE = 2 * len(CLASSES) + 10


class Network(NamedTuple):
    """The weights of one network."""

    known: tuple[Codes, Codes]  # each in rising order: the chunks, and the endings, that have a row of their own
    tables: tuple[Floats, Floats]  # each (1 + known, embedding): what they mean; the first row for all others
    layers: Layers


class Judged(NamedTuple):
    """What a network says of a text."""

    start: Ints  # (n,) where each chunk begins
    end: Ints  # (n,)
    chance: Floats  # (n,) how likely it is what was asked for


def judged(network: Network, text: str) -> Judged:
    """Judge the chunks of a text. Linear in it, a block at a time."""
    found = []
    with one_thread():
        for first in range(0, max(len(text), 1), BLOCK):
            begin = max(0, first - MARGIN)
            read = chunks(text[begin : first + BLOCK + MARGIN])
            start = read.start + begin
            own = (start >= first) & (start < first + BLOCK)
            found.append(Judged(start[own], read.end[own] + begin, judge(network, read)[own]))
    return Judged(*(np.concatenate(each) for each in zip(*found, strict=True)))


def chunks(text: str) -> Chunks:
    """The chunks of a text."""
    codes = np.frombuffer((text + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = np.take(tables()[0], codes, mode="clip")
    inside = classes != SPACE
    seam = np.zeros(len(codes), bool)
    seam[1:] = SEAMS[classes[:-1], classes[1:]] | ((codes[:-1] == CLOSING) & inside[1:])
    begins, ends = inside.copy(), inside.copy()
    begins[1:] &= ~inside[:-1] | seam[1:]
    ends[:-1] &= ~inside[1:] | seam[1:]
    start, end = np.flatnonzero(begins), np.flatnonzero(ends) + 1
    hashes = word_hashes(codes, start, end), word_hashes(codes, np.maximum(end - ENDING, start), end)
    return Chunks(start, end, hashes, shape(classes, start, end, seam[start], hashes[0]))


def shape(
    classes: npt.NDArray[np.uint8], start: Ints, end: Ints, glued: npt.NDArray[np.bool_], hashes: Codes
) -> Floats:
    """What the chunks look like, and whether they stand beside the same ones elsewhere: (n, SHAPE)."""
    ends, sizes = 2 * len(CLASSES), end - start
    bounds = np.stack([start, end], axis=1).ravel()
    upper, lower, letter, digit, unspaced = (
        np.add.reduceat(classes == kind, bounds, dtype=np.int64)[::2]
        for kind in (UPPER, LOWER, LETTER, DIGIT, UNSPACED)
    )
    rows = np.zeros((len(start), SHAPE), np.float32)
    rows[:, : len(CLASSES)] = one_hot(classes[start], len(CLASSES))
    rows[:, len(CLASSES) : ends] = one_hot(classes[end - 1], len(CLASSES))
    rows[:, ends] = np.log1p(sizes) / 2 - 0.7
    rows[:, ends + 1] = upper >= np.maximum(2, 0.8 * sizes)
    rows[:, ends + 2] = digit / sizes
    rows[:, ends + 3] = lower == 0
    rows[:, ends + 4] = glued
    rows[:-1, ends + 5] = glued[1:]
    rows[:, ends + 6] = unspaced / sizes
    rows[:, ends + 7] = 1 - (upper + lower + letter + digit + unspaced) / sizes
    for size in (2, 3):
        rows[: len(start) - size + 1, ends + 6 + size] = repeated(hashes, size)
    return rows


def repeated(hashes: Codes, size: int) -> npt.NDArray[np.bool_]:
    """Which runs of so many chunks stand elsewhere too: a headline stands on many pages more than once."""
    runs = hashes[: len(hashes) - size + 1]
    for place in range(1, size):
        runs = mixed(runs * np.uint32(3) ^ hashes[place : len(hashes) - size + 1 + place])
    _, places, counts = np.unique(runs, return_inverse=True, return_counts=True)
    several: npt.NDArray[np.bool_] = counts[places] > 1
    return several


def judge(network: Network, read: Chunks) -> Floats:
    """How likely each chunk is what the network was trained to find: (n,)."""
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
def load(name: str) -> Network:
    """The weights that ship under one of the names."""
    with np.load(WEIGHTS / f"{name}.npz") as stored:
        return unpack({each: stored[each] for each in stored.files})


def warm() -> None:
    """Load the networks, of which few pages have need, before pages come."""
    for name in NETWORKS:
        load(name)


def unpack(arrays: Mapping[str, npt.NDArray[Any]]) -> Network:
    """The stored arrays as the network multiplies by them."""
    known = arrays["chunks"], arrays["endings"]
    tables = [arrays[f"{name}.table"] * arrays[f"{name}.scale"] for name in ("chunks", "endings")]
    layers = layers_of(
        {name: array.astype(np.float32) for name, array in arrays.items() if name.endswith(("weight", "bias"))}
    )
    return Network(known, (tables[0], tables[1]), layers)
