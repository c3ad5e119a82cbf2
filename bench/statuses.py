"""`python -m bench statuses CORPUS_DIR...`: which share of the pages is said to be no article, by what the page is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from bench import corpora
from bench.table import drawn
from cleaner import clean

COLUMNS = ("pages", "no article", "with a text")


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--reasons", is_flag=True, help="Name each page that is said to have no article, with the reason.")
def main(folders: tuple[Path, ...], reasons: bool) -> None:
    """Tell what share of the pages of corpora is said to have no article."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for folder in folders:
        for example in corpora.read(folder):
            article = clean(example.html(), kind="html", url=example.url)
            found = next((notice.message for notice in article.warnings if notice.code == "no_article"), "")
            counts.setdefault((folder.name, example.page_type or ""), Counter()).update(
                {"pages": 1, "no article": int(bool(found)), "with a text": int(bool(found and article.body))}
            )
            if reasons and found:
                click.echo(f"{folder.name} {example.id}: {article.reason or found}")
    click.echo(table(counts.items()))


def table(counts: Iterable[tuple[tuple[str, str], Counter[str]]]) -> str:
    """A row a corpus and kind of page."""
    rows = [
        [corpus, kind, *(str(found[name]) for name in COLUMNS), f"{found['no article'] / found['pages']:.3f}"]
        for (corpus, kind), found in counts
    ]
    return drawn(["corpus", "kind of page", *COLUMNS, "share"], rows)
