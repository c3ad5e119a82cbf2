"""A row of a table -> Document: which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cleaner.batch.job import Document, Job, Problem, Raw, Source


def document(source: Source, raw: Raw, row: Mapping[str, Any], job: Job) -> Document | Problem:
    """The page that a row holds; the text's column is not carried through, since the answer stands for it."""
    columns = job.columns
    page, name = row.get(columns.text), identity(source, raw, row, job)
    if page is None:
        told = f"No text in column {columns.text!r}. The columns are: {', '.join(map(str, row)) or 'none'}."
        return Problem("malformed", told, name)
    if not isinstance(page, str | bytes):
        return Problem("malformed", f"Column {columns.text!r} holds {type(page).__name__}, not text.", name)
    if len(page) > job.max_bytes:
        return too_large(len(page), job, name)
    return Document(
        id=name,
        name=source.name,
        source=page,
        kind=job.kind,
        url=_string(row.get(columns.url)),
        crawled=_time(row.get(columns.crawled)) if columns.crawled else None,
        columns={name: value for name, value in row.items() if name != columns.text},
    )


def identity(source: Source, raw: Raw, row: Mapping[str, Any], job: Job) -> Any:
    """What the row says, else its place."""
    found = row.get(job.columns.id)
    return place(source.name, raw) if found is None else found


def place(name: str, raw: Raw) -> str:
    """The id of a record that has none."""
    return f"{name}#{raw.record}"


def too_large(size: int, job: Job, name: Any = None) -> Problem:
    return Problem("too_large", f"{size} bytes or more, and {job.max_bytes} may be (--max-bytes).", name)


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _time(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else _string(value)
