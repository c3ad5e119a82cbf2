"""What the readers look at: a page with a label a piece, and where on it title and text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cleaner.document import CONTENT, Label, Page, Piece, Verdict
from cleaner.fold import SOFT_HYPHEN, without_links
from cleaner.shapes import MARK

PARAGRAPH = 160
"""Characters from which on a piece of content is a paragraph, and no heading or dateline."""

EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)")


@dataclass(frozen=True)
class Crawl:
    """When the page was fetched."""

    when: datetime
    has_time: bool  # whether the time of day was given too


@dataclass(frozen=True)
class Labelled:
    """A page with a verdict a piece."""

    page: Page
    verdicts: Sequence[Verdict]
    language: str | None = None  # ISO 639-1, of the body
    crawl: Crawl | None = None

    @cached_property
    def places(self) -> Mapping[Label, Sequence[int]]:
        """The indices of the pieces, by label."""
        found: dict[Label, list[int]] = {}
        for index, verdict in enumerate(self.verdicts):
            found.setdefault(verdict.label, []).append(index)
        return found

    @cached_property
    def content(self) -> Sequence[int]:
        """The indices of the pieces that make the body."""
        return sorted(index for label in CONTENT for index in self.places.get(label, ()))

    @cached_property
    def title(self) -> int | None:
        """The index of the headline, None where there is none."""
        return next(iter(self.places.get(Label.TITLE, ())), None)

    @cached_property
    def headline(self) -> int:
        """The index of the headline, or of what stands above the text where there is none: -1 at the least."""
        return self.title if self.title is not None else self.content[0] - 1 if self.content else -1

    @cached_property
    def opening(self) -> int:
        """The index of the first paragraph below the headline; where all are short, of the first piece of the text."""
        below = [index for index in self.content if index > self.headline]
        first = below[0] if below else self.headline + 1
        return next((index for index in below if len(self.page.pieces[index].text) > PARAGRAPH), first)

    def labelled(self, *labels: Label) -> Iterator[Piece]:
        """The pieces with one of these labels, in page order."""
        indices = sorted(index for label in labels for index in self.places.get(label, ()))
        return (self.page.pieces[index] for index in indices)

    def near_text(self, *labels: Label, reach: int = 8) -> Iterator[Piece]:
        """The pieces with one of these labels at most `reach` pieces before or after the article.

        Further away are other stories' authors and dates.
        """
        return (self.page.pieces[index] for index in self.near(*labels, reach=reach))

    def near(self, *labels: Label, reach: int = 8) -> Sequence[int]:
        """The indices of the pieces that near_text() gives."""
        ours = [*self.content, *([] if self.title is None else [self.title])]
        first, last = (min(ours) - reach, max(ours) + reach) if ours else (0, -1)
        return sorted(index for label in labels for index in self.places.get(label, ()) if first <= index <= last)


NUMBERED = re.compile(r"\[([^\[\]]{1,300})\]\[\d{1,4}\]|\[\d{1,4}\](?=\w)")
"""A link with a number instead of its address: "[Anna Beispiel][12]" in Markdown, "[12]Anna Beispiel" in lynx."""


def plain(text: str) -> str:
    """A text without the mark of a list item, without links of Markdown and of lynx, and without emphasis."""
    text = text.replace(SOFT_HYPHEN, "")
    if "](" in text:
        text = without_links(text)
    if "[" in text:
        text = NUMBERED.sub(r"\1", text)
    text = EMPHASIS.sub("", text) if "*" in text or "_" in text else text
    return MARK.sub("", text).strip()
