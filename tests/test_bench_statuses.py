"""The share of pages without an article, by kind of page."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from click.testing import CliRunner

from bench import statuses

ARTICLE = (Path(__file__).parent.parent / "fixtures" / "regional-html" / "page.html").read_text(encoding="utf-8")
ABOUT = "hours, and its lid stays on when the pot is tilted to pour the last cup."
SHOP = "".join(
    f"<div class=product><h2><a href=/{n}>A pot</a></h2><p>It holds the tea warm for {n} {ABOUT}</p></div>"
    for n in range(9)
)
PRODUCT = ARTICLE.replace("<head>", '<head><meta property="og:type" content="product">')


def test_pages_are_counted_by_kind(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    pages = {"a": ("article", ARTICLE), "b": ("product", SHOP), "c": ("product", PRODUCT)}
    for name, (_, html) in pages.items():
        (tmp_path / "html" / f"{name}.html.gz").write_bytes(gzip.compress(html.encode()))
    lines = [json.dumps({"id": name, "page_type": kind}) for name, (kind, _) in pages.items()]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines))
    told = CliRunner().invoke(statuses.main, [str(tmp_path), "--reasons"], catch_exceptions=False).output
    assert [
        [cell.strip() for cell in row.split("|")[2:7]]
        for row in told.splitlines()
        if row.startswith(f"| {tmp_path.name}")
    ] == [
        ["article", "1", "0", "0", "0.000"],
        ["product", "2", "2", "1", "1.000"],
    ]
    assert f"{tmp_path.name} b: no article" in told
