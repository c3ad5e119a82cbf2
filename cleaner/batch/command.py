"""The command `cleaner batch`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from cleaner.batch import columns, inputs, local
from cleaner.batch.guard import StartError
from cleaner.batch.inputs import SUFFIXES, InputError
from cleaner.batch.job import Columns, Job
from cleaner.batch.output import Output, OutputError
from cleaner.batch.report import as_text
from cleaner.batch.row import ANSWER
from cleaner.batch.run import Run
from cleaner.batch.writers import SUFFIXES as COMPRESSIONS
from cleaner.batch.writers import WRITERS
from cleaner.cli import _labels, _memory, _phrases
from cleaner.memory.recall import stamp

SOME_FAILED, STOPPED = 1, 3


def _fields(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    fields = [field.strip() for value in values for field in value.split(",") if field.strip()]
    for field in fields:
        if field not in ANSWER:
            raise click.BadParameter(f"{field!r} is no field. The fields are: {', '.join(ANSWER)}.")
    return tuple(fields)


@click.command(
    epilog="Exit codes: 0 all fine, 1 some documents failed (errors.jsonl), 2 usage, 3 stopped (--resume goes on), "
    "130 interrupted (--resume goes on)."
)
@click.argument("names", nargs=-1, required=True, metavar="INPUT...")
@click.option("--output", required=True, metavar="FOLDER", help="Where shards, errors and reports go.")
@click.option("--resume", is_flag=True, help="Go on with the run in FOLDER, if there is one.")
@click.option("--from", "read_as", type=click.Choice(sorted(set(SUFFIXES.values()))), help="Default: by the names.")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="jsonl", show_default=True)
@click.option("--compress", "compression", type=click.Choice(list(COMPRESSIONS)), default="none", show_default=True)
@click.option("--text-column", "text", default="text", show_default=True, help="Column of the page: text or HTML.")
@click.option("--id-column", "id_", default="id", show_default=True, help="Column of the document's id.")
@click.option("--url-column", "url", default="url", show_default=True, help="Column of the page's URL.")
@click.option("--crawled-column", "crawled", help="Column of the time when the page was fetched.")
@click.option("--fields", multiple=True, callback=_fields, help="Of the answer; default: all.")
@click.option("--keep", multiple=True, callback=_labels, metavar="LABEL", help="Have these in the body too.")
@click.option("--drop", multiple=True, callback=_labels, metavar="LABEL", help="Have these out of the body.")
@click.option("--phrases", "--remove", "remove", multiple=True, callback=_phrases, metavar="FILE")
@click.option("--protect", multiple=True, callback=_phrases, metavar="FILE", help="Phrases that must stay.")
@click.option("--title/--no-title", "with_title", help="Begin the body with the title, or not (default).")
@click.option("--links", is_flag=True, help="Have links in the blocks.")
@click.option("--images", is_flag=True, help="Have images in the blocks.")
@click.option("--memory", callback=_memory, metavar="FILE", help="What is known of sites: docs/memory.md.")
@click.option("--site-column", "site", default="site", show_default=True, help="Column of the site, for the memory.")
@click.option("--kind", type=click.Choice(["text", "html"]), help="What pages are. Default: told from each.")
@click.option("--workers", type=click.IntRange(1), help="Processes that clean. Default: one a processor.")
@click.option("--shard-size", default=1000, show_default=True, type=click.IntRange(1), help="Documents a shard.")
@click.option("--time-limit", "seconds", default=60.0, show_default=True, help="Seconds a document may take.")
@click.option("--max-bytes", default=64_000_000, show_default=True, help="Bytes a document may have.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--ray-address", help="Of a running cluster. Default: RAY_ADDRESS, else one on this machine.")
def batch(names: Sequence[str], output: str, resume: bool, **told: Any) -> int:
    """Clean the pages of every INPUT, millions of them, into shards in FOLDER.

    INPUT is a file, a folder or a glob, on a disk or behind any fsspec URL (s3://…): JSONL, CSV, Parquet, WARC, WET, or
    files of one page each (text, HTML); plain or compressed. docs/batch.md tells more.
    """
    clean = _engine(told.pop("engine"), told.pop("workers"), told.pop("ray_address"))
    place = Output(output)
    job = _job(place.url, told)
    try:
        found = inputs.find(names, job)
        if job.form != "jsonl":
            job = job._replace(carried=columns.carried(job, found.sources))
        with place.locked():
            return _run(Run(job, found, place), resume, clean)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    except OutputError as error:
        raise click.UsageError(f"{output} {error}") from error


def _engine(name: str, workers: int | None, address: str | None) -> Callable[[Run], None]:
    if name == "local":
        return partial(local.clean, workers=workers or _processors())
    try:
        from cleaner.batch import on_ray  # noqa: PLC0415 - it is large, and an extra of its own
    except ModuleNotFoundError as error:
        raise click.UsageError("--engine ray needs Ray. In the clone: .venv/bin/pip install '.[ray]'") from error
    return partial(on_ray.clean, workers=workers, address=address)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _job(output: str, told: dict[str, Any]) -> Job:
    columns_told = Columns(told.pop("text"), told.pop("id_"), told.pop("url"), told.pop("crawled"), told.pop("site"))
    options = {name: told.pop(name) for name in ("keep", "drop", "remove", "protect", "with_title", "links", "images")}
    memory = told.pop("memory")
    known = (str(memory.path.absolute()), stamp(memory.path)[1:]) if memory else (None, ())
    return Job(output, columns=columns_told, options=options, memory=known[0], memory_stamp=known[1], **told)


def _run(run: Run, resume: bool, clean: Callable[[Run], None]) -> int:
    """Do it, and say what came out; a run that can't go on says how to."""
    run.begin(resume)
    try:
        clean(run)
    except (OSError, StartError) as error:
        run.progress.end()
        click.echo(f"cleaner: stopped: {error}. What is finished is kept: --resume goes on.", err=True)
        return STOPPED
    except (KeyboardInterrupt, SystemExit):
        run.progress.end()
        click.echo("cleaner: stopped. What is finished is kept: --resume goes on.", err=True)
        raise
    summary = run.end()
    click.echo(as_text(summary), nl=False)
    return SOME_FAILED if summary.tally.errors else 0
