"""The command line: file to file, folder to folder, a pipe, and the service."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from cleaner import CleanError, Memory, NotATimeError, __version__, clean, files, join
from cleaner.document import Article, Kind, Label
from cleaner.formats import FORMATS, explain
from cleaner.metadata.crawled import crawl

SOME_FAILED, INTERRUPTED, BROKEN_PIPE, TERMINATED = 1, 130, 141, 143


def main() -> NoReturn:
    """What the console script runs: `cleaner serve …`, another of COMMANDS, and anything else cleans pages."""
    arguments = sys.argv[1:]
    name = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        command = COMMANDS[name]() if name else clean_pages
        code = command.main(arguments[bool(name) :], f"cleaner {name}".strip(), standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = INTERRUPTED
    sys.exit(code)


def _labels(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> list[str]:
    labels = [label.strip() for value in values for label in value.split(",") if label.strip()]
    for label in labels:
        if label not in list(Label):
            raise click.BadParameter(f"{label!r} is no label. The labels are: {', '.join(Label)}.")
    return labels


def _time(_context: click.Context, _option: click.Parameter, told: str | None) -> str | None:
    try:
        crawl(told)
    except NotATimeError as error:
        raise click.BadParameter(str(error)) from error
    return told


def _phrases(_context: click.Context, _option: click.Parameter, names: Sequence[str]) -> list[str]:
    try:
        return [line for name in names for line in Path(name).read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeError) as error:
        raise click.BadParameter(f"can't be read as UTF-8: {_why(error)}.") from error


def _memory(_context: click.Context, _option: click.Parameter, path: str | None) -> Memory | None:
    try:
        return Memory(path) if path else None
    except CleanError as error:
        raise click.BadParameter(str(error)) from error


@click.command(
    no_args_is_help=False,
    epilog="Exit codes: 0 all fine, 1 some pages failed, 2 usage, 130 interrupted. `cleaner serve` starts the HTTP "
    "service, `cleaner batch` cleans millions of pages, `cleaner learn` and `cleaner memory` know sites; --help of "
    "each says how. A file of such a name is ./serve.",
)
@click.argument("source", default="-")
@click.argument("target", default="-")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Default: by TARGET's ending, else text.")
@click.option("--explain", "explains", is_flag=True, help="Print every piece with label, reason and offsets instead.")
@click.option("--keep", multiple=True, callback=_labels, metavar="LABEL", help="Have these in the body too.")
@click.option("--drop", multiple=True, callback=_labels, metavar="LABEL", help="Have these out of the body.")
@click.option(
    "--phrases", "--remove", "remove", multiple=True, callback=_phrases, metavar="FILE", help="Take these out."
)
@click.option("--protect", multiple=True, callback=_phrases, metavar="FILE", help="Phrases that must stay.")
@click.option("--title/--no-title", "with_title", help="Begin the body with the title, or not (default).")
@click.option("--links", is_flag=True, help="Have links in Markdown and JSON.")
@click.option("--images", is_flag=True, help="Have images in Markdown and JSON.")
@click.option("--kind", type=click.Choice(["text", "html"]), help="Default: by SOURCE's ending or its text.")
@click.option("--url", help="Where the page came from, for the metadata. It is never fetched.")
@click.option("--crawled", callback=_time, help="When it was fetched: tells what day yesterday was. ISO 8601.")
@click.option("--memory", callback=_memory, metavar="FILE", help="What is known of the page's site: docs/memory.md.")
@click.option("--site", help="The site in FILE that the page is from. Default: the host of the URL.")
@click.version_option(__version__, prog_name="cleaner")
@click.pass_context
def clean_pages(context: click.Context, /, source: str, target: str, **options: Any) -> int:
    """Clean SOURCE, a page's text or HTML, into TARGET.

    Both are files or folders; - is standard input or output, and the default. From a folder every .txt, .text, .html,
    .htm and .xhtml file and every file without an ending is cleaned, into the same place under TARGET.

    LABEL may be several, set apart by commas. --keep, --drop, --phrases and --protect may be repeated.
    """
    if len(sys.argv) == 1 and sys.stdin.isatty():
        raise click.UsageError("Name a file or a folder, or pipe a page in.", context)
    if options["url"] and Path(source).is_dir():
        raise click.UsageError("--url is for one page.", context)
    explains, form = options.pop("explains"), options.pop("form") or _form_of(target)
    try:
        jobs = files.plan(Path(source), Path(target), ".txt" if explains else FORMATS[form].suffix)
    except files.OverlapError as error:
        raise click.UsageError(str(error), context) from error
    failed = 0
    for number, job in enumerate(jobs, start=1):
        _progress(number, len(jobs))
        failed += not _run(job, None if explains else form, options)
    if Path(source).is_dir():
        click.echo(f"{len(jobs) - failed} of {len(jobs)} pages cleaned", err=True)
    return SOME_FAILED if failed else 0


def _form_of(target: str) -> str:
    """The format that the target's ending names."""
    suffix = Path(target).suffix.lower()
    return next((name for name, form in FORMATS.items() if form.suffix == suffix), "text")


