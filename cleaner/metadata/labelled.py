"""What the readers of a page's text look at: its pieces by label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.document import CONTENT, Label, Page, Piece, Verdict


class Labelled(NamedTuple):
    """A page with a verdict a piece."""

    page: Page
    verdicts: Sequence[Verdict]

    def texts(self, *labels: Label) -> Iterator[str]:
        """The texts of the pieces with one of these labels, in page order."""
        return (piece.text for piece, verdict in self.pairs() if verdict.label in labels)

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
                yield self.page.pieces[i].text
