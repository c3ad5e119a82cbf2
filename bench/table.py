"""A corpus's figures as a table for people, and with the circumstances for JSON."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import distributions
from typing import Any

from bench.peers import REFERENCE, Tool
from bench.scores import COST, QUALITY, Result, figures

PACKAGES = {
    *("article-cleaner", "boilerpy3", "goose3", "htmldate", "justext", "lxml", "newspaper4k"),
    *("readability-lxml", "resiliparse", "trafilatura"),
}

RATIOS = {"ratio": "median ms", "CPU ratio": "median CPU ms"}
"""Columns of a tool's time by that of the reference."""


def tabulate(corpus: str, results: Mapping[Tool, Sequence[Result]]) -> dict[str, Any]:
    """A row a tool, with its figures and its median times by those of the reference on the same pages' HTML."""
    rows = [_row(tool, of_tool) for tool, of_tool in results.items()]
    base = next((row for row in rows if (row["tool"], row["source"]) == (REFERENCE, "html")), None)
    for row in rows:
        for ratio, column in RATIOS.items():
            row[ratio] = row[column] / base[column] if base and base[column] else None
    return {"corpus": corpus, "pages": max(map(len, results.values()), default=0), "rows": rows}


def render(table: Mapping[str, Any]) -> str:
    """The table as Markdown. Columns that no row fills are left out."""
    rows = table["rows"]
    columns = [name for name in (*QUALITY, *COST, *RATIOS) if any(row[name] is not None for row in rows)]
    cells = [[row["tool"], row["source"], *(_cell(name, row[name]) for name in columns)] for row in rows]
    return f"## {table['corpus']}, {table['pages']} pages\n\n" + drawn(["tool", "source", *columns], cells)


def drawn(head: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns line up."""
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    lines = [head, ["-" * width for width in widths], *cells]
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)


def circumstances() -> dict[str, Any]:
    """When, where and with which versions the figures were measured."""
    found = {package.name.lower(): package.version for package in distributions()}
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {name: found[name] for name in sorted(PACKAGES & found.keys())},
    }


def _row(tool: Tool, results: Sequence[Result]) -> dict[str, Any]:
    kinds = Counter(result.run.error.split(":")[0] for result in results if result.run.error)
    return {"tool": tool.name, "source": tool.source, **figures(results), "kinds of errors": dict(kinds)}


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return "–"
    digits = 2 if column in RATIOS else {"errors": 0}.get(column, 1 if column in COST else 3)
    return f"{value:.{digits}f}"
