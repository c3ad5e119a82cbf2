"""How `cleaner batch` writes rows, and puts out files whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from ctypes import c_long
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from cleaner import clean
from cleaner.batch import columns, inputs, work
from cleaner.batch.job import Chunk, Columns, Document, Job, Raw, Result, Source
from cleaner.batch.output import Output, OutputError, Shard
from cleaner.batch.row import row
from cleaner.batch.tally import Tally
from cleaner.batch.writers import WRITERS
from cleaner.document import Article
from cleaner.formats import as_dict

JOB = Job("/nowhere/out")
RESULT = Result(b'{"id":1}\n', 1, [], Tally().as_dict())
ARTICLE: Article = clean(
    "A page\n\nThe council of the town voted on Tuesday evening for a new tram line to the station."
)


def written(job: Job, *documents: Document) -> bytes:
    """A shard's file with documents."""
    writer, out = WRITERS[job.form], io.BytesIO()
    rows, file = writer.rows(job), writer.file(job, out)
    for number, document in enumerate(documents, start=1):
        rows.add(row(job, document, Raw(number, 0, 0, None), ARTICLE))
    file.write(rows.data())
    file.close()
    return out.getvalue()


def test_carried_columns_do_not_hide_the_answer() -> None:
    document = Document("7", "a", "", columns={"id": "7", "body": "theirs", "source_body": "too", "likes": 3})
    (line,) = map(json.loads, written(JOB, document).splitlines())
    assert (line["id"], line["body"], line["likes"]) == ("7", ARTICLE.body, 3)
    assert (line["source_body"], line["source_source_body"]) == ("theirs", "too")


def test_fields() -> None:
    line = json.loads(written(JOB._replace(fields=("body", "metadata")), Document("7", "a", "")))
    assert list(line) == ["id", "input", "record", "body", "metadata"]


def test_values_that_json_can_not_say() -> None:
    odd = {
        "n": float("nan"),
        "parts": [float("inf"), 1.5],
        "d": date(2026, 1, 2),
        "b": b"a\xff",
        "s": "\ud800",
        "big": 10**30,
    }
    line = json.loads(written(JOB, Document("7", "a", "", columns=odd)))
    assert [line[name] for name in odd] == [None, [None, 1.5], "2026-01-02", "a\\xff", "\ud800", 10**30]


YESTERDAY = """Der Rat stimmt für eine neue Straßenbahn

Gestern, 17:58 Uhr

Der Rat der Stadt hat am Dienstagabend für eine neue Straßenbahn zwischen dem Bahnhof und der Universität gestimmt.

Der Bau soll im nächsten Jahr beginnen, und die Bürgermeisterin sagte, dass die ersten Bahnen vier Jahre später fahren.
"""


@pytest.mark.parametrize(
    ("crawled", "published"), [("2026-11-02T10:00:00Z", "2026-11-01"), (date(2026, 3, 1), "2026-02-28"), (None, "")]
)
def test_the_crawl_tells_what_day_yesterday_was(crawled: Any, published: str) -> None:
    job = JOB._replace(columns=Columns(crawled="at"), seconds=0)
    raw = Raw(1, 0, 0, {"text": YESTERDAY, "at": crawled})
    chunk = Chunk(0, 0, (raw,), True, None)
    result = work.clean_chunk(job, work.Task(Source("a", "", "parquet", 0), chunk), c_long())
    assert (json.loads(result.data)["metadata"]["date_published"] or "")[:10] == published


def schema(**kinds: Any) -> bytes:
    return bytes(pa.schema(kinds).serialize())


def test_csv() -> None:
    job = JOB._replace(form="csv", fields=("body", "metadata"), carried=schema(likes=pa.int64(), note=pa.string()))
    data = written(
        job,
        Document("1", "a", "", columns={"likes": 3, "note": 'two\n"lines"', "new": [1]}),
        Document("2", "a", "", columns={"note": "\ud800"}),
    )
    first, second = csv.DictReader(io.StringIO(data.decode(), newline=""))
    assert first["note"] == 'two\n"lines"'
    assert json.loads(first["other_columns"]) == {"new": [1]}
    assert json.loads(first["metadata"])["word_count"] == ARTICLE.metadata.word_count
    assert (second["likes"], second["note"], second["other_columns"]) == ("", "\ufffd", "")


