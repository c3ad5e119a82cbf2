"""Text whose lines were broken at a width, as lynx, w3m, e-mails and text files have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from cleaner.document import Piece
from cleaner.shapes import TERMINAL, is_marked

LONGEST = 140
"""Columns, or characters, of the longest line of text that was broken at a width."""
LONG, SPACES = 40, 3
"""Columns of a line that tells anything of the width, and spaces, where a line is broken at spaces alone."""
WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]")
"""Signs of Chinese, Japanese and Korean, of two columns each (Unicode's UAX 11). A line may be broken behind each; w3m
counts columns, lynx characters.
"""
LACK = 3
"""Columns that a full line may lack before such a sign: some may not begin a line."""
BROKEN, SHARE = 4, 0.3
"""So many lines must be full, and so large a share of the long ones, for a text to be taken for one."""
ENDED = 0.4
"""The largest share of full lines that end as sentences or their parts do: more of them do so in verse."""
BEYOND = 50
"""One long line in so many may be longer than the width: an address, a row of a table."""
LEAST = 0.6
"""Share of the width that a full line has at least, however long the word is that begins the next one."""


Ends = Callable[[Piece], int]
"""Where a line ends, counted from the margin."""


def unbroken(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces with the lines of a paragraph in one, if the text was broken at a width; else as they are.

    A line is full where the next line's first word would have been too much for it. Linear in the text.

    Args:
        pieces: the lines of the text, in order.
        text: the text that they are cut from.
    """
    paragraphs = sum(len(piece.text) > LONGEST and piece.text.count(" ") >= SPACES for piece in pieces)
    if paragraphs > len(pieces) // BEYOND + 1:
        return list(pieces)  # as most texts are, and told without a closer look
    for wide in (1, 2):
        end = partial(_end, text=text, wide=wide)
        if width := _width(pieces, end):
            return list(_joined(pieces, text, width, end))
        if text.isascii():
            break
    return list(pieces)


def _width(pieces: Sequence[Piece], end: Ends) -> int:
    """How long lines are at most; 0 where they were not broken."""
    ends = sorted(map(end, filter(_is_long, pieces)))
    width = ends[-1 - len(ends) // BEYOND] if len(ends) >= BROKEN else LONGEST + 1
    if width > LONGEST:
        return 0
    pairs = [pair for pair in pairwise(pieces) if pair[1].gap == 1 and _is_long(pair[0]) and _is_long(pair[1])]
    full = [one.text for one, following in pairs if _is_full(end(one), following, width)]
    ended = sum(line[-1] in TERMINAL for line in full)
    return width if len(full) >= max(BROKEN, SHARE * len(pairs)) and ended <= ENDED * len(full) else 0


def _is_long(piece: Piece) -> bool:
    if len(piece.text) >= LONG and piece.text.count(" ") >= SPACES:
        return True
    return 2 * len(piece.text) >= LONG and not piece.text.isascii() and 2 * _signs(piece.text) >= LONG


def _signs(text: str) -> int:
    """How many signs of two columns a line has; 0 where it is too long to tell anything."""
    return 0 if text.isascii() or len(text) > LONGEST else len(WIDE.findall(text))


def _end(piece: Piece, text: str, wide: int) -> int:
    """Where a line ends, with so many columns for a wide sign; of one that is indented by more than LONGEST, beyond."""
    first = max(0, piece.start - LONGEST)
    margin = max(first, 1 + max(text.rfind("\n", first, piece.start), text.rfind("\r", first, piece.start)))
    return piece.end - margin + (wide - 1) * _signs(piece.text)


def _is_full(end: int, following: Piece, width: int) -> bool:
    next_word = LACK if WIDE.match(following.text) else 1 + len(following.text.partition(" ")[0])
    return LEAST * width <= end <= width < end + next_word


def _joined(pieces: Sequence[Piece], text: str, width: int, end: Ends) -> Iterator[Piece]:
    first = last = pieces[0]  # lines of the paragraph that is being read
    for piece in pieces[1:]:
        if piece.gap > 1 or is_marked(piece.text) or not _is_full(end(last), piece, width):
            yield first._replace(text=text[first.start : last.end], end=last.end)
            first = piece
        last = piece
    yield first._replace(text=text[first.start : last.end], end=last.end)
