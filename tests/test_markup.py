"""HTML becomes visible text in pieces, whatever the HTML is like."""

import json

import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st

from cleaner import markup
from cleaner.document import Head, Page
from cleaner.markup import extracted, parse


def texts(html: str) -> list[str]:
    return [piece.text for piece in markup.read(html).pieces]


def assert_exact(page: Page) -> None:
    """Every piece stands where it says, and every non-blank character in exactly one."""
    end = 0
    for piece in page.pieces:
        assert piece.text
        assert piece.text == page.text[piece.start : piece.end] == piece.text.strip()
        assert not page.text[end : piece.start].strip()
        end = piece.end
    assert not page.text[end:].strip()


PIECES = [
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ("<div>One.</div><div>Two.</div>", "One.\nTwo."),
    ("<p>One <b>bold</b> and\n  <i>wide</i> word</p>", "One bold and wide word"),
    ("<p>un<b>break</b>able</p>", "unbreakable"),
    ("<p>un<!-- a comment -->able</p>", "unable"),
    ("<h1>A<br>title</h1>Text", "A title\n\nText"),
    ("<div>One.<br><br>Two.</div>", "One.\n\nTwo."),
    ("<div>One.<br>Two.</div>", "One.\nTwo."),
    ("<div>a line that was<br>\nwrapped</div>", "a line that was wrapped"),
    ("Bare<p>One</p>text", "Bare\n\nOne\n\ntext"),
    ("<ul><li>One</li><li><p>Two</p><p>Three</p></li><li></li></ul>End", "- One\n\n- Two\n\nThree\n\nEnd"),
    ("<ul><li>One<ul><li>Two</li></ul></li></ul>", "- One\n\n- Two"),
    ("<table><tr><th>Name</th><th>Price</th></tr><tr><td>A</td><td><p>5</p></td></tr></table>", "Name | Price\nA | 5"),
    ("<table><tr><td>menu<br>menu<br>x<br>y</td><td><p>One.</p><p>Two.</p></td></tr></table>", None),
    ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\nMeaning"),
    ("<figure><img src=a.jpg><figcaption>Caption</figcaption></figure><p>One</p>", "Caption\n\nOne"),
    ("<pre>a\n  b\n</pre>", "a\n  b"),
    ("<a href=a>One</a><a href=b>Two</a>", "One Two"),
    ("<p>A&nbsp;B &amp; C &unknown; &#228;</p>", "A B & C &unknown; ä"),
    ("<P>One<P>Two", "One\n\nTwo"),
    ("<div><span>One</div></span>Two", "One\nTwo"),
    ("<my-card>One</my-card><my-card>Two</my-card>", "One\nTwo"),
    ("<script>var a = '<p>x</p>';</script><style>p {}</style><template><p>x</p></template>", ""),
    ("<noscript>Switch it on</noscript><select><option>x</select><svg><text>x</text></svg><textarea>x</textarea>", ""),
    ("<head><title>x</title></head><body>One", "One"),
    ("<title>x</title><header>One</header><article>Two</article>", "One\nTwo"),
    ("<html><body><p>One</p></body></html><div>Two</div> three</html> four", "One\n\nTwo\nthree\nfour"),
]


@pytest.mark.parametrize(("html", "text"), PIECES)
def test_visible_text(html: str, text: str | None) -> None:
    page = markup.read(html)
    assert_exact(page)
    if text is not None:
        assert page.text == text


def test_markup_of_a_piece() -> None:
    html = """<body><main id="content"><article class="post type-post"><h2 itemprop="headline">Head</h2>
    <p class="Lead_Text">See <a href="/x">the link</a>.</p><div hidden><p>Gone</p></div>
    <p style="color:red; display : none">Off</p></article></main>"""
    heading, lead, gone, off = (piece.markup for piece in markup.read(html).pieces)
    assert heading
    assert (heading.path, heading.level) == (("main", "article", "h2"), 2)
    assert heading.words == ("content", "post", "type", "post", "headline")
    assert lead
    assert lead.words[-2:] == ("lead", "text")
    assert lead.link_share == pytest.approx(8 / 12)
    assert [(link.start, link.end, link.href) for link in lead.links] == [(4, 12, "/x")]
    assert gone
    assert off
    assert [heading.hidden, lead.hidden, gone.hidden, off.hidden] == [False, False, True, True]


def test_links_and_images_keep_their_place() -> None:
    html = """<ul><li><a href=a>One</a> and <a href=b>two</a></li></ul><img src=i.jpg alt="An  image"><p>Text</p>
    <table><tr><td><a href=c>A</a></td><td><a href=d>B</a></td></tr></table>"""
    found = [
        (piece.text[link.start : link.end], link.href)
        for piece in markup.read(html).pieces
        if piece.markup
        for link in piece.markup.links
    ]
    assert found == [("One", "a"), ("two", "b"), ("A", "c"), ("B", "d")]
    text = markup.read(html).pieces[1].markup
    assert text
    assert text.images == (("i.jpg", "An image"),)


