"""Pieces of HTML -> Markdown: lists in lists, tables, code, links and images."""

from __future__ import annotations

import pytest

from cleaner import markup
from cleaner.document import Article, Block, Label, Metadata
from cleaner.formats import as_dict, as_markdown
from cleaner.shapes import content_label


def markdown(html: str, url: str | None = None, labels: tuple[Label, ...] = ()) -> str:
    """The Markdown of a page on which everything is content, or has the label given."""
    page = markup.read(html)
    found = labels or [content_label(piece, None) for piece in page.pieces]
    blocks = tuple(
        Block(p.text, label, p.start, p.end, "", 1.0, p.markup.level if p.markup else 0, p.markup)
        for p, label in zip(page.pieces, found, strict=True)
    )
    return as_markdown(Article("", Metadata(url=url), blocks, (), page.text, "html", "ok", "")).decode()


MARKDOWN = [
    ("<p>One</p><ol><li>a</li><li>b</li></ol>", "One\n\n1. a\n2. b"),
    ("<ol start=9><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "9. a\n10. b\n    - c"),
    ("<ol><li value=5>a</li><li>b</li></ol>", "5. a\n6. b"),
    ("<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>", "- a\n  - b\n    1. c\n- d"),
    ("<ol><li><p>a</p><p>more</p></li><li>b</li></ol>", "1. a\n\n   more\n2. b"),
    ("<ul><li><ul><li>only inside</li></ul></li></ul>", "- only inside"),
    ("<li>no list around it</li>", "- no list around it"),
    ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "- Term\n  - Meaning"),
    ("<ul><li>-5 degrees</li><li>1. FC</li></ul>", "- -5 degrees\n- 1\\. FC"),
    ("<h3>Why</h3><h1>How</h1>", "### Why\n\n## How"),
    ("<h2><a href='#top'>Why</a></h2>", "## Why"),
    (
        "<table><tr><td></td><th>A</th></tr><tr><th>x</th><td>1</td></tr></table>",
        "|  | A |\n| --- | --- |\n| x | 1 |",
    ),
    (
        "<table><tr><td></td><th>A</th><th>B</th></tr><tr><th>x</th><td></td><td>2</td></tr></table>",
        "|  | A | B |\n| --- | --- | --- |\n| x |  | 2 |",
    ),
    (
        "<table><tr><th colspan=2>A</th><th>B</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>",
        "| A |  | B |\n| --- | --- | --- |\n| 1 | 2 | 3 |",
    ),
    (
        "<table><tr><th rowspan=2>A</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
        "| A | 1 | 2 |\n| --- | --- | --- |\n|  | 3 | 4 |",
    ),
    (
        "<table><tr><td>a</td><td>b</td></tr></table><table><tr><td>c</td><td>d</td></tr></table>",
        "| a | b |\n| --- | --- |\n\n| c | d |\n| --- | --- |",
    ),
    ("<table><tr><td>a | b</td><td><code>c|d</code></td></tr></table>", "| a \\| b | `c\\|d` |\n| --- | --- |"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ("<pre>a\n  b ```\n</pre>", "````\na\n  b ```\n````"),
    ("<pre class='lang-c'>*a = 1;</pre>", "```c\n*a = 1;\n```"),
    ("<pre><code class='hljs language-python'>a</code></pre>", "```python\na\n```"),
    ("<p>call <code>a_b(*c)</code> <kbd>x</kbd> *now*</p>", "call `a_b(*c)` `x` \\*now\\*"),
    ("<p><code>a`b</code></p>", "``a`b``"),
    ("<p><code>a``b`c</code></p>", "```a``b`c```"),
    ("<p>See <a href='/a b?c=(1)'>the [link]</a>.</p>", "See [the \\[link\\]](/a%20b?c=%281%29)."),
    ("<p><a href=a><code>f()</code></a></p>", "[`f()`](a)"),
    ("<p><a href='javascript:x()'>One</a> <a href='#b'>two</a></p>", "One two"),
    ("<p><a href='http://[x'>One</a></p>", "[One](http://%5Bx)"),
    ("<p><a href='JavaScript:x()'>One</a></p>", "One"),
    ("<ul><li><a href=a>1. One</a></li></ul>", "- [1. One](a)"),
    ("<img src=a.jpg alt='A *b*'><p>One!</p>", "![A \\*b\\*](a.jpg)\n\nOne!"),
    ("<img src='data:x' data-src=b.jpg><img src=c.gif width=1><p>One</p>", "![](b.jpg)\n\nOne"),
    ("<ul><li><img src=a.png>One</li><li>Two</li></ul>", "![](a.png)\n\n- One\n- Two"),
    ("<p>wow![x]</p>", "wow\\!\\[x\\]"),
]


@pytest.mark.parametrize(("html", "expected"), MARKDOWN)
def test_markdown_of_html(html: str, expected: str) -> None:
    assert markdown(html) == expected + "\n"


def test_addresses_are_whole_where_the_page_s_is_known() -> None:
    html = "<p><a href='../b'>One</a><img src='//c.org/d.jpg'></p>"
    assert markdown(html, "https://x.org/a/a") == "![](https://c.org/d.jpg)\n\n[One](https://x.org/b)\n"


def test_the_image_of_a_caption_that_is_taken_out_stays() -> None:
    html = "<img src=logo.png><p>Menu</p><p>One</p><img src=a.jpg><p>Photo: me</p><p>Two</p><img src=b.jpg><p>By me</p>"
    labels = (Label.NAVIGATION, Label.PARAGRAPH, Label.CREDIT, Label.PARAGRAPH, Label.CREDIT)
    assert markdown(html, labels=labels) == "One\n\n![](a.jpg)\n\nTwo\n"


def test_json_has_links_and_images_where_asked() -> None:
    page = markup.read("<p>First</p><p>See <a href=/x>it</a><img src=a.jpg></p>")
    blocks = tuple(Block(p.text, Label.PARAGRAPH, p.start, p.end, "", 1.0, 0, p.markup) for p in page.pieces)
    article = Article("", Metadata(), blocks, (), page.text, "html", "ok", "")
    block = as_dict(article, {"links": True, "images": True})["blocks"][1]
    assert block["links"] == [{"start": 11, "end": 13, "href": "/x"}]
    assert page.text[11:13] == "it"
    assert block["images"] == [{"src": "a.jpg", "alt": ""}]
    assert "links" not in as_dict(article)["blocks"][1]
