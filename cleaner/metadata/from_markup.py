"""What the pieces of an HTML page say of the article by their markup: class names, schema.org roles, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Markup, Page, Piece
from cleaner.metadata import dates, head

ELSEWHERE = frozenset("comment comments related sidebar footer widget teaser recommended navigation menu".split())
"""Words of class and id that say that a piece belongs to something other than the article."""

DATED = frozenset(
    "date published publish pubdate datepublished time timestamp posted datetime meta byline dateline".split()
)
SIGNED = frozenset("author authors byline autor auteur autore writer contributor".split())
BIOGRAPHY = frozenset("bio biography description about avatar image social box follow job role title date time".split())
NEAR, AROUND = 4, 8
"""Words of class and id, the innermost ones, in which a role is looked for, and those that say where a piece stands."""

SHORT = 200
"""Characters of a line that can be a dateline or a byline."""

BY = re.compile(
    r"(?:^|[|•·●–—/-]\s*|\b(?:[Ww]ritten|[Pp]osted|[Tt]ext|[Ww]ords)\s+)(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor)[\s:]+(?=\S)"
)
NAME = re.compile(r"[^\W\d_][\w.'’-]*")
ENDS = re.compile(
    r"\s+(?:[|•·●–—/]|[-]\s|\b(?:[Ii]n|[Oo]n|[Aa]m|[Ff]or|[Ll]eave|[Uu]pdated|[Rr]eviewed|[Pp]ublished)\b)"
)


def title(page: Page) -> str | None:
    """The <h1> that has most words in common with the page's <title>."""
    stated = _words(" ".join(filter(None, [head.title(page.head), page.head.title if page.head else None])))
    first = [piece.text for piece, markup in _marked(page) if markup.level == 1]
    best = max(first, key=lambda text: len(_words(text) & stated) / (len(_words(text)) + 1), default=None)
    return best if best and (len(first) == 1 or _words(best) & stated) else None


def authors(page: Page) -> tuple[str, ...]:
    """The names in the first short line that is marked as the author's, or says "By"."""
    for piece, markup in _marked(page):
        near = set(markup.words[-NEAR:])
        by = BY.search(piece.text) if len(piece.text) < SHORT else None
        is_signed = len(piece.text) < SHORT and near & SIGNED and not near & BIOGRAPHY
        if by or is_signed:
            line = _undated(piece.text[by.end() if by else 0 :])
            words = (1 if is_signed and len(line) < SHORT // 5 else 2, 5)
            names = tuple(name for name in head.names(line) if _is_name(name, *words))
            if names:
                return names
    return ()


def _is_name(text: str, fewest: int, most: int) -> bool:
    """Whether a text has the form of a person's name: so many words, more than half of them with a capital."""
    words = text.split()
    return (
        fewest <= len(words) <= most
        and all(NAME.fullmatch(word) for word in words)
        and sum(word[0].isupper() for word in words) * 2 > len(words)
    )


def date_published(page: Page, language: str | None = None) -> str | None:
    """The first date in a short line that is marked as one, else in any short line, else that of the first <time>.

    Of two such lines, the one below the title comes first.
    """
    found: list[tuple[bool, bool, str]] = []
    headline = title(page)
    below = False
    for piece, markup in _marked(page):
        below = below or piece.text == headline
        if len(piece.text) < SHORT:
            is_marked = bool(DATED.intersection(markup.words[-NEAR:])) or "time" in markup.path[-2:]
            found += [(not is_marked, not below, iso) for _, _, iso in dates.find(piece.text, language)]
    if found:
        return min(found, key=lambda one: one[:2])[2]
    return next((iso for time in (page.head.times if page.head else ()) if (iso := dates.parse(time))), None)


def _marked(page: Page) -> Iterator[tuple[Piece, Markup]]:
    """The pieces that can belong to the article, with their markup."""
    for piece in page.pieces if page.kind == "html" else ():
        markup = piece.markup
        if markup and not (markup.hidden or _is_aside(markup.path) or ELSEWHERE.intersection(markup.words[-AROUND:])):
            yield piece, markup


def _is_aside(path: tuple[str, ...]) -> bool:
    """Whether a piece stands in a menu or at the side; the footer of an article is part of it."""
    return "nav" in path or "aside" in path or ("footer" in path and "article" not in path)


def _undated(line: str) -> str:
    """A line up to its first date or the next thing that it says."""
    before = next((line[:start] for start, _, _ in dates.find(line) if start), line)
    return ENDS.split(before, maxsplit=1)[0].strip(" |•·●,–-")


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
