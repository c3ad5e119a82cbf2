"""Runs tools over pages in turn: each tool in a process of its own, page by page, so that a slow minute of the
machine hits all of them alike.
"""

from __future__ import annotations

import io
import logging
import multiprocessing
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from bench.peers import Answer, Tool

Source = bytes | str

WARM_UP_CALLS = 2
START_SECONDS = 120  # the longest that importing a tool and its first calls may take


class Run(NamedTuple):
    """One call of one tool on one page."""

    answer: Answer
    seconds: float  # by the wall clock, from the page as bytes or text to the answer
    cpu_seconds: float  # of all threads of the tool's process: steadier on a busy machine
    error: str = ""  # empty where the tool answered; else what it raised, "timeout" or "crash"


class Worker:
    """One tool in its process. A tool that hangs or dies is started again for the next page."""

    def __init__(self, tool: Tool, warm_up: Source) -> None:
        self._start = partial(_start, tool, warm_up)
        self._process, self._pipe = self._start()

    def run(self, page: Source, url: str | None, seconds: float) -> Run:
        """The tool's answer, or an empty one after `seconds`."""
        try:
            self._pipe.send((page, url))
            if self._pipe.poll(seconds):
                run: Run = self._pipe.recv()
                return run
            error = "timeout"
        except (EOFError, OSError):
            error, seconds = "crash", 0.0
        self.stop()
        self._process, self._pipe = self._start()
        return Run(Answer(""), seconds, seconds, error)

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def race(
    tools: Sequence[Tool], pages: Iterable[tuple[Mapping[str, Source], str | None]], seconds: float
) -> Iterator[dict[Tool, Run]]:
    """The runs of every tool for one page after the other, in the order of `pages`.

    A page is a mapping from each source that a tool takes ("html", "innertext" …) to the page as that, and its URL
    where it is known. A tool that needs more than `seconds` is ended. The first page is given to every tool a few times
    before the clock counts.
    """
    workers: dict[Tool, Worker] = {}
    try:
        for page, url in pages:
            for tool in tools:
                if tool not in workers:
                    workers[tool] = Worker(tool, page[tool.source])
            yield {tool: workers[tool].run(page[tool.source], url, seconds) for tool in tools}
    finally:
        for worker in workers.values():
            worker.stop()


def _start(tool: Tool, warm_up: Source) -> tuple[Any, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(tool, warm_up, theirs), daemon=True)
    process.start()
    theirs.close()
    if not ours.poll(START_SECONDS) or ours.recv() != "ready":
        process.kill()
        raise RuntimeError(f"{tool.name} did not start")
    return process, ours


def _serve(tool: Tool, warm_up: Source, pipe: Connection) -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for _ in range(WARM_UP_CALLS):
            _timed(tool, warm_up, None)
        pipe.send("ready")
        while True:
            pipe.send(_timed(tool, *pipe.recv()))


def _timed(tool: Tool, page: Source, url: str | None) -> Run:
    answer, error = Answer(""), ""
    start, cpu_start = time.perf_counter(), time.process_time()
    try:
        answer = tool.call(page, url)
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"[:200]
    return Run(answer, time.perf_counter() - start, time.process_time() - cpu_start, error)
