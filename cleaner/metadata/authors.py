"""Who wrote it: the names in the head and those near the text compete, by weights that were learned.

`python -m bench.authors` trains them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from math import log1p
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import weighing
from cleaner.document import CONTENT, Kind, Label, Markup
from cleaner.metadata import authors_shown, authors_stated, bylines, head
from cleaner.metadata.authors_shown import Shown
from cleaner.metadata.authors_stated import Standing, Stated
from cleaner.metadata.facts import Fact, in_piece, rated
from cleaner.metadata.labelled import Labelled
from cleaner.shapes import has_date
from cleaner.weighing import Weights

Names = tuple[str, ...]

WEIGHTS = Path(__file__).parent.parent / "weights" / "authors.json"

ENOUGH = 0.0
"""The least points of authors: those of "none". With -1, on held-out sites, of 100 page texts one has right ones more,
and seven have wrong ones more.
"""
ELSEWHERE = frozenset(
    "comment comments related sidebar widget teaser recommended recent latest navigation menu".split()
)
AROUND = 8
"""Words of class and id, the innermost ones, that say where a piece stands."""
SHORTEST_WORD = 3
"""Letters up to which a word says nothing: particles and initials stand in any text."""
LOOKED_AT = 200_000
"""Characters of the page in which a name's words are looked up."""
FOOT = 5_000
"""Characters below the text in which an author may be described."""
DESCRIPTION = 40
"""Characters behind the name in the line that does."""
COMPARED = 100
"""Names of a list that are compared with those of another: some papers have thousands."""
GLUED = re.compile(r"[^\W\d_A-ZÄÖÜ]{3}(?<!Fitz)[A-ZÄÖÜ]")
"""A name to which a renderer has glued what stood behind it: "Anna BeispielReporter"."""
MOST = 5
"""Candidates, copies and words from which on one more says nothing."""

ROOMS: dict[str, frozenset[Label]] = {
    "in a byline": frozenset({Label.BYLINE}),
    "in a credit": frozenset({Label.OTHER, Label.CREDIT}),
    "in a menu": frozenset({Label.NAVIGATION}),
    "in a kicker": frozenset({Label.KICKER}),
    "in a heading": frozenset({Label.HEADING, Label.LEAD}),
    "in the text": CONTENT - {Label.HEADING, Label.LEAD},
    "in a related story": frozenset({Label.RELATED}),
    "in a comment": frozenset({Label.COMMENTS}),
    "in a prompt": frozenset({Label.SUBSCRIPTION, Label.ADVERTISEMENT, Label.COOKIE_NOTICE, Label.DISCLAIMER}),
    "in a tool": frozenset({Label.SHARING, Label.TAGS, Label.PAGINATION, Label.TICKER}),
}
"""What the labels of a piece say of the names in it."""

SHOWN = (
    "signed",
    "announced",
    "marked",
    *ROOMS,
    "dated",
    "dated nearby",
    "above the headline",
    "distance above",
    "distance below",
    "between title and text",
    "inside the text",
    "distance behind",
    "usual words",
    "words of the title",
    "again",
    "biography",
    "share of the line",
    "role below",
    "order",
    "copies",
    "capitals",
    "words",
    "bare",
    "single words",
    "glued",
    "elsewhere",
    "in an article",
    "class of an author",
    "several lines",
    "first of several lines",
)
STATED = ("in the head", "in linked data", *(f"a {standing.value}" for standing in Standing))
BOTH = ("name", "agency", "several", "agreed", "agreed in part", "fuller", "part of a list")
FEATURES = (*SHOWN, *STATED, *BOTH)
"""What is seen of names on the page, of those in the head, and of both, in the order of the columns."""


class Candidates(NamedTuple):
    """The lists of names that may be the authors."""

    facts: list[Fact[Names]]
    features: npt.NDArray[np.float64]  # (k, FEATURES), about 0 to 1


