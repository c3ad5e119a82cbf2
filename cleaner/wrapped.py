"""Text whose lines were broken at a width, as lynx, w3m, e-mails and text files have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.document import Piece
from cleaner.shapes import TERMINAL, is_marked

LONGEST = 140
"""Characters of the longest line of text that was broken at a width."""
LONG, SPACES = 40, 3
"""Characters and spaces of a line that tells anything of the width; in scripts without spaces none does."""
BROKEN, SHARE = 6, 0.6
"""So many lines must be full, and so large a share of the long ones, for a text to be taken for one."""
ENDED = 0.4
"""The largest share of full lines that end as sentences or their parts do: more of them do so in verse."""
BEYOND = 50
"""One long line in so many may be longer than the width: an address, a row of a table."""
LEAST = 0.6
"""Share of the width that a full line has at least, however long the word is that begins the next one."""


def unbroken(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces with the lines of a paragraph in one, if the text was broken at a width; else as they are.

    A line is full where the next line's first word would have been too much for it. Linear in the text.

    Args:
        pieces: the lines of the text, in order.
        text: the text that they are cut from.
    """
    width = _width(pieces, text)
    return list(_joined(pieces, text, width)) if width else list(pieces)


def _width(pieces: Sequence[Piece], text: str) -> int:
    """How long lines are at most; 0 where they were not broken."""
    ends = sorted(_end(piece, text) for piece in pieces if _is_long(piece))
    width = ends[-1 - len(ends) // BEYOND] if len(ends) >= BROKEN else LONGEST + 1
    if width > LONGEST:
        return 0
    pairs = [pair for pair in pairwise(pieces) if pair[1].gap == 1 and _is_long(pair[0]) and _is_long(pair[1])]
    full = [one.text for one, following in pairs if _is_full(one, following, text, width)]
    ended = sum(line[-1] in TERMINAL for line in full)
    return width if len(full) >= max(BROKEN, SHARE * len(pairs)) and ended <= ENDED * len(full) else 0


def _is_long(piece: Piece) -> bool:
    return len(piece.text) >= LONG and piece.text.count(" ") >= SPACES


def _end(piece: Piece, text: str) -> int:
    """The column in which a line ends; of one that is indented by more than LONGEST, a column beyond that."""
    first = max(0, piece.start - LONGEST)
    return piece.end - max(first, 1 + max(text.rfind("\n", first, piece.start), text.rfind("\r", first, piece.start)))


def _is_full(piece: Piece, following: Piece, text: str, width: int) -> bool:
    end = _end(piece, text)
    return LEAST * width <= end <= width < end + 1 + len(following.text.partition(" ")[0])


def _joined(pieces: Sequence[Piece], text: str, width: int) -> Iterator[Piece]:
    first = last = pieces[0]  # lines of the paragraph that is being read
    for piece in pieces[1:]:
        if piece.gap > 1 or is_marked(piece.text) or not _is_full(last, piece, text, width):
            yield first._replace(text=text[first.start : last.end], end=last.end)
            first = piece
        last = piece
    yield first._replace(text=text[first.start : last.end], end=last.end)
