"""What the pieces that are taken out are called: the headline, menus, sections, and what nothing else has named."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from cleaner import shapes, titles
from cleaner.document import CONTENT, Hit, Label
from cleaner.passes.draft import BEYOND_DOUBT, HEAD, KEPT, Draft

REACH = 6
"""A piece without a name takes that of a named neighbour at most this many pieces above it."""


def find_title(draft: Draft) -> None:
    """Label the headline, and its other copies as duplicates; a second headline that heads the text is content.

    A line that may be one, above author or date while the headline stands below, is its overline.
    """
    found = titles.find(draft.page, draft.content(), draft.hits, draft.scores)
    if found is None:
        return
    title = draft.folded[found.first]
    for index in [index for index, text in enumerate(draft.folded) if title in text]:
        if index != found.first and titles.is_copy(draft.folded[index], title) and not draft.is_certain(index):
            draft.name(index, Label.DUPLICATE, "copy of the title")
    draft.name(found.first, Label.TITLE, "title")
    if found.second is not None and draft.labels[found.second] is not Label.DUPLICATE:
        draft.name(found.second, Label.HEADING, "second headline, above the text")
    for index in found.overlines:
        if draft.labels[index] is Label.OTHER:
            draft.name(index, Label.KICKER, "like a headline, above author or date")


def name_menus(draft: Draft) -> None:
    """Take a run of short lines for a menu: above the text whatever single words in it say, below it by what they say.

    "Kurse" and "Forum" are items of a menu above the headline, and headings of sections below the text.
    """
    first = draft.first_kept()
    removed = [index for index, label in enumerate(draft.labels) if label not in KEPT]
    for run in draft.menus(removed):
        _name_menu(draft, run, above=run[-1] < first)


def _name_menu(draft: Draft, run: list[int], *, above: bool) -> None:
    named = Counter(hit.label for hit in [draft.hits[index] for index in run] if hit)
    label, count = named.most_common(1)[0] if named else (Label.NAVIGATION, 0)
    if (label in NOT_MENU and 2 * count >= len(run)) or (not above and label not in FOOTER):
        return
    for index in run:
        hit = draft.hits[index]
        if hit is None or (above and (not hit.certain or hit.label in LOOSE)):
            draft.name(index, Label.NAVIGATION, MENU)


MENU = "run of short lines"
FOOTER = frozenset({Label.NAVIGATION, Label.DISCLAIMER})
NOT_MENU = frozenset({Label.COOKIE_NOTICE, Label.SHARING, Label.PAGINATION, Label.TAGS})
LOOSE = frozenset(
    {Label.ADVERTISEMENT, Label.SUBSCRIPTION, Label.COMMENTS, Label.RELATED, Label.TICKER, Label.BYLINE, Label.KICKER}
)
"""Labels whose words are menu items as often: "Anzeigen", "Abo", "Leserbriefe"."""


def spread_sections(draft: Draft) -> None:
    """Give what stands under a heading of boilerplate ("Weitere News") the heading's label, down to sure content.

    Comments stand below the text; some pages have their keywords or their networks above it, below the headline.
    """
    first = draft.first_kept()
    text = next(filter(draft.is_sure, draft.content()), first)
    openers = [index for index, hit in enumerate(draft.hits) if hit and hit.opens and draft.labels[index] is hit.label]
    for index, end in pairwise([*openers, len(draft.labels)]):
        heading = draft.hits[index]
        above = text if heading and heading.label is Label.COMMENTS else first
        if heading and (index > above or heading.label not in BELOW):
            _spread(draft, heading, range(index + 1, end))


def _spread(draft: Draft, heading: Hit, below: range) -> None:
    under = f"under {heading.reason.removeprefix('phrase ')}"
    teasers = below[:TEASERS] if heading.label is Label.RELATED else below[:0]
    for index in below:
        if index in teasers and _may_be_teaser(draft, index):
            draft.name(index, heading.label, under)
        elif _ends_section(heading, draft, index):
            return
        elif draft.labels[index] in FLUID and not draft.is_certain(index):
            draft.name(index, heading.label, under)


TEASERS, TEASER = 6, 120
"""Under "Most read" so many lines, of so many characters at most, are teasers though they read like articles. In HTML
those that are sure to be content are not: there a single line within the text refers to another article as often.
"""


def _may_be_teaser(draft: Draft, index: int) -> bool:
    if draft.page.kind == "html" and draft.scores[index] >= BEYOND_DOUBT:
        return False
    if draft.is_sure(index) and titles.INSIDE.search(draft.texts[index]):
        return False  # two sentences: the text goes on
    return len(draft.texts[index]) <= TEASER and not draft.is_certain(index) and draft.labels[index] is not Label.TITLE


PARAGRAPH = 40
"""Words from which on content is no teaser. In page text such a piece ends a section of "Most read"; in HTML, where the
elements tell teasers with long leads, doing so was 0.0005 worse.
"""
BELOW = frozenset({Label.COMMENTS, Label.TAGS, Label.SHARING})
"""Labels of sections that stand below the text: "12 Kommentare" above it is a count."""
FLUID = CONTENT | {Label.OTHER, Label.BYLINE, Label.CREDIT, Label.TICKER, Label.KICKER}
"""Labels that a section's label takes the place of: the dates of comments are no byline."""


def _ends_section(heading: Hit, draft: Draft, index: int) -> bool:
    label, text = draft.labels[index], draft.texts[index]
    if label in (Label.TITLE, Label.DUPLICATE) or draft.is_sure(index) or draft.reasons[index] == MENU:
        return True
    if heading.label is Label.RELATED and draft.page.kind == "text" and label in CONTENT:
        return shapes.word_count(text) >= PARAGRAPH
    if heading.label is Label.TICKER:
        return not shapes.has_digit(text)
    return heading.label is Label.TAGS and not shapes.is_overline(text)


