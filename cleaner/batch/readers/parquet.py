"""Parquet: rows, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.batch.job import Document, Job, Position, Problem, Raw, Source
from cleaner.batch.readers import rows

ROWS = 32
"""Rows that are read at once."""


def read(source: Source, start: Position, job: Job) -> Iterator[Raw]:
    """The rows. The offset is a row's number too; groups of rows before `start` are not read."""
    with fsspec.open(source.url, "rb") as stored, pq.ParquetFile(stored, buffer_size=1 << 20) as file:
        total, first = file.metadata.num_rows, 1
        groups: list[int] = []
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if not groups and first + size <= start.record:
                first += size
            else:
                groups.append(group)
        for batch in file.iter_batches(ROWS, groups, use_threads=False):
            skipped = min(max(start.record - first, 0), len(batch))
            for record, row in enumerate(_rows(batch.slice(skipped)), start=first + skipped):
                yield Raw(record, record, _size(row, job), row, record / total)
            first += len(batch)


def _rows(batch: Any) -> list[dict[str, Any]]:
    """Rows in Python's values, which know no nanoseconds: times are cut to microseconds."""
    columns = [column.cast(carried(column.type), safe=False) for column in batch.columns]
    found: list[dict[str, Any]] = pa.RecordBatch.from_arrays(columns, batch.schema.names).to_pylist()
    return found


def carried(kind: Any) -> Any:
    """The type that a column of a type is carried through as."""
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return pa.timestamp("us", kind.tz)
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return kind


def schema(url: str) -> dict[str, Any]:
    """Names and types of a file's columns."""
    with fsspec.open(url, "rb") as stored:
        return {field.name: carried(field.type) for field in pq.read_schema(stored)}


def _size(row: dict[str, Any], job: Job) -> int:
    page = row.get(job.columns.text)
    return len(page) if isinstance(page, str | bytes) else 1


def parse(source: Source, raw: Raw, job: Job) -> Document | Problem:
    return rows.document(source, raw, raw.data, job)
