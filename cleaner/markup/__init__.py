"""HTML -> Page: the only folder that sees a DOM. The page is parsed once, and later code sees plain pieces."""

from __future__ import annotations

from functools import partial

from cleaner.document import Head, Page
from cleaner.markup import extracted, head, parse, state, stated, unscripted, visible


def read(html: str, url: str | None = None) -> Page:
    """Read an HTML page.

    Args:
        html: a document or a fragment of one, of any length and any brokenness.
        url: where it came from, for the metadata.

    Returns:
        A Page whose text is the page's visible text: blocks on lines of their own, paragraphs set apart by a blank
        line, white space collapsed (but in <pre>), "- " before a list item, " | " between the cells of a row.
    """
    tree = parse.document(html)
    if tree is None:
        return Page(text="", pieces=(), kind="html", url=url, head=Head())
    stated_head = head.read(tree, html)
    shown, depth = visible.runs(tree)
    shows_article = state.has_prose(shown)
    if not shows_article and (revealed := unscripted.runs(tree)):
        shown, depth = revealed
        shows_article = True
    body = stated.body(stated_head)
    texts = [run.text for run in shown]
    said = extracted.words(run.text for run in body)
    shares = extracted.shares(texts, said)
    unseen = [] if stated.is_shown(said, texts, shares) else body
    if not unseen and not shows_article:
        unseen = state.body(tree, stated_head, shown)
    texts += [run.text for run in unseen]
    text, pieces = visible.lay_out(shown + unseen, shares + [1.0] * len(unseen))
    ask = partial(extracted.ask, tree, texts) if extracted.is_fit(html, depth) else None
    return Page(text=text, pieces=pieces, kind="html", url=url, head=stated_head, ask=ask)
