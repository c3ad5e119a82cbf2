"""Pages without their article: what is taken out, what is left, and how it is counted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import corpora, emptied
from cleaner import clean, intake

FIXTURES = Path(__file__).parent.parent / "fixtures"


def corpus(folder: Path) -> Path:
    """Two pages of fixtures, one of them with the body that is right."""
    (folder / "html").mkdir()
    lines = []
    for name, has_body in (("regional-html", True), ("product-listing", False)):
        (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress((FIXTURES / name / "page.html").read_bytes()))
        expected = json.loads((FIXTURES / name / "expected.json").read_text("utf-8"))
        body = "\n".join(expected["body"]) if has_body else None
        lines.append(json.dumps({"id": name, "body": body}))
    (folder / "gold.jsonl").write_text("\n".join(lines))
    return folder


def test_the_body_is_taken_out_and_nothing_else(tmp_path: Path) -> None:
    example = next(iter(corpora.read(corpus(tmp_path))))
    (page,) = emptied.emptied([example], "html")
    kept = {line.strip() for line in (example.body or "").splitlines() if line.strip()}
    assert not kept & {piece.text for piece in page.pieces}
    assert len(page.pieces) >= emptied.FEWEST
    assert all(page.text[piece.start : piece.end] == piece.text for piece in page.pieces)
    assert page.head is not None
    assert page.head.title
    assert not page.head.meta


@pytest.mark.parametrize(
    ("words", "is_told", "shares"),
    [
        (0, True, ["1.000", "1.000", "1.000"]),
        (49, False, ["0.000", "0.000", "1.000"]),
        (50, True, ["0.000", "1.000", "0.000"]),
    ],
)
def test_pages_with_a_body_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: int, is_told: bool, shares: list[str]
) -> None:
    monkeypatch.setattr(emptied, "outcome", lambda _: emptied.Outcome(words, is_told))
    told = CliRunner().invoke(emptied.main, [str(corpus(tmp_path))], catch_exceptions=False).output
    rows = [[cell.strip() for cell in row.split("|")[2:7]] for row in told.splitlines()[2:]]
    assert rows == [["html", "1", *shares], ["innertext", "1", *shares]]


@pytest.mark.parametrize("slug", ["regional-html", "consent-wall"])
def test_what_is_said_of_a_page_is_what_the_cleaner_says(slug: str) -> None:
    source = (FIXTURES / slug / "page.html").read_bytes()
    page = clean(source, kind="html")
    told = "no_article" in {warning.code for warning in page.warnings}
    assert emptied.outcome(intake.read(source, "html")) == (len(page.body.split()), told)
