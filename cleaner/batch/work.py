"""What a process does: clean chunks. It says at which document it is, so that its parent knows which one it died of."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import CONTENT, CleanError, chunks, clean, collector, labels
from cleaner.batch import readers
from cleaner.batch.job import Chunk, Document, Job, Passed, Problem, Raw, Result, Source
from cleaner.batch.row import dumps, row
from cleaner.batch.tally import Tally
from cleaner.batch.writers import WRITERS

PATIENCE = 10
"""By the clock a document may take so many times what it may take of the processor's time: it may have to wait."""

BETWEEN = -1
"""Where a process is that is at no document."""


def warm() -> None:
    """Load words, weights and languages by cleaning, before pages come."""
    clean("Qwertz uiop asdf ghjkl yxcv bnm qaws edrf tgzh ujik olp. " * 4)
    clean("<html><body><p>A page</p></body></html>")
    chunks.warm()
    collector.settle()


def serve(connection: Connection, at: Any, job: Job, do: Do) -> None:
    """Do what comes in until nobody sends any more. This is the main function of a process.

    Args:
        connection: sends Tasks, takes what comes of each.
        at: shared c_long, set to the index of the record that is being worked on.
        job: how to do it.
        do: what to do with a task: clean_chunk().
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError):  # Linux: if memory runs out, this process goes first, not the one that holds all together
        Path("/proc/self/oom_score_adj").write_text("1000")
    warm()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(os.getpid())
        while True:
            connection.send(do(job, connection.recv(), at))


class Task(NamedTuple):
    """A chunk to clean, and what is known of it already."""

    source: Source
    chunk: Chunk
    given_up: Mapping[int, Problem] = {}  # by index, the problem with records that a process died of
    untouched: Collection[int] = ()  # indexes of those among them that are not even to be parsed


Do = Callable[[Job, Task, Any], Any]
"""What a process does with a task: a function that can be pickled by its name."""


def clean_chunk(job: Job, task: Task, at: Any) -> Result:
    """Clean the records of a chunk.

    Args:
        job: how to clean.
        task: what to clean.
        at: see serve().
    """
    done = Cleaned(job, task.source)
    for index, raw in enumerate(task.chunk.raws):
        at.value = index
        set_timers(job.seconds)
        found = task.given_up[index] if index in task.untouched else _parse(task.source, raw, job)
        done.add(raw, found, task.given_up.get(index))
    set_timers(0)
    at.value = BETWEEN
    return done.result()


class Cleaned:
    """What became of the records of a chunk so far."""

    def __init__(self, job: Job, source: Source) -> None:
        self._job, self._source = job, source
        self._kept = (CONTENT | labels(job.options.get("keep", ()))) - labels(job.options.get("drop", ()))
        self._rows, self._errors, self._tally = WRITERS[job.form].rows(job), list[dict[str, Any]](), Tally()

    def add(self, raw: Raw, found: Document | Passed | Problem, problem: Problem | None) -> None:
        """Clean a record, unless it has a problem."""
        if isinstance(found, Passed):
            self._tally.counts["passed"][found.reason] += 1
            return
        if isinstance(found, Problem):
            problem = problem or found
        elif not problem:
            problem = self._clean(raw, found)
        if problem:
            self._tally.counts["error"][problem.kind] += 1
            self._errors.append(_error(self._source, raw, found, problem))

    def _clean(self, raw: Raw, document: Document) -> Problem | None:
        start = time.process_time()
        try:
            told = {"kind": document.kind, "url": document.url, "crawled": document.crawled, **self._job.options}
            told |= {"memory": self._job.memory, "site": site(self._job, document)} if self._job.memory else {}
            article = clean(document.source, **told)
            self._rows.add(row(self._job, document, raw, article))
        except Exception as error:
            return Problem(error.code if isinstance(error, CleanError) else "failed", _told(error))
        seconds = time.process_time() - start
        self._tally.add(article, self._kept, seconds, [str(document.id), document.name, raw.record])
        return None

    def result(self) -> Result:
        """What became of all of them."""
        return Result(self._rows.data(), self._tally.documents, self._errors, self._tally.as_dict())


def site(job: Job, document: Document) -> str | None:
    """The site that a document's own column names."""
    named = document.columns.get(job.columns.site)
    return named if isinstance(named, str) and named else None


def set_timers(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, whatever it is in the middle of; 0 for never."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE)


def _parse(source: Source, raw: Raw, job: Job) -> Document | Passed | Problem:
    try:
        return readers.parse(source, raw, job)
    except Exception as error:
        return Problem("malformed", _told(error))


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, CleanError) else f"{type(error).__name__}: {error}"


def _error(source: Source, raw: Raw, found: Document | Problem, problem: Problem) -> dict[str, Any]:
    """A line of errors.jsonl, its id in values that JSON knows: Parquet has ids of bytes, decimals and days."""
    name = raw.data[0] if source.form == "pages" and not isinstance(raw.data, Problem) else source.name
    return {
        "id": name if source.form == "pages" else json.loads(dumps(found.id)),
        "input": name,
        "record": raw.record,
        "offset": raw.offset,
        "kind": problem.kind,
        "message": problem.message,
    }
