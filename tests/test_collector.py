"""Processes that clean page after page look for garbage seldom; whoever calls clean() keeps what Python does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cleaner import collector


def told(code: str) -> list[str]:
    """The threshold after some code in a process of its own, and how many objects are never looked at."""
    code += "; import gc; print(gc.get_threshold()[0], gc.get_freeze_count())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize(
    ("needs", "code"),
    [("flask", "import cleaner.service.warm"), ("pyarrow", "from cleaner.batch import work; work.warm()")],
)
def test_processes_of_ours_look_seldom(needs: str, code: str) -> None:
    pytest.importorskip(needs)
    threshold, frozen = told(code)
    assert int(threshold) == collector.NEW_OBJECTS
    assert int(frozen) > 10_000


def test_the_library_leaves_it_as_it_is() -> None:
    assert told("from cleaner import clean; clean('A text.'); clean('<p>A page</p>')") == told("pass")
