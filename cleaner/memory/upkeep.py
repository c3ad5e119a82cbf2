"""What keeps a memory in order: merging, aging, forgetting, and bounding it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from cleaner.memory.lines import site_of
from cleaner.memory.store import COLUMNS, MemoryFileError, Store, check

SUMS = ", ".join(f"{name} = {name} + excluded.{name}" for name in COLUMNS)
NAMES = ", ".join(COLUMNS)
THEIRS = ", ".join(f"l.{name}" for name in COLUMNS)


class Merged(NamedTuple):
    """What a merge has added."""

    pages: int
    twice: int  # pages that both have learned, and that count twice now


def merge(store: Store, other: str | PathLike[str]) -> Merged:
    """Add the counts of another memory: the store is then as if it had learned the other's pages too.

    Where one of the two is bounded, so is what comes out.

    Raises:
        MemoryFileError: the other is no memory, or of another version.
    """
    with _attached(store, other) as db, store.transaction():
        pages = db.execute("SELECT coalesce(sum(pages), 0) FROM other.sites").fetchone()[0]
        _add_counts(db)
        twice = _add_pages(db)
        db.execute(f"INSERT OR IGNORE INTO main.samples SELECT own.id, line, text {_JOINED.format('samples')}")
        limits = [limit for limit in (store.limit, _limit_of_other(db)) if limit]
        if limits:
            set_limit(store, min(limits))
    return Merged(pages, twice)


@contextmanager
def _attached(store: Store, other: str | PathLike[str]) -> Iterator[sqlite3.Connection]:
    """The store's connection, which knows another memory as "other"."""
    db = store.database
    try:
        db.execute("ATTACH ? AS other", (f"{Path(other).absolute().as_uri()}?mode=ro",))
        try:
            check(db, other, "other")
            yield db
        finally:
            db.execute("DETACH other")
    except sqlite3.Error as error:
        raise MemoryFileError(f"{other} can't be merged into {store.path}: {error}.") from error


def _add_counts(db: sqlite3.Connection) -> None:
    db.execute(
        "INSERT INTO main.sites (name, pages, lost) SELECT name, pages, lost FROM other.sites WHERE true "
        "ON CONFLICT (name) DO UPDATE SET pages = pages + excluded.pages, lost = lost + excluded.lost"
    )
    db.execute(
        f"INSERT INTO main.lines (site, line, {NAMES}) SELECT own.id, line, {THEIRS} "
        f"{_JOINED.format('lines')} WHERE true ORDER BY 1, 2 ON CONFLICT (site, line) DO UPDATE SET {SUMS}"
    )


def _add_pages(db: sqlite3.Connection) -> int:
    """Note that the other's pages are learned; how many were already."""
    both = db.execute("SELECT count(*) FROM other.learned").fetchone()[0]
    new = db.execute(f"INSERT OR IGNORE INTO main.learned SELECT own.id, page {_JOINED.format('learned')}").rowcount
    return int(both - new)


_JOINED = "FROM other.{} AS l JOIN other.sites AS theirs ON theirs.id = l.site JOIN main.sites AS own USING (name)"


def _limit_of_other(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT value FROM other.state WHERE name = 'limit'").fetchone()
    return int(row[0]) if row else 0


def set_limit(store: Store, limit: int) -> None:
    """Bound a memory to so many lines a site. To be called inside a transaction."""
    store.set_state(limit=limit)
    store.database.execute("DELETE FROM learned")
    bound(store, {site.id for site in store.sites()})


def bound(store: Store, sites: Iterable[int]) -> None:
    """Drop the rarest lines of sites that have twice the limit. To be called inside a transaction.

    The count of the first line beyond the limit is taken off from all, as in J. Misra and D. Gries' summary (1982), and
    what is left with none is dropped. Each time, `limit` lines lose that count, so all in all a line's count is too low
    by at most the site's lines, summed over its pages, divided by the limit. It is never too high.
    """
    limit, db = store.limit, store.database
    for site in sites if limit else ():
        size = db.execute("SELECT count(*) FROM lines WHERE site = ?", (site,)).fetchone()[0]
        if size > 2 * limit:
            first = "SELECT pages FROM lines WHERE site = ? ORDER BY pages DESC LIMIT 1 OFFSET ?"
            _take_off(store, site, db.execute(first, (site, limit)).fetchone()[0])


def _take_off(store: Store, site: int, count: int) -> None:
    db = store.database
    db.execute("DELETE FROM lines WHERE site = ? AND pages <= ?", (site, count))
    db.execute("UPDATE lines SET pages = pages - ? WHERE site = ?", (count, site))
    db.execute("UPDATE sites SET lost = lost + ? WHERE id = ?", (count, site))
    db.execute("DELETE FROM samples WHERE site = ?1 AND line NOT IN (SELECT line FROM lines WHERE site = ?1)", (site,))


def compact(store: Store) -> None:
    """Drop lines that stand on one page alone: cleaning never asks for them, and they are most of an exact memory.

    If learning goes on, a line's count may be too low by one.
    """
    with store.transaction() as db:
        db.execute("DELETE FROM lines WHERE pages <= 1")
        db.execute("UPDATE sites SET lost = lost + 1")
    store.shrink()


def age(store: Store, share: float) -> None:
    """Let counts fade to a share of what they are, so that what is learned from now on weighs more.

    Lines' counts are rounded down, pages' up: nothing becomes more common by it. Lines that fade to nothing are
    dropped. Pages that were learned stay known.
    """
    faded = ", ".join(f"{name} = CAST({name} * ?1 AS INTEGER)" for name in COLUMNS)
    with store.transaction() as db:
        db.execute(f"UPDATE lines SET {faded}", (share,))
        db.execute("DELETE FROM lines WHERE pages < 1")
        up = "CAST({0} * ?1 AS INTEGER) + ({0} * ?1 > CAST({0} * ?1 AS INTEGER))"
        db.execute(f"UPDATE sites SET pages = {up.format('pages')}, lost = {up.format('lost')}", (share,))
        _sweep(store)
    store.shrink()


def clear(store: Store, site: str | None = None) -> None:
    """Forget a site, or everything."""
    name = site_of(site) if site else None
    with store.transaction() as db:
        if site:
            db.execute("DELETE FROM sites WHERE name = ?", (name,))
        else:
            db.execute("DELETE FROM sites")
            store.set_state(unfinished=0, unfinished_pages=0)
        _sweep(store)
    store.shrink()


def _sweep(store: Store) -> None:
    """Drop what belongs to nothing any more."""
    db = store.database
    for table in ("lines", "learned"):
        db.execute(f"DELETE FROM {table} WHERE site NOT IN (SELECT id FROM sites)")
    db.execute("DELETE FROM samples WHERE (site, line) NOT IN (SELECT site, line FROM lines)")
