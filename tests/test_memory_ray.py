"""`cleaner learn --engine ray` comes to the same counts as one process."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("ray", reason="needs the extra: ray")

from test_memory_commands import cleaner, jsonl
from test_memory_store import PAGES, rows


def test_ray_adds_up_to_the_same_memory(tmp_path: Path) -> None:
    parts = [jsonl(tmp_path / f"{number}.jsonl", PAGES[number::2]) for number in range(2)]
    parts.append(jsonl(tmp_path / "copies.jsonl", PAGES[:3]))
    told = cleaner("learn", parts[0], "--memory", tmp_path / "ray", "--count-only", "--workers", "1")
    assert told.startswith("20 pages learned")
    told = cleaner("learn", *parts, "--memory", tmp_path / "ray", "--count-only", "--engine", "ray", "--workers", "1")
    assert told.startswith("20 pages learned, 23 were known")
    cleaner("learn", *parts, "--memory", tmp_path / "local", "--count-only", "--workers", "1")
    assert rows(tmp_path / "ray") == rows(tmp_path / "local")
