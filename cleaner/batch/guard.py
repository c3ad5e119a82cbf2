"""A process that cleans, and what guards it: if a document hangs, crashes it or takes all memory, another process is
started, and the document becomes an error.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from cleaner.batch import work
from cleaner.batch.job import Chunk, Job, Problem, Source
from cleaner.batch.work import Do, Task, clean_chunk

STRIKES = 2
"""So many processes have to die of a document until it is taken for the culprit: what ends them may be something else,
such as a machine without memory. A process that has used up its time is certain.
"""

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["__main__", "cleaner.batch.preload"])


class StartError(RuntimeError):
    """A process does not even start, or was stopped."""


class Death(NamedTuple):
    """How a process ended."""

    at: int  # index of the record that it was at, work.BETWEEN for none
    code: int  # its exit code, negative for a signal

    @property
    def problem(self) -> Problem:
        if self.code == -signal.SIGPROF:
            return Problem("timeout", "Takes too much of the processor's time (--time-limit).")
        if self.code == -signal.SIGALRM:
            return Problem("timeout", "Takes too long by the clock (--time-limit).")
        name = signal.Signals(-self.code).name if -self.code in set(signal.Signals) else f"exit code {self.code}"
        return Problem("crash", f"The process that cleaned it died: {name}.")


class Guard:
    """One process at a time, started when it is first needed."""

    def __init__(self, job: Job, do: Do = clean_chunk) -> None:
        """Takes what the process does with a chunk."""
        self._job, self._do = job, do
        self._at: Any = CONTEXT.RawValue("l", work.BETWEEN)
        self._process: Any = None
        self._connection: Connection | None = None
        self._stopped = False

    def run(self, source: Source, chunk: Chunk) -> Any:
        """What comes of a chunk, however often its process dies: a Result, if it is to be cleaned.

        Raises:
            StartError: no process can be started, or stop() was called.
        """
        strikes: Counter[int] = Counter()
        given_up: dict[int, Problem] = {}
        untouched: set[int] = set()
        source = source._replace(pages=())
        while True:
            result = self._try(Task(source, chunk, given_up, untouched))
            if not isinstance(result, Death):
                return result
            if self._stopped:
                raise StartError("The process that cleans was stopped.")
            suspects = [result.at] if result.at != work.BETWEEN else range(len(chunk.raws))
            strikes[result.at] += 1
            for index in suspects:
                if index in given_up:
                    untouched.add(index)
                elif result.code == -signal.SIGPROF or strikes[result.at] >= STRIKES:
                    given_up[index] = result.problem

    def _try(self, task: Task) -> Any:
        try:
            connection = self._connection or self._start()
            connection.send(task)
            return connection.recv()
        except (EOFError, OSError):
            return self._bury()

    def _start(self) -> Connection:
        self._at.value = work.BETWEEN
        self._connection, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=work.serve, args=(theirs, self._at, self._job, self._do), daemon=True)
        try:
            process.start()
        except (EOFError, OSError) as error:
            self.close()
            raise StartError(f"A process that cleans did not start: {error}") from error
        finally:
            theirs.close()
        self._process = process  # not before it is started, since nobody can end it until then
        if self._stopped:  # in the meantime
            process.kill()
        try:
            self._connection.recv()
        except EOFError:
            raise StartError(f"A process that cleans did not start: {self._bury().problem.message}") from None
        return self._connection

    def _bury(self) -> Death:
        self._process.join()
        death = Death(self._at.value, self._process.exitcode or 0)
        self.close()
        return death

    def stop(self) -> None:
        """End the process whatever it does; another thread may be waiting for it, and gets a StartError."""
        self._stopped = True
        process = self._process
        if process:
            process.kill()

    def close(self) -> None:
        """End the process, which has nothing to do."""
        if self._connection:
            self._connection.close()
            self._connection = None
        if self._process:
            self._process.kill()
            self._process.join()
            self._process = None
