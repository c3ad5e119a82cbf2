"""The publication's name, where the page's text gives it."""

from __future__ import annotations

import re
from collections import Counter

from cleaner.document import CONTENT
from cleaner.metadata.labelled import Labelled

DOMAIN = re.compile(
    r"(?<![\w@./-])[^\W\d_][\w-]{2,30}\.(?:de|com|at|ch|net|org|news|eu|info|fr|it|es|nl|pl|co\.uk|io|tv)(?![\w/@-])"
)
REPEATS = 3
LONGEST = 200


def read(labelled: Labelled) -> str | None:
    """A domain-like name that the boilerplate repeats at least three times."""
    names: Counter[str] = Counter()
    for piece, verdict in labelled.pairs():
        if verdict.label not in CONTENT and len(piece.text) <= LONGEST and "." in piece.text:
            names.update(set(DOMAIN.findall(piece.text)))
    name, count = names.most_common(1)[0] if names else ("", 0)
    return name if count >= REPEATS else None
