"""Dates in text -> ISO 8601, in the languages whose month names are listed here. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo

MONTHS = {
    1: "january januar jänner jan janvier janv enero ene gennaio gen janeiro januari",
    2: "february februar feber feb février fevrier févr fév febrero febbraio fevereiro fev februari",
    3: "march märz maerz mär mrz mar mars marzo março marco maart mrt",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag maio mei maj",
    6: "june juni jun juin junio giugno giu junho",
    7: "july juli jul juillet juil julio luglio lug julho",
    8: "august aug août aout agosto ago agustus augustus augusti",
    9: "september sept sep septembre septiembre settembre set setembro",
    10: "october oktober okt oct octobre octubre ottobre ott outubro out",
    11: "november nov novembre noviembre novembro",
    12: "december dezember dez dec décembre decembre déc diciembre dic dicembre dezembro",
}
"""English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish, and their usual abbreviations."""

MONTH = {name: number for number, names in MONTHS.items() for name in names.split()}

ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "mez": 1,
    "cet": 1,
    "mesz": 2,
    "cest": 2,
    "bst": 1,
    "est": -5,
    "edt": -4,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
"""Hours east of Greenwich. CST and IST are left out: each names more than one zone."""

_MONTH = "(?P<{}>" + "|".join(sorted(MONTH, key=len, reverse=True)) + r")\b\.?"

DATE = re.compile(
    r"(?<![\w.,/:-])(?:"
    r"(?P<y1>(?:19|20)\d\d)(?P<s1>[-/.])(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?=T\d|[^\w/-]|[^\S\n]|$)"
    r"|(?P<d2>\d\d?)(?P<s2>[./-])\s?(?P<m2>\d\d?)(?P=s2)\s?(?P<y2>(?:19|20)\d\d|(?<=\d\d.\d\d.)\d\d)(?![\w/-]|[.,:]\d)"
    rf"|(?P<d3>\d\d?)(?:(?:st|nd|rd|th|er|º|°)?[\s-]|\.\s?)(?:de\s)?{_MONTH.format('n3')}[\s,-](?:de\s|del\s)?\s?"
    r"(?P<y3>(?:19|20)\d\d)(?!\w|[.,:]\d)"
    rf"|{_MONTH.format('n4')}\s(?P<d4>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y4>(?:19|20)\d\d)(?!\w|[.,:]\d)"
    r"|(?P<y5>(?:19|20)\d\d)[年년]\s?(?P<m5>\d\d?)[月월]\s?(?P<d5>\d\d?)[日일]"
    r")",
    re.IGNORECASE,
)

_CLOCK = (
    r"(?P<hour>(?:2[0-3]|[01]?\d)(?!\d))(?:(?P<colon>[:.h時]|\sh\s)(?P<minute>[0-5]\d)(?![\d.])(?::[0-5]\d(?:[.,]\d+)?)?)?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?\s?(?P<word>uhr\b|h\b|hrs\b|o'clock\b)?"
    rf"\s?(?P<zone>(?:{'|'.join(ZONES)})\b|(?:utc|gmt)?[+-][01]\d:?[0-5]\d\b)?"
)
TIME_AFTER = re.compile(
    r"(?:T|\s?[,;|•·∙–—-]?\s?(?:um|at|à|às|a las|alle|ore|om|kl)?\.?\s?[|•·–—-]?\s?)" + _CLOCK, re.IGNORECASE
)
TIME_BEFORE = re.compile(_CLOCK + r"[,;|•·–—-]?\s?(?:on|am|den|[a-zäéì]{2,10}\.?,?)?\s?$", re.IGNORECASE)
LOOK_BACK = 40
"""Characters before a date in which its time of day can stand ("10:10 AM EDT, Thu June 12, 2025")."""


def parse(text: str, language: str | None = None) -> str | None:
    """The first date in a text, as find() gives it; also one written without separators, as machines do.

    Args:
        text: a meta element's content, a byline, a whole line.
        language: ISO 639-1; says which of two numbers is the month ("06/12/2025" is a June day in "en").
    """
    compact = re.match(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)\d*)?\s*(Z|$)", text)
    if compact:
        year, month, day, hour, minute, zone = compact.groups()
        return _iso(int(year), int(month), int(day), _time(hour, minute, UTC if zone else None))
    return next((iso for _, _, iso in find(text, language)), None)


def find(text: str, language: str | None = None) -> Iterator[tuple[int, int, str]]:
    """The dates in a text, with their times of day.

    Args:
        text: any text.
        language: ISO 639-1; says which of two numbers is the month ("06/12/2025" is a June day in "en"). Where it is
            not given, a date that can be read in two ways is left out.

    Yields:
        start and end in characters of the text, and ISO 8601: a day ("2025-06-12"), or a minute, with its zone where
        the text gives one ("2025-06-12T10:10+02:00").
    """
    last = 0
    for match in DATE.finditer(text):
        parts = _numbers(match, language)
        if not parts:
            continue
        start, end, clock = match.start(), match.end(), TIME_AFTER.match(text, match.end())
        if clock and _is_clock(clock):
            end = clock.end()
        else:
            back = max(last, start - LOOK_BACK)
            clock = TIME_BEFORE.search(text[back:start])
            start = back + clock.start() if clock and _is_clock(clock) else start
        iso = _iso(*parts, _clock_time(clock))
        if iso:
            last = start + len(text[start:end].rstrip())
            yield start, last, iso


def _numbers(match: re.Match[str], language: str | None) -> tuple[int, int, int] | None:
    """Year, month and day of a match; None where day and month could each be the other."""
    form = str(match.lastgroup)[-1]
    year, day = int(match[f"y{form}"]), int(match[f"d{form}"])
    if form in "34":
        return year, MONTH[match[f"n{form}"].lower()], day
    month = int(match[f"m{form}"])
    if form == "2":
        year += 2000 if year < 100 else 0
        if match["s2"] == "/":
            if max(month, day) < 13 and month != day and not language:
                return None
            if month > 12 or (language == "en" and day < 13):
                month, day = day, month
    return year, month, day


def _is_clock(match: re.Match[str]) -> bool:
    """Whether a number beside a date is a time of day: "10:10", "10.10 Uhr", "10 Uhr", "10 am", not "10" or "10.10"."""
    return (
        match["colon"] == ":" or bool(match["word"] or match["half"]) or (match["colon"] or "").strip() in ("h", "時")
    )


def _clock_time(match: re.Match[str] | None) -> tuple[int, int, tzinfo | None] | None:
    if not match or not _is_clock(match):
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(match["minute"] or 0), _zone(match["zone"])


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[name.lower()]))
    digits = name[-5:].replace(":", "")[-4:]
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if "-" in name else offset)


def _time(hour: str | None, minute: str | None, zone: tzinfo | None) -> tuple[int, int, tzinfo | None] | None:
    return (int(hour), int(minute or 0), zone) if hour else None


def _iso(year: int, month: int, day: int, time: tuple[int, int, tzinfo | None] | None) -> str | None:
    """ISO 8601, or None for a day or time that does not exist."""
    try:
        if time is None:
            return datetime(year, month, day).date().isoformat()
        hour, minute, zone = time
        return datetime(year, month, day, hour, minute, tzinfo=zone).isoformat(timespec="minutes")
    except ValueError:
        return None
