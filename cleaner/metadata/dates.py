"""Dates in text -> ISO 8601, in the languages whose month names are listed in months.py. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo

from cleaner.metadata.months import MONTH, PLAIN

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
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "wib": 7,
    "wita": 8,
    "kst": 9,
    "jst": 9,
    "aest": 10,
    "aedt": 11,
}
"""Hours east of Greenwich. CST and IST are left out: each names more than one zone."""

_YEAR = r"(?:19|20)\d\d"
_WORD = r"(?P<{}>[^\W\d_]{{2,12}})"
_TENS = r"['’](?P<{}>\d\d)(?!\d)"
_ENDS = r"(?!\d(?!\d?(?:\.\s|:\d\d|\s?min))|[.,:]\d)"
"""Where a year ends: not before a digit, unless a footnote, the time of day or of reading is glued to it."""

DATE = re.compile(
    r"(?:(?<![\w.,/:-])|(?<=(?-i:[a-zäöüßé]))(?=(?-i:\d|[A-ZÄÖÜ][a-zäöüß])))(?:"
    rf"(?P<y1>{_YEAR})(?P<s1>[-/]|\.\s?)(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?=T\d|[^\w/-]|[^\S\n]|$)"
    rf"|(?P<d2>\d\d?)(?P<s2>\s?[./|-])\s?(?P<m2>\d\d?)(?P=s2)\s?(?P<y2>{_YEAR}|(?<=\d\d.\d\d.)\d\d|\d\d(?=,?\s\d\d?:\d\d))(?![\d/-]|[.,:]\d)"
    rf"|(?P<d3>\d\d?)(?:(?:st|nd|rd|th|er|º|°)?[\s-]|\.\s?)(?:de\s|of\s)?{_WORD.format('n3')}\.?[\s,-]\s?(?:de\s|del\s)?\s?"
    rf"(?:(?P<y3>{_YEAR}){_ENDS}|{_TENS.format('t3')})"
    rf"|{_WORD.format('n4')}\.?\s(?P<d4>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y4>{_YEAR}){_ENDS}"
    rf"|(?P<y5>{_YEAR})[年년]\s?(?P<m5>\d\d?)[月월]\s?(?P<d5>\d\d?)[日일]"
    rf"|(?P<y6>{_YEAR})\.?\s{_WORD.format('n6')}\.?\s(?P<d6>\d\d?)(?!\d|[.,:]\d)"
    r")",
    re.IGNORECASE,
)

_CLOCK = (
    r"(?P<hour>(?:2[0-3]|[01]?\d)(?!\d))(?:(?P<colon>[:.h時]|\sh\s)(?P<minute>[0-5]\d)(?![\d.])(?::[0-5]\d(?:[.,]\d+)?)?)?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?\s?(?P<word>uhr\b|h\b|hrs\b|o'clock\b)?"
    rf"\s?(?P<zone>(?:{'|'.join(ZONES)})\b(?!/(?:cest|mesz|[ecmp]dt)\b)|(?:utc|gmt)?[+-][01]\d:?[0-5]\d\b)?"
)
TIME_AFTER = re.compile(
    r"(?:T|\s?(?:[,;|@•·∙–—-]|\s/\s)?\s{0,3}"
    r"(?P<at>um|at|à|às|a las|alle|ore|om|kl|klo|godz|o|в|в\sо)?\.?\s?[|•·–—-]?\s?)" + _CLOCK,
    re.IGNORECASE,
)
TIME_BEFORE = re.compile(r"(?<!\d)" + _CLOCK + r"[,;|•·–—-]?\s?(?:on|am|den|[a-zäéì]{2,10}\.?,?)?\s?$", re.IGNORECASE)
LOOK_BACK = 40
"""Characters before a date in which its time of day can stand ("10:10 AM EDT, Thu June 12, 2025")."""

MONTH_FIRST = "en-US"
"""English in which the month comes first even where dots stand between the numbers."""

COMPACT = re.compile(rf"\s*({_YEAR})(\d\d)(\d\d)(?:[T\s]?(\d\d):?(\d\d)(?::?\d\d)?)?\s*(Z|[+-]\d\d:?\d\d(?!\d)|$)")
GLUED = re.compile(r"(?<=[a-zäöüßé])[A-ZÄÖÜ][a-zäöüß]+$")
DIGIT = re.compile(r"\d")


def parse(text: str, language: str | None = None) -> str | None:
    """The first date in a text, as find() gives it; also one written without separators, as machines do.

    Args:
        text: a meta element's content, a byline, a whole line.
        language: ISO 639-1; says which of two numbers is the month ("06/12/2025" is a June day in "en").
    """
    compact = COMPACT.match(text)
    if compact:
        year, month, day, hour, minute, zone = compact.groups()
        return _iso(int(year), int(month), int(day), _time(hour, minute, _zone(zone)))
    return next((iso for _, _, iso in find(text, language)), None)


def find(text: str, language: str | None = None) -> Iterator[tuple[int, int, str]]:
    """The dates in a text, with their times of day.

    Args:
        text: any text.
        language: ISO 639-1; says which of two numbers is the month ("06/12/2025" is a June day in "en", and a December
            day in "de" and in "en-GB"). "06.12.2025" is a June day in "en-US" alone. Where it is not given, a date that
            can be read in two ways is left out.

    Yields:
        start and end in characters of the text, and ISO 8601: a day ("2025-06-12"), or a minute, with its zone where
        the text gives one ("2025-06-12T10:10+02:00").
    """
    if not DIGIT.search(text):
        return
    if not text.isascii():
        text = text.translate(PLAIN)
    last = 0
    for match in DATE.finditer(text):
        parts = _numbers(match, language)
        if not parts:
            continue
        start, end, clock = _start(match), match.end(), TIME_AFTER.match(text, match.end())
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
    """Year, month and day of a match; None where a word is no month, or day and month could each be the other."""
    form = next(group for group in "123456" if match[f"d{group}"])
    day = int(match[f"d{form}"])
    year = int(match[f"y{form}"] or 2000 + int(match["t3"]))
    if form in "346":
        month = MONTH.get(_month(match[f"n{form}"]))
        return (year, month, day) if month else None
    month = int(match[f"m{form}"])
    if form == "2":
        year += 2000 if year < 100 else 0
        if match["s2"].strip() in "/-" or language == MONTH_FIRST:
            return _by_language(year, month, day, language if match["s2"].strip() == "/" else language or "")
    return year, month, day


def _month(word: str) -> str:
    """The word that may be a month, without another one that is glued in front of it: "TimesJune"."""
    glued = GLUED.search(word)
    return (glued[0] if glued else word).lower()


def _start(match: re.Match[str]) -> int:
    """Where a date begins, without a word that is glued in front of it."""
    glued = GLUED.search(match["n4"]) if match["n4"] else None
    return match.start("n4") + glued.start() if glued else match.start()


def _by_language(year: int, month: int, day: int, language: str | None) -> tuple[int, int, int] | None:
    """A date in numbers: the month comes first in American English where it can; None where nobody says."""
    if max(month, day) < 13 and month != day and language is None:
        return None
    if month > 12 or (language in ("en", MONTH_FIRST) and day < 13):
        month, day = day, month
    return year, month, day


def _is_clock(match: re.Match[str]) -> bool:
    """Whether a number beside a date is a time of day: "10:10", "at 10.10", "10 Uhr", "10 am", not "10" or "10.10"."""
    is_announced = bool(match["zone"] or match.groupdict().get("at"))
    return (
        match["colon"] == ":"
        or bool(match["word"] or match["half"] or (match["colon"] and is_announced))
        or (match["colon"] or "").strip() in ("h", "時")
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
