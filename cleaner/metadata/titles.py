"""The title, the overline above it, the lead."""

from __future__ import annotations

import re

from cleaner.document import CONTENT, Label
from cleaner.metadata import from_markup, head
from cleaner.metadata.labelled import Labelled
from cleaner.shapes import MARKDOWN_HEADING

SPACE = re.compile(r"\s+")


def read(labelled: Labelled) -> str | None:
    """The headline as it stands on the page: where its markup says so, else where it was found; else the head's.

    A page without an article has none.
    """
    if not any(verdict.label in CONTENT for verdict in labelled.verdicts):
        return None
    return from_markup.title(labelled.page) or _first(labelled, Label.TITLE) or head.title(labelled.page.head)


def kicker(labelled: Labelled) -> str | None:
    return _first(labelled, Label.KICKER)


def lead(labelled: Labelled) -> str | None:
    """The standfirst as it stands above the text, else as the page's head gives it."""
    return _first(labelled, Label.LEAD) or head.description(labelled.page.head)


def _first(labelled: Labelled, label: Label) -> str | None:
    text = next(labelled.texts(label), None)
    return SPACE.sub(" ", MARKDOWN_HEADING.sub("", text)) if text else None
