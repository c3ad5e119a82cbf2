"""Text that was broken at a width: its paragraphs are found again; text that was not stays as it is."""

from __future__ import annotations

from textwrap import fill

import pytest

from cleaner import body, clean, text
from cleaner.formats import as_markdown

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


def broken_anywhere(paragraphs: list[str], signs: int) -> str:
    return "\n\n".join("\n".join(one[at : at + signs] for at in range(0, len(one), signs)) for one in paragraphs)


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


CHINESE = [
    "市议会周一晚上以多数票决定，韦斯特比港从五月起将有第二艘渡轮，新渡轮夜间也将航行，费用约两百万欧元，由州政府承担一半，居民对此表示欢迎。",
    "这艘渡轮将取代一艘在海峡上航行多年的旧船，市议会希望在新船到港之后立即将旧船出售，市长表示已经有买家报名，价格还在商谈之中，预计秋天有结果。",
    "附近居民担心卡车会增多，主管部门则指出秋天之前将建成一条新的铁路支线，可以运走一半的集装箱，并且夜间禁止卡车通行，违者将被处以罚款，渔民也表示支持。",
]


@pytest.mark.parametrize("signs", [24, 36])
def test_paragraphs_of_signs_are_whole(signs: int) -> None:
    """Lines of so many signs, as lynx breaks them; each has two columns, as w3m counts."""
    page = text.read(broken_anywhere(CHINESE * 2, signs))
    assert ["".join(piece.text.split()) for piece in page.pieces] == CHINESE * 2


def test_the_body_has_no_spaces_where_lines_of_signs_were_broken() -> None:
    article = clean(broken_anywhere(CHINESE, 24), kind="text")
    assert article.body == "\n\n".join(CHINESE)
    assert as_markdown(article).decode().rstrip() == article.body


def test_a_long_gap_between_signs_takes_linear_time() -> None:
    assert body.on_one_line("漢" + "\n" * 300_000 + "a") == "漢 a"
    assert body.on_one_line("漢" + " \n" * 300_000 + "字") == "漢字"


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
