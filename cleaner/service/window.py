"""What of a batch has been read and not yet been answered: bounded, so that memory is, whatever the batch's length."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.api import ProblemError
from cleaner.service.pool import Ticket


class Entry(NamedTuple):
    """A document of the batch, on its way."""

    place: int  # its place in the batch, from 0
    id: str | int | None  # the caller's
    work: Ticket | ProblemError
    size: int = 0  # bytes or characters of the document


class Window:
    """What has been read and not yet been answered: so many entries, and so many bytes if there are more than one."""

    def __init__(self, entries: int, size: int) -> None:
        self._most, self._size = entries, size
        self._entries: deque[Entry] = deque()
        self._held = 0
        self._changed = threading.Condition()
        self.closed = False
        self.ended = False

    def put(self, entry: Entry) -> bool:
        """Wait for room; False where nobody wants the entry any more."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self._has_room(entry.size))
            if self.closed:
                return False
            self._entries.append(entry)
            self._held += entry.size
            self._changed.notify_all()
            return True

    def end(self) -> None:
        """Nothing more will come."""
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing more is wanted but what is there."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Entry]:
        """The entries in order; each holds its room until the next is asked for."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._entries or self.ended or self.closed)
                if not self._entries:
                    return
                entry = self._entries[0]
            yield entry
            with self._changed:
                self._entries.popleft()
                self._held -= entry.size
                self._changed.notify_all()

    def _has_room(self, size: int) -> bool:
        return not self._entries or (len(self._entries) < self._most and self._held + size <= self._size)
