"""What comes over the wire: where a request ends, whatever is wrong with it, and that its answer arrives."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import TConn, ThreadWorker

from cleaner.service.front import Front
from cleaner.service.headers import SECURITY
from cleaner.service.watch import WATCH
from serving import NDJSON, Service, exchange, serving

KEY = "a-secret-key-0123456789"
GIVEN = {"Content-Type": "text/plain", "Authorization": f"Bearer {KEY}"}
CHUNKED = "Transfer-Encoding: chunked"
NEXT = b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
REST = NEXT + b"x" * (0x1000 - 15 - len(NEXT)) + b"\r\n0\r\n\r\n"
"""Of a chunk, of which 15 bytes have come: it looks like a request."""


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """One that has a key, and whose clients have two seconds."""
    limits = {"CLEANER_CLIENT_SECONDS": "2", "CLEANER_MAX_BYTES": "1000"}
    with serving(CLEANER_KEYS=KEY, CLEANER_LOG_LEVEL="DEBUG", **limits) as found:
        yield found


def head(path: str, *more: str) -> bytes:
    """The head of a request that leaves the connection open."""
    rows = [f"POST {path} HTTP/1.1", "Host: x", *(f"{name}: {value}" for name, value in GIVEN.items()), *more]
    return "".join(f"{row}\r\n" for row in rows).encode() + b"\r\n"


def statuses(service: Service, first: bytes, rest: bytes) -> list[int]:
    """Those of all answers, where the rest is sent after the first of them."""
    with socket.create_connection(service.address, timeout=30) as connection:
        connection.sendall(first)
        told = connection.recv(65536)
        with suppress(ConnectionError):
            connection.sendall(rest)
            while part := connection.recv(65536):
                told += part
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", told)]


@pytest.mark.parametrize(
    ("path", "header", "sent", "expected"),
    [
        ("/v1/clean", f"{CHUNKED}\r\nContent-Encoding: gzip", (b"1000\r\nthis is no gzip", REST), [400]),
        ("/v1/clean", CHUNKED, (b"400\r\n%s\r\n1000\r\nfifteen letters" % (b"x" * 0x400), REST), [413]),
        ("/v1/clean", CHUNKED, (b"ZZ\r\n", NEXT), [400]),
        ("/v1/clean", CHUNKED, (b"5\r\nhelloXX", NEXT), [400]),
        ("/nothing", CHUNKED, (b"ZZ\r\n", NEXT), [404]),
        ("/v1/clean", f"Content-Length: {3 + len(NEXT)}", (b"abc", NEXT), [408]),
        ("/v1/clean", CHUNKED, (b"5\r\nhello\r\n0\r\n\r\n", NEXT), [200, 200]),
        ("/v1/clean", "Content-Length: 5", (b"hello", NEXT), [200, 200]),
        ("/v1/clean", "Content-Length: 1", (b" ", NEXT), [400, 200]),
        ("/v1/clean", "Content-Length: 1001", (b"x" * 501, b"x" * 500 + NEXT), [413, 200]),
        ("/nothing", CHUNKED, (b"1000\r\nfifteen letters", REST + NEXT), [404, 200]),
        ("/nothing", "Content-Length: 5", (b"he", b"llo" + NEXT), [404, 200]),
    ],
)
def test_the_rest_of_a_body_is_no_request(
    service: Service, path: str, header: str, sent: tuple[bytes, bytes], expected: list[int]
) -> None:
    body, rest = sent
    assert statuses(service, head(path, header) + body, rest) == expected


@pytest.mark.parametrize("is_late", [True, False])
def test_a_connection_does_not_stay_when_its_time_was_over(monkeypatch: pytest.MonkeyPatch, is_late: bool) -> None:
    def answer(front: Front, conn: TConn) -> bool:
        if is_late:
            WATCH._late.add(conn.sock)
        return True

    monkeypatch.setattr(ThreadWorker, "handle", answer)
    front = object.__new__(Front)
    front.cfg, front.seconds = SimpleNamespace(is_ssl=False), 30
    ours, theirs = socket.socketpair()
    with ours, theirs:
        conn = SimpleNamespace(sock=ours, close=lambda **_: None)
        theirs.close()
        assert front._answer(conn) is not is_late
        assert not WATCH.is_late(ours)


@pytest.mark.parametrize("size", [60_000, 5_000_000])
@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/v1/clean", {"Authorization": ""}, 401),
        ("/nothing", {}, 404),
        ("/livez", {}, 405),
        ("/v1/clean", {"Accept": "application/xml"}, 406),
        ("/v1/clean", {}, 413),
        ("/v1/clean", {"Content-Encoding": "compress"}, 415),
        ("/v1/clean/batch", {"Content-Type": "text/csv"}, 415),
        ("/v1/clean/batch?x=1", {"Content-Type": NDJSON}, 422),
    ],
)
def test_who_sends_what_nobody_reads_gets_an_answer(
    service: Service, path: str, headers: dict[str, str], status: int, size: int
) -> None:
    for connection in ("keep-alive", "close"):
        client = HTTPConnection(*service.address, timeout=30)
        client.request("POST", path, b"x" * size, {**GIVEN, "Connection": connection, **headers})
        answer = client.getresponse()
        assert answer.status == status
        assert answer.read().startswith(b'{"type":')
        client.close()


def test_a_connection_stays_where_a_key_is_missing(service: Service) -> None:
    client = HTTPConnection(*service.address, timeout=30)
    told, sockets = [], []
    for given in ("", "Bearer wrong", f"Bearer {KEY}"):
        client.request("POST", "/v1/clean", b"Log in", {**GIVEN, "Authorization": given})
        answer = client.getresponse()
        answer.read()
        told.append(answer.status)
        sockets.append(client.sock)
    assert told == [401, 401, 200]
    assert len(set(sockets)) == 1


@pytest.mark.parametrize(
    ("line", "field", "status"),
    [
        ("GET /livez?private HTTP/9.9", "X: 1", 400),
        ("GET /livez?\xff HTTP/1.1", "X: 1", 400),
        ("get /private HTTP/1.1", "X: 1", 400),
        ("/private", "X: 1", 400),
        ("PRI * HTTP/2.0", "X: private", 400),
        ("\x16\x03\x01 private", "X: 1", 400),
        ("GET /livez HTTP/1.1", f"Authorization Bearer {KEY}", 400),
        ("GET /livez HTTP/1.1", f"Authorization : Bearer {KEY}", 400),
        ("GET /livez HTTP/1.1", f"Authorization: Bearer \x01{KEY}", 400),
        ("GET /livez HTTP/1.1", "X: private" + "x" * 9000, 400),
        ("GET /livez HTTP/1.1", "\r\n".join(f"X: private-{number}" for number in range(101)), 400),
        (f"GET /livez?private{'x' * 9000} HTTP/1.1", "X: 1", 400),
        ("POST /v1/clean HTTP/1.1", "Content-Length: private", 400),
        ("POST /v1/clean HTTP/1.1", f"Content-Length: 5\r\n{CHUNKED}", 400),
        ("POST /v1/clean HTTP/1.1", "Transfer-Encoding: private", 400),
        ("GET /livez HTTP/1.1", "Expect: private", 400),
        ("GET /livez?private HTTP/1.1", f"Authorization: Bearer {KEY}", 200),
        ("GET http://private.example/livez HTTP/1.1", "X: " + "x" * 8000, 200),
        ("GET /livez HTTP/1.0", "X_Y: private", 200),
    ],
)
def test_what_is_no_http_is_a_problem_and_not_quoted(service: Service, line: str, field: str, status: int) -> None:
    logged = service.log.stat().st_size
    told = exchange(service.url, f"{line}\r\nHost: x\r\n{field}\r\nConnection: close\r\n\r\n".encode("latin-1"))
    first, _, data = told.partition(b"\r\n\r\n")
    fields = dict(row.decode().split(": ", 1) for row in first.split(b"\r\n")[1:])
    assert int(first.split()[1]) == status
    assert SECURITY.items() <= fields.items()
    if status == 400:
        assert fields["Content-Type"] == "application/problem+json"
        assert (json.loads(data)["code"], json.loads(data)["status"]) == ("bad_request", 400)
        assert service.events("invalid")[-1]["request_id"] == fields["X-Request-ID"]
    assert not re.search("private|secret", told.decode() + service.log.read_text()[logged:])


def test_a_head_that_breaks_off_is_not_quoted(service: Service) -> None:
    assert exchange(service.url, b"GET /livez HTTP/1.1\r\nAuthorization: Bearer " + KEY.encode()) == b""
    assert service.events("Ignored premature client disconnection. %s")
    assert KEY not in service.log.read_text()
