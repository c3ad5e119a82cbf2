"""Page text -> Page: its lines, joined ones cut, those of a broken paragraph in one, with exact offsets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner import scripts
from cleaner.document import Head, Page, Piece
from cleaner.glue import cut
from cleaner.linebreaks import restored
from cleaner.markup.head import OBJECTS, linked_data
from cleaner.wrapped import unbroken


def read(text: str, url: str | None = None) -> Page:
    """Cut page text into pieces: a line each, or the parts of a line where several were glued together.

    Where the text was broken at a width, the lines of a paragraph are one piece. Where its lines were joined, each is a
    piece again. Scripts that stand in it are set apart, and what linked data in them say of the page is its head.

    Args:
        text: the page's text, of any length.
        url: where it came from, for the metadata.

    Returns:
        A Page whose text is the argument itself.
    """
    code = scripts.found(text)
    shown = masked(text, code.spans)
    pieces = cut(unbroken(restored(lines(shown), shown), shown))
    return Page(
        text=text,
        pieces=tuple(pieces),
        kind="text",
        url=url,
        head=stated(text[start:end] for start, end in code.objects),
        unseen=tuple(Piece(text[start:end], start, end, 1) for start, end in code.spans),
    )


def stated(objects: Iterable[str]) -> Head | None:
    """What JSON-LD says of the page; None where there is none."""
    found = [item for each in objects if "@context" in each for item in linked_data(each)]
    return Head(linked_data=tuple(found[:OBJECTS])) if found else None


def masked(text: str, spans: Sequence[scripts.Span]) -> str:
    """A text of the same length with blank lines in the place of some of it."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], "\n" * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


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
