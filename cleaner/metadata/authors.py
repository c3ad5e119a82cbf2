"""Who wrote it: names, agencies and initials in the byline pieces."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata.labelled import Labelled
from cleaner.metadata.publication import without_dates
from cleaner.patterns import by_initials

ROLE = re.compile(
    r"^(?:[Vv]on:?|VON:?|[Bb]y:?|BY:?|[Pp]ar|[Pp]or|[Dd]i|Autor(?:in|en)?:?|Author:?|Text:|Written by|Posted by"
    r"|Reported by|Redaktion:|Ein \w+ von)\s+(?=\S)"
)
SPLIT = re.compile(r"\s*(?:,|∙| und | and | & | et | y |;|\||•|·)\s*")
PARTICLE = "von van de der den di la le el al bin zu zum zur ter ten da dos du".split()
AGENCY = re.compile(r"(?:dpa(?:-\w+)?|AFP|APA|SDA|AP|Reuters|Bloomberg|KNA|epd|sid)(?:/\w+)*", re.IGNORECASE)
POSTS = re.compile(
    r"(?i)\b(?:correspondent|editor|reporter|writer|contributor|columnist|staff|redakt\w+|korrespondent\w*|autor\w*|chef\w*|leiter\w*|desk)\b"
)
LONGEST_NAME = 5


def read(labelled: Labelled) -> tuple[str, ...]:
    """The authors named near the text, without "Von" or "By", dates and roles, each once, in their order."""
    found: dict[str, None] = {}
    for text in labelled.near_text(Label.BYLINE):
        found.update((name, None) for name in names(text))
    return tuple(found)


def names(line: str) -> list[str]:
    """The names in one byline: "Von Anna Beispiel und Max Muster, Berlin" gives the first two."""
    if by_initials(line):
        return [line.strip("() /")] if not line.startswith(("(", "/")) else [line.strip("()/ ")]
    rest = without_dates(line)
    signed = ROLE.match(rest)
    parts = SPLIT.split(ROLE.sub("", rest).strip(" ,|•·∙/–-"))
    if not signed and len(parts) > 1 and not is_name(parts[0]):
        return []
    kept: list[str] = []
    for part in parts:
        if not (is_name(part) or AGENCY.fullmatch(part)):
            break
        kept.append(part)
    return kept


def is_name(text: str) -> bool:
    """Two to five words that begin with capitals, particles aside."""
    words = text.split()
    if POSTS.search(text):
        return False
    if not 2 <= len(words) <= LONGEST_NAME or any(character.isdigit() for character in text):
        return False
    capitals = [word for word in words if word[0].isupper() and (word[-1] not in ".:!?" or len(word) <= 3)]
    return len(capitals) >= 2 and all(word in PARTICLE for word in words if word not in capitals)
