"""`python -m bench memory`: body F1 without and with a memory of the site: made-up sites, the corpora's hosts."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import click

from bench import corpora, metrics, sites
from bench.floors import CORPORA
from bench.table import drawn
from cleaner import Memory, clean
from cleaner.document import Article
from cleaner.memory.learn import Learner
from cleaner.memory.observe import observe
from cleaner.memory.store import Store

STEPS = (2, 5, 10, 20)
"""Pages of a site that are known."""

NAMES = ("daniel", "fundus", "wcxb", "wcxb-other", "trafilatura")


class Page(NamedTuple):
    """A page and what is right."""

    site: str
    text: str
    body: str | None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@click.command()
@click.option("--corpora", "folder", type=click.Path(path_type=Path), default=CORPORA, help="Where the corpora lie.")
@click.option("--renderer", default="innertext", show_default=True, help="Which page text of the corpora.")
def main(folder: Path, renderer: str) -> None:
    """Print how good bodies are without a memory, and with one of 2, 5, 10 and 20 pages of each site.

    All pages of a made-up site are cleaned at every step, those that are not learned too.
    """
    click.echo(drawn(["site", "none", *map(str, STEPS), "quoted", "prompts"], made_up()) + "\n")
    head = ["corpus", "pages", "hosts", "figure", "without", "with", "better", "worse"]
    click.echo(drawn(head, of_corpora(folder, renderer)) if folder.is_dir() else f"skipped: no corpora at {folder}")


def made_up() -> list[list[str]]:
    """A row a site: its word F1, then lines that articles quote and that are kept, and prompts that are left."""
    rows = []
    for name in sites.names():
        made = sites.pages(name)
        pages = [Page(page.site, page.text, page.body) for page in made]
        bodies = [[article.body for article in cleaned(pages, pages[:step])] for step in (0, *STEPS)]
        found = [f"{score(pages, of_step):.3f}" for of_step in bodies]
        quoted = [f"{_standing(of_step, [page.quoted for page in made])}" for of_step in (bodies[0], bodies[-1])]
        prompts = [f"{_standing(of_step, [page.prompts for page in made])}" for of_step in (bodies[0], bodies[-1])]
        rows.append([name, *found, " -> ".join(quoted), " -> ".join(prompts)])
    return rows


def _standing(bodies: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    return sum(line in body for body, of_page in zip(bodies, lines, strict=True) for line in of_page)


def of_corpora(folder: Path, renderer: str) -> list[list[str]]:
    """A row a corpus: the hosts with two pages or more."""
    rows = []
    for name in NAMES:
        pages = several(read(folder / name, renderer)) if (folder / name).is_dir() else []
        if pages:
            without = [score([page], [article.body]) for page, article in zip(pages, cleaned(pages, []), strict=True)]
            with_it = [
                score([page], [article.body]) for page, article in zip(pages, cleaned(pages, pages), strict=True)
            ]
            changes = [after - before for before, after in zip(without, with_it, strict=True)]
            figure = "word F1" if pages[0].body else "segment F"
            hosts = len({page.site for page in pages})
            numbers = [f"{fmean(without):.4f}", f"{fmean(with_it):.4f}"]
            better, worse = sum(change > 1e-9 for change in changes), sum(change < -1e-9 for change in changes)
            rows.append([name, str(len(pages)), str(hosts), figure, *numbers, str(better), str(worse)])
    return rows


def read(folder: Path, renderer: str) -> Iterable[Page]:
    """The pages of a corpus that have something to compare with."""
    for example in corpora.read(folder):
        if example.body or example.segments_with or example.segments_without:
            text = example.text(renderer)
            yield Page(corpora.site(example), text, example.body, example.segments_with, example.segments_without)


def several(pages: Iterable[Page]) -> list[Page]:
    """The pages of the sites that have two or more."""
    by_site: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_site[page.site].append(page)
    return [page for of_site in by_site.values() if len(of_site) > 1 for page in of_site]


def cleaned(pages: Sequence[Page], learned: Sequence[Page]) -> list[Article]:
    """The pages, cleaned with a memory of others."""
    with tempfile.TemporaryDirectory() as folder:
        memory = learn(Path(folder) / "memory", [(page.site, page.text) for page in learned]) if learned else None
        return [clean(page.text, kind="text", memory=memory, site=page.site) for page in pages]


def learn(path: Path, pages: Iterable[tuple[str, str]]) -> Memory:
    """A memory of page texts, each with its site."""
    with Store(path) as store:
        learner = Learner(store)
        for site, text in pages:
            learner.add([site], [observe(text, "text")])
        learner.write(is_last=True)
    return Memory(path)


def score(pages: Sequence[Page], bodies: Sequence[str]) -> float:
    """Word F1, or where there are no bodies the F of the segments."""
    if pages[0].body:
        return metrics.word_f1(
            metrics.word_overlap(body, page.body or "") for page, body in zip(pages, bodies, strict=True)
        )
    found = (metrics.segments(body, page.wanted, page.unwanted) for page, body in zip(pages, bodies, strict=True))
    return metrics.segment_f(found)
