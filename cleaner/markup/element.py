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


class Element:
    """An open element of the walk. What is true of it is found out when a run stands in it: few elements hold one."""

    __slots__ = ("gap", "hidden", "inline", "is_known", "level", "node", "parent", "path", "tag", "words")

    path: tuple[str, ...]
    inline: tuple[str, ...]  # elements that are part of a line, inside the path's last
    words: tuple[str, ...]
    level: int
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
            element.inherit()
            element.read_attributes()
            element.is_known = True
        return self

    def inherit(self) -> None:
        tag, parent = self.tag, self.parent
        self.path, self.inline, self.words, self.level, self.hidden = (), (), (), LEVELS.get(tag, 0), False
        if parent is None:
            return
        self.words, self.hidden = parent.words, parent.hidden
        self.level = self.level or parent.level
        if not self.gap:
            self.path, self.inline = parent.path, (*parent.inline, tag)[-PATH:]
        elif tag not in OUTERMOST:
            self.path = (*parent.path, *parent.inline, tag)[-PATH:]

    def read_attributes(self) -> None:
        own: tuple[str, ...] = ()
        for key, value in self.node.items():
            if key in ROLES:
                own += split(value) if len(value) < SHORT_VALUE else split.__wrapped__(value)
            elif key == "rel" and value == "author":
                own = (*own, value)
            elif key == "hidden" or (key == "style" and _hides(value)):
                self.hidden = True
        if own:
            self.words = (self.words + own)[-WORDS:]


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
