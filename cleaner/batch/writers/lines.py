"""JSONL and CSV."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

import pyarrow as pa

from cleaner.batch.columns import head
from cleaner.batch.job import Job
from cleaner.batch.row import OTHERS, Row, dumps, plain

COMPRESS: Mapping[str, Callable[[bytes], bytes]] = {
    "none": bytes,
    "gzip": lambda data: gzip.compress(data, 4, mtime=0),
    "zstd": lambda data: bytes(pa.Codec("zstd", 3).compress(data)),
}
"""A chunk of a shard is compressed by itself: gzip and zstd files may have several parts, and readers read them on."""

SURROGATE = re.compile("[\ud800-\udfff]")


class JsonLines:
    """An object a line. Half a surrogate pair, which UTF-8 can't say, is written as its escape."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._lines: list[bytes] = []

    def add(self, row: Row) -> None:
        self._lines.append(dumps(row) + b"\n")

    def data(self) -> bytes:
        return COMPRESS[self._job.compression](b"".join(self._lines)) if self._lines else b""


class CsvLines:
    """A row a document, what has parts as JSON. Each shard begins with the head."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._text = io.StringIO()
        self._names = head(job)
        self._writer = csv.writer(self._text, lineterminator="\n")

    def add(self, row: Row) -> None:
        known = {name: row.get(name) for name in self._names}
        known[OTHERS] = {name: value for name, value in row.items() if name not in known} or None
        self._writer.writerow([_cell(known[name]) for name in self._names])

    def data(self) -> bytes:
        lines = SURROGATE.sub("\ufffd", self._text.getvalue())
        return COMPRESS[self._job.compression](lines.encode()) if lines else b""


class LinesFile:
    """The chunks of a shard, one after the other."""

    def __init__(self, job: Job, file: BinaryIO) -> None:
        self._job, self._file, self._begun = job, file, False

    def write(self, data: bytes) -> None:
        if data and not self._begun and self._job.form == "csv":
            line = io.StringIO()
            csv.writer(line, lineterminator="\n").writerow(head(self._job))
            self._file.write(COMPRESS[self._job.compression](line.getvalue().encode("utf-8", "replace")))
        self._begun = self._begun or bool(data)
        self._file.write(data)

    def close(self) -> None:
        """Nothing is held back."""


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    return dumps(value).decode() if isinstance(value, dict | list | tuple) else plain(value)
