"""The publication's name, where the page's text gives it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from cleaner.document import CONTENT, Label
from cleaner.metadata.labelled import Labelled, plain

DOMAIN = re.compile(
    r"(?<![\w@./-])[^\W\d_][\w-]{2,30}\.(?:de|com|at|ch|net|org|news|eu|info|fr|it|es|nl|pl|co\.uk|io|tv)(?![\w/@-])"
)
OWNER = re.compile(r"©|\(c\)|[Cc]opyright|[Vv]erlag|[Pp]ublished by")
REPEATS = 3
LONGEST = 200
TOP = 12
"""The site's name stands in the first pieces of a page, or not as a line of its own."""


def read(labelled: Labelled) -> str | None:
    """A domain-like name that the boilerplate repeats, or the line at the top that the copyright line names again."""
    return _repeated(labelled) or _owner(labelled)


def _repeated(labelled: Labelled) -> str | None:
    names: Counter[str] = Counter()
    for piece, verdict in labelled.pairs():
        if verdict.label not in CONTENT and len(piece.text) <= LONGEST and "." in piece.text:
            names.update(set(DOMAIN.findall(piece.text)))
    name, count = names.most_common(1)[0] if names else ("", 0)
    return name if count >= REPEATS else None


def _owner(labelled: Labelled) -> str | None:
    notices = (text for text in labelled.texts(Label.DISCLAIMER, Label.CREDIT) if len(text) <= LONGEST)
    rights = [text for text in notices if OWNER.search(text)]
    top = islice(labelled.pairs(), TOP)
    names = (plain(piece.text) for piece, verdict in top if verdict.label in (Label.NAVIGATION, Label.OTHER))
    return next((name for name in names if 4 <= len(name) <= 40 and any(name in text for text in rights)), None)