@pytest.mark.parametrize("html", ["<pre>one <a href=a>two\n</a></pre>", "<p>one <a href=a>two </a></p>"])
def test_a_link_ends_with_its_piece(html: str) -> None:
    (piece,) = markup.read(html).pieces
    assert piece.markup
    assert [piece.text[link.start :] for link in piece.markup.links] == ["two"]
    assert [link.end for link in piece.markup.links] == [len(piece.text)]


def test_a_link_around_blocks_is_a_link_in_each() -> None:
    pieces = markup.read("<a href=x><h3>Title</h3><p>Teaser</p></a><p>Text</p>").pieces
    assert [piece.markup.link_share for piece in pieces if piece.markup] == [1, 1, 0]


PARAGRAPHS = [
    "The council met on Monday to talk about the new bridge, which should have been built ten years ago.",
    "Most of the members were in favour of it, but they could not agree on who should pay for the work.",
    "A decision is expected in the autumn, when the budget for the next two years is on the agenda.",
]


def test_what_trafilatura_keeps_is_marked() -> None:
    menu = "<nav><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul></nav>"
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = markup.read(f"<html><body>{menu}<main><article><h1>The bridge</h1>{body}</article></main></body></html>")
    assert page.ask
    kept = dict(zip([piece.text for piece in page.pieces], page.ask(), strict=True))
    assert [kept[text] for text in PARAGRAPHS] == [1, 1, 1]
    assert kept["- Home"] == 0


def test_shares_look_at_the_context() -> None:
    kept = "Heading one two three four five six seven eight nine Home ten eleven twelve thirteen a b c d e".split()
    page = [
        "Home",
        "- Heading",
        "one two three four five six seven eight nine",
        "Home",
        "one two three four five six seven eight nine",
        "ten eleven twelve thirteen x x x a b c d e x x x x",
        "Home",
    ]
    shares = extracted.shares(page, kept)
    assert shares[:5] == [0, 1, 1, 1, 0]
    assert 0.5 < shares[5] < 0.7
    assert shares[6] == 0


UNFIT = [
    ("<div>" * 300 + "x", False),
    ("<p>x" * 30_000, False),
    ("<table>" + "<TD>x" * 7000, False),
    ("<p>" + "x" * 4_000_000, False),
    ("<p>x" * 10_000 + "<table>" + "<td>x" * 3000, True),
]


@pytest.mark.parametrize(("html", "is_fit"), UNFIT)
def test_trafilatura_is_not_asked_of_pages_that_it_takes_long_for(html: str, is_fit: bool) -> None:
    assert (markup.read(html).ask is not None) is is_fit


def test_a_failing_trafilatura_is_no_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    page = markup.read(f"<p>{PARAGRAPHS[0]}</p>")
    assert page.ask
    assert page.ask() == [0]


