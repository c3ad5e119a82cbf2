"""`python -m bench emptied CORPUS_DIR...`: pages whose article is taken out, and how many are said to have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from bench import corpora, gold
from bench.corpora import Example
from bench.table import drawn
from cleaner import body, intake, labeller, language, metadata, notices, passes, rules, to_blocks
from cleaner.document import Block, Head, Metadata, Page, Piece

MODES = ("html", "innertext")
ALL_BUT_NONE = 0.05
"""The share of a piece that may belong to the body, where it is left on the page."""
FEWEST = 5
"""Pieces that must be left."""
LITTLE = 50


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1), help="Only the first pages of each corpus.")
def main(folders: tuple[Path, ...], limit: int | None) -> None:
    """Take the gold body out of pages, and tell of how many it is said that there is no article."""
    rows = []
    for folder in folders:
        examples = [example for example in corpora.read(folder) if example.body][:limit]
        for mode in MODES:
            found = [outcome(page) for page in emptied(examples, mode)]
            if found:
                without = sum(not each.words for each in found)
                told, little = sum(each.is_told for each in found), sum(each.words < LITTLE for each in found)
                shares = (f"{count / len(found):.3f}" for count in (without, told, little))
                rows.append([folder.name, mode, str(len(found)), *shares])
    click.echo(drawn(["corpus", "mode", "pages", "no text", "or a warning", f"under {LITTLE} words"], rows))


def emptied(examples: Iterable[Example], mode: str) -> Iterator[Page]:
    """The pages without their bodies, and without what the head says of them but the title."""
    for example in examples:
        source = example.html() if mode == "html" else example.text(mode)
        page = intake.read(source, "html" if mode == "html" else "text", example.url)
        labels = gold.label(page.pieces, gold.body_without_title(example.body or "", example.title))
        rest = [piece for piece, share in zip(page.pieces, labels.content, strict=True) if share <= ALL_BUT_NONE]
        if len(rest) >= FEWEST:
            text, pieces = _laid(rest)
            yield Page(text, pieces, page.kind, head=Head(title=page.head.title) if page.head else None)


def _laid(pieces: Iterable[Piece]) -> tuple[str, tuple[Piece, ...]]:
    """The pieces one below the other, as text and with their new offsets."""
    text, found = "", []
    for piece in pieces:
        text += "\n" * max(piece.gap, 1)
        found.append(piece._replace(start=len(text), end=len(text) + len(piece.text), gap=max(piece.gap, 1)))
        text += piece.text
    return text, tuple(found)


class Outcome(NamedTuple):
    """What is said of a page."""

    words: int  # of the body
    is_told: bool  # whether there is said to be no article: there is no body, or a warning


def outcome(page: Page) -> Outcome:
    blocks, facts = found_on(page)
    text = body.assemble(body.chosen(blocks))
    codes = {notice.code for notice in notices.find(blocks, facts, page.head, page.kind)}
    return Outcome(len(text.split()), "no_article" in codes)


def found_on(page: Page) -> tuple[tuple[Block, ...], Metadata]:
    """The labelled pieces of a page and its metadata, as clean() has them."""
    hits = rules.hits(page)
    verdicts = passes.revise(page, hits, labeller.judge(page, hits))
    blocks = to_blocks(page, verdicts)
    text = body.assemble(body.chosen(blocks))
    return blocks, metadata.read(page, verdicts, language.detect(text or page.text), text)
