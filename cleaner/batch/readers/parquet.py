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

UNSAID = (ValueError, OverflowError, LookupError)
"""What is raised for a value that Python can't say: text that is no UTF-8, times out of range or of an unknown zone."""


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
    """Rows in Python's values, which know no nanoseconds: times are cut to microseconds. Of two columns of one name the
    last counts.
    """
    columns = [column.cast(carried(column.type), safe=False) for column in batch.columns]
    try:
        found: list[dict[str, Any]] = pa.RecordBatch.from_arrays(columns, batch.schema.names).to_pylist()
    except UNSAID:
        values = [[_value(scalar) for scalar in column] for column in columns]
        found = [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*values, strict=True)]
    return found


def _value(scalar: Any) -> Any:
    """A value; what Python can't say as it is stored: text that is no UTF-8 as bytes, a time as its number."""
    try:
        return scalar.as_py()
    except UNSAID:
        if isinstance(scalar, pa.StructScalar):
            return {scalar.type.field(place).name: _value(scalar[place]) for place in range(len(scalar))}
        if isinstance(scalar, pa.ListScalar):
            return [_value(part) for part in scalar.values]
        if isinstance(scalar, pa.BinaryScalar):
            return scalar.as_buffer().to_pybytes()
        return _value(scalar.value) if isinstance(scalar.value, pa.Scalar) else scalar.value


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
