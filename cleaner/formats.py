"""Article -> text, Markdown, JSON, and the explanation of every piece for a person to read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any, NamedTuple

from cleaner import body, labels
from cleaner.document import Article, Block, Label

Options = Mapping[str, Any]
"""The keyword arguments that clean() was called with."""

DESCRIBING = frozenset({Label.TITLE, Label.KICKER, Label.BYLINE})
"""Labels of pieces that are not in the body but say something about the article."""

SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
CELL = re.compile(r"\s*[|\t]\s*")
MARKUP = re.compile(r"[\\`*\[\]<|]|(?<!\w)_|_(?!\w)|~(?=~)|&(?=#?\w+;)|(?<= )#(?=#*$)")
"""What Markdown would take for emphasis, code, a link, a tag, an entity or a table."""
OPENING = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|=+\s*$|-{2,}\s*$|(?:-\s+){2,}-\s*$|\d{1,9}(?=[.)](?:\s|$))")
"""What Markdown would take for a heading, a list, a quotation or a rule, at the beginning of a line."""

RED, GREEN, CYAN, BOLD, RESET = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"
EXCERPT = 60
"""Characters of a piece that an explanation shows."""


class Format(NamedTuple):
    """A form of the answer."""

    mime: str
    suffix: str  # of the files that the command line writes
    write: Callable[[Article, Options], bytes]


def as_text(article: Article, _options: Options | None = None) -> bytes:
    """The body as UTF-8. A lone surrogate, which UTF-8 can't say, becomes U+FFFD: one character for one."""
    return _utf8(article.body)


def as_markdown(article: Article, options: Options | None = None) -> bytes:
    """The body as CommonMark with tables, in UTF-8; what stands in the text is escaped, so that it reads as it stood.

    Args:
        article: what clean() gave.
        options: what clean() was called with: keep, drop and with_title say which pieces the body has.
    """
    blocks = _chosen(article, options or {})
    if options and options.get("with_title") and article.title:
        blocks.insert(0, Block(article.title, Label.TITLE, 0, 0, "", 1.0))
    parts = ["\n".join(WRITERS.get(label, _paragraphs)(group)) for label, group in groupby(blocks, _label)]
    return _utf8("\n\n".join(parts))


def as_json(article: Article, options: Options | None = None) -> bytes:
    """as_dict() as one line of JSON in UTF-8. A lone surrogate is written as its escape, so nothing is lost."""
    return json_bytes(as_dict(article, options))


def as_dict(article: Article, options: Options | None = None) -> dict[str, Any]:
    """The whole answer in values that JSON knows. docs/api.md describes each field.

    Args:
        article: what clean() gave.
        options: what clean() was called with, told again under "options".
    """
    return {
        "status": article.status,
        "reason": article.reason,
        "kind": article.kind,
        "body": article.body,
        "metadata": asdict(article.metadata),
        "blocks": [_block(block) for block in article.blocks],
        "warnings": [asdict(notice) for notice in article.warnings],
        "source_text": article.source_text if article.kind == "html" else None,
        "options": dict(options or {}),
    }


