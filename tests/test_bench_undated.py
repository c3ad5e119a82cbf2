"""What other tools say of the pages whose day of publication is not found."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench import undated

CHANGED = "<title>Fähre</title><meta property='article:modified_time' content='2026-03-04T10:00:00Z'>"
DATED = "<title>Fähre</title><meta property='article:published_time' content='2026-03-03T10:00:00Z'>"
BODY = "<article>" + "<p>Die Fähre fährt wieder, wie die Reederei am Abend sagte, und zwar jede Stunde.</p>" * 5


@pytest.mark.parametrize(
    ("told", "changed", "outcome"),
    [
        ("2026-03-03", None, "right"),
        ("2026-03-03", "2026-03-04T10:00Z", "right"),
        ("2026-03-03", "2026-03-03T10:00Z", "right, as the last change"),
        ("2026-03-04", "2026-03-04", "another day"),
        (None, "2026-03-03", "none"),
    ],
)
def test_a_day_is_held_against_gold_and_last_change(told: str | None, changed: str | None, outcome: str) -> None:
    assert undated.outcome(told, "2026-03-03", changed) == outcome


def test_only_pages_without_a_day_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = {"a peer": lambda example: "2026-03-04"}  # those that are measured are extras
    monkeypatch.setattr(undated, "readers", lambda: tools)
    (tmp_path / "html").mkdir()
    for name, head in (("changed", CHANGED), ("dated", DATED), ("no-gold", CHANGED)):
        page = f"<html><head>{head}</head><body>{BODY}</body></html>"
        (tmp_path / "html" / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
    rows = [{"id": "changed", "date": "2026-03-04"}, {"id": "dated", "date": "2026-03-03"}, {"id": "no-gold"}]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    told = CliRunner().invoke(undated.main, [str(tmp_path)], catch_exceptions=False).output
    rows_of = [[cell.strip() for cell in row.split("|")[1:-1]] for row in told.splitlines()]
    assert told.startswith("1 pages\n")
    assert ["a peer", "0", "1", "0", "0"] in rows_of


@pytest.mark.parametrize(
    ("value", "stated"),
    [
        ({"json-ld": [{"@graph": [{"datePublished": "2026-03-03"}]}]}, ["2026-03-03"]),
        ({"microdata": [{"type": "Article", "properties": {"datePublished": "2026-03-03"}}]}, ["2026-03-03"]),
        ({"rdfa": [{"http://schema.org/datePublished": [{"@value": "2026-03-03"}]}]}, ["2026-03-03"]),
        ({"json-ld": [{"dateModified": "2026-03-03"}]}, []),
    ],
)
def test_days_are_read_from_what_extruct_gives(value: Any, stated: list[str]) -> None:
    assert list(undated.stated(value)) == stated
