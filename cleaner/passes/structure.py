"""What the markup holds together is kept together: the rows of a table, the items of a list, code and quotations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from cleaner.document import CONTENT, Label, Markup
from cleaner.passes.draft import Draft, runs, word_count

MOST = 0.5
"""The share of the words of a table or list that is content already, above which the rest is too."""
SET_APART = frozenset({"pre", "blockquote"})


def keep_structures_whole(draft: Draft) -> None:
    """Keep the whole of a table or list of which most is content, and code and quotations amid the content."""
    markups = {index: piece.markup for index, piece in enumerate(draft.page.pieces) if piece.markup}
    if not any(label in CONTENT for label in draft.labels):
        return
    tables: dict[int, list[int]] = defaultdict(list)
    for index, markup in markups.items():
        if markup.cells:
            tables[markup.table].append(index)
    for rows in tables.values():
        _keep_whole(draft, rows, Label.TABLE, "most of the table is content")
    for items in _runs_of(markups, lambda markup: "li" in markup.path and markup.link_share <= MOST):
        _keep_whole(draft, items, Label.LIST_ITEM, "most of the list is content")
    for pieces in _runs_of(markups, lambda markup: not SET_APART.isdisjoint(markup.path[-3:])):
        if _is_content(draft, pieces[0] - 1) and _is_content(draft, pieces[-1] + 1):
            _keep(draft, pieces, Label.QUOTE, "set apart amid the content")


def _runs_of(markups: dict[int, Markup], fits: Callable[[Markup], bool]) -> Iterable[list[int]]:
    return list(runs(index for index, markup in markups.items() if fits(markup)))


def _is_content(draft: Draft, index: int) -> bool:
    return 0 <= index < len(draft.labels) and draft.labels[index] in CONTENT


def _keep_whole(draft: Draft, pieces: list[int], label: Label, reason: str) -> None:
    kept, whole = (
        sum(word_count(draft.texts[index]) for index in pieces if everything or draft.labels[index] in CONTENT)
        for everything in (False, True)
    )
    if MOST * whole < kept < whole:
        _keep(draft, pieces, label, reason)


def _keep(draft: Draft, pieces: Iterable[int], label: Label, reason: str) -> None:
    for index in pieces:
        if draft.labels[index] not in CONTENT and not draft.is_certain(index):
            draft.name(index, label, reason)
