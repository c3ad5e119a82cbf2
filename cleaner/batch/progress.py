"""How far a run is, on one line of a terminal."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Sequence
from typing import TextIO

from cleaner.batch.job import Source

EVERY = 0.5
"""Seconds between two looks at the line."""

WINDOW = 60
"""Over how many looks the rate is taken."""


class Progress:
    """Counts documents; says so on a terminal, and nothing elsewhere."""

    def __init__(self, sources: Sequence[Source], stream: TextIO = sys.stderr) -> None:
        self._stream, self._is_shown = stream, stream.isatty()
        self._sizes = [source.size for source in sources]
        self._before = [0]
        for size in self._sizes:
            self._before.append(self._before[-1] + size)
        self._seen: deque[tuple[float, int, float]] = deque(maxlen=WINDOW)
        self.documents = self.errors = 0

    def share(self, source: int, seen: float) -> float:
        """The share of all input that is read when `seen` of a source is, 0 to 1."""
        total = self._before[-1]
        return (self._before[source] + seen * self._sizes[source]) / total if total else 1.0

    def add(self, documents: int, errors: int, share: float) -> None:
        """Count, and say how far the run is."""
        self.documents += documents
        self.errors += errors
        now = time.monotonic()
        if not self._seen or now - self._seen[-1][0] >= EVERY:
            self._seen.append((now, self.documents, share))
            self._show()

    def _show(self) -> None:
        if self._is_shown:
            self._stream.write(f"\r\x1b[K{self._line()}")
            self._stream.flush()

    def _line(self) -> str:
        (began, first, begun), (now, documents, share) = self._seen[0], self._seen[-1]
        passed = now - began
        rate = (documents - first) / passed if passed else 0
        left = f", {clock(passed * (1 - share) / (share - begun))} left" if share > begun else ""
        errors = f", {self.errors:,} errors" if self.errors else ""
        return f"{share:4.0%}  {documents:,} documents, {rate:,.0f} a second{errors}{left}"

    def end(self) -> None:
        """Clear the line."""
        if self._is_shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def clock(seconds: float) -> str:
    """A duration as people say it: "2:05:00"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
