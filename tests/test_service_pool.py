"""The pool: how it waits, who holds a place in its queue, and when it is given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pebble import ProcessFuture

from cleaner.api import ProblemError
from cleaner.service.pool import Pool, _is_done
from cleaner.service.settings import Settings
from cleaner.service.work import Cleaned, Job, Outcome
from faults import SLEEPS, run
from serving import PAGE


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
