"""Which pieces are content, seen with their neighbours: gaps, islands, copies, pages without an article."""

from __future__ import annotations

from itertools import groupby

from cleaner import shapes
from cleaner.document import CONTENT, Hit, Label, Verdict
from cleaner.passes.draft import HEAD, SURE, Draft, Verdicts, content_of, first
from cleaner.titles import is_certain

COPY = 60
"""A content piece of this many characters that repeats one before it is a second copy, not a refrain."""


def extend_content(draft: Draft) -> Verdicts:
    """Let content go on, upwards and downwards, over pieces that no rule knows and that the labeller is not sure about.

    Two thresholds, the lower one beside what has passed the higher one, are hysteresis as in J. Canny's edge detector
    (1986). What is added ends in a sentence or a list item, and begins with one or a heading: any other
    short line at its ends is a caption or a prompt.
    """
    verdicts = list(draft.verdicts)
    for order in (range(1, len(verdicts)), range(len(verdicts) - 2, -1, -1)):
        _extend(draft, verdicts, order)
        _trim(draft, verdicts, order)
    return verdicts


DOUBTFUL = 0.1
"""The lower threshold beside the higher one of 0.5. Chosen on one fold of sites that training had not seen."""
GOES_ON = "goes on with the content beside it"


def _extend(draft: Draft, verdicts: Verdicts, order: range) -> None:
    for index in order:
        open_to_it = draft.hits[index] is None and verdicts[index].score >= DOUBTFUL
        if open_to_it and verdicts[index - order.step].label in CONTENT and verdicts[index].label not in CONTENT:
            verdicts[index] = Verdict(Label.PARAGRAPH, GOES_ON, verdicts[index].score)


def _trim(draft: Draft, verdicts: Verdicts, order: range) -> None:
    for index in reversed(order):
        beyond = index + order.step
        is_end = not 0 <= beyond < len(verdicts) or verdicts[beyond].label not in CONTENT
        text = draft.page.pieces[index].text
        fits = shapes.is_text_like(text) or (order.step < 0 and shapes.may_head(text))
        if is_end and verdicts[index].reason == GOES_ON and not fits:
            verdicts[index] = first(draft.hits[index], verdicts[index].score, "a short line at the end of the text")


def keep_lists_whole(draft: Draft) -> Verdicts:
    """Take the items of a list for content if most of them are."""
    verdicts = list(draft.verdicts)
    marks = [shapes.MARK.match(piece.text) for piece in draft.page.pieces]
    for is_list, run in groupby(range(len(marks)), lambda index: marks[index] is not None):
        items = [index for index in run if draft.hits[index] is None] if is_list else []
        kept = [index for index in items if verdicts[index].label in CONTENT]
        if len(items) < 2 * len(kept):
            for index in set(items) - set(kept):
                verdicts[index] = Verdict(Label.LIST_ITEM, "most of the list is content", verdicts[index].score)
    return verdicts


def keep_clean_text(draft: Draft) -> Verdicts:
    """Keep the whole of a text that was clean before: the labeller would take out little, and no rule knows it."""
    removed = [index for index, verdict in enumerate(draft.verdicts) if verdict.label not in CONTENT]
    words = [piece.text.count(" ") + 1 for piece in draft.page.pieces]
    known = any(draft.hits[index] for index in removed if not _is_between(index, draft))
    if known or sum(words[index] for index in removed) > CLEAN * sum(words):
        return draft.verdicts
    verdicts = list(draft.verdicts)
    for index in removed:
        verdicts[index] = Verdict(Label.PARAGRAPH, "in a text without boilerplate", verdicts[index].score)
    return verdicts


def _is_between(index: int, draft: Draft) -> bool:
    """Whether a piece stands alone among content: a sub-heading "Disclaimer", or one that is a date."""
    around = draft.verdicts[max(0, index - 1) : index] + draft.verdicts[index + 1 : index + 2]
    return (
        len(around) == 2 and all(verdict.label in CONTENT for verdict in around) and not is_certain(draft.hits[index])
    )


CLEAN = 0.3
"""Share of the words. Chosen from 0.1 to 0.5 on the same fold; it matters for text that was extracted once already."""


def drop_islands(draft: Draft) -> Verdicts:
    """Take out a few words far from the text that the labeller is not sure about."""
    verdicts = list(draft.verdicts)
    runs = [
        list(run) for kept, run in groupby(range(len(verdicts)), lambda index: verdicts[index].label in CONTENT) if kept
    ]
    sizes = [sum(draft.page.pieces[index].text.count(" ") + 1 for index in run) for run in runs]
    for run, size in zip(runs, sizes, strict=True):
        if size < ISLAND < max(sizes) and max(verdicts[index].score for index in run) < SURE:
            for index in run:
                hit = draft.hits[index]
                label, reason = (hit.label, hit.reason) if hit else (Label.OTHER, "a few words far from the text")
                verdicts[index] = Verdict(label, reason, verdicts[index].score)
    return verdicts


ISLAND = 20
"""A run of content of fewer words is an island."""


def doubt_article(draft: Draft) -> Verdicts:
    """Take a page for one without an article: a few sentences among menus, and neither author nor date by them."""
    content = content_of(draft.verdicts)
    pieces = draft.page.pieces
    size = sum(len(pieces[index].text.encode("utf-8", "surrogatepass")) for index in content)
    sure = any(draft.verdicts[index].score == 1.0 for index in content)
    if not content or sure or size >= SHORTEST_ARTICLE or len(pieces) < len(content) + MENUS:
        return draft.verdicts
    near = range(max(0, content[0] - HEAD), min(content[-1] + HEAD, len(pieces)))
    if any(_is_byline(pieces[index].text, draft.hits[index]) for index in near):
        return draft.verdicts
    verdicts = list(draft.verdicts)
    for index in content:
        hit = draft.hits[index]
        verdicts[index] = Verdict(
            hit.label if hit else Label.OTHER, "too little text for an article", verdicts[index].score
        )
    return verdicts


SHORTEST_ARTICLE, MENUS = 420, 4
"""Bytes of UTF-8 of an article without author and date, some 60 English words: scripts with more bytes a character
need fewer characters. And how many pieces a page with menus has besides."""


def _is_byline(text: str, hit: Hit | None) -> bool:
    return (hit is not None and hit.label is Label.BYLINE) or shapes.is_dateline(text)


def find_copies(draft: Draft) -> Verdicts:
    """Label the second copy of a lead or paragraph."""
    seen: set[str] = set()
    verdicts = []
    for folded, verdict in zip(draft.folded, draft.verdicts, strict=True):
        text = folded if verdict.label in CONTENT and len(folded) >= COPY else ""
        if text and text in seen and verdict.score < 1.0:
            verdict = Verdict(Label.DUPLICATE, "copy of a piece above", verdict.score)
        elif text:
            seen.add(text)
        verdicts.append(verdict)
    return verdicts


def drop_dangling_headings(draft: Draft) -> Verdicts:
    """Take out a heading at the end that has no text under it: it belongs to a list that was taken out."""
    verdicts = list(draft.verdicts)
    content = content_of(verdicts)
    while len(content) > 1 and verdicts[content[-1]].label is Label.HEADING and verdicts[content[-1]].score < 1.0:
        index = content.pop()
        verdicts[index] = Verdict(Label.OTHER, "heading without text under it", verdicts[index].score)
    return verdicts
