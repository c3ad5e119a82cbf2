"""What the pieces that are taken out are called: the headline, menus, sections, and what nothing else has named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner import shapes, titles
from cleaner.document import CONTENT, Hit, Label, Piece, Verdict
from cleaner.passes.draft import HEAD, SURE, Draft, Verdicts, title_of
from cleaner.titles import is_certain

REACH = 6
"""A piece without a name takes that of a named neighbour at most this many pieces above it."""


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
        elif titles.is_copy(text, title) and not is_certain(draft.hits[index]):
            verdicts[index] = Verdict(Label.DUPLICATE, "copy of the title", verdicts[index].score)
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
    teasers = 0
    for piece, hit, verdict in zip(draft.page.pieces, draft.hits, draft.verdicts, strict=True):
        teasers -= 1
        if hit and hit.opens and verdict.label is hit.label:
            section = hit if len(verdicts) > text or hit.label not in BELOW else None
            teasers = TEASERS if hit.label is Label.RELATED else 0
        elif section and teasers >= 0 and _may_be_teaser(piece, hit, verdict):
            verdict = Verdict(section.label, f"under {section.reason.removeprefix('phrase ')}", verdict.score)
        elif section and _ends_section(section, piece, verdict):
            section = None
        elif section and verdict.label in FLUID and not is_certain(hit):
            verdict = Verdict(section.label, f"under {section.reason.removeprefix('phrase ')}", verdict.score)
        verdicts.append(verdict)
    return verdicts


TEASERS, TEASER = 6, 120
"""Under "Most read" so many lines, of so many characters at most, are teasers however much they read like articles."""


def _may_be_teaser(piece: Piece, hit: Hit | None, verdict: Verdict) -> bool:
    return len(piece.text) <= TEASER and not is_certain(hit) and verdict.label is not Label.TITLE


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
    title = title_of(verdicts)
    if title is None:
        return verdicts
    pieces = draft.page.pieces
    if title and _may_be_kicker(pieces[title - 1], draft.hits[title - 1], verdicts[title - 1]):
        verdicts[title - 1] = Verdict(Label.KICKER, "short line above the title", verdicts[title - 1].score)
    for index in range(title + 1, min(title + 1 + HEAD, len(pieces))):
        hit = draft.hits[index]
        if verdicts[index].score < SURE and not is_certain(hit) and _may_be_byline(pieces[index].text, verdicts[index]):
            verdicts[index] = Verdict(Label.BYLINE, "name or date under the title", verdicts[index].score)
    return verdicts


def _may_be_byline(text: str, verdict: Verdict) -> bool:
    if verdict.label is Label.RELATED:
        return shapes.has_date(text)
    return verdict.label in (Label.OTHER, Label.NAVIGATION) and shapes.is_signature(text)


def _may_be_kicker(piece: Piece, hit: Hit | None, verdict: Verdict) -> bool:
    open_to_it = verdict.label in FLUID | {Label.NAVIGATION}
    return open_to_it and not (hit and hit.certain) and shapes.is_overline(piece.text)


def name_tags(draft: Draft) -> Verdicts:
    """Name a line of keywords: lower-case words that the article uses, or names with commas between them below it."""
    words: set[str] | None = None
    verdicts: Verdicts = []
    last = max((index for index, verdict in enumerate(draft.verdicts) if verdict.label in CONTENT), default=0)
    for piece, hit, verdict in zip(draft.page.pieces, draft.hits, draft.verdicts, strict=True):
        if len(verdicts) > last and not is_certain(hit) and shapes.is_list_of_names(piece.text):
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


def name_rankings(draft: Draft) -> Verdicts:
    """Name a numbered list of headlines, most read or most discussed, and the short lines that head it."""
    verdicts = list(draft.verdicts)
    first = last = -1
    for index, piece in enumerate(draft.page.pieces):
        rank = shapes.rank(piece.text)
        if rank == 1:
            first = last = index
        elif rank and last == index - 1 and rank == index - first + 1 and verdicts[index].label not in CONTENT:
            last = index
            if rank >= SHORTEST_RANKING:
                _name_ranking(draft, verdicts, first, last)
    return verdicts


SHORTEST_RANKING = 3
HEADED = 2
"""Lines above a ranking that may head it."""


def _name_ranking(draft: Draft, verdicts: Verdicts, first: int, last: int) -> None:
    for index in range(max(0, first - HEADED), last + 1):
        short = index >= first or shapes.is_overline(draft.page.pieces[index].text)
        if short and draft.hits[index] is None and verdicts[index].label not in CONTENT:
            verdicts[index] = Verdict(Label.RELATED, "ranking", verdicts[index].score)


def name_the_rest(draft: Draft) -> Verdicts:
    """Name removed pieces that nothing named: by the named piece above, else by where they stand and how they look."""
    verdicts: Verdicts = []
    last_content = max((index for index, verdict in enumerate(draft.verdicts) if verdict.label in CONTENT), default=-1)
    title = next((index for index, verdict in enumerate(draft.verdicts) if verdict.label is Label.TITLE), last_content)
    above: Verdict | None = None
    distance = 0
    for index, (piece, verdict) in enumerate(zip(draft.page.pieces, draft.verdicts, strict=True)):
        distance += 1
        captioned = _is_captioned(index, draft)
        if not captioned and (verdict.label is not Label.OTHER or is_certain(draft.hits[index])):
            above, distance = (verdict, 0) if verdict.label in GROUPS and verdict.reason != MENU else (None, 0)
        elif index and verdicts[-1].label not in CONTENT | {Label.TITLE} and shapes.is_mark(piece.text):
            verdict = Verdict(verdicts[-1].label, f"next to: {verdicts[-1].reason}", verdict.score)
        elif above and distance <= REACH:
            verdict = Verdict(above.label, f"next to: {above.reason}", verdict.score)
        else:
            inside = title < index < last_content
            label = _by_place(piece.text, inside=inside, after=index > last_content, captioned=captioned and inside)
            verdict = Verdict(label, verdict.reason, verdict.score)
        verdicts.append(verdict)
    return verdicts


def _is_captioned(index: int, draft: Draft) -> bool:
    """Whether a credit stands under an unnamed line: "Instagram" above "© Symbolbild" is where the picture is from."""
    own, below = draft.verdicts[index], draft.verdicts[index + 1 : index + 2]
    open_to_it = own.label in (Label.OTHER, Label.SHARING) and not is_certain(draft.hits[index])
    return open_to_it and bool(below) and below[0].label is Label.CREDIT


GROUPS = frozenset({Label.COOKIE_NOTICE, Label.ADVERTISEMENT, Label.RELATED, Label.DISCLAIMER, Label.SUBSCRIPTION})
"""Labels of boilerplate that stands in groups; beside a date or a share button stands anything."""


def _by_place(text: str, *, inside: bool, after: bool, captioned: bool) -> Label:
    words = text.count(" ") + 1
    if captioned or (inside and 4 <= words <= 60):
        return Label.CREDIT
    if words <= 3:
        return Label.NAVIGATION
    return Label.RELATED if after and words <= 40 else Label.OTHER
