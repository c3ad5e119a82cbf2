"""POST /v1/clean/batch: order, ids, problems of single documents, limits, and that no more is held than must be."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cleaner.api import ProblemError
from cleaner.service.window import Entry, Window
from serving import BODIES, HTML, NDJSON, PAGE, exchange, head, is_problem, lines, post_batch

DOCUMENTS: list[Any] = [
    {"id": "a", "text": PAGE},
    {"id": 2, "html": HTML},
    {"id": "bad", "text": 1},
    {"text": PAGE, "with_title": True},
    {"id": "blank", "text": " "},
    {"id": "label", "text": "a", "keep": ["coments"]},
    "no object",
    {"id": ["no name"], "text": "a"},
    {"id": "z", "text": "Home\nNews\n"},
]
EXPECTED = [
    ("a", "ok"), (2, "ok"), ("bad", "invalid_request"), (None, "ok"), ("blank", "empty_input"),
    ("label", "unknown_label"), (None, "invalid_request"), (None, "invalid_request"), ("z", "no_article"),
]  # fmt: skip


def as_lines(documents: list[Any]) -> str:
    return "".join(json.dumps(each) + "\n" for each in documents)


def outcome(record: dict[str, Any]) -> tuple[Any, str]:
    """The id and the status, or the code of the problem, of which there is just one."""
    assert len(record.keys() & {"article", "problem"}) == 1
    return record["id"], record["article"]["status"] if "article" in record else record["problem"]["code"]


def check(records: list[dict[str, Any]]) -> None:
    assert [outcome(each) for each in records] == EXPECTED
    assert [each["index"] for each in records] == list(range(len(DOCUMENTS)))
    assert [each["article"]["body"] for each in records[:2]] == [BODIES["text"], BODIES["html"]]
    assert records[3]["article"]["body"].startswith("Council")


@pytest.mark.parametrize("accept", [None, NDJSON, "application/json", "application/json; charset=utf-8"])
@pytest.mark.parametrize("mime", [NDJSON, "application/jsonl", "application/json"])
def test_every_document_has_its_answer_in_its_place(client: FlaskClient, mime: str, accept: str | None) -> None:
    data = json.dumps(DOCUMENTS) if mime == "application/json" else as_lines(DOCUMENTS)
    answer = post_batch(client, data, mime, headers={"Accept": accept} if accept else {})
    form = accept.partition(";")[0] if accept else "application/json" if mime == "application/json" else NDJSON
    assert (answer.status_code, answer.mimetype) == (200, form)
    check(answer.get_json() if form == "application/json" else lines(answer))


def test_lines_may_be_blank_broken_and_without_an_end(client: FlaskClient) -> None:
    data = f'{{"text": "Log in"}}\n\n  \r\n{{"id": 1, \n{json.dumps({"id": "é", "text": PAGE})}'
    first, second, third = lines(post_batch(client, data))
    assert (second["index"], second["id"], second["problem"]["code"]) == (1, None, "invalid_json")
    assert (third["index"], third["id"], third["article"]["body"]) == (2, "é", BODIES["text"])
    assert first["article"]["status"] == "no_article"


def test_the_query_is_for_all_documents_that_say_nothing_else(client: FlaskClient) -> None:
    documents = [{"text": PAGE}, {"text": PAGE, "keep": ["navigation"]}, {"text": PAGE, "with_title": False}]
    answer = post_batch(client, as_lines(documents), query_string={"keep": "sharing", "with_title": "true"})
    first, second, third = (each["article"]["options"] for each in lines(answer))
    assert (first["keep"], first["with_title"]) == (["sharing"], True)
    assert (second["keep"], second["with_title"]) == (["navigation"], True)
    assert (third["keep"], third["with_title"]) == (["sharing"], False)


def test_a_line_that_is_too_long_has_its_own_problem(client: FlaskClient) -> None:
    documents = [{"id": 1, "text": PAGE}, {"id": 2, "text": "x" * 100_000}, {"id": 3, "text": PAGE}]
    assert [outcome(each)[1] for each in lines(post_batch(client, as_lines(documents)))] == ["ok", "too_large", "ok"]


@pytest.mark.parametrize("count", [50, 51])
def test_documents_of_a_batch(client: FlaskClient, count: int) -> None:
    documents = [{"id": number, "text": "Log in"} for number in range(count)]
    records = lines(post_batch(client, as_lines(documents)))
    assert [outcome(each) for each in records[:50]] == [(number, "no_article") for number in range(50)]
    assert [outcome(each) for each in records[50:]] == [(None, "too_many_documents")] * (count - 50)
    answer = post_batch(client, json.dumps(documents), "application/json")
    assert answer.status_code == 200 if count == 50 else is_problem(answer, "too_many_documents")


def test_blank_lines_count_too(client: FlaskClient) -> None:
    assert [outcome(each)[1] for each in lines(post_batch(client, "\n" * 1000))] == ["too_many_documents"]


def test_bytes_of_a_batch(client: FlaskClient) -> None:
    answer = post_batch(client, as_lines([{"text": "x" * 90_000}] * 4))
    assert is_problem(answer, "too_large")  # announced
    packed = gzip.compress(as_lines([{"text": "Log in\n" * 8_000}] * 9).encode())
    records = lines(post_batch(client, packed, headers={"Content-Encoding": "gzip"}))
    assert outcome(records[-1]) == (None, "too_large")
    assert {outcome(each)[1] for each in records[:-1]} == {"no_article"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "empty_input"),
        ("[", "invalid_json"),
        ('[{"text": "a"}, {"text": "b]', "invalid_json"),
        ('[{"text": "a"}] x', "invalid_json"),
        ("[" * 31 + "]" * 31, None),
        ("[" * 33 + "]" * 33, "invalid_json"),
        ("[" * 50_000, "invalid_json"),
        ('{"text": "a"}', "invalid_request"),
        ("[" + " " * 100_000 + "]", "too_large"),
    ],
)
def test_problems_of_the_whole_array(client: FlaskClient, data: str, code: str | None) -> None:
    answer = post_batch(client, data, "application/json")
    assert is_problem(answer, code) if code else answer.status_code == 200


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"mime": "text/plain"}, "unsupported_media_type"),
        ({"mime": ""}, "unsupported_media_type"),
        ({"headers": {"Accept": "text/plain"}}, "not_acceptable"),
        ({"headers": {"Content-Encoding": "x"}}, "unsupported_media_type"),
        ({"query_string": {"colour": "red"}}, "invalid_request"),
        ({"query_string": {"keep": "x"}}, "unknown_label"),
    ],
)
def test_problems_of_the_request(client: FlaskClient, more: dict[str, Any], code: str) -> None:
    assert is_problem(post_batch(client, "[]", **{"mime": "application/json", **more}), code)


def test_nothing_in_nothing_out(client: FlaskClient) -> None:
    assert post_batch(client, "[]", "application/json").get_json() == []
    assert post_batch(client, "").data == b""


def test_a_broken_end_of_a_compressed_batch_is_told_after_what_came_before(client: FlaskClient) -> None:
    packed = gzip.compress(as_lines([{"id": number, "text": PAGE} for number in range(5)]).encode())
    answer: TestResponse = post_batch(client, packed[:-8], headers={"Content-Encoding": "gzip"})
    assert [outcome(each)[1] for each in lines(answer)] == ["ok"] * 5 + ["invalid_encoding"]


def test_answers_flow_while_input_still_comes(server: str) -> None:
    """Each document is sent when the one before has been answered."""
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection, connection.makefile("rb") as answers:
        connection.sendall(head("/v1/clean/batch", NDJSON, "Transfer-Encoding: chunked") + b"\r\n")
        for number in range(5):
            line = json.dumps({"id": number, "text": PAGE}).encode() + b"\n"
            connection.sendall(b"%x\r\n%s\r\n" % (len(line), line))
            told = next(each for each in answers if each.startswith(b"{"))
            assert outcome(json.loads(told)) == (number, "ok")
        connection.sendall(b"0\r\n\r\n")
        assert answers.read().endswith(b"0\r\n\r\n")


def test_answers_flow_also_where_the_length_is_told(server: str) -> None:
    line = json.dumps({"id": 1, "text": PAGE}).encode() + b"\n"
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection, connection.makefile("rb") as answers:
        connection.sendall(head("/v1/clean/batch", NDJSON, f"Content-Length: {2 * len(line)}") + b"\r\n")
        for _ in range(2):
            connection.sendall(line)
            assert outcome(json.loads(next(each for each in answers if each.startswith(b"{")))) == (1, "ok")


def test_a_batch_that_ends_too_early_is_told_so(server: str) -> None:
    line = json.dumps({"id": 1, "text": PAGE}).encode() + b"\n"
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection, connection.makefile("rb") as answers:
        connection.sendall(head("/v1/clean/batch", NDJSON, "Content-Length: 100000") + b"\r\n" + line)
        connection.shutdown(socket.SHUT_WR)
        records = [json.loads(each) for each in answers if each.startswith(b"{")]
    assert [outcome(each) for each in records] == [(1, "ok"), (None, "bad_request")]


def test_two_batches_on_one_connection(server: str) -> None:
    data = as_lines([{"id": 7, "text": PAGE}]).encode()
    one = head("/v1/clean/batch", NDJSON, f"Content-Length: {len(data)}").replace(b"close", b"keep-alive")
    last = head("/v1/clean/batch", NDJSON, f"Content-Length: {len(data)}")
    answer = exchange(server, one + b"\r\n" + data + last + b"\r\n" + data)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.count(b'{"id":7,') == 2


def entry(place: int, size: int = 1) -> Entry:
    return Entry(place, None, ProblemError("busy", ""), size)


def test_a_window_holds_so_many_entries_and_bytes() -> None:
    window, put = Window(entries=2, size=10), []

    def fill() -> None:
        for place, size in enumerate([1, 1, 1, 50, 50]):
            assert window.put(entry(place, size))
            put.append(place)
        window.end()

    filler = threading.Thread(target=fill)
    filler.start()
    seen = [(each.place, len(put) - each.place) for each in window]
    filler.join()
    assert [place for place, _ in seen] == [0, 1, 2, 3, 4]
    assert all(ahead <= 2 for _, ahead in seen)


def test_a_closed_window_takes_nothing_and_gives_what_it_has() -> None:
    window = Window(entries=1, size=10)
    assert window.put(entry(0))
    refused = []
    waiting = threading.Thread(target=lambda: refused.append(window.put(entry(1))))
    waiting.start()
    window.close()
    waiting.join(timeout=10)
    assert refused == [False]
    assert [each.place for each in window] == [0]
