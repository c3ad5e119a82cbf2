"""When the article was published and when it was changed, as its byline says."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata import dates
from cleaner.metadata.labelled import Labelled

CHANGED = re.compile(
    r"(?i)aktualisiert|ge[äa]ndert|update|modified|stand:|mis à jour|actualizado|aggiornato|bijgewerkt|aktualizacja"
)


def read(labelled: Labelled, language: str | None) -> tuple[str | None, str | None]:
    """Days or minutes (ISO 8601) of publication and of the last change; neither is filled from the other."""
    published = modified = None
    for text in labelled.near_text(Label.BYLINE):
        last = 0
        for start, end, when in dates.find(text, language):
            if CHANGED.search(text, last, start):
                modified = modified or when
            else:
                published = published or when
            last = end
    return published, modified


def without_dates(text: str) -> str:
    """A byline with its dates cut out."""
    kept, last = [], 0
    for start, end, _ in dates.find(text):
        kept.append(text[last:start])
        last = end
    return " ".join([*kept, text[last:]]).strip()
