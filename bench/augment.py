"""Pages made from pages: in another script, or with other pages' boilerplate and stories around them.

They teach what no page of the corpora shows often enough: scripts without capitals or spaces, the next story of an
endless page, comments under a short article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from cleaner.document import Piece

Random = np.random.Generator


class Line(NamedTuple):
    """A piece with what the gold says of it."""

    text: str
    gap: int
    content: float  # share that belongs to the body, 0 to 1
    weight: float


def to_lines(pieces: Sequence[Piece], content: Sequence[float], weight: Sequence[float]) -> list[Line]:
    return [Line(piece.text, piece.gap, *said) for piece, *said in zip(pieces, content, weight, strict=True)]


def to_pieces(lines: Sequence[Line]) -> tuple[Piece, ...]:
    pieces, end = [], 0
    for line in lines:
        start = end + line.gap
        end = start + len(line.text)
        pieces.append(Piece(line.text, start, end, line.gap))
    return tuple(pieces)


LETTERS = re.compile(r"[^\W\d_]+")
UNCASED = (range(0x0915, 0x0939), range(0x05D0, 0x05EA), range(0x0628, 0x063A), range(0x10D0, 0x10F0))
"""Letters of scripts without capitals: Devanagari, Hebrew, Arabic, Georgian."""
IDEOGRAPHS = range(0x4E00, 0x5200)
FULL_WIDTH = str.maketrans(".,:;!?()", "。，：；！？（）")


def uncased(lines: Sequence[Line], random: Random) -> list[Line]:
    """The page in a script without capitals, letter by letter."""
    letters = UNCASED[random.integers(len(UNCASED))]
    shift = int(random.integers(len(letters)))

    def spelled(match: re.Match[str]) -> str:
        return "".join(chr(letters[(ord(letter) + shift) % len(letters)]) for letter in match[0].lower())

    return [line._replace(text=LETTERS.sub(spelled, line.text)) for line in lines]


def unspaced(lines: Sequence[Line], random: Random) -> list[Line]:
    """The page in ideographs: one for each two or three letters, full-width signs, no spaces."""
    shift = int(random.integers(len(IDEOGRAPHS)))

    def spelled(match: re.Match[str]) -> str:
        word = match[0].lower()
        parts = (word[first : first + 3] for first in range(0, len(word), 3))
        return "".join(chr(IDEOGRAPHS[(sum(map(ord, part)) * 31 + shift) % len(IDEOGRAPHS)]) for part in parts)

    def written(text: str) -> str:
        return LETTERS.sub(spelled, text).translate(FULL_WIDTH).replace(" ", "") or text

    return [line._replace(text=written(line.text)) for line in lines]


def stretches(lines: Sequence[Line]) -> list[tuple[bool, list[Line]]]:
    """The lines in runs of content and of boilerplate."""
    return [(content, list(run)) for content, run in groupby(lines, key=lambda line: line.content >= 0.5)]


def bare(lines: Sequence[Line]) -> list[Line]:
    """The body alone, with a blank line before each piece: a clean body is to be kept whole."""
    return [line._replace(gap=2, content=1.0) for line in lines if line.content >= 0.5]


def excerpt(lines: Sequence[Line], random: Random) -> list[Line]:
    """Some pieces of the body alone."""
    body = bare(lines)
    length = int(random.integers(2, 16))
    first = int(random.integers(max(len(body) - length, 0) + 1))
    return body[first : first + length]


def thinned(lines: Sequence[Line], random: Random) -> list[Line]:
    """The page with less on it: a short article, or little around it."""
    short = int(random.integers(2, 8)) if random.random() < 0.35 else len(lines)
    bare = random.random() < 0.3
    found: list[Line] = []
    kept = 0
    for content, run in stretches(lines):
        if content:
            found += run[: max(short - kept, 0)]
            kept += len(run)
        elif bare:
            found += [line for line in run if random.random() < 0.15]
        elif random.random() < 0.7:
            found += run[int(random.integers(len(run))) if random.random() < 0.5 else 0 :]
    return found


def spliced(lines: Sequence[Line], donor: Sequence[Line], random: Random) -> list[Line]:
    """The page with less on it, and another page's boilerplate or story behind it."""
    found = thinned(lines, random)
    other = [run for content, run in stretches(donor) if not content]
    story = [line for line in donor if line.content >= 0.5]
    if story and random.random() < 0.3:
        headline = [line for run in other[:1] for line in run[-3:]]
        found += [line._replace(content=0.0) for line in headline + story[: int(random.integers(1, len(story) + 1))]]
    if other and random.random() < 0.5:
        found += max(other, key=len)[: int(random.integers(5, 120))]
    return found or list(lines)


COMMON = re.compile(r"\w+")


def vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """The short words of a page: of two pages in one language many are the same."""
    return frozenset(word for line in lines for word in COMMON.findall(line.text.lower()) if len(word) <= 4)


class Donor(NamedTuple):
    """A page to splice with."""

    lines: list[Line]
    words: frozenset[str]  # its vocabulary


def closest(page: Donor, donors: Iterable[Donor]) -> list[Line]:
    """The donor whose short words are most like the page's: most likely of its language."""
    return max(donors, key=lambda donor: len(page.words & donor.words) / (len(donor.words) + 50)).lines