def test_parquet() -> None:
    job = JOB._replace(form="parquet", carried=schema(likes=pa.int64(), note=pa.string(), day=pa.date32()))
    data = written(
        job,
        Document(1, "a", "", columns={"likes": 3, "note": "x", "day": date(2026, 1, 2), "new": {"a": 1}}),
        Document("2", "a", "", columns={"likes": "many", "note": "\ud800", "big": 1}),
    )
    first, second = pq.read_table(io.BytesIO(data)).to_pylist()
    assert (first["id"], first["likes"], first["day"], first["body"]) == ("1", 3, date(2026, 1, 2), ARTICLE.body)
    assert first["metadata"]["word_count"] == ARTICLE.metadata.word_count
    assert dict(first["metadata"]["sources"]) == json.loads(json.dumps(as_dict(ARTICLE)["metadata"]["sources"]))
    assert [block["label"] for block in first["blocks"]] == [block.label.value for block in ARTICLE.blocks]
    assert json.loads(first["other_columns"]) == {"new": {"a": 1}}
    assert (second["likes"], second["note"]) == (None, "\ufffd")
    assert json.loads(second["other_columns"]) == {"likes": "many", "big": 1}


def test_parquet_with_links_and_images() -> None:
    page = '<article><p>The <a href="/tram">tram</a> line was voted on.<img src="a.png" alt="A"></p></article>'
    article = clean(page, kind="html", links=True, images=True)
    job = JOB._replace(form="parquet", options={"links": True, "images": True})
    rows = WRITERS["parquet"].rows(job)
    rows.add(row(job, Document("1", "a", ""), Raw(1, 0, 0, None), article))
    (found,) = pa.ipc.open_stream(rows.data()).read_all().to_pylist()
    wanted = json.loads(json.dumps(as_dict(article, job.options)["blocks"]))
    assert found["blocks"] == wanted
    assert [link["href"] for block in wanted for link in block["links"]] == ["/tram"]


def test_which_columns_a_table_carries(tmp_path: Path) -> None:
    rows = [{"text": "x", "id": 1, "n": 1, "f": 1, "mixed": 1, "parts": [], "body": "b", "none": None}]
    rows += [{"text": "x", "id": 2, "n": 2, "f": 1.5, "mixed": "x", "late": True}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows) + "broken\n")
    pq.write_table(pa.table({"text": ["x"], "t": pa.array([1], pa.timestamp("ns")), "n": [5]}), tmp_path / "b.parquet")
    found = inputs.find([str(tmp_path)], JOB).sources
    carried = columns.schema(columns.carried(JOB, found))
    assert {field.name: str(field.type) for field in carried} == {
        "n": "int64",
        "f": "double",
        "source_body": "string",
        "late": "bool",
        "t": "timestamp[us]",
    }


def test_output_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    output = Output(str(tmp_path))
    output.begin({"a": 1}, resume=False)

    def lines() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        output.write_lines("errors.jsonl", lines())
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["manifest.json"]


def test_whose_output_it_is(tmp_path: Path) -> None:
    output = Output(str(tmp_path / "out"))
    output.begin({"a": 1}, resume=True)
    output.begin({"a": 1}, resume=True)
    with pytest.raises(OutputError, match="--resume"):
        output.begin({"a": 1}, resume=False)
    with pytest.raises(OutputError, match=r"something else: a\b"):
        output.begin({"a": 2}, resume=True)
    with output.locked(), pytest.raises(OutputError, match="another run"), Output(str(tmp_path / "out")).locked():
        pass


def test_output_to_a_url() -> None:
    fs = fsspec.filesystem("memory")
    output = Output("memory://clean")
    output.begin({}, resume=False)
    fs.pipe("/clean/shards/.begun-00000-00000.jsonl.tmp", b"begun")
    with output.locked():
        output.begin({}, resume=True)
        shard = Shard(output, JOB, 0, Source("a.jsonl", "", "jsonl", 1), 0)
        shard.add(RESULT)
        shard.finish(None)
    assert sorted(fs.find("/clean")) == [
        "/clean/.batch/00000-00000.json",
        "/clean/.batch/manifest.json",
        "/clean/shards/00000-00000.jsonl",
    ]
    assert [marker["documents"] for marker in output.markers()] == [1]
    assert fs.cat("/clean/shards/00000-00000.jsonl") == RESULT.data
    fs.rm("/clean", recursive=True)


def test_a_shard_that_went_missing_is_not_done(tmp_path: Path) -> None:
    output = Output(str(tmp_path))
    output.begin({}, resume=False)
    for number in range(3):
        shard = Shard(output, JOB, 0, Source("a.jsonl", "", "jsonl", 1), number)
        shard.add(RESULT)
        shard.finish(None)
    (tmp_path / "shards" / "00000-00001.jsonl").unlink()
    (tmp_path / "shards" / "00000-00002.jsonl").write_text("cut")
    assert [marker["shard"] for marker in output.markers()] == [0]
