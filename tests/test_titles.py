"""Which line is the headline: pages in tables, with the near misses that stand around headlines."""

from __future__ import annotations

import json

import numpy as np
import pytest

from cleaner import clean, rules, text, titles
from cleaner.weighing import Weights

TEXT = (
    "Der Hafen von Westby bekommt im Mai eine zweite Fähre. Das hat der Rat der Stadt am Montag mit großer Mehrheit "
    "beschlossen. Die neue Fähre fährt auch nachts und kostet rund zwei Millionen Euro.\n"
    "Die Fähre ersetzt ein Schiff, das seit langer Zeit über den Sund fährt. Der Rat will das alte Schiff verkaufen, "
    "sobald die zweite Fähre im Hafen liegt.\n"
)
HEADLINE = "Westby bekommt eine zweite Fähre"

PAGES = [
    ("an overline", f"NAHVERKEHR\n{HEADLINE}\n12. Juni 2025\n"),
    ("an overline of some words", f"Neues aus der Region\n{HEADLINE}\nVon Anna Beispiel\n"),
    ("a trail", f"Startseite>Artikel>{HEADLINE}\n{HEADLINE}\n12.06.2025\n"),
    ("a link to the story before", f"« Das Wetter am Sonntag im ganzen Norden\n{HEADLINE}\nVon Anna Beispiel\n"),
    ("a menu", f"Politik\nWirtschaft\nSport\nKultur\n\n{HEADLINE}\n12.06.2025, 10:10 Uhr\n"),
    (
        "teasers",
        f"Bahn: Streik am Dienstag trifft Pendler\nMarkt: Äpfel werden teurer\n\n{HEADLINE}\nVon Anna Beispiel\n",
    ),
    ("a picture's caption", f"{HEADLINE}\nFoto: Anna Beispiel\nDie alte Fähre im Hafen (Foto: Max Muster)\n"),
    ("two copies", f"{HEADLINE}\n12. Juni 2025\n{HEADLINE}\nVon Anna Beispiel\n"),
]


@pytest.mark.parametrize("above", [page for _, page in PAGES], ids=[name for name, _ in PAGES])
def test_the_headline_among(above: str) -> None:
    assert clean(above + "\n" + TEXT, kind="text").title == HEADLINE


def test_of_two_copies_the_first_is_the_headline() -> None:
    article = clean(f"{HEADLINE}\n12. Juni 2025\n{HEADLINE}\n\n{TEXT}", kind="text")
    assert [block.label for block in article.blocks if block.text == HEADLINE] == ["title", "duplicate"]


def test_a_second_headline_above_the_text_is_its_heading() -> None:
    first, second = HEADLINE, "Der Rat von Westby stimmt am Montag für eine zweite Fähre im Hafen"
    article = clean(f"{first}\n12. Juni 2025, 10:10 Uhr\nDrucken\n{second}\n\n{TEXT}", kind="text")
    assert article.title == first
    assert article.body.startswith(second)


@pytest.mark.parametrize(("below", "overlines"), [("12.06.2025, 10:10 Uhr", [0]), ("Ein langer Vorspann", [])])
def test_lines_like_headlines_above_author_or_date(
    below: str, overlines: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By weights under which the longer line is the headline, though neither author nor date stands under it."""
    each = np.zeros(len(titles.FEATURES))
    each[titles.FEATURES.index("length")] = 9
    monkeypatch.setattr(titles, "learned", lambda kind: Weights(each, 0.0))
    page = text.read(f"{HEADLINE}\n{below}\nDas alte Schiff wird verkauft, sobald die neue Fähre liegt\n{TEXT}")
    found = titles.find(page, [3, 4], rules.hits(page), [0.0] * len(page.pieces))
    assert found is not None
    assert (found.first, found.overlines) == (2, overlines)


@pytest.mark.parametrize("above", ["", "Drucken\nTeilen\n", "12.06.2025, 10:10 Uhr\n", "- Ein Punkt einer Liste\n"])
def test_a_page_without_a_headline(above: str) -> None:
    assert clean(above + TEXT, kind="text").title is None


def test_the_address_tells_the_headline() -> None:
    """Of two lines that look alike, the one whose words stand in the page's address."""
    lines = "Neue Ideen für den Norden und seine Häfen\nWas der Sund uns allen wert sein sollte\n"
    for slug, want in (("neue-ideen-norden", 0), ("sund-allen-wert", 1)):
        found = clean(lines + TEXT, kind="text", url=f"https://example.org/{slug}.html").title
        assert found == lines.split("\n")[want]


@pytest.mark.parametrize("kind", ["text", "html"])
def test_every_feature_has_a_weight(kind: str) -> None:
    stored = json.loads(titles.WEIGHTS.read_text("utf-8"))
    assert list(stored[kind]) == [*titles.FEATURES, "bias"]


def test_lines_that_go_on_from_others() -> None:
    lines = [f"{HEADLINE.lower()} on facebook", HEADLINE.lower(), "home", "home and garden", f"{HEADLINE.lower()} x"]
    assert titles.goings_on(lines) == ({lines[1]}, {lines[0], lines[4]})
    lines = [f"home > {HEADLINE.lower()}", HEADLINE.lower(), "home", "my home"]
    assert titles.goings_on(lines) == ({lines[1]}, {lines[0]})


ELSEWHERE = {
    "Korean": (
        "항구 도시, 새 전기 여객선 도입 결정",
        "홈\n정치\n경제\n로그인\n",
        "입력 2026.03.03 10:10\n",
        "항구 도시 시의회는 월요일 저녁 새로운 전기 여객선을 도입하기로 결정했다. 여객선은 "
        "5월부터 운항을 시작하며, 자동차 40대를 실을 수 있다.\n"
        "시장은 이 결정을 10년 동안 기다려 왔다고 말했다. 주민들은 항구의 소음이 줄어들 것을 기대하고 있다.\n",
    ),
    "Hindi": (
        "नगर परिषद ने नई इलेक्ट्रिक नौका को मंजूरी दी",
        "होम\nदेश\nविदेश\nखेल\n",
        "03/03/2026\n",
        "नगर परिषद ने सोमवार शाम को एक नई इलेक्ट्रिक नौका खरीदने का फैसला किया, जो मई से चलेगी।\n"
        "महापौर के अनुसार नौका में चालीस कारें आ सकती हैं और इसे रात में पुराने घाट पर चार्ज किया जाएगा।\n",
    ),
}


@pytest.mark.parametrize("language", ELSEWHERE)
def test_the_headline_in_scripts_with_other_words_and_ends(language: str) -> None:
    """Korean words have changing ends, Hindi ones vowels that are no letters, and sentences end in a danda."""
    headline, menu, below, text = ELSEWHERE[language]
    assert clean(f"{menu}{headline}\n{below}{text}", kind="text").title == headline
