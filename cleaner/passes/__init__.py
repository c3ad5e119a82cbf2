"""What a piece's neighbours say: PASSES turn the labeller's scores and the rules' hits into the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaner.document import Hit, Page, Verdict
from cleaner.labeller import Judgement
from cleaner.memory.seen import NONE, Memories
from cleaner.passes.content import (
    believe_stated,
    drop_bylines,
    drop_dangling_headings,
    drop_datelines,
    drop_islands,
    drop_known_ends,
    extend_content,
    find_copies,
    keep_clean_text,
    keep_lists_whole,
    keep_standfirst,
)
from cleaner.passes.draft import Draft, begin
from cleaner.passes.memory import cite, recall
from cleaner.passes.naming import (
    find_title,
    name_heads,
    name_menus,
    name_rankings,
    name_tags,
    name_the_rest,
    spread_sections,
)
from cleaner.passes.pages import KINDS, TOO_LITTLE, doubt_article, tell_no_article
from cleaner.passes.shaping import shape_content
from cleaner.passes.structure import keep_structures_whole


def revise(page: Page, hits: Sequence[Hit | None], judged: Judgement, memories: Memories = NONE) -> list[Verdict]:
    """Run PASSES over the first verdicts.

    Args:
        page: the page.
        hits: what the rules say, a hit or None a piece.
        judged: what the labeller says, a score and a reason a piece.
        memories: what is known of the page's site.

    Returns:
        A verdict a piece.
    """
    draft = begin(page, hits, judged, memories)
    for run in PASSES:
        run(draft)
    return draft.verdicts()


PASSES: tuple[Callable[[Draft], None], ...] = (
    drop_known_ends,
    drop_datelines,
    extend_content,
    keep_lists_whole,
    keep_structures_whole,
    keep_clean_text,
    drop_islands,
    believe_stated,
    tell_no_article,
    doubt_article,
    find_title,
    drop_bylines,
    keep_standfirst,
    find_copies,
    name_menus,
    spread_sections,
    recall,
    name_heads,
    name_tags,
    name_rankings,
    shape_content,
    drop_dangling_headings,
    name_the_rest,
    cite,
)
"""In the order in which they run; each sees what those before it have changed."""

NO_ARTICLE = frozenset({TOO_LITTLE, *(reason for reason, _, _ in KINDS)})
"""Reasons of pieces that say why there is no article."""
