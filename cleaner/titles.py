"""Where the article's own headline stands on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cleaner import shapes
from cleaner.document import Hit, Label, Page, Piece
from cleaner.fold import fold, has_number
from cleaner.words import UNSPACED

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
BODY = 200_000
"""Characters of the text in which a candidate's words are looked up."""
NEAR = 0.7
CLOSE = 4
"""A candidate nearly as good as the best and just above it is the headline, the best one a sub-heading."""


def find(page: Page, content: Sequence[int], hits: Sequence[Hit | None]) -> int | None:
    """The index of the piece that is the headline, None where there is none.

    Args:
        page: the page.
        content: the indices of the pieces that were found to be content.
        hits: what the rules say of each piece; a headline has no certain hit, and seldom another.
    """
    pieces = page.pieces
    text = next((index for index in content if is_text(pieces[index].text)), None)
    if text is None:
        return None
    window = [
        index
        for index in range(max(0, text - WINDOW), text)
        if _may_be(pieces[index].text) and not is_certain(hits[index]) and not _is_cut(pieces[index + 1 : index + 3])
    ]
    if not window:
        return None
    points = _points(page, window, text, [index for index in content if index >= text])
    points = [value + _by_hits(hits[index : index + 1 + BYLINES]) for index, value in zip(window, points, strict=True)]
    best = max(points)
    if best < ENOUGH:
        return None
    at = window[points.index(best)]
    return next(i for i, value in zip(window, points, strict=True) if value >= best * NEAR and at - i <= CLOSE)


def is_text(text: str) -> bool:
    """Whether a piece is running text and no headline."""
    return len(text) >= PARAGRAPH or (len(text) >= SENTENCE and _has_sentence(text))


def _has_sentence(text: str) -> bool:
    return text.rstrip(shapes.CLOSERS).endswith((".", "…", "。")) or INSIDE.search(text) is not None


def is_certain(hit: Hit | None) -> bool:
    return hit is not None and hit.certain


def is_copy(text: str, title: str) -> bool:
    """Whether a folded text is another copy of the folded title, with or without a site's name or an overline."""
    if text == title:
        return True
    return 20 <= len(title) < len(text) <= len(title) + 40 and (text.startswith(title) or text.endswith(title))


def _may_be(text: str) -> bool:
    return ((SHORTEST <= len(text) <= LONGEST and " " in text) or is_unspaced(text)) and not shapes.BULLET.match(text)


def _is_cut(below: Sequence[Piece]) -> bool:
    """Whether a line above others is the first part of a sentence that a renderer has broken at inline tags."""
    return any(piece.gap == 1 and piece.text[0].islower() for piece in below)


def is_unspaced(text: str) -> bool:
    """Whether a text is in a script that sets no spaces between words: Chinese, Japanese."""
    return UNSPACED.search(text) is not None


def _by_hits(hits: Sequence[Hit | None]) -> float:
    """A headline is seldom known to a rule, and author or date often follow."""
    own, *below = hits
    signed = any(hit is not None and hit.label is Label.BYLINE for hit in below)
    return SIGNED * signed - HINT * (own is not None)


def _points(page: Page, window: Sequence[int], text: int, body: Sequence[int]) -> list[float]:
    written = "\n".join(page.pieces[index].text for index in body).lower()[:BODY]
    copies = Counter(page.folded)
    announced = fold(page.head.title) if page.head and page.head.title else ""
    slug = set(WORD.findall(page.url.lower())) if page.url else set()
    values = []
    for index in window:
        piece, folded = page.pieces[index], page.folded[index]
        words = _words(piece.text)
        used = sum(_has_word(written, word) for word in words)
        value = 3.0 * used / (len(words) + 1) + 1.5 * _is_long_enough(piece.text)
        dated = has_number(folded) and shapes.has_date(piece.text)
        value += 1.0 * (copies[folded] > 1) - 1.0 * (dated or piece.text[-1] == ".") - 0.05 * (text - index)
        value += 2.0 * len(words & slug) / (len(words) + 1) if slug else 0.0
        values.append(value + _by_markup(piece, folded, announced))
    return values


def _is_long_enough(text: str) -> bool:
    return 10 <= len(text) <= 60 if is_unspaced(text) else 4 <= text.count(" ") + 1 <= 22


def _by_markup(piece: Piece, text: str, announced: str) -> float:
    """What HTML adds: <h1>, and what <title> announces."""
    first_level = piece.markup.level == 1 if piece.markup else piece.text.startswith("# ")
    value = 3.0 * first_level
    return value + 4.0 * (bool(announced) and len(text) > 15 and (text in announced or announced in text))


def _words(text: str) -> set[str]:
    """The longer words of a text; in scripts that set none apart, the pairs of neighbouring characters."""
    words = set(WORD.findall(text.lower()))
    unspaced = [word for word in words if is_unspaced(word)] if is_unspaced(text) else []
    pairs = {word[at : at + 2] for word in unspaced for at in range(len(word) - 1)}
    return words.difference(unspaced) | pairs


def _has_word(text: str, word: str) -> bool:
    """Whether a word, or a pair of characters, stands in a text."""
    at = text.find(word)
    while at >= 0 and len(word) > 2:
        end = at + len(word)
        if not text[at - 1 : at].isalpha() and not text[end : end + 1].isalpha():
            break
        at = text.find(word, end)
    return at >= 0
