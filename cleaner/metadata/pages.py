"""Which page of the article this is, and how many it has."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata.labelled import Labelled

PAGE_OF = re.compile(r"\b(\d{1,3}) ?(?:/|von|of|de|di|sur|z|av|van) ?(\d{1,3})\b")


def read(labelled: Labelled) -> tuple[int | None, int | None]:
    """Page number (from 1) and number of pages, from "Seite 1 / 2" or "Page 1 of 2"."""
    for text in labelled.texts(Label.PAGINATION):
        if found := PAGE_OF.search(text):
            number, count = int(found[1]), int(found[2])
            if 1 <= number <= count:
                return number, count
    return None, None
