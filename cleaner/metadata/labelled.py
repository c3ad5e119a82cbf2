"""What the readers of a page's text look at: its pieces by label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.document import CONTENT, Label, Page, Piece, Verdict
from cleaner.fold import without_links
from cleaner.shapes import MARK

EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)")


class Labelled(NamedTuple):
    """A page with a verdict a piece."""

    page: Page
    verdicts: Sequence[Verdict]

    def texts(self, *labels: Label) -> Iterator[str]:
        """The texts of the pieces with one of these labels, in page order."""
        return (plain(piece.text) for piece, verdict in self.pairs() if verdict.label in labels)

    def pairs(self) -> Iterator[tuple[Piece, Verdict]]:
        return zip(self.page.pieces, self.verdicts, strict=True)

    def near_text(self, *labels: Label, reach: int = 8) -> Iterator[str]:
        """The texts with one of these labels at most `reach` pieces before or after the article.

        Further away are other stories' authors and dates.
        """
        ours = [
            i for i, verdict in enumerate(self.verdicts) if verdict.label in CONTENT or verdict.label is Label.TITLE
        ]
        if not ours:
            return
        for i in range(max(0, ours[0] - reach), min(len(self.verdicts), ours[-1] + reach + 1)):
            if self.verdicts[i].label in labels:
                yield plain(self.page.pieces[i].text)


def plain(text: str) -> str:
    """A text without the mark of a list item, and without Markdown's links and emphasis."""
    if "](" in text:
        text = without_links(text)
    text = EMPHASIS.sub("", text) if "*" in text or "_" in text else text
    return MARK.sub("", text).strip()
