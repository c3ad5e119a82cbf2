"""The pages that were written to train on: how their files are read, and that each of them is as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import corpora, written
from bench.corpora import CorpusError
from cleaner import text
from cleaner.document import CONTENT, Label

SOURCE = "# lang: en\n# title: River rises\nnavigation\tHome\n-\t\ntitle\tRiver rises\nparagraph\tIt rose.\tA lot.\n"


def test_a_file_is_facts_and_labelled_lines() -> None:
    page = written.parsed("a1", SOURCE)
    assert page.facts == {"lang": "en", "title": "River rises"}
    assert page.text == "Home\n\nRiver rises\nIt rose.\tA lot."
    assert page.body == "It rose.\tA lot."
    assert [label for label, _ in page.lines] == [Label.NAVIGATION, None, Label.TITLE, Label.PARAGRAPH]


@pytest.mark.parametrize(("row", "message"), [("paragraph It rose.", "without a label"), ("Text\tIt rose.", "Text")])
def test_a_line_without_a_label_is_an_error(row: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        written.parsed("a1", SOURCE + row)


def test_a_line_that_begins_like_a_fact_is_text_behind_its_label() -> None:
    assert written.parsed("a1", SOURCE + "heading\t# Heading: one").lines[-1] == (Label.HEADING, "# Heading: one")


def test_pieces_are_labelled_by_where_they_stand() -> None:
    page = written.parsed("a1", "title\tRiver\nparagraph\tThe river rose at dawn.The bridge is closed.\nrelated\tRiver")
    pieces = text.read(page.text).pieces
    labels = page.label(pieces)
    assert [piece.text for piece in pieces if piece.text == "River"] == ["River"] * 2
    assert labels.content.tolist() == [float(piece.text != "River") for piece in pieces]
    assert (labels.weight > 0).all()


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())


@pytest.mark.parametrize("page", [*written.read(), *written.read(written.UNSEEN)], ids=lambda page: page.id)
def test_every_page_is_as_it_says(page: written.Written) -> None:
    """A page with a body has its headline among its lines, if it says one; one without an article says none."""
    assert page.facts["kind"]
    assert len(page.facts["lang"]) == len("de")
    titled = [line for label, line in page.lines if label is Label.TITLE]
    has_body = any(label in CONTENT for label, _ in page.lines)
    assert has_body == bool(titled or page.facts.get("title"))
    if has_body:
        assert letters(page.facts["title"]) in letters("".join(titled))
        assert len(re.findall(r"\w", page.body)) >= 100
    assert all(not text.strip() if label is None else text.strip() for label, text in page.lines)


@pytest.mark.parametrize("folder", [written.FOLDER, written.UNSEEN], ids=["to train on", "to test on"])
def test_they_are_a_corpus_that_is_text_alone(folder: Path) -> None:
    examples = corpora.read(folder.parent)
    assert len(examples) == len(written.read(folder))
    assert {example.corpus for example in examples} == {folder.parent.name}
    assert examples[0].text(written.RENDERER) == written.read(folder)[0].text
    with pytest.raises(CorpusError, match="no bs4 text"):
        examples[0].text("bs4")


def test_nothing_learns_from_the_pages_to_test_on() -> None:
    assert {page.text for page in written.read()}.isdisjoint(page.text for page in written.read(written.UNSEEN))
    modules = written.FOLDER.parents[1].glob("*.py")
    assert [path for path in modules if "written.UNSEEN" in path.read_text("utf-8")] == []
