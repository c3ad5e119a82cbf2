"""docs/benchmark.md names every command, option, tool and figure of the benchmark."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import compare, floors, linear, peers, scores, table

DOCS = (Path(__file__).parents[1] / "docs" / "benchmark.md").read_text()
OPTIONS = {option for command in (compare.main, floors.main, linear.main) for p in command.params for option in p.opts}


@pytest.mark.parametrize("option", sorted(option for option in OPTIONS if option.startswith("--")))
def test_options(option):
    assert f"`{option}" in DOCS or f" {option}" in DOCS


@pytest.mark.parametrize("tool", sorted({*peers.HTML, *peers.TEXT}))
def test_tools(tool):
    assert f"`{tool}`" in DOCS


@pytest.mark.parametrize("figure", [*scores.QUALITY, *scores.COST, *table.RATIOS])
def test_figures(figure):
    assert figure in DOCS


@pytest.mark.parametrize("command", sorted(bench.COMMANDS))
def test_commands(command):
    assert f"python -m bench {command}" in DOCS
