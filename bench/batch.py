"""`python -m bench batch`: what docs/batch.md says of `cleaner batch`, measured on pages of the corpora, repeated.

`make` writes documents as JSONL, WARC or Parquet; `run` says one process's rate, the run's rate, its memory, whether
every id came out once; `kills` ends a run by kill -9 at random moments, and compares with an undisturbed one.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from ctypes import c_long
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import click

FORMS = {"jsonl": ".jsonl", "parquet": ".parquet", "warc": ".warc.gz"}
TEXTS = ("fundus", "wcxb", "trafilatura", "daniel")
CRAWLED = "2026-11-01T00:00:00Z"
SAMPLE_SECONDS = 2.0


class Page(NamedTuple):
    """A page of a corpus, under an id of its own."""

    id: str
    source: bytes
    mime: str

    @property
    def url(self) -> str:
        return f"https://example.org/{self.id}"


def pages(corpora: Path, count: int, html: bool, longest: int | None = None) -> Iterator[Page]:
    """`count` pages of the corpora, of up to `longest` bytes, again and again under new ids."""
    found = []
    for name in TEXTS:
        if html:
            files = sorted((corpora / name / "html").glob("*.html.gz"))
            found += [gzip.decompress(file.read_bytes()) for file in files]
        else:
            with gzip.open(corpora / name / "text-innertext.jsonl.gz") as lines:
                found += [json.loads(line)["text"].encode() for line in lines]
    found = [source for source in found if longest is None or len(source) <= longest]
    mime = "text/html" if html else "text/plain; charset=utf-8"
    for number, source in zip(range(count), itertools.cycle(found), strict=False):
        yield Page(f"page-{number:07}", source, mime)


def write_jsonl(found: Iterator[Page], file: BinaryIO) -> None:
    for page in found:
        row = {"id": page.id, "url": page.url, "text": page.source.decode("utf-8", "replace")}
        file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def write_parquet(found: Iterator[Page], file: BinaryIO) -> None:
    import pyarrow as pa  # noqa: PLC0415 - of an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema([("id", pa.string()), ("url", pa.string()), ("text", pa.string())])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(itertools.islice(found, 1000)):
            rows = [{"id": each.id, "url": each.url, "text": each.source.decode("utf-8", "replace")} for each in some]
            writer.write_table(pa.Table.from_pylist(rows, schema))


def write_warc(found: Iterator[Page], file: BinaryIO) -> None:
    """By warcio, whose record ids are drawn by chance: here they are made of ours."""
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    writer = WARCWriter(file, gzip=True)
    for page in found:
        http = StatusAndHeaders("200 OK", [("Content-Type", page.mime)], protocol="HTTP/1.1")
        headers = {"WARC-Date": CRAWLED, "WARC-Record-ID": page.id}
        body = io.BytesIO(page.source)
        record = writer.create_warc_record(page.url, "response", body, warc_headers_dict=headers, http_headers=http)
        writer.write_record(record)


WRITERS = {"jsonl": write_jsonl, "parquet": write_parquet, "warc": write_warc}


@click.group()
def main() -> None:
    """Measure `cleaner batch`."""


@main.command()
@click.argument("count", type=int)
@click.argument("form", type=click.Choice(list(FORMS)))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--corpora", default="../shared/corpora", type=click.Path(exists=True, path_type=Path))
@click.option("--html", is_flag=True, help="The pages' HTML instead of their text.")
@click.option("--longest", type=int, metavar="BYTES", help="Leave out longer pages.")
def make(count: int, form: str, folder: Path, **told: Any) -> None:
    """Write COUNT documents in FORM to FOLDER/pages.FORM."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"pages{FORMS[form]}").open("wb") as file:
        WRITERS[form](pages(count=count, **told), file)


@main.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--workers", default=2, show_default=True)
@click.option("--reference", default=2000, show_default=True, help="Documents that one process cleans by itself.")
@click.option("--format", "form", default="jsonl", show_default=True)
def run(source: Path, output: Path, workers: int, reference: int, form: str) -> None:
    """Clean SOURCE to OUTPUT, and say how fast, with how much memory, and whether anything was lost."""
    before = one_process(source, reference)
    began = time.monotonic()
    used = watched(command(source, output, "--workers", str(workers), "--format", form))
    seconds = time.monotonic() - began
    after = one_process(source, reference)
    given, cleaned, failed = ids_of(source), list(ids_out(output)), list(ids_of_errors(output))
    alone, rate = (before.rate + after.rate) / 2, len(given) / seconds
    busy, busy_alone = used.processor / len(given), (before.processor + after.processor) / 2
    thirds = [max(part) for part in _parts(used.memory, 3)]
    print(f"documents      {len(given):,} in {seconds:,.0f} s")
    print(f"one process    {before.rate:.1f} and {after.rate:.1f} documents a second, before and after")
    print(f"{workers} processes    {rate:.1f} documents a second: {rate / alone / workers:.0%} of {workers} times that")
    print(f"processor      {busy_alone * 1e3:.2f} ms a document alone, {busy * 1e3:.2f} in it: {busy_alone / busy:.0%}")
    print(f"memory         {', '.join(f'{size / 1e6:,.0f}' for size in thirds)} MB at most in each third of the run")
    is_whole = given == sorted([*cleaned, *failed])
    told = "each id once" if is_whole else "NOT THE SAME"
    print(f"ids            {len(given):,} in, {len(cleaned):,} cleaned and {len(failed):,} errors out: {told}")


