"""Pages that no article is on: shops, lists, results, forums, home pages, consent walls, errors; and those of products.

`python -m bench statuses` measures it: docs/benchmark.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from cleaner import shapes
from cleaner.document import CONTENT, Head, Hit, Label, Markup
from cleaner.passes.draft import BEYOND_DOUBT, HEAD, Draft, runs

ARTICLES = frozenset(
    """
article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting
liveblogposting advertisercontentarticle scholarlyarticle techarticle socialmediaposting medicalwebpage review
criticreview recipe howto podcastepisode
""".split()
)
PRODUCTS = frozenset({"product", "productgroup", "productmodel"})
LISTS = frozenset({"collectionpage", "searchresultspage"})
THREADS = frozenset({"discussionforumposting", "qapage"})
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

FORUM = frozenset(
    "forum forums viewtopic showthread phpbb vbulletin discourse thread topic replynewmessagecontainer".split()
)
FORUM_SOFTWARE = ("discourse", "phpbb")
"""Programs that name themselves as a page's generator and make nothing but forums; others have articles, too."""
POST = frozenset({"post", "posts", "postbody", "postcontent", "reply", "replies", "message", "messages"})
SHOP = frozenset({"product", "products", "price", "prices", "cart", "sku"})
PRICE = re.compile(r"^\W{0,2}(?:[$€£¥]|USD|EUR|CHF|US\$)\s?\d|\d(?:[.,]\d\d)?\s?(?:€|EUR|\$|kr|zł|USD|CHF)\W?$")
LONGEST_PRICE = 25
SEARCH = frozenset({"search", "results", "searchresults", "serp"})

