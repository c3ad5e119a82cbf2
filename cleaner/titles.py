"""Where the article's own headline stands on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cleaner import shapes
from cleaner.document import Hit, Label, Page, Piece
from cleaner.words import UNSPACED, fold

WINDOW = 40
"""The headline is looked for in at most this many pieces above the first text."""
LONGEST = 250
INSIDE = re.compile(r"[^\W\d_]{3}\. [^\W\d_]")
"""Where one sentence ends inside a line and another begins."""
SENTENCE, PARAGRAPH = 60, 200
"""A content piece of so many characters is text, not a heading: with a full stop at its end, and without."""
SHORTEST = 15
WORD = re.compile(r"[^\W\d_]{4,}")
ENOUGH = 1.8
HINT, SIGNED, BYLINES = 1.5, 0.7, 4
NEAR = 0.7
CLOSE = 4
"""A candidate nearly as good as the best and just above it is the headline, the best one a sub-heading."""


def find(page: Page, folded: Sequence[str], is_content: Sequence[bool], hits: Sequence[Hit | None]) -> int | None:
    """The index of the piece that is the headline, None where there is none.

    Args:
        page: the page.
        folded: its pieces, folded.
        is_content: whether a piece was found to be content, a value a piece.
        hits: what the rules say of each; a headline has no certain hit, and seldom another.
    """
    pieces = page.pieces
    text = next((i for i, piece in enumerate(pieces) if is_content[i] and is_text(piece.text)), None)
    if text is None:
        return None
    window = [
        i
        for i in range(max(0, text - WINDOW), text)
        if _may_be(pieces[i].text) and not is_certain(hits[i]) and not _is_cut(pieces[i : i + 3])
    ]
    if not window:
        return None
    points = _points(page, folded, window, text, [i for i, content in enumerate(is_content) if content])
    points = [value + _by_hits(hits[i : i + 1 + BYLINES]) for i, value in zip(window, points, strict=True)]
    best = max(points)
    if best < ENOUGH:
        return None
    at = window[points.index(best)]
    return next(i for i, value in zip(window, points, strict=True) if value >= best * NEAR and at - i <= CLOSE)


def is_text(text: str) -> bool:
    """Whether a piece is running text and no headline."""
    ends = text.rstrip(shapes.CLOSERS).endswith((".", "…", "。"))
    return len(text) >= (SENTENCE if ends or INSIDE.search(text) else PARAGRAPH)


def is_certain(hit: Hit | None) -> bool:
    return hit is not None and hit.certain


def is_copy(text: str, title: str) -> bool:
    """Whether a folded text is another copy of the folded title, with or without a site's name or an overline."""
    if text == title:
        return True
    return 20 <= len(title) < len(text) <= len(title) + 40 and (text.startswith(title) or text.endswith(title))


def _may_be(text: str) -> bool:
    return ((SHORTEST <= len(text) <= LONGEST and " " in text) or is_unspaced(text)) and not shapes.BULLET.match(text)


def _is_cut(pieces: Sequence[Piece]) -> bool:
    """Whether a line is the first part of a sentence that a renderer has broken at inline tags."""
    return any(piece.gap == 1 and piece.text[0].islower() for piece in pieces[1:])


def is_unspaced(text: str) -> bool:
    """Whether a text is in a script that sets no spaces between words: Chinese, Japanese."""
    return UNSPACED.search(text) is not None


def _by_hits(hits: Sequence[Hit | None]) -> float:
    """A headline is seldom known to a rule, and author or date often follow."""
    own, *below = hits
    signed = any(hit is not None and hit.label is Label.BYLINE for hit in below)
    return SIGNED * signed - HINT * (own is not None)


def _points(page: Page, folded: Sequence[str], window: Sequence[int], text: int, content: Sequence[int]) -> list[float]:
    body = _words(page.pieces[i] for i in content if i >= text)
    copies = Counter(folded)
    announced = fold(page.head.title) if page.head and page.head.title else ""
    slug = set(WORD.findall(page.url.lower())) if page.url else set()
    values = []
    for i in window:
        piece = page.pieces[i]
        words = _words([piece])
        value = 3.0 * len(words & body) / (len(words) + 1) + 1.5 * _is_long_enough(piece.text)
        value += (
            1.0 * (copies[folded[i]] > 1)
            - 1.0 * (shapes.has_date(piece.text) or piece.text[-1] == ".")
            - 0.05 * (text - i)
        )
        value += 2.0 * len(words & slug) / (len(words) + 1) if slug else 0.0
        values.append(value + _by_markup(piece, folded[i], announced))
    return values


def _is_long_enough(text: str) -> bool:
    return 10 <= len(text) <= 60 if is_unspaced(text) else 4 <= text.count(" ") + 1 <= 22


def _by_markup(piece: Piece, text: str, announced: str) -> float:
    """What HTML adds: <h1>, and what <title> announces."""
    first_level = piece.markup.level == 1 if piece.markup else piece.text.startswith("# ")
    value = 3.0 * first_level
    return value + 4.0 * (bool(announced) and len(text) > 15 and (text in announced or announced in text))


def _words(pieces: Iterable[Piece]) -> set[str]:
    words: set[str] = set()
    for piece in pieces:
        found = WORD.findall(piece.text.lower())
        words.update(_pairs(found) if is_unspaced(piece.text) else found)
    return words


def _pairs(words: Iterable[str]) -> Iterator[str]:
    """The pairs of neighbouring characters, which stand for words where none are set apart."""
    return ("".join(pair) for word in words for pair in pairwise(word))
