"""`cleaner batch` as a user runs it: what goes in comes out, whatever documents do, and however often it is stopped."""

from __future__ import annotations

import json
import os
import pty
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import click
import pyarrow.dataset as ds

from cleaner import clean
from cleaner.batch import streams
from cleaner.batch.command import batch as command_of_batch
from cleaner.formats import as_dict

ROOT = Path(__file__).parent.parent
PAGE = """Home
News
Sport

Council number {} votes for new tram line

The council of the town voted on Tuesday evening for a new tram line between the station and the university.

Construction is to begin next year, and mayor {} said that the first trams would run four years later.

The line will be six kilometres long and have eleven stops. The town pays a third, the state the rest.

"We have talked about it since I went to school," said the mayor after the vote. "Now we shall ride on it."

Share on Facebook
"""
MISBEHAVING = '''
"""Loaded by the processes that clean before they begin: documents that hang, crash, fail, and take their time."""
import ctypes, os, re, time
from cleaner.batch import work
clean = work.clean
def misbehave(page, **options):
    source = page if isinstance(page, str) else page.decode(errors="replace")
    if "HANGS IN C" in source:
        re.match("(a*)*b", "a" * 60)
    while "HANGS" in source:
        pass
    if "SEGFAULTS" in source:
        ctypes.string_at(0)
    if "KILLED" in source:
        os.kill(os.getpid(), 9)
    if "FAILS" in source:
        raise RuntimeError("an accident")
    if "SLOW" in source:
        time.sleep(0.05)
    if "ONCE" in source and not os.path.exists(mark := source.split()[1]):
        open(mark, "w").close()
        os.abort()
    return clean(page, **options)
work.clean = misbehave
'''
RUN = """
import sys
from cleaner.batch import guard
guard.CONTEXT.set_forkserver_preload(["misbehaving"])
sys.argv[0] = "cleaner"
from cleaner.cli import main
main()
"""


def command(folder: Path, *arguments: str | Path) -> list[str]:
    """The command, its processes knowing how to misbehave."""
    (folder / "misbehaving.py").write_text(MISBEHAVING)
    return [sys.executable, "-c", RUN, "batch", *map(str, arguments)]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def batch(
    folder: Path, *arguments: str | Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *arguments),
        cwd=folder,
        env=environment(folder),
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def write(path: Path, texts: list[str]) -> Path:
    path.write_text("".join(json.dumps({"id": f"d{number}", "text": text}) + "\n" for number, text in enumerate(texts)))
    return path


def pages(number: int) -> list[str]:
    return [PAGE.format(index, "Berg" if index % 3 else "Lind") for index in range(number)]


def rows(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted((output / "shards").iterdir()) for line in path.open()]


def errors(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / "errors.jsonl").open()]


def contents(output: Path) -> dict[str, bytes]:
    """What a run came to, the reports aside, which hold times."""
    return {path.name: path.read_bytes() for path in [*(output / "shards").iterdir(), output / "errors.jsonl"]}


def test_every_document_comes_out_as_clean_gives_it(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", pages(25))
    done = batch(tmp_path, "in.jsonl", "--output", "out", "--shard-size", "10")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "report.txt").read_text() == done.stdout
    assert "<svg" in (tmp_path / "out" / "report.html").read_text()
    assert sorted(path.name for path in (tmp_path / "out" / "shards").iterdir()) == [
        f"00000-0000{number}.jsonl" for number in range(3)
    ]
    found = rows(tmp_path / "out")
    for number, (row, page) in enumerate(zip(found, pages(25), strict=True)):
        answer = json.loads(json.dumps(as_dict(clean(page))))
        answer.pop("options")
        assert row == {"id": f"d{number}", "input": "in.jsonl", "record": number + 1, **answer}


@pytest.mark.parametrize(("form", "compression"), [("csv", "gzip"), ("jsonl", "zstd"), ("parquet", "none")])
def test_forms_of_output(tmp_path: Path, form: str, compression: str) -> None:
    write(tmp_path / "in.jsonl", pages(12))
    done = batch(tmp_path, "in.jsonl", "--output", "out", "--format", form, "--compress", compression)
    assert done.returncode == 0
    (shard,) = (tmp_path / "out" / "shards").iterdir()
    assert shard.name.startswith(f"00000-00000.{form}")
    if form == "jsonl":
        with streams.opened(str(shard)) as stream:
            found = [json.loads(line) for line in stream.file]
    else:
        found = ds.dataset(shard, format=form).to_table().to_pylist()
    assert [row["id"] for row in found] == [f"d{number}" for number in range(12)]
    assert [row["body"] for row in found] == [clean(page).body for page in pages(12)] != [""] * 12


