"""What the passes work on, and what more than one of them asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaner.document import CONTENT, Hit, Label, Page, Piece, Verdict
from cleaner.labeller import Judgement
from cleaner.memory.seen import NONE, Known, Memories
from cleaner.shapes import MARKDOWN_HEADING, is_menu_item, word_count

SURE = {"text": 0.75, "html": 0.8}
"""A piece at least this likely to be content ends a section of boilerplate; a less likely one is part of it."""
BEYOND_DOUBT = 0.9
"""A piece at least this likely to be content is no teaser in HTML, and makes an article of however short a page."""
HEAD = 12
"""Author and date stand in the first pieces under the title."""

HINTED = {"text": 0.7, "html": 0.5}
"""How likely a piece must be content that some rule knows as boilerplate. Chosen on sites that training had not seen:
the class of an element says less than a phrase does.
"""

KEPT = CONTENT | {Label.TITLE}
SHORTEST_MENU = 4
"""Lines in a row, each as short as a menu's items are."""


@dataclass(slots=True)
class Draft:
    """The verdicts while they are revised. The passes change labels and reasons in place, recall() scores too.

    Each list has a value a piece; most passes change a few of them.
    """

    texts: Sequence[str]
    folded: Sequence[str]  # the texts as phrases are compared with them, see fold.fold()
    hits: Sequence[Hit | None]
    labels: list[Label]
    reasons: list[str]
    scores: list[float]
    page: Page
    known: Mapping[int, Known]  # the pieces that are boilerplate by what is known of the site, by their indices
    site_pages: int  # how many pages of the site are known
    sizes: Sequence[int]  # about how many words each piece has

    def name(self, index: int, label: Label, reason: str) -> None:
        """Give a piece another verdict."""
        self.labels[index] = label
        self.reasons[index] = reason

    def content(self) -> list[int]:
        """The indices of the content pieces."""
        return [index for index, label in enumerate(self.labels) if label in CONTENT]

    def is_content(self, index: int) -> bool:
        """Whether there is a piece of that index, and it is content."""
        return 0 <= index < len(self.labels) and self.labels[index] in CONTENT

    def words(self, indices: Iterable[int]) -> int:
        """About how many words these pieces have."""
        return sum(self.sizes[index] for index in indices)

    def title(self) -> int | None:
        """The index of the headline."""
        return self.labels.index(Label.TITLE) if Label.TITLE in self.labels else None

    def first_kept(self) -> int:
        """The index of the headline or the first content piece, the number of pieces where there is neither."""
        return next((index for index, label in enumerate(self.labels) if label in KEPT), len(self.labels))

    def menus(self, indices: Iterable[int]) -> Iterator[list[int]]:
        """The runs of short lines among these pieces that are long enough to be menus."""
        short = runs([index for index in indices if is_menu_item(self.texts[index])])
        return (run for run in short if len(run) >= SHORTEST_MENU)

    def is_sure(self, index: int) -> bool:
        """Whether the labeller is sure that a piece is content."""
        return self.scores[index] >= SURE[self.page.kind]

    def is_certain(self, index: int) -> bool:
        """Whether a certain hit has decided on a piece."""
        hit = self.hits[index]
        return hit is not None and hit.certain

    def verdicts(self) -> list[Verdict]:
        return list(map(Verdict, self.labels, self.reasons, self.scores))


def begin(page: Page, hits: Sequence[Hit | None], judged: Judgement, memories: Memories = NONE) -> Draft:
    """The verdict on each piece by itself: a certain hit overrules the score, any other names what is taken out."""
    scores: list[float] = judged.scores.tolist()
    labels = [Label.PARAGRAPH if score >= 0.5 else Label.OTHER for score in scores]
    reasons = list(judged.reasons)
    for index, hit in enumerate(hits):
        if hit and (hit.certain or scores[index] < (0.5 if may_look_so(page.pieces[index]) else HINTED[page.kind])):
            labels[index], reasons[index] = hit.label, hit.reason
        if hit and hit.certain:
            scores[index] = 1.0 if hit.label in CONTENT else 0.0
    texts = [piece.text for piece in page.pieces]
    sizes = list(map(word_count, texts))
    return Draft(texts, page.folded, hits, labels, reasons, scores, page, memories.known, memories.pages, sizes)


def may_look_so(piece: Piece) -> bool:
    """Whether content often looks like boilerplate here: a row of a table, or a heading of one word in Markdown.

    Articles on disclaimers have such headings; prompts have more words.
    """
    in_table = piece.markup is not None and "tr" in piece.markup.path
    return in_table or (piece.text.count(" ") == 1 and MARKDOWN_HEADING.match(piece.text) is not None)


def is_class(hit: Hit) -> bool:
    """Whether it is a class of the element that says so, which says less than a phrase does."""
    return hit.reason.startswith("markup ")


def runs(indices: Iterable[int]) -> Iterator[list[int]]:
    """The runs of indices that follow each other without a gap."""
    run: list[int] = []
    for index in indices:
        if run and index > run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
