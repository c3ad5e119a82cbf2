"""The parts of `cleaner batch`: what is found, how it is cut, and how rows are written."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from ctypes import c_long
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from cleaner import NotATimeError, NotTextError, clean
from cleaner.batch import columns, inputs, readers, shards, work
from cleaner.batch.command import batch
from cleaner.batch.job import Chunk, Columns, Document, Job, Passed, Position, Problem, Raw, Result, Source
from cleaner.batch.output import Output, OutputError, Shard
from cleaner.batch.progress import Progress, clock
from cleaner.batch.report import Summary, as_html, as_text
from cleaner.batch.row import row
from cleaner.batch.tally import Tally
from cleaner.batch.writers import WRITERS
from cleaner.document import Article
from cleaner.formats import as_dict

JOB = Job("/nowhere/out")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("pages.jsonl", "jsonl"),
        ("pages.NDJSON.GZ", "jsonl"),
        ("a.b/pages.csv.zst", "csv"),
        ("pages.tsv", "csv"),
        ("part-0.parquet", "parquet"),
        ("CC-MAIN-1.warc.gz", "warc"),
        ("CC-MAIN-1.warc.wet.gz", "warc"),
        ("index.html", "pages"),
        ("index.html.gz", "pages"),
        ("README", "pages"),
        ("page.gz", "pages"),
        ("photo.jpg", None),
        ("archive.zip", None),
        ("pages.json", None),
    ],
)
def test_how_a_file_is_read_by_its_name(name: str, form: str | None) -> None:
    assert inputs.form_of(name) == form


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a/c.html", "a/.hidden.txt", ".dot/x.txt", "d.jsonl", "photo.jpg", "out/old.txt", "a/e.csv"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(name)
    (tmp_path / "in" / "a" / "round").symlink_to(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder(folder: Path) -> None:
    job = JOB._replace(output=str(folder / "in" / "out"))
    found = inputs.find(["in"], job).sources
    assert [(each.name, each.form, each.files) for each in found] == [
        ("in/d.jsonl", "jsonl", 0),
        ("in/a/e.csv", "csv", 0),
        ("in", "pages", 2),
    ]
    assert list(inputs.pages(found[-1], job)) == [
        ("in/b.txt", f"{folder}/in/b.txt"),
        ("in/a/c.html", f"{folder}/in/a/c.html"),
    ]


def test_all_files_of_a_folder_in_one_form(folder: Path) -> None:
    job = JOB._replace(output=str(folder / "in" / "out"), read_as="pages")
    (source,) = inputs.find([str(folder / "in")], job).sources
    names = [Path(name).name for name, _ in inputs.pages(source, job)]
    assert names == ["b.txt", "d.jsonl", "photo.jpg", "c.html", "e.csv"]


def test_single_pages_and_globs(folder: Path) -> None:
    found = inputs.find(["in/b.txt", "in/d.jsonl", "in/a/*.html", "in/b.txt"], JOB).sources
    assert [each.name for each in found] == ["in/d.jsonl", "pages"]
    assert [name for name, _ in found[-1].pages] == ["in/b.txt", "in/a/c.html"]


@pytest.mark.parametrize("name", ["missing", "in/*.pdf", "in/photo.jpg"])
def test_what_can_not_be_read(folder: Path, name: str) -> None:
    with pytest.raises(inputs.InputError, match=re.escape(name)):
        inputs.find([name], JOB)


def test_the_digest_tells_other_inputs(folder: Path) -> None:
    before = inputs.find(["in"], JOB).digest
    assert inputs.find(["in"], JOB).digest == before
    (folder / "in" / "b.txt").write_text("longer than it was")
    assert inputs.find(["in"], JOB).digest != before


def test_any_url_of_fsspec() -> None:
    fs = fsspec.filesystem("memory")
    fs.pipe({"/found/a.jsonl": b"", "/found/b/c.txt": b"page"})
    found = inputs.find(["memory://found"], JOB).sources
    assert [each.name for each in found] == ["memory:///found/a.jsonl", "memory:///found"]
    assert list(inputs.pages(found[1], JOB)) == [("memory:///found/b/c.txt", "memory:///found/b/c.txt")]
    fs.rm("/found", recursive=True)


def raws(data: str) -> Iterator[Raw]:
    """A record for each letter: d a document, p one that is passed over, x damage."""
    kinds: dict[str, Any] = {"d": b"", "p": Passed("request"), "x": Problem("damaged", "")}
    return (Raw(number, number * 10, 1, kinds[letter]) for number, letter in enumerate(data, start=1))


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("", [""]),
        ("d", ["d"]),
        ("dd", ["dd"]),
        ("ddd", ["dd", "d"]),
        ("dddd", ["dd", "dd"]),
        ("pdpdpd", ["pdpd", "pd"]),
        ("ddpp", ["dd", "pp"]),
        ("ddxd", ["ddx", "d"]),
        ("xx", ["xx"]),
    ],
)
def test_where_shards_end(data: str, wanted: list[str]) -> None:
    found, shard = [], ""
    for cut in shards.cut(raws(data), 2):
        shard += data[cut.raws[0].record - 1 : cut.raws[-1].record] if cut.raws else ""
        if cut.last:
            found.append(shard)
            shard, upcoming = "", len("".join(found)) + 1
            assert cut.following == (Position(upcoming, upcoming * 10) if upcoming <= len(data) else None)
    assert found == wanted


def test_chunks_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "CHUNK_BYTES", 3)
    assert [len(cut.raws) for cut in shards.cut(raws("d" * 10), 7)] == [3, 3, 1, 3]


def jsonl(path: Path, number: int) -> Source:
    path.write_text("".join(f'{{"text": "page {index}"}}\n' for index in range(number)))
    return Source(path.name, str(path), "jsonl", path.stat().st_size)


def test_what_is_done_is_not_read_again(tmp_path: Path) -> None:
    job = JOB._replace(shard_size=10)
    sources = {index: jsonl(tmp_path / f"{index}.jsonl", 35) for index in range(3)}
    every = list(shards.chunks(job, sources, {}))
    ends = {(chunk.source, chunk.shard): chunk.following for chunk in every if chunk.last}
    assert list(ends) == [(source, shard) for source in range(3) for shard in range(4)]
    for undone in ([(0, 0)], [(0, 3), (1, 2)], [(1, 1), (1, 3), (2, 0)], []):
        done = {place: following for place, following in ends.items() if place not in undone}
        left = [chunk for chunk in every if (chunk.source, chunk.shard) in undone]
        assert list(shards.chunks(job, sources, done)) == left


def test_a_source_that_can_not_be_read_stops_no_other(tmp_path: Path) -> None:
    sources = {0: Source("gone.jsonl", str(tmp_path / "gone.jsonl"), "jsonl", 1), 1: jsonl(tmp_path / "a.jsonl", 1)}
    first, second = shards.chunks(JOB, sources, {})
    assert first.failure == "No such file or directory"
    assert (second.source, second.last, second.failure) == (1, True, "")


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


RESULT = Result(b'{"id":1}\n', 1, [], Tally().as_dict())


def tally() -> Tally:
    counted = Tally()
    counted.add(ARTICLE, frozenset({"paragraph", "lead"}), 0.0031, ["<b>1</b>", "a.jsonl", 1])
    counted.counts["error"]["timeout"] += 1
    counted.counts["passed"]["<image/png>"] += 2
    return counted


def test_tallies_add_up() -> None:
    total = Tally()
    for _ in range(20):
        total.merge(json.loads(json.dumps(tally().as_dict())))
    assert (total.documents, total.errors) == (20, 20)
    assert total.seconds == pytest.approx(20 * 0.003, abs=0.01)
    assert total.counts["milliseconds"] == {"4": 20}
    assert sum(total.counts["kept"].values()) + sum(total.counts["removed"].values()) == 20 * sum(
        block.end - block.start for block in ARTICLE.blocks
    )
    assert len(total.slowest) == 10


@pytest.mark.parametrize("counted", [Tally(), tally()], ids=["empty", "some"])
def test_report(counted: Tally) -> None:
    summary = Summary(counted, 2, 1, 0, 10.0)
    text, page = as_text(summary), as_html(summary)
    assert "documents cleaned" in text
    assert not re.search(r"(src|href|url)\s*[=(]", page)
    assert "<b>1</b>" not in page
    plots = f"<p>{''.join(re.findall('<svg.*?</svg>', page))}</p>"
    assert page.count("<svg") == len(ElementTree.fromstring(plots))  # noqa: S314 - it is ours
    assert ("timeout" in text and "timeout" in page) is bool(counted.errors)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 10.0, 20.0, 30.0])
    monkeypatch.setattr("cleaner.batch.progress.time.monotonic", lambda: next(times))
    sources = [Source("a", "", "jsonl", 100), Source("b", "", "jsonl", 300)]
    shown, quiet = Terminal(), io.StringIO()
    progress = Progress(sources, shown)
    assert progress.share(1, 0.5) == pytest.approx(0.625)
    for share in (0.1, 0.2, 0.3):
        progress.add(1000, 1, share)
    assert shown.getvalue().rpartition("\x1b[K")[2] == " 30%  3,000 documents, 100 a second, 3 errors, 1:10 left"
    Progress(sources, quiet).add(1, 0, 0.5)
    assert quiet.getvalue() == ""


@pytest.mark.parametrize(("seconds", "told"), [(5, "0:05"), (65.4, "1:05"), (7500, "2:05:00")])
def test_clock(seconds: float, told: str) -> None:
    assert clock(seconds) == told


def test_everything_is_documented() -> None:
    document = (Path(__file__).parent.parent / "docs" / "batch.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(--[a-z-]+)", "".join(re.findall(r"^\| (`--.*?) \|", document, re.MULTILINE))))
    known = {name for option in batch.params for name in (*option.opts, *option.secondary_opts) if name[0] == "-"}
    assert known | {"--help"} == documented
    code = "".join(path.read_text() for path in (Path(inputs.__file__).parent).rglob("*.py"))
    kinds = {*re.findall(r'Problem\("([a-z_]+)"', code), "failed", NotTextError.code, NotATimeError.code}
    rows = document.split("## What goes wrong")[1].split("##")[0]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", rows, re.MULTILINE)) == kinds | {"kind"}
    for form in (*readers.FORMS, *WRITERS):
        assert f"`{form}`" in document or f"--format {form}" in document
