"""Pages that no article is on are told so, with the reason; an article that looks a little like one is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleaner import clean, markup
from cleaner.document import CONTENT, Hit, Label, Page
from cleaner.labeller import Judgement
from cleaner.passes.draft import begin
from cleaner.passes.pages import tell_no_article
from cleaner.passes.structure import keep_structures_whole

FIXTURES = Path(__file__).parent.parent / "fixtures"
WITHOUT = ("product-listing", "search-results", "forum-thread", "home-page-html", "consent-wall", "error-not-found")


@pytest.mark.parametrize("slug", WITHOUT)
def test_a_page_without_an_article_has_no_body_and_a_reason(slug: str) -> None:
    article = clean((FIXTURES / slug / "page.html").read_bytes(), kind="html")
    assert (article.status, article.body) == ("no_article", "")
    assert article.reason


def told(page: Page, scores: list[float]) -> set[str]:
    """The reasons that the content pieces get, of all pieces' scores."""
    draft = begin(page, [None] * len(page.pieces), Judgement(np.array(scores, np.float32), [""] * len(scores)))
    tell_no_article(draft)
    return set(draft.reasons)


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
LONG = "".join(f"<h2><a href=/{place}>The boat</a></h2>{TEXT}" for place in range(6))
SENTENCE = f"<p>{SENTENCES[0]}</p>"
PRODUCT = '<script type="application/ld+json">{"@type": ["Product"], "name": "A boat"}</script>'
REVIEW = '<script type="application/ld+json">[{"@type": "Product"}, {"@type": "Review"}]</script>'
LIST = '<script type="application/ld+json">{"@graph": [{"@type": "CollectionPage"}]}</script>'
ARTICLE = '<meta property="og:type" content="article">'
MESSAGES = f"<div class='js-replyNewMessageContainer'><div class='message'>{TEXT}</div></div>"
STATED = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
DATED = '<meta property="article:published_time" content="2026-01-01">'
THREAD = '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>'
GENERATOR = '<meta name="generator" content="{}">'
ROOT = '<link rel="canonical" href="https://boat.example/">'
SITE = '<meta property="og:type" content="website">'

KINDS = [
    ("a product", PRODUCT, f"<div class=product>{TEXT}</div><b>$ 49.00</b>", ""),
    ("a shop", "", f"<div class=product>{TEXT}</div><b>$ 49.00</b>", "no article: products of a shop"),
    ("no price", "", f"<div class=product>{TEXT}</div><b>49 days</b>", ""),
    ("an article about one", ARTICLE, f"<div class=product>{TEXT}</div><b>$ 49.00</b>", ""),
    ("a stated list", LIST, TEXT, "no article: a list of other pages"),
    ("a list that is an article", LIST + ARTICLE, TEXT, ""),
    ("headings that lead elsewhere", "", LINKED, "no article: a list of other pages"),
    ("headings that lead into the page", "", LINKED.replace("/", "#").replace("<#", "</"), ""),
    ("such headings in an article", ARTICLE, LINKED, ""),
    ("many in what is called an article", ARTICLE, LINKED * 2, "no article: a list of other pages"),
    ("many in a dated article", ARTICLE + DATED, LINKED * 2, ""),
    ("many in a stated article", ARTICLE + STATED, LINKED * 2, ""),
    ("results", "", f"<div id='search-results'>{TEXT}</div>", "no article: search results"),
    ("posts", "", f"<div class='forum'><div class='post'>{TEXT}</div></div>", "no article: a page of a forum"),
    ("a stated thread", THREAD, TEXT, "no article: a page of a forum"),
    ("a stated thread of a day", THREAD + DATED, TEXT, "no article: a page of a forum"),
    ("an article with questions", THREAD + ARTICLE, TEXT, ""),
    ("an article with a thread", THREAD + STATED, TEXT, ""),
    ("a page of a program for forums", GENERATOR.format("Discourse 3.4.0"), TEXT, "no article: a page of a forum"),
    ("a page of another program", GENERATOR.format("WordPress 6.8 with Discourse"), TEXT, ""),
    ("messages of a thread", "", MESSAGES, "no article: a page of a forum"),
    ("a post of a blog", "", f"<div class='blog'><div class='post'>{TEXT}</div></div>", ""),
    ("a site's root", SITE + ROOT, LONG, "no article: a home page"),
    ("the root of an article's site", SITE + ROOT, TEXT * 3, ""),
    ("long texts under such headings", SITE, LONG, ""),
    ("a site with a long text", SITE, TEXT * 3, ""),
    ("an error by its title", "<title>Seite nicht gefunden | Bote</title>", SENTENCE, "no article: an error page"),
    ("an error by its headline", "", f"<h1>Sorry, we can’t find that page</h1>{SENTENCE}", "no article: an error page"),
    ("an error by its number", "<title>404 - Boats</title>", SENTENCE, "no article: an error page"),
    ("an error by number and word", "<title>500 Internal Server Error</title>", SENTENCE, "no article: an error page"),
    ("a number in a title", "<title>The 404 boats of the bay</title>", SENTENCE, ""),
    ("a number of things", "<title>500 flats for the harbour | The Bay</title>", SENTENCE, ""),
    ("an article on such pages", "<title>404: how a page of errors became art</title>", TEXT * 3, ""),
    ("a short article on one", f"<title>Page not found: the diary</title>{ARTICLE}", SENTENCE, ""),
    ("a text", "", TEXT, ""),
]  # fmt: skip


@pytest.mark.parametrize("case", KINDS, ids=[case[0] for case in KINDS])
def test_kinds_of_pages(case: tuple[str, str, str, str]) -> None:
    _, head, body, reason = case
    page = markup.read(f"<html><head>{head}</head><body><h1>A boat in the sand</h1>{body}</body></html>")
    assert told(page, [0.9] * len(page.pieces)) == {reason}