class Alone(NamedTuple):
    """What one process does by itself."""

    rate: float  # documents a second by the clock
    processor: float  # seconds of the processor's time a document


def one_process(source: Path, count: int) -> Alone:
    """One process that reads, cleans and encodes, and does nothing else."""
    from cleaner.batch import inputs, shards, work  # noqa: PLC0415 - of an extra
    from cleaner.batch.job import Job  # noqa: PLC0415

    job = Job("memory://nowhere", seconds=0)
    (found,) = inputs.find([str(source)], job).sources
    work.warm()
    done, began, busy = 0, time.monotonic(), time.process_time()
    for chunk in shards.chunks(job, {0: found}, {}):
        done += work.clean_chunk(job, work.Task(found, chunk), c_long()).rows
        if done >= count:
            break
    return Alone(done / (time.monotonic() - began), (time.process_time() - busy) / done)


def command(source: Path, output: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "cleaner", "batch", str(source), "--output", str(output), *more]


class Used(NamedTuple):
    """What a command and the processes below it use."""

    memory: list[int]  # in bytes, again and again
    processor: float  # seconds


def watched(arguments: list[str]) -> Used:
    """Run a command, and look at its processes again and again."""
    memory, busy = [], dict[int, float]()
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        while process.poll() is None:
            time.sleep(SAMPLE_SECONDS)
            processes = family(process.pid)
            memory.append(sum(map(memory_of, processes)))
            busy |= {pid: seconds for pid in processes if (seconds := processor_of(pid))}
    return Used([size for size in memory if size] or [0], sum(busy.values()))


def family(pid: int) -> list[int]:
    """A process and those below it."""
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def memory_of(pid: int) -> int:
    """The memory of a process in bytes, what it shares counted in part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1000 for line in lines if line.startswith("Pss:"))


def processor_of(pid: int) -> float:
    """The seconds of the processor's time that a process has used, 0 if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ids_of(source: Path) -> list[str]:
    """The ids that make() gave, of a file that it wrote."""
    from cleaner.batch import inputs, readers  # noqa: PLC0415 - of an extra
    from cleaner.batch.job import Document, Job, Position  # noqa: PLC0415

    job = Job("memory://nowhere")
    (found,) = inputs.find([str(source)], job).sources
    documents = (readers.parse(found, raw, job) for raw in readers.read(found, Position(), job))
    return sorted(document.id for document in documents if isinstance(document, Document))


def ids_out(output: Path) -> Iterator[str]:
    """The ids in the shards."""
    for path in sorted((output / "shards").iterdir()):
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq  # noqa: PLC0415 - of an extra

            yield from pq.read_table(path, columns=["id"])["id"].to_pylist()
        else:
            yield from (json.loads(line)["id"] for line in path.open("rb"))


def ids_of_errors(output: Path) -> Iterator[str]:
    """The ids of the documents that could not be cleaned."""
    return (json.loads(line)["id"] for line in (output / "errors.jsonl").open("rb"))


@main.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--times", default=10, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--shard-size", default="100", show_default=True)
def kills(source: Path, folder: Path, times: int, seed: int, shard_size: str) -> None:
    """Clean SOURCE undisturbed, then with kill -9 at random moments, in FOLDER, and compare."""
    chance = random.Random(seed)  # noqa: S311
    folder.mkdir(parents=True, exist_ok=True)
    whole, killed = folder / "undisturbed", folder / "killed"
    began = time.monotonic()
    told = ["--resume", "--shard-size", shard_size]
    call(command(source, whole, *told))
    seconds = time.monotonic() - began
    shutil.rmtree(killed, ignore_errors=True)
    for number in range(times):
        moment = chance.uniform(0.2, 1.5 * seconds / times)
        call(command(source, killed, *told), moment)
        shards = len(list((killed / ".batch").glob("0*.json")))
        print(f"kill {number + 1} after {moment:.1f} s: {shards} shards are finished", flush=True)
    call(command(source, killed, *told))
    print(f"the same to the byte: {contents(whole) == contents(killed)}, {len(contents(whole))} files")


def call(arguments: list[str], seconds: float | None = None) -> None:
    """Run a command, and kill it after so many seconds."""
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()


def contents(output: Path) -> dict[str, bytes]:
    """The digests of what a run came to, but for the reports, which tell times."""
    paths = [*(output / "shards").iterdir(), output / "errors.jsonl"]
    return {path.name: hashlib.sha256(path.read_bytes()).digest() for path in paths}


def _parts(values: list[Any], number: int) -> list[list[Any]]:
    size = -(-len(values) // number)
    return [values[at : at + size] for at in range(0, len(values), size)]
