"""The rows of a table: which cells stand in which column, and one run of text for a row of short cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from cleaner.document import Cell, Image, Link
from cleaner.markup.element import Element

SHORT_ROW = 300
"""Characters of a table row whose cells are joined though one of them has two or three lines."""

COLUMNS, ROWS = 200, 1000
"""Columns and rows over which a cell may reach."""

SEPARATOR = " | "


class Run(NamedTuple):
    """A run of visible text without a line break (but in <pre>), and where it stands."""

    text: str
    gap: int  # line breaks before it
    element: Element  # the innermost one that holds all of it
    linked: float  # share of its characters in links
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()  # between the run before and the end of this one
    code: tuple[tuple[int, int], ...] = ()  # where <code> stands in its text
    item: int = 0  # the number of the item of an ordered list that it begins
    table: int = 0  # the number of the table that it is a row of
    cells: tuple[Cell, ...] = ()

    @property
    def is_row(self) -> bool:
        return self.element.tag == "tr"


class Table:
    """An open table."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.reaching: dict[int, int] = {}  # column -> how many rows more a cell from above reaches into


class Row:
    """An open row."""

    def __init__(self, first: int, table: Table) -> None:
        self.first = first  # its first run
        self.table = table
        self.taken = frozenset(table.reaching)
        self.column = 0
        self.cells: list[tuple[int, int, int]] = []  # first and last + 1 of its runs, column
        table.reaching = {column: rows - 1 for column, rows in table.reaching.items() if rows > 1}

    def add(self, first: int, last: int, node: HtmlElement) -> None:
        """Close a cell: it gets the first free column."""
        while self.column in self.taken:
            self.column += 1
        self.cells.append((first, last, self.column))
        wide, high = span(node.get("colspan"), COLUMNS), span(node.get("rowspan"), ROWS)
        for column in range(self.column, min(self.column + wide, COLUMNS) if high > 1 else 0):
            self.table.reaching[column] = high - 1
        self.column += wide


def span(value: str | None, most: int) -> int:
    """What a colspan or rowspan says."""
    return min(max(int(value), 1), most) if value and value.isdecimal() and len(value) < 6 else 1


def joined(runs: Sequence[Run], row: Row, element: Element) -> list[Run]:
    """The runs of a closed row: one, where its cells hold a line each, as in a table of data, not of layout.

    Args:
        runs: those in the row, in order.
        row: which of them stand in which cell.
        element: the row's own.
    """
    cells = [(runs[first - row.first : last - row.first], column) for first, last, column in row.cells if last > first]
    if not cells or sum(len(cell) for cell, _ in cells) < len(runs) or any(cell[0].is_row for cell, _ in cells):
        return list(runs)
    lines = max(len(cell) for cell, _ in cells)
    if lines > 3 or (lines > 1 and (len(cells) < 2 or sum(len(run.text) for run in runs) > SHORT_ROW)):
        return list(runs)
    if len(cells) == 1:
        cell = Cell(0, len(runs[0].text), cells[0][1])
        return [runs[0]._replace(table=row.table.number, cells=(cell,))]
    return [_one(runs, cells, element)._replace(table=row.table.number)]


def _one(runs: Sequence[Run], cells: Sequence[tuple[Sequence[Run], int]], element: Element) -> Run:
    texts: list[str] = []
    links: list[Link] = []
    code: list[tuple[int, int]] = []
    placed: list[Cell] = []
    offset = 0
    for cell, column in cells:
        for index, run in enumerate(cell):
            separator = "" if not texts else " " if index else SEPARATOR
            offset += len(separator)
            links += [Link(offset + link.start, offset + link.end, link.href) for link in run.links]
            code += [(offset + start, offset + end) for start, end in run.code]
            start = placed.pop().start if index else offset
            placed.append(Cell(start, offset + len(run.text), column))
            texts.append(separator + run.text)
            offset += len(run.text)
    images = tuple(image for run in runs for image in run.images)
    linked = sum(run.linked * len(run.text) for run in runs) / sum(len(run.text) for run in runs)
    return Run("".join(texts), runs[0].gap, element, linked, tuple(links), images, tuple(code), cells=tuple(placed))
