"""`python -m bench load`: how many requests a second the service answers, against clean() called directly by as many
processes, and how much memory it holds meanwhile. Needs wrk (https://github.com/wg/wrk) on the PATH.

The two are run in turns of a few seconds, so that a slow minute of the machine hits both alike. Both get the same pages
in the same order: page text as browsers show it, a share of each corpus.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import click

from bench import corpora

CORPORA = ("fundus", "wcxb", "trafilatura", "daniel")
PAGES = 60
"""Pages of each corpus."""

SEED = 6
SCRIPT = """
local bodies = {}
for number = 1, %d do
    local file = io.open("%s/" .. number, "rb")
    bodies[number] = file:read("*a")
    file:close()
end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local turn = 0
request = function()
    turn = turn %% #bodies + 1
    return wrk.format(nil, nil, nil, bodies[turn])
end
done = function(summary)
    local e = summary.errors
    print("errors " .. e.connect + e.read + e.write + e.status + e.timeout)
end
"""
MEGABYTE = 1 << 20
SAMPLE = 5
"""Seconds between two looks at the memory."""


class Turn(NamedTuple):
    """What was done in one turn."""

    requests: int
    errors: int
    seconds: float
    processor: float  # seconds of processor time, of the processes that clean and of those that speak HTTP


@click.command()
@click.option("--corpora", "folder", default="../shared/corpora", show_default=True, type=click.Path(path_type=Path))
@click.option("--workers", default=2, show_default=True, help="Processes that clean, of either kind.")
@click.option("--clients", default=8, show_default=True, help="Connections.")
@click.option("--rounds", default=6, show_default=True, help="Turns of each kind.")
@click.option("--turn", default=10, show_default=True, help="Seconds of a turn.")
@click.option("--soak", default=0, show_default=True, help="Seconds of load on the service alone, afterwards.")
@click.option("--plot", type=click.Path(path_type=Path), help="Where to draw the memory, as SVG.")
def main(  # noqa: PLR0913, PLR0917 - an option each
    folder: Path, workers: int, clients: int, rounds: int, turn: int, soak: int, plot: Path | None
) -> None:
    """Measure the service under load."""
    if not shutil.which("wrk"):
        raise click.ClickException("wrk is not installed")
    texts = mix(folder)
    click.echo(f"{len(texts)} pages, {sum(map(len, texts)) // len(texts)} characters each; load {os.getloadavg()}")
    with tempfile.TemporaryDirectory() as place, serving(workers) as service, direct(texts, workers) as pipes:
        load = Load(texts, Path(place), service, clients)
        load.run(turn)
        ours, plain = zip(*((load.run(turn), call(pipes, turn)) for _ in range(rounds)), strict=True)
        tell(ours, plain)
        if soak:
            watch(load, service[1], soak, plot)


def mix(folder: Path) -> list[str]:
    """Page texts of all corpora, shuffled, always the same."""
    chosen = random.Random(SEED)  # noqa: S311 - no secret
    texts = []
    for name in CORPORA:
        examples = corpora.read(folder / name)
        texts += [each.text("innertext") for each in chosen.sample(examples, min(PAGES, len(examples)))]
    texts = [text for text in texts if text.strip()]
    chosen.shuffle(texts)
    return texts


class Load:
    """wrk with the pages."""

    def __init__(self, texts: Sequence[str], place: Path, service: tuple[int, int], clients: int) -> None:
        for number, text in enumerate(texts, start=1):
            (place / str(number)).write_text(json.dumps({"text": text}))
        self._script = place / "load.lua"
        self._script.write_text(SCRIPT % (len(texts), place))
        port, self._process = service
        self._url, self._clients = f"http://127.0.0.1:{port}/v1/clean", clients

    def run(self, seconds: float) -> Turn:
        """Ask for so long."""
        command = ["wrk", "-t1", f"-c{self._clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(self._script)]
        before = sum(map(used, family(self._process)))
        told = subprocess.run([*command, self._url], capture_output=True, text=True, check=True).stdout  # noqa: S603
        processor = sum(map(used, family(self._process))) - before
        done = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m)", told)
        errors = re.search(r"errors (\d+)", told)
        if not done or not errors:
            raise click.ClickException(f"wrk said: {told}")
        return Turn(int(done[1]), int(errors[1]), float(done[2]) * {"ms": 0.001, "s": 1, "m": 60}[done[3]], processor)


@contextmanager
def serving(workers: int) -> Iterator[tuple[int, int]]:
    """The service: its port and its first process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cleaner", "serve", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(command, env={**os.environ, "CLEANER_LOG_LEVEL": "WARNING"}) as process:  # noqa: S603
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            yield port, process.pid
        finally:
            process.terminate()


