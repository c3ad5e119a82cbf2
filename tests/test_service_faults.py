"""What goes wrong in production, with real processes: neighbours don't notice, and the service goes on."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest

from faults import BREAKS, DIES, LOOPS, LOOPS_OUTSIDE, SLEEPS
from serving import BODIES, NDJSON, PAGE, Service, eventually, exchange, head, lines, resident, serving

MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def faulty() -> Iterator[Service]:
    """Two processes that clean, for two seconds at most; clients have two as well."""
    environment = {"WEB_CONCURRENCY": "2", "CLEANER_SECONDS": "2", "CLEANER_CLIENT_SECONDS": "2"}
    with serving("faulty_app:app", **environment) as service:
        yield service


def ask(service: Service, text: str, path: str = "/v1/clean", mime: str = "text/plain") -> tuple[int, Any]:
    """The status and the answer, in JSON."""
    connection = HTTPConnection(*service.address, timeout=60)
    try:
        connection.request("POST", path, text.encode(), {"Content-Type": mime})
        answer = connection.getresponse()
        data = answer.read()
    finally:
        connection.close()
    return answer.status, lines(data) if mime == NDJSON else json.loads(data)


def is_well(service: Service) -> bool:
    status, told = ask(service, PAGE)
    return status == 200 and told["body"] == BODIES["text"]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        (LOOPS, 504, "timed_out"),
        (LOOPS_OUTSIDE, 504, "timed_out"),
        (DIES, 500, "worker_died"),
        (BREAKS, 500, "internal_error"),
    ],
)
def test_a_document_that_hangs_or_dies_takes_no_neighbour_along(
    faulty: Service, text: str, status: int, code: str
) -> None:
    texts = [text if number % 4 == 1 else PAGE for number in range(8)]
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda each: ask(faulty, each), texts))
    for each, (got, told) in zip(texts, answers, strict=True):
        if each == text:
            assert (got, told["code"]) == (status, code)
        else:
            assert (got, told["body"]) == (200, BODIES["text"])
    assert "secret" not in faulty.log.read_text()


def test_documents_of_a_batch_that_hang_or_die_take_no_neighbour_along(faulty: Service) -> None:
    texts = [PAGE, LOOPS, PAGE, DIES, PAGE, BREAKS, PAGE]
    batch = "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts))
    status, records = ask(faulty, batch, "/v1/clean/batch", NDJSON)
    assert status == 200
    assert [each["id"] for each in records] == list(range(7))
    assert [each["article"]["body"] for each in records[::2]] == [BODIES["text"]] * 4
    assert [each["problem"]["code"] for each in records[1::2]] == ["timed_out", "worker_died", "internal_error"]


def test_a_client_may_ask_for_less_time_and_never_for_more(faulty: Service) -> None:
    started = time.monotonic()
    status, told = ask(faulty, json.dumps({"text": LOOPS, "seconds": 1}), mime="application/json")
    assert (status, told["detail"]) == (504, "The document took more than 1 seconds.")
    status, told = ask(faulty, json.dumps({"text": LOOPS, "seconds": 3000}), mime="application/json")
    assert (status, told["detail"]) == (504, "The document took more than 2 seconds.")
    assert time.monotonic() - started < 60


def test_processes_that_are_killed_are_replaced(faulty: Service) -> None:
    """Also where they have nothing to do, and again and again."""
    for _ in range(3):
        assert eventually(lambda: len(faulty.workers()) == 2)
        for worker in faulty.workers():
            os.kill(worker, signal.SIGKILL)
        assert is_well(faulty)


def test_a_process_that_is_killed_in_the_middle_of_a_document(faulty: Service) -> None:
    assert is_well(faulty)
    before = set(faulty.workers())
    with ThreadPoolExecutor(2) as clients:
        answers = [clients.submit(ask, faulty, LOOPS) for _ in range(2)]
        time.sleep(0.3)
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        codes = [each.result()[1]["code"] for each in answers]
    assert "worker_died" in codes
    assert set(codes) <= {"worker_died", "timed_out"}  # what had not begun is begun anew
    assert is_well(faulty)
    assert not before & set(faulty.workers())


def test_a_client_that_sends_a_byte_a_second_is_sent_away(faulty: Service) -> None:
    sent = head("/v1/clean", "text/plain", "Content-Length: 1000") + b"\r\n" + b"The council of the town. " * 40
    started = time.monotonic()
    with socket.create_connection(faulty.address, timeout=30) as connection:
        connection.sendall(sent[:150])
        for byte in sent[150:]:
            if told := _has_come(connection, 0.5):
                break
            connection.send(bytes([byte]))
    assert told.startswith(b"HTTP/1.1 408 ")
    assert 1 < time.monotonic() - started < 20


def test_a_head_that_comes_a_byte_a_second_is_not_waited_for(faulty: Service) -> None:
    with socket.create_connection(faulty.address, timeout=30) as connection:
        for byte in head("/v1/clean", "text/plain", "X-Long: " + "x" * 1000):
            try:
                connection.send(bytes([byte]))
                told = _has_come(connection, 0.5)
            except ConnectionError:
                return
            if told is not None:
                assert told == b""
                return
    raise AssertionError("the whole head was waited for")


def test_many_slow_clients_keep_nobody_out() -> None:
    """As many as there are threads."""
    with serving(CLEANER_THREADS="4", CLEANER_CLIENT_SECONDS="1") as service:
        slow = [socket.create_connection(service.address) for _ in range(12)]
        for each in slow:
            each.sendall(head("/v1/clean", "text/plain", "Content-Length: 1000") + b"\r\nx")
        assert is_well(service)
        for each in slow:
            each.close()


def test_clients_that_do_not_close_their_end_keep_nobody_out(faulty: Service) -> None:
    """Each is waited for a second, but not one after the other."""
    asked = [socket.create_connection(faulty.address, timeout=30) for _ in range(20)]
    for each in asked:
        each.sendall(head().replace(b"POST /v1/clean", b"GET /livez") + b"\r\n")
    assert all(each.recv(15) == b"HTTP/1.1 200 OK" for each in asked)
    with socket.create_connection(faulty.address, timeout=15) as connection:
        connection.sendall(head().replace(b"POST /v1/clean", b"GET /livez") + b"\r\n")
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
    for each in asked:
        each.close()


def test_a_batch_that_comes_slowly_is_ended_after_what_came(faulty: Service) -> None:
    line = json.dumps({"id": 1, "text": PAGE}).encode() + b"\n"
    with socket.create_connection(faulty.address, timeout=30) as connection, connection.makefile("rb") as answers:
        connection.sendall(head("/v1/clean/batch", NDJSON, "Content-Length: 100000") + b"\r\n" + line)
        records = [json.loads(each) for each in answers if each.startswith(b"{")]
    assert records[0]["article"]["body"] == BODIES["text"]
    assert records[1]["problem"]["code"] == "too_slow"


def test_clients_that_hang_up(faulty: Service) -> None:
    """In the head, in the body, while the page is cleaned, in the middle of a batch, in the middle of its answer."""
    page = head("/v1/clean", "text/plain", f"Content-Length: {len(SLEEPS)}") + b"\r\n" + SLEEPS.encode()
    line = json.dumps({"text": PAGE}).encode() + b"\n"
    batch = head("/v1/clean/batch", NDJSON, "Content-Length: 10000000") + b"\r\n" + line * 100
    logged = faulty.log.stat().st_size
    for request in (page[:20], page[:-5], page, batch[:300], batch):
        for _ in range(3):
            with socket.create_connection(faulty.address, timeout=30) as connection:
                connection.sendall(request)
    assert is_well(faulty)
    assert eventually(lambda: _queue(faulty) == 0)
    assert not faulty.errors(since=logged)


def test_a_client_that_does_not_read_is_not_waited_for(faulty: Service) -> None:
    line = json.dumps({"text": PAGE}).encode() + b"\n"
    logged = faulty.log.stat().st_size
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(30)
        connection.connect(faulty.address)
        connection.sendall(head("/v1/clean/batch", NDJSON, "Transfer-Encoding: chunked") + b"\r\n")
        with pytest.raises(OSError):  # noqa: PT011 - reset, broken pipe or, with full buffers, none the wiser
            connection.sendall(b"%x\r\n%s\r\n" % (30_000 * len(line), 30_000 * line))
    assert is_well(faulty)
    assert eventually(lambda: _queue(faulty) == 0)
    assert not faulty.errors(since=logged)
    assert "TimeoutError" in [each["error"] for each in faulty.events("gone")]


def test_a_huge_body_that_is_announced_is_refused_unread(faulty: Service) -> None:
    for path, mime in (("/v1/clean", "text/plain"), ("/v1/clean/batch", NDJSON)):
        answer = exchange(faulty.url, head(path, mime, "Content-Length: 2000000000") + b"\r\n")
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b'"code":"too_large"' in answer


@pytest.mark.parametrize("path", ["/v1/clean", "/v1/clean/batch"])
def test_a_zip_bomb_takes_no_memory(faulty: Service, path: str) -> None:
    bomb = gzip.compress(b"bomb " * (20 * MEGABYTE), compresslevel=1)
    mime = "text/plain" if path == "/v1/clean" else NDJSON
    (front,) = faulty.fronts()
    before = resident(front)
    told = exchange(
        faulty.url, head(path, mime, "Content-Encoding: gzip", f"Content-Length: {len(bomb)}") + b"\r\n" + bomb
    )
    assert b'"code":"too_large"' in told
    assert resident(front) - before < 60 * MEGABYTE


def test_a_full_queue_says_when_to_come_again() -> None:
    with serving("faulty_app:app", CLEANER_QUEUE="1") as service, ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: _status_and_retry(service, SLEEPS), range(8)))
        assert {status for status, _ in answers} == {200, 503}
        assert all((retry == "1") == (status == 503) for status, retry in answers)
        assert is_well(service)


def test_processes_are_recycled() -> None:
    with serving(CLEANER_RECYCLE="5") as service:
        assert is_well(service)
        (first,) = service.workers()
        assert all(is_well(service) for _ in range(12))
        assert eventually(lambda: first not in service.workers())
        with urllib.request.urlopen(f"{service.url}/metrics", timeout=30) as answer:
            assert 'cleaner_recycled_workers_total{cause="worn"} 2.0' in answer.read().decode()


def test_a_long_batch_takes_little_memory() -> None:
    """100,000 documents through one connection: what the service holds does not grow with them.

    Most have no text in them, which saves the test minutes; CLEANER_TEST_BLANK=1 says that none has none.
    """
    count, blank = 100_000, int(os.environ.get("CLEANER_TEST_BLANK") or 10)
    with serving(WEB_CONCURRENCY="2", CLEANER_LOG_LEVEL="WARNING") as service:
        connection = HTTPConnection(*service.address, timeout=120)
        documents = (
            b'{"id":%d,"text":"%s"}\n' % (number, b" " if number % blank else b"Log in") for number in range(count)
        )
        parts = iter(lambda: b"".join(itertools.islice(documents, 500)), b"")
        connection.putrequest("POST", "/v1/clean/batch")
        connection.putheader("Content-Type", NDJSON)
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        sender = threading.Thread(target=_send, args=(connection, parts))
        sender.start()
        peak = 0
        for number, line in enumerate(_answers(connection)):
            told = b'"problem":{"type":"/problems#empty_input"' if number % blank else b'"article":{'
            assert line.startswith(b'{"id":%d,"index":%d,%s' % (number, number, told))
            if number % 2000 == 0:
                peak = max(peak, _proportional(service))
        sender.join()
        connection.close()
    assert number == count - 1
    assert 50 * MEGABYTE < peak < 300 * MEGABYTE


def test_a_stop_under_load_answers_all_that_was_taken() -> None:
    with serving("faulty_app:app", WEB_CONCURRENCY="2") as service:
        outcomes: list[str] = []
        clients = [threading.Thread(target=_ask_until_refused, args=(service, outcomes)) for _ in range(16)]
        for client in clients:
            client.start()
        time.sleep(2)
        service.process.send_signal(signal.SIGTERM)
        for client in clients:
            client.join(timeout=60)
        assert service.process.wait(timeout=60) == 0
        assert outcomes.count("answered") > 20
        assert set(outcomes) == {"answered", "refused"}
        assert outcomes.count("refused") == 16
    assert not service.fronts()


def test_a_stop_ends_a_batch_after_what_was_taken() -> None:
    line = json.dumps({"text": PAGE}).encode() + b"\n"
    with serving() as service, socket.create_connection(service.address, timeout=30) as connection:
        connection.sendall(head("/v1/clean/batch", NDJSON, "Transfer-Encoding: chunked") + b"\r\n")
        connection.sendall(b"%x\r\n%s\r\n" % (3 * len(line), 3 * line))
        with connection.makefile("rb") as answers:
            first = next(each for each in answers if each.startswith(b"{"))
            service.process.send_signal(signal.SIGTERM)
            records = [json.loads(each) for each in (first, *answers) if each.startswith(b"{")]
        assert [each["problem"]["code"] if "problem" in each else "ok" for each in records] == ["ok"] * 3 + ["stopping"]
        assert service.process.wait(timeout=30) == 0


def test_no_process_outlives_a_service_that_is_killed() -> None:
    with serving(WEB_CONCURRENCY="2") as service:
        assert is_well(service)
        fronts, workers = service.fronts(), service.workers()
        assert len(workers) == 2
        for each in (service.process.pid, *fronts):
            os.kill(each, signal.SIGKILL)
        assert eventually(lambda: not any(_runs(each) for each in workers))


def test_a_front_that_is_killed_is_replaced() -> None:
    with serving() as service:
        (front,) = service.fronts()
        os.kill(front, signal.SIGKILL)
        assert eventually(lambda: service.fronts() not in ([], [front]))
        assert eventually(lambda: _answers_at_all(service))


def _has_come(connection: socket.socket, seconds: float) -> bytes | None:
    """What was sent meanwhile; b"" where the connection was closed."""
    connection.settimeout(seconds)
    try:
        return connection.recv(65536)
    except TimeoutError:
        return None


def _queue(service: Service) -> float:
    with urllib.request.urlopen(f"{service.url}/metrics", timeout=30) as answer:
        rows = [row for row in answer.read().decode().splitlines() if row.startswith("cleaner_queue_documents")]
    return sum(float(row.split()[-1]) for row in rows)


def _status_and_retry(service: Service, text: str) -> tuple[int, str | None]:
    connection = HTTPConnection(*service.address, timeout=60)
    connection.request("POST", "/v1/clean", text.encode(), {"Content-Type": "text/plain"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers["Retry-After"]


def _answers(connection: HTTPConnection) -> Iterator[bytes]:
    """The lines of an answer, which is read while the request is still sent."""
    response = connection.response_class(connection.sock, method="POST")
    response.begin()
    assert response.status == 200
    yield from response


def _send(connection: HTTPConnection, parts: Iterator[bytes]) -> None:
    for part in parts:
        connection.send(b"%x\r\n%s\r\n" % (len(part), part))
    connection.send(b"0\r\n\r\n")


def _proportional(service: Service) -> int:
    """Bytes that all processes of the service take together; what is shared counts once."""
    fronts = service.fronts()
    processes = [service.process.pid, *fronts, *service.workers()]
    return sum(_pss(each) for each in processes)


def _pss(process: int) -> int:
    try:
        with open(f"/proc/{process}/smaps_rollup") as rows:
            return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
    except OSError:
        return 0


def _ask_until_refused(service: Service, outcomes: list[str]) -> None:
    while True:
        try:
            connection = socket.create_connection(service.address, timeout=60)
        except ConnectionRefusedError:
            outcomes.append("refused")
            return
        with connection:
            request = head("/v1/clean", "text/plain", f"Content-Length: {len(SLEEPS)}") + b"\r\n" + SLEEPS.encode()
            try:
                connection.sendall(request)
                with connection.makefile("rb") as answer:
                    outcomes.append("answered" if answer.readline() == b"HTTP/1.1 200 OK\r\n" else "not answered")
            except ConnectionError:
                outcomes.append("broken off")


def _runs(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _answers_at_all(service: Service) -> bool:
    try:
        return is_well(service)
    except OSError:
        return False
