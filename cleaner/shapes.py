"""How a line looks: heading, list item, keywords, signature. Nothing here looks at a neighbour or a phrase list."""

from __future__ import annotations

import re
from unicodedata import category

from cleaner.document import Label, Markup, Piece

MARKS = "-–—•*+‣▪■◦·●○►▸✓✔"
MARK = re.compile(rf"\A[{MARKS}]\s+(?=\S)")
BULLET = re.compile(rf"(?:[{MARKS}]|\d{{1,2}}[.)]|[a-z]\))\s+(?=\S)")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
VOWELS = "".join(sign for sign in map(chr, range(0x900, 0xE00)) if category(sign).startswith("M"))
"""What Hindi, Bengali, Tamil and others write vowels with inside a word; for `\\w` it is no letter."""
DAY = re.compile(
    r"\b\d{1,2}[./]\s?(?:\d{1,2}[./]|\w{3,9}\.?)\s?(?:\d{4}|\d\d)\b|\b\d{4}-\d\d-\d\d\b"
    rf"|\b\w{{3,9}}\.? \d{{1,2}},? \d{{4}}\b|\b\d{{1,2}} [\w{VOWELS}]{{3,9}}\.? \d{{4}}\b|\d{{4}}[年년]"
    r"|\b(?:19|20)\d\d([./])\s?\d{1,2}\1\s?\d{1,2}\b"
)
DATE = re.compile(DAY.pattern + r"|\b\d{1,2}:\d\d\b")
DIGITS = re.compile(r"\d\d")
"""What stands in every day and time: most lines need no closer look."""
SENTENCE_ENDS = ".!?…。！？।॥؟۔։።"
"""Full stops, question and exclamation marks: also of Chinese, Hindi, Arabic, Urdu, Armenian, Amharic."""
TERMINAL = SENTENCE_ENDS + ":;,：；，،؛"
CLOSERS = "\"'”“»«)]’‘」』）"
GAPS = re.compile(r"\S {3,}\S.* {3,}\S|\S {5,}\S")
OPENING, CLOSING = '"„“«»「『', '"”“»«」』'
RANKED = re.compile(r"(\d{1,2})[.)]?\s+[^\W\d]")
SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that set no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
SIGNS_A_WORD = 2
"""Characters of such a script that say about as much as a word, and take as long to read."""
SOME_WORDS = 5
DOTS = ("...", "…")
"""How a text ends that goes on elsewhere."""
PARTICLES = frozenset("von van de der den di da dos du del la le el al bin".split())
"""Words between a first and a last name that are written small."""
LONGEST_DATELINE = 100
LONGEST_QUOTE = 250
LONGEST_HEADING = 120
LONGEST_LEAD = 900


def is_signature(text: str) -> bool:
    """Whether a short line holds a date or nothing but a person's name."""
    words = text[: LONGEST_DATELINE + 1].split()
    return is_dateline(text) or (
        len(text) <= LONGEST_DATELINE
        and 2 <= len(words) <= 4
        and words[-1][0].isupper()
        and all((word[0].isupper() or word in PARTICLES) and word[-1] not in ".!?:" for word in words)
    )


def word_count(text: str) -> int:
    """About how many words a text has."""
    signs = 0 if text.isascii() else len(SPACELESS.findall(text))
    return text.count(" ") + 1 + signs // SIGNS_A_WORD


def has_date(text: str) -> bool:
    """Whether a day or a time of day stands in a text."""
    return DIGITS.search(text) is not None and DATE.search(text) is not None


def is_day(text: str) -> bool:
    """Whether a text is a day, with or without a time of day, and has no word besides."""
    return has_date(text) and not any(map(str.isalpha, DATE.sub("", text)))


def rank(text: str) -> int:
    """The number that a line of a ranking begins with: 1 for "1 Harbour closed for repairs"; 0 where there is none."""
    found = RANKED.match(text)
    return int(found[1]) if found else 0


def is_marked(text: str) -> bool:
    """Whether a line begins with the mark of a list item."""
    return text[0] in MARKS and MARK.match(text) is not None


def is_text_like(text: str) -> bool:
    """Whether a piece is a list item, or ends as a sentence does and has some words."""
    ends = text.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS + ":;"
    return is_marked(text) or (ends and word_count(text) >= SOME_WORDS)


def may_head(text: str) -> bool:
    """Whether a line is as long as headings are."""
    return 3 <= word_count(text) <= 20


def is_mark(text: str) -> bool:
    """Whether a line is a number, a sign or a letter or two: what it belongs to stands beside it."""
    return len(text) <= 2 or not any(map(str.isalpha, text))


