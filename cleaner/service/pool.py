"""The processes that clean. Each document has a time limit; what overruns it or dies takes no other document along."""

from __future__ import annotations

import logging
import math
import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import NamedTuple

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from cleaner.api import ProblemError
from cleaner.service import metrics, work
from cleaner.service.settings import Settings
from cleaner.service.work import Cleaned, Failed, Job, Outcome, Refused

LOG = logging.getLogger("cleaner.service")

STILL = 10
"""Seconds beyond the time limit in which nothing is finished until the pool is taken for stuck."""

Run = Callable[[Job], Outcome]


class Ticket(NamedTuple):
    """A document that was handed to the pool."""

    job: Job
    seconds: float
    future: ProcessFuture[Outcome]
    pool: ProcessPool


class Pool:
    """As many processes as the settings say, started when the first document comes or start() is called."""

    def __init__(self, settings: Settings, run: Run = work.run) -> None:
        """Takes what a process does with a job: a function that can be pickled by its name."""
        self.settings = settings
        self._run = run
        self._places = threading.Semaphore(settings.queue + settings.pool_size)
        self._lock = threading.Lock()
        self._processes: ProcessPool | None = None
        self.last_answer = -math.inf  # by the monotonic clock
        self._last_end = -math.inf  # of a document, also of one that overran its time

    def start(self) -> None:
        """Start the processes, and return when one has answered.

        Raises:
            ProblemError: none can clean.
        """
        self.finish(self.submit(Job("", "text", {}, "json"), patient=True))

    def submit(self, job: Job, seconds: float | None = None, *, patient: bool = False) -> Ticket:
        """Take a place in the queue; a patient caller waits for one.

        Args:
            job: the document.
            seconds: what the client asks for; never more than the settings allow.
            patient: whether to wait for a place.

        Raises:
            ProblemError: the queue is full.
        """
        if not self._places.acquire(blocking=patient):
            raise ProblemError("busy", "As many documents wait as may. Come again in a second.")
        metrics.QUEUE.inc()
        ticket = self._schedule(job, min(seconds or math.inf, self.settings.seconds))
        ticket.future.add_done_callback(self._leave)  # not when it is fetched: the client may be slow to read
        return ticket

    def finish(self, ticket: Ticket) -> Cleaned:
        """The answer to a document.

        Raises:
            ProblemError: there is none, and why.
        """
        try:
            return self._told(ticket, self._outcome(ticket))
        except ProblemError as error:
            metrics.count_problem(ticket.job, error.code)
            raise

    def _leave(self, _: Future[Outcome]) -> None:
        metrics.QUEUE.dec()
        self._places.release()

    def _note_end(self, _: Future[Outcome]) -> None:
        self._last_end = time.monotonic()

    def stop(self) -> None:
        """End all processes at once."""
        if self._processes:
            self._processes.stop()  # type: ignore[no-untyped-call]
            self._processes.join()

    def _schedule(self, job: Job, seconds: float) -> Ticket:
        with self._lock:
            if self._processes is None or not self._processes.active:
                self._processes = self._new()
            future = self._processes.schedule(self._run, [job], timeout=seconds)
            future.add_done_callback(self._note_end)
            return Ticket(job, seconds, future, self._processes)

    def _new(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")  # no thread of this process is forked in the middle
        context.set_forkserver_preload(["cleaner.service.warm", self._run.__module__])
        size, turns = self.settings.pool_size, self.settings.recycle
        return ProcessPool(size, turns, initializer=work.start, context=context)

    def _outcome(self, ticket: Ticket) -> Outcome:
        try:
            return self._await(ticket)
        except BrokenProcessPool:  # pebble gives a pool up when a process dies that had nothing to do
            metrics.count_recycled("broken")
            ticket.future.cancel()  # type: ignore[no-untyped-call] # it may never be done
        try:
            return self._await(self._schedule(ticket.job, ticket.seconds))
        except BrokenProcessPool as error:
            raise ProblemError("worker_died", "The processes that clean have died, twice.") from error

    def _await(self, ticket: Ticket) -> Outcome:
        limit = self.settings.seconds + STILL
        while not _is_done(ticket.future, limit):
            if not ticket.pool.active or time.monotonic() - self._last_end > limit:
                self._give_up(ticket.pool)
                raise BrokenProcessPool
        try:
            return ticket.future.result()
        except TimeoutError as error:
            metrics.count_recycled("overran")
            raise ProblemError("timed_out", f"The document took more than {ticket.seconds:g} seconds.") from error
        except ProcessExpired as error:
            metrics.count_recycled("died")
            LOG.error("died", extra={"exit_code": error.exitcode})
            raise ProblemError("worker_died", "The process that cleaned the document has died.") from error
        except BrokenProcessPool:
            raise
        except Exception as error:  # what could not be sent to the process or back
            return Failed(type(error).__name__, work.frames(error))

    def _give_up(self, pool: ProcessPool) -> None:
        with self._lock:
            if self._processes is pool:
                self._processes = None
        pool.stop()  # type: ignore[no-untyped-call]

    def _told(self, ticket: Ticket, outcome: Outcome) -> Cleaned:
        self.last_answer = time.monotonic()
        match outcome:
            case Cleaned():
                metrics.count_cleaned(outcome)
                if outcome.turn == self.settings.recycle:
                    metrics.count_recycled("worn")
                return outcome
            case Refused(code, detail):
                raise ProblemError(code, detail)
            case Failed(error, frames):
                LOG.error("error", extra={"error": error, "frames": frames})
                raise ProblemError("internal_error", "The page could not be cleaned. The fault has been logged.")
        raise AssertionError(ticket)


def _is_done(future: ProcessFuture[Outcome], seconds: float) -> bool:
    """Whether it is, after so many seconds at most."""
    with suppress(TimeoutError, CancelledError):  # of the waiting: what the document ended in is for result() to tell
        future.exception(timeout=seconds)
    return future.done()
