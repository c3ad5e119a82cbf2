"""Asking a memory while pages are cleaned. The file is only read; one that is replaced is read anew."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from cleaner.document import Page
from cleaner.fold import has_number
from cleaner.memory.lines import NO_KEY, keys, place, site_of
from cleaner.memory.seen import NONE, Known, Memories, Seen, told
from cleaner.memory.store import COLUMNS, MemoryFileError, check

LOG = logging.getLogger(__name__)

RARE = 0.01
"""A line on a smaller share of a site's pages is not even looked up: nothing would follow from it."""

HELD = 200_000
"""Lines that a process holds of the sites that it was asked for last, some 50 MB."""

LOOK = 1.0
"""Seconds after which it is looked whether the file was replaced."""


class Site(NamedTuple):
    """What is held of a site."""

    pages: int
    lost: int
    lines: Mapping[int, Seen]  # those that stand on two pages or more, by their keys


NOTHING = Site(0, 0, {})


class Memory:
    """A memory to be asked. It may be shared by threads, and opened before a process forks."""

    def __init__(self, path: str | PathLike[str]) -> None:
        """Open the file.

        Raises:
            MemoryFileError: it is no memory, or can't be read.
        """
        self.path = Path(path)
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._looked = time.monotonic()
        try:
            stamped = stamp(self.path)
            db = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            check(db, self.path)
        except (sqlite3.Error, OSError) as error:
            raise MemoryFileError(f"{self.path} can't be read as a memory: {error}.") from error
        self._db, self._stamp, self._process = db, stamped, os.getpid()
        self._sites: OrderedDict[str, Site] = OrderedDict()
        self._held = 0

    def recall(self, page: Page, site: str | None = None) -> Memories:
        """What is known of a page's lines.

        Args:
            page: the page.
            site: where it is from; None for the host of its URL.
        """
        name = site_of(site or page.url)
        if not name:
            return NONE
        with self._lock:
            held = self._site(name)
        return remembered(page, held) if held.lines else NONE

    def _site(self, name: str) -> Site:
        self._refresh()
        if name in self._sites:
            self._sites.move_to_end(name)
            return self._sites[name]
        site = self._sites[name] = self._read(name)
        self._held += 1 + len(site.lines)
        while self._held > HELD and len(self._sites) > 1:
            self._held -= 1 + len(self._sites.popitem(last=False)[1].lines)
        return site

    def _refresh(self) -> None:
        """Open the file again where another one stands in its place, and after a fork.

        While there is none, or none that can be read, the one that is open goes on being read.
        """
        if self._process != os.getpid():
            self._open()
        elif time.monotonic() - self._looked >= LOOK:
            self._looked = time.monotonic()
            with suppress(OSError):
                if stamp(self.path) != self._stamp:
                    self._replace()

    def _replace(self) -> None:
        try:
            self._open()
        except MemoryFileError as error:
            LOG.warning("%s The one before it goes on being used.", error)

    def _read(self, name: str) -> Site:
        try:
            return self._counted(name)
        except sqlite3.Error as error:
            raise MemoryFileError(f"{self.path} can't be read as a memory: {error}.") from error

    def _counted(self, name: str) -> Site:
        row = self._db.execute("SELECT id, pages, lost FROM sites WHERE name = ?", (name,)).fetchone()
        if row is None:
            return NOTHING
        number, pages, lost = row
        rows = self._db.execute(
            f"SELECT line, {', '.join(COLUMNS)} FROM lines WHERE site = ? AND pages >= 2 AND pages >= ?",
            (number, RARE * pages),
        )
        return Site(pages, lost, {row[0]: Seen(row[1], row[2], row[3], row[4:]) for row in rows})


def remembered(page: Page, site: Site) -> Memories:
    """What is known of the lines of a page that is from a site."""
    found = keys(page.folded)
    times, size = Counter(found), len(found)
    known: dict[int, Known] = {}
    for index, line in enumerate(found):
        seen = site.lines.get(line) if line != NO_KEY else None
        if seen:
            is_form = times[line] > 1 or has_number(page.folded[index])
            found_out = told(seen, place(index, size), site.pages, site.lost, is_form=is_form)
            if found_out:
                known[index] = found_out
    return Memories(known, site.pages)


def stamp(path: Path) -> tuple[int, int, int]:
    """What differs when a file is replaced."""
    now = path.stat()
    return now.st_ino, now.st_mtime_ns, now.st_size


@cache
def opened(path: str) -> Memory:
    """The memory in a file, opened once a process.

    Raises:
        MemoryFileError: it is no memory, or can't be read.
    """
    return Memory(path)
