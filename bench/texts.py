"""Page texts made from HTML, for corpora that come without them: as people scrape a page, not as a tool cleans it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator

import lxml.html
from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.dammit import UnicodeDammit
from lxml.etree import ParserError

_BREAKS = {
    **dict.fromkeys(("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"), 1),
    **dict.fromkeys(("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"), 1),
    **dict.fromkeys(("h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "pre"), 1),
    **dict.fromkeys(("search", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"), 1),
    "p": 2,
}
_ENDS = {"br": "\n", "td": "\t", "th": "\t"}
_UNSEEN = {
    *("head", "iframe", "math", "noscript", "object", "script", "select", "style", "svg", "template", "textarea"),
    "title",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def innertext(html: bytes) -> str:
    """About what a browser copies: a line a block element, `p` set apart by a blank line, hidden elements left out.

    A browser also applies style sheets and scripts; this knows the page's own attributes alone.
    Source of the rules: https://html.spec.whatwg.org/multipage/dom.html#the-innertext-idl-attribute
    """
    root = _parsed(html)
    if root is None:
        return ""
    parts: list[str] = []
    breaks = 0
    for piece in _seen(root):
        if isinstance(piece, int):
            breaks = max(breaks, piece)
        elif piece.strip(" \t") or not breaks:
            parts += ["\n" * breaks, piece]
            breaks = 0
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def bs4(html: bytes) -> str:
    """What most scripts do. Cuts sentences at every inline tag."""
    return _soup(html).get_text("\n", strip=True)


def oneline(html: bytes) -> str:
    """What others do: the page in one line."""
    return _soup(html).get_text(" ", strip=True)


def textcontent(html: bytes) -> str:
    """The body as a browser's `textContent` and lxml's text_content() have it: with scripts, lines as in the source."""
    root = _parsed(html)
    body = None if root is None else root.find("body")
    return "" if body is None else str(lxml.html.tostring(body, method="text", encoding="unicode", with_tail=False))


RENDERERS: dict[str, Callable[[bytes], str]] = {
    "innertext": innertext,
    "bs4": bs4,
    "oneline": oneline,
    "textcontent": textcontent,
}


def _soup(html: bytes) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # a corpus has such pages
        soup = BeautifulSoup(html, "lxml")
    for element in soup(["script", "style", "noscript", "template"]):
        element.decompose()
    return soup


def _parsed(html: bytes) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return lxml.html.document_fromstring(_decode(html).encode("utf-8", "replace"), parser=parser)
    except ParserError:
        return None


def _decode(html: bytes) -> str:
    return UnicodeDammit(html, is_html=True).unicode_markup or html.decode("utf-8", "replace")


def _seen(root: lxml.html.HtmlElement) -> Iterator[str | int]:
    """The text of the tree in pieces, and how many line breaks are due at an element's edges: the most of neighbours
    counts. Without recursion: pages nest thousands of elements deep.
    """
    waiting: list[lxml.html.HtmlElement | str | int] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str | int):
            yield node
            continue
        if node is not root:
            waiting.append(_on_one_line(node.tail))
        if _is_seen(node):
            yield _BREAKS.get(node.tag, 0)
            waiting += [_ENDS.get(node.tag) or _BREAKS.get(node.tag, 0), *reversed(node)]
            yield _on_one_line(node.text)


def _is_seen(node: lxml.html.HtmlElement) -> bool:
    return (
        isinstance(node.tag, str)
        and node.tag not in _UNSEEN
        and node.get("hidden") is None
        and not _HIDDEN.search(node.get("style", ""))
    )


def _on_one_line(text: str | None) -> str:
    return (text or "").replace("\n", " ")
