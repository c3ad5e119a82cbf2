"""What a piece's neighbours say: PASSES turn the labeller's scores and the rules' hits into the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleaner import shapes, titles
from cleaner.document import CONTENT, Hit, Label, Page, Piece, Verdict
from cleaner.labeller import Judgement
from cleaner.words import fold

SURE = 0.8
"""A piece at least this likely to be content ends a section of boilerplate; a less likely one is part of it."""
COPY = 60
"""A content piece of this many characters that repeats one before it is a second copy, not a refrain."""
REACH = 6
"""A piece without a name takes that of a named neighbour at most this many pieces above it."""

Verdicts = list[Verdict]


class Draft(NamedTuple):
    """What every pass sees: the page, what the rules said of it, and the verdicts so far, a verdict a piece."""

    page: Page
    hits: Sequence[Hit | None]
    verdicts: Verdicts


def revise(page: Page, hits: Sequence[Hit | None], judged: Judgement) -> Verdicts:
    """Run PASSES over the first verdicts.

    Args:
        page: the page.
        hits: what the rules say, a hit or None a piece.
        judged: what the labeller says, a score and a reason a piece.

    Returns:
        A verdict a piece.
    """
    verdicts = [
        first(hit, float(score), reason) for hit, score, reason in zip(hits, judged.scores, judged.reasons, strict=True)
    ]
    for run in PASSES:
        verdicts = run(Draft(page, hits, verdicts))
    return verdicts


def first(hit: Hit | None, score: float, reason: str) -> Verdict:
    """The verdict on one piece by itself: a certain hit overrules the score, any other hit names what is taken out."""
    if hit and hit.certain:
        return Verdict(hit.label, hit.reason, 1.0 if hit.label in CONTENT else 0.0)
    if score >= 0.5:
        return Verdict(Label.PARAGRAPH, reason, score)
    if hit:
        return Verdict(hit.label, hit.reason, score)
    return Verdict(Label.OTHER, reason, score)


def find_title(draft: Draft) -> Verdicts:
    """Label the headline, and its other copies as duplicates."""
    verdicts = list(draft.verdicts)
    is_content = [verdict.label in CONTENT for verdict in verdicts]
    named = [hit is not None and hit.certain for hit in draft.hits]
    found = titles.find(draft.page, is_content, named)
    if found is None:
        return verdicts
    title = fold(draft.page.pieces[found].text)
    for index, piece in enumerate(draft.page.pieces):
        if index == found:
            verdicts[index] = Verdict(Label.TITLE, "title", verdicts[index].score)
        elif titles.is_copy(fold(piece.text), title):
            verdicts[index] = Verdict(Label.DUPLICATE, "copy of the title", verdicts[index].score)
    return verdicts


def find_copies(draft: Draft) -> Verdicts:
    """Label the second copy of a lead or paragraph."""
    seen: set[str] = set()
    verdicts = []
    for piece, verdict in zip(draft.page.pieces, draft.verdicts, strict=True):
        text = fold(piece.text) if verdict.label in CONTENT and len(piece.text) >= COPY else ""
        if text and text in seen and verdict.score < 1.0:
            verdict = Verdict(Label.DUPLICATE, "copy of a piece above", verdict.score)
        elif text:
            seen.add(text)
        verdicts.append(verdict)
    return verdicts


def spread_sections(draft: Draft) -> Verdicts:
    """Give what stands under a heading of boilerplate ("Weitere News") the heading's label, down to sure content."""
    verdicts = []
    section: Hit | None = None
    for hit, verdict in zip(draft.hits, draft.verdicts, strict=True):
        if hit and hit.opens and verdict.label not in CONTENT:
            section = hit
        elif verdict.label in (Label.TITLE, Label.DUPLICATE) or verdict.score >= SURE:
            section = None
        elif (
            section and (hit is None or not hit.certain) and verdict.label in CONTENT | {Label.OTHER, Label.NAVIGATION}
        ):
            verdict = Verdict(section.label, f"under {section.reason.removeprefix('phrase ')}", verdict.score)
        verdicts.append(verdict)
    return verdicts


def name_heads(draft: Draft) -> Verdicts:
    """Name what stands round the headline: the overline above it, author and date between it and the text."""
    verdicts = list(draft.verdicts)
    title = next((index for index, verdict in enumerate(verdicts) if verdict.label is Label.TITLE), None)
    if title is None:
        return verdicts
    pieces = draft.page.pieces
    if title and _may_be_kicker(pieces[title - 1], draft.hits[title - 1], verdicts[title - 1]):
        verdicts[title - 1] = Verdict(Label.KICKER, "short line above the title", verdicts[title - 1].score)
    for index in range(title + 1, min(title + 1 + REACH, len(pieces))):
        if verdicts[index].label in CONTENT:
            break
        if verdicts[index].label is Label.OTHER and shapes.is_signature(pieces[index].text):
            verdicts[index] = Verdict(Label.BYLINE, "name or date under the title", verdicts[index].score)
    return verdicts


