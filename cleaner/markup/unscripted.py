"""What a page has for readers without scripts: <noscript>, which holds the whole page where scripts draw it."""

from __future__ import annotations

from lxml.html import HtmlElement

from cleaner.markup import state, visible
from cleaner.markup.rows import Run


def runs(tree: HtmlElement) -> tuple[list[Run], int] | None:
    """As visible.runs, with the text of <noscript>; None where that is not prose enough for an article.

    Args:
        tree: the page. Its <noscript> elements become <div> where their text is read.
    """
    unseen = list(tree.iter("noscript"))
    for element in unseen:
        element.tag = "div"
    found = visible.runs(tree) if unseen else None
    if found and state.has_prose(found[0]):
        return found
    for element in unseen:
        element.tag = "noscript"
    return None
