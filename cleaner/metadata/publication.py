"""When the article was published and when it was changed: what the head states and what the text shows, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

from cleaner.document import CONTENT, Head, Label
from cleaner.metadata import dates, head, linked, relative
from cleaner.metadata.facts import Fact, best, in_piece, mapped, rated, stated
from cleaner.metadata.labelled import Crawl, Labelled
from cleaner.metadata.linked import metas, said

CHANGED = re.compile(
    r"(?i)aktualisier|ge[äa]ndert|änderung|update|modifi|revis|review|stand:|stand |mis à jour|actualizado|atualizad"
    r"|aggiornat|bijgewerkt|aktualizacja|aktualizováno|oppdatert|uppdaterad|opdateret|päivitetty|last edit"
    r"|frissít|actualizat|оновлен|обновлен|изменен|diperbarui|cập nhật"
    r"|수정|업데이트|تحديث|עודכן|अपडेट|به‌روز"
)
ISSUED = re.compile(
    r"(?i)publi[sscké]|veröffentlich|erschienen|erstellt|eingetragen|geschrieben am|posted|created|gepostet|datum:"
    r"|date:|vom\s*$|issued|released|(?<!.{60})on\s*$|pubblicat|geplaatst|opublikowan|publiceret|publicerad|julkaistu"
    r"|megjelen|közzét|опублікован|опубликован|diterbitkan|tayang|입력|등록|نشر|פורסם|प्रकाशित|انتشار"
)
"""Words before a date that say that it is the day of publication; "on" behind 60 characters belongs to a sentence."""
NOT_OURS = re.compile(
    r"(?i)©|\(c\)|foto|photo|bild|image|copyright|abgerufen|retrieved|accessed|zugriff|kommentar|bis zum|until|since"
    r"|seit|gültig|verfügbar|mitglied|joined|registriert|termin|deadline|effective|jahrgang|geboren|born"
)
"""Words before a date that say that it is no day of publication."""

PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "published-date",
    "parsely-pub-date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dcterms.created",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date.created",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article:published",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "published_time",
    "published",
    "date.created",
    "release_date",
    "dcterms.date",
    "dc.date",
    "date",
)
NAMED = re.compile(
    r"publi\w*[-_.:]?(?:date|time)|(?:^|[-_.:])date[-_.:]?(?:publi|created|issued)|^(?!time\.)time[-_.:]?publi"
)
MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod", "last-modified")
URL_DAY = re.compile(
    r"/((?:19|20)\d\d)(?:[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)|/(\d\d?|[a-z]{3,9})/(\d\d?)(?=/|$))"
    r"|[/_-](\d\d)-(\d\d)-(20\d\d)(?=[/.]|$)"
)
DAY_FIRST = frozenset("uk gb au nz ie in za".split())
"""Countries, as in domains and language tags, in whose English "02/10/2025" is a day of October."""

TAGGED = re.compile(r"/en-([a-z]{2})(?:/|$)")
"""The country of a language tag in an address: "/en-gb/news"."""

DATED = frozenset(
    "date published publish pubdate datepublished time timestamp posted datetime meta byline dateline".split()
)
ELSEWHERE = frozenset(
    "comment comments related sidebar widget teaser recommended recent latest navigation menu".split()
)
INSIDE = CONTENT | {Label.BYLINE, Label.RELATED, Label.COMMENTS, Label.ADVERTISEMENT}
"""Labels inside the text that its markup does not make a byline."""
WORDS = 8
"""Words of class and id, the innermost ones, that are looked at."""

SHORT = 160
"""Characters of a line that can tell when the article was published."""
BESIDE_DATE = 60
"""Characters beside a date from which on the line tells of something that was on that day."""
LONGEST_HEAD, ABOVE, BELOW = 14, 10, 15
"""Pieces below the title, above it and below the text in which its dates stand."""
BEFORE_OPENING, AFTER_OPENING = 6, 3
"""Pieces above and below the first paragraph, which may be a lead with the byline under it, or far from the title."""
FARTHEST_ZONE = 14 * 4
"""Quarters of an hour between UTC and the zone that is farthest from it."""
LONGEST_DATELINE = 50
"""Characters before the date in a dateline that opens a paragraph: 'Berlin, 12. Juni 2025 - '."""
POSTED = re.compile(
    r"(?i)(?:this (?:entry|post|article) was|(?:der|dieser) (?:beitrag|eintrag|artikel) wurde|cet(?:te)?"
    r" (?:entrée|article) a été|est[ae] entrada f(?:ue|oi)|questa voce è stata|dit bericht (?:werd|is))\b"
)
"""How the line begins that WordPress writes below a text, as long as a paragraph: "This entry was posted on"."""
WRITTEN_BELOW = 0.85
"""How far a date in that line is trusted."""
UNSAID = frozenset(("date", "dc.date", "dcterms.date", "time"))
"""Sources in the head that tell a day and not what it is the day of."""
LEAST = 0.2
"""A date that is trusted less is not told."""
DATELINE = re.compile(r"\s*(?:[-–—:.,|)/]|\Z|(?:von|by)\b)")


class Dates(NamedTuple):
    """The dates that were found, each the best of its kind."""

    published: Fact[str] | None
    modified: Fact[str] | None


def read(labelled: Labelled) -> Dates:
    """Days or minutes (ISO 8601) of publication and of the last change; neither is filled from the other."""
    first, last = [*published(labelled.page.head), *_in_address(labelled)], modified(labelled.page.head)
    near = _near(labelled, [*first, *last])
    last += [fact for fact, is_change in near if is_change]
    shown = [fact for fact, is_change in near if not is_change and not _is_change(fact, first, last)]
    return Dates(weigh([*_issued(first, shown, last), *shown], labelled), weigh(last, labelled))


def _issued(stated: list[Fact[str]], shown: list[Fact[str]], modified: list[Fact[str]]) -> list[Fact[str]]:
    """What is stated of the publication, without days of the change that do not say what they are of.

    Where nothing else is said, they stay: a page is often changed on its first day. Not so a <time> that the page
    itself calls the change: "Updated June 12".
    """
    unsaid = [fact for fact in stated if fact.source.name in UNSAID and _tells(fact, modified)]
    said = [fact for fact in (*stated, *shown) if fact not in unsaid and fact.confidence >= LEAST]
    called = [fact for fact in modified if fact.source.kind == "block"]
    changes = [fact for fact in unsaid if said or (fact.source.kind == "html" and _tells(fact, called))]
    return [fact for fact in stated if fact not in changes or _tells(fact, said)]


def _near(labelled: Labelled, stated: list[Fact[str]]) -> list[tuple[Fact[str], bool]]:
    """The dates in the text; where day and month could each be the other, read so that one is a day that is stated."""
    readings = (list(in_text(labelled, locale)) for locale in _locales(labelled))
    likely = next(readings)
    if not stated:
        return likely
    return next((near for near in chain([likely], readings) if _agrees(near, stated)), likely)


def _agrees(near: list[tuple[Fact[str], bool]], stated: list[Fact[str]]) -> bool:
    """Whether one of the dates in the text is stated, too; those of other stories, which nobody trusts, say nothing."""
    return any(fact.confidence >= LEAST and _tells(fact, stated) for fact, _ in near)


def _is_change(shown: Fact[str], published: list[Fact[str]], modified: list[Fact[str]]) -> bool:
    """Whether a date in the text is the day that the head gives for the change, and not the one for publication.

    In another zone it is the day beside it.
    """
    issued = [fact for fact in published if fact.confidence >= linked.META]
    return bool(issued) and any(_tells(shown, modified, days) and not _tells(shown, issued, days) for days in (0, 1))


def _tells(shown: Fact[str], facts: list[Fact[str]], days: int = 0) -> bool:
    """Whether one of the facts is the same day, or so many days from it."""
    return any(_gap(shown, fact) <= days for fact in facts)


def published(own: Head | None) -> list[Fact[str]]:
    """What the head says of the day of publication."""
    if own is None:
        return []
    other = [name for name in own.meta if NAMED.search(name) and name not in PUBLISHED]
    told = [*parsed(said(own, "datePublished")), *_single(parsed(metas(own, *PUBLISHED, *other)))]
    made = [rated(fact, 0.6) for fact in parsed(said(own, "dateCreated", "uploadDate"))]
    marked = [rated(fact, 0.6) for fact in parsed(metas(own, "time.published", "marked.published"))]
    times = [stated(time, "html", "time", 0.4) for time in own.times[:1]]
    scripts = [rated(fact, 0.35) for fact in parsed(metas(own, "script.published"))]
    return [*told, *made, *marked, *parsed(times), *scripts]


def _single(facts: list[Fact[str]]) -> list[Fact[str]]:
    """The facts, less trusted where one name tells several days: microdata has them of other stories, too."""
    days: dict[str | None, set[str]] = {}
    for fact in facts:
        days.setdefault(fact.source.name, set()).add(fact.value[:10])
    return [fact if len(days[fact.source.name]) == 1 else rated(fact, 0.4) for fact in facts]


def modified(own: Head | None) -> list[Fact[str]]:
    """What the head says of the last change."""
    return parsed([*said(own, "dateModified"), *metas(own, *MODIFIED, "time.modified")])


def parsed(facts: Iterable[Fact[str]]) -> list[Fact[str]]:
    return mapped(facts, lambda text: dates.parse(text[:100]) or "")


def _in_address(labelled: Labelled) -> list[Fact[str]]:
    """The day that stands in the page's own address, or in the one that the caller has given."""
    own, given = head.canonical(labelled.page.head), labelled.page.url
    addresses = {"canonical": own.value if own else "", "given": given or ""}
    for name, address in addresses.items():
        if found := URL_DAY.search(address):
            parts = [part for part in found.groups() if part]
            year, month, day = parts if len(parts[0]) == len("2025") else reversed(parts)
            text = f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"
            return parsed([stated(text, "url", name, 0.75)])
    return []


