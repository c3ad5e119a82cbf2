"""HTML -> tree, with lxml. Broken, deep and hostile pages give a tree too, in linear time."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

DEPTH = 1000
"""Elements in one another that are kept. libxml2 stops reading at 2,048; pages written by people stay below 100."""

TAGS = 500_000
"""Tags that are kept, since a tree needs about 200 bytes for each; the largest page of the corpora has 20,000."""

ATTRIBUTES = 500
"""Attributes of a tag that are kept: libxml2 compares each with all before it."""

LONG = 100_000
"""Characters from which on a page can hold a tag with so many attributes that they cost a second."""

PLAIN = etree.ElementDefaultClassLookup(element=HtmlElement)
"""One class for all elements: lxml.html's own look-up by tag name takes a third of a walk's time."""

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^<>]*>")
RAW = r"<!--(?:[^-]++|-(?!->))*+|<(?i:script|style)\b[^<>]{0,2000}+>(?:[^<]++|<(?!/(?i:script|style)))*+"
VALUE = r"""=\s*+(?:"[^"]*+"|'[^']*+')?+"""
TAME = re.compile(rf"(?:[^<]++|{RAW}|<[a-zA-Z](?:[^<>=]{{1,200}}+|{VALUE}){{0,400}}+(?=[<>]|\Z)|<(?![a-zA-Z]))*+")
"""A page up to its first tag that is very long."""
START = re.compile(rf"{RAW}|(?P<tag><[a-zA-Z](?:[^<>=]++|{VALUE})*+)")
"""Comments and scripts are stepped over: a < in them opens no tag. A quote holds < and > only right after a =."""
ATTRIBUTE = re.compile(r"""[^\s"'=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"']++))?+["']?+\s*+""")


def document(html: str) -> HtmlElement | None:
    """The page's root element; None where there is no element and no text."""
    source = _few_attributes(html.replace("\0", "\ufffd"))
    many = len(source) > TAGS and source.count("<") > TAGS
    tree, stopped = (None, True) if many else _parsed(source)
    if stopped:
        tree, _ = _parsed(_shallow(source))
    return None if tree is None else _with_rest(tree)


def _parsed(source: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser stopped before the end of the source. Lone surrogates become question marks."""
    parser = HTMLParser(collect_ids=False, encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(PLAIN)
    try:
        tree = document_fromstring(source.encode("utf-8", "replace"), parser=parser, ensure_head_body=False)
    except (etree.ParserError, ValueError):
        return None, False
    return tree, any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)


def _with_rest(tree: HtmlElement) -> HtmlElement:
    """The tree with what stands behind </html>: libxml2 makes further roots of it, which hold articles at times."""
    body = tree.find("body")
    for root in list(tree.itersiblings("html")):
        for element in root.iter("html", "head", "body"):
            element.tag = "div"
        (tree if body is None else body).append(root)
    return tree


def _few_attributes(source: str) -> str:
    """The source with no more than the first of a tag's attributes, where there are very many."""
    if len(source) < LONG:
        return source
    tame = TAME.match(source)
    if tame and tame.end() == len(source):
        return source
    kept: list[str] = []
    end = 0
    for match in START.finditer(source):
        if match["tag"] and match.end() - match.start() > LONG // 4:
            attributes = ATTRIBUTE.finditer(source, *match.span())
            cut = next((found.start() for found in islice(attributes, ATTRIBUTES, None)), match.end())
            kept.append(source[end:cut])
            end = match.end()
    return "".join([*kept, source[end:]])


def _shallow(source: str) -> str:
    """The source with all its text, without the tags that stand too deep or are too many."""
    kept: list[str] = []
    depth = skipped = end = 0
    for count, match in enumerate(TAG.finditer(source)):
        closing, name = match.groups()
        drop = count > TAGS
        if closing:
            drop = drop or skipped > 0
            skipped -= skipped > 0
            depth = max(0, depth - 1)
        elif name.lower() not in VOID:
            depth += 1
            skipped += depth > DEPTH
            drop = drop or depth > DEPTH
        if drop:
            kept.append(source[end : match.start()])
            end = match.end()
    return " ".join([*kept, source[end:]])
