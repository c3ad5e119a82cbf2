"""The securities that a page names by their number: "Nordwerk AG (ISIN: DE0005140008) 12,40 EUR +1,2 %"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cleaner.document import Label, Piece, Ticker
from cleaner.metadata.labelled import Labelled, plain
from cleaner.metadata.numbers import CURRENCIES, number
from cleaner.patterns import EXCHANGES

ISIN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[A-Z0-9]{9}[0-9](?![A-Z0-9])")
WKN = re.compile(r"\bWKN(?:\s?[:=#-]\s?|\s)([A-HJ-NP-Z0-9]{6})\b")
NUMBERS = ("ISIN", "WKN")
NUMBERED = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b")
"""One of these words stands on every page that names a security by its number."""

OPENERS = str.maketrans(dict.fromkeys("([|,;:/=#", " "))
MARKS = frozenset("ISIN WKN Symbol Ticker Valor - – und and Aktie Aktien Shares".split())
"""What stands between the name of a security and its number."""
PRICE = re.compile(
    r"(?P<sign>[€$£¥])\s?(?P<after>\d[\d.,']*\d|\d)|(?P<price>\d[\d.,']*\d|\d)\s?(?P<currency>EUR|USD|CHF|GBP|JPY|GBX|SEK|NOK"
    r"|DKK|PLN|CAD|AUD|HKD|Euro|US-Dollar|Dollar|Franken|[€$£¥])(?!\w)"
)
CHANGE = re.compile(r"(?P<sign>[+\-−–])?\s?(?P<change>\d{1,3}(?:[.,]\d+)?)\s?(?:%|Prozent\b|percent\b)")
FALLS = re.compile(r"\s?(?:tiefer|schwächer|niedriger|im Minus|leichter|Verlust|lower|down|weaker)\b")
EXCHANGE = re.compile(rf"\b({EXCHANGES})\b")
ARTICLES = re.compile(r"^(?:(?:Die|Der|Das|The|Aktie|Aktien|Papiere|Anteilsscheine|Shares|Stock|Name|Wertpapier)\s)+")
LONGEST_NAME = 60

Mark = tuple[int, int, str | None, str | None]  # start and end in the line, ISIN, WKN


def read(labelled: Labelled) -> Iterator[tuple[Ticker, Piece]]:
    """The securities in page order, each with the piece that names it. Linear in the page."""
    if not any(word in labelled.page.text for word in NUMBERS):
        return
    for piece, verdict in zip(labelled.page.pieces, labelled.verdicts, strict=True):
        if verdict.label in (Label.ADVERTISEMENT, Label.RELATED) or not NUMBERED.search(piece.text):
            continue
        for ticker in in_line(plain(piece.text)):
            yield ticker, piece


def in_line(line: str) -> list[Ticker]:
    """The securities that a line names by ISIN or WKN, and what it says of their prices."""
    isins: list[Mark] = [(mark.start(), mark.end(), mark[0], None) for mark in ISIN.finditer(line) if is_isin(mark[0])]
    wkns: list[Mark] = [(mark.start(), mark.end(), None, mark[1]) for mark in WKN.finditer(line) if _has_digit(mark[1])]
    found: list[tuple[int, int, Ticker]] = []
    last = 0
    for start, end, isin, wkn in sorted([*isins, *wkns], key=lambda mark: mark[0]):
        name = _name(line[max(last, start - 2 * LONGEST_NAME) : start])
        last = end
        if name:
            found.append((start, end, Ticker(name, isin=isin, wkn=wkn)))
        elif found:
            first, _, known = found[-1]
            found[-1] = first, end, replace(known, isin=known.isin or isin, wkn=known.wkn or wkn)
    bounds = [start for start, _, _ in found[1:]] + [len(line)]
    return [_priced(ticker, line[end:bound]) for (_, end, ticker), bound in zip(found, bounds, strict=False)]


def is_isin(text: str) -> bool:
    """Whether the last digit of an ISIN is the check digit of the others (ISO 6166)."""
    digits = "".join(str(int(character, 36)) for character in text)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _name(before: str) -> str:
    """The capitalised words right before a number; "" where there are none."""
    words = before.translate(OPENERS).split()
    while words and words[-1] in MARKS:
        words.pop()
    first = len(words)
    while first and len(words) - first < 8 and _is_of_name(words[first - 1]):
        first -= 1
    name = ARTICLES.sub("", " ".join(words[first:])).strip(" ,;:-–|")
    return name if any(map(str.isalpha, name)) and len(name) <= LONGEST_NAME else ""


def _is_of_name(word: str) -> bool:
    return (word[0].isupper() or word[0].isdigit() or word in ("&", "de", "of")) and word[-1] not in "!?%€$"


def _priced(ticker: Ticker, behind: str) -> Ticker:
    """A security with the first price, change and exchange that stand behind its number."""
    price, change, exchange = PRICE.search(behind), CHANGE.search(behind), EXCHANGE.search(behind)
    written = (price["sign"] or price["currency"]) if price else ""
    percent = number(change["change"]) if change else None
    falls = change and (change["sign"] in ("-", "−", "–") or FALLS.match(behind, change.end()))
    return replace(
        ticker,
        price=number(price["after"] or price["price"]) if price else None,
        currency=CURRENCIES.get(written, written) or None,
        change_percent=-percent if percent is not None and falls else percent,
        exchange=exchange[1] if exchange else None,
    )
