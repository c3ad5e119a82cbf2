"""What the markup holds together is kept together: the rows of a table, the items of a list, code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from cleaner.document import CONTENT, Label, Markup
from cleaner.passes.draft import Draft, runs, word_count

ROWS, ITEMS = 0.5, 0.8
"""The share of the words of a table, and of a list, that is content already, above which the rest is too. With 0.5 for
lists, the segment F on Trafilatura's pages was 0.001 lower.
"""
LINKS = 0.5
"""The share of links up to which a piece is an item of such a list."""


def keep_structures_whole(draft: Draft) -> None:
    """Keep the whole of a table or list of which most is content, and code amid the content."""
    markups = {index: piece.markup for index, piece in enumerate(draft.page.pieces) if piece.markup}
    if not any(label in CONTENT for label in draft.labels):
        return
    tables: dict[int, list[int]] = defaultdict(list)
    for index, markup in markups.items():
        if markup.cells:
            tables[markup.table].append(index)
    for rows in tables.values():
        _keep_whole(draft, rows, ROWS, (Label.TABLE, "most of the table is content"))
    for items in _runs_of(markups, lambda markup: "li" in markup.path and markup.link_share <= LINKS):
        unnamed = [index for index in items if draft.hits[index] is None or _is_content(draft, index)]
        _keep_whole(draft, unnamed, ITEMS, (Label.LIST_ITEM, "most of the list is content"))
    for pieces in _runs_of(markups, lambda markup: "pre" in markup.path):
        if _is_content(draft, pieces[0] - 1) and _is_content(draft, pieces[-1] + 1):
            _keep(draft, pieces, (Label.PARAGRAPH, "code amid the content"))


def _runs_of(markups: dict[int, Markup], fits: Callable[[Markup], bool]) -> Iterable[list[int]]:
    return list(runs(index for index, markup in markups.items() if fits(markup)))


def _is_content(draft: Draft, index: int) -> bool:
    return 0 <= index < len(draft.labels) and draft.labels[index] in CONTENT


def _keep_whole(draft: Draft, pieces: list[int], least: float, named: tuple[Label, str]) -> None:
    whole = sum(word_count(draft.texts[index]) for index in pieces)
    kept = sum(word_count(draft.texts[index]) for index in pieces if draft.labels[index] in CONTENT)
    if least * whole < kept < whole:
        _keep(draft, pieces, named)


def _keep(draft: Draft, pieces: Iterable[int], named: tuple[Label, str]) -> None:
    for index in pieces:
        if draft.labels[index] not in CONTENT and not draft.is_certain(index):
            draft.name(index, *named)
