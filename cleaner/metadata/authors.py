"""Who wrote it: names, agencies and initials, from the head and from the bylines near the text, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.document import Head, Label, Markup
from cleaner.metadata import bylines, head, linked
from cleaner.metadata.facts import Fact, best, in_piece, mapped, rated
from cleaner.metadata.labelled import Labelled, plain
from cleaner.metadata.linked import metas
from cleaner.shapes import has_date

Names = tuple[str, ...]

METAS = (
    "author",
    "citation_author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
    "article:author",
    "article:author_name",
    "shareaholic:article_author_name",
    "cxenseparse:author",
)
CATALOGUED = frozenset(("citation_author", "dc.creator", "dcterms.creator"))
AND = re.compile(r"\s*(?:[,;|/•·]|\s[-–—]\s|\band\b|\bund\b|\bet\b|&)\s*")
BY = re.compile(r"^(?:by|von|par|por|di|door|text|author|autor(?:in)?|written by)\b[\s:]+", re.IGNORECASE)
NO_NAME = re.compile(
    r"https?:|www\.|@|[#{}<>]|\.(?:html?|php)$|\d{4}"
    r"|^(?:admin|author|webmaster|editor|unknown|none|null|by|von|(?:full )?bio|ph\.?d|m\.?d|\d+|.)$",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"\s*\([^()]{0,60}\)")
SIGNED = frozenset(
    "author authors authorname creator byline bylines autor autoren auteur autore writer contributor verfasser"
    " fn".split()
)
BIOGRAPHY = frozenset(
    "bio biography description about avatar image social follow job role position comment comments related".split()
)
ELSEWHERE = frozenset(
    "comment comments related sidebar widget teaser recommended recent latest navigation menu".split()
)
PICTURES = frozenset("avatar image".split())
"""Words of BIOGRAPHY that say nothing of what stands beside the picture: "meta-avatar", in it "meta-author"."""
NEAR, AROUND = 4, 8
"""Words of class and id, the innermost ones, in which a role is looked for, and those that say where a piece stands."""

PERSON, GROUP_NAME, SITE = 0.86, 0.64, 0.6
"""How far an author in the head is trusted: a person, a group, the site itself."""
ABOVE, BELOW_TITLE, AFTER_OPENING, BELOW_TEXT = 4, 14, 2, 4
AGREED, LESS = 0.06, 0.05
SAYS, HANDLE, UNSIGNED_HANDLE, BARE = 0.06, 0.08, 0.2, 0.12
"""What "by" or a class name adds; what is taken off for a single word, for one that nothing signs, for a bare name."""
INSIDE = 4
"""Pieces from either end of the text in which a byline inside it is of its author."""
LONGEST_SIGN = 30
"""Characters of a line that signs the one below it."""
REACH = 2
"""Pieces from one bare name to the next of the same list."""
SHORTEST_WORD = 3
"""Letters up to which a word says nothing: particles and initials stand in any text."""
SHORT = 80
"""Characters of a line that may be a name alone."""
BESIDE = frozenset({Label.OTHER, Label.CREDIT})
BESIDE_DATES = frozenset({Label.NAVIGATION, Label.HEADING, Label.LEAD})
"""Labels that a bare name between title and text has where no rule knows it; and those it has only beside a date."""


def read(labelled: Labelled) -> Fact[Names] | None:
    """The authors without "Von" or "By", dates and roles, each once, in their order."""
    site = head.value(head.site(labelled.page.head))
    shown = mapped(in_text(labelled), lambda names: _without_site(names, site))
    found = [*in_head(labelled.page.head, site), *shown]
    chosen = best(rated(fact, fact.confidence + _support(fact, found)) for fact in found)
    if not chosen or chosen.source.kind != "block":
        return chosen
    stated = (fact for fact in found if fact.source.kind != "block" and _agree(fact.value, chosen.value))
    return next((rated(fact, chosen.confidence) for fact in stated), chosen)


def _without_site(names: Names, site: str | None) -> Names:
    """Names without that of the site behind them: "Anna Beispiel EXAMPLE TIMES"."""
    end = f" {site or ''}".casefold()
    return tuple(name[: -len(end)] if site and name.casefold().endswith(end) else name for name in names)


def _support(fact: Fact[Names], others: Iterable[Fact[Names]]) -> float:
    """What the other side, head or text, adds where it tells the same names, or one of them."""
    across = [other for other in others if (other.source.kind == "block") != (fact.source.kind == "block")]
    same = any(_agree(fact.value, other.value) for other in across)
    some = any(_alike(mine, theirs) for other in across for mine in fact.value for theirs in other.value)
    return AGREED * (same + some)


def _agree(names: Names, others: Names) -> bool:
    """Whether two lists tell the same people, one perhaps with more of their names, or of what they are."""
    return len(names) == len(others) and all(map(_alike, names, others))


def _alike(name: str, other: str) -> bool:
    one, two = set(name.casefold().split()), set(other.casefold().split())
    return min(len(one), len(two)) > 1 and (one <= two or two <= one) if one != two else True


def in_head(own: Head | None, site: str | None = None) -> list[Fact[Names]]:
    """What the head says: the authors of its JSON-LD, and of its meta elements."""
    authors = list(_authors(own))
    people = [fact for fact in authors if not _is_organisation(fact.value)]
    signed = metas(own, *METAS) + _labelled_data(own)
    groups = [[*people], [fact for fact in authors if _is_organisation(fact.value)]]
    groups += [[fact for fact in signed if fact.source.name == name] for name in (*METAS, "twitter:data1")]
    told = (_joined(facts, site) for facts in groups)
    return [rated(fact, _trust(fact, site)) for fact in told if fact]


def _joined(facts: list[Fact[Any]], site: str | None) -> Fact[Names] | None:
    """The names of several facts as one; a meta element that names people and the site means the people."""
    listed = tuple(dict.fromkeys(name for fact in facts for name in names(_in_order(fact))))
    if listed and facts[0].source.kind == "meta":
        listed = tuple(name for name in listed if not head.same(name, site)) or listed
    return Fact(listed, facts[0].source) if listed else None


def _in_order(fact: Fact[Any]) -> Any:
    """An author as a line writes one: catalogues of papers have "Berg, Anna", a name an element."""
    parts = fact.value.split(", ") if fact.source.name in CATALOGUED and isinstance(fact.value, str) else ()
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 else fact.value


def _trust(fact: Fact[Names], site: str | None) -> float:
    if all(head.same(name, site) for name in fact.value):
        worth = SITE
    else:
        worth = PERSON if any(bylines.is_name(name, sure=True) for name in fact.value) else GROUP_NAME
    return worth if fact.source.kind == "json-ld" else worth - (LESS if worth == PERSON else 0.2)


def names(author: Any) -> list[str]:
    """The names in a line or a JSON-LD author: one, or several."""
    written = [linked.plain(text) for text in linked.listed(linked.named(author)) if isinstance(text, str)]
    lines = [IN_BRACKETS.sub("", text) for text in written if not re.match(r"https?:|www\.", text)]
    parts = (BY.sub("", name).strip(" .-") for line in lines for name in AND.split(BY.sub("", line)))
    return [name for name in parts if name and not NO_NAME.search(name) and not bylines.DEGREE.fullmatch(name)]


def _authors(own: Head | None) -> Iterator[Fact[Any]]:
    """The authors of the article, references to other objects resolved."""
    by_id = {item["@id"]: item for item in (own.linked_data if own else ()) if isinstance(item.get("@id"), str)}
    for fact in linked.values(own, "author", "creator"):
        author = fact.value
        reference = author.get("@id") if isinstance(author, dict) and "name" not in author else None
        yield Fact(by_id.get(reference, author), fact.source) if isinstance(reference, str) else fact


def _is_organisation(author: Any) -> bool:
    return isinstance(author, dict) and "organization" in str(author.get("@type", "")).lower()


def _labelled_data(own: Head | None) -> list[Fact[str]]:
    """twitter:data1 where twitter:label1 says that it is the author: "Written by", "Verfasst von"."""
    label = own.meta.get("twitter:label1", ("",))[0] if own else ""
    is_author = re.search(r"(?i)written|verfasst|author|autor|écrit|escrito|scritto", label)
    return metas(own, "twitter:data1") if is_author else []


def in_text(labelled: Labelled) -> list[Fact[Names]]:
    """The names in the bylines around title and text. Bare names that follow one another are one list."""
    found: list[Fact[Names]] = []
    last, last_bare = -REACH, False
    for index, trust in _places(labelled):
        fact, bare = _in_line(labelled, index, trust)
        if not fact:
            continue
        if bare and last_bare and 0 < index - last <= REACH and _goes_on(labelled, last, index):
            found[-1] = Fact(_together(found[-1].value, fact.value), found[-1].source)
        else:
            found.append(fact)
        last, last_bare = index, bare
    return found


def _goes_on(labelled: Labelled, last: int, index: int) -> bool:
    """Whether a list of bare names goes on in a piece: in one that is the same as the last, or marked as a name."""
    alike = labelled.verdicts[last].label is labelled.verdicts[index].label
    return alike or _is_marked(labelled.page.pieces[index].markup)


def _together(names: Names, others: Names) -> Names:
    """Two lists of bare names as one; beside full names, single words are degrees, roles and the site."""
    every = tuple(dict.fromkeys([*names, *others]))
    return tuple(filter(bylines.is_name, every)) or every


def _in_line(labelled: Labelled, index: int, trust: float) -> tuple[Fact[Names] | None, bool]:
    """The names in a piece, and whether their list can go on below it."""
    piece = labelled.page.pieces[index]
    marked = _is_marked(piece.markup)
    if not _may_sign(labelled, index, marked=marked):
        return None, False
    told, goes_on = _told(labelled, index, marked=marked)
    if not told.names or not (told.signed or marked or _is_bare_name(labelled, index, told.names)):
        return None, False
    person = any(bylines.is_name(name) or bylines.is_agency(name) for name in told.names)
    trust += SAYS * told.signed + SAYS * marked - (0.0 if person else HANDLE if told.signed else UNSIGNED_HANDLE)
    if not told.signed and not marked:
        trust -= BARE - SAYS * _is_dated(labelled, index)
    return in_piece(tuple(dict.fromkeys(told.names)), piece, round(trust, 2)), goes_on


def _told(labelled: Labelled, index: int, *, marked: bool) -> tuple[bylines.Byline, bool]:
    """What a piece says, signed by itself or by the line above it; and whether its list of names can go on."""
    text = plain(labelled.page.pieces[index].text)
    known = labelled.verdicts[index].label is Label.BYLINE
    told = bylines.read(text, marked=marked, known=known, bare=_is_set_as_byline(labelled, index))
    if told.signed or not bylines.SIGN_ALONE.fullmatch(_above(labelled, index)):
        return told, not told.signed
    return bylines.read(f"by {text}", marked=marked, known=known), marked


def _above(labelled: Labelled, index: int) -> str:
    """The line above a piece, where it is as short as "By", "Author:" and "Reviewed by:" are."""
    above = labelled.page.pieces[index - 1].text if index else ""
    return above if len(above) <= LONGEST_SIGN else ""


def _may_sign(labelled: Labelled, index: int, *, marked: bool) -> bool:
    """A first, cheap look: the markup, the label, a word such as "by", or a line as short as names are.

    No part of the title signs, nor what stands below "Reviewed by".
    """
    text, title = labelled.page.pieces[index].text, _title(labelled)
    if len(text) > bylines.LONGEST or (text == title if marked else text in title):
        return False
    if bylines.CHECKED.search(_above(labelled, index)):
        return False
    is_byline = marked or labelled.verdicts[index].label is Label.BYLINE
    return is_byline or len(text) <= SHORT or bylines.MAY_SIGN.search(text) is not None


def _places(labelled: Labelled) -> Iterator[tuple[int, float]]:
    """The pieces in which a byline can stand, and how far one there is trusted."""
    content, pieces = labelled.content, labelled.page.pieces
    if not content:
        return
    title, last = labelled.headline, content[-1]
    top = min(labelled.opening + AFTER_OPENING, title + BELOW_TITLE, max(last, title))
    near = range(max(0, title - ABOVE), min(last + BELOW_TEXT + 1, len(pieces)))
    for index in near:
        if top < index < last:
            continue
        markup = pieces[index].markup
        if index == labelled.title or (markup and _is_elsewhere(markup, beside=title < index <= top)):
            continue
        if index <= title:
            yield index, 0.74 - 0.03 * (title - index)
        elif index <= top:
            yield index, 0.84 - 0.01 * (index - title)
        else:
            yield index, 0.66 - 0.02 * (index - last)
    yield from _further(labelled, near, range(top + 1, last))


def _further(labelled: Labelled, near: range, inside: range) -> Iterator[tuple[int, float]]:
    """The bylines inside the text, those at either end of it first of all, and those far from it."""
    for index in labelled.places.get(Label.BYLINE, ()):
        markup = labelled.page.pieces[index].markup
        if index in inside and (index in inside[:INSIDE] or index in inside[-INSIDE:]):
            yield index, 0.6
        elif (index in inside or index not in near) and markup and not _is_elsewhere(markup):
            yield index, 0.5


def _is_marked(markup: Markup | None) -> bool:
    if not markup:
        return False
    near = markup.words[-NEAR:]
    others = BIOGRAPHY - PICTURES if near and near[-1] in SIGNED else BIOGRAPHY
    return not SIGNED.isdisjoint(near) and others.isdisjoint(near)


def _is_elsewhere(markup: Markup, *, beside: bool = False) -> bool:
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
        or ("aside" in path and not (beside and _is_marked(markup)))
        or ("footer" in path and "article" not in path)
    )


def _is_set_as_byline(labelled: Labelled, index: int) -> bool:
    """Whether a bare name is set as a byline: labelled so, or between title and text and no part of either."""
    label = labelled.verdicts[index].label
    if label is Label.BYLINE:
        return True
    if label not in BESIDE and label not in BESIDE_DATES:
        return False
    text = labelled.page.pieces[index].text
    dated = _is_dated(labelled, index)
    if len(text) > SHORT or not (dated or labelled.headline < index <= labelled.opening):
        return False
    return label in BESIDE or (dated and index > labelled.headline)


def _is_bare_name(labelled: Labelled, index: int, names: Names) -> bool:
    """Whether of names that nothing signs, set as a byline, no word is a common one on this page."""
    page = labelled.page.text
    title = _title(labelled)
    if all(word in title for name in names for word in name.split()):
        return False
    words = [word for name in names for word in name.split() if len(word) > SHORTEST_WORD]
    usual = [f" {word.lower()}" in page for word in words]
    return not (all(usual) if _is_at_head(labelled, index) else any(usual))


def _is_at_head(labelled: Labelled, index: int) -> bool:
    """Whether a byline stands right below the title, or beside a date: there a name may have a usual word in it."""
    is_byline = labelled.verdicts[index].label is Label.BYLINE
    return is_byline and (labelled.headline < index <= labelled.headline + REACH or _is_dated(labelled, index))


def _title(labelled: Labelled) -> str:
    """The headline as it stands on the page."""
    return labelled.page.pieces[labelled.title].text if labelled.title is not None else ""


def _is_dated(labelled: Labelled, index: int) -> bool:
    """Whether a date stands in a piece or in one beside it."""
    around = labelled.page.pieces[max(0, index - 2) : index + 3]
    return any(len(piece.text) <= bylines.LONGEST and has_date(piece.text) for piece in around)