CARDS, CARD, STRETCH = 4, 200, 1000
"""Content headings that are links, from which on a page is a list, up to how many bytes of content for each, or how
many in its longest stretch."""
WALL, WALL_BYTES = 0.25, 1500
"""Share of the pieces that speak of cookies or subscriptions, and bytes of content, of a consent wall."""
ERROR = re.compile(
    r"""
    ^(?:error|fehler|erreur|http)\W*(?:40[34]|410|50[0-4])\b | ^404\s*(?:$|[-–—|:])
    | ^(?:40[34]|410|50[0-4])\s+(?:error|fehler|not\ found|page|seite|forbidden|internal|bad|service|gateway|server)\b
    | \bpage\ (?:was\ |could\ |can)?not\ (?:be\ )?found
    | (?:can't|can’t|cannot|couldn't|couldn’t)\ find\ (?:that|the|this|your)\ page
    | ^not\ found\b | \bpage\ (?:doesn't|doesn’t|does\ not)\ exist | ^access\ denied\b | ^service\ unavailable\b
    | \bseite\ (?:wurde\ |konnte\ )?nicht\ gefunden | \bseite\ existiert\ nicht | \bpage\ (?:non\ trouvée|introuvable)
    | \bpágina\ no\ encontrada | \bpágina\ não\ encontrada | \bpagina\ non\ trovata | \bpagina\ niet\ gevonden
    | \bsidan\ (?:hittades\ inte|kunde\ inte\ hittas) | \bnie\ znaleziono\ strony | \bsayfa\ bulunamadı
    | \bстраница\ не\ найдена
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A title or headline of an error page."""
HEADLINE, ERROR_BYTES = 200, 1500
"""Characters of a headline that are read; and bytes of content from which on a page is no error page: articles on these
have such headlines, too.
"""
TEASERS, TEASER = 10, 900
"""Headings that are links, of a home page or of a list that is called an article; and bytes of a home page's longest
stretch of content.
"""


class Signs:
    """What a page says of itself, and how its content looks."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.content = draft.content()
        self.markups: list[Markup] = [markup for piece in draft.page.pieces if (markup := piece.markup)]
        self.sizes = {index: len(draft.texts[index].encode("utf-8", "surrogatepass")) for index in self.content}
        self.head = draft.page.head or Head()
        self.graph_type = graph_type(self.head)

    @cached_property
    def types(self) -> frozenset[str]:
        return types(self.head)

    @cached_property
    def says_article(self) -> bool:
        return "article" in self.graph_type or bool(self.types & ARTICLES) or is_dated(self.head)

    @property
    def is_root(self) -> bool:
        """Whether the page's own address has no path."""
        address = self.head.links.get("canonical", "")
        return re.fullmatch(r"https?://[^/?#]+/?", address) is not None

    @property
    def size(self) -> int:
        """Bytes of the content."""
        return sum(self.sizes.values())

    @property
    def longest(self) -> int:
        """Bytes of the longest stretch of content."""
        return max((sum(self.sizes[index] for index in run) for run in runs(self.content)), default=0)

    def share(self, *names: frozenset[str]) -> float:
        """The share of the content that stands in elements with a class or id of each of these."""
        inside = [i for i in self.content if not any(each.isdisjoint(self.markups[i].words) for each in names)]
        return sum(self.sizes[index] for index in inside) / max(self.size, 1)


def types(head: Head) -> frozenset[str]:
    """The types of a page's linked data, lower-cased."""
    stated = (each for item in head.linked_data for each in _listed(item.get("@type")))
    return frozenset(each.lower() for each in stated if isinstance(each, str))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def graph_type(head: Head) -> str:
    """The Open Graph type of a page, lower-cased."""
    return " ".join(head.meta.get("og:type", ())).lower()


def is_dated(head: Head) -> bool:
    return any(name in head.meta for name in DATED)


def is_product(head: Head) -> bool:
    """Whether a page says that it is that of a product. Its text is no article, and is what the page is about."""
    stated = types(head)
    return (
        (bool(stated & PRODUCTS) or graph_type(head).removeprefix("og:").startswith("product"))
        and not stated & ARTICLES
        and not is_dated(head)
    )


def is_shop(page: Signs) -> bool:
    if page.says_article or is_product(page.head) or page.share(SHOP) < 0.5:
        return False
    return any(len(text) <= LONGEST_PRICE and PRICE.search(text) for text in page.draft.texts)


def is_search(page: Signs) -> bool:
    return not page.says_article and page.share(SEARCH) >= 0.5


def is_forum(page: Signs) -> bool:
    """Whether a page says so, which is dated at times, or most of its content stands in a forum's posts."""
    if page.types & ARTICLES or "article" in page.graph_type:
        return False
    made_by = " ".join(page.head.meta.get("generator", ())).lower()
    is_stated = bool(page.types & THREADS) or made_by.startswith(FORUM_SOFTWARE)
    return is_stated or (not is_dated(page.head) and page.share(FORUM, POST) >= 0.5)


def is_list(page: Signs) -> bool:
    """Whether most content stands under headings that lead to other pages.

    Of many such headings that counts more than an Open Graph type: there are publishing systems that call any page of
    theirs an article.
    """
    linked = [
        page.markups[index].link_share > 0.5 and not page.markups[index].links[0].href.startswith("#")
        for index in page.content
        if page.markups[index].level and page.markups[index].links
    ]
    cards = sum(linked)
    is_cards = cards >= CARDS and (page.size < CARD * cards or page.longest < STRETCH)
    if page.says_article:
        return is_cards and cards >= TEASERS and not page.types & ARTICLES and not is_dated(page.head)
    return is_cards or bool(page.types & LISTS)


def is_home(page: Signs) -> bool:
    """Whether a page that calls itself a site has headings that are links, and is its root or has but teasers."""
    if page.says_article or "website" not in page.graph_type:
        return False
    headings = sum(markup.level > 0 and markup.link_share > 0.5 for markup in page.markups)
    return (page.is_root and headings >= CARDS) or (headings >= TEASERS and page.longest < TEASER)


def is_consent_wall(page: Signs) -> bool:
    if page.says_article or page.size >= WALL_BYTES:
        return False
    walls = sum(hit is not None and hit.label in (Label.COOKIE_NOTICE, Label.SUBSCRIPTION) for hit in page.draft.hits)
    return walls >= WALL * len(page.draft.hits)


def is_error(page: Signs) -> bool:
    if page.says_article or page.size >= ERROR_BYTES:
        return False
    headlines = [page.draft.texts[index] for index, markup in enumerate(page.markups) if markup.level == 1]
    return any(ERROR.search(text[:HEADLINE]) for text in (page.head.title or "", *headlines))


KINDS: tuple[tuple[str, Label, Callable[[Signs], bool]], ...] = (
    ("no article: an error page", Label.OTHER, is_error),
    ("no article: products of a shop", Label.OTHER, is_shop),
    ("no article: search results", Label.RELATED, is_search),
    ("no article: a page of a forum", Label.COMMENTS, is_forum),
    ("no article: a list of other pages", Label.RELATED, is_list),
    ("no article: a home page", Label.RELATED, is_home),
    ("no article: a consent wall", Label.COOKIE_NOTICE, is_consent_wall),
)
"""The reason and the label that the pieces get, and what tells such a page. The first that fits is taken."""


def tell_no_article(draft: Draft) -> None:
    """Take out all content of an HTML page that no article is on; the description of a product is left."""
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


def doubt_article(draft: Draft) -> None:
    """Take an HTML page for one without an article: a few doubtful sentences among menus.

    An author or a day beside them speaks for an article. Where no sentence is sure, and no head says that the page is
    one or that of a product, there must be more of them all the same. Page text is weighed as a whole, and kept
    (cleaner.whole_page): nothing in it says for sure that a short article is none.
    """
    if draft.page.kind == "text":
        return
    content = draft.content()
    decided = any(draft.scores[index] >= BEYOND_DOUBT or draft.is_certain(index) for index in content)
    if not content or decided or len(draft.labels) < len(content) + MENUS:
        return
    signs = Signs(draft)
    least = 0 if is_signed(draft, content) else SHORTEST_ARTICLE
    if not (signs.says_article or is_product(signs.head) or any(map(draft.is_sure, content))):
        least = max(least, UNSURE_ARTICLE)
    if signs.size < least:
        for index in content:
            hit = draft.hits[index]
            draft.name(index, hit.label if hit else Label.OTHER, TOO_LITTLE)


TOO_LITTLE = "too little text for an article"
SHORTEST_ARTICLE, MENUS = 420, 4
"""Bytes of UTF-8 of an article without author and date, some 60 English words: scripts with more bytes a character
need fewer characters. And how many pieces a page with menus has besides."""
UNSURE_ARTICLE = 900
"""The same of an article of which no sentence is sure, with them or without. Chosen on sites that training had not
seen.
"""


def is_signed(draft: Draft, content: Sequence[int]) -> bool:
    """Whether an author or a day stands near the content."""
    near = range(max(0, content[0] - HEAD), min(content[-1] + HEAD, len(draft.labels)))
    return any(is_byline(draft.texts[index], draft.hits[index]) for index in near)


def is_byline(text: str, hit: Hit | None) -> bool:
    return (hit is not None and hit.label is Label.BYLINE) or shapes.is_dateline(text)
