"""WARC and WET: responses and resources that are pages, and the text that was made from them (`conversion`).

Records are cut here; HTTP is parsed, and its encodings undone, where pages are cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from cleaner.batch import streams
from cleaner.batch.job import Document, Job, Passed, Position, Problem, Raw, Source
from cleaner.batch.readers import rows
from cleaner.document import Kind
from cleaner.encoding import MARKS, WHATWG

PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
KINDS: Mapping[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
"""The types of content that are pages."""

OWN = "metadata:"
"""How addresses begin of what wget adds: its log, its options."""

BEGINS = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|(?<=\n)WARC/\d")
"""Where the record after a damaged one may begin."""
SCANNED = 1 << 20


class Record(NamedTuple):
    """A record of a page, its block as it is stored."""

    headers: Mapping[str, str]  # lower-cased names
    is_http: bool
    block: bytes


def read(source: Source, start: Position, job: Job) -> Iterator[Raw]:
    """The records, those that are no pages as Passed. After a damaged one, reading goes on with the next."""
    with streams.opened(source.url, decompress=False) as stream:
        record, begin = start if _begins(stream.file, start.offset) else Position()
        for offset, found in _records(stream.file, begin):
            if record >= start.record:
                data = found if isinstance(found, Problem) else _content(found, job)
                size = len(data.block) if isinstance(data, Record) else 0
                yield Raw(record, offset, size, data, stream.seen(source.size, offset))
            record += 1


def _begins(file: BinaryIO, offset: int) -> bool:
    """Whether a record begins there: not so in a file that was compressed as a whole, which is read from its start."""
    file.seek(offset)
    head = file.read(8)
    return any(head.startswith(magic) for magic in (b"WARC/", *streams.DECOMPRESSORS))


def _records(file: BinaryIO, begin: int | None) -> Iterator[tuple[int, WarcRecord | Problem]]:
    """The records with their offsets, and a Problem, at the last sound record's offset, for each that is damaged."""
    while begin is not None:
        file.seek(begin)
        latest = begin
        try:
            for record in ArchiveIterator(file, parse_http=False, fsspec_args=False):
                latest = record.stream_pos
                yield latest, record
            return
        except Exception as error:
            if not streams.is_damage(error):
                raise
            yield latest, Problem("damaged", f"The record after this place: {error}")
        begin = _next_record(file, latest + 1)


def _next_record(file: BinaryIO, begin: int) -> int | None:
    """The offset of what looks like a record at or after `begin`."""
    file.seek(begin)
    tail = b""
    while piece := file.read(SCANNED):
        if found := BEGINS.search(window := tail + piece):
            return begin - len(tail) + found.start()
        begin += len(piece)
        tail = window[-8:]
    return None


def _content(record: WarcRecord, job: Job) -> Record | Passed | Problem:
    """What a record holds, as far as it is a page."""
    if not record.record_type & PAGES and record.headers:
        return Passed(f"{record.record_type} record")
    if record.content_length > job.max_bytes:
        return rows.too_large(record.content_length, job)
    block = record.reader.read()
    if len(block) < record.content_length or "Content-Length" not in record.headers:
        return Problem("damaged", "The record is cut off.")
    return Record({name.lower(): value for name, value in record.headers}, record.is_http, block)


def parse(source: Source, raw: Raw, job: Job) -> Document | Passed | Problem:
    record: Record = raw.data
    if (_url(record) or "").startswith(OWN):
        return Passed("what the crawler says of itself")
    mime, charset = record.headers.get("content-type", ""), None
    page: bytes = record.block
    if record.is_http:
        response = _response(record)
        status = response.http_headers.status_code or 0
        if not 200 <= status < 300:
            return Passed(f"HTTP {status}")
        mime, charset = response.http_content_type or "", response.http_charset
        page = response.reader.read(job.max_bytes + 1)
    mime = (mime or record.headers.get("warc-identified-payload-type", "")).partition(";")[0].strip().lower()
    if mime and mime not in KINDS:
        return Passed(mime)
    if len(page) > job.max_bytes:
        return rows.too_large(len(page), job, record.headers.get("warc-record-id"))
    return _document(source, raw, mime, _decoded(page, charset), job)


def _document(source: Source, raw: Raw, mime: str, page: str | bytes, job: Job) -> Document:
    headers = raw.data.headers
    url, crawled = _url(raw.data), headers.get("warc-date")
    return Document(
        id=headers.get("warc-record-id") or rows.place(source.name, raw),
        name=source.name,
        source=page,
        kind=job.kind or KINDS.get(mime),
        url=url,
        crawled=crawled,
        columns={"url": url, "crawled": crawled, "content_type": mime or None},
    )


def _url(record: Record) -> str | None:
    """Where the page came from. Some write the address in angle brackets, as the grammar of WARC 1.0 has it."""
    url = record.headers.get("warc-target-uri")
    return url.removeprefix("<").removesuffix(">") if url else None


def _response(record: Record) -> WarcRecord:
    """A block that is an HTTP message, with the transfer's and the content's encoding undone where it is read."""
    response = WarcRecord()
    response.init_headers(WarcRecordType.response, content_length=len(record.block))
    response.is_http = True
    response.set_bytes_content(record.block)
    response.parse_http("all")
    return response


def _decoded(page: bytes, charset: str | None) -> str | bytes:
    """The page in the charset of its HTTP header, which counts more than what the page says, unless it is UTF-8."""
    if not charset or page.startswith(tuple(MARKS)):
        return page
    try:
        page.decode()
    except UnicodeDecodeError:
        pass
    else:
        return page
    try:
        return page.decode(WHATWG.get(charset.lower(), charset))
    except (LookupError, UnicodeDecodeError):
        return page
