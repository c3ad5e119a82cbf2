"""The vocabulary that the rules' shapes are composed of, and the matchers that need more than a pattern."""

from __future__ import annotations

import re
from collections.abc import Callable

DIGITS = "0123456789"
NUMBER = r"[+\-−–±]?\d{1,3}(?:[.,'’ ]?\d{3})*(?:[.,]\d+)?"
CURRENCY = r"(?:EUR|USD|CHF|GBP|JPY|Euro|Dollar|Pkt\.?|Punkte|PKT|points?|€|\$|£|¥)"
PERCENT = rf"{NUMBER}\s?(?:%|Prozent|percent)"
TIME = r"\d{1,2}[:.]\d{2}(?:\s?(?:Uhr|[ap]\.?m\.?))?"
MONTH = (
    r"(?:Jan(?:uary?|uar)?|Jän(?:ner)?|Feb(?:ruary?|ruar)?|Mar(?:ch)?|Mär(?:z)?|Apr(?:il)?|May|Mai|June?|Juni?|July?|Juli?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)\.?"
)
DAY = (
    rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{MONTH})\s?\d{{2,4}}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}} {MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})"
)
WHEN = rf"(?:{DAY}|{TIME}|[Gg]estern|[Hh]eute|[Yy]esterday|[Tt]oday|[Vv]or \d+ \w+|\d+ (?:\w+ )?ago)"
NAME = r"[^\W\d_][\w'’.-]+(?: (?:von|van|de|der|di|la|le|el|al))?"
AGENCY = r"(?:dpa|AP|AFP|Reuters|Getty Images|imago|picture alliance|Shutterstock|iStock|Unsplash|Adobe Stock)"

NO_TWO_FIGURES = r"(?!.*[ |\t](?:\d+[.,'’][\d.,'’]*[ |\t]+\d[\d.,'’]*|\d+ ?[|\t] ?\d+)[ |\t]+\(?[+\-−–±])"
"""Not this year's figure and last year's before the change: "Umsatz 1.234 1.100 +12,2 %". In
"Nikkei 225 38.421,10 +0,5 %" the first number ends the name.
"""
QUOTE = (
    rf"{NO_TWO_FIGURES}"
    rf"\S.{{1,60}}? {NUMBER}\s?{CURRENCY}?(?: {NUMBER}\s?{CURRENCY}?)? \(?{PERCENT}\)?(?: \S.{{0,25}})?"
)
SIGNED_QUOTE = (
    rf"{NO_TWO_FIGURES}"
    rf"\S.{{1,60}}?[ |\t]+[€$£¥]?{NUMBER}\s?{CURRENCY}?(?:[ |\t]+{NUMBER}\s?{CURRENCY}?)?"
    r"[ |\t]+\(?(?:[▲▼↑↓]\s?)?[+\-−–±]\s?\d[\d.,]*\s?%\)?(?:[ |\t]+\S.{0,25})?"
)
CHANGE = rf"[▲▼↑↓]?\s?(?:{NUMBER}\s?{CURRENCY}?\s)?\(?{PERCENT}\)?\s?[▲▼↑↓]?"
PAGES = r"[(\[]?(?:\d{1,3} ?/ ?\d{1,3}|\d(?: \|? ?\d{1,2}){1,15} ?(?:[»>…]|\.\.\.)?.{0,12})[)\]]?"
PRICE = rf"{CURRENCY}\s?{NUMBER}|{NUMBER}\s?{CURRENCY}|\d[\d.]*,\d\d|\d[\d,]*\.\d\d"
EXCHANGES = (
    r"(?:Xetra|XETRA|Tradegate|Frankfurt|Stuttgart|Nasdaq|NASDAQ|NYSE|LSE|SIX|Euronext|gettex|Lang & Schwarz"
    r"|Wiener Börse)"
)
AT_A_SHOP = (
    rf"(?:(?:[Aa]b|[Nn]ur|[Ff]rom|[Nn]ow|[Oo]nly|[Dd]ès|[Dd]esde):? )?(?:[$£€]\s?{NUMBER}|{NUMBER}\s?{CURRENCY})"
    rf" (?:bei|at|from|chez|bij) (?!{EXCHANGES}\b)[A-ZÄÖÜ][\w&'’.-]{{1,20}}(?: [A-Z0-9][\w&'’.-]{{1,20}}){{0,2}}"
)
COPYRIGHT = (
    r"(?:©|\(c\)|Copyright)(?:.{0,12}(?:19|20)\d\d.*"
    r"|[^.]{0,60}(?:(?:19|20)\d\d|GmbH|AG|Ltd\.?|Inc\.?|LLC|KG|Verlag))"
)
CREDIT_AT_END = (
    r".{0,220}(?:\(|\W)(?:Fotos?|Bild(?:er)?|Quelle|Grafik|Illustration|Photos?|Image|Picture"
    r"|Credit|Graphic|Crédit|Foto di)"
    r"(?: by| von)?: ?[^.:!?]{2,60}\)?"
)
DAY_AND_TIME = (
    rf"(?:\w{{2,12}}[.,:]? (?:am |on |den )?)?{DAY}(?:[,|·•–-]? ?(?:um |at |- )?{TIME})?"
    r"(?: ?[A-Z]{2,4})?(?: ?[|/·•–-] ?[^.!?]{0,40}\.?[^.!?]{0,20})?"
)
BY_NAMES = (
    rf"(?:[Vv]on|VON|[Bb]y|BY|Autor:?|Text:) {NAME}(?: {NAME}){{0,4}}"
    rf"(?:(?:,| und| and| &) {NAME}(?: {NAME}){{0,3}}){{0,4}}(?:[,|/] ?.{{0,40}})?"
)
SIGNED_AND_DATED = rf"(?:[Vv]on|VON|[Bb]y|BY) {NAME}(?: {NAME}){{0,4}}.{{0,60}}?[,|•·–-] ?(?:\w+,? )?{DAY}.{{0,30}}"
EDITORS = r"\(?(?:[\w.-]*[Rr]edaktion|[\w.-]*[Nn]ewsroom|dpa[\w-]*|AFP|APA|SDA|Reuters)(?:[/ -]\w{1,8}){0,3}\)?"

