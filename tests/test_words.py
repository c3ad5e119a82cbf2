"""Phrase lists: what finds a line, and near misses."""

from __future__ import annotations

import pytest

from cleaner.document import Label
from cleaner.fold import fold, fold_all
from cleaner.words import class_words, compile_phrases, phrases

FOUND = [
    ("Werbung", Label.ADVERTISEMENT, True),
    ("— WERBUNG —", Label.ADVERTISEMENT, True),
    ("Lesen Sie auch: Der Hafen wächst", Label.RELATED, True),
    ("Lesen Sie auch den Bericht aus dem Hafen", Label.RELATED, False),
    ("17 Kommentare", Label.COMMENTS, True),
    ("Seite 3 von 12", Label.PAGINATION, True),
    ("Leave a comment", Label.COMMENTS, True),
    ("Skip to main content", Label.NAVIGATION, True),
    ("© 2019 Nordkurier Verlag", Label.DISCLAIMER, True),
    ("Wir verwenden Cookies, um Inhalte zu zeigen.", Label.COOKIE_NOTICE, True),
    ("Disclaimer", Label.DISCLAIMER, False),
]
NOT_FOUND = [
    "Vonovia hebt die Prognose an",  # begins with the letters of "Von …"
    "Werbungskosten",
    "Der Seitenwechsel kostete 12 Euro",
    "Ein Absatz über Werbung und was sie kostet",
    "",
    "…",
]


@pytest.mark.parametrize(("line", "label", "certain"), FOUND)
def test_finds(line: str, label: Label, certain: bool) -> None:
    (hit,) = phrases().hits([fold(line)])
    assert hit is not None
    assert (hit.label, hit.certain) == (label, certain)


@pytest.mark.parametrize("line", NOT_FOUND)
def test_near_miss(line: str) -> None:
    assert phrases().hits([fold(line)]) == [None]


def test_a_short_phrase_is_a_hint_in_a_long_line() -> None:
    short, long = phrases().hits(fold_all(["Foto: Anna Beispiel", "Foto: " + "ein langer Absatz über ein Foto " * 6]))
    assert short is not None
    assert short.certain
    assert long is not None
    assert not long.certain


def test_a_prompt_inside_is_a_hint_in_a_paragraph() -> None:
    words = compile_phrases(["… abonnieren Sie unseren Newsletter …"], Label.SUBSCRIPTION, certain=True)
    prompt = "Mehr davon jede Woche: abonnieren Sie unseren Newsletter am Ende der Seite."
    paragraph = "Der Hafen wächst, und mit ihm wachsen die Straßen rundherum um einige Meter. " * 9 + prompt
    assert [hit and hit.certain for hit in words.hits(fold_all([prompt, paragraph]))] == [True, False]


def test_headings_open() -> None:
    (hit,) = phrases().hits([fold("Weitere Nachrichten")])
    assert hit is not None
    assert hit.opens


SYNTAX = [
    ("Rabatt", "rabatt!", True),
    ("Rabatt", "Rabatt für alle", False),
    ("Rabatt …", "Rabatt für alle", True),
    ("Rabatt …", "Rabatte für alle", False),
    ("… Rabatt", "Jetzt 20 % Rabatt", True),
    ("… Rabatt …", "Jetzt Rabatt holen", True),
    ("… Rabatt …", "Jetzt Mengenrabatt holen", False),
    ("3 für 2", "4 für 3", True),
    ("# Rabatt", "Rabatt", False),
    ("… 折扣 …", "今天折扣很大", True),
    ("… 撮影", "港の朝、山田撮影", True),
    ("… 撮影", "撮影は朝に行われた。港", False),
    ("来源：…", "来源：新华社", True),
]


@pytest.mark.parametrize(("phrase", "line", "found"), SYNTAX)
def test_syntax(phrase: str, line: str, found: bool) -> None:
    own = compile_phrases([phrase], Label.OTHER, certain=True)
    assert (own.hits([fold(line)]) != [None]) is found


def test_own_phrases_may_name_their_label() -> None:
    own = compile_phrases(["advertisement: Nur heute …", "Hinweis: nichts"], Label.OTHER, certain=True)
    hits = own.hits(fold_all(["Nur heute billiger", "Hinweis: nichts"]))
    assert [hit and hit.label for hit in hits] == [Label.ADVERTISEMENT, Label.OTHER]


def test_fold_all_is_fold_of_each() -> None:
    lines = ["Straße 12,50 €", "  A\nB ", "", "İstanbul 1.000", "\u2028x"]
    assert fold_all(lines) == [fold(line.replace("\n", " ")) for line in lines]


def test_every_list_is_of_a_label_and_every_phrase_is_found() -> None:
    compiled = phrases()
    assert len(compiled.whole) > 900
    for text, hit in compiled.whole.items():
        assert compiled.hits([text])[0] is not None, hit
    assert class_words()["breadcrumb"] is Label.NAVIGATION
