"""Dates told by the day of the crawl: "Gestern 17:58 Uhr", "3 hours ago", "il y a 2 jours". Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from cleaner.metadata.dates import TIME_AFTER

DAYS = {
    0: "heute today aujourd'hui hoy oggi vandaag dzisiaj dziś idag hoje tänään dnes ma сегодня σήμερα",
    1: "gestern yesterday hier ayer ieri gisteren wczoraj igår ontem eilen včera tegnap вчера χθες",
    2: "vorgestern avant-hier anteayer przedwczoraj eergisteren",
}
"""Words for a day, by how many days it lies before that of the crawl."""

UNITS = {
    "minutes": "minute minuten minutes min mins minuto minutos minuti minuut minut",
    "hours": "stunde stunden std hour hours hr hrs heure heures hora horas ora ore uur godzin godziny timmar timer",
    "days": "tag tage tagen day days jour jours día días dia dias giorno giorni dag dagen dni dagar dage",
    "weeks": "woche wochen week weeks semaine semaines semana semanas settimana settimane weken tygodni tygodnie",
}
"""Units of time that a day can be told from; months are too coarse."""

DAY = {word: ago for ago, words in DAYS.items() for word in words.split()}
UNIT = {word: unit for unit, words in UNITS.items() for word in words.split()}
ONE = frozenset("a an one einer einem eine un une una uno een jedną en".split())
_COUNT = rf"(?P<count{{0}}>\d{{{{1,3}}}}|{'|'.join(sorted(ONE))})\s(?P<unit{{0}}>[^\W\d_]{{{{2,9}}}})\b"

RELATIVE = re.compile(
    rf"\b(?:(?P<day>{'|'.join(map(re.escape, sorted(DAY, key=len, reverse=True)))})\b"
    rf"|(?:vor|il y a|hace|há|for)\s{_COUNT.format(1)}"
    rf"|{_COUNT.format(2)}\.?\s(?:ago|fa|geleden|temu|sedan|siden|atrás))",
    re.IGNORECASE,
)
SHORT = 40
"""Characters of a line in which a day alone, without a time of day, tells when it was published."""


def find(text: str, crawled: datetime, *, has_time: bool) -> Iterator[tuple[int, int, str]]:
    """The relative dates in a byline.

    Args:
        text: a short line.
        crawled: when the page was fetched.
        has_time: whether `crawled` tells a time of day; without one, hours and minutes ago tell nothing.

    Yields:
        start and end in characters of the text, and ISO 8601: a day or a minute.
    """
    for match in RELATIVE.finditer(text):
        if match["day"]:
            clock = TIME_AFTER.match(text, match.end())
            day = (crawled - timedelta(days=DAY[match["day"].lower()])).date().isoformat()
            if clock and clock["minute"]:
                yield match.start(), clock.end(), f"{day}T{int(clock['hour']):02}:{clock['minute']}"
            elif len(text) <= SHORT:
                yield match.start(), match.end(), day
        elif when := _ago(match, crawled, has_time):
            yield match.start(), match.end(), when


def _ago(match: re.Match[str], crawled: datetime, has_time: bool) -> str | None:
    unit = UNIT.get((match["unit1"] or match["unit2"]).lower())
    count = match["count1"] or match["count2"]
    if not unit:
        return None
    when = crawled - timedelta(**{unit: int(count) if count.isdigit() else 1})
    if unit in ("days", "weeks"):
        return when.date().isoformat()
    return when.isoformat(timespec="minutes") if has_time else None
