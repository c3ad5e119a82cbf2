"""HTML -> Page: the only folder that sees a DOM. The page is parsed once, and later code sees plain pieces."""

from __future__ import annotations

from cleaner.document import Page
from cleaner.markup import extracted, head, parse, state, stated, visible


def read(html: str, url: str | None = None, *, fast: bool = True) -> Page:
    """Read an HTML page.

    Args:
        html: a document or a fragment of one, of any length and any brokenness.
        url: where it came from, for the metadata.
        fast: ask trafilatura in its fast mode.

    Returns:
        A Page whose text is the page's visible text: blocks on lines of their own, paragraphs set apart by a blank
        line, white space collapsed (but in <pre>), "- " before a list item, " | " between the cells of a row.
    """
    tree = parse.document(html)
    if tree is None:
        return Page(text="", pieces=(), kind="html", url=url, head=head.read(None))
    stated_head = head.read(tree)
    shown, depth = visible.runs(tree)
    runs = shown + (stated.runs(stated_head, shown) or state.body(tree, stated_head, shown))
    kept = extracted.words(tree, fast=fast) if extracted.is_fit(html, depth) else []
    shares = extracted.shares([run.text for run in runs], kept)
    text, pieces = visible.lay_out(runs, shares)
    return Page(text=text, pieces=pieces, kind="html", url=url, head=stated_head)
