"""What `cleaner batch` finds to read, and how it is cut into shards and chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import fsspec

from cleaner.batch import inputs, shards
from cleaner.batch.job import Job, Passed, Position, Problem, Raw, Source

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