def test_options_of_clean(tmp_path: Path) -> None:
    (tmp_path / "phrases").write_text("Construction is…\n")
    write(tmp_path / "in.jsonl", pages(1))
    batch(tmp_path, "in.jsonl", "--output", "out", "--keep", "sharing", "--phrases", "phrases", "--fields", "body")
    (row,) = rows(tmp_path / "out")
    assert "Share on Facebook" in row["body"]
    assert "Construction" not in row["body"]
    assert set(row) == {"id", "input", "record", "body"}


def test_folders_of_pages(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for number, page in enumerate(pages(3)):
        (tmp_path / "pages" / f"{number}.txt").write_text(page)
    (tmp_path / "pages" / "broken.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "pages" / "gone.txt").symlink_to("nowhere")
    done = batch(tmp_path, "pages", "--output", "pages/out", "--shard-size", "2")
    assert done.returncode == 1
    assert [row["id"] for row in rows(tmp_path / "pages" / "out")] == [f"pages/{number}.txt" for number in range(3)]
    assert [(each["id"], each["kind"]) for each in errors(tmp_path / "pages" / "out")] == [
        ("pages/broken.txt", "not_text"),
        ("pages/gone.txt", "unreadable"),
    ]


BAD = {
    3: ("HANGS", "timeout"),
    7: ("SEGFAULTS", "crash"),
    8: ("KILLED", "crash"),
    15: ("FAILS", "failed"),
    39: ("HANGS IN C", "timeout"),
}


def test_documents_that_hang_crash_or_fail_are_errors_and_stop_no_other(tmp_path: Path) -> None:
    texts = [BAD[number][0] if number in BAD else page for number, page in enumerate(pages(40))]
    path = write(tmp_path / "in.jsonl", texts)
    path.write_text(path.read_text() + "no JSON\n")
    done = batch(tmp_path, "in.jsonl", "--output", "out", "--time-limit", "0.5", "--workers", "2")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    found = errors(tmp_path / "out")
    assert [(each["id"], each["record"], each["kind"]) for each in found] == [
        *((f"d{number}", number + 1, kind) for number, (_, kind) in BAD.items()),
        (None, 41, "malformed"),
    ]
    lines = path.read_bytes()
    assert all(lines[each["offset"] :].startswith(b'{"id": "%s"' % (each["id"] or "").encode()) for each in found[:-1])
    assert "SIGSEGV" in found[1]["message"]
    assert [row["id"] for row in rows(tmp_path / "out")] == [f"d{number}" for number in range(40) if number not in BAD]
    assert rows(tmp_path / "out")[0]["body"] == clean(pages(1)[0]).body


def test_who_crashes_once_is_tried_again(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [*pages(5), f"ONCE {tmp_path}/mark", *pages(3)])
    assert batch(tmp_path, "in.jsonl", "--output", "out").returncode == 0
    assert len(rows(tmp_path / "out")) == 9


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing happens to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    write(folder / "in.jsonl", [f"SLOW\n\n{page}" for page in pages(300)] + ["FAILS"])
    done = batch(folder, "in.jsonl", "--output", "out", "--shard-size", "20", "--workers", "2")
    assert done.returncode == 1
    return folder


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    arguments = ["in.jsonl", "--output", "other", "--shard-size", "20", "--workers", "2", *more]
    return subprocess.Popen(
        command(folder, *arguments),
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_shards(folder: Path, number: int) -> None:
    for _ in range(1200):
        if len(list(folder.glob("other/.batch/0*.json"))) >= number:
            return
        time.sleep(0.05)
    raise AssertionError("no shards")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_run_that_is_stopped_goes_on(undisturbed: Path, sent: signal.Signals, code: int) -> None:
    subprocess.run(["rm", "-rf", undisturbed / "other"], check=True)
    with start(undisturbed) as process:
        wait_for_shards(undisturbed, random.randint(1, 8))  # noqa: S311
        process.send_signal(sent)
        _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in told
    finished = {path: path.stat().st_mtime_ns for path in undisturbed.glob("other/shards/*.jsonl")}
    assert finished
    if sent != signal.SIGKILL:
        assert "--resume" in told
        assert not list(undisturbed.glob("other/**/.*.tmp"))
    with start(undisturbed, "--resume") as process:
        _, told = process.communicate(timeout=120)
    assert (process.returncode, told) == (1, "")
    assert contents(undisturbed / "other") == contents(undisturbed / "out")
    marked = {path for path in finished if (undisturbed / "other/.batch" / path.name).with_suffix(".json").exists()}
    untouched = {path for path, written in finished.items() if path.stat().st_mtime_ns == written}
    assert len(marked - untouched) <= 1  # one may have been moved into place and not yet been marked
    assert not list(undisturbed.glob("other/**/.*.tmp"))


def test_a_full_disk_stops_the_run_and_it_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [*pages(30), "\n\n".join(pages(100)), *pages(10)])
    arguments = ["in.jsonl", "--output", "out", "--shard-size", "10"]
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))  # noqa: E731 - how tests fill a disk
    done = batch(tmp_path, *arguments, before=limit)
    assert done.returncode == 3
    assert "File too large" in done.stderr
    assert "--resume" in done.stderr
    assert len(rows(tmp_path / "out")) == 30
    assert not list(tmp_path.glob("out/**/.*.tmp"))
    assert batch(tmp_path, *arguments, "--resume").returncode == 0
    assert [row["id"] for row in rows(tmp_path / "out")] == [f"d{number}" for number in range(41)]