def is_dateline(text: str) -> bool:
    """A short line with a day in it; a time of day alone stands in timetables too."""
    return len(text) <= LONGEST_DATELINE and DIGITS.search(text) is not None and DAY.search(text) is not None


def is_menu_item(text: str) -> bool:
    """Whether a line is short enough for a menu: at most three words, no sentence, no date or price."""
    return len(text) <= 30 and text.count(" ") <= 2 and text[-1] not in SENTENCE_ENDS + ":" and not has_digit(text)


def has_digit(text: str) -> bool:
    """Whether a digit stands in a text: also a raised or a circled one."""
    return not text.isalpha() and any(map(str.isdigit, text))


def is_overline(text: str) -> bool:
    """Whether a line is short enough for a section word, or an overline of some words."""
    return 2 <= len(text) <= 40 and len(text.split()) <= 5 and not has_date(text) and not set(text) & set(".!?…:>›»|/")


def is_keywords(text: str) -> bool:
    """Three or more lower-case words with nothing between them."""
    words = text.split()
    return 3 <= len(words) <= 15 and all(len(word) > 2 and word.isalpha() and word.islower() for word in words)


def content_label(piece: Piece, following: str | None) -> Label:
    """The label of a content piece by its markup or look.

    Args:
        piece: the piece.
        following: the text of the next content piece, None at the end.
    """
    return (_by_markup(piece.markup, piece.text) if piece.markup else None) or _by_look(piece.text, following)


def _by_markup(markup: Markup, text: str) -> Label | None:
    if markup.level:  # some pages set whole paragraphs in the elements of headings
        return Label.PARAGRAPH if len(text) > LONGEST_HEADING and is_text_like(text) else Label.HEADING
    for tag in reversed(markup.path):
        if tag in TAGS:
            return TAGS[tag]
        if tag == "tr":  # a table of one column is there for the layout
            return Label.TABLE if CELLS in text else None
    return Label.PARAGRAPH if "pre" in markup.path or markup.path[-1:] == ("p",) else None


CELLS = " | "
"""What HTML mode sets between the cells of a row."""
TAGS = {
    "li": Label.LIST_ITEM,
    "dd": Label.LIST_ITEM,
    "dt": Label.LIST_ITEM,
    "blockquote": Label.QUOTE,
}


def _by_look(text: str, following: str | None) -> Label:
    if not text[0].isupper() and (label := _by_beginning(text)):
        return label
    if is_row(text):
        return Label.TABLE
    if following and is_heading(text, following):
        return Label.HEADING
    return Label.QUOTE if is_quotation(text) else Label.PARAGRAPH


def _by_beginning(text: str) -> Label | None:
    if MARKDOWN_HEADING.match(text):
        return Label.HEADING
    if BULLET.match(text) and not DATE.match(text) and not is_speech(text):
        return Label.LIST_ITEM
    return Label.QUOTE if text[0] == ">" else None


def is_speech(text: str) -> bool:
    """Whether a line may be what somebody says: sentences behind a dash, as Finnish, French or Russian sets them."""
    return text[0] in "–—" and text.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS


def is_row(text: str) -> bool:
    """Whether a text looks like the row of a table: bars, tabs or wide gaps between its cells."""
    barred = "|" in text and (" | " in text or text.count("|") >= 2)
    return barred or "\t" in text or ("   " in text and GAPS.search(text) is not None)


def is_quotation(text: str) -> bool:
    """Whether a short piece is one quotation from its first character to its last."""
    is_quoted = text[0] in OPENING and text[-1] in CLOSING and len(text) <= LONGEST_QUOTE
    return is_quoted and not set(text[1:-1]) & set(OPENING + CLOSING)


def is_list_of_names(text: str) -> bool:
    """Three or more names with commas between them: "Hafen, Logistik, Norddeutschland"; a day with commas is none."""
    parts = text.split(", ") if ", " in text and not has_date(text) else ()
    return 3 <= len(parts) <= 25 and all(
        0 < len(part) <= 40 and part.count(" ") <= 3 and part[-1] not in ".!?:" for part in parts
    )


def is_heading(text: str, following: str) -> bool:
    """A short line without a full stop at its end, above a longer one. A question may be a heading."""
    if len(text) > LONGEST_HEADING or len(following) <= len(text):
        return False
    last = text.rstrip(CLOSERS)[-1:]
    return last not in TERMINAL or (last == "?" and len(text.split()) <= 12)
