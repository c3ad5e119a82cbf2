"""The form in which lines and phrases are compared: case, numbers and punctuation at the ends don't count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

ENDS = (
    " \t\xa0\u200b\ufeff.,:;!?…*+-–—−_=~#'\"„“”‚‘’«»‹›<>()[]{}|/\\"
    "•·●▪■►▶→←↑↓✓✔×◆■※。、，：；！？【】「」『』《》（）［］؟،؛۔।॥״׳־"
)
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
NUMBER = "0"
"""What every number is folded to."""
SOFT_HYPHEN = "\xad"
"""Where a word may be broken: nobody sees it on a page."""
UNSEEN = (SOFT_HYPHEN, "\u200e", "\u200f", "\u0640")
"""It, the marks that tell which way a line is read, and the stroke that makes an Arabic word longer."""
LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")


def fold(line: str) -> str:
    """The form of one line."""
    return fold_all([line])[0]


def fold_all(lines: Sequence[str]) -> list[str]:
    """fold() of each line; the page is gone over once, not a line at a time."""
    page = "\n".join([line if "\n" not in line else line.replace("\n", " ") for line in lines])
    if "](" in page:
        page = without_links(page)
    return [line.strip(ENDS) for line in alike(page).split("\n")] if lines else []


def alike(text: str) -> str:
    """A text in which case, numbers, kinds of apostrophe and of space, and the ways to write a letter don't differ."""
    text = normalize("NFC", text)
    for sign in UNSEEN:
        text = text.replace(sign, "")
    return DIGITS.sub(NUMBER, text.casefold()).replace("’", "'").replace("\xa0", " ").replace("\u202f", " ")


def has_number(folded: str) -> bool:
    """Whether a folded line has a number in it."""
    return NUMBER in folded


def without_links(text: str) -> str:
    """A text with the words of Markdown's links and images, without their addresses."""
    for _ in range(2):  # an image may stand in a link
        text = LINK.sub(r"\1", text)
    return text
