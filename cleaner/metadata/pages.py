"""Which page of the article this is, and how many it has."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata.facts import Fact, in_piece
from cleaner.metadata.labelled import Labelled, plain

PAGE_OF = re.compile(r"\b(\d{1,3}) ?(?:/|von|of|de|di|sur|z|av|van) ?(\d{1,3})\b")


def read(labelled: Labelled) -> tuple[Fact[int], Fact[int]] | tuple[None, None]:
    """Page number (from 1) and number of pages, from "Seite 1 / 2" or "Page 1 of 2"."""
    for piece in labelled.labelled(Label.PAGINATION):
        if found := PAGE_OF.search(plain(piece.text)):
            number, count = int(found[1]), int(found[2])
            if 1 <= number <= count:
                return in_piece(number, piece, 0.9), in_piece(count, piece, 0.9)
    return None, None
