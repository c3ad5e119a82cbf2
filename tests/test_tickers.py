"""Numbers, quotes and securities in a page's text."""

from __future__ import annotations

import pytest

from cleaner.document import Label, Ticker
from cleaner.metadata import securities, tickers
from cleaner.metadata.numbers import number
from test_metadata import labelled

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
    ("12’345,67", 12345.67),
    ("1.234.567", 1234567.0),
    ("17", 17.0),
    ("-", None),
]


@pytest.mark.parametrize(("written", "value"), NUMBERS)
def test_number(written: str, value: float | None) -> None:
    assert number(written) == value


QUOTES = [
    ("Nordwerk (A) 644,23 USD -1,30 % Nasdaq", Ticker("Nordwerk (A)", 644.23, "USD", -1.3, "Nasdaq")),
    ("Harbor Corp $1,204.50 +2.3%", Ticker("Harbor Corp", 1204.5, "USD", 2.3, None)),
    ("Harbor Corp 1,204.50 $ +2.3%", Ticker("Harbor Corp", 1204.5, "USD", 2.3, None)),
    ("DAX 18.240,10 Pkt. +0,21 %", Ticker("DAX", 18240.1, None, 0.21, None)),
    ("Nordwerk 12,00 € +0,50 € (+4,35 %) Xetra", Ticker("Nordwerk", 12.0, "EUR", 4.35, "Xetra")),
    ("| Nordwerk AG | 25,10 € | +0,80 % |", Ticker("Nordwerk AG", 25.1, "EUR", 0.8, None)),
    ("Nordwerk SE\t44,12 Euro\t+ 1,25 %", Ticker("Nordwerk SE", 44.12, "EUR", 1.25, None)),
    ("Umsatz | 1.234 | 1.100 | +12,2 %", None),
    ("k.A. k.A. k.A.", None),
    ("Hebel: 21", None),
]


@pytest.mark.parametrize(("line", "ticker"), QUOTES)
def test_quote(line: str, ticker: Ticker | None) -> None:
    assert tickers.quote(line) == ticker


SECURITIES = [
    (
        "Die Aktie der Nordwerk Holding (ISIN: DE0007236101, WKN: 723610) notiert bei 644,23 EUR und damit 1,30 "
        "Prozent tiefer auf Xetra.",
        [Ticker("Nordwerk Holding", 644.23, "EUR", -1.3, "Xetra", "DE0007236101", "723610")],
    ),
    (
        "Harbor SE WKN 716460 | $1,210.50 | +0.4 % | Nasdaq",
        [Ticker("Harbor SE", 1210.5, "USD", 0.4, "Nasdaq", None, "716460")],
    ),
    (
        "Nordwerk AG (WKN 723610) steht bei 180,20 €, Harbor SE (WKN HRB001) bei 25,10 Euro",
        [Ticker("Nordwerk AG", 180.2, "EUR", wkn="723610"), Ticker("Harbor SE", 25.1, "EUR", wkn="HRB001")],
    ),
    ("Die Nordwerk Group (ISIN: DE0007236101) baut um", [Ticker("Nordwerk Group", isin="DE0007236101")]),
    ("Die Nordwerk Group (ISIN: DE0007236102) baut um", []),
    ("WKN steht für Wertpapierkennnummer, ISIN für etwas Längeres", []),
    ("Das Buch hat die ISBN 9783161484100", []),
]


@pytest.mark.parametrize(("line", "found"), SECURITIES)
def test_securities(line: str, found: list[Ticker]) -> None:
    assert securities.in_line(line) == found


def test_a_security_with_a_quote_of_its_own_is_told_once() -> None:
    page = labelled(
        ("Nordwerk AG 12,00 € +4,35 %", Label.TICKER),
        ("Die Nordwerk AG (WKN 723610) und die Harbor SE (WKN HRB001) wachsen.", Label.PARAGRAPH),
        ("Holz AG (WKN 766403) im Angebot", Label.ADVERTISEMENT),
    )
    found = tickers.read(page)
    assert found
    assert [ticker.name for ticker in found.value] == ["Nordwerk AG", "Harbor SE"]
