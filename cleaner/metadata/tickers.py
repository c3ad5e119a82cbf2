"""The stock quotes that stood on the page and the securities that it names, with prices as numbers."""

from __future__ import annotations

import re

from cleaner.document import Label, Piece, Ticker
from cleaner.metadata import securities
from cleaner.metadata.facts import Fact, in_piece
from cleaner.metadata.labelled import Labelled, plain
from cleaner.metadata.numbers import CURRENCIES, number

NUMBER = r"[+\-−–]?\d[\d.,'’]*"
FIGURE = re.compile(r"[ |\t]\d+[.,'’]\d[\d.,'’]*$")
"""What no name ends in: then it is a row of figures, "Umsatz 1.234 1.100 +12,2 %"."""
QUOTE = re.compile(
    rf"(?P<name>\S.{{0,60}}?)[ |\t]+"
    rf"(?P<sign>[€$£¥])?\s?(?P<price>{NUMBER}?)\s?"
    r"(?P<currency>[A-Z]{3}\b|Euro|Dollar|€|\$|£|¥|Pkt\.?|Punkte|points)?[ |\t]+"
    r"(?:(?P<absolute>[+\-−–]\d[\d.,'’ ]*?)\s?(?:[A-Z]{3}|Euro|Dollar|€|\$|£)?[ |\t]+)?"
    rf"\(?(?:[▲▼↑↓]\s?)?(?P<change>(?:[+\-−–]\s)?{NUMBER})\s?%\)?(?:[ |\t]+(?P<exchange>\S.{{0,25}}))?"
)
LONGEST = 160


def read(labelled: Labelled) -> Fact[tuple[Ticker, ...]] | None:
    """The quotes in the lines labelled ticker that have at least a name, a price and a change, and the securities that
    the page names by their numbers, each once.
    """
    lines = ((piece, plain(piece.text)) for piece in labelled.labelled(Label.TICKER) if len(piece.text) <= LONGEST)
    found: dict[Ticker, Piece] = {}
    for piece, line in lines:
        ticker = quote(line)
        if ticker:
            found.setdefault(ticker, piece)
    known = {ticker.name for ticker in found}
    for ticker, piece in securities.read(labelled):
        if ticker.name not in known:
            known.add(ticker.name)
            found[ticker] = piece
    return in_piece(tuple(found), next(iter(found.values())), 0.85) if found else None


def quote(line: str) -> Ticker | None:
    """A quote from one line, None where the line holds none: "Meta Platforms (A) 644,23 USD -1,30 % Nasdaq"."""
    match = QUOTE.fullmatch(line.strip("| "))
    if not match or FIGURE.search(match["name"]) or not any(map(str.isalpha, match["name"])):
        return None
    written = match["sign"] or match["currency"] or ""
    currency = CURRENCIES.get(written, written)
    return Ticker(
        name=match["name"],
        price=number(match["price"]),
        currency=currency if len(currency) == 3 and currency.isupper() else None,
        change_percent=number(match["change"]),
        exchange=match["exchange"],
    )
