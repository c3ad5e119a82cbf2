"""Article -> text, Markdown, JSON and explanation."""

from __future__ import annotations

import json

import pytest

from cleaner.document import Article, Block, Label, Metadata, Notice
from cleaner.formats import FORMATS, as_dict, as_json, as_markdown, as_text, explain


def article(
    *pieces: tuple[str, str] | tuple[str, str, int], title: str | None = None, body: str | None = None
) -> Article:
    """An article of (label, text[, level]) pieces, a line each."""
    blocks, at = [], 0
    for label, text, *level in pieces:
        blocks.append(Block(text, Label(label), at, at + len(text), f"rule {label}", 0.5, *level))
        at += len(text) + 1
    source = "\n".join(text for _, text, *_ in pieces)
    metadata = Metadata(title=title)
    return Article(source if body is None else body, metadata, tuple(blocks), (), source, "text", "ok", "")


MARKDOWN = [
    ("paragraphs", [("paragraph", "One."), ("paragraph", "Two.")], "One.\n\nTwo.\n"),
    ("what is taken out", [("paragraph", "One."), ("advertisement", "Buy!"), ("paragraph", "Two.")], "One.\n\nTwo.\n"),
    ("a heading without a level", [("heading", "Why"), ("paragraph", "So.")], "## Why\n\nSo.\n"),
    ("a heading's level", [("heading", "Why", 3)], "### Why\n"),
    ("only the title has one mark", [("heading", "Why", 1)], "## Why\n"),
    ("two headings", [("heading", "Why"), ("heading", "How", 3)], "## Why\n\n### How\n"),
    ("a list", [("list_item", "- One"), ("list_item", "• Two"), ("list_item", "Three")], "- One\n- Two\n- Three\n"),
    ("a list and a paragraph", [("list_item", "- One"), ("paragraph", "Two")], "- One\n\nTwo\n"),
    ("quotes", [("quote", "One"), ("quote", "Two")], "> One\n>\n> Two\n"),
    ("a table", [("table", "a | b"), ("table", "1 | 2")], "| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
    ("a table with tabs", [("table", "a\tb"), ("table", "1\t2")], "| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
    ("short rows", [("table", "a | b"), ("table", "1")], "| a | b |\n| --- | --- |\n| 1 |  |\n"),
    ("line breaks in a piece", [("paragraph", "One\ntwo")], "One two\n"),
    ("a hash", [("paragraph", "# 1 in the charts")], "\\# 1 in the charts\n"),
    ("a hash tag is no heading", [("paragraph", "#climate is a tag")], "#climate is a tag\n"),
    ("a number with a point", [("paragraph", "1. FC Köln won")], "1\\. FC Köln won\n"),
    ("a decimal is no list", [("paragraph", "1.5 percent")], "1.5 percent\n"),
    ("a dash with a space", [("paragraph", "- he said")], "\\- he said\n"),
    ("a minus is no list", [("paragraph", "-5 degrees")], "-5 degrees\n"),
    ("greater than", [("paragraph", "> 5 percent")], "\\> 5 percent\n"),
    ("a rule", [("paragraph", "---")], "\\---\n"),
    ("stars", [("paragraph", "5 * 3 **now**")], "5 \\* 3 \\*\\*now\\*\\*\n"),
    ("an underscore inside a word", [("paragraph", "snake_case and _this_")], "snake_case and \\_this\\_\n"),
    ("a tag", [("paragraph", "the <b> element & more")], "the \\<b> element & more\n"),
    ("an entity", [("paragraph", "write &amp; here")], "write \\&amp; here\n"),
    ("brackets", [("paragraph", "he [the mayor](x) said")], "he \\[the mayor\\](x) said\n"),
    ("hashes at the end of a heading", [("heading", "Learn C #")], "## Learn C \\#\n"),
    ("C# is no mark", [("heading", "Learn C#")], "## Learn C#\n"),
    ("a dash inside an item", [("list_item", "- 9 – 11 a.m. – open")], "- 9 – 11 a.m. – open\n"),
    ("nothing", [("navigation", "Home")], ""),
]


@pytest.mark.parametrize(("pieces", "expected"), [case[1:] for case in MARKDOWN], ids=[case[0] for case in MARKDOWN])
def test_markdown(pieces: list[tuple[str, str]], expected: str) -> None:
    assert as_markdown(article(*pieces)).decode() == expected


OPTIONS = [
    ({"with_title": True}, "# Big \\*news\\*\n\nOne.\n\n- Two\n"),
    ({"keep": ["comments"]}, "One.\n\n- Two\n\nFirst!\n"),
    ({"drop": ["list_item"]}, "One.\n"),
    ({"keep": ["comments"], "drop": ["comments", "paragraph"]}, "- Two\n"),
]


@pytest.mark.parametrize(("options", "expected"), OPTIONS)
def test_markdown_has_the_pieces_that_the_body_has(options: dict[str, object], expected: str) -> None:
    page = article(("paragraph", "One."), ("list_item", "- Two"), ("comments", "First!"), title="Big *news*")
    assert as_markdown(page, options).decode() == expected


def test_markdown_has_the_title_once() -> None:
    page = article(("title", "Big *news*"), ("paragraph", "One."), title="Big *news*")
    assert as_markdown(page, {"with_title": True, "keep": ["title"]}).decode() == "# Big \\*news\\*\n\nOne.\n"


def test_text_is_the_body_and_a_line_break() -> None:
    assert as_text(article(("paragraph", "Größe"))) == "Größe\n".encode()
    assert as_text(article(body="")) == b""


def test_lone_surrogates() -> None:
    page = article(("paragraph", "a\ud800b"))
    assert as_text(page).decode() == "a\ufffdb\n"
    assert as_markdown(page).decode() == "a\ufffdb\n"
    assert json.loads(as_json(page))["body"] == "a\ud800b"
    assert b'"body":"a\\ud800b"' in as_json(page)


def test_json_fields() -> None:
    page = article(("heading", "Why", 2), ("other", "x"), title="T")
    told = json.loads(as_json(page, {"keep": ["other"]}))
    assert set(told) == {
        "status", "reason", "kind", "body", "metadata", "blocks", "warnings", "source_text", "options",
    }  # fmt: skip
    assert told["blocks"][0] == {
        "label": "heading", "text": "Why", "start": 0, "end": 3, "reason": "rule heading", "score": 0.5, "level": 2,
    }  # fmt: skip
    assert told["metadata"]["title"] == "T"
    assert told["options"] == {"keep": ["other"]}
    assert told["source_text"] is None


def test_json_has_the_visible_text_where_the_offsets_need_it() -> None:
    page = Article("", Metadata(), (), (Notice("truncated", "More.", 0, 3),), "Why", "html", "no_article", "nothing")
    told = as_dict(page)
    assert told["source_text"] == "Why"
    assert told["warnings"] == [{"code": "truncated", "message": "More.", "start": 0, "end": 3}]


def test_explanation_tells_every_piece() -> None:
    page = article(("paragraph", "One."), ("title", "News"), ("advertisement", "Buy \x1b[31m now\u202e" + "!" * 500))
    first, second, third, summary = explain(page).splitlines()
    assert first.split() == ["+", "paragraph", "0.50", "0-4", "rule", "paragraph", "One."]
    assert second.split()[:4] == ["-", "title", "0.50", "5-9"]
    assert third.startswith("- advertisement 0.50")
    assert third.endswith("!…")
    assert "\x1b" not in third
    assert "\u202e" not in third
    assert summary == f"ok: 1 of 3 pieces kept, {len(page.body)} characters"


def test_explanation_in_colour_says_the_same() -> None:
    page = article(("paragraph", "One."), ("title", "News"), ("advertisement", "Buy"))
    coloured = explain(page, colour=True)
    assert [line[:5] for line in coloured.splitlines()] == ["\x1b[32m", "\x1b[36m", "\x1b[31m", "\x1b[1mo"]
    plain = coloured
    for code in ("\x1b[32m", "\x1b[36m", "\x1b[31m", "\x1b[1m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert plain == explain(page)


def test_no_two_formats_share_a_type_or_an_ending() -> None:
    assert (
        len({form.mime for form in FORMATS.values()}) == len({form.suffix for form in FORMATS.values()}) == len(FORMATS)
    )
