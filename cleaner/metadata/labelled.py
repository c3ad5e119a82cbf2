"""What the readers of a page's text look at: its pieces by label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.document import CONTENT, Label, Page, Piece, Verdict
from cleaner.fold import without_links
from cleaner.shapes import MARK

EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)")


@dataclass(frozen=True)
class Labelled:
    """A page with a verdict a piece."""

    page: Page
    verdicts: Sequence[Verdict]

    @cached_property
    def places(self) -> Mapping[Label, list[int]]:
        """The indices of the pieces by their labels."""
        found: dict[Label, list[int]] = {}
        for index, verdict in enumerate(self.verdicts):
            found.setdefault(verdict.label, []).append(index)
        return found

    def texts(self, *labels: Label) -> Iterator[str]:
        """The texts of the pieces with one of these labels, in page order."""
        places = sorted(place for label in labels for place in self.places.get(label, ()))
        return (plain(self.page.pieces[place].text) for place in places)

    def pairs(self) -> Iterator[tuple[Piece, Verdict]]:
        return zip(self.page.pieces, self.verdicts, strict=True)

    def near_text(self, label: Label, reach: int = 8) -> Iterator[str]:
        """The texts with a label at most `reach` pieces before or after the article.

        Further away are other stories' authors and dates.
        """
        ours = [places for kept, places in self.places.items() if kept in CONTENT or kept is Label.TITLE]
        if ours:
            first, last = min(places[0] for places in ours) - reach, max(places[-1] for places in ours) + reach
            near = [place for place in self.places.get(label, ()) if first <= place <= last]
            yield from (plain(self.page.pieces[place].text) for place in near)


def plain(text: str) -> str:
    """A text without the mark of a list item, and without Markdown's links and emphasis."""
    if "](" in text:
        text = without_links(text)
    text = EMPHASIS.sub("", text) if "*" in text or "_" in text else text
    return MARK.sub("", text).strip()
