"""What is read of each form of input: every record, its place, and from any place on the same as from the start."""

from __future__ import annotations

import bz2
import gzip
import http.server
import io
import json
import lzma
import shutil
import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner.batch import inputs, readers
from cleaner.batch.job import Columns, Document, Job, Passed, Position, Problem, Raw, Source

JOB = Job("memory://out")
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstandard.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def source(path: Path) -> Source:
    form = inputs.form_of(path.name)
    assert form
    return Source(path.name, str(path), form, path.stat().st_size)


def raws(path: Path, job: Job = JOB, start: Position = Position()) -> list[Raw]:  # noqa: B008
    return list(readers.read(source(path), start, job))


def found(path: Path, job: Job = JOB) -> list[Document | Passed | Problem]:
    return [readers.parse(source(path), raw, job) for raw in raws(path, job)]


def documents(path: Path, job: Job = JOB) -> list[Document]:
    return [each for each in found(path, job) if isinstance(each, Document)]


def lines(rows: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


ROWS = [{"id": f"page {number}", "text": f"text {number} — ü", "likes": number} for number in range(40)]


def write_csv(rows: list[dict[str, Any]], mark: str = ",") -> bytes:
    out = [mark.join(rows[0]), *(mark.join(f'"{value}"' for value in row.values()) for row in rows)]
    return "\n".join(out).encode()


def write_parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, row_group_size=7)
    return out.getvalue()


def record(
    writer: WARCWriter, number: int, page: bytes, status: str = "200 OK", mime: str = "text/html", **headers: str
) -> None:
    http = StatusAndHeaders(status, [("Content-Type", mime), *headers.items()], protocol="HTTP/1.1")
    url, dated = f"https://example.org/{number}", {"WARC-Date": "2026-11-02T10:00:00Z"}
    payload = io.BytesIO(page)
    writer.write_record(writer.create_warc_record(url, "response", payload, http_headers=http, warc_headers_dict=dated))


def warc(number: int = 12, compress: bool = True) -> tuple[bytes, list[int]]:
    """A WARC by warcio, and where its records begin."""
    out = io.BytesIO()
    writer, places = WARCWriter(out, gzip=compress), []
    for index in range(number):
        places.append(out.tell())
        record(writer, index, f"<p>page {index}</p>".encode())
    return out.getvalue(), places


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", lines(ROWS)),
        ("a.csv", write_csv(ROWS)),
        ("a.tsv", write_csv(ROWS, "\t")),
        ("a.parquet", write_parquet(ROWS)),
    ],
)
def test_tables(tmp_path: Path, name: str, data: bytes, compression: str) -> None:
    if name == "a.parquet" and compression:
        pytest.skip("Parquet compresses by itself")
    path = tmp_path / (name + compression)
    path.write_bytes(COMPRESSIONS[compression](data))
    pages = documents(path)
    texts = [page.source.decode() if isinstance(page.source, bytes) else page.source for page in pages]
    assert texts == [row["text"] for row in ROWS]
    assert [page.id for page in pages] == [row["id"] for row in ROWS]
    assert [int(page.columns["likes"]) for page in pages] == [row["likes"] for row in ROWS]
    assert all(set(page.columns) == {"id", "likes"} for page in pages)


