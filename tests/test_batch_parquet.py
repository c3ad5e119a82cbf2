"""Parquet that is damaged, or has values that Python can't say: no other page is lost, and nothing that is carried."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.batch import columns, inputs, readers
from cleaner.batch.job import Job, Position
from test_batch import batch, errors, pages
from test_batch_faults import JOB, cleaned


def strings(*values: bytes) -> Any:
    """A column of strings, whatever the bytes are."""
    data = pa.array(values, pa.binary())
    return pa.StringArray.from_buffers(len(data), data.buffers()[1], data.buffers()[2])


def lists(values: Any) -> Any:
    return pa.ListArray.from_arrays(pa.array(range(len(values) + 1), pa.int32()), values)


FAR = 2**62
BAD = strings(b"one", b"\xff", b"three")
DAY, MOMENT = date(1970, 1, 2), datetime(1970, 1, 1, 0, 0, 1)
VALUES: dict[str, tuple[Any, Any, Any]] = {
    "string": (BAD, "one", b"\xff"),
    "list": (lists(BAD), ["one"], [b"\xff"]),
    "struct": (
        pa.StructArray.from_arrays([BAD, pa.array([1, 2, 3])], ["a", "b"]),
        {"a": "one", "b": 1},
        {"a": b"\xff", "b": 2},
    ),
    "list of structs": (lists(pa.StructArray.from_arrays([BAD], ["a"])), [{"a": "one"}], [{"a": b"\xff"}]),
    "dictionary": (BAD.dictionary_encode(), "one", b"\xff"),
    "timestamp": (pa.array([10**6, FAR, 0], pa.timestamp("us")), MOMENT, FAR),
    "timestamp before": (pa.array([10**6, -FAR, 0], pa.timestamp("us")), MOMENT, -FAR),
    "timestamp with a zone": (pa.array([10**6, FAR, 0], pa.timestamp("us", "UTC")), MOMENT.replace(tzinfo=UTC), FAR),
    "timestamp in no known zone": (pa.array([1, 2, 3], pa.timestamp("us", "Utopia/Amaurot")), 1, 2),
    "day": (pa.array([1, 2**30, 3], pa.date32()), DAY, 2**30),
    "duration": (pa.array([1, FAR, 3], pa.duration("s")), timedelta(seconds=1), FAR),
    "list of timestamps": (lists(pa.array([10**6, FAR, 0], pa.timestamp("us"))), [MOMENT], [FAR]),
    "a zero byte": (strings(b"one", b"\0", b"three"), "one", "\0"),
    "the last day": (pa.array([1, 2_932_896, 3], pa.date32()), DAY, date(9999, 12, 31)),
    "bytes": (pa.array([b"one", b"\xff", b""]), b"one", b"\xff"),
    "none": (pa.array([1, None, 3]), 1, None),
}


def found(path: Path, job: Job = JOB) -> list[Any]:
    (source,) = inputs.find([str(path)], job).sources
    return [readers.parse(source, raw, job) for raw in readers.read(source, Position(), job)]


@pytest.mark.parametrize(("values", "first", "odd"), VALUES.values(), ids=VALUES)
def test_an_odd_value_comes_as_it_is_stored(tmp_path: Path, values: Any, first: Any, odd: Any) -> None:
    pq.write_table(pa.table({"text": ["a", "b", "c"], "value": values}), tmp_path / "a.parquet")
    pages = found(tmp_path / "a.parquet")
    assert [page.source for page in pages] == ["a", "b", "c"]
    assert [page.columns["value"] for page in pages[:2]] == [first, odd]


def test_text_that_is_no_utf_8_is_read_as_bytes(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": strings("Grün".encode(), "Grün".encode("latin-1"))}), tmp_path / "a.parquet")
    assert [page.source for page in found(tmp_path / "a.parquet")] == ["Grün", "Grün".encode("latin-1")]


@pytest.mark.parametrize(("stored", "odd"), [(b"2", "2"), (b"\xff", b"\xff")])
def test_of_columns_of_one_name_the_last_counts(tmp_path: Path, stored: bytes, odd: str | bytes) -> None:
    twice = [strings(b"x", b"y"), strings(b"a", b"b"), strings(b"1", stored)]
    pq.write_table(pa.Table.from_arrays(twice, ["text", "text", "n"]), tmp_path / "a.parquet")
    rows = [(page.source, page.columns) for page in found(tmp_path / "a.parquet")]
    assert rows == [("a", {"n": "1"}), ("b", {"n": odd})]


def test_a_file_without_columns_has_no_pages(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a"]}).select([]), tmp_path / "a.parquet")
    assert found(tmp_path / "a.parquet") == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_odd_values_are_carried_through(tmp_path: Path, form: str) -> None:
    odd = {"far": pa.array([FAR], pa.timestamp("us")), "note": strings(b"a\xff")}
    pq.write_table(pa.table({"text": ["A page"], **odd}), tmp_path / "a.parquet")
    job = JOB._replace(form=form)
    carried = columns.carried(job, inputs.find([str(tmp_path)], job).sources)
    data = cleaned(tmp_path / "a.parquet", job._replace(carried=carried)).data
    if form == "parquet":
        row = pa.ipc.open_stream(data).read_all()
        assert row["far"].cast(pa.int64()).to_pylist() == [FAR]
        assert (row["note"].to_pylist(), row["other_columns"].to_pylist()) == ([None], ['{"note":"a\\\\xff"}'])
    elif form == "csv":
        assert next(csv.reader([data.decode()]))[-3:] == [str(FAR), "a\\xff", ""]
    else:
        assert [json.loads(data)[name] for name in odd] == [FAR, "a\\xff"]


def parquet(path: Path, **values: Any) -> None:
    pq.write_table(pa.table({"text": ["A page"], **values}), path)


@pytest.mark.parametrize(
    ("damaged", "wanted"),
    [("a", ["n", "m"]), ("b", ["x", "m"]), ("ab", ["m"]), ("", ["x", "m"]), ("m", ["x"]), ("abm", [])],
)
def test_columns_are_those_of_the_first_file_that_is_sound(tmp_path: Path, damaged: str, wanted: list[str]) -> None:
    parquet(tmp_path / "a.parquet", x=[1])
    parquet(tmp_path / "b.parquet", n=[1])
    (tmp_path / "m.jsonl").write_text('{"text": "A page", "m": 1}\n')
    for name in damaged:
        (path,) = tmp_path.glob(f"{name}.*")
        path.write_bytes(b"neither the one nor the other\n" * 9)
    carried = columns.carried(JOB, inputs.find([str(tmp_path / "*.parquet"), str(tmp_path / "m.jsonl")], JOB).sources)
    assert columns.schema(carried).names == wanted


def test_a_file_that_can_not_be_read_is_no_damage(tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet")
    sources = inputs.find([str(tmp_path)], JOB).sources
    (tmp_path / "a.parquet").unlink()
    with pytest.raises(FileNotFoundError):
        columns.carried(JOB, sources)


def test_a_damaged_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1, and no more")
    pq.write_table(pa.table({"text": pages(3), "n": [1, 2, 3]}), tmp_path / "b.parquet")
    assert batch(tmp_path, "a.parquet", "b.parquet", "--output", "out", "--format", "csv").returncode == 1
    assert [(each["input"], each["kind"]) for each in errors(tmp_path / "out")] == [("a.parquet", "damaged")]
    with (tmp_path / "out" / "shards" / "00001-00000.csv").open(newline="") as file:
        assert [(row["n"], bool(row["body"]), row["other_columns"]) for row in csv.DictReader(file)] == [
            (str(number), True, "") for number in (1, 2, 3)
        ]
