"""The stock quotes that stood on the page, with prices as numbers."""

from __future__ import annotations

import re

from cleaner.document import Label, Ticker
from cleaner.metadata.labelled import Labelled

NUMBER = r"[+\-−–]?\d[\d.,']*"
QUOTE = re.compile(
    rf"(?P<name>\S.{{0,60}}?)[ |]+"
    rf"(?P<sign>[€$£¥])?\s?(?P<price>{NUMBER}?)\s?(?P<currency>[A-Z]{{3}}\b|€|\$|£|¥|Pkt\.?|Punkte|points)?[ |]+"
    rf"(?:(?P<absolute>[+\-−–]\d[\d.,' ]*?)\s?(?:[A-Z]{{3}}|€|\$|£)?[ |]+)?"
    rf"\(?(?P<change>{NUMBER})\s?%\)?(?:[ |]+(?P<exchange>\S.{{0,25}}))?"
)
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
LONGEST = 160


def read(labelled: Labelled) -> tuple[Ticker, ...]:
    """The quotes in the lines labelled ticker that have at least a name, a price and a change."""
    found = (quote(text) for text in labelled.texts(Label.TICKER) if len(text) <= LONGEST)
    return tuple(dict.fromkeys(ticker for ticker in found if ticker))


def quote(line: str) -> Ticker | None:
    """A quote from one line, None where the line holds none: "Meta Platforms (A) 644,23 USD -1,30 % Nasdaq"."""
    match = QUOTE.fullmatch(line)
    if not match or not any(character.isalpha() for character in match["name"]):
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


def number(text: str) -> float | None:
    """A number in German or English form: "1.234,56", "1,234.56", "-1,30", "+0.4".

    The last of the two separators is the decimal one. A single one before exactly three digits sets thousands apart,
    unless a zero stands before it.
    """
    digits = text.strip().replace(" ", "").replace("'", "").replace("−", "-").replace("–", "-")
    comma, point = digits.rfind(","), digits.rfind(".")
    decimal = "," if comma > point else "."
    thousands = "." if decimal == "," else ","
    digits = digits.replace(thousands, "")
    whole, _, fraction = digits.partition(decimal)
    if digits.count(decimal) > 1 or (
        len(fraction) == 3 and max(comma, point) > 0 and whole.lstrip("+-") not in ("", "0")
    ):
        digits = digits.replace(decimal, "")
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return None
