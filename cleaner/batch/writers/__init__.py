"""The forms of output. A Rows collects documents where they are cleaned and gives bytes; a File takes the bytes of a
shard's chunks, in order, where the shard is written.
"""

from __future__ import annotations

from typing import BinaryIO, NamedTuple, Protocol

from cleaner.batch.job import Job
from cleaner.batch.row import Row
from cleaner.batch.writers import lines, table


class Rows(Protocol):
    """Documents on their way out."""

    def __init__(self, job: Job) -> None: ...
    def add(self, row: Row) -> None: ...
    def data(self) -> bytes: ...


class File(Protocol):
    """A shard's file on its way to the disk."""

    def __init__(self, job: Job, file: BinaryIO) -> None: ...
    def write(self, data: bytes) -> None: ...
    def close(self) -> None: ...


class Writer(NamedTuple):
    """How a form of output is written."""

    rows: type[Rows]
    file: type[File]
    suffix: str


WRITERS = {
    "jsonl": Writer(lines.JsonLines, lines.LinesFile, ".jsonl"),
    "csv": Writer(lines.CsvLines, lines.LinesFile, ".csv"),
    "parquet": Writer(table.TableRows, table.TableFile, ".parquet"),
}
SUFFIXES = {"none": "", "gzip": ".gz", "zstd": ".zst"}


def suffix(job: Job) -> str:
    """What the names of shards end with."""
    return WRITERS[job.form].suffix + ("" if job.form == "parquet" else SUFFIXES[job.compression])