def read(labelled: Labelled) -> Fact[Names] | None:
    """The authors without "Von" or "By", dates and roles, each once, in their order.

    The confidence is the chance that the weights give the names, wherever they stand, against all others, and against
    there being none. Where the head states the same names, it is the source.
    """
    facts, features = candidates(labelled)
    points = learned(labelled.page.kind).points(features)
    best = winner(points)
    if best is None:
        return None
    chosen = facts[best]
    same = np.array([_agree(fact.value, chosen.value) for fact in facts])
    chances = np.exp(points - points[best])
    chance = chances[same].sum() / (chances.sum() + np.exp(-points[best]))
    stated = (fact for fact, agrees in zip(facts, same, strict=True) if agrees and fact.source.kind != "block")
    return rated(chosen if chosen.source.kind != "block" else next(stated, chosen), float(chance))


def winner(points: npt.NDArray[np.float64]) -> int | None:
    """Which candidate has most points, None where none has ENOUGH."""
    best = int(np.argmax(points)) if len(points) else -1
    return best if best >= 0 and points[best] >= ENOUGH else None


@cache
def learned(kind: Kind) -> Weights:
    """The weights of FEATURES in page text or in HTML."""
    return weighing.read(json.loads(WEIGHTS.read_text("utf-8"))[kind], FEATURES)


def candidates(labelled: Labelled) -> Candidates:
    """The lists of names on the page and in its head, and what is seen of each."""
    site = head.value(head.site(labelled.page.head))
    stated = authors_stated.read(labelled.page.head, site)
    people = [name for each in stated if each.standing is Standing.PERSON for name in each.fact.value[:COMPARED]]
    shown = [each._replace(names=_cut(each.names, people, site)) for each in authors_shown.read(labelled)]
    shares = _usual([each.names for each in shown], labelled.page.text[:LOOKED_AT])
    seen = [(each, usual) for each, usual in zip(shown, shares, strict=True) if each.signed or each.marked or usual < 1]
    facts = [in_piece(each.names, labelled.page.pieces[each.place], 0.0) for each, _ in seen]
    facts += [each.fact for each in stated]
    rows = [(*row, *[0.0] * len(STATED)) for row in _of_shown(labelled, seen)]
    rows += [(*[0.0] * len(SHOWN), *_of_stated(each)) for each in stated]
    features = [(*row, *_of_both(fact, facts)) for row, fact in zip(rows, facts, strict=True)]
    return Candidates(facts, np.array(features, float).reshape(len(facts), len(FEATURES)))


def _of_shown(labelled: Labelled, seen: Sequence[tuple[Shown, float]]) -> Iterator[tuple[float, ...]]:
    """SHOWN of each list of names on the page, which comes with the share of its words that are usual there."""
    pieces, content, page = labelled.page.pieces, labelled.content, labelled.page.text[:LOOKED_AT]
    title, words_of_title = labelled.headline, set(authors_shown.title_of(labelled).split())
    last, top = (content[-1], labelled.opening) if content else (0, 0)
    foot = labelled.page.text[pieces[last].end : pieces[last].end + FOOT].split("\n") if content else []
    below = [each.place for each, _ in seen if each.place > title]
    for each, usual in seen:
        index, names = each.place, each.names
        line, markup = pieces[index].text, pieces[index].markup
        label, beneath = labelled.verdicts[index].label, pieces[index + 1].text if index + 1 < len(pieces) else ""
        words = [word for name in names for word in name.split()]
        yield (
            each.signed and not each.announced,
            each.announced,
            each.marked,
            *(label in room for room in ROOMS.values()),
            has_date(line),
            _is_dated(labelled, index),
            index < title,
            log1p(max(0, title - index)),
            log1p(index - title) if title < index <= top else 0.0,
            title < index <= top,
            top < index < last,
            log1p(max(0, index - last)),
            usual,
            words_of_title.issuperset(words),
            min(page.count(names[0]) - 1, MOST) / MOST,
            any(text.startswith(names[0]) and len(text) >= len(names[0]) + DESCRIPTION for text in foot),
            min(1.0, sum(map(len, names)) / len(line)),
            len(beneath) <= authors_shown.SHORT and bylines.ROLE.search(beneath) is not None,
            min(bisect_left(below, index), MOST) / MOST,
            page.count(f"\n{line}\n") > 1,
            names[0].isupper(),
            min(len(names[0].split()), MOST) / MOST,
            not (each.signed or each.marked),
            all(" " not in name for name in names),
            any(map(GLUED.search, names)),
            *_by_markup(markup, beside=title < index <= top),
            each.lines > 1,
            each.goes_on,
        )


