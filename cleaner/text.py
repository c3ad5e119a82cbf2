"""Page text -> Page: lines, and glued lines cut in two, with exact offsets."""

from __future__ import annotations

import re

from cleaner.document import Page, Piece
from cleaner.glue import cut

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
"""A run without a line break. What ends a line is what str.splitlines() takes, but for the information separators."""


def read(text: str, url: str | None = None) -> Page:
    """Cut page text into pieces: a line each, or the parts of a line where several were glued together.

    Args:
        text: the page's text, of any length.
        url: where it came from, for the metadata.

    Returns:
        A Page whose text is the argument itself.
    """
    return Page(text=text, pieces=tuple(cut(lines(text))), kind="text", url=url)


def lines(text: str) -> list[Piece]:
    """The non-blank lines of a text, stripped, with their offsets."""
    pieces: list[Piece] = []
    end = 0
    for match in LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            gap = text.count("\n", end, start) or text.count("\r", end, start) or 1
            end = start + len(stripped)
            pieces.append(Piece(stripped, start, end, gap))
    return pieces
