"""`python -m bench statuses CORPUS_DIR...`: on which share of the pages there is no article, by what the page is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from bench import corpora
from bench.table import drawn
from cleaner import clean


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--reasons", is_flag=True, help="Name each page that is said to have no article, with the reason.")
def main(folders: tuple[Path, ...], reasons: bool) -> None:
    """Tell what share of the pages of corpora is said to have no article."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for folder in folders:
        for example in corpora.read(folder):
            article = clean(example.html(), kind="html", url=example.url)
            counts.setdefault((folder.name, example.page_type or ""), Counter())[article.status] += 1
            if reasons and article.status != "ok":
                click.echo(f"{folder.name} {example.id}: {article.reason}")
    click.echo(table(counts.items()))


def table(counts: Iterable[tuple[tuple[str, str], Counter[str]]]) -> str:
    """A row a corpus and kind of page."""
    rows = [
        [corpus, kind, str(found.total()), str(found["no_article"]), f"{found['no_article'] / found.total():.3f}"]
        for (corpus, kind), found in counts
    ]
    return drawn(["corpus", "kind of page", "pages", "no article", "share"], rows)
