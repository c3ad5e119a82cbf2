"""Article -> text, Markdown, JSON, and the explanation of every piece for a person to read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from cleaner import body, labels, markdown, news_article
from cleaner.document import Article, Block, Label, Link, Metadata, Notice, Source, Ticker

Options = Mapping[str, Any]
"""The keyword arguments that clean() was called with."""

DESCRIBING = frozenset({Label.TITLE, Label.KICKER, Label.BYLINE})
"""Labels of pieces that are not in the body but say something about the article."""

SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")

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
    """The body as CommonMark with tables, in UTF-8, with the links and images that clean() was asked to hold.

    Args:
        article: what clean() gave.
        options: what clean() was called with: keep, drop and with_title say which pieces the body has.
    """
    title = article.title if options and options.get("with_title") else None
    return _utf8(markdown.write(article, _chosen(article, options or {}), title))


def as_json(article: Article, options: Options | None = None) -> bytes:
    """as_dict() as one line of JSON in UTF-8. A lone surrogate is written as its escape, so nothing is lost."""
    return json_bytes(as_dict(article, options))


def as_json_ld(article: Article, _options: Options | None = None) -> bytes:
    """The article as a schema.org NewsArticle, one line of JSON-LD in UTF-8."""
    return json_bytes(news_article.describe(article))


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
        "metadata": _metadata(article.metadata),
        "blocks": _blocks(article.blocks, options or {}),
        "warnings": [_fields(notice) for notice in article.warnings],
        "source_text": article.source_text if article.kind == "html" else None,
        "options": dict(options or {}),
    }


def json_bytes(value: Any) -> bytes:
    """One line of JSON in UTF-8, lone surrogates as escapes."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # a lone surrogate, or a number of more than 64 bits
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
    """The pieces of the body, as clean() chooses them: where it begins with the title, that is no piece of it."""
    title = {Label.TITLE} if options.get("with_title") else frozenset()
    return body.chosen(article.blocks, labels(options.get("keep", ())), labels(options.get("drop", ())) | title)


def _metadata(metadata: Metadata) -> dict[str, Any]:
    return {
        **_fields(metadata),
        "tickers": [_fields(ticker) for ticker in metadata.tickers],
        "sources": {name: _fields(source) for name, source in metadata.sources.items()},
    }


def _fields(value: Metadata | Notice | Source | Ticker) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _blocks(blocks: Sequence[Block], options: Options) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        {
            "label": str(label),
            "text": text,
            "start": start,
            "end": end,
            "reason": reason,
            "score": int(1000 * score + 0.5) / 1000,  # a fifth of the time of round()
            "level": level,
        }
        for text, label, start, end, reason, score, level, _ in blocks
    ]
    if options.get("links"):
        for each, block in zip(told, blocks, strict=True):
            each["links"] = [_link(link, block.start) for link in (block.markup.links if block.markup else ())]
    if options.get("images"):
        for each, block in zip(told, blocks, strict=True):
            each["images"] = [image._asdict() for image in (block.markup.images if block.markup else ())]
    return told


def _link(link: Link, start: int) -> dict[str, Any]:
    return {**link._asdict(), "start": start + link.start, "end": start + link.end}


def _utf8(text: str) -> bytes:
    return SURROGATE.sub("\ufffd", text + "\n" if text else "").encode()


FORMATS: Mapping[str, Format] = {
    "json": Format("application/json", ".json", as_json),
    "text": Format("text/plain", ".txt", as_text),
    "markdown": Format("text/markdown", ".md", as_markdown),
    "json-ld": Format("application/ld+json", ".jsonld", as_json_ld),
}
"""The forms of the answer by name. The first is what the service gives when it is not asked."""