@pytest.mark.parametrize("kind", ["gzip", "plain", "whole gzip", "whole zstd"])
def test_warc(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.warc"
    data, _ = warc(compress=kind == "gzip")
    path.write_bytes({"whole gzip": gzip.compress, "whole zstd": zstandard.compress}.get(kind, bytes)(data))
    pages = documents(path)
    assert [page.source for page in pages] == [f"<p>page {number}</p>".encode() for number in range(12)]
    assert pages[3].url == "https://example.org/3"
    assert pages[3].crawled == "2026-11-02T10:00:00Z"
    assert pages[3].kind == "html"
    assert pages[3].id.startswith("<urn:uuid:")
    assert len({page.id for page in pages}) == 12


EVERY = {
    "a.jsonl": lines(ROWS[:20]) + b"\n  \nno JSON\n" + lines(ROWS[20:]),
    "a.jsonl.gz": gzip.compress(lines(ROWS)),
    "a.csv": write_csv(ROWS),
    "a.parquet": write_parquet(ROWS),
    "a.warc.gz": warc()[0],
    "a.warc": warc(compress=False)[0],
    "whole.warc.gz": gzip.compress(warc(compress=False)[0]),
    "cut.warc.gz": warc()[0][:-40],
}


@pytest.mark.parametrize("name", EVERY)
def test_from_any_place_on_it_reads_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(EVERY[name])
    whole = raws(path)
    assert len(whole) >= 12
    for index, raw in enumerate(whole):
        assert [each[:4] for each in raws(path, start=raw.position)] == [each[:4] for each in whole[index:]]


@pytest.mark.parametrize("name", EVERY)
def test_the_share_that_is_read_grows_to_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(EVERY[name])
    seen = [raw.seen for raw in raws(path)]
    assert seen == sorted(seen)
    assert seen[-1] > 0.9


LINES: list[tuple[bytes, str]] = [
    (b"no JSON", "not JSON"),
    (b'["a list"]', "list, not an object"),
    (b"17", "int, not an object"),
    (b"{}", "No text in column 'text'. The columns are: none."),
    (b'{"id": 1, "html": "x"}', "The columns are: id, html."),
    (b'{"text": null}', "No text"),
    (b'{"text": ["x"]}', "list, not text"),
    (b"[" * 100_000, "not JSON"),
    (b"\xff\xfe\x00", "not JSON"),
    (b"\x00" * 50, "not JSON"),
]


@pytest.mark.parametrize(("line", "told"), LINES, ids=[str(line[:20]) for line, _ in LINES])
def test_a_bad_line_is_a_problem_and_stops_no_other(tmp_path: Path, line: bytes, told: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "one"}\n' + line + b'\n{"text": "two"}')
    first, problem, second = found(path)
    assert isinstance(problem, Problem)
    assert problem.kind == "malformed"
    assert told in problem.message
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.source, second.source, second.id) == ("one", "two", "a.jsonl#3")


def test_a_line_that_is_too_long_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "one"}\n{"text": "' + b"x" * 5000 + b'"}\n{"text": "two"}\n')
    job = JOB._replace(max_bytes=1000)
    assert [getattr(each, "source", None) or each.kind for each in found(path, job)] == ["one", "too_large", "two"]
    assert [raw.record for raw in raws(path, job)] == [1, 2, 3]


def test_columns_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines([{"html": "<p>x", "key": 7, "link": "https://e.org", "at": "2026-11-01", "text": "else"}]))
    (page,) = documents(path, JOB._replace(columns=Columns("html", "key", "link", "at"), kind="html"))
    assert page == Document(
        7,
        "a.jsonl",
        "<p>x",
        "html",
        "https://e.org",
        "2026-11-01",
        {"key": 7, "link": "https://e.org", "at": "2026-11-01", "text": "else"},
    )


def test_csv_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'\xef\xbb\xbfid,text,note\n1,"two\nlines, ""quoted""",x\n\n2,'
        + "Grün,Süd".encode("latin-1")
        + b"\n3,a,b,c,d\n4,\n5"
    )
    pages = found(path)
    assert [page.source for page in pages if isinstance(page, Document)] == [
        'two\nlines, "quoted"',
        b"Gr\xfcn",
        "a",
        "",
    ]
    assert isinstance(pages[1], Document)
    assert pages[1].columns["note"] == "S\ufffdd"
    assert isinstance(pages[2], Document)
    assert pages[2].columns["other_cells"] == "c,d"
    assert isinstance(pages[4], Problem)
    assert [raw.record for raw in raws(path)] == [1, 2, 3, 4, 5]


def test_csv_without_an_end_of_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,"' + b"never ends\n" * 1000)
    pages = found(path, JOB._replace(max_bytes=1000))
    assert isinstance(pages[0], Problem)
    assert pages[0].kind == "malformed"


