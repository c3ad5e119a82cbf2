"""What a memory holds, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cleaner.memory.lines import PLACES, site_of
from cleaner.memory.store import COLUMNS, Store

Row = dict[str, Any]

WIDTH = 80
"""Characters of a line's sample in a table."""


def rows(store: Store, site: str | None, top: int) -> Iterator[Row]:
    """The sites with most pages, or the lines of a site that stand on most of them."""
    db = store.database
    if site is None:
        found = "SELECT name, pages, lost, (SELECT count(*) FROM lines WHERE site = id) FROM sites"
        for name, pages, lost, lines in db.execute(f"{found} ORDER BY pages DESC, name LIMIT ?", (top,)):
            yield {"site": name, "pages": pages, "lines": lines, "lost": lost}
        return
    found = (
        f"SELECT line, {', '.join(COLUMNS)}, text FROM lines LEFT JOIN samples USING (site, line) "
        "WHERE site = (SELECT id FROM sites WHERE name = ?) ORDER BY pages DESC, line LIMIT ?"
    )
    for line, *counts, text in db.execute(found, (site_of(site), top)):
        told = dict(zip(COLUMNS, counts[:-PLACES], strict=False))
        yield {"line": f"{line:012x}", **told, "places": counts[-PLACES:], "sample": text}


def as_json(store: Store, site: str | None, top: int) -> Iterator[str]:
    """A line of JSON for each row."""
    for row in rows(store, site, top):
        yield json.dumps(row, ensure_ascii=False)


def as_table(store: Store, site: str | None, top: int) -> Iterator[str]:
    """Columns for a terminal."""
    if site is None:
        yield f"{'pages':>9}  {'lines':>9}  {'lost':>6}  site"
        for row in rows(store, site, top):
            yield f"{row['pages']:9}  {row['lines']:9}  {row['lost']:6}  {row['site']}"
        return
    yield f"{'pages':>9}  {'content':>9}  {'from top to foot':<29}  line"
    for row in rows(store, site, top):
        share = f"{row['content']}/{row['judged']}" if row["judged"] else "-"
        places = " ".join(f"{number:>4}" for number in row["places"])
        text = "".join(sign if sign.isprintable() else " " for sign in row["sample"] or row["line"])
        yield f"{row['pages']:9}  {share:>9}  {places:<29}  {text[:WIDTH]}"
