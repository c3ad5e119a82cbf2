"""Tree -> visible text, in runs: one walk over the elements, without recursion."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

from cleaner.document import Image, Link, Markup, Piece
from cleaner.markup.element import LEVELS, Element
from cleaner.markup.rows import Row, Run, Table, joined

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

LISTS = frozenset({"ul", "ol"})
CODE = frozenset({"code", "kbd", "samp", "tt"})
SPECIAL = frozenset({"a", "li", "ul", "ol", "pre", "table", "tr", "td", "th", *LEVELS, *CODE})
LAZY = ("data-src", "data-lazy-src", "data-original", "src")
"""Where an image's address stands; with the first three, src holds a placeholder."""


def runs(tree: HtmlElement) -> tuple[list[Run], int]:
    """The visible text of a tree, in document order, and how many elements stand in one another."""
    walk = Walk()
    events = etree.iterwalk(tree, events=("start", "end"))
    skipped = False  # the element that ends next is one without text
    for event, element in events:
        if event == "start":
            tag = element.tag
            if tag in WITHOUT_TEXT:
                events.skip_subtree()
                skipped = True
                walk.without_text(tag, element)
                continue
            walk.open(tag, element)
            text = element.text
        else:
            if not skipped:
                walk.close()
            skipped = False
            text = element.tail if walk.stack else None
        if text:
            if text.isspace():
                walk.add_blank(text)
            else:
                walk.add(text)
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
        self.lists: list[int] = []  # open lists: the next item's number, 0 in one without order
        self.bullet: int | None = None  # the next run begins a list item, of this number or 0
        self.item = 0  # the number of the item that the run begins
        self.coded = 0  # open <code>
        self.code: list[tuple[int, int]] = []
        self.pre = 0  # open <pre>
        self.headings = 0  # open <h1> to <h6>
        self.anchors: list[tuple[Element, str]] = []  # open links and where they lead
        self.link_start: int | None = None
        self.link_end: int | None = None
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.tables = 0  # tables so far
        self.open_tables: list[Table] = []
        self.rows: list[Row] = []  # open rows
        self.cells: list[int] = []  # open cells: the first run

    def open(self, tag: str, node: HtmlElement) -> None:
        gap = BREAKS.get(tag)
        if gap is None:
            gap = int("-" in tag)
        if gap and (self.parts or self.breaks or gap > self.gap):
            self.flush(gap)
        stack = self.stack
        frame = Element(tag, gap, stack[-1] if stack else None, node)
        stack.append(frame)
        if tag in SPECIAL:
            self.open_special(tag, frame, node)

    def close(self) -> None:
        stack = self.stack
        frame = stack.pop()
        gap = frame.gap
        if gap and (self.parts or self.breaks or gap > self.gap):
            self.flush(gap)
        self.lowest = min(self.lowest, len(stack))
        if frame.tag in SPECIAL:
            self.close_special(frame.tag, frame)

    def open_special(self, tag: str, frame: Element, node: HtmlElement) -> None:
        if tag == "a":
            self.open_link(frame, node.get("href"))
        elif tag == "li":
            self.open_item(node)
        elif tag in LISTS:
            self.lists.append(number(node.get("start"), 1) if tag == "ol" else 0)
        elif tag in CODE:
            self.coded += 1
        elif tag == "pre":
            self.pre += 1
        elif tag in LEVELS:
            self.headings += 1
        elif tag == "table":
            self.tables += 1
            self.open_tables.append(Table(self.tables))
        elif tag == "tr":
            self.rows.append(Row(len(self.runs), self.open_tables[-1] if self.open_tables else Table(0)))
        else:
            self.cells.append(len(self.runs))

    def close_special(self, tag: str, frame: Element) -> None:
        if tag == "a":
            self.close_link(frame)
        elif tag == "li":
            self.bullet = None
        elif tag in LISTS:
            self.lists.pop()
        elif tag in CODE:
            self.coded -= 1
        elif tag == "pre":
            self.pre -= 1
        elif tag in LEVELS:
            self.headings -= 1
        elif tag == "table":
            self.open_tables.pop()
        elif tag == "tr":
            row = self.rows.pop()
            self.runs[row.first :] = joined(self.runs[row.first :], row, frame)
        else:
            self.close_cell(frame)

    def open_item(self, node: HtmlElement) -> None:
        """Begin an item of the innermost list; one without a list around it has no number."""
        self.bullet = self.lists[-1] if self.lists else 0
        if self.bullet:
            self.bullet = number(node.get("value"), self.bullet)
            self.lists[-1] = self.bullet + 1

    def close_cell(self, frame: Element) -> None:
        first = self.cells.pop()
        if self.stack and self.stack[-1].tag == "tr":
            self.rows[-1].add(first, len(self.runs), frame.node)

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
        """Add character data that is not all white space to the run."""
        words = text.split()
        if self.breaks:
            self.resolve_breaks(words[0])
        if not self.parts:
            self.low = self.lowest = len(self.stack)
            self.holder = self.stack[-1]
            if self.bullet is not None:
                self.append("- ")
                self.item, self.bullet = self.bullet, None
        elif (self.space or text[0].isspace()) and not self.pre:
            self.append(" ")
        if self.lowest < self.low:
            self.low, self.holder = self.lowest, self.stack[self.lowest - 1]
        self.lowest = len(self.stack)
        if self.anchors and self.link_start is None:
            self.link_start = self.length
        chunk = (text if self.parts else text.lstrip()) if self.pre else " ".join(words)
        if self.coded and not self.pre:
            self.code.append((self.length, self.length + len(chunk)))
        self.append(chunk)
        self.chars += len(chunk)
        self.linked += len(chunk) if self.anchors else 0
        self.space = text[-1].isspace()

    def add_blank(self, text: str) -> None:
        """Add white space to the run."""
        if self.pre and self.parts:
            self.append(text)
        self.space = True

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
        sources = (element.get(name) or "" for name in LAZY)
        source = next((source for source in sources if source and not source.startswith("data:")), "")
        is_pixel = "1" in (element.get("width"), element.get("height"))
        if source and not is_pixel:
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
            links = self.links
            if links and links[-1].end > len(text):  # white space that stood in it is gone
                links[-1] = links[-1]._replace(end=len(text))
            share = self.linked / self.chars
            run = Run(text, self.gap, element, share, tuple(links), tuple(self.images), tuple(self.code), self.item)
            self.runs.append(run)
            self.depth = max(self.depth, self.low)
            self.parts, self.links, self.images, self.code = [], [], [], []
            self.length = self.chars = self.linked = self.gap = self.item = 0
            self.link_end = None
        if self.breaks:
            gap = max(gap, min(self.breaks, 2))
            self.breaks = 0
        self.gap = max(self.gap, gap)
        self.space = False


def lay_out(found: Sequence[Run], stated: Sequence[float]) -> tuple[str, tuple[Piece, ...]]:
    """Put the runs on lines: the page's text, and its pieces with their offsets in it."""
    parts: list[str] = []
    pieces: list[Piece] = []
    end = 0
    for run, share in zip(found, stated, strict=True):
        if parts:
            parts.append("\n" * run.gap)
            end += run.gap
        parts.append(run.text)
        pieces.append(Piece(run.text, end, end + len(run.text), run.gap, _markup(run, share)))
        end += len(run.text)
    return "".join(parts), tuple(pieces)


def _markup(run: Run, share: float) -> Markup:
    element = run.element.know()
    place = element.place
    return Markup(
        place.path,
        element.words.words,
        run.linked,
        place.level,
        element.hidden,
        share,
        run.links,
        run.images,
        place.inline,
        run.code,
        run.item,
        run.table,
        run.cells,
    )


def number(value: str | None, default: int) -> int:
    """What the start of a list or the value of an item says."""
    return int(value) if value and value.isdecimal() and len(value) < 8 else default
