"""Which page of the article this is, and how many it has."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata.facts import Fact, in_piece
from cleaner.metadata.labelled import Labelled, plain

PAGE_OF = re.compile(r"\b(\d{1,3}) ?(?:/|von|of|de|di|sur|z|av|van|dari|din|з|із) ?(\d{1,3})\b")


def read(labelled: Labelled) -> tuple[Fact[int], Fact[int]] | tuple[None, None]:
    """Page number (from 1) and number of pages, from "Seite 1 / 2" or "Page 1 of 2".

    "4/5" alone is no page: it is a rating, a picture of several, the number of an issue.
    """
    for piece in labelled.labelled(Label.PAGINATION):
        text = plain(piece.text)
        if (found := PAGE_OF.search(text)) and any(map(str.isalpha, text)):
            number, count = int(found[1]), int(found[2])
            if 1 <= number <= count:
                return in_piece(number, piece, 0.9), in_piece(count, piece, 0.9)
    return None, None
