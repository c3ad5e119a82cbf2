"""The readers of a page's text, a table a field."""

from __future__ import annotations

import pytest

from cleaner import text
from cleaner.document import Label, Ticker, Verdict
from cleaner.metadata import authors, breadcrumb, pages, publication, sites, tags, tickers
from cleaner.metadata.labelled import Labelled


def labelled(*lines: tuple[str, Label]) -> Labelled:
    page = text.read("\n".join(line for line, _ in lines))
    assert len(page.pieces) == len(lines)
    return Labelled(page, [Verdict(label, "test", 0.5) for _, label in lines])


NUMBERS = [
    ("644,23", 644.23),
    ("-1,30", -1.3),
    ("+0.4", 0.4),
    ("−2,5", -2.5),
    ("1.234,56", 1234.56),
    ("1,234.56", 1234.56),
    ("1.234", 1234.0),
    ("1,234", 1234.0),
    ("0,123", 0.123),
    ("1'234.50", 1234.5),
    ("1.234.567", 1234567.0),
    ("17", 17.0),
    ("-", None),
]


@pytest.mark.parametrize(("written", "value"), NUMBERS)
def test_number(written: str, value: float | None) -> None:
    assert tickers.number(written) == value


QUOTES = [
    ("Nordwerk (A) 644,23 USD -1,30 % Nasdaq", Ticker("Nordwerk (A)", 644.23, "USD", -1.3, "Nasdaq")),
    ("Harbor Corp $1,204.50 +2.3%", Ticker("Harbor Corp", 1204.5, "USD", 2.3, None)),
    ("Harbor Corp 1,204.50 $ +2.3%", Ticker("Harbor Corp", 1204.5, "USD", 2.3, None)),
    ("DAX 18.240,10 Pkt. +0,21 %", Ticker("DAX", 18240.1, None, 0.21, None)),
    ("Nordwerk 12,00 € +0,50 € (+4,35 %) Xetra", Ticker("Nordwerk", 12.0, "EUR", 4.35, "Xetra")),
    ("k.A. k.A. k.A.", None),
    ("Hebel: 21", None),
]


@pytest.mark.parametrize(("line", "ticker"), QUOTES)
def test_quote(line: str, ticker: Ticker | None) -> None:
    assert tickers.quote(line) == ticker


BYLINES = [
    ("Von Anna Beispiel und Max Muster", ["Anna Beispiel", "Max Muster"]),
    ("By Jane Sample, 12 June 2025", ["Jane Sample"]),
    ("Anna van der Beispiel", ["Anna van der Beispiel"]),
    ("Ab-Redaktion/xy", ["Ab-Redaktion/xy"]),
    ("12.06.2025, 10:10 Uhr", []),
    ("Von Anna Beispiel, Hamburg", ["Anna Beispiel"]),
    ("Von: ANNA BEISPIEL", ["ANNA BEISPIEL"]),
    ("Anna Beispiel, dpa", ["Anna Beispiel", "dpa"]),
    ("Lesezeit: 3 Minuten", []),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_names(line: str, names: list[str]) -> None:
    assert authors.names(line) == names


def test_authors_far_from_the_text_are_other_stories() -> None:
    lines = [("Von Anna Beispiel", Label.BYLINE), ("Ein Absatz.", Label.PARAGRAPH)]
    far = [(f"Menü {i}", Label.NAVIGATION) for i in range(20)]
    assert authors.read(labelled(*lines, *far, ("Von Max Muster", Label.BYLINE))) == ("Anna Beispiel",)


def test_published_and_modified_are_kept_apart() -> None:
    page = labelled(
        ("12.06.2025, 10:10 Uhr", Label.BYLINE),
        ("Aktualisiert: 13.06.2025, 08:00 Uhr", Label.BYLINE),
        ("Ein Absatz.", Label.PARAGRAPH),
    )
    assert publication.read(page, "de") == ("2025-06-12T10:10", "2025-06-13T08:00")
    only = labelled(("Aktualisiert am 13.06.2025", Label.BYLINE), ("Ein Absatz.", Label.PARAGRAPH))
    assert publication.read(only, "de") == (None, "2025-06-13")


TRAILS = [
    (
        "Sie befinden sich: Home > News Archiv > Wirtschaft > Hafenwerk baut neue Ka...",
        ("Home", "News Archiv", "Wirtschaft"),
    ),
    ("Start › Technik › Geräte", ("Start", "Technik", "Geräte")),
    ("Politik | Wirtschaft | Sport", ()),
    ("mehr > weniger", ()),
]


@pytest.mark.parametrize(("line", "trail"), TRAILS)
def test_breadcrumb(line: str, trail: tuple[str, ...]) -> None:
    page = labelled((line, Label.NAVIGATION), ("Hafenwerk baut neue Kaianlagen im Norden", Label.TITLE))
    assert breadcrumb.read(page) == trail


def test_section_is_the_last_step() -> None:
    assert breadcrumb.section(("Home", "News", "Wirtschaft")) == "Wirtschaft"
    assert breadcrumb.section(("Home",)) is None


PAGES = [
    ("Seite 1 / 2", (1, 2)),
    ("Page 3 of 7", (3, 7)),
    ("Seite 9 von 3", (None, None)),
    ("Nächste Seite", (None, None)),
]


@pytest.mark.parametrize(("line", "found"), PAGES)
def test_pages(line: str, found: tuple[int | None, int | None]) -> None:
    assert pages.read(labelled((line, Label.PAGINATION))) == found


TAGS = [
    ("Tags: Hafen, Logistik", ("Hafen", "Logistik")),
    ("#hafen #logistik", ("hafen", "logistik")),
    ("hafen logistik schiffe", ("hafen", "logistik", "schiffe")),
    ("Themen:", ()),
]


@pytest.mark.parametrize(("line", "found"), TAGS)
def test_tags(line: str, found: tuple[str, ...]) -> None:
    assert tags.read(labelled(("Ein Absatz.", Label.PARAGRAPH), (line, Label.TAGS))) == found


def test_site_is_a_name_that_repeats() -> None:
    lines = [(f"{hour}:00 Uhr • Artikel • Beispielblatt.de", Label.RELATED) for hour in (8, 9, 10)]
    assert sites.read(labelled(*lines)) == "Beispielblatt.de"
    assert sites.read(labelled(*lines[:2])) is None
    assert sites.read(labelled(*[(line, Label.PARAGRAPH) for line, _ in lines])) is None