BUTTON = r"(?:\(BUTTON\)\s*)+[^.!?]{0,60}"
PICTURE = r"(?:\[[^\[\]\s]{1,200}\.(?:jpe?g|png|gif|svg|webp|avif|ico|bmp)(?:\?[^\[\]\s]{0,200})?\]\s*)+"
"""What lynx writes for a button, and what it and w3m write for a picture: "[harbour.jpg]"."""

NETWORKS = frozenset(
    "facebook twitter x whatsapp linkedin xing pinterest reddit telegram instagram youtube tiktok threads bluesky "
    "mastodon flipboard pocket tumblr messenger snapchat signal email e-mail mail rss sms print drucken teilen share "
    "tweet link copy kopieren".split()
)
COLUMNS = frozenset(
    "name titel symbol wkn isin wert wertpapier aktie index kurs aktuell letzter last price preis change chg diff "
    "differenz veränderung abs börse exchange zeit time datum date volumen volume hoch tief high low bid ask geld "
    "brief +/- währung currency in eur usd".split()
)
BLANKS = re.compile(r"(?:(?:k\. ?A\.|n/a|N/A|n\.a\.|-{1,3}|–|—)(?:[\s/|]+|$)){2,}")
BAR = re.compile(r"[|•·\t]|\s{2,}")
STEP = re.compile(r"\s[>›»→/]\s|[›»]")
SEPARATOR = re.compile(r"\s[>›»→/]\s|[›»]|\s>|>\s")
CHROME = " \t|,·•/&-–:"


def shape(pattern: str) -> Callable[[str], object]:
    """A matcher for whole lines."""
    return re.compile(pattern).fullmatch


def is_breadcrumb(line: str) -> bool:
    """At least three steps, or two after a home page: "Home > News > Economy"."""
    steps = [step for step in map(str.strip, STEP.split(line)) if step]
    return len(steps) >= 3 and max(map(len, steps)) <= 60 and len(max(steps, key=len).split()) <= 9


def bar_parts(line: str) -> list[str]:
    """The parts of a line that stand side by side: "Drucken | Merken", "Kontakt   Impressum"."""
    return [part for part in map(str.strip, BAR.split(line)) if part]


HOMES = frozenset({"home", "start", "startseite", "homepage", "accueil", "inicio", "strona główna", "ホーム", "首页"})


def trail(line: str) -> list[str]:
    """The steps of a breadcrumb."""
    return [step for step in map(str.strip, SEPARATOR.split(line)) if step]


def is_trail_from_home(line: str) -> bool:
    """At least two steps, the first of them a home page: "Home › Markets"."""
    steps = trail(line)
    return len(steps) >= 2 and steps[0].lower() in HOMES and len(line) <= 160


def is_separator(line: str) -> bool:
    """Nothing but signs: "* * *", "---"."""
    return not any(map(str.isalnum, line))


def is_menu_bar(line: str) -> bool:
    """Three or more short names side by side: "Politik | Wirtschaft | Sport"."""
    parts = bar_parts(line)
    return (
        len(parts) >= 3
        and all(len(part.split()) <= 3 and part[-1] not in ".!?" for part in parts)
        and not any(character.isdigit() for character in line)
    )


def is_networks(line: str) -> bool:
    """Nothing but names of networks and ways to share."""
    words = [word for word in (word.strip(CHROME) for word in line.lower().split()) if word]
    return len(words) >= 2 and words[0] in NETWORKS and NETWORKS.issuperset(words)


def is_network(line: str) -> bool:
    """The name of a network alone: a button, or where a picture is from."""
    return line.lower() in NETWORKS


def is_blank_quote(line: str) -> bool:
    """A quote without values: "k.A. k.A. k.A."."""
    return BLANKS.fullmatch(line) is not None


def is_quote_head(line: str) -> bool:
    """The head of a table of quotes: nothing but names of its columns."""
    words = [word for word in (word.strip("|.:%()") for word in line.lower().split()) if word]
    return len(words) >= 3 and words[0] in COLUMNS and COLUMNS.issuperset(words)


def is_hashtags(line: str) -> bool:
    words = line.replace(",", " ").split()
    return all(len(word) > 2 and word[0] == "#" and not word[1:].isdigit() for word in words)


by_initials = shape(
    r"\(?(?:[\w.-]*[Rr]edaktion|[\w.-]*[Nn]ewsroom|dpa[\w-]*|AFP|APA|SDA|Reuters)(?:[/ -]\w{1,8}){0,3}\)?"
)
