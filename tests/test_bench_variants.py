"""Page text changed: a cleaner without phrase lists, text that is broken at a width, and text in one line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import variants
from cleaner import clean, text
from test_wrapped import PARAGRAPHS

PAGE = "\n".join(["Startseite", "Werbung", *PARAGRAPHS])


def test_without_lists_no_phrase_is_known() -> None:
    with variants.without_lists():
        assert not any("phrase" in block.reason for block in clean(PAGE, kind="text").blocks)
    assert any("phrase" in block.reason for block in clean(PAGE, kind="text").blocks)


def test_broken_text_has_short_lines_and_the_same_words() -> None:
    changed = variants.broken(PAGE)
    assert max(map(len, changed.splitlines())) <= variants.WIDTH
    assert changed.split() == PAGE.split()
    assert len(text.read(changed).pieces) < len(changed.splitlines())


@pytest.mark.parametrize("between", [" ", ""])
def test_joined_text_has_one_line_and_the_same_words(between: str) -> None:
    changed = variants.joined(PAGE + "\n\n  \n", between)
    assert changed == between.join(PAGE.splitlines())


def test_each_variant_has_a_figure(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "one", "body": "\n".join(PARAGRAPHS)}))
    with gzip.open(tmp_path / "text-innertext.jsonl.gz", "wt") as file:
        file.write(json.dumps({"id": "one", "text": PAGE}))
    told = CliRunner().invoke(variants.main, [str(tmp_path)], catch_exceptions=False).output
    cells = [cell.strip() for cell in told.splitlines()[2].split("|")[1:-1]]
    assert cells[1:3] == ["1", "shingle F1"]
    assert len(cells[3:]) == len(variants.VARIANTS)
    assert all(float(cell) > 0.99 for cell in cells[3:])