def in_text(labelled: Labelled, locale: str | None) -> Iterator[tuple[Fact[str], bool]]:
    """The dates in the short lines around title and text, and whether they tell of a change."""
    pieces = labelled.page.pieces
    for index, trust, is_head in _places(labelled):
        if labelled.crawl or dates.DIGIT.search(pieces[index].text):
            yield from _in_line(labelled, locale, index, trust + _by_surroundings(labelled, index, is_head=is_head))


def _in_line(labelled: Labelled, locale: str | None, index: int, trust: float) -> Iterator[tuple[Fact[str], bool]]:
    piece = labelled.page.pieces[index]
    text, last = piece.text[: SHORT * 2], 0
    posted = POSTED.match(text)
    is_text = not posted and labelled.verdicts[index].label in CONTENT and len(text) > LONGEST_DATELINE
    for start, end, when in _found(text, locale, labelled.crawl):
        before = text[last:start]
        last = end
        if is_text:
            if start > LONGEST_DATELINE or not DATELINE.match(text, end):
                return
            trust = min(trust, 0.55)
        elif posted:
            trust = WRITTEN_BELOW
        elif len(piece.text) > SHORT:
            return
        if NOT_OURS.search(before):
            continue
        issued = 0.08 if ISSUED.search(before) else 0.0
        told = 0.1 if not issued and not (posted or is_text) and len(text) - (end - start) > BESIDE_DATE else 0.0
        yield in_piece(when, piece, round(trust + issued - told, 2)), bool(CHANGED.search(before))


