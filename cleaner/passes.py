"""What a piece's neighbours say: PASSES turn the labeller's scores and the rules' hits into the verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from cleaner import shapes, titles
from cleaner.document import CONTENT, Hit, Label, Page, Piece, Verdict
from cleaner.labeller import Judgement
from cleaner.words import fold_all

SURE = 0.8
"""A piece at least this likely to be content ends a section of boilerplate; a less likely one is part of it."""
COPY = 60
"""A content piece of this many characters that repeats one before it is a second copy, not a refrain."""
REACH = 6
"""A piece without a name takes that of a named neighbour at most this many pieces above it."""

Verdicts = list[Verdict]


class Draft(NamedTuple):
    """What every pass sees: the page, what the rules said of it, and the verdicts so far, a verdict a piece."""

    page: Page
    folded: Sequence[str]  # the pieces as phrases are compared with them, see words.fold()
    hits: Sequence[Hit | None]
    verdicts: Verdicts


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


def first(hit: Hit | None, score: float, reason: str) -> Verdict:
    """The verdict on one piece by itself: a certain hit overrules the score, any other hit names what is taken out."""
    if hit and hit.certain:
        return Verdict(hit.label, hit.reason, 1.0 if hit.label in CONTENT else 0.0)
    if score >= 0.5:
        return Verdict(Label.PARAGRAPH, reason, score)
    if hit:
        return Verdict(hit.label, hit.reason, score)
    return Verdict(Label.OTHER, reason, score)


def close_gaps(draft: Draft) -> Verdicts:
    """Take back a piece or two between content pieces that no rule knows and that the labeller is not sure about."""
    verdicts = list(draft.verdicts)
    content = [index for index, verdict in enumerate(verdicts) if verdict.label in CONTENT]
    for before, after in pairwise(content):
        if 1 < after - before <= 1 + GAP:
            for index in range(before + 1, after):
                if draft.hits[index] is None and verdicts[index].score >= DOUBTFUL:
                    verdicts[index] = Verdict(Label.PARAGRAPH, "stands between content", verdicts[index].score)
    return verdicts


GAP = 2
DOUBTFUL = 0.1
"""Swept over gaps of 1 to 3 and scores of 0 to 0.3 on pages that training had not seen: the best balance."""


def keep_clean_text(draft: Draft) -> Verdicts:
    """Keep the whole of a text that was clean before: the labeller would take out little, and no rule knows it."""
    removed = [index for index, verdict in enumerate(draft.verdicts) if verdict.label not in CONTENT]
    words = [piece.text.count(" ") + 1 for piece in draft.page.pieces]
    known = any(draft.hits[index] for index in removed if not _is_between(index, draft))
    if known or sum(words[index] for index in removed) > CLEAN * sum(words):
        return draft.verdicts
    verdicts = list(draft.verdicts)
    for index in removed:
        verdicts[index] = Verdict(Label.PARAGRAPH, "in a text without boilerplate", verdicts[index].score)
    return verdicts


def _is_between(index: int, draft: Draft) -> bool:
    """Whether a piece stands alone among content: a sub-heading "Disclaimer", or one that is a date."""
    around = draft.verdicts[max(0, index - 1) : index] + draft.verdicts[index + 1 : index + 2]
    return (
        len(around) == 2
        and all(verdict.label in CONTENT for verdict in around)
        and not titles.is_certain(draft.hits[index])
    )


CLEAN = 0.3
"""Swept from 0.1 to 0.5 on pages that training had not seen; it matters for text that was extracted once already."""


def drop_islands(draft: Draft) -> Verdicts:
    """Take out a few words far from the text that the labeller is not sure about."""
    verdicts = list(draft.verdicts)
    runs = [
        list(run) for kept, run in groupby(range(len(verdicts)), lambda index: verdicts[index].label in CONTENT) if kept
    ]
    sizes = [sum(draft.page.pieces[index].text.count(" ") + 1 for index in run) for run in runs]
    for run, size in zip(runs, sizes, strict=True):
        if size < ISLAND < max(sizes) and max(verdicts[index].score for index in run) < SURE:
            for index in run:
                hit = draft.hits[index]
                label, reason = (hit.label, hit.reason) if hit else (Label.OTHER, "a few words far from the text")
                verdicts[index] = Verdict(label, reason, verdicts[index].score)
    return verdicts


ISLAND = 20
"""A run of content of fewer words is an island."""


def doubt_article(draft: Draft) -> Verdicts:
    """Take a page for one without an article: a few sentences among menus, and neither author nor date by them."""
    content = [index for index, verdict in enumerate(draft.verdicts) if verdict.label in CONTENT]
    pieces = draft.page.pieces
    words = sum(pieces[index].text.count(" ") + 1 for index in content)
    sure = any(draft.verdicts[index].score == 1.0 for index in content)
    if not content or sure or words >= SHORTEST_ARTICLE or len(pieces) < 2 * len(content) + MENUS:
        return draft.verdicts
    near = range(max(0, content[0] - HEAD), min(content[-1] + HEAD, len(pieces)))
    if any(_is_byline(pieces[index].text, draft.hits[index]) for index in near):
        return draft.verdicts
    verdicts = list(draft.verdicts)
    for index in content:
        hit = draft.hits[index]
        verdicts[index] = Verdict(
            hit.label if hit else Label.OTHER, "too little text for an article", verdicts[index].score
        )
    return verdicts


SHORTEST_ARTICLE, MENUS = 60, 4
"""Words of an article without author and date; and pieces more than those taken out that a page with menus has."""


def _is_byline(text: str, hit: Hit | None) -> bool:
    return (hit is not None and hit.label is Label.BYLINE) or shapes.is_dateline(text)


def find_title(draft: Draft) -> Verdicts:
    """Label the headline, and its other copies as duplicates."""
    verdicts = list(draft.verdicts)
    is_content = [verdict.label in CONTENT for verdict in verdicts]
    found = titles.find(draft.page, draft.folded, is_content, draft.hits)
    if found is None:
        return verdicts
    title = draft.folded[found]
    for index, text in enumerate(draft.folded):
        if index == found:
            verdicts[index] = Verdict(Label.TITLE, "title", verdicts[index].score)
        elif titles.is_copy(text, title) and not titles.is_certain(draft.hits[index]):
            verdicts[index] = Verdict(Label.DUPLICATE, "copy of the title", verdicts[index].score)
    return verdicts


def find_copies(draft: Draft) -> Verdicts:
    """Label the second copy of a lead or paragraph."""
    seen: set[str] = set()
    verdicts = []
    for folded, verdict in zip(draft.folded, draft.verdicts, strict=True):
        text = folded if verdict.label in CONTENT and len(folded) >= COPY else ""
        if text and text in seen and verdict.score < 1.0:
            verdict = Verdict(Label.DUPLICATE, "copy of a piece above", verdict.score)
        elif text:
            seen.add(text)
        verdicts.append(verdict)
    return verdicts


def name_menus(draft: Draft) -> Verdicts:
    """Take a run of short lines for a menu: above the text whatever single words in it say, below it by what they say.

    "Kurse" and "Forum" are items of a menu above the headline, and headings of sections below the text.
    """
    verdicts = list(draft.verdicts)
    text = _first_content(verdicts)
    for run in _short_runs(draft):
        hits = [draft.hits[index] for index in run]
        named = Counter(hit.label for hit in hits if hit)
        label, count = named.most_common(1)[0] if named else (Label.NAVIGATION, 0)
        above = run[-1] < text
        if (label in NOT_MENU and 2 * count >= len(run)) or (not above and label not in FOOTER):
            continue
        for index, hit in zip(run, hits, strict=True):
            if hit is None or (above and (not hit.certain or hit.label in LOOSE)):
                verdicts[index] = Verdict(Label.NAVIGATION, MENU, verdicts[index].score)
    return verdicts


def _first_content(verdicts: Verdicts) -> int:
    found = (index for index, verdict in enumerate(verdicts) if verdict.label in CONTENT | {Label.TITLE})
    return next(found, len(verdicts))


MENU = "run of short lines"
SHORTEST_MENU = 4
FOOTER = frozenset({Label.NAVIGATION, Label.DISCLAIMER})
NOT_MENU = frozenset({Label.COOKIE_NOTICE, Label.SHARING, Label.PAGINATION, Label.TAGS})
LOOSE = frozenset(
    {Label.ADVERTISEMENT, Label.SUBSCRIPTION, Label.COMMENTS, Label.RELATED, Label.TICKER, Label.BYLINE, Label.KICKER}
)
"""Labels whose words are menu items as often: "Anzeigen", "Abo", "Leserbriefe"."""


def _short_runs(draft: Draft) -> Iterator[list[int]]:
    run: list[int] = []
    for index, (piece, verdict) in enumerate(zip(draft.page.pieces, draft.verdicts, strict=True)):
        if verdict.label not in CONTENT | {Label.TITLE} and shapes.is_menu_item(piece.text):
            run.append(index)
            continue
        if len(run) >= SHORTEST_MENU:
            yield run
        run = []
    if len(run) >= SHORTEST_MENU:
        yield run


def spread_sections(draft: Draft) -> Verdicts:
    """Give what stands under a heading of boilerplate ("Weitere News") the heading's label, down to sure content."""
    verdicts: Verdicts = []
    section: Hit | None = None
    text = _first_content(draft.verdicts)
    for piece, hit, verdict in zip(draft.page.pieces, draft.hits, draft.verdicts, strict=True):
        if hit and hit.opens and verdict.label is hit.label:
            section = hit if len(verdicts) > text or hit.label not in BELOW else None
        elif section and _ends_section(section, piece, verdict):
            section = None
        elif section and verdict.label in FLUID and not titles.is_certain(hit):
            verdict = Verdict(section.label, f"under {section.reason.removeprefix('phrase ')}", verdict.score)
        verdicts.append(verdict)
    return verdicts


