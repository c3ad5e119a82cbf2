"""Lines that were joined into one are found again; text that has its lines, or is one paragraph, stays as it is."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from bench import metrics
from bench.variants import joined
from cleaner import Article, chunks, clean, linebreaks, text
from cleaner.batch import work
from cleaner.document import Piece
from test_fixtures import FIXTURES, expected
from test_wrapped import CHINESE, PARAGRAPHS

PAGES = sorted(path.parent.name for path in FIXTURES.glob("*/page.txt") if expected(path.parent.name)["status"] == "ok")
UNSPACED = {"japanese-tech", "korean-economy", "hindi-science"}
"""Where nothing stands between lines, these have no capitals that would show where one begins."""

DOUBTED = {"spanish-report": 0.72}
"""Where a paragraph between an advertisement and a newsletter's prompt is lost with its line."""

MENU = ["Startseite", "Politik", "Wirtschaft", "Sport", "Kultur", "Wetter", "Anmelden", "Newsletter"]
FOOTER = ["Mehr zum Thema", "Hafen bekommt neue Kräne", "Impressum", "Datenschutz", "Kontakt", "Nach oben"]


def in_one_line(slug: str, between: str) -> Article:
    return clean(joined((FIXTURES / slug / "page.txt").read_text("utf-8"), between), kind="text")


def overlap(slug: str, between: str) -> float:
    """Word F1 of the body of a page whose lines were joined."""
    body = in_one_line(slug, between).body
    return metrics.word_f1([metrics.word_overlap(body, "\n".join(expected(slug)["body"]))])


@pytest.mark.parametrize("slug", PAGES)
def test_pages_in_one_line_have_their_bodies(slug: str) -> None:
    assert overlap(slug, " ") >= DOUBTED.get(slug, 0.75)


def test_most_of_most_bodies_is_found() -> None:
    spaced = [overlap(slug, " ") for slug in PAGES]
    glued = [overlap(slug, "") for slug in PAGES if slug not in UNSPACED]
    assert sum(spaced) / len(spaced) >= 0.93
    assert sum(glued) / len(glued) >= 0.93


@pytest.mark.parametrize("between", [" ", "", "  ", "\t", "\u00a0"])
def test_menus_and_footers_of_one_line_go(between: str) -> None:
    page = between.join([*MENU, "Zweite Fähre für Westby", *PARAGRAPHS, *FOOTER])
    article = clean(page, kind="text")
    assert all(paragraph in article.body.replace("\n\n", " ") for paragraph in PARAGRAPHS)
    assert not any(entry in article.body for entry in ("Startseite", "Newsletter", "Impressum"))
    assert "".join(page.split()) == "".join("".join(block.text for block in article.blocks).split())
    assert [page[block.start : block.end] for block in article.blocks] == [block.text for block in article.blocks]


def test_lines_of_a_page_whose_menu_alone_is_in_lines() -> None:
    page = text.read("\n".join([*MENU, " ".join([*PARAGRAPHS, *FOOTER, *FOOTER])]))
    assert [piece.text for piece in page.pieces[: len(MENU)]] == MENU
    assert len(page.pieces) > len(MENU) + len(FOOTER)


VERSE = "Im Hafen liegt ein altes Schiff, das fährt schon lange nicht mehr aus, sein Anker liegt auf einem Riff, "


@pytest.mark.parametrize(
    "line",
    [
        " ".join(PARAGRAPHS),
        " ".join(PARAGRAPHS * 8),
        "".join(CHINESE * 8),
        VERSE * 20,
        "a" * 5000,
        "漢" * 5000,
        ", ".join(f"{word.lower()} und mehr" for word in MENU * 20),
    ],
    ids=["paragraphs", "long", "chinese", "verse", "letters", "signs", "list"],
)
def test_one_line_that_was_one_stays_one(line: str) -> None:
    assert [piece.text for piece in text.read(line).pieces] == [line.strip()]


@pytest.mark.parametrize(
    "lines",
    [
        [*MENU, *PARAGRAPHS, *FOOTER],
        [*MENU, " ".join(PARAGRAPHS * 2), *PARAGRAPHS, *FOOTER],
        [" ".join(MENU), *PARAGRAPHS, " ".join(FOOTER)],
        [" ".join([*MENU, *FOOTER])],
        [],
        [" "],
    ],
    ids=["page", "a long paragraph", "a short menu in one line", "a menu alone", "nothing", "space"],
)
def test_a_text_that_has_its_lines_keeps_them(lines: list[str]) -> None:
    page = "\n".join(lines)
    assert linebreaks.restored(text.lines(page), page) == text.lines(page)


@pytest.mark.parametrize(
    ("before", "breaks", "cut"),
    [
        ("", 3, True),
        ("", 2, False),
        ("\n".join(PARAGRAPHS * 2) + "\n", 4, False),
        ("\n".join(PARAGRAPHS * 2) + "\n", 5, True),
    ],
)
def test_more_tells_of_joined_lines_where_others_are_not(before: str, breaks: int, cut: bool) -> None:
    page = before + "wort " * 210
    starts = list(range(len(before), len(page) - 1, 5))
    told = starts[10 : 10 + breaks]
    with patch.object(linebreaks, "breaks", lambda _: linebreaks.Breaks(starts, told, told)):
        pieces = linebreaks.restored(text.lines(page), page)
    assert len(pieces) - len(text.lines(page)) == (breaks if cut else 0)


def test_long_texts_are_judged_alike_however_they_are_read() -> None:
    """But for what is only repeated in another block."""
    line = joined((FIXTURES / "feature-mega-menu" / "page.txt").read_text("utf-8"), " ")
    whole = linebreaks.breaks(line)
    with patch.object(chunks, "BLOCK", 1500):
        parts = linebreaks.breaks(line)
    assert parts.chunks == whole.chunks
    assert len(set(parts.likely) & set(whole.likely)) > 0.9 * len(whole.likely) > 90


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rot rot", []),
        ("das Haus ist rot und das Haus ist blau", [0, 1, 5, 6]),
        ("a b a b a", [0, 1, 2, 3]),
        ("eins", []),
        ("", []),
    ],
)
def test_runs_that_stand_twice_are_known(text: str, expected: list[int]) -> None:
    assert chunks.repeated(chunks.chunks(text).hashes[0], 2).nonzero()[0].tolist() == expected


@pytest.mark.parametrize("filling", [" ", "a", "Aa", "a.", "漢", "漢a", "\u0301"])
def test_stretches_of_anything_are_read(filling: str) -> None:
    """Blocks that hold no chunk, one, or as many as characters."""
    line = " ".join([*MENU, *PARAGRAPHS, filling * (3 * chunks.BLOCK // len(filling)), *FOOTER])
    pieces = linebreaks.restored([Piece(line, 0, len(line), 1)], line)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(line.split())


def test_the_networks_are_loaded_before_pages_come() -> None:
    chunks.load.cache_clear()
    work.warm()
    assert chunks.load.cache_info().currsize == len(chunks.NETWORKS)


@pytest.mark.parametrize("name", chunks.NETWORKS)
def test_the_weights_are_small(name: str) -> None:
    assert (chunks.WEIGHTS / f"{name}.npz").stat().st_size < 600_000
