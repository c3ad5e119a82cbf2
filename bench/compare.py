"""`python -m bench CORPUS_DIR...`: every tool on the same pages, one table a corpus."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from bench import corpora, peers, report
from bench.corpora import Example
from bench.peers import Tool
from bench.race import Source, race
from bench.scores import Result
from bench.table import circumstances, render, tabulate

SAMPLE_PAGES = 100

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_NEW_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=_FOLDER, metavar="CORPUS_DIR...")
@click.option("--mode", type=click.Choice(["html", "text", "both"]), default="both", show_default=True)
@click.option(
    "--renderer", "renderers", multiple=True, default=["innertext"], show_default=True, help="Which page text."
)
@click.option("--peers", "names", help="Names of tools, with commas between. Default: all that give bodies.")
@click.option("--type", "page_type", help="Only pages of this type, such as article.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first pages of each corpus.")
@click.option("--sample", is_flag=True, help=f"Only {SAMPLE_PAGES} pages of each corpus, always the same ones.")
@click.option("--seconds", default=30.0, show_default=True, help="The longest that a tool may take for a page.")
@click.option("--json", "json_file", type=_NEW_FILE, help="Write the tables to this file.")
@click.option("--report", "report_folder", type=_NEW_FOLDER, help="Write a report of every page to this folder.")
@click.option("--markdown", is_flag=True, help="Write the reports as Markdown, not as web pages.")
def main(**options: Any) -> None:
    """Run the cleaner and its peers on every corpus, print how good they are and how long they take.

    The reports quote the pages: name a folder that you don't publish, such as bench/out.
    """
    tools = choose(options["mode"], options["renderers"], options["names"])
    tables = []
    for folder in options["folders"]:
        examples = pick(corpora.read(folder), options["page_type"], options["limit"], sample=options["sample"])
        results = run(tools, examples, options["seconds"])
        tables.append(tabulate(folder.resolve().name, results))
        click.echo(render(tables[-1]) + "\n")
        if options["report_folder"]:
            for path in report.write(options["report_folder"], results, markdown=options["markdown"]):
                click.echo(f"report: {path}")
    if options["json_file"]:
        options["json_file"].write_text(json.dumps(circumstances() | {"tables": tables}, indent=2) + "\n")


def choose(mode: str, renderers: Iterable[str], names: str | None) -> list[Tool]:
    """The tools of a run, HTML first. Raises click.BadParameter for a name that no tool has in this mode."""
    tools = [Tool(name, "html") for name in peers.HTML if mode != "text"]
    tools += [Tool(name, renderer) for renderer in renderers if mode != "html" for name in peers.TEXT]
    if names is None:
        return [tool for tool in tools if tool.name not in peers.ONLY_IF_NAMED]
    wanted = {name.strip() for name in names.split(",")}
    unknown = wanted - {tool.name for tool in tools}
    if unknown:
        raise click.BadParameter(f"no such tool in mode {mode}: {', '.join(sorted(unknown))}")
    return [tool for tool in tools if tool.name in wanted]


def pick(examples: Sequence[Example], page_type: str | None, limit: int | None, *, sample: bool) -> list[Example]:
    """The pages of a run, in the corpus's order. Raises click.UsageError where none is left."""
    kept = [example for example in examples if page_type in (None, example.page_type)]
    if sample:
        kept = fixed_sample(kept)
    if not kept:
        raise click.UsageError("no page is left to run on")
    return kept[:limit]


def fixed_sample(examples: Sequence[Example]) -> list[Example]:
    """At most SAMPLE_PAGES pages, chosen by a hash of their ids: the same ones on every machine."""
    chosen = set(sorted(map(_digest, examples))[:SAMPLE_PAGES])
    return [example for example in examples if _digest(example) in chosen]


def run(tools: Sequence[Tool], examples: Sequence[Example], seconds: float) -> dict[Tool, list[Result]]:
    """Every tool's results. Raises CorpusError where the corpus lacks a text that a tool takes."""
    results: dict[Tool, list[Result]] = {tool: [] for tool in tools}
    runs = race(tools, _pages(examples, {tool.source for tool in tools}), seconds)
    with click.progressbar(zip(examples, runs, strict=True), length=len(examples), file=sys.stderr) as progress:
        for example, page_runs in progress:
            for tool, one in page_runs.items():
                results[tool].append(Result(example, one))
    return results


def _pages(examples: Iterable[Example], sources: Iterable[str]) -> Iterator[tuple[dict[str, Source], str | None]]:
    for example in examples:
        page = {source: example.html() if source == "html" else example.text(source) for source in sources}
        yield page, example.url or None


def _digest(example: Example) -> bytes:
    return hashlib.blake2b(example.id.encode()).digest()
