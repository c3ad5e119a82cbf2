"""CSV and TSV with a head, in UTF-8; a page in another encoding is told from its bytes, as in a file of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from cleaner.batch import streams
from cleaner.batch.job import Document, Job, Position, Problem, Raw, Source
from cleaner.batch.readers import rows

REST = "other_cells"
"""The column of cells beyond the head."""


def read(source: Source, start: Position, job: Job) -> Iterator[Raw]:
    """The rows below the head. The offset is a row's number too, since rows are not found by bytes."""
    csv.field_size_limit(job.max_bytes)
    with streams.opened(source.url) as stream:
        text = io.TextIOWrapper(stream.file, "utf-8-sig", "surrogateescape", newline="")
        table = csv.reader(text, delimiter="\t" if ".tsv" in source.url else ",")
        names = next(table, [])
        record = 0
        while (cells := _next(table)) is not None:
            if cells == []:
                continue
            record += 1
            if record >= start.record:
                size = 1 if isinstance(cells, Problem) else sum(map(len, cells))
                data = cells if isinstance(cells, Problem) else (names, cells)
                yield Raw(record, record, size, data, stream.seen(source.size, stream.stored.tell()))


def _next(table: Iterator[list[str]]) -> list[str] | Problem | None:
    """The next row, [] for a blank line, None at the end."""
    try:
        return next(table, None)
    except csv.Error as error:
        return Problem("malformed", f"The row is not CSV: {error}")


def parse(source: Source, raw: Raw, job: Job) -> Document | Problem:
    names, cells = raw.data
    row: dict[str, Any] = {
        name: cell if name == job.columns.text else _valid(cell) for name, cell in zip(names, cells, strict=False)
    }
    if len(cells) > len(names):
        row[REST] = ",".join(map(_valid, cells[len(names) :]))
    page = row.get(job.columns.text)
    if page and not page.isascii():
        row[job.columns.text] = page.encode("utf-8", "surrogateescape")
    return rows.document(source, raw, row, job)


def _valid(cell: str) -> str:
    """A cell without the bytes that were no UTF-8."""
    return cell if cell.isascii() else cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
