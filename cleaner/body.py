"""Blocks -> the clean body."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from cleaner.document import CONTENT, Block, Label
from cleaner.shapes import CLOSERS, MARK, MARKDOWN_HEADING, TERMINAL

BREAK = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")
INSIDE = re.compile(
    r"(?<=[\u2e80-\ua4cf\uff01-\uff60])[^\S\n\r\v\f\x85\u2028\u2029]*+[\n\r\v\f\x85\u2028\u2029]\s*+(?=[\u2e80-\ua4cf\uff01-\uff60])"
)
"""A line break inside Chinese or Japanese, which set no spaces between words. Nothing is tried twice: it is linear."""


def chosen(blocks: Iterable[Block], keep: Collection[Label] = (), drop: Collection[Label] = ()) -> list[Block]:
    """The blocks that make the body: the content, and what else is to be kept, without what is to be dropped."""
    wanted = CONTENT.union(keep).difference(drop)
    return [block for block in blocks if block.label in wanted]


def assemble(blocks: Sequence[Block], title: str | None = None) -> str:
    """The body's text: pieces set apart by a blank line, the items of a list and the rows of a table by a line break.

    Where the page's renderer has broken lines inside sentences, the parts of a sentence stand on one line again.

    Args:
        blocks: what is to be in it, in order.
        title: put first, where given.
    """
    parts = [title, "\n\n"] if title and blocks else [title or ""]
    cut = sum(begins_inside(pair[1].text) and goes_on(*pair) for pair in pairwise(blocks)) >= CUT
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before:
            parts.append(_between(before, block, cut))
        parts.append(line(block))
    return "".join(parts)


CUT = 3
"""So many lines that begin in the middle of a sentence show a renderer that broke them at inline tags."""
SHORT_WORD = 3
"""A line that ends in a lower-case word of so few letters ("of", "der") ends in the middle of a sentence."""


def _between(before: Block, block: Block, cut: bool) -> str:
    if cut and goes_on(before, block):
        return "" if block.text[0] in CLOSING else " "
    return "\n" if block.label is before.label and block.label in TIGHT else "\n\n"


CLOSING = ".,;:!?)…”"


def goes_on(before: Block, block: Block) -> bool:
    """Whether a piece on the next line goes on with the sentence of the piece before."""
    if block.start - before.end != 1 or before.label not in LOOSE or block.label not in LOOSE:
        return False
    if before.text.rstrip(CLOSERS)[-1:] in TERMINAL:
        return False
    last = before.text.rpartition(" ")[2]
    return begins_inside(block.text) or (last.islower() and len(last) <= SHORT_WORD)


def begins_inside(text: str) -> bool:
    """Whether a line begins in the middle of a sentence."""
    return text[0].islower() or text[0] in CLOSING


LOOSE = frozenset({Label.PARAGRAPH, Label.HEADING, Label.LEAD})
TIGHT = frozenset({Label.LIST_ITEM, Label.TABLE})


def line(block: Block) -> str:
    """A block's text in the body: on one line, a list item with "- " before it, a heading without Markdown's marks."""
    text = on_one_line(block.text)
    if block.label is Label.LIST_ITEM:
        return "- " + without(MARK, text)
    return without(MARKDOWN_HEADING, text) if block.label is Label.HEADING else text


def on_one_line(text: str) -> str:
    """A text without line breaks."""
    return text if text.isprintable() else BREAK.sub(" ", INSIDE.sub("", text))


def without(mark: re.Pattern[str], text: str) -> str:
    """The text without the mark that it begins with."""
    found = mark.match(text)
    return text[found.end() :] if found else text
