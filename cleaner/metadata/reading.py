"""How long the body is, and how long it takes to read."""

from __future__ import annotations

from cleaner.shapes import SIGNS_A_WORD, SPACELESS

WORDS_A_MINUTE = 230
"""The mean of silent readers of English non-fiction is 238, in other languages 184 to 278 (Brysbaert 2019,
https://doi.org/10.1016/j.jml.2019.104047).
"""


def words(body: str) -> int:
    """Words of a text: what stands between white space."""
    return len(body.split())


def minutes(body: str) -> int:
    """Minutes that reading takes, at least one where there is a text."""
    signs = 0 if body.isascii() else len(SPACELESS.findall(body))
    return -(-max(words(body), signs // SIGNS_A_WORD) // WORDS_A_MINUTE)
