"""The elements around a piece of text: what their tags and attributes say of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

PATH = 32
"""Tag names of a path that are kept, the innermost ones."""

WORDS = 64
"""Words of class, id, role and itemprop that are kept, the innermost ones."""

SHORT_VALUE = 200
"""Characters of an attribute up to which its words are remembered: the same classes come again, on other pages too."""

LEVELS = {f"h{level}": level for level in range(1, 7)}
OUTERMOST = frozenset({"html", "head", "body"})
ROLES = frozenset({"class", "id", "role", "itemprop"})
LETTERS = {code: " " for code in range(128) if not chr(code).isalnum()}


class Place:
    """Where elements stand by their tags: the same object for all that have the same tags around them."""

    __slots__ = ("below", "inline", "level", "path")

    def __init__(self, path: tuple[str, ...] = (), inline: tuple[str, ...] = (), level: int = 0) -> None:
        self.path = path
        self.inline = inline  # elements that are part of a line, inside the path's last
        self.level = level  # of the heading around, 0 where there is none
        self.below: dict[str, Place] = {}

    def inside(self, tag: str, gap: int) -> Place:
        """Where the elements of a tag stand that stand in one that stands here."""
        place = self.below.get(tag)
        if place is None:
            level = LEVELS.get(tag, self.level)
            if not gap:
                place = Place(self.path, (*self.inline, tag)[-PATH:], level)
            elif tag in OUTERMOST:
                place = Place(level=level)
            else:
                place = Place((*self.path, *self.inline, tag)[-PATH:], level=level)
            self.below[tag] = place
        return place


class Words:
    """Words of the elements around: the same object for all elements that have the same around them."""

    __slots__ = ("below", "words")

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        self.words = words
        self.below: dict[tuple[str, ...], Words] = {}

    def inside(self, own: tuple[str, ...]) -> Words:
        """The words around what stands in an element with words of its own."""
        found = self.below.get(own)
        if found is None:
            found = self.below[own] = Words((self.words + own)[-WORDS:])
        return found


class Element:
    """An open element of the walk. What is true of it is found out when a run stands in it: few elements hold one."""

    __slots__ = ("gap", "hidden", "is_known", "node", "parent", "place", "tag", "words")

    place: Place
    words: Words
    hidden: bool

    def __init__(self, tag: str, gap: int, parent: Element | None, node: Attributed) -> None:
        self.tag = tag
        self.gap = gap  # line breaks around it, 0 where it is part of a line
        self.parent = parent
        self.node = node
        self.is_known = False

    def know(self) -> Element:
        """Find out what is true of it and of those around it, from the outermost on."""
        unknown = []
        element: Element | None = self
        while element is not None and not element.is_known:
            unknown.append(element)
            element = element.parent
        for element in reversed(unknown):
            element.look()
        return self

    def look(self) -> None:
        """Find out what is true of it; the one around it is known."""
        parent = self.parent
        if parent is None:
            self.place, self.words, self.hidden = Place(level=LEVELS.get(self.tag, 0)), Words(), False
        else:
            self.place, self.words, self.hidden = parent.place.inside(self.tag, self.gap), parent.words, parent.hidden
        own: tuple[str, ...] = ()
        for key, value in self.node.items():
            if key in ROLES:
                own += split(value) if len(value) < SHORT_VALUE else split.__wrapped__(value)
            elif key == "rel" and value == "author":
                own = (*own, value)
            elif key == "hidden" or (key == "style" and _hides(value)):
                self.hidden = True
        if own:
            self.words = self.words.inside(own)
        self.is_known = True


class Attributed(Protocol):
    """What has attributes: an element of lxml's, or a dict."""

    def items(self) -> Iterable[tuple[str, str]]: ...


@lru_cache(maxsize=1 << 14)
def split(value: str) -> tuple[str, ...]:
    """The lower-cased words of a class, id, role or itemprop."""
    return tuple(value.lower().translate(LETTERS).split()[:WORDS])


def _hides(style: str) -> bool:
    squeezed = style.replace(" ", "").lower()
    return "display:none" in squeezed or "visibility:hidden" in squeezed
