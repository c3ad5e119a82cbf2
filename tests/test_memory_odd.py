"""Text that UTF-8 can't say, in what a memory learns and is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="learning reads what batch reads")

from cleaner import clean
from cleaner.memory.show import rows
from cleaner.memory.store import Store
from test_memory_commands import cleaner, jsonl
from test_memory_store import PAGES

LINES = [
    ("tagblatt.example", "Der ganze Satz", "Der ganze Satz"),
    ("abendblatt.example", "Der \ud800 Satz", "Der \ufffd Satz"),
    ("tag\ud800blatt.example", "Der halbe Satz", "Der halbe Satz"),
    ("abend\udfffblatt.example", "Der \udc00 Satz", "Der \ufffd Satz"),
    ("tag\U00010000blatt.example", "Der \U00010000 Satz", "Der \U00010000 Satz"),
]


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is learned of six pages of each site, whose first line is the same."""
    folder = tmp_path_factory.mktemp("odd")
    pages = jsonl(
        folder / "in.jsonl", [(site, f"{line}\n\n{text}") for site, line, _ in LINES for _, text in PAGES[:6]]
    )
    told = cleaner("learn", pages, "--memory", folder / "memory", "--samples", "--count-only", "--workers", "1")
    assert told == f"30 pages learned, 5 sites in {folder / 'memory'}\n"
    return folder / "memory"


@pytest.mark.parametrize(("site", "line", "told"), LINES, ids=[ascii(site) for site, _, _ in LINES])
def test_half_a_surrogate_pair_is_learned_and_asked_for(memory: Path, site: str, line: str, told: str) -> None:
    with Store(memory) as store:
        assert told in [row["sample"] for row in rows(store, site, 500)]
    for named in ({"url": f"https://www.{site}/1"}, {"site": site}):
        article = clean(f"{line}\n\n{PAGES[0][1]}", memory=memory, **named)
        assert "on 6 of 6 pages of this site" in {block.reason for block in article.blocks}
        assert article.source_text.startswith(line)
