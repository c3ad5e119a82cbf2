"""What the content pieces are: headings, list items, quotes, table rows, the lead."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner import shapes, titles
from cleaner.document import Label, Piece, Verdict
from cleaner.passes.draft import HEAD, Draft, Verdicts, content_of, title_of


def shape_content(draft: Draft) -> Verdicts:
    """Tell headings, list items, quotes, table rows and the lead among the content."""
    verdicts = list(draft.verdicts)
    content = content_of(verdicts)
    pieces = draft.page.pieces
    for place, index in enumerate(content):
        below = [pieces[other] for other in content[place + 1 : place + 3]]
        text = next((piece for piece in below if titles.is_text(piece.text)), below[0] if below else None)
        label = shapes.content_label(pieces[index], text)
        verdicts[index] = Verdict(label, verdicts[index].reason, verdicts[index].score)
    lead = _lead(draft.page.pieces, verdicts, content)
    if lead is not None:
        verdicts[lead] = Verdict(Label.LEAD, "first text under the title", verdicts[lead].score)
    return verdicts


def _lead(pieces: Sequence[Piece], verdicts: Verdicts, content: Sequence[int]) -> int | None:
    """The first content piece, where it follows the title directly and more text comes after it."""
    if len(content) < 2 or verdicts[content[0]].label is not Label.PARAGRAPH:
        return None
    title = title_of(verdicts)
    follows = title is not None and 0 < content[0] - title <= HEAD
    return content[0] if follows and len(pieces[content[0]].text) <= shapes.LONGEST_LEAD else None
