"""What a cleaning process does: one job in, its answer out, ready to be sent."""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from typing import Any, NamedTuple

from cleaner import CleanError, MemoryFileError, clean
from cleaner.document import CONTENT, Article, Kind, Label
from cleaner.formats import FORMATS


class Job(NamedTuple):
    """One document to clean."""

    source: str | bytes
    kind: Kind | None
    arguments: Mapping[str, Any]  # of clean()
    form: str  # of the answer: a key of FORMATS
    known: Mapping[str, Any] = {}  # the memory and the site, for clean()


class Cleaned(NamedTuple):
    """The answer, and what is counted of it."""

    data: bytes
    status: str
    kind: Kind
    language: str | None
    characters_in: int
    characters_out: int
    removed: Mapping[str, int]  # pieces that were taken out, by label
    seconds: float
    process: int
    turn: int  # which job of its process this was, from 1


class Refused(NamedTuple):
    """The document can't be cleaned, and the client can mend it."""

    code: str
    detail: str


class Failed(NamedTuple):
    """A fault of ours, without the error's message: that may quote the page."""

    error: str
    frames: list[str]


Outcome = Cleaned | Refused | Failed

_turns = count(1)


def start() -> None:
    """Begin a process. What a terminal sends to all of a group is for the front to handle."""
    global _turns  # noqa: PLW0603 - the process that this one was forked from has cleaned a trial
    _turns = count(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends also what loops outside of Python, and at once
    with suppress(AttributeError, OSError):  # not Linux; or it is forbidden
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))  # the front gives way, and this is what it gives to


def run(job: Job) -> Outcome:
    """Clean one document."""
    started = time.perf_counter()
    try:
        article = clean(job.source, kind=job.kind, **job.arguments, **job.known)
        data = FORMATS[job.form].write(article, job.arguments)
    except MemoryFileError as error:
        return Failed(type(error).__name__, frames(error))
    except CleanError as error:
        return Refused(error.code, str(error))
    except Exception as error:
        return Failed(type(error).__name__, frames(error))
    return Cleaned(
        data,
        article.status,
        article.kind,
        article.metadata.language,
        len(job.source),
        len(article.body),
        _removed(article),
        time.perf_counter() - started,
        os.getpid(),
        next(_turns),
    )


def _removed(article: Article) -> dict[str, int]:
    """How many pieces were taken out, by label."""
    counts = Counter([str(block.label) for block in article.blocks])  # a Label's own hash takes far longer
    return {label: count for label, count in counts.items() if Label(label) not in CONTENT}


def frames(error: BaseException) -> list[str]:
    """Where an error was raised, outermost first."""
    return [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)]
