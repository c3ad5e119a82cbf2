"""The picture in the README shows what the cleaner makes of the page today."""

from __future__ import annotations

import runpy
from pathlib import Path

from cleaner import clean

ROOT = Path(__file__).parent.parent


def test_picture_is_current() -> None:
    draw = runpy.run_path(str(ROOT / "scripts" / "picture.py"))["draw"]
    page = (ROOT / "fixtures" / "boerse-hebelprodukte" / "page.txt").read_bytes()
    assert draw(clean(page)) == (ROOT / "docs" / "answer.svg").read_text(encoding="utf-8")
