"""What the passes hand on, and what more than one of them asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaner.document import CONTENT, Hit, Label, Page, Verdict

SURE = 0.8
"""A piece at least this likely to be content ends a section of boilerplate; a less likely one is part of it."""
HEAD = 12
"""Author and date stand in the first pieces under the title."""

Verdicts = list[Verdict]


class Draft(NamedTuple):
    """What every pass sees: the page, what the rules said of it, and the verdicts so far, a verdict a piece."""

    page: Page
    folded: Sequence[str]  # the pieces as phrases are compared with them, see words.fold()
    hits: Sequence[Hit | None]
    verdicts: Verdicts


def content_of(verdicts: Verdicts) -> list[int]:
    """The indices of the content pieces."""
    return [index for index, verdict in enumerate(verdicts) if verdict.label in CONTENT]


def title_of(verdicts: Verdicts) -> int | None:
    """The index of the headline."""
    return next((index for index, verdict in enumerate(verdicts) if verdict.label is Label.TITLE), None)


def first(hit: Hit | None, score: float, reason: str) -> Verdict:
    """The verdict on one piece by itself: a certain hit overrules the score, any other hit names what is taken out."""
    if hit and hit.certain:
        return Verdict(hit.label, hit.reason, 1.0 if hit.label in CONTENT else 0.0)
    if score >= 0.5:
        return Verdict(Label.PARAGRAPH, reason, score)
    if hit:
        return Verdict(hit.label, hit.reason, score)
    return Verdict(Label.OTHER, reason, score)
