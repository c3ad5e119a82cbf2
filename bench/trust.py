"""`python -m bench trust CORPUS_DIR...`: which share of the metadata is right, by the confidence it is told with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from bench import corpora, metrics
from bench.corpora import Example
from bench.table import drawn
from cleaner import clean
from cleaner.document import Metadata

FIELDS = {"title": "title", "day of publication": "date_published", "authors": "authors"}
"""The name in the table, and the field of the metadata."""

STEPS = (0.9, 0.8, 0.7, 0.6, 0.4, 0.0)
"""The lowest confidence of each row."""

FEWEST = 20
"""Values from which on a share is told."""

Marks = Mapping[tuple[str, float], Sequence[bool]]


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--renderer", help="Give page text that this made, not the HTML.")
def main(folders: tuple[Path, ...], renderer: str | None) -> None:
    """Tell what share of the values is right, by confidence."""
    marks: defaultdict[tuple[str, float], list[bool]] = defaultdict(list)
    for folder in folders:
        for example in corpora.read(folder):
            page = example.text(renderer) if renderer else example.html()
            found = clean(page, kind="text" if renderer else "html", url=example.url).metadata
            for name, is_right in judged(found, example):
                marks[name, step(found.sources[FIELDS[name]].confidence)].append(is_right)
    click.echo(table(marks))


def judged(found: Metadata, example: Example) -> Iterable[tuple[str, bool]]:
    """The fields that both the page's gold and the metadata have, and whether they are the same."""
    if example.title and found.title:
        yield "title", bool(metrics.same_title(found.title, example.title))
    if example.date and found.date_published:
        yield "day of publication", bool(metrics.same_day(found.date_published, example.date))
    if example.authors and found.authors:
        yield "authors", bool(metrics.same_authors(found.authors, example.authors))


def step(confidence: float) -> float:
    """The row that a confidence belongs to."""
    return next(least for least in STEPS if confidence >= least)


def table(marks: Marks) -> str:
    """A row a step of confidence, a column a field: the share, and of how many values."""
    rows = [[f"{least:.1f} and more", *(_cell(marks.get((name, least), ())) for name in FIELDS)] for least in STEPS]
    return drawn(["confidence", *FIELDS], rows)


def _cell(marks: Sequence[bool]) -> str:
    return f"{sum(marks) / len(marks):.2f} of {len(marks)}" if len(marks) >= FEWEST else "–"
