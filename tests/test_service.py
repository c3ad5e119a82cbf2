"""POST /v1/clean in the test client, with a pool of its own: what is sent, what is asked for, what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from cleaner import Label
from cleaner.api import PROBLEMS
from serving import BODIES, HTML, PAGE, SECOND, is_problem, post, upload


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
        ("application/json; charset=utf-8", "application/json", '{"status":"ok"'),
        ("text/markdown;charset=utf-8;q=0.9, text/plain;q=0.8", "text/markdown", "# Council"),
        ("text/markdown; charset=utf-8; q=0.7, text/plain;q=0.8", "text/plain", "Council"),
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
        "links": True,
        "images": False,
        "crawled": "2025-06-12T18:30+02:00",
    }
    plain = {**options, "keep": "sharing,navigation", "with_title": "true", "links": "true", "images": "false"}
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
        ("\xa0\u2003" * 999, "text/html", "empty_input"),
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
        {"file": ["a", "b"]},
        {"file": [upload("a.txt", b"a"), "b"]},
        {"page": "a"},
    ],
)
def test_upload_of_other_than_one_file(client: FlaskClient, data: dict[str, Any]) -> None:
    answer = client.post("/v1/clean", data=data, content_type="multipart/form-data")
    assert is_problem(answer, "invalid_request")


@pytest.mark.parametrize(("text", "kind"), [(PAGE, "text"), (HTML, "html")])
def test_a_field_is_taken_as_a_file(client: FlaskClient, text: str, kind: str) -> None:
    answer = client.post("/v1/clean", data={"file": text, "with_title": "false"}, content_type="multipart/form-data")
    assert (answer.get_json()["kind"], answer.get_json()["body"]) == (kind, BODIES[kind])


def test_what_a_field_says_hides_no_fault_of_the_query(client: FlaskClient) -> None:
    form = {"file": PAGE, "links": "true"}
    answer = client.post("/v1/clean?links=perhaps", data=form, content_type="multipart/form-data")
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


@pytest.mark.parametrize("accept", ["application/xml", "image/*", "text/html", "application/json; charset=utf-8; q=0"])
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


def test_problem_types_lead_to_their_table(client: FlaskClient) -> None:
    told = client.get("/problems").get_json()
    assert set(told) == set(PROBLEMS)
    assert all(each["status"] >= 400 for each in told.values())