def test_parquet_values(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    fields = {
        "text": pa.array(["x", None], pa.large_string()),
        "url": pa.array(["https://e.org/1", "https://e.org/2"]).dictionary_encode(),
        "at": pa.array([1_790_000_000_123_456_789, None], pa.timestamp("ns", "UTC")),
        "parts": pa.array([{"a": [1]}, None]),
    }
    pq.write_table(pa.table(fields), path)
    page, problem = found(path, JOB._replace(columns=Columns(crawled="at")))
    assert isinstance(problem, Problem)
    assert isinstance(page, Document)
    assert (page.url, page.id) == ("https://e.org/1", "a.parquet#1")
    assert page.crawled == "2026-09-21T14:13:20.123456+00:00"
    assert page.columns["parts"] == {"a": [1]}
    assert page.columns["at"] == datetime(2026, 9, 21, 14, 13, 20, 123456, UTC)


def test_records_that_are_no_pages_are_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    record(writer, 1, b"\x89PNG", mime="image/png")
    record(writer, 2, b"<p>gone", status="404 Not Found")
    request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
    writer.write_record(writer.create_warc_record("https://example.org/", "request", http_headers=request))
    record(writer, 3, b"<p>page", mime="Text/HTML; charset=UTF-8")
    (tmp_path / "a.warc.gz").write_bytes(out.getvalue())
    *passed, page = found(tmp_path / "a.warc.gz")
    assert [each.reason for each in passed if isinstance(each, Passed)] == [
        "warcinfo record",
        "image/png",
        "HTTP 404",
        "request record",
    ]
    assert isinstance(page, Document)
    assert page.columns["content_type"] == "text/html"


PAGE = "<p>Тест страницы</p>"
ENCODED: list[tuple[dict[str, Any], bytes, str | bytes]] = [
    ({"mime": "text/html; charset=windows-1251"}, PAGE.encode("cp1251"), PAGE),
    ({"mime": "text/html; charset=windows-1251"}, PAGE.encode(), PAGE.encode()),  # the header lies
    ({"mime": "text/html; charset=nonsense"}, PAGE.encode("cp1251"), PAGE.encode("cp1251")),
    ({"mime": "text/html"}, PAGE.encode("cp1251"), PAGE.encode("cp1251")),
    ({"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode()), PAGE.encode()),
    ({"Transfer-Encoding": "chunked"}, b"3\r\n<p>\r\n4\r\npage\r\n0\r\n\r\n", b"<p>page"),
]


@pytest.mark.parametrize(("headers", "page", "wanted"), ENCODED, ids=[str(headers) for headers, _, _ in ENCODED])
def test_what_http_says_of_the_page(tmp_path: Path, headers: dict[str, Any], page: bytes, wanted: str | bytes) -> None:
    out = io.BytesIO()
    record(WARCWriter(out, gzip=True), 1, page, **headers)
    (tmp_path / "a.warc.gz").write_bytes(out.getvalue())
    assert [page.source for page in documents(tmp_path / "a.warc.gz")] == [wanted]


def test_a_page_that_is_a_bomb_when_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    record(WARCWriter(out, gzip=True), 1, gzip.compress(b" " * 1_000_000), **{"Content-Encoding": "gzip"})
    (tmp_path / "a.warc.gz").write_bytes(out.getvalue())
    (problem,) = found(tmp_path / "a.warc.gz", JOB._replace(max_bytes=10_000))
    assert isinstance(problem, Problem)
    assert problem.kind == "too_large"


WET = """WARC/1.0\r
WARC-Type: warcinfo\r
WARC-Date: 2026-11-10T08:00:00Z\r
WARC-Record-ID: <urn:uuid:6a3f2c1e-0000-4000-8000-000000000001>\r
Content-Type: application/warc-fields\r
Content-Length: 20\r
\r
Software-Info: test\r
\r
\r
WARC/1.0\r
WARC-Type: conversion\r
WARC-Target-URI: https://example.org/harbour\r
WARC-Date: 2026-11-09T11:22:33Z\r
WARC-Record-ID: <urn:uuid:6a3f2c1e-0000-4000-8000-000000000002>\r
WARC-Refers-To: <urn:uuid:6a3f2c1e-0000-4000-8000-000000000003>\r
WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r
WARC-Identified-Content-Language: eng\r
Content-Type: text/plain\r
Content-Length: 36\r
\r
Harbour – news
The ferry is late.
\r
\r
"""


def test_wet_in_the_form_of_common_crawl(tmp_path: Path) -> None:
    path = tmp_path / "CC-MAIN-20261109000000-20261109030000-00000.warc.wet.gz"
    info, conversion = WET.encode().split(b"\r\n\r\n\r\nWARC", 1)[0], WET.encode()[WET.encode().rindex(b"WARC/1.0") :]
    path.write_bytes(gzip.compress(info + b"\r\n\r\n\r\n") + gzip.compress(conversion))
    (page,) = documents(path)
    assert page.source == "Harbour – news\nThe ferry is late.\n".encode()
    assert (page.kind, page.url, page.crawled) == ("text", "https://example.org/harbour", "2026-11-09T11:22:33Z")


@pytest.mark.skipif(not shutil.which("wget"), reason="needs wget")
def test_a_warc_by_wget(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(
        '<a href="page.html">page</a> <a href="gone.html">gone</a><img src="x.png">'
    )
    (tmp_path / "site" / "page.html").write_text("<p>page</p>")
    (tmp_path / "site" / "x.png").write_bytes(b"\x89PNG")
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        subprocess.run(["wget", "-q", "-r", "-p", "--warc-file=crawl", address], cwd=tmp_path, check=False, timeout=60)
        server.shutdown()
    pages = {page.url: page.source for page in documents(tmp_path / "crawl.warc.gz")}
    assert set(pages) == {address, address + "page.html"}
    assert pages[address + "page.html"] == b"<p>page</p>"
    passed = {page.reason for page in found(tmp_path / "crawl.warc.gz") if isinstance(page, Passed)}
    assert {"HTTP 404", "image/png", "request record", "what the crawler says of itself"} <= passed


@pytest.mark.parametrize("compress", [True, False])
def test_reading_goes_on_after_a_damaged_record(tmp_path: Path, compress: bool) -> None:
    data, places = warc(compress=compress)
    damaged = bytearray(data)
    damaged[places[4] : places[4] + 60] = b"\0" * 60
    (tmp_path / "a.warc").write_bytes(damaged)
    pages = found(tmp_path / "a.warc")
    numbers = [page.url.rpartition("/")[2] for page in pages if isinstance(page, Document) and page.url]
    assert numbers == [str(number) for number in range(12) if number != 4]
    (problem,) = (page for page in pages if isinstance(page, Problem))
    assert problem.kind == "damaged"


@pytest.mark.parametrize("compress", [True, False])
def test_a_record_that_is_cut_off(tmp_path: Path, compress: bool) -> None:
    data, places = warc(compress=compress)
    (tmp_path / "a.warc").write_bytes(data[: places[11] + 200])
    *pages, last = found(tmp_path / "a.warc")
    assert len(pages) == 11
    assert isinstance(last, Problem)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.jsonl.zst"])
def test_a_damaged_file_gives_what_is_sound(tmp_path: Path, name: str) -> None:
    rows = [{"id": number, "text": str(hash((number, "x")) % 10**17) * 40} for number in range(3000)]
    data = COMPRESSIONS["." + name.rpartition(".")[2]](write_csv(rows) if ".csv" in name else lines(rows))
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    *pages, last = found(tmp_path / name)
    assert 100 < len(pages) < 3000
    assert isinstance(last, Problem)
    assert last.kind == "damaged"


def test_a_file_that_is_not_what_its_name_says(tmp_path: Path) -> None:
    for name in ("a.parquet", "a.warc"):
        (tmp_path / name).write_bytes(b"neither the one nor the other\n" * 100)
        (problem,) = found(tmp_path / name)
        assert isinstance(problem, Problem)
        assert problem.kind == "damaged"


def test_a_missing_file_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(readers.read(Source("a.jsonl", str(tmp_path / "a.jsonl"), "jsonl", 0), Position(), JOB))