def json_bytes(value: Any) -> bytes:
    """One line of JSON in UTF-8, lone surrogates as escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def explain(article: Article, colour: bool = False, options: Options | None = None) -> str:
    """A line for every piece: + for what is in the body, label, score, offsets, reason and how the piece begins.

    Args:
        article: what clean() gave.
        colour: with ANSI colours: green is kept, cyan describes the article, red is taken out.
        options: what clean() was called with.
    """
    kept = set(_chosen(article, options or {}))
    rows = [(block, block in kept, f"{block.start}-{block.end}") for block in article.blocks]
    places = max([len(place) for _, _, place in rows], default=0)
    reasons = min(max([len(block.reason) for block in article.blocks], default=0), 40)
    lines = []
    for block, is_kept, place in rows:
        head = f"{'+' if is_kept else '-'} {block.label:<13} {block.score:4.2f}  {place:>{places}}"
        line = f"{head}  {_shown(block.reason):<{reasons}}  {_excerpt(block.text)}".rstrip()
        lines.append(f"{_colour(block, is_kept)}{line}{RESET}" if colour else line)
    return "\n".join([*lines, *_summary(article, sum(is_kept for _, is_kept, _ in rows), colour)]) + "\n"


def _summary(article: Article, kept: int, colour: bool) -> Iterator[str]:
    bold, reset = (BOLD, RESET) if colour else ("", "")
    why = f" ({_shown(article.reason)})" if article.reason else ""
    counts = f"{kept} of {len(article.blocks)} pieces kept, {len(article.body)} characters"
    yield f"{bold}{article.status}{why}: {counts}{reset}"
    for notice in article.warnings:
        yield f"{bold}{notice.code}: {_shown(notice.message)}{reset}"


def _colour(block: Block, is_kept: bool) -> str:
    if is_kept:
        return GREEN
    return CYAN if block.label in DESCRIBING else RED


def _shown(text: str) -> str:
    """On one line, and without what could steer a terminal."""
    return CONTROL.sub(" ", " ".join(text.split()))


def _excerpt(text: str) -> str:
    shown = _shown(text[: 4 * EXCERPT])
    return shown if len(shown) <= EXCERPT and len(text) <= 4 * EXCERPT else shown[: EXCERPT - 1] + "…"


def _chosen(article: Article, options: Options) -> list[Block]:
    return body.chosen(article.blocks, labels(options.get("keep", ())), labels(options.get("drop", ())))


def _block(block: Block) -> dict[str, Any]:
    return {
        "label": block.label.value,
        "text": block.text,
        "start": block.start,
        "end": block.end,
        "reason": block.reason,
        "score": round(float(block.score), 3),
        "level": block.level,
    }


def _utf8(text: str) -> bytes:
    return SURROGATE.sub("\ufffd", text + "\n" if text else "").encode()


def _label(block: Block) -> Label:
    return block.label


def _escape(text: str) -> str:
    line = MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    opening = OPENING.match(line)
    if not opening:
        return line
    at = opening.end() if line[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def _title(blocks: Iterable[Block]) -> Iterator[str]:
    yield "\n\n".join(f"# {_escape(block.text)}" for block in blocks)


def _headings(blocks: Iterable[Block]) -> Iterator[str]:
    yield "\n\n".join(f"{'#' * max(2, block.level)} {_escape(body.line(block))}" for block in blocks)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[str]:
    yield "\n\n".join(_escape(block.text) for block in blocks)


def _list(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield f"- {_escape(body.line(block).removeprefix('- '))}"


def _quotes(blocks: Iterable[Block]) -> Iterator[str]:
    yield "\n>\n".join(f"> {_escape(block.text.lstrip('> '))}" for block in blocks)


def _table(blocks: Iterable[Block]) -> Iterator[str]:
    """The rows under one another, the first as the head that Markdown asks for."""
    rows = [[_escape(cell) for cell in CELL.split(block.text.strip("| \t"))] for block in blocks]
    width = max(map(len, rows))
    for index, row in enumerate(rows):
        yield f"| {' | '.join(row + [''] * (width - len(row)))} |"
        if index == 0:
            yield "|" + " --- |" * width


WRITERS: Mapping[Label, Callable[[Iterable[Block]], Iterator[str]]] = {
    Label.TITLE: _title,
    Label.HEADING: _headings,
    Label.LIST_ITEM: _list,
    Label.QUOTE: _quotes,
    Label.TABLE: _table,
}
"""How the pieces of a label that follow one another are written; any other label is written as paragraphs."""

FORMATS: Mapping[str, Format] = {
    "json": Format("application/json", ".json", as_json),
    "text": Format("text/plain", ".txt", as_text),
    "markdown": Format("text/markdown", ".md", as_markdown),
}
"""The forms of the answer by name. The first is what the service gives when it is not asked."""
