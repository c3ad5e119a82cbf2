"""What once went wrong in `cleaner batch`, and what is nearly the same and was right."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from ctypes import c_long
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.batch import columns, inputs, readers, work
from cleaner.batch.job import Chunk, Document, Job, Position, Result, Source
from cleaner.batch.output import Output
from cleaner.formats import json_bytes
from test_batch_rows import written

JOB = Job("/nowhere/out", seconds=0)


def cleaned(path: Path, job: Job = JOB) -> Result:
    """What becomes of a Parquet file."""
    source = Source(path.name, str(path), "parquet", path.stat().st_size)
    raws = tuple(readers.read(source, Position(), job))
    return work.clean_chunk(job, work.Task(source, Chunk(0, 0, raws, True, None)), c_long())


THEIRS = ("notes.tmp", ".notes.tmp", "errors.jsonl.tmp", ".begun-notes", "shards/old.tmp", ".batch/x.tmp", "tmp.tmp/x")


@pytest.mark.parametrize("scheme", ["", "memory:/"])
def test_what_was_begun_is_swept_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    fs, output = fsspec.filesystem(scheme.rstrip(":/") or "file"), Output(f"{scheme}{tmp_path}")
    output.begin({}, resume=False)
    own = {f"{tmp_path}/.batch/manifest.json"}
    for name in THEIRS:
        fs.makedirs(f"{tmp_path}/{name}".rpartition("/")[0], exist_ok=True)
        fs.pipe_file(f"{tmp_path}/{name}", b"theirs")
    with monkeypatch.context() as context:  # as if the machine went down just before a file was in its place
        if scheme:
            context.setattr(type(fs), "mv", fail)
        else:
            context.setattr(Path, "replace", fail)
            context.setattr(Path, "unlink", fail)
        for name in ("errors.jsonl", "shards/00000-00000.jsonl", ".batch/00000-00000.json"):
            with pytest.raises(OSError, match="down"):
                output.write(name, b"half")
    theirs = {f"{tmp_path}/{name}" for name in THEIRS}
    assert len({*fs.find(str(tmp_path))} - theirs - own) == 3
    output.begin({}, resume=True)
    assert {*fs.find(str(tmp_path))} == theirs | own
    fs.rm(str(tmp_path), recursive=True)


def fail(*_: object, **__: object) -> None:
    raise OSError("down")


IDS: list[tuple[Any, Any]] = [
    ("seven", "seven"),
    (7, 7),
    (b"seven", "seven"),
    (b"\xff7", "\\xff7"),
    (Decimal("7.50"), "7.50"),
    (date(2026, 1, 2), "2026-01-02"),
    (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00+00:00"),
    (float("nan"), None),
    ([b"seven"], ["seven"]),
    (None, "a.parquet#1"),
]


@pytest.mark.parametrize(("value", "told"), IDS, ids=[str(told) for _, told in IDS])
def test_an_id_reads_the_same_in_shards_and_errors(tmp_path: Path, value: Any, told: Any) -> None:
    pages, again = {"text": [b"A page", b"%PDF-1.7"]}, [value, value]
    pq.write_table(pa.table({**pages, "id": again}), tmp_path / "a.parquet")
    result = cleaned(tmp_path / "a.parquet")
    (error,) = json.loads(json_bytes(result.errors))
    assert json.loads(result.data)["id"] == told
    assert error["id"] == (told if value is not None else "a.parquet#2")
    if isinstance(told, str):
        (row,) = pa.ipc.open_stream(cleaned(tmp_path / "a.parquet", JOB._replace(form="parquet")).data).read_all()["id"]
        assert row.as_py() == told


CHANGES: list[tuple[str, Callable[[Path], Any], bool]] = [
    ("renamed", lambda folder: (folder / "a.txt").rename(folder / "c.txt"), True),
    ("renamed below", lambda folder: (folder / "sub" / "d.txt").rename(folder / "sub" / "e.txt"), True),
    ("moved below", lambda folder: (folder / "a.txt").rename(folder / "sub" / "a.txt"), True),
    ("of other sizes", lambda folder: ((folder / "a.txt").write_text("12"), (folder / "b.txt").write_text("1")), True),
    ("one more", lambda folder: (folder / "empty.txt").touch(), True),
    ("hidden", lambda folder: (folder / ".a.txt").write_text("1"), False),
    ("of no form", lambda folder: (folder / "a.jpg").write_text("1"), False),
    ("in the output", lambda folder: (folder / "out" / "a.txt").write_text("1"), False),
    ("written again", lambda folder: (folder / "a.txt").write_text("1"), False),
]


@pytest.mark.parametrize(("change", "is_another"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_folder_whose_pages_are_called_otherwise_is_another(
    tmp_path: Path, change: Callable[[Path], Any], is_another: bool
) -> None:
    for name, text in {"a.txt": "1", "b.txt": "12", "sub/d.txt": "1", "sub/\udcff.txt": "1", "out/x.txt": "1"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    job = JOB._replace(output=str(tmp_path / "out"))
    before = inputs.find([str(tmp_path)], job)
    assert inputs.find([str(tmp_path)], job) == before
    change(tmp_path)
    assert (inputs.find([str(tmp_path)], job).digest != before.digest) is is_another


READ: dict[str, Callable[[bytes], list[dict[str, Any]]]] = {
    "jsonl": lambda data: [json.loads(line) for line in data.splitlines()],
    "csv": lambda data: list(csv.DictReader(io.StringIO(data.decode(), newline=""))),
    "parquet": lambda data: pq.read_table(io.BytesIO(data)).to_pylist(),
}


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["other_columns"], ["source_other_columns"]),
        (["source_other_columns", "other_columns"], ["source_other_columns", "source_source_other_columns"]),
        (["source_other_columns"], ["source_other_columns"]),
        (["other_column", "Other_Columns"], ["other_column", "Other_Columns"]),
    ],
)
@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_a_column_that_is_called_as_that_of_the_others(
    tmp_path: Path, form: str, names: list[str], called: list[str]
) -> None:
    lines = [{"text": "A page", **dict.fromkeys(names, "theirs"), "parts": [number]} for number in (1, 2)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    job = JOB._replace(form=form)
    (source,) = inputs.find([str(tmp_path)], job).sources
    job = job._replace(carried=columns.carried(job, [source]) if form != "jsonl" else b"")
    found = [readers.parse(source, raw, job) for raw in readers.read(source, Position(), job)]
    data = written(job, *(document for document in found if isinstance(document, Document)))
    rows = READ[form](data)
    assert [row["parts"] if form == "jsonl" else json.loads(row["other_columns"])["parts"] for row in rows] == [
        [1],
        [2],
    ]
    assert [[row[name] for name in called] for row in rows] == [["theirs"] * len(called)] * 2
