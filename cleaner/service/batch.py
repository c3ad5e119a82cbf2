"""Many documents in one request: answered in order while more come in, a few of them in memory at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

from flask import copy_current_request_context, request

from cleaner.api import Options, ProblemError, Record, problem
from cleaner.formats import json_bytes
from cleaner.service import body, documents, records
from cleaner.service.pool import Pool
from cleaner.service.settings import Settings
from cleaner.service.watch import WATCH, hang_up
from cleaner.service.window import Entry, Window
from cleaner.service.work import frames

LOG = logging.getLogger("cleaner.service")
NDJSON = "application/x-ndjson"
LINES = (NDJSON, "application/ndjson", "application/jsonl")
"""Media types of a document a line."""

ARRAY = "application/json"
FORMS = (NDJSON, ARRAY)


class Batch:
    """The batch of this request, and its answer.

    Attributes:
        form: the answer's media type.
    """

    def __init__(self, pool: Pool) -> None:
        """Raises ProblemError where the request as a whole is wrong."""
        if request.mimetype not in (ARRAY, *LINES):
            raise ProblemError("unsupported_media_type", f"Send a batch as {ARRAY} or {NDJSON}.")
        settings = body.settings()
        self._query = documents.given()
        documents.validated(Options, self._query)
        self.form = _form()
        self._client = body.connection()
        self._pool = pool
        self._values = _elements(settings) if request.mimetype == ARRAY else _lines(settings)
        self._window = Window(2 * settings.pool_size + 2, settings.max_bytes)

    def parts(self) -> Iterator[bytes]:
        """The answer as it is made, one part a document and some glue."""
        lines = self._lines()
        return _joined(lines) if self.form == ARRAY else (line + b"\n" for line in lines)

    def _lines(self) -> Iterator[bytes]:
        """Each document's answer in JSON; a thread reads and hands to the pool what comes meanwhile."""
        reader = threading.Thread(target=copy_current_request_context(self._read), daemon=True)
        reader.start()
        started, told, problems = time.perf_counter(), 0, 0
        entries = iter(self._window)
        try:
            for entry in entries:
                line, is_fine = self._line(entry)
                told, problems = told + 1, problems + (not is_fine)
                yield line
        finally:
            self._abandon(reader, entries)
            seconds = round(time.perf_counter() - started, 4)
            LOG.info("batch", extra={"documents": told, "problems": problems, "seconds": seconds})

    def _abandon(self, reader: threading.Thread, entries: Iterator[Entry]) -> None:
        """Where the client has gone: stop listening, and wait for what the pool was given. Else nothing is left."""
        self._window.close()
        if self._client is not None and not self._window.ended:
            hang_up(self._client)
        for entry in entries:
            self._line(entry)
        reader.join()  # its time-out must not outlive the request

    def _read(self) -> None:
        index = -1
        try:
            for value in self._values:
                if isinstance(value, bytes) and not value.strip():
                    continue
                index += 1
                entry = self._entry(index, value)
                if not self._window.put(entry):
                    self._line(entry)
                    return
        except ProblemError as error:
            self._window.put(Entry(index + 1, None, error))
        except Exception as error:
            LOG.error("error", extra={"error": type(error).__name__, "frames": frames(error)})
            fault = ProblemError("internal_error", "The batch could not be read on.")
            self._window.put(Entry(index + 1, None, fault))
        finally:
            self._window.end()

    def _entry(self, index: int, value: Any) -> Entry:
        """A document, handed to the pool; or what is wrong with it."""
        name = None
        try:
            value = _parsed(value)
            name = _name(value)
            record = documents.merged(Record, value, self._query)
            job = documents.job_of(record)
            return Entry(index, name, self._pool.submit(job, record.seconds, patient=True), len(job.source))
        except ProblemError as error:
            return Entry(index, name, error)

    def _line(self, entry: Entry) -> tuple[bytes, bool]:
        """The answer to one document, and whether it could be cleaned."""
        head = b'{"id":%s,"index":%d,' % (json_bytes(entry.id), entry.place)
        try:
            if isinstance(entry.work, ProblemError):
                raise entry.work
            return b'%s"article":%s}' % (head, self._pool.finish(entry.work).data), True
        except ProblemError as error:
            told = problem(error.code, error.detail, error.errors)
            return b'%s"problem":%s}' % (head, json_bytes(told)), False


def _form() -> str:
    own = ARRAY if request.mimetype == ARRAY else NDJSON
    if not request.accept_mimetypes:
        return own
    best = documents.liked([own, *FORMS])
    if best is None:
        raise ProblemError("not_acceptable", f"A batch is answered in {NDJSON} or {ARRAY}.")
    return best


def _joined(parts: Iterator[bytes]) -> Iterator[bytes]:
    separator = b"["
    for part in parts:
        yield separator + part
        separator = b",\n"
    yield b"]\n" if separator != b"[" else b"[]\n"


def _elements(settings: Settings) -> Iterator[Any]:
    """The documents of an array, after a look at whether it is one; the second reading saves memory."""
    data = body.whole(settings.max_bytes)
    if not data.strip():
        raise ProblemError("empty_input", "The request has no body.")
    try:
        for number, value in enumerate(records.elements(data)):
            _check_count(number, settings)
            documents.check_depth(value, settings.max_depth - 1)
    except records.NotAnArrayError as error:
        raise ProblemError("invalid_request", "Send an array of documents.") from error
    except (ValueError, RecursionError) as error:
        raise ProblemError("invalid_json", documents.json_fault(error)) from error
    return records.elements(data)


def _lines(settings: Settings) -> Iterator[Any]:
    """The lines of the body, each with its own time to come in."""
    parts = body.parts(settings.max_batch_bytes)
    return _timed(records.lines(_counted(parts, settings), settings.max_bytes), settings)


def _counted(parts: Iterator[bytes], settings: Settings) -> Iterator[bytes]:
    total = 0
    for part in parts:
        total += len(part)
        if total > settings.max_batch_bytes:
            raise body.too_large(settings.max_batch_bytes)
        yield part


def _timed(lines: Iterator[bytes], settings: Settings) -> Iterator[Any]:
    client = body.connection()
    with WATCH.stream(client):
        number = 0
        while True:
            if client is not None:
                WATCH.begin(client, settings.client_seconds)
            line = next(lines, None)
            if client is not None:
                WATCH.end(client)
            if line is None:
                return
            _check_count(number, settings)
            number += 1
            yield line


def _check_count(number: int, settings: Settings) -> None:
    if number >= settings.max_documents:
        raise ProblemError("too_many_documents", f"A batch may have {settings.max_documents} documents at most.")


def _parsed(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    if len(value) > (limit := body.settings().max_bytes):
        raise ProblemError("too_large", f"A document may have {limit} bytes at most.")
    return documents.parsed(value)


def _name(value: Any) -> str | int | None:
    """The caller's id, also where the rest of the document is wrong."""
    given = value.get("id") if isinstance(value, dict) else None
    return given if isinstance(given, (str, int)) and not isinstance(given, bool) else None