def _run(job: files.Job, form: str | None, options: Mapping[str, Any]) -> bool:
    """Clean one page. What goes wrong with it is said, and stops no other."""
    kind: Kind | None = options["kind"] or ("html" if job.source.suffix.lower() in files.HTML else None)
    arguments = {name: value for name, value in options.items() if name not in ("kind", "memory", "site")}
    known = {name: options[name] for name in ("memory", "site")}
    try:
        article = clean(files.read(job.source), kind=kind, **arguments, **known)
        files.write(job.target, _answer(article, form, arguments, job.target == files.STANDARD))
    except BrokenPipeError:
        _hang_up()
    except Exception as error:
        _say(job.source, _why(error))
        return False
    _notify(job.source, article)
    return True


def _answer(article: Article, form: str | None, options: Mapping[str, Any], to_output: bool) -> bytes:
    if form:
        return FORMATS[form].write(article, options)
    colour = to_output and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return explain(article, colour, options).encode("utf-8", "replace")


def _notify(source: Path, article: Article) -> None:
    if article.status != "ok":
        _say(source, article.reason or article.status)
    for notice in article.warnings:
        _say(source, notice.message)


def _say(source: Path, message: str) -> None:
    click.echo(f"cleaner: {'standard input' if source == files.STANDARD else source}: {message}", err=True)


def _why(error: Exception) -> str:
    if isinstance(error, CleanError):
        return str(error)
    return (error.strerror if isinstance(error, OSError) else None) or f"{type(error).__name__}: {error}"


def _progress(number: int, total: int) -> None:
    if total > 1 and sys.stderr.isatty():
        click.echo(f"\r\x1b[K{number} of {total}\r", nl=False, err=True)


def _hang_up() -> NoReturn:
    """Whoever read our output has gone. End quietly, also when Python flushes standard output at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(BROKEN_PIPE)


@click.command()
@click.option("--host", envvar="CLEANER_HOST", default="127.0.0.1", show_default=True, help="0.0.0.0: every interface.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", envvar="WEB_CONCURRENCY", type=click.IntRange(1), help="Default: one a processor.")
@click.option("--memory", envvar="CLEANER_MEMORY", metavar="FILE", help="What is known of sites: docs/memory.md.")
def serve(host: str, port: int, workers: int | None, memory: str | None) -> None:
    """Start the HTTP service. docs/configuration.md lists what the environment may say."""
    home = Path(__file__).parent.parent  # where service.py is; another one may be in the working folder
    command = [sys.executable, "-m", "gunicorn", "--config", "python:cleaner.server", "--chdir", str(home)]
    told = {"CLEANER_HOST": host, "PORT": str(port), **({"WEB_CONCURRENCY": str(workers)} if workers else {})}
    told |= {"CLEANER_MEMORY": str(Path(memory).absolute())} if memory else {}  # the service works in another folder
    arenas = {"MALLOC_ARENA_MAX": "2"}  # else glibc keeps memory for each of the threads
    environment = {**arenas, **os.environ, **told}
    os.execve(sys.executable, [*command, "service:app"], environment)  # noqa: S606 - the service takes this process's place


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("sources", nargs=-1, required=True, type=_FILE, metavar="PAGE...")
@click.option(
    "--output", default="-", metavar="FILE", help="Where the article goes; - is standard output, the default."
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Default: by the output's ending, else text.")
@click.option("--crawled", callback=_time, help="When the pages were fetched, in ISO 8601.")
def join_pages(sources: Sequence[Path], output: str, form: str | None, crawled: str | None) -> int:
    """Make one article of its pages, each a file of text or HTML.

    What is at the head or the foot of several pages is dropped. Where each page tells its number they need no order.
    """
    pages = []
    for source in sources:
        try:
            kind: Kind | None = "html" if source.suffix.lower() in files.HTML else None
            pages.append(clean(files.read(source), kind=kind, crawled=crawled))
        except (CleanError, OSError) as error:
            _say(source, _why(error))
            return SOME_FAILED
    article = join(pages)
    files.write(Path(output), FORMATS[form or _form_of(output)].write(article, {"crawled": crawled}))
    for notice in article.warnings:
        click.echo(f"cleaner: {notice.message}", err=True)
    return 0


def _batch() -> click.Command:
    """`cleaner batch`, whose libraries are an extra."""
    try:
        from cleaner.batch.command import batch  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"cleaner batch needs {error.name}, of an extra. In the clone: .venv/bin/pip install '.[batch]'"
        ) from error
    return batch


def _learn() -> click.Command:
    """`cleaner learn`, which reads what `cleaner batch` reads."""
    _batch()
    return _memory_command("learn")


def _memory_command(name: str) -> click.Command:
    from cleaner.memory import command  # noqa: PLC0415 - most runs need neither

    found: click.Command = getattr(command, name)
    return found


COMMANDS: Mapping[str, Callable[[], click.Command]] = {
    "serve": lambda: serve,
    "batch": _batch,
    "learn": _learn,
    "memory": lambda: _memory_command("memory"),
    "join": lambda: join_pages,
}
"""Commands that have a name. A file of such a name is cleaned as ./serve."""