def _found(text: str, locale: str | None, crawl: Crawl | None) -> list[tuple[int, int, str]]:
    found = list(dates.find(text, locale))
    if crawl and not found and len(text) <= SHORT:
        found = list(relative.find(text, crawl.when, has_time=crawl.has_time))
    return found


def _locales(labelled: Labelled) -> list[str | None]:
    """The language; for English three, the likeliest first: with the day before the month, after it, or always so."""
    if labelled.language != "en":
        return [labelled.language]
    own = labelled.page.head
    declared = [own.language or "", *own.meta.get("og:locale", ())] if own else []
    tagged = TAGGED.findall((labelled.page.url or "").lower())
    regions = [_country(labelled), *tagged, *(tag[3:].lower() for tag in declared)]
    likely = ["en-GB", "en"] if DAY_FIRST & set(regions) else ["en", "en-GB"]
    return [*likely, dates.MONTH_FIRST]


def _country(labelled: Labelled) -> str:
    """The last part of the page's domain, empty where none is known."""
    own = head.canonical(labelled.page.head)
    with suppress(ValueError):
        return (urlsplit(own.value if own else labelled.page.url or "").hostname or "").rpartition(".")[2]
    return ""


def _places(labelled: Labelled) -> Iterator[tuple[int, float, bool]]:
    """The pieces in which a date of the article can stand, how far one there is trusted, and if that is its head."""
    content = labelled.content
    if not content:
        return
    title, last = labelled.headline, content[-1]
    opening = labelled.opening
    top = min(opening + AFTER_OPENING, title + LONGEST_HEAD, max(last, title))
    window = range(max(0, title - ABOVE), min(last + BELOW + 1, len(labelled.page.pieces)))
    for index in window:
        if index <= title:
            trust = 0.75 - 0.04 * (title - index)
        elif index <= top or opening - BEFORE_OPENING <= index < opening:
            trust = 0.92 - 0.01 * min(index - title, LONGEST_HEAD)
        elif index > last or (index == last and POSTED.match(labelled.page.pieces[index].text)):
            trust = 0.55 - 0.02 * (index - last)
        else:
            continue
        yield index, trust, title - 2 <= index <= max(top, opening)
    for index in (*labelled.places.get(Label.BYLINE, ()), *_marked(labelled, range(top + 1, last))):
        if index not in window or top < index <= last:
            yield index, 0.3, False


