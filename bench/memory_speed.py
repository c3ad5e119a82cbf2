"""`python -m bench memory-speed`: how long learning takes, how large a memory is, and what asking it costs."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import click

from bench import sites
from bench.batch import watched
from bench.sites import SitePage
from cleaner import Memory, clean, intake

TRIED = 1000
"""Pages that are cleaned with and without the memory, in turn, so that a slow minute of the machine hits both."""


@click.command()
@click.option("--pages", default=100_000, show_default=True, type=click.IntRange(1))
@click.option("--sites", "number", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--count-only", is_flag=True, help="As for learn.")
@click.option("--limit", type=click.IntRange(100), help="As for learn.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="As for learn.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where the memory stays. If it is there, it is used.")
def main(pages: int, number: int, workers: int, folder: Path | None, **told: Any) -> None:
    """Learn made-up pages of many sites, one page of each site after the other, and clean with what was learned.

    Sites share six frames and their articles; a memory keeps sites apart, so that makes no difference to it.
    """
    made = [sites.pages(name, -(-pages // number)) for name in sites.names()]
    with tempfile.TemporaryDirectory() as place:
        source, memory = Path(place) / "pages.jsonl", (folder or Path(place)) / "memory"
        if not memory.exists():
            memory.parent.mkdir(parents=True, exist_ok=True)
            write(source, made, pages, number)
            click.echo(f"{pages} pages of {number} sites, {source.stat().st_size / 1e6:.0f} MB")
            options = ["--count-only"] * told["count_only"] + (["--limit", str(told["limit"])] if told["limit"] else [])
            learn(source, memory, ["--workers", str(workers), *options])
            compact(memory)
        tell_speed(memory, made, number)


def write(path: Path, made: list[list[SitePage]], pages: int, number: int) -> None:
    """A line of JSON a page: the first page of each site, the second of each, and so on."""
    with path.open("w", encoding="utf-8") as file:
        for count in range(pages):
            turn, site = divmod(count, number)
            row = {"site": site_name(site), "text": made[site % len(made)][turn].text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def site_name(site: int) -> str:
    return f"site{site}.example"


def learn(source: Path, memory: Path, options: list[str]) -> None:
    start = time.monotonic()
    used = watched(command("learn", str(source), "--memory", str(memory), *options))
    click.echo(
        f"learned in {time.monotonic() - start:.0f} s, {used.processor:.0f} s of the processor's time, with at most "
        f"{max(used.memory) / 1e6:.0f} MB of memory; the file has {memory.stat().st_size / 1e6:.0f} MB"
    )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cleaner", *arguments]


def compact(memory: Path) -> None:
    start = time.monotonic()
    subprocess.run(command("memory", "compact", str(memory)), check=True)  # noqa: S603 - our own command
    click.echo(f"compacted in {time.monotonic() - start:.0f} s, {memory.stat().st_size / 1e6:.0f} MB")


def tell_speed(path: Path, made: list[list[SitePage]], number: int) -> None:
    """Processor time of a page without the memory and with it, and of reading what is known of a site."""
    memory = Memory(path)
    pages = list(drawn(made, number))
    names = sorted({site for site, _ in pages})
    start = time.process_time()
    for name in names:
        memory.recall(intake.read("", "text"), name)
    click.echo(f"a site's first page: {1000 * (time.process_time() - start) / len(names):.2f} ms more")
    spent: dict[bool, list[float]] = {False: [], True: []}
    for site, page in pages:
        for with_it in (False, True):
            start = time.process_time()
            clean(page.text, kind="text", memory=memory if with_it else None, site=site)
            spent[with_it].append(time.process_time() - start)
    without, known = (1000 * median(spent[each][TRIED // 10 :]) for each in (False, True))
    total = sum(spent[False][TRIED // 10 :]) / sum(spent[True][TRIED // 10 :])
    click.echo(f"a page: {without:.2f} ms without, {known:.2f} ms with (medians); {100 * total:.0f} % of the speed")


def drawn(made: list[list[SitePage]], number: int) -> Iterator[tuple[str, SitePage]]:
    dice = random.Random(1)  # noqa: S311 - always the same pages
    for _ in range(TRIED):
        site = dice.randrange(number)
        yield site_name(site), dice.choice(made[site % len(made)])
