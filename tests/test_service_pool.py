"""The pool's waiting, apart from its processes."""

from __future__ import annotations

import pytest
from pebble import ProcessFuture

from cleaner.service.pool import _is_done
from cleaner.service.work import Outcome


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
