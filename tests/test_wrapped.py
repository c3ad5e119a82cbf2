"""Text that was broken at a width: its paragraphs are found again; text that was not stays as it is."""

from __future__ import annotations

from textwrap import fill

import pytest

from cleaner import clean, text

PARAGRAPHS = [
    "Der Hafen von Westby bekommt im Mai eine zweite Fähre. Das hat der Rat der Stadt am Montag mit großer Mehrheit "
    "beschlossen. Die neue Fähre fährt auch nachts und kostet rund zwei Millionen Euro, die das Land zur Hälfte trägt.",
    "Die Fähre ersetzt ein Schiff, das seit langer Zeit über den Sund fährt. Der Rat will das alte Schiff verkaufen, "
    "sobald die zweite Fähre im Hafen liegt. Ein Käufer hat sich schon gemeldet, wie die Bürgermeisterin sagte.",
    "Kritik kommt von Anwohnern, die mehr Lastwagen befürchten. Das Amt verweist auf einen neuen Gleisanschluss, der "
    "bis zum Herbst fertig werden soll und die Hälfte der Container aufnehmen kann, und auf ein Verbot für die Nacht.",
    "Im Rat stimmten nur zwei Abgeordnete gegen den Plan. Einer von ihnen sagte, das Geld fehle nun den Schulen, deren "
    "Dächer seit Jahren undicht sind, und niemand habe gesagt, wer die Mannschaft der neuen Fähre bezahlen soll.",
]
MENU = "Politik\nWirtschaft\nSport\n\nZweite Fähre für Westby\n\n"


def broken(paragraphs: list[str], width: int, between: str, indent: str = "") -> str:
    return between.join(fill(one, width, initial_indent=indent, subsequent_indent=indent) for one in paragraphs)


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n", "\n \n"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_paragraphs_are_whole(width: int, between: str, indent: str) -> None:
    page = text.read(MENU + broken(PARAGRAPHS * 4, width, between, indent))
    assert [" ".join(piece.text.split()) for piece in page.pieces[4:]] == PARAGRAPHS * 4
    assert [page.text[piece.start : piece.end] for piece in page.pieces] == [piece.text for piece in page.pieces]


def test_the_body_has_no_line_breaks_inside_paragraphs() -> None:
    article = clean(MENU + broken(PARAGRAPHS, 60, "\n\n"), kind="text")
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_paragraphs_without_a_blank_line_between_them() -> None:
    page = text.read(broken(PARAGRAPHS * 4, 72, "\n"))
    assert [" ".join(piece.text.split()) for piece in page.pieces] == PARAGRAPHS * 4


def test_items_of_a_list_stay_apart() -> None:
    items = [f"* {one}" for one in PARAGRAPHS]
    page = text.read(broken(items, 72, "\n"))
    assert [" ".join(piece.text.split()) for piece in page.pieces] == items


def test_an_address_may_be_longer_than_a_line() -> None:
    address = "https://example.org/" + "hafen/" * 30
    page = text.read(broken([*PARAGRAPHS, address, *PARAGRAPHS], 72, "\n\n"))
    assert len(page.pieces) == 2 * len(PARAGRAPHS) + 1


NOT_BROKEN = {
    "paragraphs on one line each": "\n".join(PARAGRAPHS * 10),
    "a sentence a line": "\n".join(sentence for one in PARAGRAPHS * 5 for sentence in one.split(". ")),
    "verse": "Im Hafen liegt ein altes Boot, das sich nie bewegt,\nes wartet auf den Abend, wenn ein Wind es trägt.\n"
    * 12,
    "too few lines to tell": broken(PARAGRAPHS[:1], 60, "\n"),
    "a menu": "Politik und Gesellschaft im Norden\nWirtschaft\n" * 30,
    "Chinese": "市议会周一晚上决定，韦斯特比港将有第二艘渡轮，居民对此表示欢迎。\n" * 20,
    "headlines": "".join(f"Im Hafen Nummer {count} liegt{' nun' * (count % 9)} ein Schiff\n" for count in range(40)),
}


@pytest.mark.parametrize("source", NOT_BROKEN.values(), ids=NOT_BROKEN.keys())
def test_near_misses(source: str) -> None:
    assert len(text.read(source).pieces) == len(source.splitlines())