def _may_be_kicker(piece: Piece, hit: Hit | None, verdict: Verdict) -> bool:
    open_to_it = verdict.label in CONTENT | {Label.OTHER, Label.NAVIGATION, Label.KICKER}
    return open_to_it and not (hit and hit.certain) and shapes.is_overline(piece.text)


def name_tags(draft: Draft) -> Verdicts:
    """Name a line of keywords: lower-case words that the article uses, without a sentence between them."""
    words: set[str] | None = None
    verdicts = []
    for piece, verdict in zip(draft.page.pieces, draft.verdicts, strict=True):
        if verdict.label in CONTENT | {Label.OTHER} and verdict.score < SURE and shapes.is_keywords(piece.text):
            words = words if words is not None else _body_words(draft)
            if all(word in words for word in piece.text.split()):
                verdict = Verdict(Label.TAGS, "keywords of the article", verdict.score)
        verdicts.append(verdict)
    return verdicts


def _body_words(draft: Draft) -> set[str]:
    body = (
        piece.text for piece, verdict in zip(draft.page.pieces, draft.verdicts, strict=True) if verdict.label in CONTENT
    )
    return {
        word.strip(".,:;!?\"'„“”()") for text in body if not shapes.is_keywords(text) for word in text.lower().split()
    }


def name_the_rest(draft: Draft) -> Verdicts:
    """Name removed pieces that nothing named: by the named piece above, else by where they stand and how they look."""
    verdicts: Verdicts = []
    above: Verdict | None = None
    distance = 0
    seen_content = False
    for piece, verdict in zip(draft.page.pieces, draft.verdicts, strict=True):
        distance += 1
        if verdict.label in CONTENT or verdict.label in NOT_SPREAD:
            seen_content |= verdict.label in CONTENT
            above = None
        elif verdict.label is not Label.OTHER:
            above, distance = verdict, 0
        elif above and distance <= REACH:
            verdict = Verdict(above.label, f"next to: {above.reason}", verdict.score)
        else:
            verdict = Verdict(_by_place(piece.text, seen_content), verdict.reason, verdict.score)
        verdicts.append(verdict)
    return verdicts


NOT_SPREAD = frozenset(
    {Label.TITLE, Label.KICKER, Label.BYLINE, Label.CREDIT, Label.TAGS, Label.DUPLICATE, Label.PAGINATION}
)
"""Labels of single lines: what stands beside such a line is not more of the same."""


def _by_place(text: str, after_content: bool) -> Label:
    words = text.count(" ") + 1
    if words <= 4:
        return Label.NAVIGATION
    if after_content and words <= 40:
        return Label.RELATED
    return Label.OTHER


def shape_content(draft: Draft) -> Verdicts:
    """Tell headings, list items, quotes, table rows and the lead among the content."""
    verdicts = list(draft.verdicts)
    content = [index for index, verdict in enumerate(verdicts) if verdict.label in CONTENT]
    pieces = draft.page.pieces
    for place, index in enumerate(content):
        following = pieces[content[place + 1]] if place + 1 < len(content) else None
        label = shapes.content_label(pieces[index], following)
        verdicts[index] = Verdict(label, verdicts[index].reason, verdicts[index].score)
    lead = _lead(draft.page.pieces, verdicts, content)
    if lead is not None:
        verdicts[lead] = Verdict(Label.LEAD, "first text under the title", verdicts[lead].score)
    return verdicts


def _lead(pieces: Sequence[Piece], verdicts: Verdicts, content: Sequence[int]) -> int | None:
    """The first content piece, where it follows the title directly and more text comes after it."""
    if len(content) < 2 or verdicts[content[0]].label is not Label.PARAGRAPH:
        return None
    title = next((index for index, verdict in enumerate(verdicts) if verdict.label is Label.TITLE), None)
    follows = title is not None and 0 < content[0] - title <= REACH
    return content[0] if follows and len(pieces[content[0]].text) <= shapes.LONGEST_LEAD else None


def drop_dangling_headings(draft: Draft) -> Verdicts:
    """Take out a heading at the end that has no text under it: it belongs to a list that was taken out."""
    verdicts = list(draft.verdicts)
    content = [index for index, verdict in enumerate(verdicts) if verdict.label in CONTENT]
    while len(content) > 1 and verdicts[content[-1]].label is Label.HEADING and verdicts[content[-1]].score < 1.0:
        index = content.pop()
        verdicts[index] = Verdict(Label.OTHER, "heading without text under it", verdicts[index].score)
    return verdicts


PASSES: tuple[Callable[[Draft], Verdicts], ...] = (
    find_title,
    find_copies,
    spread_sections,
    name_heads,
    name_tags,
    shape_content,
    drop_dangling_headings,
    name_the_rest,
)
"""In the order in which they run; each sees the verdicts of those before it."""