def name_heads(draft: Draft) -> None:
    """Name what stands round the headline: the overline above it; author, date and picture between it and the text."""
    title = draft.title()
    if title is None:
        return
    if title and _may_be_kicker(draft, title - 1):
        draft.name(title - 1, Label.KICKER, "short line above the title")
    last = max(draft.content(), default=0)
    end = last if last > title else len(draft.labels)
    for index in range(title + 1, min(title + 1 + HEAD, end)):
        if not draft.is_sure(index) and not draft.is_certain(index) and _may_be_byline(draft, index):
            draft.name(index, Label.BYLINE, "name or date under the title")


def _may_be_byline(draft: Draft, index: int) -> bool:
    label, text = draft.labels[index], draft.texts[index]
    if label is Label.RELATED:
        return shapes.has_date(text)
    return label in (Label.OTHER, Label.NAVIGATION) and shapes.is_signature(text)


def _may_be_kicker(draft: Draft, index: int) -> bool:
    open_to_it = draft.labels[index] in FLUID | {Label.NAVIGATION} and not _is_next_of_list(draft, index)
    return open_to_it and not draft.is_certain(index) and shapes.is_overline(draft.texts[index])


def _is_next_of_list(draft: Draft, index: int) -> bool:
    """Whether a piece is an item of a list of which the piece before is one, too: the last of a menu is no overline."""
    own, before = draft.page.pieces[index].markup, draft.page.pieces[index - 1].markup if index else None
    return own is not None and before is not None and "li" in own.path and own.path == before.path


def name_tags(draft: Draft) -> None:
    """Name a line of keywords: lower-case words that the article uses, or names with commas between them below it."""
    last = max(draft.content(), default=0)
    keywords = [index for index, text in enumerate(draft.texts) if text.islower() and _may_be_tags(draft, index)]
    words = _body_words(draft) if keywords else set()
    for index in keywords:
        if words.issuperset(draft.texts[index].split()):
            draft.name(index, Label.TAGS, "keywords of the article")
    for index in range(last + 1, len(draft.texts)):
        if not draft.is_certain(index) and shapes.is_list_of_names(draft.texts[index]):
            draft.name(index, Label.TAGS, "names with commas between them")


def _may_be_tags(draft: Draft, index: int) -> bool:
    return draft.labels[index] is Label.OTHER and shapes.is_keywords(draft.texts[index])


def _body_words(draft: Draft) -> set[str]:
    body = [draft.texts[index] for index in draft.content() if not shapes.is_keywords(draft.texts[index])]
    return {word.strip(".,:;!?\"'„“”()") for text in body for word in text.lower().split()}


def name_rankings(draft: Draft) -> None:
    """Name a numbered list of headlines, most read or most discussed, and the short lines that head it."""
    first = last = -1
    for index in [index for index, text in enumerate(draft.texts) if text[0].isdecimal()]:
        rank = shapes.rank(draft.texts[index])
        if rank == 1:
            first = last = index
        elif rank and last == index - 1 and rank == index - first + 1 and draft.labels[index] not in CONTENT:
            last = index
            if rank >= SHORTEST_RANKING:
                _name_ranking(draft, first, last)


SHORTEST_RANKING = 3
HEADED = 2
"""Lines above a ranking that may head it."""


def _name_ranking(draft: Draft, first: int, last: int) -> None:
    for index in range(max(0, first - HEADED), last + 1):
        short = index >= first or shapes.is_overline(draft.texts[index])
        if short and draft.hits[index] is None and draft.labels[index] not in CONTENT:
            draft.name(index, Label.RELATED, "ranking")


def name_the_rest(draft: Draft) -> None:
    """Name removed pieces that nothing named: by the named piece above, else by where they stand and how they look."""
    last = max(draft.content(), default=-1)
    title = draft.title()
    inside = range((last if title is None else title) + 1, last)
    named = -1 - REACH
    for index, label in enumerate(draft.labels):
        captioned = label in UNNAMED and _is_captioned(draft, index)
        if not captioned and (label is not Label.OTHER or draft.is_certain(index)):
            named = index
        elif index and draft.labels[index - 1] not in KEPT and shapes.is_mark(draft.texts[index]):
            _name_beside(draft, index, index - 1)
        elif index - named <= REACH and draft.labels[named] in GROUPS and draft.reasons[named] != MENU:
            _name_beside(draft, index, named)
        else:
            place = _by_place(
                draft.texts[index], inside=index in inside, after=index > last, captioned=captioned and index in inside
            )
            draft.labels[index] = place


def _name_beside(draft: Draft, index: int, other: int) -> None:
    draft.name(index, draft.labels[other], f"next to: {draft.reasons[other]}")


UNNAMED = frozenset({Label.OTHER, Label.SHARING})
"""Labels of a line that may be where a picture is from."""


def _is_captioned(draft: Draft, index: int) -> bool:
    """Whether a credit stands under an unnamed line: "Instagram" above "© Symbolbild" is where the picture is from."""
    return not draft.is_certain(index) and draft.labels[index + 1 : index + 2] == [Label.CREDIT]


GROUPS = frozenset({Label.COOKIE_NOTICE, Label.ADVERTISEMENT, Label.RELATED, Label.DISCLAIMER, Label.SUBSCRIPTION})
"""Labels of boilerplate that stands in groups; beside a date or a share button stands anything."""


def _by_place(text: str, *, inside: bool, after: bool, captioned: bool) -> Label:
    words = shapes.word_count(text)
    if captioned or (inside and 4 <= words <= 60):
        return Label.CREDIT
    if words <= 3:
        return Label.NAVIGATION
    return Label.RELATED if after and words <= 40 else Label.OTHER
