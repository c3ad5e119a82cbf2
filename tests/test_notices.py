"""Warnings, and the piece that each shows as its evidence."""

from __future__ import annotations

import pytest

from cleaner import notices
from cleaner.document import Block, Head, Label, Metadata, Source

LONG = "Ein Absatz, der lang genug ist, um Text zu sein. " * 20
TEXT = (LONG, Label.PARAGRAPH)
WALL = ("Jetzt weiterlesen mit dem Abo", Label.SUBSCRIPTION)
NOT_FREE = Head(linked_data=({"@type": "NewsArticle", "isAccessibleForFree": False},))


def laid_out(*lines: tuple[str, Label]) -> list[Block]:
    blocks, end = [], 0
    for text, label in lines:
        blocks.append(Block(text, label, end, end + len(text), "test", 0.5))
        end += len(text) + 1
    return blocks


NOTHING = Metadata()


def found(blocks: list[Block], metadata: Metadata = NOTHING, head: Head | None = None) -> list[tuple[str, str]]:
    """The code of each warning, and the text of its evidence."""
    texts = {(block.start, block.end): block.text for block in blocks}
    return [(notice.code, texts[notice.start, notice.end]) for notice in notices.find(blocks, metadata, head)]  # type: ignore[index]


MENU = [(f"Menü {number}", Label.NAVIGATION) for number in range(4)]
PAYWALLS = [
    ([TEXT, WALL], [("truncated", WALL[0]), ("paywalled", WALL[0])]),
    ([WALL, TEXT], []),
    ([TEXT, *MENU, WALL], []),
    ([TEXT, ("Unser Newsletter", Label.SUBSCRIPTION)], []),
    ([TEXT, ("Das Abo der Oper", Label.RELATED)], []),
]


@pytest.mark.parametrize(("lines", "warnings"), PAYWALLS)
def test_a_paywall_is_believed_right_after_the_text(
    lines: list[tuple[str, Label]], warnings: list[tuple[str, str]]
) -> None:
    assert found(laid_out(*lines)) == warnings


def test_the_head_says_that_the_article_is_not_free() -> None:
    assert found(laid_out(TEXT), head=NOT_FREE) == [("paywalled", LONG)]
    assert found(laid_out(TEXT), head=Head()) == []


def on_page(page: int, pages: int, start: int) -> Metadata:
    return Metadata(page=page, pages=pages, sources={"page": Source("block", None, 0.9, start, start + 1)})


@pytest.mark.parametrize(
    ("page", "codes"), [(1, ["truncated", "more_pages"]), (3, ["more_pages"])], ids=["first", "last"]
)
def test_more_pages(page: int, codes: list[str]) -> None:
    blocks = laid_out(TEXT, (f"Seite {page} / 3", Label.PAGINATION))
    assert found(blocks, on_page(page, 3, blocks[1].start)) == [(code, f"Seite {page} / 3") for code in codes]


def test_a_page_without_an_article_shows_what_it_has() -> None:
    blocks = laid_out(*MENU, ("Bitte stimmen Sie der Nutzung von Cookies zu.", Label.COOKIE_NOTICE))
    assert found(blocks) == [("no_article", "Bitte stimmen Sie der Nutzung von Cookies zu.")]
    assert found([]) == []


def test_several_articles() -> None:
    second = [("Noch ein Titel", Label.HEADING), ("13.06.2025", Label.BYLINE), TEXT]
    own = Metadata(date_published="2025-06-12T10:10", authors=("Anna Beispiel",))
    assert found(laid_out(TEXT, *second), own) == [("several_articles", "Noch ein Titel")]
    same_day = [("Noch ein Titel", Label.HEADING), ("12.06.2025, 11:00 Uhr", Label.BYLINE), TEXT]
    assert found(laid_out(TEXT, *same_day), own) == []
    unheaded = [("13.06.2025", Label.BYLINE), TEXT]
    assert found(laid_out(TEXT, *unheaded), own) == []
