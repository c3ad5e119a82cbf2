"""What the content pieces are: headings, list items, quotes, table rows, the lead."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner import shapes, titles
from cleaner.document import Label
from cleaner.passes.content import BELOW_HEADLINE
from cleaner.passes.draft import HEAD, Draft


def shape_content(draft: Draft) -> None:
    """Tell headings, list items, quotes, table rows and the lead among the content."""
    content = draft.content()
    texts = [draft.texts[index] for index in content]
    is_text = [*map(titles.is_text, texts), False, False]
    for place, index in enumerate(content):
        below = 2 if is_text[place + 2] and not is_text[place + 1] else 1
        following = texts[place + below] if place + below < len(texts) else None
        draft.labels[index] = shapes.content_label(draft.page.pieces[index], following)
    lead = _lead(draft, content)
    if lead is not None:
        draft.name(lead, Label.LEAD, "first text under the title")


def _lead(draft: Draft, content: Sequence[int]) -> int | None:
    """The first content piece, where it follows the title directly and more text comes after it."""
    if len(content) < 2 or (
        draft.labels[content[0]] is not Label.PARAGRAPH and draft.reasons[content[0]] != BELOW_HEADLINE
    ):
        return None
    title = draft.title()
    follows = title is not None and 0 < content[0] - title <= HEAD
    return content[0] if follows and len(draft.texts[content[0]]) <= shapes.LONGEST_LEAD else None
