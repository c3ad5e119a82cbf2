"""What one piece says by itself: the phrase lists, then RULES, which know shapes that no phrase can spell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from string import ascii_letters
from typing import NamedTuple

from cleaner.characters import Sets
from cleaner.document import Hit, Label, Markup, Page
from cleaner.fold import SOFT_HYPHEN, fold_all
from cleaner.patterns import (
    AGENCY,
    AT_A_SHOP,
    BUTTON,
    BY_NAMES,
    CHANGE,
    COLUMNS,
    COPYRIGHT,
    CREDIT_AT_END,
    DAY_AND_TIME,
    DIGITS,
    NETWORKS,
    PAGES,
    PICTURE,
    PRICE,
    QUOTE,
    SIGNED_AND_DATED,
    SIGNED_QUOTE,
    WHEN,
    bar_parts,
    by_initials,
    is_blank_quote,
    is_breadcrumb,
    is_hashtags,
    is_menu_bar,
    is_network,
    is_networks,
    is_quote_head,
    is_separator,
    is_trail_from_home,
    shape,
)
from cleaner.shapes import MARKDOWN_HEADING
from cleaner.words import Phrases, class_words, phrases

LONGEST = 240
"""A line of more characters is running text or a legal notice: no shape below is as long."""
BARS = "|•·\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What may set the parts of a bar apart, besides two plain spaces: marks, and the other kinds of white space."""


class Rule(NamedTuple):
    """A shape of line. The rule's name is its reason in the answer."""

    name: str
    label: Label
    matches: Callable[[str], object]
    needs: str = ""  # one of these characters stands in every line that matches
    lacks: str = ""  # and none of these
    opens_with: frozenset[str] = frozenset()  # instead of `needs`: its first word is one of these, lower-cased
    certain: bool = False


def hits(page: Page, own: Sequence[Phrases] = ()) -> list[Hit | None]:
    """What the phrases and RULES say of each piece.

    Args:
        page: the page.
        own: the caller's phrases; where they say something, nothing else is asked.

    Returns:
        A hit a piece, None where nothing is known of it. A caller's phrase comes before the package's, a certain hit
        before one that is not, a phrase before a rule.
    """
    lines = [piece.text.replace(SOFT_HYPHEN, "") for piece in page.pieces]
    found = phrases().hits(page.folded)
    for index, look in by_shapes(lines):
        known = found[index]
        if known is None or (look.certain and not known.certain):
            found[index] = look
    around: dict[int, Hit | None] = {}  # by the words around a piece: the same object for all in the same elements
    for index, hit in enumerate(found):
        if hit is None and (markup := page.pieces[index].markup):
            if id(markup.words) not in around:
                around[id(markup.words)] = by_markup(markup)
            found[index] = around[id(markup.words)]
        elif hit and hit.certain and MARKDOWN_HEADING.match(lines[index]):
            # an article on newsletters has such headings
            found[index] = hit._replace(certain=False)
    for callers in own:
        found = [mine or known for mine, known in zip(callers.hits(page.folded), found, strict=True)]
    return found


