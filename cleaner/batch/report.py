"""What a run came to, as text and as one HTML file that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from cleaner.batch.plots import bars, columns
from cleaner.batch.progress import clock
from cleaner.batch.tally import Tally

LANGUAGES = 12
"""How many languages are named; the others are put together."""


class Summary(NamedTuple):
    """What a run came to."""

    tally: Tally
    shards: int
    sources: int
    earlier: int  # documents and errors of earlier runs that this one went on with
    seconds: float  # by the clock, of this run

    @property
    def rate(self) -> float:
        """Documents a second, of this run."""
        return (self.tally.documents + self.tally.errors - self.earlier) / self.seconds if self.seconds else 0.0


class Table(NamedTuple):
    """Counts under a heading."""

    title: str
    unit: str
    counts: Mapping[str, int]
    is_scale: bool = False  # whether the names are steps of a scale


def tables(tally: Tally) -> list[Table]:
    """What was counted, without what is empty."""
    counts = tally.counts
    found = [
        Table("Documents", "documents", _ranked(counts["status"])),
        Table("Characters kept, by label", "characters", _ranked(counts["kept"])),
        Table("Characters removed, by label", "characters", _ranked(counts["removed"])),
        Table("Share of the page that was kept, in percent", "documents", _steps(counts["percent_kept"]), True),
        Table("Languages", "documents", _most(counts["language"], LANGUAGES)),
        Table("Warnings", "documents", _ranked(counts["warning"])),
        Table("Errors, by kind", "errors", _ranked(counts["error"])),
        Table("Records that are no pages", "records", _most(counts["passed"], LANGUAGES)),
        Table("Time a page takes, in milliseconds up to", "documents", _steps(counts["milliseconds"]), True),
    ]
    return [table for table in found if table.counts]


LISTS = (("Slowest pages", "seconds", "slowest"), ("Strangest pages: where it is least sure", "doubt", "strangest"))


def facts(summary: Summary) -> list[tuple[str, str]]:
    """The figures that matter most, with their names."""
    tally = summary.tally
    kept, removed = tally.counts["kept"].total(), tally.counts["removed"].total()
    share = f" ({kept / (kept + removed):.0%})" if kept + removed else ""
    found = [
        ("documents cleaned", f"{tally.documents:,}"),
        ("errors", f"{tally.errors:,}"),
        ("of them in earlier runs", f"{summary.earlier:,}"),
        ("inputs", f"{summary.sources:,}"),
        ("shards", f"{summary.shards:,}"),
        ("characters kept", f"{kept:,}{share}"),
        ("characters removed", f"{removed:,}"),
        ("documents a second", f"{summary.rate:,.1f}"),
        ("time of this run", clock(summary.seconds)),
    ]
    return [(name, value) for name, value in found if summary.earlier or "earlier" not in name]


def as_text(summary: Summary) -> str:
    """The report for a terminal."""
    return "\n".join(_lines(summary)) + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    for name, value in facts(summary):
        yield f"{name:<24}{value:>20}"
    for table in tables(summary.tally):
        yield from ("", table.title)
        total = sum(table.counts.values())
        for name, count in table.counts.items():
            yield f"  {name:<22}{count:>20,}  {count / total:6.1%}"
    for title, unit, rows in _lists(summary.tally):
        yield from ("", title)
        yield f"  {unit:>8}  {'characters':>10}  page"
        for value, size, name, place, record in rows:
            yield f"  {value:8.3f}  {size:>10,}  {_page(name, place, record)}"


def _lists(tally: Tally) -> Iterator[tuple[str, str, Sequence[Sequence[Any]]]]:
    for title, unit, name in LISTS:
        rows = getattr(tally, name)
        if rows:
            yield title, unit, rows


def _page(name: str, place: str, record: int) -> str:
    return name if name.startswith(place) else f"{name} ({place}, record {record})"


def as_html(summary: Summary) -> str:
    """The report as a page with plots."""
    figures = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in facts(summary))
    plots = "".join(_plot(table) for table in tables(summary.tally))
    lists = "".join(_list(*each) for each in _lists(summary.tally))
    return PAGE.format(style=STYLE, figures=figures, plots=plots, lists=lists)


def _plot(table: Table) -> str:
    draw = columns if table.is_scale else bars
    return f"<section><h2>{escape(table.title)}</h2>{draw(table.counts, table.title, table.unit)}</section>"


def _list(title: str, unit: str, rows: Iterable[Sequence[Any]]) -> str:
    body = "".join(
        f"<tr><td>{value:.3f}<td>{size:,}<td>{escape(_page(name, place, record))}"
        for value, size, name, place, record in rows
    )
    return f"<section><h2>{title}</h2><table><tr><th>{unit}<th>characters<th>page{body}</table></section>"


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _most(counts: Counter[str], number: int) -> dict[str, int]:
    """The most frequent, and the sum of the others."""
    ranked = list(_ranked(counts).items())
    rest = sum(count for _, count in ranked[number:])
    return dict(ranked[:number]) | ({"others": rest} if rest else {})


def _steps(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts, key=int)}


STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --soft: #667084; --bar: #2f6f9f; --paper: #fff; --line: #d9dee6 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ef; --soft: #9aa4b5; --bar: #6fb1e0; --paper: #14181f; --line: #333b48 } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem;
  margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; margin: 0 }
dt { color: var(--soft) } dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums }
svg { width: 100%; height: auto; font: 13px system-ui, sans-serif; fill: var(--ink) }
svg .bar { fill: var(--bar) } svg .soft { fill: var(--soft) } svg line { stroke: var(--line) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: right; padding: .2rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
th:last-child, td:last-child { text-align: left; overflow-wrap: anywhere }
"""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>cleaner batch: report</title><style>{style}</style></head>
<body><h1>cleaner batch: report</h1><dl>{figures}</dl>{plots}{lists}</body></html>
"""
