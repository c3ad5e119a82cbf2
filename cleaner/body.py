"""Blocks -> the clean body."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from cleaner.document import Block, Label
from cleaner.shapes import MARK, MARKDOWN_HEADING

BREAK = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")


def chosen(blocks: Iterable[Block], keep: Collection[Label] = (), drop: Collection[Label] = ()) -> list[Block]:
    """The blocks that make the body: the content, and what else is to be kept, without what is to be dropped."""
    return [block for block in blocks if (block.is_content or block.label in keep) and block.label not in drop]


def assemble(blocks: Iterable[Block], title: str | None = None) -> str:
    """The body's text: pieces set apart by a blank line, the items of a list and the rows of a table by a line break.

    Args:
        blocks: what is to be in it, in order.
        title: put first, where given.
    """
    parts = [title] if title else []
    before: Label | None = None
    for block in blocks:
        if parts:
            parts.append("\n" if block.label is before and block.label in TIGHT else "\n\n")
        parts.append(line(block))
        before = block.label
    return "".join(parts)


TIGHT = frozenset({Label.LIST_ITEM, Label.TABLE})


def line(block: Block) -> str:
    """A block's text in the body: on one line, a list item with "- " before it, a heading without Markdown's marks."""
    text = BREAK.sub(" ", block.text)
    if block.label is Label.LIST_ITEM:
        return "- " + without(MARK, text)
    return without(MARKDOWN_HEADING, text) if block.label is Label.HEADING else text


def without(mark: re.Pattern[str], text: str) -> str:
    """The text without the mark that it begins with."""
    found = mark.match(text)
    return text[found.end() :] if found else text