BELOW = frozenset({Label.COMMENTS, Label.TAGS, Label.SHARING})
"""Labels of sections that stand below the text: "12 Kommentare" above it is a count."""
FLUID = CONTENT | {Label.OTHER, Label.BYLINE, Label.CREDIT, Label.TICKER, Label.KICKER}
"""Labels that a section's label takes the place of: the dates of comments are no byline."""


def _ends_section(section: Hit, piece: Piece, verdict: Verdict) -> bool:
    if verdict.label in (Label.TITLE, Label.DUPLICATE) or verdict.score >= SURE or verdict.reason == MENU:
        return True
    if section.label is Label.TICKER:
        return not any(map(str.isdigit, piece.text))
    return section.label is Label.TAGS and not shapes.is_overline(piece.text)


def name_heads(draft: Draft) -> Verdicts:
    """Name what stands round the headline: the overline above it; author, date and picture between it and the text."""
    verdicts = list(draft.verdicts)
    title = next((index for index, verdict in enumerate(verdicts) if verdict.label is Label.TITLE), None)
    if title is None:
        return verdicts
    pieces = draft.page.pieces
    if title and _may_be_kicker(pieces[title - 1], draft.hits[title - 1], verdicts[title - 1]):
        verdicts[title - 1] = Verdict(Label.KICKER, "short line above the title", verdicts[title - 1].score)
    for index in range(title + 1, min(title + 1 + HEAD, len(pieces))):
        hit = draft.hits[index]
        if (
            verdicts[index].score < SURE
            and not titles.is_certain(hit)
            and _may_be_byline(pieces[index].text, verdicts[index])
        ):
            verdicts[index] = Verdict(Label.BYLINE, "name or date under the title", verdicts[index].score)
    return verdicts


