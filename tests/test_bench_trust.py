"""The share of the metadata that is right, by confidence."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from click.testing import CliRunner

from bench import trust

ARTICLE = (Path(__file__).parent.parent / "fixtures" / "regional-html" / "page.html").read_text(encoding="utf-8")


def test_values_are_judged_by_the_gold(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    names = [f"page-{number}" for number in range(trust.FEWEST)]
    for name in names:
        (tmp_path / "html" / f"{name}.html.gz").write_bytes(gzip.compress(ARTICLE.encode()))
    title = json.loads(
        (Path(__file__).parent.parent / "fixtures" / "regional-html" / "expected.json").read_text(encoding="utf-8")
    )["title"]
    rows = [{"id": name, "title": title if number else "Something else"} for number, name in enumerate(names)]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    told = CliRunner().invoke(trust.main, [str(tmp_path)], catch_exceptions=False).output
    cells = [[cell.strip() for cell in row.split("|")[2:5]] for row in told.splitlines()[2:] if row.startswith("|")]
    assert ["0.95 of 20", "–", "–"] in cells
    assert sum(cell != "–" for row in cells for cell in row) == 1


def test_a_row_for_each_step() -> None:
    assert [trust.step(confidence) for confidence in (1.0, 0.9, 0.89, 0.5, 0.2)] == [0.9, 0.9, 0.8, 0.4, 0.0]
