"""Cuts lines in which a scraper has glued two pieces together, each part with its own offsets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from cleaner.document import Piece

SHORTEST, LONGEST = 20, 250
"""A line of this many characters may be a headline that another line has at its end."""
KEY = 12
BUCKET = 4
"""At most this many headlines that end in the same KEY characters are tried, so that the time stays linear."""
LONGEST_OVERLINE = 40
LONGEST_HEAD, LONGEST_TAIL = 200, 40
"""A headline with date and prompt behind it is at most this long; the prompt alone at most that."""

MOMENT = re.compile(
    r"(?:\b\d{1,2}\.\d{1,2}\.\d{4}|\b\d{4}-\d\d-\d\d|\b\w{3,9}\.? \d{1,2},? \d{4}),?"
    r"(?: um| at| -| \|)? ?\d{1,2}[:.]\d\d(?: ?Uhr| ?[ap]\.?m\.?)?"
)
CLOCK = re.compile(r"\d[:.]\d\d")
SENTENCE_END = '.!?…"“”»)'


def cut(pieces: Sequence[Piece]) -> list[Piece]:
    """Cut each line that ends in the text of another line, and each headline with a date and time behind it.

    "… Anwendungen.Konzern plant Werk" beside a line "Konzern plant Werk" is a lead and a title; "Technik Konzern plant
    Werk" an overline and a title; "Konzern plant Werk 12.06.2025, 10:10 Uhr Kommentieren" a title, a byline, a prompt.
    """
    headlines = _headlines([piece.text for piece in pieces])
    parts: list[Piece] = []
    for piece in pieces:
        parts.extend(_parts(piece, headlines) if _may_be_glued(piece.text, headlines) else (piece,))
    return parts


def _may_be_glued(text: str, headlines: dict[str, list[str]]) -> bool:
    return text[-KEY:] in headlines or _may_have_moment(text)


def _may_have_moment(text: str) -> bool:
    return ":" in text and SHORTEST < len(text) <= LONGEST_HEAD and CLOCK.search(text) is not None


def _headlines(texts: Sequence[str]) -> dict[str, list[str]]:
    """The lines that may be a headline, by their last KEY characters, where more than one line ends in those."""
    different = dict.fromkeys(texts)
    found: dict[str, list[str]] = {key: [] for key, count in Counter(map(_end, different)).items() if count > 1}
    for text in different if found else ():
        bucket = found.get(text[-KEY:])
        if bucket is not None and len(bucket) < BUCKET and SHORTEST <= len(text) <= LONGEST and text.count(" ") >= 2:
            bucket.append(text)
    return found


_end = itemgetter(slice(-KEY, None))


def _parts(piece: Piece, headlines: dict[str, list[str]]) -> Iterator[Piece]:
    text = piece.text
    for headline in headlines.get(text[-KEY:], ()):
        at = len(text) - len(headline)
        if at > 0 and text.endswith(headline) and _is_seam(text, at):
            yield from _split(piece, (at,))
            return
    moment = _moment(text) if _may_have_moment(text) else None
    yield from _split(piece, moment) if moment else (piece,)


def _is_seam(text: str, at: int) -> bool:
    """Whether a headline may begin there: after a sentence, after an overline, or with no space after a word."""
    before = text[:at].rstrip()
    if not before or not (text[at].isupper() or not text[at].isalpha()):
        return False
    if before[-1] in SENTENCE_END:
        return True
    if len(before) == at:
        return before[-1].islower() or before[-1].isdigit()
    return len(before) <= LONGEST_OVERLINE and before[-1].isalnum() and before[0].isupper()


def _moment(text: str) -> tuple[int, int] | None:
    """Where the date and time begin and end that stand behind a headline of three words or more."""
    match = MOMENT.search(text)
    if not match:
        return None
    before, after = text[: match.start()].split(), text[match.end() :].strip()
    headline = len(before) >= 3 and before[-1][:1].isupper() and before[-1][-1] not in ".,:;|-–("
    return match.span() if headline and len(after) <= LONGEST_TAIL and not after[:1].islower() else None


def _split(piece: Piece, offsets: Sequence[int]) -> Iterator[Piece]:
    bounds = [0, *offsets, len(piece.text)]
    gap = piece.gap
    for first, last in pairwise(bounds):
        part = piece.text[first:last]
        stripped = part.strip()
        if stripped:
            start = piece.start + first + len(part) - len(part.lstrip())
            yield Piece(stripped, start, start + len(stripped), gap, piece.markup)
            gap = 0
