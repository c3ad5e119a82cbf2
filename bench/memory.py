"""`python -m bench memory`: body F1 without and with a memory of the site: made-up sites, the corpora's hosts."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
@click.option("--renderer", "renderers", multiple=True, default=["innertext"], help="Which page texts: innertext.")
def main(folder: Path, renderers: Sequence[str]) -> None:
    """Print how good bodies are without a memory, and with one of 2, 5, 10 and 20 pages of each site.

    All pages of a made-up site are cleaned at every step, those that are not learned too. Then the corpora's hosts with
    two pages or more, how many of them are better with a memory of all their pages, and each that is below.
    """
    click.echo(drawn(["site", "none", *map(str, STEPS), "quoted", "prompts"], made_up()) + "\n")
    if not folder.is_dir():
        click.echo(f"skipped: no corpora at {folder}")
        return
    found = [figures for renderer in renderers for name in NAMES for figures in of_corpus(folder / name, renderer)]
    head = ["corpus", "text", "pages", "hosts", "figure", "without", "with", "better", "below"]
    click.echo(drawn(head, [row(figures) for figures in found]))
    for figures in found:
        for host in below(figures):
            click.echo(f"below: {host} ({figures.corpus}, {figures.renderer}): {figures.hosts[host]}")


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


class Figures(NamedTuple):
    """How good the bodies of a corpus are."""

    corpus: str
    renderer: str
    figure: str  # what is measured
    pages: int
    hosts: dict[str, tuple[float, float]]  # the means of a host's pages, without and with a memory
    means: tuple[float, float]  # those of all pages


def of_corpus(folder: Path, renderer: str) -> Iterator[Figures]:
    """The figures of the hosts with two pages or more, if the corpus has such hosts and such texts."""
    has_texts = folder.is_dir() and renderer in corpora.renderers(folder)
    pages = several(read(folder, renderer)) if has_texts else []
    if not pages:
        return
    scores = list(zip(*(scored(pages, learned) for learned in ([], pages)), strict=True))
    by_host: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for page, found in zip(pages, scores, strict=True):
        by_host[page.site].append(found)
    hosts = {host: means(found) for host, found in by_host.items()}
    yield Figures(folder.name, renderer, "word F1" if pages[0].body else "segment F", len(pages), hosts, means(scores))


def scored(pages: Sequence[Page], learned: Sequence[Page]) -> list[float]:
    """How good the body of each page is, with a memory of others."""
    return [score([page], [article.body]) for page, article in zip(pages, cleaned(pages, learned), strict=True)]


def means(scores: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean without a memory, and with one."""
    return fmean(without for without, _ in scores), fmean(with_it for _, with_it in scores)


def row(found: Figures) -> list[str]:
    """A corpus's row of the table."""
    better = sum(with_it > without + SAME for without, with_it in found.hosts.values())
    numbers = [f"{mean:.4f}" for mean in found.means]
    told = [found.corpus, found.renderer, str(found.pages), str(len(found.hosts)), found.figure]
    return [*told, *numbers, str(better), str(len(below(found)))]


SAME = 1e-9
"""Means that differ by less are the same."""


def below(found: Figures) -> list[str]:
    """The hosts whose pages are worse with a memory."""
    return [host for host, (without, with_it) in found.hosts.items() if with_it < without - SAME]


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
