"""Numbers and currencies as pages write them, in German and English form."""

from __future__ import annotations

CURRENCIES = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "Euro": "EUR",
    "Dollar": "USD",
    "US-Dollar": "USD",
    "Franken": "CHF",
}
"""ISO 4217 by what is written in its place."""


def number(text: str) -> float | None:
    """A number in German or English form: "1.234,56", "1,234.56", "-1,30", "+0.4".

    The last of the two separators is the decimal one. A single one before exactly three digits sets thousands apart,
    unless a zero stands before it.
    """
    digits = text.strip().replace(" ", "").replace("'", "").replace("’", "").replace("−", "-").replace("–", "-")
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
