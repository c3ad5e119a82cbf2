"""How a body may come: compressed, in pieces, nested; and what is refused of it."""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from flask.testing import FlaskClient

from cleaner.service import records
from cleaner.service.inflate import CODINGS, CodingError, unpacked
from serving import BODIES, PAGE, is_problem, post

LIMIT = 100_000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def two_members(data: bytes) -> bytes:
    return gzip.compress(data[:50]) + gzip.compress(data[50:])


def two_frames(data: bytes) -> bytes:
    return zstandard.compress(data[:50]) + zstandard.compress(data[50:])


PACKERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("GZIP", gzip.compress),
    ("gzip", two_members),
    ("deflate", zlib.compress),
    ("deflate", bare_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("zstd", two_frames),
    ("identity", bytes),
]
CASES = pytest.mark.parametrize(("coding", "pack"), PACKERS, ids=[f"{name}-{pack.__name__}" for name, pack in PACKERS])


@CASES
def test_compressed_bodies(client: FlaskClient, coding: str, pack: Callable[[bytes], bytes]) -> None:
    answer = post(client, pack(PAGE.encode()), "text/plain", headers={"Content-Encoding": coding})
    assert answer.status_code == 200, answer.data
    assert answer.get_json()["body"] == BODIES["text"]


@CASES
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_unpacked_in_whatever_parts_it_comes(coding: str, pack: Callable[[bytes], bytes], size: int) -> None:
    if coding.lower() not in CODINGS:
        pytest.skip("is not packed")
    data = PAGE.encode() * 40
    packed = pack(data)
    parts = (packed[at : at + size] for at in range(0, len(packed), size))
    assert b"".join(unpacked(parts, coding.lower())) == data


@CASES
def test_a_bomb_is_refused(client: FlaskClient, coding: str, pack: Callable[[bytes], bytes]) -> None:
    answer = post(client, pack(b"bomb " * 4_000_000), "text/plain", headers={"Content-Encoding": coding})
    assert is_problem(answer, "too_large")


@CASES
def test_a_bomb_is_never_unpacked_at_once(coding: str, pack: Callable[[bytes], bytes]) -> None:
    if coding.lower() not in CODINGS:
        pytest.skip("is not packed")
    parts = unpacked([pack(b"\0" * 60_000_000)], coding.lower())
    assert max(len(part) for part in itertools.islice(parts, 3)) < 10_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("cut", [0, 1, 5, 30, -1])
def test_a_body_that_is_cut_off_is_refused(client: FlaskClient, coding: str, cut: int) -> None:
    pack = dict(PACKERS)[coding]
    answer = post(client, pack(PAGE.encode())[:cut], "text/plain", headers={"Content-Encoding": coding})
    assert is_problem(answer, "invalid_encoding")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_something_else_is_refused(client: FlaskClient, coding: str) -> None:
    answer = post(client, PAGE.encode(), "text/plain", headers={"Content-Encoding": coding})
    assert is_problem(answer, "invalid_encoding")


@pytest.mark.parametrize("coding", ["deflate", "br"])
def test_what_follows_the_end_is_refused(coding: str) -> None:
    packed = dict(PACKERS)[coding](b"text")
    with pytest.raises(CodingError):
        list(unpacked([packed, b"more"], coding))


@pytest.mark.parametrize("coding", ["compress", "gzip, br", "klingon"])
def test_other_codings_are_refused(client: FlaskClient, coding: str) -> None:
    answer = post(client, PAGE, "text/plain", headers={"Content-Encoding": coding})
    assert is_problem(answer, "unsupported_media_type")


def test_zstd_that_points_too_far_back_is_refused(client: FlaskClient) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = packer.compress(PAGE.encode()) + packer.flush()
    answer = post(client, packed, "text/plain", headers={"Content-Encoding": "zstd"})
    assert is_problem(answer, "invalid_encoding")


def nested(depth: int) -> str:
    """JSON in which so many arrays and objects stand in each other."""
    return '{"text": "a", "url": ' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


@pytest.mark.parametrize(("depth", "code"), [(31, "invalid_request"), (32, "invalid_request"), (33, "invalid_json")])
def test_depth_of_json(client: FlaskClient, depth: int, code: str) -> None:
    assert is_problem(post(client, nested(depth), "application/json"), code)


def test_brackets_in_a_text_are_not_depth(client: FlaskClient) -> None:
    answer = post(client, json.dumps({"text": PAGE + "[{" * 500}), "application/json")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ([], []),
        ([b"a\nb"], [b"a", b"b"]),
        ([b"a\nb\n"], [b"a", b"b"]),
        ([b"a", b"\n", b"b"], [b"a", b"b"]),
        ([b"\n\n"], [b"", b""]),
        ([b"a\r\nb\x85c\x0bd\n"], [b"a\r", b"b\x85c\x0bd"]),
        ([b"12345\n123456\n1"], [b"12345", b"123456", b"1"]),
        ([b"1234567", b"89\n", b"x"], [b"123456", b"x"]),
        ([b"a\n123", b"456789"], [b"a", b"123456"]),
    ],
)
def test_lines(parts: list[bytes], lines: list[bytes]) -> None:
    assert list(records.lines(parts, 5)) == lines


@pytest.mark.parametrize(
    "text", ["[]", " [ ] ", "[1]", '[1, "a",{"b": [2]}]', "\n[1,\r\n\t2]\n", '["\\ud800"]', "[[[]]]", "[1e5,null]"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_elements(text: str, encoding: str) -> None:
    assert list(records.elements(text.encode(encoding))) == json.loads(text)


@pytest.mark.parametrize("text", ["[", "[1", "[1,", "[1,]", "[,]", "[1 2]", "[1]]", "[1] x", '["a]', "x", "", "{}x"])
def test_broken_arrays(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        list(records.elements(text.encode()))


@pytest.mark.parametrize("text", ["{}", '"[1]"', "null", "1"])
def test_other_than_arrays(text: str) -> None:
    with pytest.raises(records.NotAnArrayError):
        list(records.elements(text.encode()))
