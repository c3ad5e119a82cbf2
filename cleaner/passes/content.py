"""Which pieces are content, seen with their neighbours: gaps, islands, copies."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from cleaner import shapes
from cleaner.document import CONTENT, Hit, Label, Piece
from cleaner.passes.draft import Draft, is_class, may_look_so, runs

COPY = 60
"""A content piece of this many characters that repeats one before it is a second copy, not a refrain."""


def extend_content(draft: Draft) -> None:
    """Let content go on, upwards and downwards, over pieces that no rule knows and that the labeller is not sure about.

    Two thresholds, the lower one beside what has passed the higher one, are hysteresis as in J. Canny's edge detector
    (1986). What is added ends in a sentence or a list item, and begins with one or a heading: any other
    short line at its ends is a caption or a prompt. Where enough of a page is sure, what is doubtful at the ends of its
    text are captions, teasers and prompts: of page text only gaps are closed then, and the line above the text added;
    of HTML nothing is.
    """
    least = DOUBTFUL[draft.page.kind]
    doubtful = [
        index
        for index, score in enumerate(draft.scores)
        if score >= least and draft.hits[index] is None and draft.labels[index] not in CONTENT
    ]
    if _is_clear(draft, least):
        doubtful = _close_by(draft, doubtful) if draft.page.kind == "text" else []
    for step, order in ((1, doubtful), (-1, doubtful[::-1])):
        _extend(draft, order, step)
        _trim(draft, order[::-1], step)


DOUBTFUL = {"text": 0.25, "html": 0.15}
"""The lower threshold beside the higher one of 0.5. Chosen on sites that training had not seen."""
CLEAR = {"text": 0.4, "html": 0.7}
"""Share of the words above the lower threshold that stand in sure pieces. Chosen on sites that training had not seen:
without it, Fundus is 0.005 lower in HTML, daniel and WCXB 0.0006, Trafilatura's set 0.001 higher; in page text the
corpora are up to 0.002 lower, pages that were written to train on 0.008.
"""
GOES_ON = "goes on with the content beside it"


def _is_clear(draft: Draft, least: float) -> bool:
    some = [index for index, score in enumerate(draft.scores) if score >= least]
    return draft.words(filter(draft.is_sure, some)) >= CLEAR[draft.page.kind] * draft.words(some)


def _close_by(draft: Draft, doubtful: Sequence[int]) -> list[int]:
    """Those of the pieces that stand, as a run, between content pieces, and the one right above the first of all."""
    above = next((index for index, label in enumerate(draft.labels) if label in CONTENT), 0) - 1
    between = (run for run in runs(doubtful) if draft.is_content(run[0] - 1) and draft.is_content(run[-1] + 1))
    return [*(index for index in doubtful if index == above), *chain.from_iterable(between)]


def _extend(draft: Draft, order: Sequence[int], step: int) -> None:
    for index in order:
        is_byline = step < 0 and shapes.is_dateline(draft.texts[index])
        if draft.is_content(index - step) and not draft.is_content(index) and not is_byline:
            draft.name(index, Label.PARAGRAPH, GOES_ON)


def _trim(draft: Draft, order: Sequence[int], step: int) -> None:
    for index in order:
        if draft.reasons[index] == GOES_ON and not draft.is_content(index + step):
            text = draft.texts[index]
            if not shapes.is_text_like(text) and not (step < 0 and shapes.may_head(text)):
                draft.name(index, Label.OTHER, "a short line at the end of the text")


def drop_known_ends(draft: Draft) -> None:
    """Take out a short line at the end of a run of content that some rule knows, "dpa/lwk" or "Read on", or an author's
    line at its beginning.
    """
    content = draft.content()
    for step, order in ((1, content[::-1]), (-1, content)):
        for index in order:
            hit = draft.hits[index]
            if hit and not draft.is_content(index + step) and _is_known(draft, index, hit, step):
                draft.name(index, hit.label, hit.reason)


def _is_known(draft: Draft, index: int, hit: Hit, step: int) -> bool:
    ends, text = hit.label not in CONTENT if step > 0 else hit.label is Label.BYLINE, draft.texts[index]
    is_short = not shapes.is_text_like(text) and shapes.word_count(text) <= LONGEST_END
    if is_class(hit) and draft.scores[index] >= CLASSED:
        return False
    return ends and is_short and not may_look_so(draft.page.pieces[index])


LONGEST_END = 20
"""Words."""
CLASSED = 0.7
"""How likely a line must be content to stay whatever its class says. On sites that training had not seen, 150 of 194
such lines that were at least 0.8 sure were article text.
"""


def drop_datelines(draft: Draft) -> None:
    """Take out short lines with a day in them above all text: who wrote it, and when."""
    content = draft.content()
    for index in content[:-1]:
        is_line = shapes.is_dateline(draft.texts[index]) and not shapes.is_text_like(draft.texts[index])
        if not is_line or draft.is_certain(index):
            return
        draft.name(index, Label.BYLINE, "a day above the text")


def drop_bylines(draft: Draft) -> None:
    """Take out the short lines right under the headline that some rule knows as the author's or the day's."""
    title, content = draft.title(), draft.content()
    index = len(draft.labels) if title is None else title + 1
    while draft.is_content(index) and index < content[-1]:
        hit, text = draft.hits[index], draft.texts[index]
        if hit is None or hit.label is not Label.BYLINE or shapes.is_text_like(text):
            return
        draft.name(index, *hit[:2])
        index += 1


def keep_lists_whole(draft: Draft) -> None:
    """Take the items of a list for content if most of them are."""
    for run in runs([index for index, text in enumerate(draft.texts) if shapes.is_marked(text)]):
        items = [index for index in run if draft.hits[index] is None]
        others = [index for index in items if draft.labels[index] not in CONTENT]
        if 2 * len(others) < len(items):
            for index in others:
                draft.name(index, Label.LIST_ITEM, "most of the list is content")


def keep_clean_text(draft: Draft) -> None:
    """Keep the whole of a text that was clean before: the labeller would take out little, and is sure of none of it.

    No rule may know it, either, and it may have no menu; of most languages the rules know nothing but that.
    """
    if any(piece.markup and piece.markup.link_share for piece in draft.page.pieces):
        return  # a whole page: it has menus
    removed = [index for index, label in enumerate(draft.labels) if label not in CONTENT]
    if any(draft.scores[index] < BOILERPLATE for index in removed) or any(draft.menus(removed)):
        return
    if any(draft.hits[index] and not _is_between(index, draft) for index in removed):
        return
    if draft.words(removed) <= CLEAN * draft.words(range(len(draft.texts))):
        for index in removed:
            draft.name(index, Label.PARAGRAPH, "in a text without boilerplate")


def _is_between(index: int, draft: Draft) -> bool:
    """Whether a piece stands alone among content: a sub-heading "Disclaimer", or one that is a date."""
    return draft.is_content(index - 1) and draft.is_content(index + 1) and not draft.is_certain(index)


CLEAN = 0.5
"""Share of the words. Chosen from 0.3 to 0.6 on the same fold; it matters for text that was extracted once already."""
BOILERPLATE = 0.1
"""A piece this unlikely to be content is none in any language. Chosen from 0.02 to 0.15 on sites that training had not
seen: hardly a page text has no such piece, text that was extracted once already seldom has one.
"""


def drop_islands(draft: Draft) -> None:
    """Take out a few words far from the text that the labeller is not sure about."""
    kept = list(runs(draft.content()))
    sizes = list(map(draft.words, kept))
    longest = max(sizes, default=0)
    for run, size in zip(kept, sizes, strict=True):
        if size < ISLAND < longest and not any(map(draft.is_sure, run)) and not _is_beside(draft, run):
            for index in run:
                hit = draft.hits[index]
                draft.name(index, *(hit[:2] if hit else (Label.OTHER, "a few words far from the text")))


ISLAND = 20
"""A run of content of fewer words is an island."""


def _is_beside(draft: Draft, run: Sequence[int]) -> bool:
    """Whether in page text a run of sentences that no rule knows is but a line from the text: an ad word is no sea."""
    if draft.page.kind == "html" or any(draft.hits[index] or not _is_sentence(draft.texts[index]) for index in run):
        return False
    return draft.is_content(run[0] - 2) or draft.is_content(run[-1] + 2)


def _is_sentence(text: str) -> bool:
    return text.rstrip(shapes.CLOSERS).endswith(tuple(shapes.SENTENCE_ENDS))


def believe_stated(draft: Draft) -> None:
    """Where nothing is content, take what the page's own data give as the body of the article."""
    if draft.content() or draft.page.kind == "text":
        return
    markups = [piece.markup for piece in draft.page.pieces]
    stated = [index for index, markup in enumerate(markups) if markup and markup.stated >= STATED]
    stated = [index for index in stated if draft.hits[index] is None]
    if sum(len(draft.texts[index]) for index in stated) >= SHORTEST_STATED:
        for index in stated:
            draft.name(index, Label.PARAGRAPH, "stated as the article's body")


