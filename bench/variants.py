"""`python -m bench variants CORPUS_DIR...`: page text as it is, and as other languages and other tools have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import NamedTuple
from unittest.mock import patch

import click

from bench import corpora, metrics
from bench.corpora import Example
from bench.table import drawn
from cleaner import clean
from cleaner.document import Label
from cleaner.words import compile_phrases

WIDTH = 78


def broken(text: str) -> str:
    """A text with its lines broken at WIDTH characters, as lynx and e-mails have it."""
    return "\n".join(fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())


def lines(text: str) -> list[str]:
    """The lines of a text that are not blank, with single spaces in them."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def joined(text: str, between: str) -> str:
    """A text with its lines in one, as `get_text(" ")` and those have it who squeeze white space."""
    return between.join(lines(text))


def without_lists() -> AbstractContextManager[object]:
    """A cleaner that has no phrases."""
    none = compile_phrases((), Label.OTHER, certain=True)
    return patch("cleaner.rules.phrases", lambda: none)


class Variant(NamedTuple):
    """A way to change the text, and a cleaner to clean it with."""

    name: str
    changed: Callable[[str], str]
    cleaner: Callable[[], AbstractContextManager[object]]


AS_IT_IS = Variant("as it is", str, nullcontext)
VARIANTS = (
    AS_IT_IS,
    Variant("without phrase lists", str, without_lists),
    Variant(f"broken at {WIDTH} characters", broken, nullcontext),
    Variant("joined with spaces", partial(joined, between=" "), nullcontext),
    Variant("joined with nothing", partial(joined, between=""), nullcontext),
)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--renderer", default="innertext", show_default=True, help="Which page text.")
@click.option("--limit", type=click.IntRange(1), help="Only the first pages of each corpus.")
def main(folders: tuple[Path, ...], renderer: str, limit: int | None) -> None:
    """Clean page texts, each as it is and changed, and tell how good the bodies are."""
    rows = []
    for folder in folders:
        examples = [example for example in corpora.read(folder) if example.body or example.segments_with][:limit]
        figures = [figure(examples, cleaned(examples, renderer, variant)) for variant in VARIANTS]
        rows.append([folder.name, str(len(examples)), figures[0][0], *(f"{value:.4f}" for _, value in figures)])
    click.echo(drawn(["corpus", "pages", "figure", *(variant.name for variant in VARIANTS)], rows))


def cleaned(examples: Iterable[Example], renderer: str, variant: Variant) -> list[str]:
    """The bodies of the pages."""
    with variant.cleaner():
        return [clean(variant.changed(example.text(renderer)), kind="text").body for example in examples]


def figure(examples: Sequence[Example], bodies: Sequence[str]) -> tuple[str, float]:
    """Shingle F1; where there are no gold bodies the F of the segments."""
    pairs = list(zip(examples, bodies, strict=True))
    if examples and examples[0].body:
        return "shingle F1", metrics.shingle_f1(metrics.shingle_overlap(body, page.body or "") for page, body in pairs)
    return "segment F", metrics.segment_f(
        metrics.segments(body, page.segments_with, page.segments_without) for page, body in pairs
    )
