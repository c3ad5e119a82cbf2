"""JSONL: an object a line. Lines are cut here and parsed where pages are cleaned."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cleaner.batch import streams
from cleaner.batch.job import Document, Job, Position, Problem, Raw, Source
from cleaner.batch.readers import rows

MARK = b"\xef\xbb\xbf"


def read(source: Source, start: Position, job: Job) -> Iterator[Raw]:
    """The lines that are not blank. A record's number is that of its line."""
    with streams.opened(source.url) as stream:
        record, offset = start if not stream.compressed else Position()
        if offset:
            stream.file.seek(offset)
        while line := stream.file.readline(job.max_bytes):
            size = len(line)
            whole = size < job.max_bytes or line.endswith(b"\n")
            if not whole:
                size += _skip_line(stream, job)
            if record >= start.record and (line := line.removeprefix(MARK).strip()):
                data = line if whole else rows.too_large(size, job)
                yield Raw(record, offset, size, data, stream.seen(source.size, offset + size))
            record, offset = record + 1, offset + size


def _skip_line(stream: streams.Stream, job: Job) -> int:
    """The bytes that are left of a line."""
    skipped = 0
    while piece := stream.file.readline(job.max_bytes):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def parse(source: Source, raw: Raw, job: Job) -> Document | Problem:
    try:
        row = json.loads(raw.data)
    except (ValueError, RecursionError) as error:
        return Problem("malformed", f"The line is not JSON: {error}")
    if not isinstance(row, dict):
        return Problem("malformed", f"The line is {type(row).__name__}, not an object.")
    return rows.document(source, raw, row, job)
