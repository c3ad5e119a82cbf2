"""Text whose lines were joined, as by `get_text(" ")`, `textContent` or squeezed white space: their breaks found again.

bench/linebreaks.py trains the network that says behind which chunks a line ended.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from cleaner.chunks import judged, load
from cleaner.document import Piece
from cleaner.tokenizer import END, SIGNS

LONG, MIDDLING, SHORT = 1000, 300, 80
"""Characters of a line that may be several, of one that has half of the text, and of one where others were joined."""
SHARE = 0.1
"""Where such lines have less than this share of a text, it is left alone, as most texts are."""
LIKELY = 0.3
"""A line is cut where a break is so likely. Where more is asked, boilerplate stays in the body's pieces; where less is,
more headlines are cut in two.
"""
LEAST, MORE, EVERY = 3, 5, 300
"""A line is several where it has so many breaks that no sentence ends at, MORE where most of the text has its lines,
and one in so many chunks.
"""


def restored(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces, each line that was joined from several cut where they ended; all as they are in other texts.

    Linear in the text, in time and memory.

    Args:
        pieces: the lines of the text, in order.
        text: the text that they are cut from.
    """
    whole = sum(len(piece.text) for piece in pieces)
    long = min(LONG, max(MIDDLING, whole // 2))
    may_be = [piece for piece in pieces if len(piece.text) >= long]
    if sum(len(piece.text) for piece in may_be) <= SHARE * whole:
        return list(pieces)  # as most texts are
    found = breaks(text)
    least = LEAST if 2 * sum(len(piece.text) for piece in may_be) >= whole else MORE
    several = {piece.start for piece in may_be if found.is_several(piece, least)}
    if sum(len(piece.text) for piece in may_be if piece.start in several) <= SHARE * whole:
        return list(pieces)
    return [
        part
        for piece in pieces
        for part in (found.parts(piece) if len(piece.text) < long or piece.start in several else (piece,))
    ]


class Breaks(NamedTuple):
    """Where in a text lines may begin: offsets in rising order."""

    chunks: Sequence[int]  # of all chunks
    likely: Sequence[int]  # of those that a break is LIKELY before
    telling: Sequence[int]  # of the latter those before which no sentence ends: inside a paragraph there are hardly any

    def is_several(self, piece: Piece, least: int) -> bool:
        """Whether a line is several: it has at least so many breaks that tell it."""
        return _inside(self.telling, piece) >= max(least, _inside(self.chunks, piece) // EVERY)

    def parts(self, piece: Piece) -> Iterator[Piece]:
        """A line, cut; one that is shorter than SHORT as it is."""
        first, last = bisect_right(self.likely, piece.start), bisect_left(self.likely, piece.end)
        begins = self.likely[first:last] if len(piece.text) >= SHORT else ()
        gap = piece.gap
        for start, end in pairwise([piece.start, *begins, piece.end]):
            part = piece.text[start - piece.start : end - piece.start].rstrip()
            yield Piece(part, start, start + len(part), gap)
            gap = 1


def _inside(offsets: Sequence[int], piece: Piece) -> int:
    return bisect_left(offsets, piece.end) - bisect_right(offsets, piece.start)


def breaks(text: str) -> Breaks:
    """Where lines may begin in a text that has at least one chunk."""
    start, end, chance = judged(load("linebreaks"), text)
    likely = np.flatnonzero(chance[:-1] >= LIKELY)
    begins = start[likely + 1].tolist()
    telling = [begin for begin, at in zip(begins, end[likely].tolist(), strict=True) if text[at - 1] not in SIGNS[END]]
    return Breaks(start.tolist(), begins, telling)