def _usual(lists: Iterable[Names], text: str) -> Iterator[float]:
    """Which share of its longer words the page has with a small letter, too, of each list: none of "Anna Beispiel"."""
    for names in lists:
        words = [word for name in names for word in name.split() if len(word) > SHORTEST_WORD and word != word.lower()]
        yield sum(f" {word.lower()}" in text for word in words) / max(len(words), 1)


def _by_markup(markup: Markup | None, *, beside: bool) -> tuple[bool, bool, bool]:
    """What HTML says of a piece: whether it stands elsewhere, in an article, and under a class of authors."""
    if not markup:
        return False, False, False
    of_author = not authors_shown.SIGNED.isdisjoint(markup.words[-authors_shown.NEAR :])
    return _is_elsewhere(markup, beside=beside), "article" in markup.path, of_author


def _is_elsewhere(markup: Markup, *, beside: bool) -> bool:
    """Whether a piece stands in a menu, at the side or among comments; the footer of an article is part of it.

    Args:
        markup: of the piece.
        beside: whether it stands between title and text; there an <aside> may hold the byline.
    """
    path = markup.path
    return (
        markup.hidden
        or not ELSEWHERE.isdisjoint(markup.words[-AROUND:])
        or "nav" in path
        or ("aside" in path and not (beside and authors_shown.is_marked(markup)))
        or ("footer" in path and "article" not in path)
    )


def _is_dated(labelled: Labelled, index: int) -> bool:
    """Whether a date stands in a piece or in one beside it."""
    around = labelled.page.pieces[max(0, index - 2) : index + 3]
    return any(len(piece.text) <= bylines.LONGEST and has_date(piece.text) for piece in around)


def _of_stated(each: Stated) -> tuple[float, ...]:
    """STATED of a list of names in the head."""
    return True, each.fact.source.kind == "json-ld", *(each.standing is standing for standing in Standing)


def _of_both(fact: Fact[Names], facts: Iterable[Fact[Names]]) -> tuple[float, ...]:
    """What is seen of names wherever they are; the other side, head or text, may tell them too, or one of them."""
    is_shown = fact.source.kind == "block"
    across = [other.value for other in facts if (other.source.kind == "block") != is_shown]
    return (
        any(map(bylines.is_name, fact.value)),
        any(map(bylines.is_agency, fact.value)),
        len(fact.value) > 1,
        any(_agree(fact.value, names) for names in across),
        any(_alike(*pair) for names in across for pair in product(fact.value[:COMPARED], names[:COMPARED])),
        any(set(names) < set(fact.value) for names in across),
        any(set(fact.value) < set(names) for names in across),
    )


def _cut(names: Names, people: Sequence[str], site: str | None) -> Names:
    """Names without what stands behind them: the site's, or what the head does not have.

    "Anna Beispiel EXAMPLE TIMES" and "Anna BeispielReporter" are "Anna Beispiel".
    """
    end = f" {site or ''}".casefold()
    names = tuple(name[: -len(end)] if site and name.casefold().endswith(end) else name for name in names)
    return tuple(next((person for person in people if _goes_on_from(name, person)), name) for name in names)


def _goes_on_from(name: str, person: str) -> bool:
    """Whether a name is that of a person with more behind it, after a space or glued to it with a capital."""
    behind = name[len(person) :]
    return " " in person and bool(behind) and name.startswith(person) and (behind[0] == " " or behind[0].isupper())


def _agree(names: Names, others: Names) -> bool:
    """Whether two lists tell the same people, one perhaps with more of their names, or of what they are."""
    return len(names) == len(others) and all(map(_alike, names, others))


def _alike(name: str, other: str) -> bool:
    one, two = set(name.casefold().split()), set(other.casefold().split())
    return min(len(one), len(two)) > 1 and (one <= two or two <= one) if one != two else True
