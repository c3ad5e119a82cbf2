"""Names in a byline: "Von Anna Beispiel und Max Muster, Berlin" -> the two. Linear in the line."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

from cleaner.metadata import vocabulary
from cleaner.metadata.publication import without_dates
from cleaner.metadata.vocabulary import ARTICLES, COMPANIES, FIRST_NAMES, GROUP_NAMES, NO_NAMES, PARTICLES, alternatives
from cleaner.patterns import by_initials

WROTE, OF = alternatives(vocabulary.WROTE), alternatives(vocabulary.BY)
CHINESE = "(?:作者|记者|記者|责任编辑|責任編輯)"
SIGN = re.compile(
    rf"(?:^|[|•·●⋅∙‧~—–(,]\s*|[-/]\s|\d\s|\b(?:{WROTE})\s+(?:am\s+|on\s+|at\s+|le\s+|el\s+|il\s+)?(?:\|\s*)?)(?:{OF})[:\s]+(?=\S)"
    rf"|(?:^|[|•·●⋅∙‧]\s*)(?:{alternatives(vocabulary.AUTHOR)})\s?:\s*(?=\S)|^(?:(?:بقلم|מאת)\s|(?:بقلم|كتبت?)\s?/\s?)(?=\S)"
    rf"|{CHINESE}\s?[:：]\s*(?=\S)|^作者\s(?=\S)|^Autor(?:in)?/(?:Autor(?:in)?|-?in)\s(?=\S)"
    rf"|^(?:about\sthe\sauthor|über\sden\sautor|über\sdie\sautorin)\s?[:–-]\s*(?=\S)",
    re.IGNORECASE,
)
GLUED = re.compile(r"^(?:(?:[Ww]ritten|[Pp]osted)\s[Bb]y|\w+\s(?:von|by)|[Bb]y|BY|Von|Par)(?=[A-ZÄÖÜ][\w’'])")
"""Where a renderer has lost the space: "ByAnna Beispiel"."""
CHECKED = re.compile(
    r"(?i)[\s|—–-]*\b(?:(?:medically |clinically |expert )?reviewed|(?:fact[- ]?)?checked|edited|geprüft|lektoriert)"
    r" (?:by|von)\b"
)
"""What follows has checked the text, not written it."""
SIGN_ALONE = re.compile(
    rf"(?i)(?:(?:{WROTE})\s)?(?:by|von|par|por)\s?:?|(?:autor(?:in|en)?|authors?|auteurs?|autores?|text|words)\s?:"
)
"""A line that signs the one below it: "By", "Author:"."""
INSIDE = re.compile(
    rf"(?i)\b(?=[{''.join(sorted({word[0] for word in vocabulary.BY.split()}))}])(?:(?:{OF})\b|(?:von|by)(?-i:[A-Z]))"
)
"""A sign inside a line. Most words begin with a letter that no sign begins with, and are done with at once."""
OPENS = re.compile(r"(?i)by|von|par|بقلم|كتب|מאת|作者\s")
CALLED = re.compile(rf"(?i)\b(?:{alternatives(vocabulary.AUTHOR)})\s?:|{CHINESE}\s?[:：]")
AUTHOR = re.compile(r"(?i)auth?or")
"""Signs at the beginning of a line, before a colon, and inside a word."""

REPORTER = re.compile(r"(?:^|[\s·|]|(?<!사진)=)([가-힣]{2,4}) ?기자(?=\s*(?:$|[|=·(<]|[\w.]+@))")
"""A Korean byline, in which what one is stands behind the name."""

ENDS = re.compile(
    r"\s*(?:[|•·●⋅∙‧~/(@…]|[—–]|\s-\s|:\s|\s(?:in|on|am|at|for|für|aus|auf|im(?!\sGespräch)|leave|last|reviewed|published|with"
    r"|updated|zuletzt|photo|fotos?|symbol(?:bild|foto)|share|under|unter|view|read|read\smore|follow|comments?|kommentare?|hat|ist|is|was|el|le|il)\b)|(?<!\w)\d",
    re.IGNORECASE,
)
BARE_ENDS = re.compile(
    r"\s*(?:[|•·●⋅∙‧~(]|[—–]|\s-\s|\s(?:am|on|at|le|el|il|vom)$|\s(?:in|at)\s(?=[A-ZÄÖÜ])|\son behalf of\s"
    r"|\s(?i:zuletzt|last|updated|published|posted|aktualisiert|veröffentlicht)\b)"
)
AND = alternatives(vocabulary.AND)
PLACE = re.compile(rf"\s(?:in|at|aus|à)\s[^\W\d_a-z][\w-]+(?:\s[^\W\d_a-z][\w-]+)?(?=\s(?:{AND})\s)")
"""Where someone is, before the next name: "Anna Beispiel in Westby and Max Muster in Ostheim"."""
GOES_ON = re.compile(rf"^(?:{AND}|mit|with|avec|con)\s(?=[^\W\d_a-z])")
"""How a line begins that goes on with the names of the line above: "und Max Muster"."""
GOES_ON_BELOW = re.compile(rf"(?<=\S)\s(?:{AND}|&)$")
"""How a line ends whose names go on below: "Anna Beispiel and"."""
AND_ALONE = re.compile(rf"(?i)(?:{AND}|[&,/+·|])")
"""What a line between two names is, where a renderer breaks lines at links."""
SPLIT = re.compile(
    rf"\s*(?:[,;]\s*(?:{AND}|&)\s|[,;•]|\s/\s|(?-i:(?<=[a-zß-ÿ])/(?=[A-ZÄÖÜ]))"
    rf"|\s(?:{AND}|with|avec|(?:im\sGespräch\s)?mit)\s|&|\+)\s*",
    re.IGNORECASE,
)

DESKS = alternatives(vocabulary.DESKS)
ROLE = re.compile(rf"(?i)\b(?:{alternatives(vocabulary.ROLES)})\b")
GLUED_ROLE = re.compile(
    r"(?<=[a-zäöüß])(?=(?:Founder|Editor|Writer|Reporter|Author|Contributor|Senior|Staff|Chief|Redakt|Korrespond|Autor"
    rf"|Updated|Published|Last|LAST|Posted)\w*\b|(?=[A-ZÄÖÜ])(?:(?i:{DESKS})\s)+(?i:{alternatives(vocabulary.ROLES)})\b)"
    r"|(?<=[A-ZÄÖÜ]{2})(?=(?:LAST |PUBLISHED|UPDATED|POSTED)\b)"
)
BEFORE_ROLE = re.compile(rf"(?i)(?:(?:^|\s)(?:{DESKS}))+$")
"""What stands between a name and a role: "Anna Beispiel Deputy Lifestyle" of "… Editor"."""
NOTE = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}(?:,\d)*(?=\s|$)")
"""The number of a footnote behind a name."""
GROUP = re.compile(rf"(?i)\b(?:{alternatives(vocabulary.GROUPS)})\b|redaktion\b")
TITLES = re.compile(rf"^(?:(?:{alternatives(vocabulary.TITLES)})(?:\.-?\s?|[\s-]))+(?=\S)")
DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.?){1,2}(?:-[A-Z]+)?|[A-Z]{2,6}|E-RYT.*")
AGENCY = re.compile(rf"(?i)(?:{alternatives(vocabulary.AGENCIES)}|Associated Press)(?:/\w+)*")
INITIALS = re.compile(r"[a-z]{2,5}(?:/[a-z]{2,5}){1,3}")
CASELESS = re.compile(
    r"(?:(?:記者|记者|文)\s)?([\u05d0-\u1dff\u3040-\ud7ff][\u05d0-\u1dff\u3040-\ud7ff ־'’״-]{1,30}?)"
    r"(?:\s?(?:本誌)?(?:記者|记者|编辑|編輯))?(?:\s?[·,،].{0,30})?"
)
"""A name in a script that has no capitals, such as Hebrew, Hindi or Chinese, with what stands behind it."""
WORD = re.compile(r"[^\W\d_](?:[\w.'’`‘-]*[^\W_.]|[\w.]{0,3})?")
HANDLE = re.compile(r"[^\W\d_][\w.'’-]*[^\W]|[^\W_]{2,}")
PICTURE = re.compile(r"(?i)\b(?:bild(?:er|quelle)?|fotos?|symbol(?:bild|foto)|photos?|image)\b\s?:")
"""What a name that nothing signs stands before where it is that of a picture: "Anna Beispiel (Bild: Archiv)"."""
PARTS = re.compile(r"\s\|\s|\s{2,}")
"""Between the parts of a line, where a renderer leaves a gap between two boxes of the page."""
EDGES = " ,|•·∙‧/–-●⋅:*"
LONGEST_NAME = 5
LONGEST = 200


class Byline(NamedTuple):
    """What a line says of who wrote the article."""

    names: tuple[str, ...]
    signed: bool  # it says so: "Von", "By", "Autor:"


def read(line: str, *, marked: bool = False, known: bool = False) -> Byline:
    """The names in a line, none where it is no byline.

    Args:
        line: a line near the article.
        marked: whether the markup says that an author's name stands in it; then a single word may be one.
        known: whether the line has been found to be a byline; then "by anna" is signed, and a group needs no sign.
    """
    if len(line) > LONGEST:
        return Byline((), signed=False)
    if by_initials(line):
        return Byline((line.strip("() /") if not line.startswith(("(", "/")) else line.strip("()/ "),), signed=True)
    if is_reporter(line) and (reporters := REPORTER.findall(line)):
        return Byline(tuple(reporters), signed=True)
    rest = without_dates(GLUED.sub("By ", _without_checkers(line)))
    sign = _last_sign(rest) if may_sign(rest) else None
    if not marked and not sign:
        return Byline(_unsigned(rest, known=known), signed=False)
    sure = bool(sign) or marked
    text = rest[sign.end() if sign else 0 :].strip(EDGES)
    found = _names(text, ENDS if sure else BARE_ENDS, sure=sure)
    alone = known and sign is not None and " " not in text and found == [text]
    if found and found[0].islower() and not (marked or alone or "|" in rest or is_agency(found[0])):
        found = []
    return Byline(tuple(found), signed=sign is not None)


def may_sign(line: str) -> bool:
    """A first, cheap look for what stands in every line that says who wrote something: most need no closer one."""
    is_called = (":" in line or "：" in line) and CALLED.search(line)
    return bool(is_called or INSIDE.search(line) or OPENS.match(line) or AUTHOR.search(line))


def _unsigned(line: str, *, known: bool) -> tuple[str, ...]:
    """The names in a line that nothing signs: in the first of the parts between dates that has any."""
    if PICTURE.search(line):
        return ()
    parts = [part.strip(EDGES) for part in PARTS.split(line)]
    first = parts[0].split(" / ")[0]
    if known and (caseless := CASELESS.fullmatch(first)) and NO_NAMES.isdisjoint(caseless[1].split()):
        return (caseless[1],)
    if known and " " in first and _is_handle(first):
        return (first,)
    return next((tuple(found) for part in parts if (found := _names(part, BARE_ENDS))), ())


def _without_checkers(line: str) -> str:
    """A line without those who reviewed it: what stands before them, else what is signed behind them."""
    checked = CHECKED.search(line)
    if not checked:
        return line
    behind = SIGN.search(line, checked.end())
    return line[: checked.start()] if checked.start() or not behind else line[behind.start() :]


def names(line: str) -> list[str]:
    """The names in one byline."""
    return list(read(line).names)


def is_name(text: str, *, sure: bool = False) -> bool:
    """Two to five words that begin with capitals, particles aside.

    Args:
        text: what may be a name.
        sure: whether an author is named there; then "April Berg" is no month.
    """
    words = text.split()
    others = NO_NAMES - FIRST_NAMES if sure and len(words) == 2 else NO_NAMES
    if not 2 <= len(words) <= LONGEST_NAME or ROLE.search(text):
        return False
    capitals = [
        word for word in words if _is_capital(word[0], sure=sure) and (word[-1] not in ".:!?" or len(word) <= 4)
    ]
    return (
        len(capitals) >= 2
        and all(word.lower() in PARTICLES for word in words if word not in capitals)
        and all(WORD.fullmatch(word) for word in map(_unmarked, words))
        and words[0].capitalize() not in ARTICLES
        and words[-1].rstrip(".") not in COMPANIES
        and others.isdisjoint(word.lower() for word in capitals)
    )


def _is_capital(letter: str, *, sure: bool) -> bool:
    """Whether a name may begin with a letter: a capital, or, where a name is sure to stand, one that has no case."""
    return letter.isupper() or (sure and letter.isalpha() and letter.lower() == letter.upper())


def _unmarked(word: str) -> str:
    """A word without the vowels and marks above and below its letters that count as none."""
    return word if word.isascii() else "".join(sign for sign in word if not category(sign).startswith("M"))


def _last_sign(line: str) -> re.Match[str] | None:
    """The last place in a line where "by" or "von" stands before a name and not inside one."""
    return max(SIGN.finditer(line), key=lambda match: match.end(), default=None)


def _names(text: str, ends: re.Pattern[str], *, sure: bool = False) -> list[str]:
    initials = INITIALS.match(text) if sure else None
    if initials:
        return [initials[0]]
    text = GLUED_ROLE.sub(" ", PLACE.sub("", GOES_ON_BELOW.sub("", text)))
    end = next((match.start() for match in ends.finditer(text) if match.start()), len(text))
    found: list[str] = []
    for part in SPLIT.split(text[:end].strip(EDGES)):
        if found and any(role.end() == len(part) for role in ROLE.finditer(part)):
            break  # "Anna Beispiel, Campus Life Editor"
        name = _person(part, sure=sure and all(" " not in name for name in found))
        if not name and found and DEGREE.fullmatch(part):
            continue
        if not name:
            break
        found.append(name)
    return found


def _person(part: str, *, sure: bool) -> str:
    """The name that a part of a byline begins with; "" where it begins with none."""
    text = part.strip(" .,*:-")
    if AGENCY.fullmatch(text):
        return text
    bare = NOTE.sub("", TITLES.sub("", text)) if " " in text else text
    role = ROLE.search(bare)
    if role and role.start():
        before = bare[: role.start()].strip(" ,-")
        name = BEFORE_ROLE.sub("", before)
        before = before if name and " " not in name else name  # "Jane Weather" is a name
        groups = list(GROUP.finditer(bare))
        if not groups or (is_name(before) and groups[-1].end() < len(bare)):
            bare = before
    if is_name(bare, sure=sure) or (sure and _is_handle(bare)):
        return bare
    kept = _up_to_no_name(bare) if sure else ""
    return kept if is_name(kept) else ""


def _up_to_no_name(text: str) -> str:
    """The words before the first that no name has: "A. J. Neal View" -> "A. J. Neal"."""
    words = text.split()
    end = next((at for at, word in enumerate(words) if word.lower() in NO_NAMES and word not in PARTICLES), len(words))
    while end and words[end - 1].lower() in PARTICLES:
        end -= 1
    return " ".join(words[:end])


def _is_handle(text: str) -> bool:
    """A single word, or the name of a group: "uriebe", "LD", "Podium Staff", "the Lavazza Team"."""
    words = text.split()
    if not words or len(text) > 40 or text.title() in ARTICLES:
        return False
    if not NO_NAMES.isdisjoint(text.lower().split()) and text.title() not in GROUP_NAMES:
        return False
    if len(words) == 1:
        return (
            len(text) > 1
            and not text.isdigit()
            and HANDLE.fullmatch(text) is not None
            and (not ROLE.fullmatch(text) or is_group(text))
        )
    return len(words) <= LONGEST_NAME and is_group(text)


def is_agency(text: str) -> bool:
    """Whether a text is a news agency's name, or an author's initials: "dpa", "det/dpa", "Bn-Redaktion/ts"."""
    return bool(AGENCY.fullmatch(text) or INITIALS.fullmatch(text) or by_initials(text))


def is_reporter(text: str) -> bool:
    """Whether a Korean reporter may be named, in a line of one word at times."""
    return "기자" in text


def is_group(text: str) -> bool:
    """Whether a text names the people who wrote it by what they are: "Redaktion", "Podium Staff"."""
    return GROUP.search(text) is not None
