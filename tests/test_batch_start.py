"""Processes that are stopped while they start, or do not start at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

from cleaner.batch import guard
from cleaner.batch.guard import Guard, StartError
from cleaner.batch.job import Chunk, Job, Result, Source
from test_batch import environment, pages, write

SOURCE, CHUNK = Source("a.jsonl", "", "jsonl", 0), Chunk(0, 0, (), True, None)
SLOWLY = """
import sys, time
from cleaner.batch import guard
start = guard.CONTEXT.Process.start
def slowly(process):
    print("starts", file=sys.stderr, flush=True)
    time.sleep(2)
    start(process)
guard.CONTEXT.Process.start = slowly
sys.argv[0] = "cleaner"
from cleaner.cli import main
main()
"""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_while_its_processes_start(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    write(tmp_path / "in.jsonl", pages(1))
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, "batch", "in.jsonl", "--output", "out", "--workers", "1"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stderr
            assert process.stderr.readline() == "starts\n"
            process.send_signal(sent)
            _, told = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == code
    assert told.strip() == "cleaner: stopped. What is finished is kept: --resume goes on."


def test_a_process_that_is_stopped_while_it_starts_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    one, start, started = Guard(Job("")), guard.CONTEXT.Process.start, []

    def stopped(process: Any) -> None:
        one.stop()
        start(process)
        started.append(process)

    with monkeypatch.context() as context:
        context.setattr(guard.CONTEXT.Process, "start", stopped)
        with pytest.raises(StartError):
            one.run(SOURCE, CHUNK)
    one.close()
    assert [process.exitcode for process in started] == [-signal.SIGKILL]


@pytest.mark.parametrize("error", [EOFError(), BlockingIOError(11, "Resource temporarily unavailable")])
def test_a_process_that_does_not_start_is_started_for_the_next_chunk(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_: Any) -> None:
        raise error

    one = Guard(Job(""))
    with monkeypatch.context() as context:
        context.setattr(guard.CONTEXT.Process, "start", fail)
        for _ in range(2):
            with pytest.raises(StartError):
                one.run(SOURCE, CHUNK)
    one.stop()
    one.close()
    other = Guard(Job(""))
    assert isinstance(other.run(SOURCE, CHUNK), Result)
    other.stop()
    other.close()