def _marked(labelled: Labelled, within: range) -> Iterator[int]:
    """The pieces inside the text that are no part of it and whose markup says that a date stands there."""
    for index in within:
        markup, label = labelled.page.pieces[index].markup, labelled.verdicts[index].label
        if markup and label not in INSIDE and not DATED.isdisjoint(markup.words[-2:]):
            yield index


def _by_surroundings(labelled: Labelled, index: int, *, is_head: bool) -> float:
    label, markup = labelled.verdicts[index].label, labelled.page.pieces[index].markup
    worth = 0.0
    if label in (Label.RELATED, Label.COMMENTS, Label.ADVERTISEMENT) and not is_head:
        worth -= 0.25
    if index and ISSUED.match(labelled.page.pieces[index - 1].text[:SHORT]):
        worth += 0.08
    if markup:
        near = set(markup.words[-WORDS:])
        worth += 0.04 * bool(near & DATED)
        worth -= 0.3 * (not is_head and bool(near & ELSEWHERE or "nav" in markup.path or "aside" in markup.path))
    return worth


def weigh(facts: list[Fact[str]], labelled: Labelled) -> Fact[str] | None:
    """The date that most is said for: by itself, and by other sources that tell the same day or the one beside it."""
    latest = (labelled.crawl.when + timedelta(days=1)).date().isoformat() if labelled.crawl else "9999"
    known = [fact for fact in facts if fact.value[:10] <= latest and fact.confidence >= LEAST]
    supported = [rated(fact, fact.confidence + _support(fact, known)) for fact in known]
    chosen = best(supported)
    return _as_shown(chosen, supported) if chosen else None


def _support(fact: Fact[str], others: list[Fact[str]]) -> float:
    """What other kinds of source add: a day that head and text agree on is nearly sure."""
    kinds = {_kind(other) for other in others if _gap(fact, other) <= 1} - {_kind(fact)}
    return 0.06 * len(kinds)


def _kind(fact: Fact[str]) -> str:
    """JSON-LD and meta elements are filled from one field, so they count once."""
    return "head" if fact.source.kind in ("json-ld", "meta") else fact.source.kind


def _as_shown(chosen: Fact[str], others: list[Fact[str]]) -> Fact[str]:
    """The date in the page's own zone: heads tell UTC, in which a late evening is the next day; and with its time."""
    nearby = [fact for fact in others if _gap(fact, chosen) <= 1]
    shown = best(fact for fact in nearby if fact.source.kind in ("block", "url"))
    told = best(fact for fact in nearby if fact.source.kind in ("json-ld", "meta") and "T" in fact.value)
    told = told or best(fact for fact in nearby if fact.source.kind == "html" and not _gap(fact, chosen))
    if not shown or not told or "T" not in told.value:
        return chosen
    if _gap(shown, told) and not told.value.endswith("+00:00"):
        return chosen
    value = _in_zone(told.value, shown.value) or (told.value if not _gap(shown, told) else shown.value)
    return rated(Fact(value, shown.source if value == shown.value else chosen.source), chosen.confidence)


def _in_zone(told: str, shown: str) -> str | None:
    """A time in UTC as the page shows it, with the zone that follows from the two; None where none does."""
    if "T" not in shown or not told.endswith("+00:00") or len(shown) > len("2025-06-12T10:10"):
        return None
    offset = datetime.fromisoformat(shown) - datetime.fromisoformat(told).replace(tzinfo=None)
    quarters, rest = divmod(offset, timedelta(minutes=15))
    if rest or abs(quarters) > FARTHEST_ZONE:
        return None
    return datetime.fromisoformat(shown).replace(tzinfo=timezone(offset)).isoformat(timespec="minutes")


def _gap(one: Fact[str], other: Fact[str]) -> int:
    """Days between two dates."""
    return abs((_day(one) - _day(other)).days)


def _day(fact: Fact[str]) -> date:
    return datetime.fromisoformat(fact.value[:10]).date()


def without_dates(text: str) -> str:
    """A byline with a bar in place of each of its dates."""
    kept, last = [], 0
    for start, end, _ in dates.find(text):
        kept.append(text[last:start])
        last = end
    return " | ".join([*kept, text[last:]]).strip() if kept else text
