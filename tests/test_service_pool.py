"""The pool: how it waits, who holds a place in its queue, and when it is given up."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

import pytest
from pebble import ProcessFuture

from cleaner.api import ProblemError
from cleaner.service.pool import Pool, Ticket, _is_done
from cleaner.service.settings import Settings
from cleaner.service.work import Cleaned, Job, Outcome
from faults import LOOPS, SLEEPS, run
from serving import PAGE

ANSWER = Cleaned(b"", "ok", "text", None, 0, 0, {}, 0, 0, 1)
BROKEN = BrokenProcessPool()


@pytest.fixture
def pool() -> Iterator[Pool]:
    """One process, and a place for one that waits."""
    found = Pool(Settings(workers=1, queue=1, seconds=1), run)
    yield found
    found.stop()


def job(text: str) -> Job:
    return Job(text, "text", {}, "json")


def cancelled(future: ProcessFuture[Outcome]) -> None:
    future.cancel()
    future.set_running_or_notify_cancel()


def overran(future: ProcessFuture[Outcome]) -> None:
    future.set_exception(TimeoutError())


def refused(future: ProcessFuture[Outcome]) -> None:
    future.set_exception(ValueError())


def pending(future: ProcessFuture[Outcome]) -> None:
    pass


@pytest.mark.parametrize(("end", "is_done"), [(cancelled, True), (overran, True), (refused, True), (pending, False)])
def test_waiting_raises_nothing_of_the_document(end, is_done):
    future: ProcessFuture[Outcome] = ProcessFuture()
    end(future)
    assert _is_done(future, 0.01) == is_done


def test_a_document_holds_a_place_until_it_is_done_not_until_it_is_fetched(pool: Pool) -> None:
    tickets = [pool.submit(job(SLEEPS)) for _ in range(2)]
    with pytest.raises(ProblemError, match="busy"):
        pool.submit(job(SLEEPS))
    left = threading.Semaphore(0)
    for each in tickets:
        each.future.add_done_callback(lambda _: left.release())  # is called after the pool's own
    assert all(left.acquire(timeout=20) for _ in tickets)
    tickets += [pool.submit(job(PAGE)) for _ in range(2)]
    assert all(isinstance(pool.finish(each), Cleaned) for each in tickets)


def test_documents_that_overrun_their_time_are_no_sign_of_a_pool_that_is_stuck(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last ones wait longer than a pool may be still, and no document has had an answer meanwhile."""
    pool.start()
    monkeypatch.setattr("cleaner.service.pool.STILL", 2)
    pool._places = threading.Semaphore(6)
    processes = pool._processes
    tickets = [pool.submit(job(text)) for text in (LOOPS, LOOPS, LOOPS, LOOPS, LOOPS, PAGE)]
    with ThreadPoolExecutor(6) as clients:
        assert list(clients.map(partial(outcome, pool), tickets)) == ["timed_out"] * 5 + ["ok"]
    assert pool._processes is processes


def outcome(pool: Pool, ticket: Ticket) -> str:
    try:
        return pool.finish(ticket).status
    except ProblemError as error:
        return error.code


class Stopped:
    """A pool that has been given up."""

    active = False

    def stop(self) -> None:
        pass


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([ANSWER], "ok"),
        ([None, ANSWER], "ok"),
        ([BROKEN, ANSWER], "ok"),
        ([BROKEN, BROKEN], "worker_died"),
        ([None, None], "worker_died"),
    ],
)
def test_a_document_whose_pool_was_given_up_is_begun_anew_once(
    monkeypatch: pytest.MonkeyPatch, ends: list[Cleaned | BrokenProcessPool | None], code: str
) -> None:
    """One that is never done (None) is so too where others gave the pool up, and the new one's documents end."""
    monkeypatch.setattr("cleaner.service.pool.STILL", 0)
    pool, futures = Pool(Settings(seconds=0.05), run), []

    def schedule(given: Job, seconds: float) -> Ticket:
        pool._last_end = math.inf
        futures.append(future := ProcessFuture[Outcome]())
        if (end := ends[len(futures) - 1]) is not None:
            future.set_exception(end) if end is BROKEN else future.set_result(end)
        return Ticket(given, seconds, future, Stopped())

    monkeypatch.setattr(pool, "_schedule", schedule)
    assert outcome(pool, pool.submit(job(PAGE))) == code
    assert len(futures) == len(ends)
    assert pool._places._value == pool.settings.queue + pool.settings.pool_size
