"""`python -m bench floors`: fails where a figure has fallen below the one pinned in floors.json.

The shipped weights are trained on these corpora, so the floors show that something broke. They say nothing of how good
the cleaner is on sites that it has not seen: that is what the training command's cross-validation is for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from math import floor
from pathlib import Path
from typing import NamedTuple

import click

from bench import corpora
from bench.compare import fixed_sample, run
from bench.peers import Tool
from bench.scores import QUALITY, figures
from bench.table import drawn

FLOORS_FILE = Path(__file__).with_name("floors.json")
CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
NAMES = ("fundus", "daniel", "trafilatura", "wcxb")
SOURCES = ("html", "innertext", "bs4", "inscriptis", "recall", "oneline", "textcontent")
SLACK = 0.001  # another machine's rounding may tip one piece of a page
SECONDS = 60.0

Figures = dict[str, dict[str, dict[str, float]]]  # corpus -> source -> figure -> share, 0 to 1


class Row(NamedTuple):
    """One figure beside its floor."""

    corpus: str
    source: str
    name: str
    reached: float
    pinned: float | None

    @property
    def fell(self) -> bool:
        return self.pinned is not None and self.reached < self.pinned - SLACK


@click.command()
@click.option("--corpora", "folder", type=click.Path(path_type=Path), default=CORPORA, help="Where the corpora lie.")
@click.option("--raise", "lift", is_flag=True, help="Lift the floors to what is reached now. Never lowers one.")
def main(folder: Path, lift: bool) -> None:
    """Check the cleaner's quality against floors.json on a fixed sample of each corpus.

    Ends with 0 where all is well or where there are no corpora, with 1 where a figure fell.
    """
    if not folder.is_dir():
        click.echo(f"skipped: no corpora at {folder}")
        return
    pinned: Figures = json.loads(FLOORS_FILE.read_text())
    reached = measure(folder)
    rows = list(compared(reached, pinned))
    click.echo(drawn(["corpus", "source", "figure", "reached", "floor", ""], [_cells(row) for row in rows]))
    if lift:
        FLOORS_FILE.write_text(json.dumps(raised(pinned, reached), indent=2) + "\n")
    if any(row.fell for row in rows):
        sys.exit(1)


def measure(folder: Path) -> Figures:
    """The cleaner's figures on the sample of every corpus that is there."""
    found: Figures = {}
    tools = [Tool("cleaner", source) for source in SOURCES]
    for corpus in NAMES:
        if not (folder / corpus).is_dir():
            click.echo(f"skipped: no {corpus} at {folder}")
            continue
        results = run(tools, fixed_sample(corpora.read(folder / corpus)), SECONDS)
        found[corpus] = {tool.source: _quality(figures(of_tool)) for tool, of_tool in results.items()}
    return found


def compared(reached: Figures, pinned: Figures) -> Iterable[Row]:
    """Every figure reached, beside its floor."""
    for corpus, by_source in reached.items():
        for source, shares in by_source.items():
            floors = pinned.get(corpus, {}).get(source, {})
            yield from (Row(corpus, source, name, share, floors.get(name)) for name, share in shares.items())


def raised(pinned: Figures, reached: Figures) -> Figures:
    """The floors with each lifted to what was reached where that is higher. Neither argument is changed."""
    lifted = {corpus: {source: dict(shares) for source, shares in rows.items()} for corpus, rows in pinned.items()}
    for row in compared(reached, pinned):
        shares = lifted.setdefault(row.corpus, {}).setdefault(row.source, {})
        shares[row.name] = max(floor(row.reached * 1000) / 1000, row.pinned or 0.0)
    return lifted


def _quality(shares: Mapping[str, float | None]) -> dict[str, float]:
    return {name: share for name in QUALITY if (share := shares[name]) is not None}


def _cells(row: Row) -> list[str]:
    pinned = "–" if row.pinned is None else f"{row.pinned:.3f}"
    return [row.corpus, row.source, row.name, f"{row.reached:.3f}", pinned, "FELL" if row.fell else ""]
