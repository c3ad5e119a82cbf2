"""The HTTP service: in the test client, and where processes and sockets matter behind a real gunicorn."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import socket
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

import service
from cleaner import CONTENT, Label, clean
from cleaner.api import PROBLEMS
from service import create_app

FIRST = "The council of the town voted on Tuesday evening for a new tram line between the station and the university."
SECOND = "Construction is to begin next year, and the mayor said that the first trams would run four years later."
REST = """The line will be six kilometres long and have eleven stops. The town pays a third, the state the rest.

Shopkeepers in the old town fear that the works will keep their customers away for two summers. The council promised to
close no street for longer than three weeks, and to pay for advertising.

"We have talked about it since I went to school," said the mayor after the vote. "Now we shall ride on it." """
TITLE = "Council votes for new tram line"
PAGE = f"Home\nNews\nSport\n\n{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{REST}\n\nAdvertisement\nShare on Facebook\n"
HTML = f"""<html><body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1>
<p>{FIRST}</p><p>{SECOND}</p><p>{REST.replace(chr(10) * 2, "</p><p>")}</p></article></body></html>"""
BODIES = {"text": clean(PAGE).body, "html": clean(HTML).body}
"""What the service must answer; how good that is, the tests of the fixtures say."""


@pytest.fixture
def client() -> FlaskClient:
    return create_app(max_bytes=100_000).test_client()


def post(client: FlaskClient, data: bytes | str, mime: str, **more: Any) -> TestResponse:
    return client.post("/v1/clean", data=data, content_type=mime, **more)


def upload(name: str, data: bytes, mime: str | None = None) -> tuple[io.BytesIO, str, str | None]:
    return io.BytesIO(data), name, mime


def is_problem(answer: TestResponse, code: str) -> bool:
    """Check every member of a problem; the code is what the caller expects."""
    told = json.loads(answer.data)
    assert answer.mimetype == "application/problem+json"
    assert told["code"] == code, told
    assert told["status"] == answer.status_code == PROBLEMS[code].status
    assert told["title"] == PROBLEMS[code].title
    assert told["type"] == f"/problems#{code}"
    assert told["detail"]
    return True


@pytest.mark.parametrize(
    ("data", "mime", "kind"),
    [
        (json.dumps({"text": PAGE}), "application/json", "text"),
        (json.dumps({"html": HTML}), "application/json", "html"),
        (json.dumps({"text": PAGE, "html": None}), "application/json; charset=utf-8", "text"),
        (PAGE, "text/plain", "text"),
        (PAGE.encode("utf-16"), "text/plain; charset=utf-16", "text"),
        (HTML, "text/html", "html"),
        (HTML, "application/xhtml+xml", "html"),
    ],
)
def test_content_types(client: FlaskClient, data: bytes | str, mime: str, kind: str) -> None:
    answer = post(client, data, mime)
    assert answer.status_code == 200
    told = answer.get_json()
    assert (told["status"], told["kind"]) == ("ok", kind)
    assert told["body"] == BODIES[kind] != ""
    assert answer.headers["Cleaner-Status"] == "ok"


@pytest.mark.parametrize(("data", "mime", "kind"), [(PAGE, "text/html", "html"), (HTML, "text/plain", "text")])
def test_the_content_type_is_believed(client: FlaskClient, data: str, mime: str, kind: str) -> None:
    assert post(client, data, mime).get_json()["kind"] == kind


@pytest.mark.parametrize(
    ("name", "mime", "data", "kind"),
    [
        ("page.txt", "text/plain", PAGE, "text"),
        ("page.html", "text/html", HTML, "html"),
        ("page.HTM", "application/octet-stream", HTML, "html"),
        ("page.txt", "text/html", HTML, "html"),
        ("page", None, HTML, "html"),
        ("page", None, PAGE, "text"),
    ],
)
def test_uploads(client: FlaskClient, name: str, mime: str | None, data: str, kind: str) -> None:
    answer = client.post("/v1/clean", data={"file": upload(name, data.encode(), mime)})
    assert answer.status_code == 200, answer.data
    assert answer.get_json()["kind"] == kind
    assert answer.get_json()["body"] == BODIES[kind]


@pytest.mark.parametrize(
    ("accept", "mime", "begins"),
    [
        (None, "application/json", '{"status":"ok"'),
        ("*/*", "application/json", '{"status":"ok"'),
        ("text/*", "text/plain", "Council"),
        ("text/plain", "text/plain", "Council"),
        ("text/markdown", "text/markdown", "# Council"),
        ("text/html, text/markdown;q=0.9, text/plain;q=0.8", "text/markdown", "# Council"),
        ("application/json;q=0, text/plain", "text/plain", "Council"),
    ],
)
def test_accept(client: FlaskClient, accept: str | None, mime: str, begins: str) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = post(client, PAGE, "text/plain", headers=headers, query_string={"with_title": "true"})
    assert answer.mimetype == mime
    assert answer.text.startswith(begins)
    assert "Accept" in answer.headers["Vary"]


def test_options_are_the_same_in_json_query_and_form(client: FlaskClient) -> None:
    options = {
        "url": "https://example.org/tram",
        "keep": ["sharing", "navigation"],
        "drop": ["heading"],
        "remove": ["Construction is…", "Sport"],
        "protect": ["News"],
        "with_title": True,
    }
    plain = {**options, "keep": "sharing,navigation", "with_title": "true"}
    by_json = post(client, json.dumps({"text": PAGE, **options}), "application/json").get_json()
    by_query = post(client, PAGE, "text/plain", query_string=plain).get_json()
    by_form = client.post("/v1/clean", data={"file": upload("page.txt", PAGE.encode()), **plain}).get_json()
    assert by_json["options"] == options
    assert by_json == by_query == by_form
    assert by_json["metadata"]["url"] == options["url"]
    assert "Share on Facebook" in by_json["body"]
    assert SECOND not in by_json["body"]


def test_offsets_point_into_the_text(client: FlaskClient) -> None:
    text = post(client, json.dumps({"text": PAGE}), "application/json").get_json()
    html = post(client, json.dumps({"html": HTML}), "application/json").get_json()
    for source, told in ((PAGE, text), (html["source_text"], html)):
        assert told["blocks"]
        assert all(source[block["start"] : block["end"]] == block["text"] for block in told["blocks"])
        assert "".join(source.split()) == "".join("".join(block["text"] for block in told["blocks"]).split())


@pytest.mark.parametrize(
    ("data", "mime", "code"),
    [
        ("", "application/json", "empty_input"),
        ("", "text/plain", "empty_input"),
        (" \n", "text/plain", "empty_input"),
        ('{"text": ""}', "application/json", "empty_input"),
        ('{"html": " "}', "application/json", "empty_input"),
        ("{", "application/json", "invalid_json"),
        ('{"text": "a"} x', "application/json", "invalid_json"),
        (b'{"text": "\xff"}', "application/json", "invalid_json"),
        ("[" * 50_000, "application/json", "invalid_json"),
        ('{"a":' * 19_000 + "1" + "}" * 100, "application/json", "invalid_json"),
        ('{"text": ' + "9" * 5000 + "}", "application/json", "invalid_json"),
        ("[]", "application/json", "invalid_request"),
        ("null", "application/json", "invalid_request"),
        ('"page"', "application/json", "invalid_request"),
        ("{}", "application/json", "invalid_request"),
        ('{"text": "a", "html": "b"}', "application/json", "invalid_request"),
        ('{"text": 1}', "application/json", "invalid_request"),
        ('{"text": "a", "colour": 1}', "application/json", "invalid_request"),
        ('{"text": "a", "with_title": "true"}', "application/json", "invalid_request"),
        ('{"text": "a", "keep": "comments"}', "application/json", "invalid_request"),
        ('{"text": "a", "\\ud800": 1}', "application/json", "invalid_request"),
        ('{"text": "a", "url": "\\ud800"}', "application/json", "invalid_request"),
        (json.dumps({"text": "a", "remove": ["x"] * 1001}), "application/json", "invalid_request"),
        ('{"text": "a", "keep": ["coments"]}', "application/json", "unknown_label"),
        ('{"text": "a", "drop": ["\\ud800"]}', "application/json", "unknown_label"),
        ("a", "application/xml", "unsupported_media_type"),
        ("a", "", "unsupported_media_type"),
        ("a", "text/plain; charset=klingon", "unsupported_media_type"),
        ("a", "text/plain; charset=idna", "unsupported_media_type"),
        ("a", "text/plain; charset=hex", "unsupported_media_type"),
        ("x" * 100_001, "text/plain", "too_large"),
        (json.dumps({"text": "x" * 100_000}), "application/json", "too_large"),
        (b"%PDF-1.7 and more", "text/plain", "not_text"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "not_text"),
        ("no boundary", "multipart/form-data", "invalid_request"),
    ],
)
def test_problems(client: FlaskClient, data: bytes | str, mime: str, code: str) -> None:
    assert is_problem(post(client, data, mime), code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"keep": "comments,coments"}, "unknown_label"),
        ({"drop": "x"}, "unknown_label"),
        ({"with_title": "maybe"}, "invalid_request"),
        ({"colour": "red"}, "invalid_request"),
        ({"keep": "x", "colour": "red"}, "invalid_request"),
        ({"text": PAGE}, "invalid_request"),
    ],
)
def test_problems_of_the_query(client: FlaskClient, query: dict[str, str], code: str) -> None:
    assert is_problem(post(client, PAGE, "text/plain", query_string=query), code)


def test_a_problem_names_each_field(client: FlaskClient) -> None:
    answer = post(client, '{"text": 1, "keep": ["lead", "x"], "colour": 1}', "application/json")
    fields = {error["field"]: error["message"] for error in answer.get_json()["errors"]}
    assert set(fields) == {"text", "keep[1]", "colour"}
    assert "'navigation'" in fields["keep[1]"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"page": upload("page.txt", b"a")},
        {"file": [upload("a.txt", b"a"), upload("b.txt", b"b")]},
        {"file": upload("a.txt", b"a"), "other": upload("b.txt", b"b")},
        {"file": "not a file"},
    ],
)
def test_upload_of_other_than_one_file(client: FlaskClient, data: dict[str, Any]) -> None:
    answer = client.post("/v1/clean", data=data, content_type="multipart/form-data")
    assert is_problem(answer, "invalid_request")


def test_upload_problems(client: FlaskClient) -> None:
    assert is_problem(client.post("/v1/clean", data={"file": upload("a.txt", b"")}), "empty_input")
    assert is_problem(client.post("/v1/clean", data={"file": upload("a.txt", b"x" * 100_000)}), "too_large")
    assert is_problem(client.post("/v1/clean", data={"file": upload("a.png", b"\x89PNG\r\n", "image/png")}), "not_text")


def test_routes_that_are_not_there(client: FlaskClient) -> None:
    assert is_problem(client.get("/nothing"), "not_found")
    assert is_problem(client.post("/v1/clean/"), "not_found")
    answer = client.get("/v1/clean")
    assert is_problem(answer, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("accept", ["application/xml", "image/*", "text/html"])
def test_not_acceptable(client: FlaskClient, accept: str) -> None:
    assert is_problem(post(client, PAGE, "text/plain", headers={"Accept": accept}), "not_acceptable")


@pytest.mark.parametrize("mime", ["application/json", "text/plain", "text/markdown"])
def test_a_page_without_an_article_is_an_answer(client: FlaskClient, mime: str) -> None:
    answer = post(client, "Home\nNews\nSport\n", "text/plain", headers={"Accept": mime})
    assert (answer.status_code, answer.headers["Cleaner-Status"]) == (200, "no_article")
    if mime == "application/json":
        told = answer.get_json()
        assert (told["body"], told["status"], len(told["blocks"])) == ("", "no_article", 3)
        assert told["reason"]
    else:
        assert answer.data == b""


def test_html_without_text_is_an_answer(client: FlaskClient) -> None:
    answer = post(client, "<html><head></head><body></body></html>", "text/html")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "empty")


@pytest.mark.parametrize("mime", ["application/json", "text/plain", "text/markdown"])
def test_lone_surrogates_in_and_out(client: FlaskClient, mime: str) -> None:
    data = json.dumps({"text": PAGE.replace("council", "coun\ud800cil"), "remove": ["\udfff"], "keep": list(Label)})
    answer = post(client, data, "application/json", headers={"Accept": mime})
    assert answer.status_code == 200
    text = answer.data.decode("utf-8")
    assert ("coun\\ud800cil" if mime == "application/json" else "coun\ufffdcil") in text


@pytest.mark.parametrize(
    "text", ["\0" * 1000, "a\0b " * 1000, "\u2028" * 100 + "x", "\x85", "\ufeff", "<" * 5000, "&#" * 5000]
)
@pytest.mark.parametrize("field", ["text", "html"])
def test_hostile_input_is_answered(client: FlaskClient, field: str, text: str) -> None:
    assert post(client, json.dumps({field: text}), "application/json").status_code < 500


MIMES = [
    "application/json",
    "text/plain",
    "text/html",
    "multipart/form-data; boundary=x",
    "text/html; charset=utf-16",
    "",
]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300), mime=st.sampled_from(MIMES), accept=st.sampled_from(["*/*", "text/markdown", "x", ""])
)
def test_no_bytes_make_a_fault(client: FlaskClient, data: bytes, mime: str, accept: str) -> None:
    assert post(client, data, mime, headers={"Accept": accept}).status_code < 500


SOURCES = st.text(st.characters(categories=["L", "N", "P", "Z", "Cc", "Cs", "Sm"]), max_size=300)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SOURCES, field=st.sampled_from(["text", "html"]), phrase=st.text(max_size=20))
def test_every_text_is_answered_with_its_own_characters(
    client: FlaskClient, text: str, field: str, phrase: str
) -> None:
    answer = post(client, json.dumps({field: text, "remove": [phrase]}), "application/json")
    assert answer.status_code in (200, 400)
    told = answer.get_json()
    if answer.status_code == 200:
        source = text if field == "text" else told["source_text"]
        assert all(source[block["start"] : block["end"]] == block["text"] for block in told["blocks"])


def test_a_fault_is_a_problem_and_its_message_is_not_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("secret text of the page")

    monkeypatch.setattr(service, "clean", broken)
    with caplog.at_level(logging.INFO):
        answer = post(client, PAGE, "text/plain")
    assert is_problem(answer, "internal_error")
    assert "secret" not in caplog.text + answer.text
    fault = json.loads(caplog.messages[0])
    assert fault["error"] == "RuntimeError"
    assert fault["frames"][-1].endswith(" broken")
    assert is_problem(client.get("/readyz"), "internal_error")


def test_not_ready_without_words_or_weights(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_arguments: object, **_options: object) -> None:
        raise FileNotFoundError("weights")

    monkeypatch.setattr(service, "clean", missing)
    assert is_problem(client.get("/readyz"), "not_ready")
    assert client.get("/livez").status_code == 200


def test_log_has_no_text_and_no_address(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        post(client, PAGE, "text/plain", query_string={"url": "https://example.org/private"})
        client.get("/private")
    first, second = (json.loads(message) for message in caplog.messages)
    assert (first["path"], first["status"], first["outcome"], first["bytes_in"]) == ("/v1/clean", 200, "ok", len(PAGE))
    assert (second["path"], second["status"], second["outcome"]) == (None, 404, "not_found")
    assert "private" not in caplog.text
    assert "council" not in caplog.text


def test_version_tells_limits_and_labels(client: FlaskClient) -> None:
    told = client.get("/version").get_json()
    assert told["limits"] == {"max_bytes": 100_000}
    assert {each["label"] for each in told["labels"]} == set(Label)
    assert {each["label"] for each in told["labels"] if each["content"]} == CONTENT


def test_limit_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_MAX_BYTES", "10")
    client = create_app().test_client()
    assert is_problem(post(client, "x" * 11, "text/plain"), "too_large")
    assert post(client, "x" * 10, "text/plain").status_code == 200
    monkeypatch.setenv("CLEANER_MAX_BYTES", "ten")
    with pytest.raises(ValueError, match="ten"):
        create_app()


def test_problem_types_lead_to_their_table(client: FlaskClient) -> None:
    told = client.get("/problems").get_json()
    assert set(told) == set(PROBLEMS)
    assert all(each["status"] >= 400 for each in told.values())


def exchange(server: str, request: bytes) -> bytes:
    """Everything that the server says to these bytes, also where it hangs up before it has read them all."""
    address = urlsplit(server)
    answer = b""
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(65536):
                answer += part
    return answer


def test_gunicorn_cleans(server: str) -> None:
    request = urllib.request.Request(f"{server}/v1/clean", PAGE.encode(), {"Content-Type": "text/plain"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert json.load(answer)["body"] == BODIES["text"]


def test_a_huge_body_is_refused_before_it_is_sent(server: str) -> None:
    head = b"POST /v1/clean HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    answer = exchange(server, head + b"Content-Length: 2000000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"code":"too_large"' in answer


def test_a_client_that_has_sent_too_much_is_told_so(server: str) -> None:
    request = urllib.request.Request(f"{server}/v1/clean", b"x" * 15_000_000, {"Content-Type": "text/plain"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 413
    assert json.load(refused.value)["code"] == "too_large"


def test_a_chunked_body_is_refused_when_it_gets_too_large(server: str) -> None:
    head = b"POST /v1/clean HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    answer = exchange(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 160)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_chunked_form_is_refused_when_it_gets_too_large(server: str) -> None:
    head = (
        b"POST /v1/clean HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    )
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="page.txt"\r\n\r\n'
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    data = b"%x\r\n%s\r\n" % (len(part), part) + chunk * 160
    answer = exchange(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + data + b"7\r\n\r\n--b--\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_chunked_body_is_cleaned(server: str) -> None:
    head = (
        b"POST /v1/clean HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\nAccept: text/plain\r\n"
    )
    data = b"".join(b"%x\r\n%s\r\n" % (len(line), line) for line in PAGE.encode().splitlines(keepends=True))
    answer = exchange(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + data + b"0\r\n\r\n")
    assert answer.endswith(b"\r\n\r\n" + BODIES["text"].encode() + b"\n")