STATED = 0.9
"""Share of a piece's words that stand in the articleBody."""
SHORTEST_STATED = 500
"""Characters."""


def keep_standfirst(draft: Draft) -> None:
    """Keep a sentence or two right below the headline: author, date or a picture may stand between them and the text.

    Few pages have one, and some corpora leave it out, so that the labeller's score says little of it.
    """
    title, content = draft.title(), draft.content()
    first = next((index for index in content if title is not None and index > title), None)
    if title is None or first is None or first - title > FARTHEST_TEXT:
        return
    own = draft.hits[title]
    unknown = [index for index in range(title + 1, first) if _may_be_standfirst(draft, index, own)]
    for index in [index for index in unknown if not shapes.is_dateline(draft.texts[index])][:BELOW_TITLE]:
        if _is_standfirst(draft.page.pieces[index]):
            draft.name(index, Label.PARAGRAPH, BELOW_HEADLINE)
            return


def _may_be_standfirst(draft: Draft, index: int, own: Hit | None) -> bool:
    """Whether all that a rule says of a piece is true of the headline too, that both stand in the header, or is a class
    that standfirsts have as well: "teaser", "header".
    """
    hit = draft.hits[index]
    is_shared = hit is not None and own is not None and hit.reason == own.reason and not hit.certain
    return hit is None or is_shared or (is_class(hit) and hit.label in (Label.NAVIGATION, Label.RELATED))


