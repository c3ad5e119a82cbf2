"""Several pages of one article, made one again."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from cleaner import Article, Block, Label, Metadata, clean, join

PAGES = Path(__file__).parent.parent / "fixtures" / "three-pages"


def page(name: str) -> Article:
    return clean((PAGES / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pages() -> list[Article]:
    return [page(f"page-{number}") for number in (1, 2, 3)]


def test_the_joined_pages_equal_the_article_in_one_piece(pages: list[Article]) -> None:
    whole = page("whole")
    joined = join(pages)
    assert joined.body == whole.body
    assert joined.title == whole.title
    assert joined.metadata.authors == whole.metadata.authors
    assert joined.metadata.date_published == whole.metadata.date_published
    assert joined.metadata.word_count == whole.metadata.word_count
    assert joined.warnings == whole.warnings == ()


def test_pages_are_put_in_the_order_that_they_tell(pages: list[Article]) -> None:
    assert join(reversed(pages)).body == join(pages).body


def test_offsets_point_into_the_joined_text(pages: list[Article]) -> None:
    joined = join(pages)
    assert [block.text for block in joined.blocks] == [
        joined.source_text[block.start : block.end] for block in joined.blocks
    ]
    assert len(joined.blocks) == sum(len(one.blocks) for one in pages)


def test_what_stands_on_several_pages_is_a_duplicate_on_all_but_one(pages: list[Article]) -> None:
    lead = pages[0].metadata.lead
    labels = [block.label for block in join(pages).blocks if block.text == lead]
    assert labels == [Label.LEAD, Label.DUPLICATE, Label.DUPLICATE]


def made_of(*texts: str) -> Article:
    """An article of paragraphs."""
    blocks, end = [], 0
    for text in texts:
        blocks.append(Block(text, Label.PARAGRAPH, end, end + len(text), "test", 1.0))
        end += len(text) + 1
    return Article("\n\n".join(texts), Metadata(), tuple(blocks), (), "\n".join(texts), "text", "ok", "")


GRID = ["A.", "Same.", "B.", "Same.", "C.", "D."]
JOINED = [
    ([("Head.", "One.", "Tail."), ("Head.", "Two.", "Tail.")], ["Head.", "One.", "Two.", "Tail."]),
    ([("One.", "Same."), ("Two.", "Same.", "Three.")], ["One.", "Same.", "Two.", "Same.", "Three."]),
    ([("One.", "A sentence that is long."), ("Two.", "A sentence that is long.", "Three.")], None),
    (
        [("The boat carries", "forty cars"), ("and runs on batteries.",)],
        ["The boat carries", "forty cars and runs on batteries."],
    ),
    ([("The boat sails.",), ("and so on",)], ["The boat sails.", "and so on"]),
    ([(), ("One.",)], ["One."]),
    ([("One.", "Two."), ("One.", "Two.")], ["One.", "Two."]),
    ([("One.",), ("One.",), ("One.",)], ["One."]),
    (
        [("Head.", "One.", "Tail."), ("Head.", "One.", "Tail."), ("Head.", "Two.", "Tail.")],
        ["Head.", "One.", "Two.", "Tail."],
    ),
    (
        [("Head.", "One.", "Tail."), ("Head.", "Two.", "Tail."), ("Head.", "Two.", "Tail.")],
        ["Head.", "One.", "Two.", "Tail."],
    ),
    ([("One.", "Two."), ("One.", "Two.", "Three.")], ["One.", "Two.", "Three."]),
    ([("One.", "Two.", "Three."), ("Two.", "Three.")], ["One.", "Two.", "Three."]),
    ([("A.", "Same.", "C."), ("B.", "Same.", "D."), ("B.", "Same.", "C."), ("A.", "Same.", "D.")], GRID),
]


@pytest.mark.parametrize(("pages", "body"), JOINED)
def test_what_is_repeated_and_what_goes_on(pages: list[tuple[str, ...]], body: list[str] | None) -> None:
    want = body or ["One.", "A sentence that is long.", "Two.", "Three."]
    assert join([made_of(*texts) for texts in pages]).body.split("\n\n") == want


@pytest.mark.parametrize("long", ["", "a sentence that is long"], ids=["short", "long"])
def test_nothing_is_lost_however_pages_overlap(long: str) -> None:
    every = [letters for size in range(3) for letters in product("xy", repeat=size)]
    made = [made_of(*(long + letter for letter in letters)) for letters in every]
    for pages in product(made, repeat=3):
        texts = {block.text for page in pages for block in page.blocks}
        assert {block.text for block in join(pages).blocks if block.is_content} == texts


def test_a_missing_page_is_told(pages: list[Article]) -> None:
    joined = join(pages[:2])
    (truncated, more) = joined.warnings
    assert (truncated.code, more.code) == ("truncated", "more_pages")
    assert joined.source_text[truncated.start : truncated.end] == "Seite 2 / 3"
    assert (joined.metadata.page, joined.metadata.pages) == (None, 3)


def test_a_page_that_is_there_twice_is_not_the_one_that_is_missing(pages: list[Article]) -> None:
    joined = join([pages[0], pages[1], pages[1]])
    assert {notice.code for notice in joined.warnings} == {"truncated", "more_pages"}
    assert joined.metadata.pages == 3
    assert not join([*pages, pages[1]]).warnings


def test_one_page_is_the_article_itself() -> None:
    whole = page("whole")
    assert join([whole]).body == whole.body
    assert join([whole]).blocks == whole.blocks


def test_without_pages_there_is_nothing_to_join() -> None:
    with pytest.raises(ValueError, match="no page"):
        join([])


def test_short_lines_may_stand_on_two_pages() -> None:
    first = clean(f"Ein Titel über allem\n\n{LONG[0]}\n\nDas Ende\n\n{LONG[1]}\n\nSeite 1 / 2")
    second = clean(f"Ein Titel über allem\n\n{LONG[2]}\n\nDas Ende\n\n{LONG[3]}\n\nSeite 2 / 2")
    assert join([first, second]).body.count("Das Ende") == first.body.count("Das Ende") + second.body.count("Das Ende")


LONG = [
    f"Der {name} Absatz erzählt von einem Haus am Fluss, in dem {name} Leute wohnen, und er ist so lang, dass niemand "
    "ihn für etwas anderes hält als für den Text eines Artikels. Danach kommt noch ein Satz, der ihn schließt."
    for name in ("erste", "zweite", "dritte", "vierte")
]
