"""Tree -> visible text, in runs: one walk over the elements, without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from lxml import etree
from lxml.html import HtmlElement

from cleaner.document import Image, Link, Markup, Piece

PATH = 32
"""Tag names of a path that are kept, the innermost ones."""

WORDS = 64
"""Words of class, id, role and itemprop that are kept, the innermost ones."""

SHORT_VALUE = 200
"""Characters of an attribute up to which its words are remembered: the same classes come again, on other pages too."""

SHORT_ROW = 300
"""Characters of a table row whose cells are joined though one of them has two or three lines."""

_UNSEEN = """
applet area audio base canvas col colgroup datalist embed frame frameset iframe input link map meta noembed
noframes noscript object optgroup option param rp script select source style svg template textarea title track video wbr
"""
_LINES = """
address article aside body button caption center dd details dialog dir div dt fieldset figcaption footer form header
hgroup html legend li main menu nav section summary tbody td tfoot th thead tr
"""
_PARAGRAPHS = "blockquote dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul"

WITHOUT_TEXT = frozenset(_UNSEEN.split()) | {"br", "img"}
BREAKS = dict.fromkeys(_LINES.split(), 1) | dict.fromkeys(_PARAGRAPHS.split(), 2)
"""Line breaks around the elements that stand on lines of their own. Any other element is part of its line."""

LEVELS = {f"h{level}": level for level in range(1, 7)}
OUTERMOST = frozenset({"html", "head", "body"})
SPECIAL = frozenset({"a", "li", "pre", "tr", "td", "th", *LEVELS})
ROLES = frozenset({"class", "id", "role", "itemprop"})
LETTERS = {code: " " for code in range(128) if not chr(code).isalnum()}


class Run(NamedTuple):
    """A run of visible text without a line break (but in <pre>), and where it stands."""

    text: str
    gap: int  # line breaks before it
    element: Element  # the innermost one that holds all of it
    linked: float  # share of its characters in links
    links: tuple[Link, ...]
    images: tuple[Image, ...]  # between the run before and the end of this one

    @property
    def is_row(self) -> bool:
        return self.element.tag == "tr"


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


def runs(tree: HtmlElement) -> tuple[list[Run], int]:
    """The visible text of a tree, in document order, and how many elements stand in one another."""
    walk = Walk()
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in WITHOUT_TEXT:
                events.skip_subtree()
                walk.without_text(tag, element)
            else:
                walk.open(tag, element)
                text = element.text
                if text:
                    walk.add(text)
        else:
            if tag not in WITHOUT_TEXT:
                walk.close()
            tail = element.tail
            if tail and walk.stack:
                walk.add(tail)
    return walk.runs, walk.depth


class Walk:
    """The open elements, and the run of text that is being read."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.stack: list[Element] = []
        self.depth = 0  # most elements around a run
        self.parts: list[str] = []
        self.length = 0  # characters in parts
        self.chars = self.linked = 0  # of them, from the page and not put between; of these, in links
        self.low = 0  # how many open elements hold all of the run's text
        self.lowest = 0  # the fewest open elements since its last text
        self.holder: Element | None = None  # the innermost of the elements that hold all of it
        self.space = False  # white space was read that is not in parts yet
        self.gap = 1  # line breaks since the last run
        self.breaks = 0  # <br> since the last text
        self.bullet = False  # the next run begins a list item
        self.pre = 0  # open <pre>
        self.headings = 0  # open <h1> to <h6>
        self.anchors: list[tuple[Element, str]] = []  # open links and where they lead
        self.link_start: int | None = None
        self.link_end: int | None = None
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.rows: list[
            tuple[int, list[tuple[int, int]]]
        ] = []  # open rows: the first run, first and last + 1 of each cell
        self.cells: list[int] = []  # open cells: the first run

    def open(self, tag: str, node: HtmlElement) -> None:
        gap = BREAKS[tag] if tag in BREAKS else int("-" in tag)
        if gap:
            self.flush(gap)
        frame = Element(tag, gap, self.stack[-1] if self.stack else None, node)
        self.stack.append(frame)
        if tag in SPECIAL:
            self.open_special(tag, frame, node)

    def close(self) -> None:
        frame = self.stack.pop()
        if frame.gap:
            self.flush(frame.gap)
        self.lowest = min(self.lowest, len(self.stack))
        if frame.tag in SPECIAL:
            self.close_special(frame.tag, frame)

    def open_special(self, tag: str, frame: Element, node: HtmlElement) -> None:
        if tag == "a":
            self.open_link(frame, node.get("href"))
        elif tag == "li":
            self.bullet = True
        elif tag == "pre":
            self.pre += 1
        elif tag in LEVELS:
            self.headings += 1
        elif tag == "tr":
            self.rows.append((len(self.runs), []))
        else:
            self.cells.append(len(self.runs))

    def close_special(self, tag: str, frame: Element) -> None:
        if tag == "a":
            self.close_link(frame)
        elif tag == "li":
            self.bullet = False
        elif tag == "pre":
            self.pre -= 1
        elif tag in LEVELS:
            self.headings -= 1
        elif tag == "tr":
            self.join_cells(frame, *self.rows.pop())
        else:
            first = self.cells.pop()
            if self.stack and self.stack[-1].tag == "tr":
                self.rows[-1][1].append((first, len(self.runs)))

    def without_text(self, tag: str, element: HtmlElement) -> None:
        if tag == "br":
            self.line_break()
        elif tag == "img":
            self.image(element)

    def open_link(self, frame: Element, href: str | None) -> None:
        if href:
            self.space = self.space or self.link_end == self.length
            self.end_link()
            self.anchors.append((frame, href))

    def close_link(self, frame: Element) -> None:
        if self.anchors and self.anchors[-1][0] is frame:
            self.end_link()
            self.anchors.pop()

    def add(self, text: str) -> None:
        """Add character data to the run."""
        if text.isspace():
            if self.pre and self.parts:
                self.append(text)
            self.space = True
            return
        words = text.split()
        if self.breaks:
            self.resolve_breaks(words[0])
        if not self.parts:
            self.low = self.lowest = len(self.stack)
            self.holder = self.stack[-1]
            if self.bullet:
                self.append("- ")
                self.bullet = False
        elif (self.space or text[0].isspace()) and not self.pre:
            self.append(" ")
        if self.lowest < self.low:
            self.low, self.holder = self.lowest, self.stack[self.lowest - 1]
        self.lowest = len(self.stack)
        if self.anchors and self.link_start is None:
            self.link_start = self.length
        chunk = (text if self.parts else text.lstrip()) if self.pre else " ".join(words)
        self.append(chunk)
        self.chars += len(chunk)
        self.linked += len(chunk) if self.anchors else 0
        self.space = text[-1].isspace()

    def append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def line_break(self) -> None:
        if self.pre and self.parts:
            self.append("\n")
        elif self.headings:
            self.space = True
        else:
            self.breaks += 1

    def resolve_breaks(self, word: str) -> None:
        """End the run at a <br>, but where the break only wraps a line in the middle of a sentence."""
        if (
            self.parts
            and self.breaks == 1
            and word[0].islower()
            and (self.parts[-1][-1].isalpha() or self.parts[-1][-1] == ",")
        ):
            self.space = True
            self.breaks = 0
        else:
            self.flush(min(self.breaks, 2))

    def image(self, element: HtmlElement) -> None:
        source = element.get("src") or element.get("data-src") or ""
        if source and not source.startswith("data:"):
            self.images.append(Image(source, " ".join((element.get("alt") or "").split())))

    def end_link(self) -> None:
        if self.link_start is not None and self.anchors:
            self.links.append(Link(self.link_start, self.length, self.anchors[-1][1]))
            self.link_end = self.length
        self.link_start = None

    def flush(self, gap: int) -> None:
        """End the run; the next one stands gap lines below, or more."""
        if self.parts:
            self.end_link()
            text, element = "".join(self.parts).rstrip(), self.holder or self.stack[0]
            links, images = tuple(self.links), tuple(self.images)
            self.runs.append(Run(text, self.gap, element, self.linked / self.chars, links, images))
            self.depth = max(self.depth, self.low)
            self.parts, self.links, self.images = [], [], []
            self.length = self.chars = self.linked = self.gap = 0
            self.link_end = None
        if self.breaks:
            gap = max(gap, min(self.breaks, 2))
            self.breaks = 0
        self.gap = max(self.gap, gap)
        self.space = False

    def join_cells(self, row: Element, start: int, spans: Sequence[tuple[int, int]]) -> None:
        """Make one run of a row's cells, where they hold a line each: a table of data, not of layout."""
        cells = [self.runs[first:last] for first, last in spans if last > first]
        is_all = sum(map(len, cells)) == len(self.runs) - start
        if len(cells) < 2 or not is_all or any(cell[0].is_row for cell in cells):
            return
        lines = max(map(len, cells))
        if lines > 1 and (lines > 3 or sum(len(run.text) for cell in cells for run in cell) > SHORT_ROW):
            return
        del self.runs[start:]
        self.runs.append(_joined(cells, row))


