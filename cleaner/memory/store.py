"""The file of a memory: counts by site and line, in SQLite. Whatever is written is one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import CleanError
from cleaner.memory.lines import PLACES

VERSION = 1
APPLICATION = 0x636C6D65  # "clme", by which `file` and we know it
PLACE_COLUMNS = tuple(f"place{number}" for number in range(PLACES))
COLUMNS = ("pages", "judged", "content", *PLACE_COLUMNS)
"""The counts of a line; they add up."""

SCHEMA = f"""
CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, pages INTEGER NOT NULL, lost INTEGER NOT NULL);
CREATE TABLE lines (
    site INTEGER NOT NULL, line INTEGER NOT NULL, {", ".join(f"{name} INTEGER NOT NULL" for name in COLUMNS)},
    PRIMARY KEY (site, line)
) WITHOUT ROWID;
CREATE INDEX repeated ON lines (site, pages) WHERE pages >= 2;
CREATE TABLE learned (site INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (site, page)) WITHOUT ROWID;
CREATE TABLE samples (site INTEGER NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (site, line))
    WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""

ADD = f"""
INSERT INTO lines (site, line, {", ".join(COLUMNS)}) VALUES (?, ?, {", ".join("?" * len(COLUMNS))})
ON CONFLICT (site, line) DO UPDATE SET {", ".join(f"{name} = {name} + excluded.{name}" for name in COLUMNS)}
"""

WAIT = 60
"""Seconds that a writer waits for another."""

CACHE = 256_000_000
"""Bytes of the file that a writer holds."""


class MemoryFileError(CleanError):
    """The file is no memory, or can't be read."""

    code = "bad_memory"


class Site(NamedTuple):
    """A site that is known."""

    id: int
    name: str
    pages: int
    lost: int  # how much too low a line's pages may be, in a bounded memory; see upkeep.bound()


class Page(NamedTuple):
    """A page that was learned."""

    site: str
    fingerprint: int


class Store:
    """A memory that is open for writing. Close it, or leave the block that it opens: that makes it one file again."""

    def __init__(self, path: str | PathLike[str]) -> None:
        """Open a file, or make one.

        Raises:
            MemoryFileError: it is no memory, of another version, or can't be written.
        """
        self.path = Path(path)
        try:
            uri = f"{self.path.absolute().as_uri()}?mode=rwc"
            self._db = sqlite3.connect(uri, timeout=WAIT, isolation_level=None, uri=True)
            self._begin()
            self._sites = {site.name: site.id for site in self.sites()}
        except sqlite3.Error as error:
            raise MemoryFileError(f"{path} is no memory that can be written: {error}.") from error

    def _begin(self) -> None:
        is_new = not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not is_new:
            check(self._db, self.path)
        self._db.executescript(
            f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{CACHE // 1024};"
        )
        if is_new:
            with self.transaction():
                for statement in filter(None, map(str.strip, SCHEMA.split(";"))):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
                self._db.execute(f"PRAGMA application_id = {APPLICATION}")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Close the file.

        Raises:
            MemoryFileError: an error of SQLite's ended the block: the file is damaged or locked, the disk is full.
        """
        self.close()
        if isinstance(error, sqlite3.Error):
            raise MemoryFileError(f"{self.path}: {error}.") from error

    def close(self) -> None:
        """Close the file: its journal is written into it, so that it can be copied and read by itself."""
        with suppress(sqlite3.Error):  # somebody else has it open and does it at the end, or it is damaged
            self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.close()

    @property
    def database(self) -> sqlite3.Connection:
        """For statements of upkeep's."""
        return self._db

    def shrink(self) -> None:
        """Give back the room of what was dropped."""
        self._sites = {site.name: site.id for site in self.sites()}
        self._db.execute("VACUUM")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is done inside is written, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite has ended it already where the disk is full
                self._db.execute("ROLLBACK")
            raise

    def sites(self) -> list[Site]:
        """All sites, by their names."""
        rows = self._db.execute("SELECT id, name, pages, lost FROM sites ORDER BY name")
        return [Site(*row) for row in rows]

    def site(self, name: str) -> int:
        """The id of a site, which is entered if need be. To be called inside a transaction."""
        if name not in self._sites:
            self._db.execute("INSERT OR IGNORE INTO sites (name, pages, lost) VALUES (?, 0, 0)", (name,))
            self._sites[name] = self._db.execute("SELECT id FROM sites WHERE name = ?", (name,)).fetchone()[0]
        return self._sites[name]

    def enter(self, pages: Sequence[Page]) -> list[bool]:
        """Count pages, and note that they are learned. To be called inside a transaction.

        Returns:
            Of each, whether it is new: one that is known already is not counted. A bounded memory notes no pages, and
            takes all for new.
        """
        ids = [self.site(page.site) for page in pages]
        if self.limit:
            new = [True] * len(pages)
        else:
            insert = "INSERT OR IGNORE INTO learned VALUES (?, ?)"
            new = [
                self._db.execute(insert, (site, page.fingerprint)).rowcount == 1
                for site, page in zip(ids, pages, strict=True)
            ]
        counted = [(site,) for site, is_new in zip(ids, new, strict=True) if is_new]
        self._db.executemany("UPDATE sites SET pages = pages + 1 WHERE id = ?", counted)
        return new

    def add(self, rows: Iterable[Sequence[int]]) -> None:
        """Add counts: site, line, and COLUMNS. To be called inside a transaction; quickest in the order of the rows."""
        self._db.executemany(ADD, rows)

    def add_samples(self, rows: Iterable[tuple[int, int, str]]) -> None:
        """Keep the text of lines that stand on several pages: site, line, text. To be called inside a transaction."""
        self._db.executemany(
            "INSERT OR IGNORE INTO samples SELECT site, line, ?3 FROM lines "
            f"WHERE site = ?1 AND line = ?2 AND pages >= {SAMPLED}",
            rows,
        )

    @property
    def limit(self) -> int:
        """How many lines a site may have in a bounded memory; 0 for one that is exact."""
        return self.state("limit")

    def state(self, name: str) -> int:
        """A number that the file says of itself, 0 if it says nothing."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def set_state(self, **numbers: int) -> None:
        """Have the file say numbers of itself."""
        self._db.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", numbers.items())


SAMPLED = 3
"""A line is kept as a sample when it stands on so many pages: what one page alone says is not stored."""


def check(db: sqlite3.Connection, path: str | PathLike[str], schema: str = "main") -> None:
    """Refuse what is no memory.

    Args:
        db: a connection.
        path: the file, for the message.
        schema: as what the connection knows it.

    Raises:
        MemoryFileError: it is none, or of another version.
        sqlite3.Error: it can't be read.
    """
    if db.execute(f"PRAGMA {schema}.application_id").fetchone()[0] != APPLICATION:
        raise MemoryFileError(f"{path} is an SQLite file, but no memory.")
    if (version := db.execute(f"PRAGMA {schema}.user_version").fetchone()[0]) != VERSION:
        raise MemoryFileError(f"{path} is a memory of version {version}; this is a cleaner for version {VERSION}.")
