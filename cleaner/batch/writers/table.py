"""Parquet: typed columns, those of the answer as the types of its values say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from types import NoneType
from typing import Any, BinaryIO, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.batch.columns import SCALARS, schema
from cleaner.batch.job import Job
from cleaner.batch.row import OTHERS, Row, dumps, fields, plain
from cleaner.document import Block, Image, Link, Metadata, Notice
from cleaner.formats import SURROGATE

GROUP_BYTES = 32_000_000
"""After how many bytes in memory a group of rows is written."""

ANSWER: dict[str, Any] = {"record": int, "metadata": Metadata, "warnings": list[Notice]}
"""What the fields of the answer hold, besides the blocks; the others are strings."""

MISFITS = (pa.ArrowException, OverflowError, TypeError, ValueError)
"""What Arrow raises for a value that is not of its column's type."""


class TableRows:
    """Rows as an Arrow stream."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)

    def data(self) -> bytes:
        if not self._rows:
            return b""
        batch = to_batch(self._job, self._rows)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        return bytes(sink.getvalue())


class TableFile:
    """The chunks of a shard in groups of rows."""

    def __init__(self, job: Job, file: BinaryIO) -> None:
        self._file = file
        self._writer: Any = None
        self._held: list[Any] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        if not data:
            return
        table = pa.ipc.open_stream(pa.py_buffer(data)).read_all()
        self._writer = self._writer or pq.ParquetWriter(self._file, table.schema, compression="zstd")
        self._held.append(table)
        self._size += table.nbytes
        if self._size >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            table = pa.concat_tables(self._held).combine_chunks()
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._held, self._size = [], 0

    def close(self) -> None:
        if self._writer:
            self._flush()
            self._writer.close()


def to_batch(job: Job, rows: Sequence[Row]) -> Any:
    """The rows as a table; a value that is not of its column's type goes to the others."""
    wanted = [(name, _blocks(job) if name == "blocks" else arrow(ANSWER.get(name, str))) for name in fields(job)]
    wanted += [(field.name, field.type) for field in schema(job.carried)]
    known = {name for name, _ in wanted}
    others: list[Row] = [{name: value for name, value in row.items() if name not in known} for row in rows]
    columns = [_column(name, kind, rows, others) for name, kind in wanted]
    columns.append(pa.array([dumps(other).decode() if other else None for other in others], pa.string()))
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema([*wanted, (OTHERS, pa.string())]))


def _column(name: str, kind: Any, rows: Sequence[Row], others: Sequence[Row]) -> Any:
    values = [row.get(name) for row in rows]
    if name == "id":
        values = [value if value is None or isinstance(value, str) else plain(value) for value in values]
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        values = [_valid(value) for value in values]
    except MISFITS:
        pass
    for index, value in enumerate(values):
        if not _fits(value, kind):
            others[index][name] = value
            values[index] = None
    return pa.array(values, kind)


def _fits(value: Any, kind: Any) -> bool:
    try:
        pa.scalar(value, kind)
    except MISFITS:
        return False
    return True


def _valid(value: Any) -> Any:
    """A value without halves of surrogate pairs, which UTF-8 can't say."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: _valid(part) for name, part in value.items()}
    return [_valid(part) for part in value] if isinstance(value, list | tuple) else value


def _blocks(job: Job) -> Any:
    """The type of the blocks: what is in the page's markup is there if it is asked for."""
    parts = [(name, kind) for name, kind in {"links": Link, "images": Image}.items() if job.options.get(name)]
    return pa.list_(pa.struct([*arrow(Block), *((name, pa.list_(arrow(kind))) for name, kind in parts)]))


@cache
def arrow(hint: Any) -> Any:
    """The Arrow type of an annotation."""
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        return pa.struct([(name, arrow(kind)) for name, kind in get_type_hints(hint).items() if name != "markup"])
    parts = [part for part in get_args(hint) if part not in (NoneType, ...)]
    if get_origin(hint) in (list, tuple):
        return pa.list_(arrow(parts[0]))
    if get_origin(hint) is Mapping:
        return pa.map_(arrow(parts[0]), arrow(parts[1]))
    if NoneType in get_args(hint):
        return arrow(parts[0])
    return next((kind for known, kind in SCALARS.items() if hint is known), pa.string())
