"""What a site's other pages say: a line that stands on many of them is boilerplate, whatever it says."""

from __future__ import annotations

from collections.abc import Collection
from math import exp, log

from cleaner.document import CONTENT, Label
from cleaner.memory.seen import FEW
from cleaner.passes.draft import KEPT, Draft
from cleaner.passes.structure import held_together

UNSURE = 0.01
"""A score is taken for no surer than that: the labeller is surest where it errs, too."""


def recall(draft: Draft) -> None:
    """Weigh the labeller's score against what is known of the line on this site: log odds add up.

    A memory takes out lines that it knows, and nothing else: the passes that decide what is content have run. What is
    in a table or list of HTML of which most stays, stays, and so does what articles may quote, amid content. Where the
    site has few pages and most of the text is known from them, the page is another copy of one of them, and nothing is
    said.
    """
    scores = {
        index: weighed(draft.scores[index], known.weight)
        for index, known in draft.known.items()
        if not draft.is_certain(index)
    }
    spoken = {index for index, score in scores.items() if score < 0.5}
    spoken -= held_together(draft, spoken)
    spoken -= quoted(draft, spoken)
    taken = [index for index in draft.content() if index in spoken]
    if draft.site_pages < FEW and 2 * draft.words(taken) > draft.words(draft.content()):
        spoken, taken = set(), []
    draft.known = {index: draft.known[index] for index in draft.known if index in spoken}
    for index in spoken:
        draft.scores[index] = scores[index]
    for index in taken:
        hit = draft.hits[index]
        draft.name(index, hit.label if hit else Label.OTHER, draft.known[index].reason)


def quoted(draft: Draft, spoken: Collection[int]) -> set[int]:
    """Which content pieces are quotations: the text goes on below them."""
    found: set[int] = set()
    goes_on = False
    for index in range(len(draft.labels) - 1, -1, -1):
        if index not in spoken:
            goes_on = draft.labels[index] in CONTENT
        elif goes_on and draft.labels[index] in CONTENT and draft.known[index].may_be_quoted:
            found.add(index)
    return found


def weighed(score: float, weight: float) -> float:
    """A probability less so many log odds."""
    likely = min(max(score, UNSURE), 1 - UNSURE)
    return 1 / (1 + exp(min(weight - log(likely / (1 - likely)), 700)))


def cite(draft: Draft) -> None:
    """Give what is known of the site, and no rule has named, that as its reason, whatever its neighbours call it."""
    for index, known in draft.known.items():
        if draft.hits[index] is None and draft.labels[index] not in KEPT:
            draft.reasons[index] = known.reason
