"""Connections that stay: a thread may wait for its client's next request, and nobody waits for that thread."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from cleaner.service.front import PAUSE
from serving import PAGE, Service, exchange, head, serving

LIVE = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """One that has a single thread."""
    with serving(CLEANER_THREADS="1") as found:
        yield found


def get(connection: HTTPConnection) -> int:
    connection.request("GET", "/livez")
    answer = connection.getresponse()
    answer.read()
    return answer.status


def test_a_client_that_never_pauses_keeps_nobody_out(service: Service) -> None:
    busy, asked, done = HTTPConnection(*service.address, timeout=60), threading.Event(), threading.Event()

    def go_on() -> None:
        while not done.is_set():
            assert get(busy) == 200
            asked.set()

    client = threading.Thread(target=go_on)
    client.start()
    try:
        assert asked.wait(30)
        for _ in range(3):
            assert get(HTTPConnection(*service.address, timeout=30)) == 200
    finally:
        done.set()
        client.join()


@pytest.mark.parametrize("pause", [0, 10 * PAUSE / 1000])
def test_a_connection_stays_open(service: Service, pause: float) -> None:
    connection = HTTPConnection(*service.address, timeout=30)
    assert get(connection) == 200
    first = connection.sock
    time.sleep(pause)
    assert get(connection) == 200
    assert connection.sock is first


def test_requests_that_are_sent_at_once_are_all_answered(service: Service) -> None:
    told = exchange(service.url, (LIVE + b"\r\n") * 2 + LIVE + b"Connection: close\r\n\r\n")
    assert told.count(b"HTTP/1.1 200") == 3


@pytest.mark.skipif(sys.platform != "linux", reason="SCHED_BATCH is Linux's")
def test_fronts_give_way_to_the_processes_that_clean(service: Service) -> None:
    (front,) = service.fronts()
    threads = {os.sched_getscheduler(int(thread)) for thread in os.listdir(f"/proc/{front}/task")}
    assert threads == {os.SCHED_BATCH}
    assert {os.sched_getscheduler(worker) for worker in service.workers()} == {os.SCHED_OTHER}


@pytest.mark.skipif(sys.platform != "linux", reason="TCP_CORK is Linux's")
def test_an_answer_to_a_page_comes_in_one_piece(service: Service) -> None:
    told = head("/v1/clean", "text/plain", f"Content-Length: {len(PAGE.encode())}")
    request = told.replace(b"Connection: close\r\n", b"") + b"\r\n" + PAGE.encode()
    with socket.create_connection(service.address, timeout=30) as connection:
        for _ in range(10):  # nothing of one answer is left for the next
            connection.sendall(request)
            first, _, rest = connection.recv(1 << 16).partition(b"\r\n\r\n")
            assert first.startswith(b"HTTP/1.1 200 OK")
            assert f"Content-Length: {len(rest)}".encode() in first
