"""Files of one page each, plain or compressed. They are read where they are cleaned, several at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from cleaner.batch import inputs, streams
from cleaner.batch.job import Document, Job, Position, Problem, Raw, Source
from cleaner.batch.readers import rows
from cleaner.files import HTML

USUAL = 20_000
"""Bytes that a page counts for before it is read."""


def read(source: Source, start: Position, job: Job) -> Iterator[Raw]:
    """The pages that were named, or those of a folder, in the order of their names."""
    for record, page in enumerate(inputs.pages(source, job), start=1):
        if record >= start.record:
            yield Raw(record, record, USUAL, page, min(record / source.files, 1))


def parse(source: Source, raw: Raw, job: Job) -> Document | Problem:
    name, url = raw.data
    try:
        with streams.opened(url) as stream:
            page = stream.file.read(job.max_bytes + 1)
    except Exception as error:
        if streams.is_damage(error):
            return Problem("damaged", f"{type(error).__name__}: {error}")
        return Problem("unreadable", getattr(error, "strerror", None) or f"{type(error).__name__}: {error}")
    if len(page) > job.max_bytes:
        return rows.too_large(len(page), job)
    return Document(id=name, name=name, source=page, kind=job.kind or ("html" if _is_html(name) else None))


def _is_html(name: str) -> bool:
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes[-2:]]
    return any(suffix in HTML for suffix in suffixes)
