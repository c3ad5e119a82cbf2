"""Shapes: how long a text is in words, and whether it looks like running text."""

from __future__ import annotations

import pytest

from cleaner import markup
from cleaner.document import Label, Piece
from cleaner.shapes import content_label, is_dateline, is_signature, is_text_like, word_count

CHINESE = "市议会周一晚上决定，韦斯特比港将有第二艘渡轮。"


@pytest.mark.parametrize(
    ("text", "count"),
    [("Fähre", 1), ("Eine neue Fähre", 3), ("渡轮", 2), ("渡轮渡轮", 3), ("渡轮 Ferry", 3), ("Паром", 1)],
)
def test_words(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize(
    ("text", "is_like"),
    [
        ("Der Rat hat am Montag entschieden.", True),
        ("Der Rat hat entschieden.", False),
        ("Der Rat hat am Montag entschieden", False),
        (CHINESE, True),
        ("渡轮。", False),
        ("परिषद ने सोमवार को नौका खरीदी।", True),
        ("هل تبدأ العبّارة العمل في مايو؟", True),
        ("- Fähre", True),
    ],
)
def test_text_like(text: str, is_like: bool) -> None:
    assert is_text_like(text) == is_like


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("Stand 03.03.2026", True),
        ("입력 2026. 3. 3.", True),
        ("2026/03/03 10:10", True),
        ("v2026.3", False),
        ("3/3 Boote", False),
    ],
)
def test_dateline(text: str, is_line: bool) -> None:
    assert is_dateline(text) == is_line


SIGNATURES = [
    ("Anna Beispiel", True),
    ("Saskia van Muster", True),
    ("Anna von und zu Muster", False),
    ("Haus am See", False),
    ("Anna Beispiel von", False),
    ("Anna Beispiel berichtet", False),
    ("Anna", False),
    ("12.06.2025, 10:10 Uhr", True),
]


@pytest.mark.parametrize(("text", "is_one"), SIGNATURES)
def test_a_name_or_a_date(text: str, is_one: bool) -> None:
    assert is_signature(text) is is_one


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("– Wir warten seit Jahren.", Label.PARAGRAPH),
        ("— «Мы ждём уже десять лет», — сказал мэр.", Label.PARAGRAPH),
        ("– Fähre", Label.LIST_ITEM),
        ("- Wir warten seit Jahren.", Label.LIST_ITEM),
    ],
)
def test_speech_behind_a_dash_is_no_item(text: str, label: Label) -> None:
    assert content_label(Piece(text, 0, len(text), 1), None) is label


def test_code_of_one_line_is_no_heading() -> None:
    code, step, title, text = markup.read(
        "<pre><code>pip install ferry</code></pre><li><pre>a | b | c</pre></li>"
        "<h2><code>ferry()</code></h2><p>The ferry sails.</p>"
    ).pieces
    labels = [content_label(piece, text.text * 2) for piece in (code, step, title)]
    assert labels == [Label.PARAGRAPH, Label.LIST_ITEM, Label.HEADING]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Am Montag entschied der Rat der Stadt, dass die Brücke gesperrt bleibt. " * 2, Label.PARAGRAPH),
        ("Am Montag entschied der Rat der Stadt, dass die Brücke gesperrt bleibt.", Label.HEADING),
        ("Am Montag entschied der Rat der Stadt, dass die Brücke gesperrt bleibt " * 2, Label.HEADING),
    ],
)
def test_a_paragraph_in_the_element_of_a_heading(text: str, label: Label) -> None:
    (piece,) = markup.read(f"<h2>{text}</h2>").pieces
    assert content_label(piece, None) is label
