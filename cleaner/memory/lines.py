"""A line -> the key under which it is counted: lines that differ in case, white space, numbers or dates share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import islice
from urllib.parse import urlsplit

from cleaner.fold import NUMBER
from cleaner.metadata.months import MONTH

DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes "
    "sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag "
    "vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag".split()
)
"""In English, German, French, Spanish and Portuguese, Italian, Dutch and Swedish."""

NAMES = DAYS | MONTH.keys()
LONGEST_DATED = 120
"""Characters of a line in which names of days and months are masked; the dates in a paragraph tell it from others."""

KEY_BYTES = 6
"""Two lines of a site with n different ones share a key with a probability of n / 2**48."""

NO_KEY = 0
"""Instead of a key: the line has no letters, or one, which may be the large initial of a text, so it says nothing."""

PLACES = 6
"""A page is cut into so many parts of equally many pieces, to say where a line stands."""

SURROGATE = re.compile("[\ud800-\udfff]")


def keys(folded: Sequence[str]) -> list[int]:
    """The keys of folded lines (fold.fold_all), NO_KEY for a line of less than two letters."""
    return [key(line) for line in folded]


def key(folded: str) -> int:
    """The key of one folded line."""
    if len(list(islice(filter(str.isalpha, folded), 2))) < 2:
        return NO_KEY
    return hashed(masked(folded))


def masked(folded: str) -> str:
    """A folded line with its white space squashed and, if it is short, its dates masked; numbers are masked already."""
    words = folded.split()
    if NUMBER in folded and len(folded) <= LONGEST_DATED:
        words = [NUMBER if word.strip(".,") in NAMES else word for word in words]
    return " ".join(words)


def hashed(text: str) -> int:
    """48 bits of a text's hash, never NO_KEY. The same on every machine."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big") or 1


def place(index: int, size: int) -> int:
    """In which part of a page of `size` pieces the piece stands, from 0 at its top."""
    return PLACES * index // size


def storable(text: str) -> str:
    """A text as the file can hold it: half a surrogate pair, which UTF-8 can't say, becomes U+FFFD."""
    return SURROGATE.sub("\ufffd", text)


def site_of(url: str | None) -> str | None:
    """The site that a URL, or a bare host, belongs to: its host in lower case without "www."; None where it has none.

    Sub-domains are sites of their own, since their pages have frames of their own.
    """
    text = storable(url or "").strip()
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname
    except ValueError:
        return None
    return (host or "").rstrip(".").removeprefix("www.") or None
