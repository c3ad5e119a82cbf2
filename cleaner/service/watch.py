"""Clients that are slow: who takes longer to send a request than is allowed is not listened to any more.

A thread reads a request; the socket's own time-out would begin anew with every byte. So one more thread looks at all
that are being read, and ends the reading of those that are late. What was read can still be answered.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

INTERVAL = 0.25
"""Seconds between two looks."""


def hang_up(connection: socket.socket) -> None:
    """Read no more from a client; what is sent to it goes on, with TLS too, whose own shutdown() would end that."""
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RD)


class Watch:
    """The sockets that are being read, and until when."""

    def __init__(self) -> None:
        self._until: dict[socket.socket, float] = {}
        self._streams: set[socket.socket] = set()
        self._late: set[socket.socket] = set()
        self.stopping = False

    def start(self) -> None:
        """Start looking, in this process."""
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def stop(self) -> None:
        """The service is to stop: batches that still come in are ended."""
        self.stopping = True

    def begin(self, connection: socket.socket, seconds: float) -> None:
        """The client has so many seconds from now."""
        self._until[connection] = time.monotonic() + seconds

    def end(self, connection: socket.socket) -> None:
        """All has been read that is wanted now."""
        self._until.pop(connection, None)

    def is_late(self, connection: socket.socket | None) -> bool:
        """Whether the client's time was over."""
        return connection in self._late

    @contextmanager
    def stream(self, connection: socket.socket | None) -> Iterator[None]:
        """A body that may come for hours, as long as each line comes in time."""
        if connection is None:
            yield
            return
        self._streams.add(connection)
        try:
            yield
        finally:
            self._streams.discard(connection)

    def forget(self, connection: socket.socket) -> None:
        """The request has been answered."""
        self._until.pop(connection, None)
        self._late.discard(connection)

    def _look(self) -> None:
        while True:
            time.sleep(INTERVAL)
            now = time.monotonic()
            for connection, until in list(self._until.items()):
                if until < now or (self.stopping and connection in self._streams):
                    self._late.add(connection)
                    self._until.pop(connection, None)
                    hang_up(connection)


WATCH = Watch()
"""That of this process."""
