"""Is it HTML? Told from a bounded sample; in doubt it is text, since text read as HTML would lose its "<p>"."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import accumulate
from typing import NamedTuple

SAMPLE = 65536
"""Characters that are looked at, after comments and white space at the start."""

SHARE = 0.8
"""How much of the visible text must stand in block elements or next to a <br> for the sample to be HTML."""

_BLOCKS = """
address article aside audio blockquote body button canvas center dd details dialog div dl dt fieldset figcaption figure
font footer form frameset h1 h2 h3 h4 h5 h6 head header html iframe legend li main map math menu nav noscript object ol
optgroup option p picture pre script section select style summary svg table tbody td template textarea tfoot th thead
title tr ul video
"""
_INLINE = "abbr b big cite code em i ins kbd label mark nobr q s small span strike strong sub sup time u"

BREAKS = frozenset({"br", "hr"})
VOID = BREAKS | {"base", "img", "input", "link", "meta", "source", "wbr"}
CONTAINERS = frozenset(_BLOCKS.split()) | {"a", "!--"}
KNOWN = CONTAINERS | VOID | frozenset(_INLINE.split())

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)>|<!--|-->")
DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b[^<>]*>\s*<[!a-z/]", re.IGNORECASE)
EDGE = re.compile(r"(?:^|[>\r\n\t.!?]|\s\s)$")
XML = re.compile(r"<\?xml\b[^<>]*>", re.IGNORECASE)
PROLOG = re.compile(r"[\s\ufeff]+|<!--|" + XML.pattern, re.IGNORECASE)


class Tag(NamedTuple):
    name: str
    closes: bool
    has_attributes: bool
    start: int
    end: int


def is_html(text: str) -> bool:
    """Whether a text is an HTML document or a fragment of one. A text about HTML, Markdown, XML, JSON: False."""
    start = _after_prolog(text)
    if text.find("<", start, start + SAMPLE) < 0:
        return False
    if DOCUMENT.match(text, start):
        return True
    if XML.search(text[:start]):
        return False
    sample = _without_code(text[start : start + SAMPLE])
    opens_with_tag = sample.startswith("<")
    return (opens_with_tag and DOCUMENT.search(sample) is not None) or _is_marked_up(sample, _tags(sample))


def _after_prolog(text: str) -> int:
    """The offset behind white space, a byte order mark, an XML prolog and comments."""
    position = 0
    while found := PROLOG.match(text, position):
        position = found.end()
        if found.group() == "<!--":
            end = text.find("-->", position)
            if end < 0:
                return found.start()
            position = end + 3
    return position


def _without_code(sample: str) -> str:
    """A sample without what Markdown marks as code: between fences, between backticks on one line."""
    prose = " ".join(sample.split("```")[::2])
    return re.sub(r"`[^`\n]+`", " ", prose)


def _tags(sample: str) -> list[Tag]:
    tags = []
    for match in TAG.finditer(sample):
        closing, name, attributes = match.groups()
        if name is None:
            tags.append(Tag("!--", match.group() == "-->", False, *match.span()))
        elif name.lower() in KNOWN:
            tags.append(Tag(name.lower(), bool(closing), "=" in attributes, *match.span()))
    return tags


def _is_marked_up(sample: str, tags: list[Tag]) -> bool:
    """Whether most of the text between the tags stands in elements or on a line that a tag breaks."""
    starts, ends = [tag.start for tag in tags], [tag.end for tag in tags]
    runs = [sample[a:b].strip() for a, b in zip([0, *ends], [*starts, len(sample)], strict=True)]
    pairs, unclosed, unopened = _matched(tags)
    inside = _covered(len(runs), pairs + [(index, len(tags)) for index in _structural(sample, tags, unclosed)])
    breaks = {index for index, tag in enumerate(tags) if tag.name in BREAKS} | unopened
    if not any(inside) and len(breaks) < 2:
        return False
    marked = sum(
        len(run) if inside[i] else _beside_break(run, i - 1 in breaks, i in breaks) for i, run in enumerate(runs)
    )
    return marked >= SHARE * sum(map(len, runs))


def _matched(tags: list[Tag]) -> tuple[list[tuple[int, int]], list[int], set[int]]:
    """The indices of start and end tags that belong together, of lone start tags, of lone end tags."""
    pairs: list[tuple[int, int]] = []
    unopened: set[int] = set()
    waiting: dict[str, list[int]] = defaultdict(list)
    for index, tag in enumerate(tags):
        if tag.name not in CONTAINERS:
            continue
        if not tag.closes:
            waiting[tag.name].append(index)
        elif waiting[tag.name]:
            pairs.append((waiting[tag.name].pop(), index))
        else:
            unopened.add(index)
    return pairs, [index for indices in waiting.values() for index in indices], unopened


def _structural(sample: str, tags: list[Tag], unclosed: list[int]) -> list[int]:
    """The start tags without an end that are more than a mention.

    They stand at the edge of a line or beside another tag, and are one of several <p> or <li>, or have attributes in a
    sample that begins with a tag.
    """
    begins = sample.startswith("<")
    at_edge = [i for i in unclosed if EDGE.search(sample[max(0, tags[i].start - 2) : tags[i].start])]
    several = sum(tags[i].name in {"p", "li"} for i in at_edge) > 1
    return [i for i in at_edge if (begins and tags[i].has_attributes) or (several and tags[i].name in {"p", "li"})]


def _covered(count: int, pairs: list[tuple[int, int]]) -> list[bool]:
    """Which of the runs (run i stands before tag i) lie between the two tags of a pair."""
    changes = [0] * (count + 1)
    for start, end in pairs:
        changes[start + 1] += 1
        changes[end + 1] -= 1
    return [level > 0 for level in accumulate(changes[:-1])]


def _beside_break(run: str, after_break: bool, before_break: bool) -> int:
    """Characters of a run that stand on one line with a tag that breaks lines."""
    lines = run.splitlines()
    if len(lines) < 2:
        return len(run) if after_break or before_break else 0
    return (len(lines[0]) if after_break else 0) + (len(lines[-1]) if before_break else 0)
