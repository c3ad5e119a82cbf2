"""What the service counts and logs: over all processes, and never a page's text, its address or a key."""

from __future__ import annotations

import json
import logging
import re
import urllib.request
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cleaner import __version__
from cleaner.document import CONTENT, Label
from cleaner.service import access, logs
from cleaner.service.app import create_app
from cleaner.service.settings import Settings, SettingsError
from cleaner.service.work import Job
from faults import BREAKS, LOOPS, run
from serving import HTML, PAGE, Service, is_problem, post, post_batch, serving

SECRET = "top-secret-key-0123456789"  # noqa: S105


def numbers(service: Service) -> dict[str, float]:
    """What /metrics says, by name and labels."""
    request = urllib.request.Request(f"{service.url}/metrics", headers={"Authorization": f"Bearer {SECRET}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        rows = [row.rpartition(" ") for row in answer.read().decode().splitlines() if not row.startswith("#")]
    return {name: float(value) for name, _, value in rows}


def clean(service: Service, page: str, mime: str, query: str = "") -> int:
    connection = HTTPConnection(*service.address, timeout=60)
    headers = {"Content-Type": mime, "Authorization": f"Bearer {SECRET}", "X-Request-ID": "mine-1"}
    connection.request("POST", f"/v1/clean{query}", page.encode(), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_numbers_and_log_of_several_fronts() -> None:
    """Two processes speak HTTP; what one of them says is true of both."""
    environment = {
        "CLEANER_FRONTS": "2",
        "WEB_CONCURRENCY": "2",
        "CLEANER_SECONDS": "5",
        "CLEANER_KEYS": f"me:{SECRET}",
    }
    with serving("faulty_app:app", **environment) as service:
        statuses = [clean(service, PAGE, "text/plain", "?url=https://private.example/") for _ in range(20)]
        assert statuses == [200] * 20
        assert clean(service, HTML, "text/html") == 200
        assert clean(service, "Log in", "text/plain") == 200
        assert clean(service, BREAKS, "text/plain") == 500
        assert clean(service, LOOPS, "text/plain") == 504
        assert clean(service, "%PDF-1.7 secret", "text/plain") == 422
        told = numbers(service)
        fronts = {line["process"] for line in service.events("request")}
        log = service.log.read_text()
        assert len(service.fronts()) == 2
        assert fronts <= set(service.fronts())
    trials = 2  # each front cleaned one before it began
    documents = 'cleaner_documents_total{language="%s",mode="%s",status="%s"}'
    assert told[documents % ("en", "text", "ok")] == 20
    assert told[documents % ("en", "html", "ok")] == 1
    assert told[documents % ("", "text", "internal_error")] == 1
    assert told[documents % ("", "text", "timed_out")] == 1
    assert told[documents % ("", "text", "not_text")] == 1
    assert told['cleaner_requests_total{method="POST",path="/v1/clean",status="200"}'] == 22
    assert told['cleaner_document_seconds_count{mode="text"}'] == 21 + trials
    assert told['cleaner_characters_total{direction="in",mode="text"}'] == 20 * len(PAGE) + len("Log in")
    assert told['cleaner_characters_total{direction="out",mode="html"}'] > 0
    assert told['cleaner_removed_pieces_total{label="navigation"}'] >= 20
    assert told['cleaner_recycled_workers_total{cause="overran"}'] == 1
    assert told["cleaner_queue_documents"] == 0
    assert "council" not in log.lower()
    assert "private" not in log
    assert "secret" not in log
    assert SECRET not in log
    assert all(json.loads(line) for line in log.splitlines())
    assert '"request_id": "mine-1"' in log
    assert '"key": "me"' in log


def test_a_stop_deletes_the_counts_and_nothing_else(tmp_path: Path) -> None:
    for name in ("notes.txt", "old.dbf"):
        (tmp_path / name).write_text("the operator's")
    with serving(PROMETHEUS_MULTIPROC_DIR=str(tmp_path)) as service:
        assert clean(service, "Log in", "text/plain") == 200
        assert list(tmp_path.glob("*.db"))
    assert {each.name for each in tmp_path.iterdir()} == {"notes.txt", "old.dbf"}


@pytest.fixture
def faulty() -> FlaskClient:
    return create_app(Settings(workers=1), run).test_client()


def test_a_fault_is_a_problem_and_its_message_is_not_logged(
    faulty: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = post(faulty, BREAKS, "text/plain")
    assert is_problem(answer, "internal_error")
    assert "secret" not in "".join(map(formatted, caplog.records)) + answer.text
    assert next(each for each in caplog.records if each.getMessage() == "error").error == "RuntimeError"


def test_not_ready_where_nothing_can_be_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(workers=1), run)
    monkeypatch.setattr("cleaner.service.views.TRIAL", Job(BREAKS, "text", {}, "json"))
    answer = app.test_client().get("/readyz")
    assert is_problem(answer, "not_ready")
    assert answer.headers["Retry-After"] == "5"
    assert app.test_client().get("/livez").status_code == 200


def formatted(record: logging.LogRecord) -> str:
    return logs.JsonFormatter().format(record)


def test_log_of_a_request(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        post(client, PAGE, "text/plain", query_string={"url": "https://example.org/private"})
        client.get("/private")
        post_batch(client, '{"text": "Log in"}\n{}\n').get_data()
    lines = [json.loads(formatted(record)) for record in caplog.records]
    first, second, _, batch = lines
    assert (first["path"], first["status"], first["outcome"], first["bytes_in"]) == ("/v1/clean", 200, "ok", len(PAGE))
    assert (second["path"], second["status"], second["outcome"]) == (None, 404, "not_found")
    assert (batch["event"], batch["documents"], batch["problems"]) == ("batch", 2, 1)
    assert "private" not in str(lines)
    assert "council" not in str(lines)


def test_log_of_an_exception_has_no_message() -> None:
    try:
        raise ValueError("secret text of the page")
    except ValueError as error:
        told = {"levelno": 40, "levelname": "ERROR", "exc_info": (type(error), error, error.__traceback__)}
        record = logging.makeLogRecord({"msg": "Error at %s", "args": ("/?url=secret",), **told})
    line = json.loads(formatted(record))
    assert (line["event"], line["error"], line["level"]) == ("Error at %s", "ValueError", "error")
    assert line["frames"][-1].endswith("test_log_of_an_exception_has_no_message")
    assert "secret" not in str(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])


def test_version_tells_limits_and_labels(client: FlaskClient) -> None:
    told = client.get("/version").get_json()
    assert told["version"] == __version__
    assert told["limits"] == {
        "max_bytes": 100_000, "max_documents": 50, "max_batch_bytes": 300_000, "max_depth": 32,
        "seconds": 20.0, "client_seconds": 30.0, "rate": None,
    }  # fmt: skip
    assert {each["label"] for each in told["labels"]} == set(Label)
    assert {each["label"] for each in told["labels"] if each["content"]} == CONTENT


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("CLEANER_MAX_BYTES", "10", "max_bytes", 10),
        ("CLEANER_MAX_BYTES", " ", "max_bytes", 10_000_000),
        ("CLEANER_SECONDS", "0.5", "seconds", 0.5),
        ("CLEANER_OPEN", "1", "open", True),
        ("CLEANER_OPEN", "no", "open", False),
        ("CLEANER_KEYS", "a, b  c", "keys", ("a", "b", "c")),
        ("CLEANER_LOG_LEVEL", "warning", "log_level", "WARNING"),
        ("WEB_CONCURRENCY", "3", "workers", 3),
    ],
)
def test_settings_from_the_environment(name: str, text: str, field: str, value: object) -> None:
    assert getattr(Settings.read({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CLEANER_MAX_BYTES", "ten"),
        ("CLEANER_MAX_BYTES", "0"),
        ("CLEANER_MAX_BYTES", "-1"),
        ("CLEANER_SECONDS", "inf"),
        ("CLEANER_SECONDS", "nan"),
        ("CLEANER_OPEN", "perhaps"),
        ("CLEANER_LOG_LEVEL", "loud"),
        ("PORT", "http"),
    ],
)
def test_settings_that_can_not_be_used(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}: '{text}'"):
        Settings.read({name: text})


@pytest.mark.parametrize(
    ("workers", "fronts", "expected"), [(2, 0, (1, 2)), (8, 0, (1, 8)), (9, 0, (2, 5)), (16, 0, (2, 8)), (4, 4, (4, 1))]
)
def test_processes(workers: int, fronts: int, expected: tuple[int, int]) -> None:
    told = Settings(workers=workers, fronts=fronts)
    assert (told.front_count, told.pool_size) == expected


def test_views_that_need_no_key_are_there(client: FlaskClient) -> None:
    endpoints = {rule.endpoint for rule in client.application.url_map.iter_rules()}
    assert {f"views.{name}" for name in access.FREE} <= endpoints


def test_methods_that_clients_make_up_are_counted_as_one(client: FlaskClient) -> None:
    for method in ("BREW", "SHRUG"):
        client.open("/livez", method=method)
    told = client.get("/metrics").get_data(as_text=True)
    assert 'cleaner_requests_total{method="other",path="other",status="405"}' in told
    assert "BREW" not in told
    assert "SHRUG" not in told