N = 100_000
HOSTILE = {
    "deep": ("<div>" * N + "deep" + "</div>" * N + "<p>end</p>", "deep\n\nend"),
    "deep and unclosed": ("<b><i><div>" * N + "end", "end"),
    "deep lists": ("<ul><li>x" * N, None),
    "deep tables": ("<table><tr><td>x</td><td>" * (N // 10), None),
    "just not too deep": (("<div>" * 900 + "x" + "</div>" * 900) * 50, None),
    "many attributes": ("<p " + " ".join(f"a{i}=1" for i in range(N)) + ">One</p>", "One"),
    "quoted attributes": ("<p " + " ".join(f"a{i}='<>'" for i in range(N)) + ">One</p>", "One"),
    "many classes": ("<p class='" + " ".join(f"a{i}" for i in range(N)) + "'>One</p>", "One"),
    "entity bomb": (
        "<!DOCTYPE html [<!ENTITY a 'aaaa'>"
        + "".join(f"<!ENTITY a{i} '&a{i - 1};&a{i - 1};'>" for i in range(1, 50))
        + "]><p>&a49;</p>",
        None,
    ),
    "ampersands": ("<p>" + "&amp;" * N + "</p>", "&" * N),
    "open comments": ("One" + "<!--" * N, "One"),
    "cells": ("<table><tr>" + "<td>a" * N, " | ".join("a" * N)),
    "brackets": ("<" * N, None),
    "quotes": ('<a href="' * N, None),
    "zero characters": ("<p>a\0b</p>", "a\ufffdb"),
    "surrogates": ("<p>a\ud83d b</p>", "a? b"),
    "one line": ("<p>" + "x" * 50_000_000, "x" * 50_000_000),
    "one script": ("<script>let a;</script>", ""),
    "JSON-LD": ("<script type='application/ld+json'>" + "[" * N + "</script>One", "One"),
    "nothing": ("", ""),
    "a comment": ("<!-- x -->", ""),
    "a doctype": ("<!doctype html>", ""),
    "end tags": ("</p></div>", ""),
    "a stray quote": ('<p>One</p><a href="x"">Two</a>' + "<p>Three</p>" * N, None),
    "a quote in a script": (
        "<script>if (a<b) c = '\"';</script><p>One</p>" + " " * N + "<p title='\"'>Two</p>",
        "One\n\nTwo",
    ),
    "many roots": ("x</html>" * (N // 10), None),
}


@pytest.mark.parametrize(("html", "text"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_html_gives_an_answer(html: str, text: str | None) -> None:
    page = markup.read(html)
    assert_exact(page)
    assert text is None or page.text == text


def test_more_tags_than_a_tree_should_have_leave_their_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "TAGS", 10)
    assert "".join(texts("<p>x</p>" * 20)).count("x") == 20


TAGS = [
    "<p>",
    "</p>",
    "<div class=a>",
    "</div>",
    "<br>",
    "<li>",
    "<ul>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
]
MORE = [
    "<a href=b>",
    "</a>",
    "<pre>",
    "</pre>",
    "<h2>",
    "</h2>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<b>",
    "</b>",
    " ",
]

OUTER = ["<head>", "</head>", "<title>", "</title>", "<body>", "</body>", "</html>", "<article>", "</article>"]


@given(st.lists(st.one_of(st.sampled_from(TAGS + MORE + OUTER), st.text(max_size=8)), max_size=40).map("".join))
def test_any_html_gives_exact_pieces(html: str) -> None:
    assert_exact(markup.read(html))


@given(st.lists(st.one_of(st.sampled_from(TAGS), st.text("abc ", min_size=1, max_size=5)), max_size=30))
def test_no_text_is_lost(parts: list[str]) -> None:
    written = "".join(part for part in parts if not part.startswith("<"))
    shown = markup.read("<body>" + "".join(parts)).text
    assert sorted(shown.replace("-", "").replace("|", "").split()) or not written.split()
    assert "".join(sorted(c for c in shown if c in "abc")) == "".join(sorted(c for c in written if c in "abc"))


HEAD = """<!doctype html><html lang="de-AT"><head><title> A
title </title><meta name="Author" content="Anna Berg"><meta property="og:title" content="A"><meta property="og:title"
content="B"><meta name="empty" content=" "><link rel="canonical" href="https://x.org/a"><link rel="alternate canonical"
href="https://x.org/b"></head><body><time datetime="2025-06-12">12 June</time>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A"}</script>
<script type="application/ld+json">[{"@graph": [{"@type": "WebPage"}, [{"@type": "Person"}]]}]</script>
<script type="application/ld+json"><!--
{"@type": "WebSite"}
--></script>
<script type="application/ld+json">//<![CDATA[
{"@type": "Organization", "name": "a
b"};
//]]></script>
<script type="application/ld+json">{"@type": "Broken",}</script><script type="application/ld+json">"text"</script>"""


def test_an_article_that_is_only_stated_is_read() -> None:
    body = "\n\n".join(PARAGRAPHS * 2)
    script = f"<script type='application/ld+json'>{json.dumps({'@type': 'Article', 'articleBody': body})}</script>"
    assert texts(f"{script}<p>Loading</p>") == ["Loading", *PARAGRAPHS, *PARAGRAPHS]
    shown = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert texts(f"{script}{shown}") == PARAGRAPHS
    stated = [piece.markup.stated for piece in markup.read(f"<p>A menu</p>{script}{shown}").pieces if piece.markup]
    assert stated == [0, 1, 1, 1]


def test_a_stated_teaser_is_no_article() -> None:
    script = '<script type="application/ld+json">{"@type": "Article", "articleBody": "A teaser."}</script>'
    assert texts(f"{script}<p>Loading</p>") == ["Loading"]


def test_head_is_read() -> None:
    found = markup.read(HEAD).head
    assert found
    assert (found.title, found.language) == ("A title", "de-AT")
    assert found.meta == {"author": ("Anna Berg",), "og:title": ("A", "B")}
    assert found.links == {"canonical": "https://x.org/a", "alternate": "https://x.org/b"}
    assert list(found.times) == ["2025-06-12"]
    types = [item.get("@type") for item in found.linked_data]
    assert types == ["NewsArticle", None, "WebPage", "Person", "WebSite", "Organization"]


def test_no_head() -> None:
    assert markup.read("").head == Head()
