"""`python -m bench undated CORPUS_DIR...`: what other tools say of the pages on which no day of publication is found
here though the gold has one, and how long they take to read one. extruct is asked where it is installed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from bench import corpora, metrics, peers
from bench.corpora import Example
from bench.table import drawn
from cleaner import clean
from cleaner.metadata import dates

PUBLISHED = frozenset({"datepublished", "http://schema.org/datepublished", "https://schema.org/datepublished"})
LINES = {
    "a date alone": "3. März 2026, 17:58",
    "a byline": "Von Anna Muster und Karl Beispiel, Frankfurt, 3. März 2026",
}
"""Lines that a date is read from."""

REPEATS = 20

Read = Callable[[Example], str | None]


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Tell what others find where nothing is found here, and how long reading a line takes."""
    tools = readers()
    counts: dict[str, Counter[str]] = {name: Counter() for name in tools}
    pages = 0
    for example in (each for folder in folders for each in corpora.read(folder) if each.date):
        found = clean(example.html(), kind="html", url=example.url).metadata
        if found.date_published:
            continue
        pages += 1
        for name, read in tools.items():
            counts[name][outcome(read(example), example.date or "", found.date_modified)] += 1
    columns = ("right", "right, as the last change", "another day", "none")
    click.echo(f"{pages} pages\n")
    click.echo(drawn(["tool", *columns], [[name, *(str(of[each]) for each in columns)] for name, of in counts.items()]))
    click.echo("\n" + drawn(["milliseconds", *LINES], timed()))


def outcome(told: str | None, gold: str, changed: str | None) -> str:
    """What a day is against the gold, and against the day of the last change."""
    if not told:
        return "none"
    if not metrics.same_day(told, gold):
        return "another day"
    return "right, as the last change" if metrics.same_day(changed, gold) else "right"


def readers() -> dict[str, Read]:
    """What finds a page's day of publication, by name."""
    found: dict[str, Read] = {"htmldate": lambda example: peers.htmldate(example.html(), example.url).date}
    return found | ({"extruct": by_extruct} if find_spec("extruct") else {})


def by_extruct(example: Example) -> str | None:
    """The first datePublished in JSON-LD, microdata or RDFa."""
    from extruct import extract

    told = extract(example.html(), syntaxes=["json-ld", "microdata", "rdfa"], errors="ignore")
    values = (dates.parse(value) for value in stated(told) if isinstance(value, str))
    return next(filter(None, values), None)


def stated(value: Any) -> Iterator[Any]:
    """What is said under datePublished, at any depth; the innermost values alone."""
    if isinstance(value, list):
        for each in value:
            yield from stated(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name.lower() in PUBLISHED:
                yield from (part.get("@value") if isinstance(part, dict) else part for part in _listed(each))
            else:
                yield from stated(each)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def timed() -> list[list[str]]:
    """The median time of reading each line, a row a tool."""
    from dateparser import parse
    from dateparser.search import search_dates

    rows: dict[str, tuple[Callable[[str], object], ...]] = {
        "cleaner": (dates.parse, dates.parse),
        "dateparser": (parse, search_dates),  # parse() takes a line that is nothing but a date
    }
    return [
        [name, *(f"{median(read, line):.3f}" for read, line in zip(reads, LINES.values(), strict=True))]
        for name, reads in rows.items()
    ]


def median(read: Callable[[str], object], line: str) -> float:
    """Milliseconds of one call; the first is not counted."""
    read(line)
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        read(line)
        taken.append(time.perf_counter() - begun)
    return 1000 * sorted(taken)[REPEATS // 2]
