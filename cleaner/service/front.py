"""The gunicorn worker that speaks HTTP: gunicorn's own with threads, which also sends slow clients away, and takes all
connections that wait when it is told to stop.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import ssl
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from cleaner.api import problem
from cleaner.formats import json_bytes
from cleaner.service.headers import POLICY, SECURITY
from cleaner.service.settings import Settings
from cleaner.service.watch import WATCH

LOG = logging.getLogger("cleaner.service")

LINGER = 5
"""Seconds that a client which sends more than is wanted may go on after it has been told."""

PAUSE = 20
"""Milliseconds for which a thread waits for its client's next request, before one for all does."""


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's log without its line for each request, since the application writes one."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        pass


class Front(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """A process that speaks HTTP, with the pool of its own that the application starts."""

    def init_process(self) -> None:
        give_way()
        WATCH.start()
        self.seconds = Settings.read().client_seconds
        super().init_process()

    def handle(self, conn: TConn) -> Any:
        stays = self._answer(conn)
        while stays is True and self.alive and self._has_threads() and _speaks(conn.sock):
            stays = self._answer(conn)
        return stays

    def _has_threads(self) -> bool:
        """Whether there is a thread for each connection, so that nobody waits for one that stays with its client."""
        return bool(self.nr_conns <= self.cfg.threads)

    def _answer(self, conn: TConn) -> Any:
        # TLS puts a socket of its own in the place of a new connection's, so that one is watched by another name
        conn.heard = conn.sock.dup() if self.cfg.is_ssl and not conn.initialized else conn.sock
        WATCH.begin(conn.heard, self.seconds)
        try:
            stays = super().handle(conn)
            if WATCH.is_late(conn.heard) or WATCH.is_late(conn.sock):
                stays = False  # what is still on its way is no request, but the rest of this one
        finally:
            WATCH.forget(conn.sock)
            if conn.heard is not conn.sock:
                WATCH.forget(conn.heard)
                conn.heard.close()
        if not stays:
            _close(conn)
        return stays

    def handle_request(self, req: Any, conn: TConn) -> Any:
        if conn.heard is not conn.sock:
            WATCH.end(conn.heard)
            WATCH.begin(conn.sock, self.seconds)
        try:
            return super().handle_request(req, conn)
        except (ConnectionError, TimeoutError) as error:  # Flask answers our own errors: this is the client's socket
            LOG.info("gone", extra={"error": type(error).__name__})
            return False

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Refuse what is no HTTP; gunicorn's own words, to the client and in the log, would quote the request."""
        if not isinstance(exc, (ParseException, ssl.SSLError)):
            super().handle_error(req, client, addr, exc)
            return
        name = uuid.uuid4().hex
        LOG.warning("invalid", extra={"request_id": name, "error": type(exc).__name__})
        if req is None and isinstance(exc, ParseException):  # else the head has been answered, and its body is broken
            with suppress(OSError):
                client.sendall(_refusal(name))

    def handle_exit(self, sig: int, frame: object) -> None:
        WATCH.stop()
        super().handle_exit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        if enabled or self.alive:
            super().set_accept_enabled(enabled)
            return
        for listener in self.sockets:
            self._take_all(listener)
        super().set_accept_enabled(False)
        for listener in self.sockets:
            listener.close()  # whoever comes now is refused, rather than dropped when the last answer has been sent

    def _take_all(self, listener: Any) -> None:
        """Accept whoever waits."""
        before = -1
        while before < self.nr_conns:
            before = self.nr_conns
            self.accept(listener)


def give_way() -> None:
    """Have the kernel not interrupt a process that cleans each time that this one wakes up, which is several times a
    page: it waits until a turn ends, some milliseconds. While a processor is idle nothing changes. Threads and
    processes that are started later inherit it; those that clean take it back. Source: SCHED_BATCH in sched(7).
    """
    with suppress(AttributeError, OSError):  # not Linux; or it is forbidden
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _refusal(name: str) -> bytes:
    """The answer to what never comes to the application, with the head that every answer has."""
    told = problem("bad_request", "The head of the request can't be read, or is longer than the limit.")
    data = json_bytes(told) + b"\n"
    fields = {
        "Content-Type": "application/problem+json",
        "Content-Length": len(data),
        "Connection": "close",
        "Content-Security-Policy": POLICY,
        **SECURITY,
        "X-Request-ID": name,
    }
    rows = ["HTTP/1.1 400 Bad Request", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*rows, "", ""]).encode() + data


def _speaks(connection: socket.socket) -> bool:
    """Whether a client sends more right after its answer: it is listened to by the same thread then."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(PAUSE))


def _close(conn: TConn) -> None:
    """Close a connection here, in its own thread: it may take seconds, in which gunicorn would accept nobody."""
    _linger(conn.sock)
    conn.close()
    conn.close = lambda graceful=False: None


def _linger(client: socket.socket) -> None:
    """Read what a client is still sending: to close a connection with bytes unread would destroy the answer on its way.

    Whoever sends nothing for a second, or goes on for LINGER seconds, is not waited for.
    """
    end = time.monotonic() + LINGER
    with suppress(OSError):
        client.shutdown(socket.SHUT_WR)
        client.settimeout(1)
        while time.monotonic() < end and client.recv(65536):
            pass


def pieces(body: Body) -> Iterator[bytes]:
    """A request's body as it comes; gunicorn's read() waits until it has as much as it was asked for."""
    reader = body.reader
    if isinstance(reader, ChunkedReader) and reader.parser:
        body.failed = True  # until its end has come, nobody knows where the next request begins
        yield from reader.parser
        body.failed = False
    elif isinstance(reader, LengthReader):
        while reader.length and (piece := reader.unreader.read(None, read_ahead=reader.length)):
            reader.unreader.unread(piece[reader.length :])
            piece = piece[: reader.length]
            reader.length -= len(piece)
            yield piece