def wait_for(url: str) -> None:
    """Return when the address answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=30).close()  # noqa: S310 - our own
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise click.ClickException("the service does not answer")


@contextmanager
def direct(texts: Sequence[str], workers: int) -> Iterator[list[Connection]]:
    """Processes that call clean(): each is told for how many seconds, and tells how often it did."""
    os.environ["OMP_NUM_THREADS"] = "1"  # as in the service
    context = multiprocessing.get_context("spawn")
    pairs = [context.Pipe() for _ in range(workers)]
    processes = [context.Process(target=serve_directly, args=(there, texts), daemon=True) for _, there in pairs]
    for process in processes:
        process.start()
    try:
        yield [here for here, _ in pairs]
    finally:
        for process in processes:
            process.terminate()


def serve_directly(pipe: Connection, texts: Sequence[str]) -> None:
    """What such a process does."""
    from cleaner import clean  # noqa: PLC0415 - loaded by the processes, not by the one that starts them

    clean(texts[0], kind="text")
    turn = 0
    while True:
        seconds, done = pipe.recv(), 0
        end, before = time.perf_counter() + seconds, time.process_time()
        while time.perf_counter() < end:
            clean(texts[turn % len(texts)], kind="text")
            turn, done = turn + 1, done + 1
        pipe.send((done, time.process_time() - before))


def call(pipes: Sequence[Connection], seconds: float) -> Turn:
    """Have all of them call clean() for so long."""
    started = time.perf_counter()
    for pipe in pipes:
        pipe.send(seconds)
    done, processor = map(sum, zip(*(pipe.recv() for pipe in pipes), strict=True))
    return Turn(done, 0, time.perf_counter() - started, processor)


def tell(ours: Sequence[Turn], plain: Sequence[Turn]) -> None:
    """The two rates, and the one as a share of the other."""
    rates = [sum(turn.requests for turn in turns) / sum(turn.seconds for turn in turns) for turns in (ours, plain)]
    for one, other in zip(ours, plain, strict=True):
        click.echo(f"  service {one.requests / one.seconds:6.1f}/s   clean() {other.requests / other.seconds:6.1f}/s")
    click.echo(f"service {rates[0]:.1f}/s, clean() {rates[1]:.1f}/s: {rates[0] / rates[1]:.0%}")
    costs = [
        1000 * sum(turn.processor for turn in turns) / sum(turn.requests for turn in turns) for turns in (ours, plain)
    ]
    click.echo(
        f"processor time a page: service {costs[0]:.2f} ms, clean() {costs[1]:.2f} ms: {costs[1] / costs[0]:.0%}"
    )
    click.echo(f"errors: {sum(turn.errors for turn in ours)}; load {os.getloadavg()}")


def watch(load: Load, process: int, seconds: int, plot: Path | None) -> None:
    """Load for long, with looks at the memory."""
    samples: list[tuple[float, float]] = []
    done = threading.Event()
    looking = threading.Thread(target=look, args=(process, samples, done))
    looking.start()
    turn = load.run(seconds)
    done.set()
    looking.join()
    settled = [memory for at, memory in samples if at > min(60, seconds / 4)]
    click.echo(
        f"{turn.requests} requests in {turn.seconds:.0f} s, {turn.errors} errors, {turn.requests / turn.seconds:.1f}/s"
    )
    click.echo(
        f"memory {settled[0]:.0f} MB, then {min(settled):.0f} to {max(settled):.0f}, at last {settled[-1]:.0f} MB"
    )
    if plot:
        plot.write_text(drawn(samples))


def look(process: int, samples: list[tuple[float, float]], done: threading.Event) -> None:
    """Note the memory of the service until it is done."""
    started = time.monotonic()
    while not done.wait(SAMPLE):
        samples.append((time.monotonic() - started, sum(map(proportional, family(process))) / MEGABYTE))


def family(process: int) -> list[int]:
    """A process and all that come from it."""
    found = [process]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def used(process: int) -> float:
    """Seconds of processor time of a process and of those of its children that have ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def proportional(process: int) -> int:
    """Bytes of memory; what n processes share counts an nth."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))


def drawn(samples: Sequence[tuple[float, float]]) -> str:
    """The memory over time, as SVG."""
    width, height, left, bottom = 640, 240, 48, 28
    last, most = samples[-1][0], max(memory for _, memory in samples) * 1.2

    def x(seconds: float) -> float:
        return left + seconds / last * (width - left - 8)

    def y(memory: float) -> float:
        return height - bottom - memory / most * (height - bottom - 8)

    points = " ".join(f"{x(at):.1f},{y(memory):.1f}" for at, memory in samples)
    rows = "".join(
        f'<path d="M{left} {y(row):.1f}H{width - 8}" stroke="#8884"/>'
        f'<text x="{left - 6}" y="{y(row) + 4:.1f}" text-anchor="end">{row}</text>'
        for row in range(0, int(most), 100)
    )
    minutes = "".join(
        f'<text x="{x(60 * minute):.1f}" y="{height - 8}" text-anchor="middle">{minute}</text>'
        for minute in range(int(last // 60) + 1)
    )
    title = "Memory of all processes in MB, over minutes of full load"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" fill="#666"'
        f' font-family="sans-serif" font-size="11"><title>{title}</title>{rows}{minutes}'
        f'<polyline points="{points}" fill="none" stroke="#06c" stroke-width="1.5"/></svg>\n'
    )