def _may_be_byline(text: str, verdict: Verdict) -> bool:
    if verdict.label is Label.RELATED:
        return shapes.has_date(text)
    return verdict.label in (Label.OTHER, Label.NAVIGATION) and shapes.is_signature(text)


HEAD = 12
"""Author and date stand in the first pieces under the title."""


def _may_be_kicker(piece: Piece, hit: Hit | None, verdict: Verdict) -> bool:
    open_to_it = verdict.label in FLUID | {Label.NAVIGATION}
    return open_to_it and not (hit and hit.certain) and shapes.is_overline(piece.text)


def name_tags(draft: Draft) -> Verdicts:
    """Name a line of keywords: lower-case words that the article uses, or names with commas between them below it."""
    words: set[str] | None = None
    verdicts: Verdicts = []
    last = max((index for index, verdict in enumerate(draft.verdicts) if verdict.label in CONTENT), default=0)
    for piece, hit, verdict in zip(draft.page.pieces, draft.hits, draft.verdicts, strict=True):
        if len(verdicts) > last and not titles.is_certain(hit) and shapes.is_list_of_names(piece.text):
            verdict = Verdict(Label.TAGS, "names with commas between them", verdict.score)
        elif verdict.label in CONTENT | {Label.OTHER} and verdict.score < SURE and shapes.is_keywords(piece.text):
            words = words if words is not None else _body_words(draft)
            if all(word in words for word in piece.text.split()):
                verdict = Verdict(Label.TAGS, "keywords of the article", verdict.score)
        verdicts.append(verdict)
    return verdicts


def _body_words(draft: Draft) -> set[str]:
    body = (
        piece.text for piece, verdict in zip(draft.page.pieces, draft.verdicts, strict=True) if verdict.label in CONTENT
    )
    return {
        word.strip(".,:;!?\"'„“”()") for text in body if not shapes.is_keywords(text) for word in text.lower().split()
    }


