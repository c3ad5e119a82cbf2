"""What the markup holds together is kept together: the rows of a table, the items of a list, code, sub-headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from cleaner.document import CONTENT, Label, Markup
from cleaner.passes.draft import Draft, runs

DELIMITER = re.compile(r"\|?(?: ?:?-+:? ?\|)+(?: ?:?-+:?)? ?")
"""What stands between the head of a table in Markdown and its rows."""
ROWS, ITEMS = 0.5, 0.8
"""The share of the words of a table, and of a list, that is content already, above which the rest is too. With 0.5 for
lists, the segment F on Trafilatura's pages was 0.001 lower.
"""
LINKS = 0.5
"""The share of links up to which a piece is an item of such a list."""
HEADING, QUOTATION = 0.3, 0.15
"""How likely a heading, and a quotation, must be content between two pieces that are sure to be. Chosen on sites that
training had not seen.
"""


def keep_structures_whole(draft: Draft) -> None:
    """Keep the whole of a table or list of which most is content; and code, headings and quotations amid content."""
    if not any(label in CONTENT for label in draft.labels):
        return
    markups = _markups(draft)
    for rows in (*_written_tables(draft), *_tables(markups)):
        _keep_whole(draft, rows, ROWS, (Label.TABLE, "most of the table is content"))
    for items in _lists(markups):
        unnamed = [index for index in items if draft.hits[index] is None or draft.is_content(index)]
        _keep_whole(draft, unnamed, ITEMS, (Label.LIST_ITEM, "most of the list is content"))
    for pieces in _runs_of(markups, lambda markup: "pre" in markup.path):
        if draft.is_content(pieces[0] - 1) and draft.is_content(pieces[-1] + 1):
            _keep(draft, pieces, (Label.PARAGRAPH, "code amid the content"))
    for index, markup in markups.items():
        least = HEADING if markup.level else QUOTATION if "blockquote" in markup.path else 1.0
        if draft.scores[index] >= least and _is_amid(draft, index):
            _keep(draft, [index], (Label.PARAGRAPH, "amid the content"))


def held_together(draft: Draft, taken: Collection[int]) -> set[int]:
    """Which of the pieces that would be taken out of the content stand in a table or list of which most stays."""
    if not taken:
        return set()
    markups = _markups(draft)
    held: set[int] = set()
    for least, groups in ((ROWS, _tables(markups)), (ITEMS, _lists(markups))):
        for pieces in groups:
            stays = [index for index in pieces if draft.is_content(index) and index not in taken]
            if least * draft.words(pieces) < draft.words(stays):
                held.update(pieces)
    return held.intersection(taken)


def _is_amid(draft: Draft, index: int) -> bool:
    """Whether the pieces on either side are sure to be content. No rule knows the piece but as a word of a menu,
    "Politik", which is the heading of a section as often.
    """
    hit = draft.hits[index]
    if hit and (hit.certain or hit.label is not Label.NAVIGATION):
        return False
    return all(draft.is_content(beside) and draft.is_sure(beside) for beside in (index - 1, index + 1))


def _markups(draft: Draft) -> dict[int, Markup]:
    return {index: piece.markup for index, piece in enumerate(draft.page.pieces) if piece.markup}


def _tables(markups: dict[int, Markup]) -> Iterable[list[int]]:
    tables: dict[int, list[int]] = defaultdict(list)
    for index, markup in markups.items():
        if markup.cells:
            tables[markup.table].append(index)
    return tables.values()


def _written_tables(draft: Draft) -> Iterable[list[int]]:
    """The rows of Markdown's tables: the head above "| --- | --- |", and those below it."""
    pieces = draft.page.pieces
    for index in [index for index, text in enumerate(draft.texts) if index and DELIMITER.fullmatch(text)]:
        end = index + 1
        while end < len(pieces) and "|" in pieces[end].text and pieces[end].gap == 1:
            if DELIMITER.fullmatch(pieces[end].text):
                break
            end += 1
        if "|" in pieces[index - 1].text and pieces[index].gap == 1:
            yield [index - 1, *range(index + 1, end)]


def _lists(markups: dict[int, Markup]) -> Iterable[list[int]]:
    return _runs_of(markups, lambda markup: "li" in markup.path and markup.link_share <= LINKS)


def _runs_of(markups: dict[int, Markup], fits: Callable[[Markup], bool]) -> Iterable[list[int]]:
    return list(runs(index for index, markup in markups.items() if fits(markup)))


def _keep_whole(draft: Draft, pieces: list[int], least: float, named: tuple[Label, str]) -> None:
    whole = draft.words(pieces)
    kept = draft.words([index for index in pieces if draft.is_content(index)])
    if least * whole < kept < whole:
        _keep(draft, pieces, named)


def _keep(draft: Draft, pieces: Iterable[int], named: tuple[Label, str]) -> None:
    for index in pieces:
        if draft.labels[index] not in CONTENT and not draft.is_certain(index):
            draft.name(index, *named)
