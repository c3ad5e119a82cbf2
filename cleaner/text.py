"""Page text -> Page: its lines, joined ones cut, those of a broken paragraph in one, with exact offsets."""

from __future__ import annotations

from cleaner.document import Page, Piece
from cleaner.glue import cut
from cleaner.linebreaks import restored
from cleaner.wrapped import unbroken


def read(text: str, url: str | None = None) -> Page:
    """Cut page text into pieces: a line each, or the parts of a line where several were glued together.

    Where the text was broken at a width, the lines of a paragraph are one piece. Where its lines were joined, each is a
    piece again.

    Args:
        text: the page's text, of any length.
        url: where it came from, for the metadata.

    Returns:
        A Page whose text is the argument itself.
    """
    return Page(text=text, pieces=tuple(cut(unbroken(restored(lines(text)), text))), kind="text", url=url)


def lines(text: str) -> list[Piece]:
    """The non-blank lines of a text, stripped, with their offsets. What ends a line is what str.splitlines() takes."""
    pieces: list[Piece] = []
    at = before = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = at + len(line) - len(line.lstrip())
            gap = 1 if start - before < 2 else text.count("\n", before, start) or text.count("\r", before, start) or 1
            before = start + len(stripped)
            pieces.append(Piece(stripped, start, before, gap))
        at += len(line)
    return pieces
