"""One machine: one process reads and writes, the others clean. Chunks come back in the order in which they were read,
so that one shard at a time is open, and what is held in memory is bounded.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from cleaner.batch.guard import Guard
from cleaner.batch.job import Chunk, Job, Result, Source
from cleaner.batch.output import Shard
from cleaner.batch.run import Run
from cleaner.batch.shards import chunks
from cleaner.batch.work import Do, clean_chunk

AHEAD, AHEAD_BYTES = 64, 16_000_000
"""Chunks, and bytes of them, that may be read before the oldest is written, for each process. While one document takes
long, the other processes go on with these.
"""


class Guards:
    """A process for each thread of a pool."""

    def __init__(self, job: Job, number: int, do: Do = clean_chunk) -> None:
        """Takes how many, and what they do with a chunk."""
        self._job, self._do, self._own = job, do, threading.local()
        self._all: list[Guard] = []
        self._pool = ThreadPoolExecutor(number)

    def submit(self, source: Source, chunk: Chunk) -> Future[Any]:
        """Have a chunk done."""
        return self._pool.submit(self._run, source, chunk)

    def _run(self, source: Source, chunk: Chunk) -> Any:
        if not hasattr(self._own, "guard"):
            self._own.guard = Guard(self._job, self._do)
            self._all.append(self._own.guard)
        return self._own.guard.run(source, chunk)

    def close(self) -> None:
        """End all processes, whatever they do."""
        for guard in self._all:
            guard.stop()
        self._pool.shutdown(cancel_futures=True)
        for guard in self._all:
            guard.close()


def clean(run: Run, workers: int) -> None:
    """Clean what is not done yet.

    Args:
        run: what to clean, and where its shards go.
        workers: how many processes clean.

    Raises:
        OSError: the output can't be written.
        StartError: the processes don't start.
    """
    guards, writer = Guards(run.job, workers), Writer(run)
    waiting: deque[tuple[Chunk, Future[Result]]] = deque()
    held = 0
    try:
        for chunk in chunks(run.job, dict(enumerate(run.sources)), run.done):
            waiting.append((chunk, guards.submit(run.sources[chunk.source], chunk)))
            held += chunk.size
            while waiting and (waiting[0][1].done() or len(waiting) > AHEAD * workers or held > AHEAD_BYTES * workers):
                held -= waiting[0][0].size
                writer.write(*waiting.popleft())
        while waiting:  # what is written is let go of
            writer.write(*waiting.popleft())
    finally:
        guards.close()
        writer.close()


class Writer:
    """Writes chunks in the order in which they were read, so one shard at a time."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._shard: Shard | None = None

    def write(self, chunk: Chunk, cleaned: Future[Result]) -> None:
        """Write a chunk as soon as it is cleaned."""
        result, run = cleaned.result(), self._run
        if chunk.failure:
            self.close()
            run.failed(chunk)
            return
        self._shard = self._shard or Shard(run.output, run.job, chunk.source, run.sources[chunk.source], chunk.shard)
        self._shard.add(result)
        run.cleaned(chunk.source, result, chunk.raws[-1].seen if chunk.raws else 1.0)
        if chunk.last:
            run.finished(self._shard.finish(chunk.following))
            self._shard = None

    def close(self) -> None:
        """Drop the shard that was not finished."""
        if self._shard:
            self._shard.discard()
        self._shard = None