PRODUCTS = [
    ("by its linked data", PRODUCT, True),
    ("by Open Graph", '<meta property="og:type" content="og:product">', True),
    ("a product that is reviewed", REVIEW, False),
    ("a product of an article", PRODUCT + '<meta name="pubdate" content="2026-01-01">', False),
    ("an article on production", '<meta property="og:type" content="article: product">', False),
]


@pytest.mark.parametrize(("head", "warned"), [case[1:] for case in PRODUCTS], ids=[case[0] for case in PRODUCTS])
def test_the_text_on_a_product_is_kept_with_a_warning(head: str, warned: bool) -> None:
    page = f"<html><head>{head}</head><body><h1>A boat in the sand</h1>{TEXT}</body></html>"
    article = clean(page, kind="html", protect=SENTENCES)
    assert (article.status, article.body) == ("ok", "\n\n".join(SENTENCES))
    warnings = [warning for warning in article.warnings if warning.code == "no_article"]
    assert [article.source_text[warning.start : warning.end] for warning in warnings] == [SENTENCES[3]] * warned


def test_a_page_that_speaks_of_cookies_is_a_wall_where_it_has_little_text() -> None:
    for text, is_wall in ((SENTENCES[0], True), (TEXT * 4, False)):
        page = markup.read(f"<p>We use cookies</p><p>Accept</p><p>{text}</p>")
        hits = [Hit(Label.COOKIE_NOTICE, "", certain=False)] * 2 + [None] * (len(page.pieces) - 2)
        judged = Judgement(np.array([0.1, 0.1, *[0.9] * (len(page.pieces) - 2)], np.float32), [""] * len(page.pieces))
        draft = begin(page, hits, judged)
        tell_no_article(draft)
        assert (draft.reasons[-1] == "no article: a consent wall") is is_wall


def test_the_posts_of_a_forum_are_kept_where_comments_are() -> None:
    page = f"<html><head>{THREAD}</head><body><h1>A boat in the sand</h1>{TEXT}</body></html>"
    assert clean(page, kind="html").status == "no_article"
    kept = clean(page, kind="html", keep=[Label.COMMENTS])
    assert kept.status == "ok"
    assert kept.body.endswith("\n\n".join(SENTENCES))


def test_a_protected_phrase_is_content_on_any_page() -> None:
    page = f"<html><head>{LIST}</head><body><h1>A boat</h1>{TEXT}</body></html>"
    assert clean(page, kind="html", protect=[SENTENCES[4]]).status == "ok"


ROWS = "<table>{}</table>".format("".join(f"<tr><td>{n}</td><td>rows of a table</td></tr>" for n in range(4)))
ITEMS = "<ul>{}".format("".join(f"<li>item number {n}" for n in range(6)))

SCORES = {"0": 0.1, "?": 0.4, "1": 1.0}
STRUCTURES = [
    ("a row of a table", ROWS, "1101", "1111"),
    ("most rows are out", ROWS, "0001", "0001"),
    ("an item of a list", ITEMS, "011111", "111111"),
    ("half the items", ITEMS, "010101", "010101"),
    ("links in a list", ITEMS + "<li><a href=/>Seven</a>", "1111110", "1111110"),
    ("an item in an item", "<ol><li>One item that is long<ol><li>Two</ol><li>Three of them</ol>", "101", "111"),
    ("code amid text", "<p>One</p><pre>two</pre><p>Three</p>", "101", "111"),
    ("code at the end", "<p>One</p><pre>two</pre>", "10", "10"),
    ("a paragraph amid text", "<p>One</p><p>two</p><p>Three</p>", "1?1", "101"),
    ("a heading amid text", "<p>One</p><h2>two</h2><p>Three</p>", "1?1", "111"),
    ("an unlikely heading", "<p>One</p><h2>two</h2><p>Three</p>", "101", "101"),
    ("a heading beside an unlikely text", "<p>One</p><h2>two</h2><p>Three</p>", "1?0", "100"),
    ("a quotation amid text", "<p>One</p><blockquote>two</blockquote><p>Three</p>", "1?1", "111"),
    ("nothing is content", ROWS, "0000", "0000"),
]


@pytest.mark.parametrize("case", STRUCTURES, ids=[case[0] for case in STRUCTURES])
def test_structures_are_kept_whole(case: tuple[str, str, str, str]) -> None:
    _, html, before, after = case
    page = markup.read(html)
    scores = np.array([SCORES[mark] for mark in before], np.float32)
    draft = begin(page, [None] * len(page.pieces), Judgement(scores, [""] * len(before)))
    keep_structures_whole(draft)
    assert "".join(str(int(label in CONTENT)) for label in draft.labels) == after


@pytest.mark.parametrize(
    ("hit", "stays"),
    [
        (Hit(Label.NAVIGATION, 'phrase "Politik"', certain=False), True),
        (Hit(Label.NAVIGATION, 'phrase "Startseite"', certain=True), False),
        (Hit(Label.RELATED, 'phrase "Mehr …"', certain=False), False),
    ],
    ids=["a word of menus", "a certain one", "another section"],
)
def test_a_heading_amid_text_may_be_a_word_of_menus(hit: Hit, stays: bool) -> None:
    page = markup.read("<p>One</p><h2>Politik</h2><p>Three</p>")
    draft = begin(page, [None, hit, None], Judgement(np.array([1, 0.4, 1], np.float32), [""] * 3))
    keep_structures_whole(draft)
    assert (draft.labels[1] in CONTENT) is stays
