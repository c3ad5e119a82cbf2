"""Article -> CommonMark with tables: headings, nested lists, quotes, code, links and images as the page has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple
from urllib.parse import urljoin

from cleaner import body
from cleaner.document import Article, Block, Image, Label, Link, Markup

CELL = re.compile(r"\s*[|\t]\s*")
MARKUP = re.compile(r"[\\`*\[\]<|]|(?<!\w)_|_(?!\w)|~(?=~)|&(?=#?\w+;)|(?<= )#(?=#*$)|!(?=\[)")
"""What Markdown would take for emphasis, code, a link, an image, a tag, an entity or a table."""
OPENING = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|=+\s*$|-{2,}\s*$|(?:-\s+){2,}-\s*$|\d{1,9}(?=[.)](?:\s|$))")
"""What Markdown would take for a heading, a list, a quotation or a rule, at the beginning of a line."""

SCHEMES = ("javascript:", "data:", "vbscript:", "#")
"""Addresses that lead nowhere outside of the page."""
UNSAFE = re.compile(r"[\s<>()\[\]\\\x00-\x1f]")
FENCE = re.compile(r"`{3,}")
TICKS = re.compile(r"`+")
NAMES_LANGUAGE = frozenset({"language", "lang", "highlight", "source", "brush"})
"""Words of a class before the name of a programming language."""

QUOTED, ITEM = re.compile(r"[> ]+"), re.compile("- ")
BAR = re.compile(r"(?<!\\)\|")

LISTS = frozenset({"ul", "ol"})

Form = Literal["title", "heading", "list", "quote", "table", "code", "paragraph"]

FORMS: Mapping[Label, Form] = {
    Label.TITLE: "title",
    Label.HEADING: "heading",
    Label.LIST_ITEM: "list",
    Label.QUOTE: "quote",
    Label.TABLE: "table",
}

NOTHING = Markup((), (), 0.0, 0, False, 0.0)


class Part(NamedTuple):
    """A piece of the body, ready to be written."""

    block: Block
    form: Form
    markup: Markup  # NOTHING in text mode
    images: tuple[Image, ...]  # that stand before it, those of captions between it and the piece before included


def write(article: Article, blocks: Sequence[Block], title: str | None = None) -> str:
    """The body as Markdown; what stands in the text is escaped, so that it reads as it stood.

    Args:
        article: what clean() gave.
        blocks: its blocks that make the body. Links and images are written where they hold them.
        title: put first, where given.
    """
    parts = list(_parts(article, blocks))
    if title:
        parts.insert(0, Part(Block(title, Label.TITLE, 0, 0, "", 1.0), "title", NOTHING, ()))
    base = article.metadata.url or ""
    found = [text for _, group in groupby(parts, _group) for text in _written(list(group), base)]
    return "\n\n".join(found)


def _parts(article: Article, blocks: Sequence[Block]) -> Iterator[Part]:
    chosen = {block.start: block for block in blocks}
    tables = {block.markup.table for block in blocks if block.markup and block.label is Label.TABLE}
    waiting: tuple[Image, ...] = ()
    for block in article.blocks:
        markup = block.markup or NOTHING
        if block.start in chosen:
            yield Part(block, _form(block, markup, tables), markup, waiting + markup.images)
            waiting = ()
        elif block.label is Label.CREDIT:
            waiting += markup.images
        elif block.label is Label.TITLE:
            waiting = ()


def _form(block: Block, markup: Markup, tables: Iterable[int]) -> Form:
    if block.label is not Label.HEADING and "pre" in markup.path:
        return "code"
    if markup.cells and markup.table in tables:
        return "table"
    return FORMS.get(block.label, "paragraph")


def _group(part: Part) -> tuple[Form, int]:
    """Pieces that are written together: a list, a table, the paragraphs of a quotation."""
    return part.form, part.markup.table if part.form == "table" else 0


def _written(parts: Sequence[Part], base: str) -> Iterator[str]:
    """The Markdown of pieces of one form. Images stand before the piece, or before the whole list or table."""
    form = parts[0].form
    if form in WHOLE:
        yield from (_image(image, base) for part in parts for image in part.images)
        yield WHOLE[form](parts, base)
        return
    for part in parts:
        yield from (_image(image, base) for image in part.images)
        yield SINGLE[form](part, base)


def _title(part: Part, _base: str) -> str:
    return f"# {escape(part.block.text)}"


def _heading(part: Part, base: str) -> str:
    text = _inline(part, base) if part.markup.links else escape(body.line(part.block))
    return f"{'#' * max(2, part.block.level)} {text}"


def _paragraph(part: Part, base: str) -> str:
    return _inline(part, base)


def _code(part: Part, _base: str) -> str:
    """A fence that is longer than any in the code."""
    text = part.block.text
    fence = "`" * max([3, *(len(found) + 1 for found in FENCE.findall(text))])
    words = part.markup.words
    named = (word for before, word in pairwise(words) if before in NAMES_LANGUAGE)
    return f"{fence}{next(named, '')}\n{text}\n{fence}"


def _quote(parts: Sequence[Part], base: str) -> str:
    return "\n>\n".join(f"> {_inline(part, base, QUOTED)}" for part in parts)


def _list(parts: Sequence[Part], base: str) -> str:
    """The items below one another, those of inner lists set in; what goes on with an item stands in its column."""
    outermost = min(map(_depth, parts))
    widths: list[int] = []  # of the marks of the open items, outermost first
    lines: list[str] = []
    for part in parts:
        depth = _depth(part) - outermost
        goes_on = part.markup is not NOTHING and not part.block.text.startswith("- ") and len(widths) > depth
        del widths[depth + goes_on :]
        indent = " " * sum(widths)
        if goes_on:
            lines.append(f"\n{indent}{_inline(part, base)}")
        else:
            mark = f"{part.markup.item}. " if part.markup.item else "- "
            widths += [0] * (depth - len(widths)) + [len(mark)]
            lines.append(f"{indent}{mark}{_item(part, base)}")
    return "\n".join(lines)


def _depth(part: Part) -> int:
    path = part.markup.path
    return sum(tag in LISTS for tag in path) + ("dd" in path)


def _item(part: Part, base: str) -> str:
    if part.markup is NOTHING:
        return escape(body.line(part.block).removeprefix("- "))
    return _inline(part, base, ITEM)


def _table(parts: Sequence[Part], base: str) -> str:
    """The rows under one another, the first as the head that Markdown asks for."""
    rows = [_row(part, base) for part in parts]
    width = max(map(len, rows))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _row(part: Part, base: str) -> list[str]:
    if not part.markup.cells:
        return [escape(cell) for cell in CELL.split(part.block.text.strip("| \t"))]
    row = [""] * (part.markup.cells[-1].column + 1)
    for cell in part.markup.cells:
        row[cell.column] = BAR.sub(r"\|", _span(part, base, cell.start, cell.end))
    return row


SINGLE: Mapping[Form, Callable[[Part, str], str]] = {
    "title": _title,
    "heading": _heading,
    "code": _code,
    "paragraph": _paragraph,
}
WHOLE: Mapping[Form, Callable[[Sequence[Part], str], str]] = {"list": _list, "quote": _quote, "table": _table}
"""How pieces are written: one by one, or those that follow one another together."""


def _inline(part: Part, base: str, mark: re.Pattern[str] | None = None) -> str:
    """A piece's text on one line, with its links and code, without the mark that it begins with."""
    text = part.block.text
    found = mark.match(text) if mark else None
    return _opened(_span(part, base, found.end() if found else 0, len(text)))