def by_shapes(lines: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    """Which lines have a shape that is known, and what it says: most have no character that a rule needs."""
    short = [line if len(line) <= LONGEST else "" for line in lines]
    first = [line.partition(" ")[0].lower() for line in short]
    barred = CHARACTERS.bit(BARS)
    for index, mask in enumerate(CHARACTERS.masks(short)):
        rules = (*BY_FIRST_WORD.get(first[index], ()), *_candidates(mask))
        line = short[index]
        hit = _by_parts(line) if mask & barred or "  " in line else None
        hit = hit or (_first_match(line, rules) if rules else None)
        if hit:
            yield index, hit


def _by_parts(line: str) -> Hit | None:
    """What most parts of a bar say: "Impressum | Datenschutz | Kontakt" is legal, "Drucken   Merken" is sharing."""
    parts = bar_parts(line)
    whole = phrases().whole
    found = Counter(whole[part].label for part in fold_all(parts) if part in whole)
    label, count = found.most_common(1)[0] if found else (Label.OTHER, 0)
    return Hit(label, "bar", certain=False) if 2 <= len(parts) <= 2 * count else None


def _first_match(line: str, rules: Iterable[Rule]) -> Hit | None:
    return next((Hit(rule.label, rule.name, rule.certain) for rule in rules if rule.matches(line)), None)


def by_markup(markup: Markup) -> Hit | None:
    """What class, id and role of the nearest element say that says anything: class="related-articles"."""
    labels = class_words()
    if labels.keys().isdisjoint(markup.words):
        return None
    word = next(word for word in reversed(markup.words) if word in labels)
    return Hit(labels[word], f'markup "{word}"', certain=False)


@lru_cache(maxsize=4096)
def _candidates(mask: int) -> tuple[Rule, ...]:
    """The rules that lines with characters of these sets can match: for most lines there are none."""
    return tuple(rule for rule in RULES if mask & CHARACTERS.bit(rule.needs) and not mask & CHARACTERS.bit(rule.lacks))


RULES: tuple[Rule, ...] = (
    Rule("time of a player", Label.OTHER, shape(r"\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d"), "/", certain=True),
    Rule("button of a text browser", Label.NAVIGATION, shape(BUTTON), "(", certain=True),
    Rule("picture of a text browser", Label.OTHER, shape(PICTURE), "[", certain=True),
    Rule("separator", Label.OTHER, is_separator, "-–—*_=~·•.#|/", DIGITS + ascii_letters, certain=True),
    Rule("blank quote", Label.TICKER, is_blank_quote, "./-–—", "bcdefghijlmopqrstuvwxyz", certain=True),
    Rule("head of a quote table", Label.TICKER, is_quote_head, certain=True, opens_with=COLUMNS),
    Rule("signed stock quote", Label.TICKER, shape(SIGNED_QUOTE), "%", certain=True),
    Rule("stock quote", Label.TICKER, shape(QUOTE), "%"),
    Rule("change in percent", Label.TICKER, shape(CHANGE), "%"),
    Rule("price", Label.TICKER, shape(PRICE), DIGITS, "bcdfghjmqvwxyz"),
    Rule("price at a shop", Label.ADVERTISEMENT, shape(AT_A_SHOP), DIGITS, certain=True),
    Rule("page of pages", Label.PAGINATION, shape(PAGES), DIGITS),
    Rule("copyright line", Label.DISCLAIMER, shape(COPYRIGHT), "©(C", certain=True),
    Rule("credit at the end", Label.CREDIT, shape(CREDIT_AT_END), ":", certain=True),
    Rule("copyright mark", Label.CREDIT, shape(r"(?:©|\([cC]\)) ?\S.{0,80}|.{0,160}(?:©|\(c\)) ?[^.]{2,80}"), "©("),
    Rule("photo by an agency", Label.CREDIT, shape(rf".{{0,160}}[(/|] ?(?:\w+: ?)?{AGENCY}[^.]{{0,40}}\)?"), "(/|"),
    Rule("breadcrumb from home", Label.NAVIGATION, is_trail_from_home, ">›»→/", certain=True),
    Rule("breadcrumb", Label.NAVIGATION, is_breadcrumb, ">›»→/"),
    Rule("menu bar", Label.NAVIGATION, is_menu_bar, "|•·"),
    Rule("networks", Label.SHARING, is_networks, certain=True, opens_with=NETWORKS),
    Rule("network", Label.SHARING, is_network, opens_with=NETWORKS),
    Rule("hashtags", Label.TAGS, is_hashtags, "#"),
    Rule("teaser in a cell", Label.RELATED, shape(r"\|? ?[•·▪»›-] ?\S.{10,}(?:\.\.\.|…) ?\|?"), "•·▪»›|"),
    Rule("day and time", Label.BYLINE, shape(DAY_AND_TIME), DIGITS),
    Rule("time and kind", Label.RELATED, shape(rf"{WHEN}(?: {WHEN})? ?[•·|–-] ?\S.{{0,60}}"), "•·|–-"),
    Rule(
        "time ago", Label.RELATED, shape(r"(?:[Vv]or \d{1,2} \w+\.?|\d{1,2} (?:\w+\.? )?ago|\d{1,2}[hmd] ago)"), DIGITS
    ),
    Rule("signed and dated", Label.BYLINE, shape(SIGNED_AND_DATED), certain=True, opens_with=frozenset({"von", "by"})),
    Rule("by a name", Label.BYLINE, shape(BY_NAMES), opens_with=frozenset({"von", "by", "autor", "autor:", "text:"})),
    Rule("editors' initials", Label.BYLINE, by_initials, "/-("),
    Rule("initials", Label.BYLINE, shape(r"[(/]\w{2,5}(?:[/,-]\w{2,8}){0,3}[)/]"), "(/"),
    Rule("address on the web", Label.NAVIGATION, shape(r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}"), ".@", " "),
)
"""In the order in which they are asked; the first that knows the shape names the line."""

BY_FIRST_WORD = {
    word: tuple(rule for rule in RULES if word in rule.opens_with) for rule in RULES for word in rule.opens_with
}
CHARACTERS = Sets(characters for rule in RULES for characters in (BARS, rule.needs, rule.lacks) if characters)
"""The characters that the rules ask for."""
