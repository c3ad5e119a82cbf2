"""The trail from the home page to the article, and the section it names."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata import head
from cleaner.metadata.facts import Fact, in_piece, once, rated
from cleaner.metadata.labelled import Labelled, plain
from cleaner.patterns import HOMES, is_breadcrumb, trail

PREFIX = re.compile(r"^[^>›»→/:]{0,30}:\s*")
LONGEST = 240
MARKS = frozenset(">›»→/")
"""One of these stands between two steps."""


@once
def read(labelled: Labelled) -> Fact[tuple[str, ...]] | None:
    """The steps from the home page down, without the article's own title: those on the page, else those in the head."""
    return in_text(labelled) or head.breadcrumb(labelled.page.head)


def in_text(labelled: Labelled) -> Fact[tuple[str, ...]] | None:
    """The steps of the first breadcrumb line."""
    title = plain(labelled.page.pieces[labelled.title].text) if labelled.title is not None else ""
    for piece in labelled.labelled(Label.NAVIGATION):
        if len(piece.text) > LONGEST or MARKS.isdisjoint(piece.text):
            continue
        text = plain(piece.text)
        steps = trail(PREFIX.sub("", text))
        if len(steps) >= 2 and (is_breadcrumb(text) or steps[0].lower() in HOMES):
            return in_piece(tuple(step for step in steps if not _is_title(step, title)), piece, 0.85)
    return None


def section(labelled: Labelled) -> Fact[str] | None:
    """As the head states it, else the last step of the breadcrumb that is not the home page."""
    stated, steps = head.section(labelled.page.head), read(labelled)
    named = [step for step in steps.value if step.lower() not in HOMES] if steps else []
    return stated or (rated(Fact(named[-1], steps.source), 0.7) if steps and named else None)


def _is_title(step: str, title: str) -> bool:
    """A breadcrumb often ends in the title, cut short with dots."""
    start = step.rstrip(".… ")
    return len(start) > 15 and title.startswith(start)
