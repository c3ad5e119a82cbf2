"""An article that a page does not show: it stands in the state that an app is drawn from, as __NEXT_DATA__ is."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from cleaner.document import Head
from cleaner.markup import parse, visible
from cleaner.markup.rows import Run
from cleaner.shapes import word_count

LIST = "[]"
LEAST = 500
"""Characters of an article; a script or an attribute that is shorter holds none."""
STATES = 10_000_000
"""Characters of scripts and attributes that are read."""
LEVELS = 12
"""Names and lists on the way to a string."""
PROSE_WORDS, PROSE_LINKS = 15, 0.3
"""Words from which on a run is prose, and the share of links up to which it is."""
ENOUGH = 150
"""Words of prose from which on a page is taken to show its article."""
ABOUT = 0.5
"""The share of the title's words that an article has, so that a list of teasers or a notice is none."""
SENTENCE = 40
"""Characters from which on a string that ends as a sentence does is one."""
ENDING = 60
"""Characters that may stand behind its full stop, and the stop: quotation marks, end tags, white space."""
JOINED = 0.2
"""The share of paragraphs that hold several such strings, up to which strings are taken for the parts of paragraphs."""

ASSIGNED = re.compile(r"=\s*(?:JSON\.parse\(\s*)?(?=[\[{\"])")
NOT_SPACE = re.compile(r"\S")
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|section)\b", re.IGNORECASE)
LINES = re.compile(r"\s*\n\s*")
WORD = re.compile(r"\w{4,}")
SENTENCE_END = re.compile(r"[.!?…。！？][\"'”“»)\]]*(?:</[a-z]+>|&nbsp;|\s)*$", re.IGNORECASE)


class Text(NamedTuple):
    """A string in a state."""

    keys: tuple[str, ...]  # the names on the way to it, LIST for a list
    places: tuple[int, ...]  # where in each of these lists
    value: str

    @property
    def name(self) -> str:
        return next((key for key in reversed(self.keys) if key != LIST), "")

    def lists(self) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
        """The lists around it, from the outermost on: the names on the way to each, and where in those before it."""
        for level, index in enumerate(index for index, key in enumerate(self.keys) if key == LIST):
            yield self.keys[:index], self.places[:level]


def body(tree: HtmlElement, head: Head, shown: Sequence[Run]) -> list[Run]:
    """The article in the page's states, where the page has a title that the article is about.

    It is for pages that show little prose: the states of others hold teasers and what the page shows as well.

    Args:
        tree: the page.
        head: what it says about itself.
        shown: its visible text.
    """
    headings = [run.text for run in shown if run.element.know().place.level == 1]
    title = next(filter(None, [*headings, *head.meta.get("og:title", ()), head.title]), "")
    words = frozenset(WORD.findall(title.casefold()))
    weighed = ((about(words, " ".join(article)), article) for article in (articles(tree) if words else ()))
    found = [(share * sum(map(len, article)), article) for share, article in weighed if share >= ABOUT]
    _, best = max(found, key=itemgetter(0), default=(0, []))
    root = parse.document(f'<div itemprop="articleBody">{"".join(map(paragraph, best))}</div>')
    return [] if root is None else visible.runs(root)[0]


def has_prose(runs: Sequence[Run]) -> bool:
    """Whether they hold so much prose that it is taken for an article."""
    counts = (word_count(run.text) for run in runs if run.linked <= PROSE_LINKS)
    return any(total >= ENOUGH for total in accumulate(count for count in counts if count >= PROSE_WORDS))


def about(words: frozenset[str], text: str) -> float:
    """The share of the title's words, one or more, that a text has."""
    return len(words & set(WORD.findall(text.casefold()))) / len(words)


def paragraph(text: str) -> str:
    """A paragraph of a state, which is HTML at times, as HTML."""
    if BLOCK.search(text):
        return text
    return f"<p>{text if TAG.search(text) else escape(text, quote=False)}</p>"


