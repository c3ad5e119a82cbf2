"""The publication's name."""

from __future__ import annotations

import re
from collections import Counter

from cleaner.document import CONTENT, Label, Piece
from cleaner.metadata import head
from cleaner.metadata.facts import Fact, in_piece
from cleaner.metadata.labelled import Labelled, plain
from cleaner.words import is_whole

DOMAIN = re.compile(
    r"(?<![\w@./-])[^\W\d_][\w-]{2,30}\.(?:de|com|at|ch|net|org|news|eu|info|fr|it|es|nl|pl|co\.uk|io|tv)(?![\w/@-])"
)
OWNER = re.compile(r"©|\(c\)|[Cc]opyright|[Vv]erlag|[Pp]ublished by")
REPEATS = 3
LONGEST = 200
TOP = 12
"""The site's name stands in the first pieces of a page, or not as a line of its own."""


def read(labelled: Labelled) -> Fact[str] | None:
    """As the head states it; else a domain-like name that the boilerplate repeats, or the line at the top that the
    copyright line names again.
    """
    return head.site(labelled.page.head) or _repeated(labelled) or _owner(labelled)


def _repeated(labelled: Labelled) -> Fact[str] | None:
    names: Counter[str] = Counter()
    first: dict[str, Piece] = {}
    for label, indices in labelled.places.items():
        for piece in () if label in CONTENT else map(labelled.page.pieces.__getitem__, indices):
            if len(piece.text) <= LONGEST and "." in piece.text:
                found = set(DOMAIN.findall(piece.text))
                names.update(found)
                first |= dict.fromkeys(found - first.keys(), piece)
    name, count = names.most_common(1)[0] if names else ("", 0)
    return in_piece(name, first[name], 0.7) if count >= REPEATS else None


def _owner(labelled: Labelled) -> Fact[str] | None:
    notices = [piece.text for piece in labelled.labelled(Label.DISCLAIMER, Label.CREDIT) if len(piece.text) <= LONGEST]
    rights = [text for text in notices if OWNER.search(text)]
    for piece, verdict in zip(labelled.page.pieces[:TOP], labelled.verdicts, strict=False):
        name = plain(piece.text)
        may_be = verdict.label in (Label.NAVIGATION, Label.OTHER) and 4 <= len(name) <= 40
        if may_be and any(_stands_in(name, text) for text in rights):
            return in_piece(name, piece, 0.6)
    return None


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a line as a word: "Börse" does not in "© Börsenblatt"."""
    return name in text and any(is_whole(text, *found.span()) for found in re.finditer(re.escape(name), text))
