"""The commands `cleaner learn` and `cleaner memory`."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from cleaner.memory import upkeep
from cleaner.memory.show import as_json, as_table
from cleaner.memory.store import MemoryFileError, Store

SOME_FAILED, STOPPED = 1, 3
CUT_OFF = (
    "cleaner: learning into {} was cut off before: {} pages of it are there, its last batch is lost. The same command "
    "learns what is missing: pages that are known don't count again."
)

FORMS = ("csv", "jsonl", "pages", "parquet", "warc")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(epilog="Exit codes: 0 all fine, 1 some pages could not be learned, 2 usage, 3 stopped, 130 interrupted.")
@click.argument("names", nargs=-1, required=True, metavar="INPUT...")
@click.option("--memory", "path", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--site", help="Where all pages are from. Default: --site-column, else the host of the URL.")
@click.option("--site-column", default="site", show_default=True, help="Column of the site.")
@click.option("--count-only", is_flag=True, help="Do not note what the cleaner takes for content: eight times as fast.")
@click.option("--samples", is_flag=True, help="Keep the text of lines that stand on 3 pages or more, to be looked at.")
@click.option("--limit", type=click.IntRange(100), metavar="LINES", help="Bound the memory to so many lines a site.")
@click.option("--from", "read_as", type=click.Choice(FORMS), help="Default: by the names, as for batch.")
@click.option("--text-column", "text", default="text", show_default=True, help="Column of the page: text or HTML.")
@click.option("--url-column", "url", default="url", show_default=True, help="Column of the page's URL.")
@click.option("--kind", type=click.Choice(["text", "html"]), help="What pages are. Default: told from each.")
@click.option("--workers", type=click.IntRange(1), help="Processes that read pages. Default: one a processor.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--ray-address", help="Of a running cluster. Default: RAY_ADDRESS, else one on this machine.")
def learn(names: Sequence[str], path: Path, limit: int | None, **told: Any) -> int:
    """Learn what stands on many pages of one site, from the pages of every INPUT, into FILE.

    INPUT is what `cleaner batch` takes. FILE is made, or learns more. A page that it knows does not count again.
    docs/memory.md tells more.
    """
    with _opened(path) as store:
        if store.state("unfinished"):
            click.echo(CUT_OFF.format(path, store.state("unfinished_pages")), err=True)
        if limit and limit != store.limit:
            with store.transaction():
                upkeep.set_limit(store, limit)
        return _learn(store, names, told)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _learn(store: Store, names: Sequence[str], told: dict[str, Any]) -> int:
    from cleaner.batch import inputs  # noqa: PLC0415 - its libraries are an extra
    from cleaner.batch.guard import StartError  # noqa: PLC0415
    from cleaner.batch.job import Columns, Job  # noqa: PLC0415
    from cleaner.memory import learn as learning  # noqa: PLC0415

    columns = Columns(told["text"], url=told["url"], site=told["site_column"])
    options = {"site": told["site"], "judge": not told["count_only"], "sample": told["samples"]}
    job = Job(os.devnull, told["read_as"], columns=columns, kind=told["kind"], options=options)
    try:
        sources = inputs.find(names, job).sources
    except inputs.InputError as error:
        raise click.UsageError(str(error)) from error
    try:
        if told["engine"] == "ray":
            done = _on_ray().learn(store, job, sources, told["workers"], told["ray_address"])
        else:
            tell = _progress if sys.stderr.isatty() else None
            done = learning.learn(store, job, sources, told["workers"] or _processors(), tell)
    except (OSError, StartError, sqlite3.Error) as error:
        click.echo(f"cleaner: stopped: {error}. What is written is kept; the same command goes on.", err=True)
        return STOPPED
    click.echo(f"{done.pages} pages learned{_known(done.known)}, {len(store.sites())} sites in {store.path}")
    return _failed(done.problems)


def _on_ray() -> Any:
    try:
        from cleaner.memory import on_ray  # noqa: PLC0415 - an extra of its own
    except ModuleNotFoundError as error:
        raise click.UsageError("--engine ray needs Ray. In the clone: .venv/bin/pip install '.[ray]'") from error
    return on_ray


def _known(known: int) -> str:
    return f", {known} were known" if known else ""


def _failed(problems: Counter[str]) -> int:
    for kind, number in problems.most_common():
        told = "no_site: name a --site, or a column of sites or URLs" if kind == "no_site" else kind
        click.echo(f"cleaner: {number} not learned: {told}", err=True)
    return SOME_FAILED if problems else 0


def _progress(pages: int) -> None:
    click.echo(f"\r\x1b[K{pages} pages\r", nl=False, err=True)


@click.group()
def memory() -> None:
    """Look at memories and keep them in order. docs/memory.md tells more."""


@memory.command()
@click.argument("path", type=FILE, metavar="FILE")
@click.option("--site", help="Show its lines, not the sites.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="So many sites or lines.")
@click.option("--json", "is_json", is_flag=True, help="As JSON, a line each.")
def show(path: Path, site: str | None, top: int, is_json: bool) -> None:
    """Show the sites in FILE, or the lines of one, the most common first."""
    with _opened(path) as store:
        if store.state("unfinished"):
            click.echo(CUT_OFF.format(path, store.state("unfinished_pages")), err=True)
        write = as_json if is_json else as_table
        for line in write(store, site, top):
            click.echo(line)


@memory.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.argument("others", nargs=-1, required=True, type=FILE, metavar="OTHER...")
def merge(path: Path, others: Sequence[Path]) -> None:
    """Add the counts of every OTHER to FILE, which is made if there is none."""
    with _opened(path) as store:
        for other in others:
            if other.resolve() == path.resolve():
                raise click.UsageError(f"{other} is FILE itself.")
            merged = upkeep.merge(store, other)
            click.echo(f"{other}: {merged.pages} pages added")
            if merged.twice:
                click.echo(f"cleaner: {merged.twice} of them were known, and count twice now", err=True)


@memory.command()
@click.argument("path", type=FILE, metavar="FILE")
@click.option("--keep", default=0.5, show_default=True, type=click.FloatRange(0, 1), help="Share that stays.")
def age(path: Path, keep: float) -> None:
    """Let all counts in FILE fade, so that pages that are learned later weigh more: sites change their looks."""
    with _opened(path) as store:
        upkeep.age(store, keep)


@memory.command()
@click.argument("path", type=FILE, metavar="FILE")
def compact(path: Path) -> None:
    """Drop from FILE the lines that stand on one page alone, which cleaning does not need."""
    with _opened(path) as store:
        upkeep.compact(store)


@memory.command()
@click.argument("path", type=FILE, metavar="FILE")
@click.option("--site", help="Forget this one alone.")
def clear(path: Path, site: str | None) -> None:
    """Forget what FILE knows."""
    with _opened(path) as store:
        upkeep.clear(store, site)


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    """A memory; an error with its file, or with another, ends the command."""
    try:
        with Store(path) as store:
            yield store
    except MemoryFileError as error:
        raise click.UsageError(str(error)) from error
