"""Pages that no article is on are told so, with the reason; an article that looks a little like one is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleaner import clean, markup
from cleaner.document import CONTENT
from cleaner.labeller import Judgement
from cleaner.passes.draft import begin
from cleaner.passes.structure import keep_structures_whole

FIXTURES = Path(__file__).parent.parent / "fixtures"
NAMED = {
    "product-listing": "no article: a product page",
    "search-results": "no article: search results",
    "forum-thread": "no article: a thread of a forum",
    "home-page-html": "no article: a list of other pages",
    "consent-wall": "no article: a consent wall",
}


@pytest.mark.parametrize(("slug", "reason"), NAMED.items())
def test_a_page_without_an_article_is_named(slug: str, reason: str) -> None:
    article = clean((FIXTURES / slug / "page.html").read_bytes(), kind="html")
    assert (article.status, article.reason, article.body) == ("no_article", reason, "")
    assert any(block.reason == reason for block in article.blocks)


SENTENCES = (
    "The boat was found under the sand, where the storm had laid bare a plank and a row of iron nails last week.",
    "It is eleven metres long and older than the harbour, as the first look at the wood has shown to the museum.",
    "Nobody knows yet how it came there, but a letter from 1790 speaks of a cutter that was lost with all its salt.",
    "The museum wants to keep it wet until the summer, since the oak would fall apart as soon as it were left to dry.",
    "Visitors can see it from the dyke at low water, and are asked to leave their dogs and their spades at home.",
    "The mayor hopes that it will stay in the village, where there is an empty barn that is as long as the boat.",
)
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
LINKED = "".join(f"<h2><a href=/{place}>The boat</a></h2><p>{text}</p>" for place, text in enumerate(SENTENCES))
PRODUCT = '<script type="application/ld+json">{"@type": ["Product"], "name": "A boat"}</script>'
REVIEW = '<script type="application/ld+json">[{"@type": "Product"}, {"@type": "Review"}]</script>'
LIST = '<script type="application/ld+json">{"@graph": [{"@type": "CollectionPage"}]}</script>'
ARTICLE = '<meta property="og:type" content="article">'
SITE = '<meta property="og:type" content="website">'

KINDS = [
    ("a product", PRODUCT, TEXT, "no article: a product page"),
    ("a product by Open Graph", '<meta property="og:type" content="product">', TEXT, "no article: a product page"),
    ("a product that is reviewed", REVIEW, TEXT, ""),
    ("a product by its classes", "", f"<div class='woocommerce product'>{TEXT}</div>", "no article: a product page"),
    ("an article about one", ARTICLE, f"<div class='product'>{TEXT}</div>", ""),
    ("a stated list", LIST, TEXT, "no article: a list of other pages"),
    ("a list that is an article", LIST + ARTICLE, TEXT, ""),
    ("headings that lead elsewhere", "", LINKED, "no article: a list of other pages"),
    ("headings that lead into the page", "", LINKED.replace("/", "#").replace("<#", "</"), ""),
    ("such headings in an article", ARTICLE, LINKED, ""),
    ("results", "", f"<div id='search-results'>{TEXT}</div>", "no article: search results"),
    ("posts", "", f"<div class='forum'><div class='post'>{TEXT}</div></div>", "no article: a thread of a forum"),
    ("a post of a blog", "", f"<div class='blog'><div class='post'>{TEXT}</div></div>", ""),
    ("a site with a long text", SITE, TEXT * 3, ""),
    ("a text", "", TEXT, ""),
]  # fmt: skip


@pytest.mark.parametrize("case", KINDS, ids=[case[0] for case in KINDS])
def test_kinds_of_pages(case: tuple[str, str, str, str]) -> None:
    _, head, body, reason = case
    article = clean(f"<html><head>{head}</head><body><h1>A boat in the sand</h1>{body}</body></html>", kind="html")
    assert article.reason == reason
    assert (article.status == "ok") is (reason == "")


def test_a_protected_phrase_is_content_on_any_page() -> None:
    page = f"<html><head>{PRODUCT}</head><body><h1>A boat</h1>{TEXT}</body></html>"
    assert clean(page, kind="html", protect=[SENTENCES[4]]).status == "ok"


ROWS = "<table>{}</table>".format("".join(f"<tr><td>{n}</td><td>rows of a table</td></tr>" for n in range(4)))
ITEMS = "<ul>{}</ul>".format("".join(f"<li>item number {n}" for n in range(4)))

STRUCTURES = [
    ("a row of a table", ROWS, "1101", "1111"),
    ("most rows are out", ROWS, "0001", "0001"),
    ("an item of a list", ITEMS, "0111", "1111"),
    ("half the items", ITEMS, "0101", "0101"),
    ("links in a list", "<ul><li>One <li>Two <li>Three <li><a href=/>Four</a></ul>", "1110", "1110"),
    ("an item in an item", "<ol><li>One long item<ol><li>Two</ol><li>Three</ol>", "101", "111"),
    ("code amid text", "<p>One</p><pre>two</pre><p>Three</p>", "101", "111"),
    ("a quotation amid text", "<p>One</p><blockquote><p>two</p><p>three</p></blockquote><p>Four</p>", "1001", "1111"),
    ("code at the end", "<p>One</p><pre>two</pre>", "10", "10"),
    ("a paragraph amid text", "<p>One</p><p>two</p><p>Three</p>", "101", "101"),
    ("nothing is content", ROWS, "0000", "0000"),
]


@pytest.mark.parametrize("case", STRUCTURES, ids=[case[0] for case in STRUCTURES])
def test_structures_are_kept_whole(case: tuple[str, str, str, str]) -> None:
    _, html, before, after = case
    page = markup.read(html)
    judged = Judgement(np.array(list(before), np.float32), [""] * len(before))
    draft = begin(page, [None] * len(page.pieces), judged)
    keep_structures_whole(draft)
    assert "".join(str(int(label in CONTENT)) for label in draft.labels) == after
