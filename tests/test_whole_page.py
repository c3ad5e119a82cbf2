"""Whether page text holds an article at all: what is seen of a page, and pages with near misses."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import clean, whole_page
from cleaner.document import Block, Label, Metadata, Source

SENTENCES = "Der Hafen wird im Frühjahr um zwei Meter tiefer, und die Fähre fährt wieder jeden Tag. " * 2
DAY = Metadata(date_published="2026-03-03", sources={"date_published": Source("block", None, 0.9, 20, 30)})


def laid_out(*lines: tuple[str, Label, float]) -> list[Block]:
    blocks, end = [], 0
    for text, label, score in lines:
        blocks.append(Block(text, label, end, end + len(text), "test", score))
        end += len(text) + 1
    return blocks


MENU = ("Startseite", Label.NAVIGATION, 0.0)
TITLE = ("Hafen wird tiefer", Label.TITLE, 0.2)
TEXT = (SENTENCES, Label.PARAGRAPH, 0.9)
DOUBTFUL = (SENTENCES, Label.PARAGRAPH, 0.6)
CUT = ("Die Fähre fährt wieder …", Label.PARAGRAPH, 0.6)
TEASER = ("Die Fähre fährt wieder", Label.RELATED, 0.1)

SEEN = [
    ("headline", [TITLE, TEXT], [MENU, TEXT]),
    ("stretches of text", [TEXT, MENU, TEXT], [MENU, TEXT, TEXT]),
    ("longest stretch", [MENU, TEXT, TEXT], [TEXT, MENU, TEXT]),
    ("score", [TEXT], [DOUBTFUL]),
    ("doubtful words", [DOUBTFUL], [TEXT]),
    ("share of the page", [TEXT], [TEXT, TEASER]),
    ("cut sentences", [TEXT, CUT], [TEXT, TEASER]),
    ("pieces above", [MENU, MENU, TEXT], [MENU, TEXT]),
    ("pieces below", [TEXT, MENU], [TEXT]),
    ("pieces: related", [TEXT, TEASER], [TEXT, MENU]),
]


@pytest.mark.parametrize(("name", "more", "less"), SEEN, ids=[name for name, _, _ in SEEN])
def test_what_is_seen(name: str, more: list[tuple[str, Label, float]], less: list[tuple[str, Label, float]]) -> None:
    rows = [whole_page.seen(laid_out(*lines), Metadata()) for lines in (more, less)]
    column = whole_page.FEATURES.index(name)
    assert rows[0] is not None
    assert rows[1] is not None
    assert rows[0][column] > rows[1][column]
    assert all(np.isfinite(row).all() for row in rows if row is not None)


@pytest.mark.parametrize(("before", "is_near"), [(0, True), (40, False)])
def test_a_day_counts_where_it_is_near_the_headline(before: int, is_near: bool) -> None:
    row = whole_page.seen(laid_out(*[MENU] * before, TITLE, TEXT), DAY)
    assert row is not None
    assert row[whole_page.FEATURES.index("day near the headline")] == is_near


def test_nothing_is_content() -> None:
    assert whole_page.seen(laid_out(MENU), Metadata()) is None
    assert whole_page.doubt(laid_out(MENU), Metadata()) == 1.0
    assert whole_page.doubt([], Metadata()) == 1.0


HOME = """Hafenbote
Startseite
Politik
Wirtschaft
Sport
Anmelden
Hafen
Zweite Fähre soll im Mai kommen
Der Stadtrat hat am Montag beschlossen, dass Westby eine zweite Fähre bekommt. Sie soll vierzig Autos tragen …
vor 2 Stunden
Sport
Rottstadt verliert das Derby
Nach einer schwachen zweiten Halbzeit unterlag der Verein mit 1:3. Der Trainer nahm die Schuld auf sich …
vor 3 Stunden
Wirtschaft
Werft sucht dreihundert Schweißer
Weil zwei Aufträge aus Norwegen gekommen sind, stellt die Werft wieder ein. Bewerben kann man sich bis Juni …
vor 5 Stunden
Kultur
Museum zeigt alte Seekarten
Achtzig Karten aus vier Jahrhunderten hängen von Freitag an in der alten Zollhalle. Der Eintritt ist frei …
gestern
Wetter
Westby 14 Grad, Regen
Meistgelesen
Sturm sperrt die Küstenstraße
Fischpreise fallen wieder
Der letzte Leuchtturmwärter geht
Newsletter
Impressum
Datenschutz
"""
RESULTS = """Market Courier
Home
Markets
Companies
Log in
Search results
Your search for "copper" found 812 results
Sort by: relevance | date
Copper prices climb as mine in Chile stays shut
The price of copper rose for a third day on Tuesday after workers at the Alta mine voted to stay out, which takes ...
12 May 2026 · Commodities
Why copper is the metal of the decade
Wires, motors and batteries all need it. Our columnist explains why no one opens new mines, and what that means ...
3 May 2026 · Opinion
Harwell Metals lifts its dividend
The smelter will pay 14 pence a share, two more than last year, after a year in which volumes grew by a tenth ...
28 April 2026 · Companies
Copper thieves stop trains for a day
Cables were cut at four places between Leeds and York, and repairs took until the evening, the operator said ...
2 April 2026 · UK
Next page
Terms of use
Privacy policy
© 2026 Market Courier
"""
BRIEF = """Hafenbote
Startseite
Politik
Wirtschaft
Sport
Anmelden
Zweite Fähre soll im Mai kommen
Von Anna Beispiel, 3. März 2026
Der Stadtrat hat am Montag beschlossen, dass Westby eine zweite Fähre bekommt. Sie trägt vierzig Autos.
„Darauf haben wir zehn Jahre gewartet“, sagte Bürgermeister Tom Muster, nachdem neun dafür und zwei dagegen waren.
Mehr zum Thema
Rottstadt verliert das Derby
Werft sucht dreihundert Schweißer
Sturm sperrt die Küstenstraße
Newsletter
Impressum
Datenschutz
"""
BODY = "\n\n".join([SENTENCES, "„Darauf haben wir zehn Jahre gewartet“, sagte Bürgermeister Tom Muster.", SENTENCES])

PAGES = [
    ("a home page", HOME, True),
    ("search results", RESULTS, True),
    ("a brief among teasers", BRIEF, False),
    ("a body alone", BODY, False),
]


DOUBTED = {"search results": ["half of such pages are told: here one teaser looks too much like a lead"]}


@pytest.mark.parametrize(
    ("page", "is_told"),
    [
        pytest.param(
            *page, id=name, marks=[pytest.mark.xfail(reason=reason, strict=True) for reason in DOUBTED.get(name, ())]
        )
        for name, *page in PAGES
    ],
)
def test_page_text_is_told_to_have_no_article(page: str, is_told: bool) -> None:
    article = clean(page)
    assert ("no_article" in {warning.code for warning in article.warnings}) == is_told
    for warning in article.warnings:
        assert article.source_text[warning.start : warning.end].strip()


def test_html_is_not_weighed() -> None:
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in HOME.splitlines()) + "</body></html>"
    assert not any("looks like" in warning.message for warning in clean(page).warnings)
