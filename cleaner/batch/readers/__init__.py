"""The forms of input: each is a module with read(), which cuts a source into records, and parse(), which makes a
record a Document. read() runs in the one process that reads, so it does little; parse() runs where pages are cleaned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from cleaner.batch import streams
from cleaner.batch.job import Document, Job, Passed, Position, Problem, Raw, Source
from cleaner.batch.readers import csv, jsonl, pages, parquet, warc


class Form(NamedTuple):
    """How a form of input is read."""

    read: Callable[[Source, Position, Job], Iterator[Raw]]
    parse: Callable[[Source, Raw, Job], Document | Passed | Problem]


FORMS = {
    "jsonl": Form(jsonl.read, jsonl.parse),
    "csv": Form(csv.read, csv.parse),
    "parquet": Form(parquet.read, parquet.parse),
    "warc": Form(warc.read, warc.parse),
    "pages": Form(pages.read, pages.parse),
}


def read(source: Source, start: Position, job: Job) -> Iterator[Raw]:
    """The records of a source from `start` on.

    Where its data is damaged and reading can't go on, the last record is a Problem.

    Raises:
        OSError: the source can't be read for now; libraries of remote file systems may raise others.
    """
    record, offset = start
    try:
        for raw in FORMS[source.form].read(source, start, job):
            record, offset = raw.record + 1, raw.offset + raw.size
            yield raw
    except Exception as error:
        if not streams.is_damage(error):
            raise
        message = f"The rest of the input can't be read: {type(error).__name__}: {error}"
        yield Raw(record, offset, 0, Problem("damaged", message), 1.0)


def parse(source: Source, raw: Raw, job: Job) -> Document | Passed | Problem:
    """A record as a Document, or why it is none."""
    if isinstance(raw.data, Problem | Passed):
        return raw.data
    return FORMS[source.form].parse(source, raw, job)