def _is_standfirst(piece: Piece) -> bool:
    text, markup = piece.text, piece.markup
    if shapes.is_marked(text) or (markup and (markup.link_share > LINKED or "figure" in markup.path)):
        return False
    words = shapes.word_count(text)
    is_heading = markup is not None and markup.level > 0
    return (words >= STANDFIRST and text[-1] in shapes.SENTENCE_ENDS) or (is_heading and words >= LONG_HEADING)


BELOW_HEADLINE = "sentences between headline and text"
FARTHEST_TEXT, BELOW_TITLE = 24, 3
"""How many pieces below the headline the text begins at most; among how many that no rule knows its standfirst is."""
STANDFIRST, LONG_HEADING = 12, 8
"""How many words a standfirst has at least; one that is marked up as a heading, and may end without a full stop."""
LINKED = 0.4
"""A piece of which so much is linked leads elsewhere."""


def find_copies(draft: Draft) -> None:
    """Label the second copy of a lead or paragraph."""
    seen: set[str] = set()
    for index in draft.content():
        text = draft.folded[index]
        if text in seen and draft.scores[index] < 1.0:
            draft.name(index, Label.DUPLICATE, "copy of a piece above")
        elif len(text) >= COPY:
            seen.add(text)


def drop_dangling_headings(draft: Draft) -> None:
    """Take out a heading at the end that has no text under it: it belongs to a list that was taken out."""
    content = draft.content()
    while len(content) > 1 and draft.labels[content[-1]] is Label.HEADING and draft.scores[content[-1]] < 1.0:
        draft.name(content.pop(), Label.OTHER, "heading without text under it")
