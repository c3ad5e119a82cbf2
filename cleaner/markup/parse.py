"""HTML -> tree, with lxml. Broken, deep and hostile pages give a tree too, in linear time."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

DEPTH = 1000
"""Elements in one another that are kept. libxml2 stops reading at 2,048; pages written by people stay below 100."""

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^<>]*>")


def document(html: str) -> HtmlElement | None:
    """The page's root element; None where there is no element and no text."""
    source = _plain(html)
    tree, stopped = _parsed(source)
    return _parsed(_shallow(source))[0] if stopped else tree


def _plain(html: str) -> str:
    """The source without what no parser takes: zero characters and lone surrogates become U+FFFD, as in browsers."""
    if "\0" in html:
        html = html.replace("\0", "\ufffd")
    try:
        html.encode()
    except UnicodeEncodeError:
        html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return html


def _parsed(source: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser stopped before the end of the source."""
    parser = HTMLParser(
        collect_ids=False,
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = document_fromstring(source.encode(), parser=parser, ensure_head_body=False)
    except (etree.ParserError, ValueError):
        return None, False
    return tree, any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)


def _shallow(source: str) -> str:
    """The source without the tags that stand too deep, and with all the text."""
    kept: list[str] = []
    depth = skipped = end = 0
    for match in TAG.finditer(source):
        closing, name = match.groups()
        if name.lower() in VOID:
            continue
        if not closing:
            depth += 1
            drop = depth > DEPTH
            skipped += drop
        else:
            drop = skipped > 0
            skipped -= drop
            depth = max(0, depth - 1)
        if drop:
            kept.append(source[end : match.start()])
            end = match.end()
    return "".join([*kept, source[end:]])