def name_the_rest(draft: Draft) -> Verdicts:
    """Name removed pieces that nothing named: by the named piece above, else by where they stand and how they look."""
    verdicts: Verdicts = []
    last_content = max((index for index, verdict in enumerate(draft.verdicts) if verdict.label in CONTENT), default=-1)
    title = next((index for index, verdict in enumerate(draft.verdicts) if verdict.label is Label.TITLE), last_content)
    above: Verdict | None = None
    distance = 0
    for index, (piece, verdict) in enumerate(zip(draft.page.pieces, draft.verdicts, strict=True)):
        distance += 1
        if verdict.label is not Label.OTHER or titles.is_certain(draft.hits[index]):
            above, distance = (verdict, 0) if verdict.label in GROUPS and verdict.reason != MENU else (None, 0)
        elif index and verdicts[-1].label not in CONTENT | {Label.TITLE} and shapes.is_mark(piece.text):
            verdict = Verdict(verdicts[-1].label, f"next to: {verdicts[-1].reason}", verdict.score)
        elif above and distance <= REACH:
            verdict = Verdict(above.label, f"next to: {above.reason}", verdict.score)
        else:
            captioned = draft.verdicts[index + 1 : index + 2] and draft.verdicts[index + 1].label is Label.CREDIT
            inside = title < index < last_content
            label = _by_place(
                piece.text, inside=inside, after=index > last_content, captioned=bool(captioned) and inside
            )
            verdict = Verdict(label, verdict.reason, verdict.score)
        verdicts.append(verdict)
    return verdicts


GROUPS = frozenset({Label.COOKIE_NOTICE, Label.ADVERTISEMENT, Label.RELATED, Label.DISCLAIMER, Label.SUBSCRIPTION})
"""Labels of boilerplate that stands in groups; beside a date or a share button stands anything."""


def _by_place(text: str, *, inside: bool, after: bool, captioned: bool) -> Label:
    words = text.count(" ") + 1
    if captioned or (inside and 4 <= words <= 60):
        return Label.CREDIT
    if words <= 3:
        return Label.NAVIGATION
    return Label.RELATED if after and words <= 40 else Label.OTHER


def shape_content(draft: Draft) -> Verdicts:
    """Tell headings, list items, quotes, table rows and the lead among the content."""
    verdicts = list(draft.verdicts)
    content = [index for index, verdict in enumerate(verdicts) if verdict.label in CONTENT]
    pieces = draft.page.pieces
    for place, index in enumerate(content):
        following = pieces[content[place + 1]] if place + 1 < len(content) else None
        label = shapes.content_label(pieces[index], following)
        verdicts[index] = Verdict(label, verdicts[index].reason, verdicts[index].score)
    lead = _lead(draft.page.pieces, verdicts, content)
    if lead is not None:
        verdicts[lead] = Verdict(Label.LEAD, "first text under the title", verdicts[lead].score)
    return verdicts


def _lead(pieces: Sequence[Piece], verdicts: Verdicts, content: Sequence[int]) -> int | None:
    """The first content piece, where it follows the title directly and more text comes after it."""
    if len(content) < 2 or verdicts[content[0]].label is not Label.PARAGRAPH:
        return None
    title = next((index for index, verdict in enumerate(verdicts) if verdict.label is Label.TITLE), None)
    follows = title is not None and 0 < content[0] - title <= HEAD
    return content[0] if follows and len(pieces[content[0]].text) <= shapes.LONGEST_LEAD else None


def drop_dangling_headings(draft: Draft) -> Verdicts:
    """Take out a heading at the end that has no text under it: it belongs to a list that was taken out."""
    verdicts = list(draft.verdicts)
    content = [index for index, verdict in enumerate(verdicts) if verdict.label in CONTENT]
    while len(content) > 1 and verdicts[content[-1]].label is Label.HEADING and verdicts[content[-1]].score < 1.0:
        index = content.pop()
        verdicts[index] = Verdict(Label.OTHER, "heading without text under it", verdicts[index].score)
    return verdicts


PASSES: tuple[Callable[[Draft], Verdicts], ...] = (
    close_gaps,
    keep_clean_text,
    drop_islands,
    doubt_article,
    find_title,
    find_copies,
    name_menus,
    spread_sections,
    name_heads,
    name_tags,
    shape_content,
    drop_dangling_headings,
    name_the_rest,
)
"""In the order in which they run; each sees the verdicts of those before it."""
