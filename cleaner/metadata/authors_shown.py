"""The lists of names on a page that may be those of its authors: signed ones, and bare ones near title and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from cleaner.document import Label, Markup
from cleaner.metadata import bylines
from cleaner.metadata.labelled import Labelled, plain

Names = tuple[str, ...]

SIGNED = frozenset(
    "author authors authorname creator byline bylines autor autoren auteur autore writer contributor verfasser"
    " fn".split()
)
BIOGRAPHY = frozenset(
    "bio biography description about avatar image social follow job role position comment comments related".split()
)
PICTURES = frozenset("avatar image".split())
"""Words of BIOGRAPHY that say nothing of what stands beside the picture: "meta-avatar", in it "meta-author"."""
NEAR = 4
"""Words of class and id, the innermost ones, in which a role is looked for."""

ABOVE, BELOW = 30, 20
"""Pieces above title and text, and below the text, in which signed names are looked for."""
INSIDE = 10
"""Pieces behind the opening, and before the end of the text, in which they are."""
BARE_ABOVE, BARE_BELOW = 12, 14
"""The same for names that nothing signs, in a byline or a line that may be one; inside the text there are none."""
MENU_ABOVE, MENU_BELOW = 4, 6
"""And in lines that are surely none."""
LONGEST_SIGN = 30
"""Characters of a line that signs the one below it."""
REACH = 2
"""Pieces from one name to the next of the same list."""
LIKE_BYLINES = frozenset({Label.BYLINE, Label.OTHER, Label.CREDIT, Label.KICKER})
"""Labels of a line that may be a byline."""
CAPITAL = re.compile(r"(?<!\w)[^\W\d_a-zß-öø-ÿ]")
"""A letter that begins a word and is no small one of Latin; of other scripts any may begin a name."""
SHORT = 80
"""Characters of a line that may be a name alone."""


class Shown(NamedTuple):
    """A list of names that stands on the page."""

    place: int  # the index of the piece with the first of them
    names: Names
    signed: bool  # "By" or "Von" stands before them
    announced: bool  # it stands in the line above
    marked: bool  # markup says that they are an author's
    lines: int = 1  # in how many lines they stand, though nothing between them says that they are one list
    goes_on: bool = False  # the next one is such a list, which begins with these


def read(labelled: Labelled) -> list[Shown]:
    """The lists of names, in page order.

    Those in neighbouring lines may be one list where they are bare alike: the first stands there by itself too.
    """
    found: list[Shown] = []
    last, last_goes_on = -REACH, False
    for index, bare in _places(labelled):
        shown = _in_line(labelled, index, bare=bare)
        if not shown:
            continue
        is_bare = not shown.signed or (shown.announced and shown.marked)
        alike = found != [] and shown.marked == found[-1].marked
        listed = alike and is_bare and last_goes_on and index - last <= REACH and _goes_on(labelled, last, index)
        if found and _is_joined(labelled, last, index):
            found[-1] = found[-1]._replace(names=_together(found[-1].names, shown.names))
        elif listed:
            first = found.pop()
            if first.lines == 1:
                found.append(first._replace(goes_on=True))
            found.append(first._replace(names=_together(first.names, shown.names), lines=first.lines + 1))
        else:
            found.append(shown)
        last, last_goes_on = index, is_bare
    return found


def _places(labelled: Labelled) -> Iterator[tuple[int, bool]]:
    """The pieces in which a byline can stand, in page order, and whether it may be one that nothing signs."""
    content, title = labelled.content, labelled.headline
    if not content:
        return
    last, top = content[-1], labelled.opening
    head, end = min(title, content[0]), min(last + BELOW, len(labelled.page.pieces))
    behind = min(top + INSIDE, end)
    for index in chain(range(max(0, head - ABOVE), behind), range(max(behind, last - INSIDE), end)):
        if index == labelled.title:
            continue
        is_like = labelled.verdicts[index].label in LIKE_BYLINES
        above, below = (BARE_ABOVE, BARE_BELOW) if is_like else (MENU_ABOVE, MENU_BELOW)
        yield index, head - above <= index <= top + REACH or last < index <= last + below


def _in_line(labelled: Labelled, index: int, *, bare: bool) -> Shown | None:
    """The names in a piece, signed by itself or by the line above it."""
    piece = labelled.page.pieces[index]
    if len(piece.text) > bylines.LONGEST:
        return None
    marked = is_marked(piece.markup)
    known = labelled.verdicts[index].label is Label.BYLINE
    above = _above(labelled, index)
    announced = above != "" and bylines.SIGN_ALONE.fullmatch(above) is not None
    if not _may_sign(labelled, index, marked=marked, certain=marked or known or announced, bare=bare):
        return None
    text = plain(piece.text)
    told = bylines.read(bylines.GOES_ON.sub("", text), marked=marked, known=known)
    if announced and not told.signed:
        told = bylines.read(f"by {text}", marked=marked, known=known)
    else:
        announced = False
    names = tuple(dict.fromkeys(told.names))
    return Shown(index, names, told.signed, announced, marked) if names else None


def _may_sign(labelled: Labelled, index: int, *, marked: bool, certain: bool, bare: bool) -> bool:
    """A first, cheap look: a word such as "by", or two with capitals in a line as short as names are.

    No part of the title signs, nor what stands below "Reviewed by".
    """
    text = labelled.page.pieces[index].text
    if not certain and not bylines.may_sign(text) and not (bare and _may_be_name(text)):
        return False
    title = title_of(labelled)
    is_title = text == title if marked else text in title
    return not is_title and not bylines.CHECKED.search(_above(labelled, index))


def _may_be_name(text: str) -> bool:
    """Whether a line is short and has two words with capitals, or is the name of an agency or initials."""
    if len(text) > SHORT:
        return False
    if len(text.split()) > 1:
        return len(CAPITAL.findall(text)) > 1
    return bylines.is_agency(text.strip(bylines.EDGES)) or bylines.is_reporter(text)


def _above(labelled: Labelled, index: int) -> str:
    """The line above a piece, where it is as short as "By", "Author:" and "Reviewed by:" are."""
    above = labelled.page.pieces[index - 1].text if index else ""
    return above if len(above) <= LONGEST_SIGN else ""


def _is_joined(labelled: Labelled, last: int, index: int) -> bool:
    """Whether "and" stands between the names of two pieces: in a line of its own, or at the end or beginning of one.

    What the first people are may stand between: "Anna Beispiel", "Redakteurin", "und Max Muster".
    """
    before, after = (labelled.page.pieces[each].text for each in (last, index))
    if index - last == 1 and bylines.GOES_ON_BELOW.search(before):
        return True
    if index - last > REACH:
        return False
    between = labelled.page.pieces[index - 1].text if index - last == REACH else ""
    return bylines.GOES_ON.match(after) is not None or bylines.AND_ALONE.fullmatch(between) is not None


def _goes_on(labelled: Labelled, last: int, index: int) -> bool:
    """Whether a list of bare names goes on in a piece: in one that is the same as the last, or marked as a name."""
    alike = labelled.verdicts[last].label is labelled.verdicts[index].label
    return alike or is_marked(labelled.page.pieces[index].markup)


def _together(names: Names, others: Names) -> Names:
    """Two lists as one; beside full names, single words are degrees, roles and the site."""
    every = tuple(dict.fromkeys([*names, *others]))
    return tuple(filter(bylines.is_name, every)) or every


def is_marked(markup: Markup | None) -> bool:
    """Whether class and id say that an author's name stands in a piece, and nothing else about one."""
    if not markup:
        return False
    near = markup.words[-NEAR:]
    others = BIOGRAPHY - PICTURES if near and near[-1] in SIGNED else BIOGRAPHY
    return not SIGNED.isdisjoint(near) and others.isdisjoint(near)


def title_of(labelled: Labelled) -> str:
    """The headline as it stands on the page."""
    return labelled.page.pieces[labelled.title].text if labelled.title is not None else ""
