"""Who may use the service, how often, and from where: keys, rate limits, origins, and what every answer says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cleaner.service.app import create_app
from cleaner.service.headers import SECURITY
from cleaner.service.keys import Keys
from cleaner.service.settings import Settings, SettingsError
from serving import PAGE, free_port, is_problem, post

ALL = "0.0.0.0"  # noqa: S104
ALICE, BOB, EVE = "alice-secret-0123456789", "bob-secret-0123456789+/==", "eve-secret-0123456789"


def client_of(**settings: object) -> FlaskClient:
    return create_app(Settings(**settings)).test_client()  # type: ignore[arg-type]


def ask(client: FlaskClient, key: str | None = None, path: str = "/metrics", **headers: str) -> TestResponse:
    """What needs a key and takes no process."""
    return client.get(path, headers={**headers, **({"Authorization": f"Bearer {key}"} if key else {})})


@pytest.mark.parametrize("path", ["/v1/clean", "/v1/clean/batch"])
def test_without_a_key_nothing_is_cleaned(path: str) -> None:
    client = client_of(keys=(ALICE,))
    answer = client.post(path, data=PAGE, content_type="text/plain")
    assert is_problem(answer, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        (f"Bearer {ALICE}", True),
        (f"bearer   {BOB}", True),
        (f"Bearer {EVE}", False),
        (f"Bearer {ALICE}x", False),
        (f"Bearer {ALICE[:-1]}", False),
        (f"Bearer {ALICE} {BOB}", False),
        (f"Bearer bob:{BOB}", False),
        ("Bearer", False),
        (f"Basic {ALICE}", False),
        (ALICE, False),
        ("", False),
    ],
)
def test_keys(given: str, fits: bool) -> None:
    client = client_of(keys=(ALICE, f"bob:{BOB}"))
    answer = client.get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 200 if fits else is_problem(answer, "unauthorized")


@pytest.mark.parametrize("path", ["/livez", "/version", "/problems", "/openapi.json", "/docs", "/docs/style.css"])
def test_what_needs_no_key(path: str) -> None:
    assert ask(client_of(keys=(ALICE,)), path=path).status_code == 200


def test_without_keys_all_is_open() -> None:
    assert ask(client_of()).status_code == 200
    assert ask(client_of(), EVE).status_code == 200


def test_what_is_not_there_needs_no_key() -> None:
    assert is_problem(ask(client_of(keys=(ALICE,)), path="/nothing"), "not_found")


def write(file: Path, text: str) -> None:
    """Put a new file in the old one's place."""
    new = file.with_suffix(".new")
    new.write_text(text)
    os.replace(new, file)


