"""The trail from the home page to the article, and the section it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.document import Label
from cleaner.metadata.labelled import Labelled
from cleaner.patterns import HOMES, is_breadcrumb, trail

LONGEST = 240
MARKS = frozenset(">›»→/")
"""One of these stands between two steps."""
PREFIX = re.compile(r"^[^>›»→/:]{0,30}:\s*")


def read(labelled: Labelled) -> tuple[str, ...]:
    """The steps of the first breadcrumb line, from the home page down, without the article's own title."""
    title = next(labelled.texts(Label.TITLE), "")
    for text in labelled.texts(Label.NAVIGATION):
        steps = trail(PREFIX.sub("", text)) if len(text) <= LONGEST and not MARKS.isdisjoint(text) else []
        if len(steps) >= 2 and (is_breadcrumb(text) or steps[0].lower() in HOMES):
            return tuple(step for step in steps if not _is_title(step, title))
    return ()


def _is_title(step: str, title: str) -> bool:
    """A breadcrumb often ends in the title, cut short with dots."""
    start = step.rstrip(".… ")
    return len(start) > 15 and title.startswith(start)


def section(trail: Sequence[str]) -> str | None:
    """The last step of a breadcrumb that is not the home page."""
    steps = [step for step in trail if step.lower() not in HOMES]
    return steps[-1] if steps else None