def test_an_input_that_can_not_be_read_is_tried_again(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", pages(3))
    write(tmp_path / "b.jsonl", pages(3))
    (tmp_path / "a.jsonl").chmod(0)
    if os.access(tmp_path / "a.jsonl", os.R_OK):
        pytest.skip("this user may read everything")
    done = batch(tmp_path, "a.jsonl", "b.jsonl", "--output", "out")
    assert done.returncode == 1
    assert [(each["input"], each["kind"]) for each in errors(tmp_path / "out")] == [("a.jsonl", "unreadable")]
    (tmp_path / "a.jsonl").chmod(0o644)
    assert batch(tmp_path, "a.jsonl", "b.jsonl", "--output", "out", "--resume").returncode == 0
    assert len(rows(tmp_path / "out")) == 6


def test_a_finished_run_has_nothing_to_do(undisturbed: Path) -> None:
    before = contents(undisturbed / "out")
    done = batch(undisturbed, "in.jsonl", "--output", "out", "--shard-size", "20", "--resume")
    assert done.returncode == 1  # the error is still there
    assert contents(undisturbed / "out") == before
    assert "301" in done.stdout


USAGE: list[tuple[list[str], str]] = [
    (["in.jsonl"], "--output"),
    (["--output", "new"], "INPUT"),
    (["missing", "--output", "new"], "there is no such file"),
    (["in.jsonl", "--output", "out"], "--resume"),
    (["in.jsonl", "--output", "out", "--resume", "--drop", "lead"], "something else: options, shard_size"),
    (["in.jsonl", "--output", "new", "--keep", "nonsense"], "nonsense"),
    (["in.jsonl", "--output", "new", "--fields", "bodies"], "bodies"),
    (["in.jsonl", "--output", "new", "--workers", "0"], "0"),
]


@pytest.mark.parametrize(("arguments", "told"), USAGE, ids=[" ".join(arguments) for arguments, _ in USAGE])
def test_usage(undisturbed: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str) -> None:
    monkeypatch.chdir(undisturbed)
    with pytest.raises(click.UsageError) as raised:
        command_of_batch.main(arguments, standalone_mode=False)
    assert told in raised.value.format_message()
    assert not (undisturbed / "new").exists()


def test_progress_on_a_terminal(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [f"SLOW {page}" for page in pages(60)])
    ours, theirs = pty.openpty()
    subprocess.run(
        command(tmp_path, "in.jsonl", "--output", "out", "--workers", "1"),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        check=True,
        timeout=120,
    )
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)
    assert "documents, " in told
    assert " left" in told


def test_without_the_extra(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; sys.argv[1:] = ['batch']; from cleaner.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, check=False)
    assert done.returncode == 1
    assert b"pip install '.[batch]'" in done.stderr
    assert b"Traceback" not in done.stderr
