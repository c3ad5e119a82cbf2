"""Pages that no article is on: products, lists, search results, forums, home pages, consent walls.

Each rule was tried on 138 pages of shops, forums, lists and the like and on 419 articles; together they tell 60 of the
former, and of the latter three: a dictionary's entry, a page about a program, and a list of press releases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from cleaner.document import CONTENT, Head, Label, Markup
from cleaner.passes.draft import Draft, runs

ARTICLES = frozenset(
    """
article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting
liveblogposting advertisercontentarticle scholarlyarticle techarticle socialmediaposting medicalwebpage review
criticreview recipe howto podcastepisode
""".split()
)
PRODUCTS = frozenset({"product", "productgroup", "productmodel"})
LISTS = frozenset({"collectionpage", "searchresultspage"})
DATED = (
    "article:published_time",
    "article:author",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date",
    "pubdate",
)
"""Names of meta elements that only a page with an article has."""

FORUM = frozenset({"forum", "forums", "viewtopic", "showthread", "phpbb", "vbulletin", "discourse", "thread", "topic"})
POST = frozenset({"post", "posts", "postbody", "postcontent", "reply", "replies", "message", "messages"})
SHOP = frozenset({"product", "products", "price", "prices", "cart", "shop", "sku", "woocommerce"})
SEARCH = frozenset({"search", "results", "searchresults", "serp"})

CARDS, CARD = 4, 600
"""Content headings that are links, from which on a page is a list, and up to how many bytes of content for each."""
WALL, WALL_BYTES = 0.25, 1500
"""Share of the pieces that speak of cookies or subscriptions, and bytes of content, of a consent wall."""
LONGEST_TEASER = 900
"""Bytes of the longest stretch of content on a home page."""


class Signs:
    """What a page says of itself, and how its content looks."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.content = draft.content()
        self.markups: list[Markup] = [markup for piece in draft.page.pieces if (markup := piece.markup)]
        self.sizes = {index: len(draft.texts[index].encode("utf-8", "surrogatepass")) for index in self.content}

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of its linked data, lower-cased, and its Open Graph type."""
        head = self.draft.page.head or Head()
        return frozenset(each for item in head.linked_data for each in types(item.get("@type")))

    @cached_property
    def graph_type(self) -> str:
        head = self.draft.page.head or Head()
        return " ".join(head.meta.get("og:type", ())).lower()

    @cached_property
    def says_article(self) -> bool:
        head = self.draft.page.head or Head()
        return "article" in self.graph_type or bool(self.types & ARTICLES) or any(name in head.meta for name in DATED)

    def share(self, *names: frozenset[str]) -> float:
        """The share of the content that stands in elements with a class or id of each of these."""
        inside = [index for index in self.content if all(each & set(self.markups[index].words) for each in names)]
        return sum(self.sizes[index] for index in inside) / max(sum(self.sizes.values()), 1)


def types(value: Any) -> Iterable[str]:
    found = value if isinstance(value, list) else [value]
    return (each.lower() for each in found if isinstance(each, str))


def is_product(page: Signs) -> bool:
    stated = bool(page.types & PRODUCTS) or page.graph_type.removeprefix("og:").startswith("product")
    return (stated and not page.types & ARTICLES) or (not page.says_article and page.share(SHOP) >= 0.7)


def is_search(page: Signs) -> bool:
    return not page.says_article and page.share(SEARCH) >= 0.5


def is_forum(page: Signs) -> bool:
    return not page.says_article and page.share(FORUM, POST) >= 0.5


def is_list(page: Signs) -> bool:
    """Whether most content stands under headings that lead to other pages."""
    linked = [
        page.markups[index].link_share > 0.5 and not page.markups[index].links[0].href.startswith("#")
        for index in page.content
        if page.markups[index].level and page.markups[index].links
    ]
    stated = bool(page.types & LISTS)
    cards = sum(linked)
    return not page.says_article and (stated or (cards >= CARDS and sum(page.sizes.values()) < CARD * cards))


def is_home(page: Signs) -> bool:
    """Whether a page that calls itself a site has no text that is longer than a teaser."""
    longest = max((sum(page.sizes[index] for index in run) for run in runs(page.content)), default=0)
    return not page.says_article and "website" in page.graph_type and longest < LONGEST_TEASER


def is_consent_wall(page: Signs) -> bool:
    walls = sum(hit is not None and hit.label in (Label.COOKIE_NOTICE, Label.SUBSCRIPTION) for hit in page.draft.hits)
    is_wall = walls >= WALL * len(page.draft.hits) and sum(page.sizes.values()) < WALL_BYTES
    return not page.says_article and is_wall


KINDS: tuple[tuple[str, Label, Callable[[Signs], bool]], ...] = (
    ("no article: a product page", Label.OTHER, is_product),
    ("no article: search results", Label.RELATED, is_search),
    ("no article: a thread of a forum", Label.COMMENTS, is_forum),
    ("no article: a list of other pages", Label.RELATED, is_list),
    ("no article: a home page", Label.RELATED, is_home),
    ("no article: a consent wall", Label.COOKIE_NOTICE, is_consent_wall),
)
"""The reason and the label that the pieces get, and what tells such a page. The first that fits is taken."""


def tell_no_article(draft: Draft) -> None:
    """Take out all content of an HTML page that no article is on."""
    content = draft.content()
    is_html = draft.page.kind == "html" and all(piece.markup for piece in draft.page.pieces)
    if not is_html or not content or any(draft.is_certain(index) for index in content):
        return
    signs = Signs(draft)
    for reason, label, fits in KINDS:
        if fits(signs):
            for index in content:
                hit = draft.hits[index]
                draft.name(index, hit.label if hit and hit.label not in CONTENT else label, reason)
            return
