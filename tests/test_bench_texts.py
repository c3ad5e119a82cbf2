from __future__ import annotations

import pytest

from bench import texts

INNERTEXT = [
    ("paragraphs are set apart", "<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("blocks are lines", "<div>One</div><div>Two</div>", "One\nTwo"),
    ("inline elements are no break", "<div>One <b>tw</b>o <a>three</a></div>", "One two three"),
    ("line breaks of the source are spaces", "<p>One\ntwo</p>", "One two"),
    ("br is a line break", "<p>One<br>Two</p>", "One\nTwo"),
    ("scripts are not seen", "<p>One</p><script>two()</script><style>p{}</style>Three", "One\n\nThree"),
    ("hidden elements are not seen", '<p>One</p><p hidden>Two</p><p style="display: none">3</p>', "One"),
    ("text after a hidden element is", "<div><i hidden>One</i> two</div>", "two"),
    ("comments are not seen", "<p>One <!-- two --> three</p>", "One three"),
    ("cells stand on one line", "<table><tr><td>One</td><td>Two</td></tr></table>", "One Two"),
    ("an empty page", "<html></html>", ""),
]


@pytest.mark.parametrize(("html", "text"), [case[1:] for case in INNERTEXT], ids=[case[0] for case in INNERTEXT])
def test_innertext(html, text):
    assert texts.innertext(f"<html><body>{html}</body></html>".encode()) == text


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "shift_jis"])
def test_declared_encoding(encoding):
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Река 川</p></body></html>'
    assert texts.innertext(page.encode(encoding, "ignore")).startswith("Река")


@pytest.mark.parametrize("page", [b"", b" \n", b"<!-- nothing -->"])
def test_pages_without_text(page):
    assert texts.innertext(page) == ""


def test_declared_as_xml():
    assert texts.innertext(b'<?xml version="1.0" encoding="utf-8"?><html><body><p>One</p></body></html>') == "One"


@pytest.mark.filterwarnings("error")
def test_xml_is_read_without_a_warning():
    page = b'<?xml version="1.0" encoding="utf-8"?><page><p>One</p></page>'
    assert texts.oneline(page) == "One"


def test_deep_nesting():
    assert "end" in texts.innertext(b"<html><body>" + b"<div>" * 2_000 + b"end</body></html>")


def test_bs4_cuts_at_inline_tags():
    assert texts.bs4(b"<p>One <b>two</b> three</p><script>x()</script>") == "One\ntwo\nthree"


def test_oneline_has_no_line_breaks():
    assert texts.oneline(b"<p>One <b>two</b> three</p>\n<script>x()</script><li>Four") == "One two three Four"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><script>var a</script><!-- no --><style>b{}</style>Two.", "One.var ab{}Two."),
        ("<p>One\n  two</p><p hidden>Three</p>", "One\n  twoThree"),
        ("", ""),
    ],
)
def test_textcontent_has_all_that_stands_in_the_body(html, text):
    assert texts.textcontent(f"<title>No</title><body>{html}</body>".encode()) == text


def test_textcontent_of_nothing():
    assert texts.textcontent(b"") == ""