def _span(part: Part, base: str, start: int, end: int) -> str:
    """A stretch of a piece's text."""
    found = []
    for link in [*part.markup.links, Link(end, end, "")]:
        low, high = max(link.start, start), min(link.end, end)
        if low > high or low < start:
            continue
        found.append(_coded(part, start, low))
        address, shown = _address(link.href, base), _coded(part, low, high)
        found.append(f"[{shown}]({address})" if address and shown.strip() else shown)
        start = high
    return " ".join(body.on_one_line("".join(found)).split())


def _coded(part: Part, start: int, end: int) -> str:
    """A stretch without links, its code between backticks."""
    text, found = part.block.text, []
    for first, last in part.markup.code:
        low, high = max(first, start), min(last, end)
        if low < high:
            found += [_escaped(text[start:low]), _ticked(text[low:high])]
            start = high
    return "".join([*found, _escaped(text[start:end])])


def _ticked(code: str) -> str:
    tick = "`" * (max(map(len, TICKS.findall(code)), default=0) + 1)
    pad = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{tick}{pad}{code}{pad}{tick}"


def _escaped(text: str) -> str:
    return MARKUP.sub(r"\\\g<0>", text)


def escape(text: str) -> str:
    """A text on one line, as Markdown that reads so."""
    return _opened(_escaped(" ".join(body.on_one_line(text).split())))


def _opened(line: str) -> str:
    opening = OPENING.match(line)
    if not opening:
        return line
    at = opening.end() if line[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def _address(href: str, base: str) -> str:
    """Where a link leads; "" where that is nowhere outside of the page."""
    stripped = href.strip()
    if not stripped or stripped.lower().startswith(SCHEMES):
        return ""
    try:
        whole = urljoin(base, stripped)
    except ValueError:  # a broken IPv6 address
        whole = stripped
    return UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", whole)


def _image(image: Image, base: str) -> str:
    return f"![{_escaped(image.alt)}]({_address(image.src, base)})"