def test_keys_are_rotated_while_the_service_runs(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    write(file, f"# ours\n\nalice:{ALICE}\n")
    client = client_of(keys_file=str(file), keys=(EVE,))
    assert [ask(client, key).status_code for key in (ALICE, BOB, EVE)] == [200, 401, 200]
    write(file, f"alice:{ALICE}\n{BOB}\n")
    assert [ask(client, key).status_code for key in (ALICE, BOB, EVE)] == [200, 200, 200]
    write(file, f"{BOB}\n")
    assert [ask(client, key).status_code for key in (ALICE, BOB, EVE)] == [401, 200, 200]


@pytest.mark.parametrize("text", ["", "# nothing\n", "short\n", "with space in it all\n", "\udcff", None])
def test_a_broken_key_file_changes_nothing(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "keys"
    write(file, BOB)
    client = client_of(keys_file=str(file))
    assert ask(client, BOB).status_code == 200
    if text is None:
        file.unlink()
    else:
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert [ask(client, key).status_code for key in (BOB, EVE, None)] == [200, 401, 401]


@pytest.mark.parametrize("text", ["", "short", "with space in it all", "name:", f"a b:{ALICE}", "ключ-ключ-ключ-ключ"])
def test_keys_that_can_not_be_used_are_refused_at_the_start_and_not_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keys"
    file.write_text(text)
    with pytest.raises(SettingsError) as refused:
        create_app(Settings(keys_file=str(file)))
    assert not text or text not in str(refused.value)


def test_what_keeps_a_server_from_starting_is_one_line() -> None:
    environment = {**os.environ, "CLEANER_RATE_LIMIT": "often", "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", "import service"], env=environment, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("cleaner: CLEANER_RATE_LIMIT")
    assert done.stderr.count("\n") == 1


def test_names_of_keys() -> None:
    keys = Keys(Settings(keys=(f"alice:{ALICE}", BOB)))
    assert keys.name_of(ALICE) == "alice"
    unnamed = keys.name_of(BOB)
    assert unnamed
    assert len(unnamed) == 8
    assert unnamed not in BOB
    assert keys.name_of(EVE) is None


@pytest.mark.parametrize(
    ("settings", "addresses", "refused"),
    [
        ({}, ["127.0.0.1"], False),
        ({}, ["::1", "localhost"], False),
        ({}, ["127.0.0.1", ALL], True),
        ({}, ["::"], True),
        ({}, ["192.168.1.5"], True),
        ({}, [""], True),
        ({}, ["example.org"], True),
        ({"keys": (ALICE,)}, [ALL], False),
        ({"keys_file": "keys"}, [ALL], False),
        ({"open": True}, [ALL], False),
        ({"rate_limit": "5/minute", "fronts": 2}, ["127.0.0.1"], True),
        ({"rate_limit": "5/minute", "workers": 9}, ["127.0.0.1"], True),
        ({"rate_limit": "5/minute", "workers": 8}, ["127.0.0.1"], False),
        ({"rate_limit": "5/minute", "fronts": 2, "rate_store": "redis://x"}, ["127.0.0.1"], False),
    ],
)
def test_open_to_strangers_only_when_told_so(settings: dict[str, object], addresses: list[str], refused: bool) -> None:
    told = Settings(**settings)  # type: ignore[arg-type]
    if refused:
        with pytest.raises(SettingsError):
            told.check(addresses)
    else:
        told.check(addresses)


def statuses(client: FlaskClient, count: int, **more: str) -> list[int]:
    return [ask(client, **more).status_code for _ in range(count)]


def test_a_rate_is_kept_by_key_and_by_address() -> None:
    client = client_of(keys=(ALICE, BOB), rate_limit="3/minute")
    assert statuses(client, 5, key=ALICE) == [200, 200, 200, 429, 429]
    assert statuses(client, 1, key=BOB) == [200]
    assert statuses(client, 5, key=EVE) == [401, 401, 401, 429, 429]
    answer = ask(client, ALICE)
    assert is_problem(answer, "rate_limited")
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert statuses(client, 5, path="/livez") == [200] * 5


@pytest.mark.parametrize(
    ("path", "is_counted"),
    [("/version", True), ("/", True), ("/page.css", True), ("/livez", False), ("/nothing", False)],
)
def test_a_rate_is_told_where_it_counts(path: str, is_counted: bool) -> None:
    client = client_of(rate_limit="100/hour")
    first, second = ask(client, path=path), ask(client, path=path)
    assert first.headers.get("X-RateLimit-Limit") == ("100" if is_counted else None)
    assert second.headers.get("X-RateLimit-Remaining") == ("98" if is_counted else None)
    assert "Retry-After" not in first.headers


def test_when_to_come_again_is_told_where_it_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit's window ends in an hour; a place in the queue is free in a second."""
    client = client_of(rate_limit="3/hour", queue=1, workers=1)
    assert "Retry-After" not in client.get("/metrics").headers
    assert "Retry-After" not in post(client, "", "text/plain").headers
    monkeypatch.setattr(client.application.extensions["pool"], "_places", threading.Semaphore(0))
    busy = post(client, PAGE, "text/plain")
    assert is_problem(busy, "busy")
    assert busy.headers.getlist("Retry-After") == ["1"]
    refused = client.get("/metrics")
    assert is_problem(refused, "rate_limited")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3601


@pytest.mark.parametrize(("proxies", "expected"), [(0, [200, 429]), (1, [200, 200])])
def test_the_address_behind_a_proxy(proxies: int, expected: list[int]) -> None:
    client = client_of(rate_limit="1/minute", trusted_proxies=proxies)
    assert [ask(client, **{"X-Forwarded-For": f"10.0.0.{number}"}).status_code for number in (1, 2)] == expected


@pytest.mark.parametrize("wrong", [{"rate_limit": "often"}, {"rate_limit": "5/minute", "rate_store": "klingon://x"}])
def test_rates_that_can_not_be_kept_are_refused_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        client_of(**wrong)


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    """The address of a real Redis."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _wait_for_redis(port)
        yield f"redis://127.0.0.1:{port}"
        process.terminate()


def _wait_for_redis(port: int) -> None:
    client = pytest.importorskip("redis").Redis(port=port)
    for _ in range(100):
        try:
            if client.ping():
                return
        except OSError:
            pass
        except Exception as error:
            if "Connection" not in type(error).__name__:
                raise
        time.sleep(0.1)
    raise AssertionError("redis-server does not answer")


def test_a_rate_in_redis_is_kept_over_several_processes(redis: str) -> None:
    first, second = (client_of(keys=(ALICE, BOB), rate_limit="4/minute", rate_store=redis) for _ in range(2))
    assert [ask(client, ALICE).status_code for client in (first, second, first, second, first, second)] == [
        200, 200, 200, 200, 429, 429,
    ]  # fmt: skip
    assert ask(second, BOB).status_code == 200


def test_a_redis_that_has_gone_stops_nobody_and_each_process_counts_for_itself() -> None:
    client = client_of(rate_limit="2/minute", rate_store=f"redis://127.0.0.1:{free_port()}")
    assert statuses(client, 3) == [200, 200, 429]


def test_every_answer_has_the_security_headers(client: FlaskClient) -> None:
    for answer in (client.get("/version"), client.get("/nothing"), post(client, "", "text/plain"), client.get("/docs")):
        assert all(answer.headers[name] == value for name, value in SECURITY.items())
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert post(client, "", "text/plain").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2:3_x", True), ("x" * 128, True), ("x" * 129, False),
                                            ("a b", False), ("", False), ('"', False), ("é", False)])  # fmt: skip
def test_request_ids(client: FlaskClient, given: str, kept: bool) -> None:
    told = client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (told == given) == kept
    assert told
    assert told != client.get("/livez").headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("origins", "origin", "told"),
    [
        ((), "https://a.example", None),
        (("https://a.example", "https://b.example"), "https://b.example", "https://b.example"),
        (("https://a.example",), "https://c.example", None),
        (("https://a.example",), "https://a.example.evil.example", None),
        (("*",), "https://c.example", "*"),
    ],
)
def test_other_origins(origins: tuple[str, ...], origin: str, told: str | None) -> None:
    client = client_of(cors_origins=origins, keys=(ALICE,))
    preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = client.options("/v1/clean", headers=preflight)
    assert answer.status_code == 200
    assert answer.headers.get("Access-Control-Allow-Origin") == told
    assert ("Authorization" in answer.headers.get("Access-Control-Allow-Headers", "")) == bool(told)
    assert "Access-Control-Allow-Credentials" not in answer.headers
    answer = client.get("/version", headers={"Origin": origin})
    assert answer.headers.get("Access-Control-Allow-Origin") == told
    assert ("Origin" in answer.headers.get("Vary", "")) == bool(origins and origins != ("*",))