def articles(tree: HtmlElement) -> Iterator[list[str]]:
    """What may be an article's paragraphs in the page's states: a long string, or the strings of one name in a list."""
    for state in states(tree):
        found = list(texts(state))
        named = {text.name for text in found if is_sentence(text.value)}
        lists: dict[tuple[tuple[str, ...], tuple[int, ...], str], list[Text]] = defaultdict(list)
        for text in found:
            if len(text.value) >= LEAST:
                yield [text.value] if BLOCK.search(text.value) else LINES.split(text.value.strip())
            if text.name in named:
                for keys, places in text.lists():
                    lists[keys, places, text.name].append(text)
        for (_, places, _), members in lists.items():
            yield from filter(is_article, [_paragraphs(members, len(places))])


def _paragraphs(members: Sequence[Text], level: int) -> list[str]:
    """The strings that stand in the same item of a list, as one; none where these are not parts of paragraphs."""
    items = [[text.value for text in item] for _, item in groupby(members, lambda text: text.places[level])]
    several = sum(sum(map(is_sentence, item)) > 1 for item in items)
    return ["".join(item) for item in items] if several <= JOINED * len(items) else []


def is_sentence(text: str) -> bool:
    return len(text) >= SENTENCE and SENTENCE_END.search(text[-ENDING:].rstrip()) is not None


def is_article(paragraphs: Sequence[str]) -> bool:
    """Whether most of it is in sentences."""
    size = sum(map(len, paragraphs))
    return size >= LEAST and sum(len(text) for text in paragraphs if is_sentence(text)) >= size / 2


def states(tree: HtmlElement) -> Iterator[Any]:
    """The values of scripts that are JSON, or that begin by giving JSON a name, and of attributes that are JSON.

    Apps that a server draws in part have their state in an attribute: data-page of Inertia, data-react-props of Rails.
    """
    left = STATES
    for element in tree.iter(etree.Element):
        for source, start in scripted(element) if element.tag == "script" else stated(element):
            left -= len(source)
            if left < 0:
                return
            value = decoded(source, start)
            yield decoded(value, 0) if isinstance(value, str) else value


def scripted(script: HtmlElement) -> Iterator[tuple[str, int]]:
    """The text of a script that may hold an article, and where its JSON begins."""
    source, kind = script.text or "", (script.get("type") or "").lower()
    if len(source) >= LEAST and "ld+json" not in kind:
        begins = NOT_SPACE.search(source) if "json" in kind else ASSIGNED.search(source, 0, 1000)
        if begins:
            yield source, begins.start() if "json" in kind else begins.end()


def stated(element: HtmlElement) -> Iterator[tuple[str, int]]:
    """The attributes of an element that may hold an article, and where their JSON begins."""
    for value in element.attrib.values():
        if len(value) >= LEAST and value[0] in "{[":
            yield value, 0


def decoded(source: str, start: int, whole: bool = False) -> Any:
    """The JSON value that begins there, and is all of the source where it must be; None where there is none."""
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(source, start)
    except (ValueError, RecursionError):
        return None
    return None if whole and source[end:].strip() else value


def texts(state: Any) -> Iterator[Text]:
    """The strings of a state, in its order; of one that is JSON itself, those in it."""
    waiting: list[tuple[tuple[str, ...], tuple[int, ...], Any]] = [((), (), state)]
    while waiting:
        keys, places, value = waiting.pop()
        if isinstance(value, str):
            nested = decoded(value, 0, whole=True) if len(value) >= LEAST and value[0] in "{[" else None
            if nested is None:
                yield Text(keys, places, value)
            else:
                waiting.append((keys, places, nested))
        elif isinstance(value, list) and len(keys) < LEVELS:
            waiting += [((*keys, LIST), (*places, place), item) for place, item in enumerate(value)][::-1]
        elif isinstance(value, Mapping) and len(keys) < LEVELS:
            waiting += [((*keys, key), places, item) for key, item in value.items()][::-1]
