"""Scripts, style sheets and data that stand in page text, as `textContent` has it: a page does not show them.

A small network says which chunks are program code; bench/scripts.py trains it. What articles quote of code stays,
unless much of it speaks of the page that it runs in: then it may be the page's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from cleaner.chunks import Judged, judged, load

Span = tuple[int, int]
"""First character, and after the last."""

BRACES = 4
"""A text with fewer has no script, and takes no time: most texts have none at all."""
LIKELY = 0.5
BETWEEN = 30
"""Characters between two chunks of code that are taken for code too: strings and comments have words."""
SHORTEST = 30
"""Characters of a script. What is shorter is left to the labeller."""
SIGNS = "{}()[];=<>\"'@/"
SIGN = re.compile(f"[{re.escape(SIGNS)}]")
UNSPACED = re.compile(r"[\u3001\u3002\u3040-\ua4cf\uff0c]{20,}")
"""So many Chinese or Japanese characters are no code: they may be one chunk, which its neighbours outvote."""
BEFORE = 40
"""Nor are so many characters before the first of the signs, but for the name beside it: "…, sagte sie. open()"."""
NAME = re.compile(r"[\w.$#-]*\Z", re.ASCII)
WEB = re.compile(
    r"\b(?:window|document|navigator|dataLayer|googletag|gtag|jQuery|localStorage|getElementById|querySelector"
    r"|addEventListener|createElement)\b|\"@(?:context|type)\"|@media|@font-face|\{display:|!important|text/javascript|CDATA"
)
LEAST = 10
"""So many of these must stand in the code of a text for it to be the page's own."""
QUOTED = 2000
"""Or a JSON object of so many characters: no article quotes one."""
DATA = re.compile(r'(?:\[\s*+)?\{\s*+"')
LARGEST = 1 << 23
"""Characters of a text in which JSON is looked for: read, it takes several times as much memory."""


class Scripts(NamedTuple):
    """What a page text has that the page does not show, each in order, apart, without white space around it."""

    spans: Sequence[Span] = ()  # all of it
    objects: Sequence[Span] = ()  # the JSON in it


def found(text: str) -> Scripts:
    """Where scripts, style sheets and data stand.

    Linear in the text. Of an article on programming, whose code is its own, nothing is told.
    """
    if text.count("{") < BRACES:
        return Scripts()
    objects = list(data(text)) if len(text) <= LARGEST else []
    spans = merged([*(part for span in runs(judged(load("scripts"), text)) for part in coded(text, *span)), *objects])
    scripts = [(start, end) for start, end in spans if end - start >= SHORTEST]
    told = sum(len(WEB.findall(text, *span)) for span in scripts)
    is_own = told >= LEAST or any(end - start >= QUOTED for start, end in objects)
    return Scripts(scripts, objects) if is_own else Scripts()


def runs(code: Judged) -> Iterator[Span]:
    """The stretches of chunks that are code, a few doubtful ones between them included."""
    likely = np.flatnonzero(code.chance > LIKELY)
    if not len(likely):
        return
    start, end = code.start[likely], code.end[likely]
    apart = np.flatnonzero(start[1:] - end[:-1] > BETWEEN)
    firsts, lasts = [0, *(apart + 1)], [*apart, len(likely) - 1]
    yield from zip(start[firsts].tolist(), end[lasts].tolist(), strict=True)


def coded(text: str, start: int, end: int) -> Iterator[Span]:
    """The parts of a span that are code: without words of the page between or around them."""
    for words in UNSPACED.finditer(text, start, end):
        yield from trimmed(text, start, words.start())
        start = words.end()
    yield from trimmed(text, start, end)


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """A span without what stands before its first and behind its last sign of code; nothing if it has none."""
    first = SIGN.search(text, start, end)
    if first:
        before = text[start : first.start()]
        name = NAME.search(before[-BEFORE:]) if len(before) >= BEFORE else None
        kept = name[0] if name else before.rpartition("\n")[2].lstrip()
        yield first.start() - len(kept), 1 + max(text.rfind(sign, start, end) for sign in SIGNS)


def data(text: str) -> Iterator[Span]:
    """The JSON objects of a text, and arrays of them: long strings in them look like an article's."""
    decoder, at = json.JSONDecoder(strict=False), 0
    while begin := DATA.search(text, at):
        try:
            _, at = decoder.raw_decode(text, begin.start())
            yield begin.start(), at
        except json.JSONDecodeError as error:
            at = max(begin.end(), error.pos)
        except (RecursionError, ValueError):  # nested too deeply, or a number of too many digits
            return


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same spans in order; those that overlap are one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
