"""What a piece's neighbours say: PASSES turn the labeller's scores and the rules' hits into the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaner.document import Hit, Page
from cleaner.labeller import Judgement
from cleaner.passes.content import (
    doubt_article,
    drop_dangling_headings,
    drop_islands,
    extend_content,
    find_copies,
    keep_clean_text,
    keep_lists_whole,
)
from cleaner.passes.draft import Draft, Verdicts, first
from cleaner.passes.naming import (
    find_title,
    name_heads,
    name_menus,
    name_rankings,
    name_tags,
    name_the_rest,
    spread_sections,
)
from cleaner.passes.shaping import shape_content
from cleaner.words import fold_all


def revise(page: Page, hits: Sequence[Hit | None], judged: Judgement) -> Verdicts:
    """Run PASSES over the first verdicts.

    Args:
        page: the page.
        hits: what the rules say, a hit or None a piece.
        judged: what the labeller says, a score and a reason a piece.

    Returns:
        A verdict a piece.
    """
    verdicts = [
        first(hit, float(score), reason) for hit, score, reason in zip(hits, judged.scores, judged.reasons, strict=True)
    ]
    folded = fold_all([piece.text for piece in page.pieces])
    for run in PASSES:
        verdicts = run(Draft(page, folded, hits, verdicts))
    return verdicts


PASSES: tuple[Callable[[Draft], Verdicts], ...] = (
    extend_content,
    keep_lists_whole,
    keep_clean_text,
    drop_islands,
    doubt_article,
    find_title,
    find_copies,
    name_menus,
    spread_sections,
    name_heads,
    name_tags,
    name_rankings,
    shape_content,
    drop_dangling_headings,
    name_the_rest,
)
"""In the order in which they run; each sees the verdicts of those before it."""