def _joined(cells: Sequence[Sequence[Run]], row: Element) -> Run:
    texts: list[str] = []
    links: list[Link] = []
    offset = 0
    for cell in cells:
        for index, run in enumerate(cell):
            separator = "" if not texts else " " if index else " | "
            offset += len(separator)
            links += [Link(offset + link.start, offset + link.end, link.href) for link in run.links]
            texts.append(separator + run.text)
            offset += len(run.text)
    every = [run for cell in cells for run in cell]
    images = tuple(image for run in every for image in run.images)
    linked = sum(run.linked * len(run.text) for run in every) / sum(len(run.text) for run in every)
    return Run("".join(texts), every[0].gap, row, linked, tuple(links), images)


def lay_out(found: Sequence[Run], kept: Sequence[float]) -> tuple[str, tuple[Piece, ...]]:
    """Put the runs on lines: the page's text, and its pieces with their offsets in it."""
    parts: list[str] = []
    pieces: list[Piece] = []
    end = 0
    for run, share in zip(found, kept, strict=True):
        if parts:
            parts.append("\n" * run.gap)
            end += run.gap
        parts.append(run.text)
        pieces.append(Piece(run.text, end, end + len(run.text), run.gap, _markup(run, share)))
        end += len(run.text)
    return "".join(parts), tuple(pieces)


def _markup(run: Run, share: float) -> Markup:
    element = run.element.know()
    return Markup(
        element.path,
        element.words,
        run.linked,
        element.level,
        element.hidden,
        share,
        run.links,
        run.images,
        element.inline,
    )


def _hides(style: str) -> bool:
    squeezed = style.replace(" ", "").lower()
    return "display:none" in squeezed or "visibility:hidden" in squeezed
