"""Where the article's own headline stands on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cleaner import shapes
from cleaner.document import Page, Piece
from cleaner.words import fold

WINDOW = 40
"""The headline is looked for in at most this many pieces above the first text."""
LONGEST = 250
FIRST_TEXT = 80
"""A content piece of this many characters is text, not a heading."""
WORD = re.compile(r"[^\W\d_]{4,}")
ENOUGH = 2.0
NEAR = 0.75
"""A candidate nearly as good as the best and above it is the headline, the best one a sub-heading."""


def find(page: Page, is_content: Sequence[bool], is_named: Sequence[bool]) -> int | None:
    """The index of the piece that is the headline, None where there is none.

    Args:
        page: the page.
        is_content: whether a piece was found to be content, a value a piece.
        is_named: whether a certain rule has named it something else.
    """
    pieces = page.pieces
    text = next((i for i, piece in enumerate(pieces) if is_content[i] and len(piece.text) >= FIRST_TEXT), None)
    if text is None:
        return None
    window = [i for i in range(max(0, text - WINDOW), text) if not is_named[i] and _may_be(pieces[i].text)]
    if not window:
        return None
    points = _points(page, window, text, [i for i, content in enumerate(is_content) if content])
    best = max(points)
    if best < ENOUGH:
        return None
    return next(i for i, value in zip(window, points, strict=True) if value >= best * NEAR)


def is_copy(text: str, title: str) -> bool:
    """Whether a folded text is another copy of the folded title, with or without a site's name or an overline."""
    if text == title:
        return True
    return 20 <= len(title) < len(text) <= len(title) + 40 and (text.startswith(title) or text.endswith(title))


def _may_be(text: str) -> bool:
    return 8 <= len(text) <= LONGEST and " " in text and not shapes.BULLET.match(text)


def _points(page: Page, window: Sequence[int], text: int, content: Sequence[int]) -> list[float]:
    body = _words(page.pieces[i] for i in content if i >= text)
    copies = Counter(fold(piece.text) for piece in page.pieces)
    announced = fold(page.head.title) if page.head and page.head.title else ""
    slug = set(WORD.findall(page.url.lower())) if page.url else set()
    values = []
    for i in window:
        piece = page.pieces[i]
        words = set(WORD.findall(piece.text.lower()))
        value = 3.0 * len(words & body) / (len(words) + 1) + 1.5 * (4 <= piece.text.count(" ") + 1 <= 22)
        value += 1.0 * (copies[fold(piece.text)] > 1) - 1.0 * bool(shapes.DATE.search(piece.text)) - 0.05 * (text - i)
        value += 2.0 * len(words & slug) / (len(words) + 1) if slug else 0.0
        values.append(value + _by_markup(piece, announced))
    return values


def _by_markup(piece: Piece, announced: str) -> float:
    """What HTML adds: <h1>, and what <title> announces."""
    value = 3.0 * (piece.markup is not None and piece.markup.level == 1)
    text = fold(piece.text)
    return value + 4.0 * (bool(announced) and len(text) > 15 and (text in announced or announced in text))


def _words(pieces: Iterable[Piece]) -> set[str]:
    words: set[str] = set()
    for piece in pieces:
        words.update(WORD.findall(piece.text.lower()))
    return words
