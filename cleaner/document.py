"""The values that the stages hand on: Label, Piece, Page, Verdict, Block, Metadata, Article. All of them are frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, NamedTuple

from cleaner.fold import fold_all

Kind = Literal["text", "html"]


class Label(StrEnum):
    """What a piece of a page is. docs/labels.md describes each with examples."""

    LEAD = "lead"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE = "table"
    TITLE = "title"
    KICKER = "kicker"
    BYLINE = "byline"
    CREDIT = "credit"
    TAGS = "tags"
    NAVIGATION = "navigation"
    TICKER = "ticker"
    ADVERTISEMENT = "advertisement"
    RELATED = "related"
    DISCLAIMER = "disclaimer"
    COMMENTS = "comments"
    SHARING = "sharing"
    SUBSCRIPTION = "subscription"
    PAGINATION = "pagination"
    COOKIE_NOTICE = "cookie_notice"
    DUPLICATE = "duplicate"
    OTHER = "other"


CONTENT = frozenset({Label.LEAD, Label.HEADING, Label.PARAGRAPH, Label.LIST_ITEM, Label.QUOTE, Label.TABLE})
"""The labels whose pieces make the clean body."""


class Link(NamedTuple):
    """A link inside a piece."""

    start: int  # in characters of Piece.text
    end: int
    href: str  # as written


class Image(NamedTuple):
    """An image that stands before or in a piece."""

    src: str  # as written
    alt: str


class Cell(NamedTuple):
    """A cell of a table's row."""

    start: int  # in characters of Piece.text
    end: int
    column: int  # from 0


class Markup(NamedTuple):
    """What the HTML knows about one piece."""

    path: tuple[
        str, ...
    ]  # tag names from the body down to the piece's own block: ("main", "article", "p"), the last 32
    words: tuple[str, ...]  # lower-cased words of class, id, role and itemprop on the way, nearest element last, 64
    link_share: float  # characters inside <a> by all characters of the piece, 0 to 1
    level: int  # 1 to 6 for a heading, else 0
    hidden: bool  # hidden by attribute or inline style, as far as the page itself says
    stated: float  # share of the piece's words that stand in the page's own JSON-LD articleBody, 0 to 1
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()  # between the end of the piece before and the end of this one
    inline: tuple[str, ...] = ()  # tag names of what holds all of the piece inside its own element: ("strong",)
    code: tuple[tuple[int, int], ...] = ()  # where <code> stands in Piece.text, first character and after the last
    item: int = 0  # the number of the item of an ordered list that the piece begins, else 0
    table: int = 0  # which table of the page the piece is a row of, from 1; else 0
    cells: tuple[Cell, ...] = ()  # of a row: the cells that are not empty


class Piece(NamedTuple):
    """A run of the page's text that gets one label.

    It is a line, a part of one where things were glued together or lines joined, or, in a text that was broken at a
    width, the lines of a paragraph.
    """

    text: str  # exactly page.text[start:end]; neither begins nor ends with white space
    start: int  # offset of its first character in page.text
    end: int  # offset after its last character
    gap: int  # line breaks between the piece before and this one: 0 glued, 1 next line, 2 or more after blank lines
    markup: Markup | None = None  # None in text mode


@dataclass(frozen=True)  # without slots: what is asked of it by several fields is kept with it
class Head:
    """What an HTML page says about itself outside its visible text."""

    title: str | None = None  # <title>
    language: str | None = None  # <html lang>, as written
    meta: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # name, property or itemprop, lower-cased -> contents
    links: Mapping[str, str] = field(default_factory=dict)  # rel -> href, the first of each
    times: Sequence[str] = ()  # datetime of the <time> elements, in page order
    linked_data: Sequence[Mapping[str, Any]] = ()  # JSON-LD objects, @graph and lists flattened


@dataclass(frozen=True)
class Page:
    """A page, read: its visible text, cut into pieces."""

    text: str  # in text mode the source itself, unchanged; in HTML mode the visible text
    pieces: tuple[Piece, ...]  # in page order; every non-blank character of text lies in one of them or is unseen
    kind: Kind
    url: str | None = None
    head: Head | None = None  # None in text mode, unless JSON-LD stands in the text
    unseen: tuple[Piece, ...] = ()  # in page order: scripts in page text, which nothing looks at
    ask: Callable[[], Sequence[float]] | None = field(default=None, compare=False)
    """Asks trafilatura which share of each piece's words it keeps, 0 to 1, which takes as long as all else; None in
    text mode and where the page is too much for it.
    """

    @cached_property
    def folded(self) -> list[str]:
        """The pieces as they are compared with phrases and with each other."""
        return fold_all([piece.text for piece in self.pieces])


class Hit(NamedTuple):
    """What a rule or a phrase says of one piece, by itself."""

    label: Label
    reason: str  # the rule's name, or the phrase: 'phrase "Werbung"'
    certain: bool  # a certain hit overrules the labeller, any other is a feature of it and names what it takes out
    opens: bool = False  # the piece is a heading of boilerplate: what stands under it bears its label too


class Verdict(NamedTuple):
    """The label of one piece, with why and how likely the piece is content."""

    label: Label
    reason: str
    score: float  # 0 to 1: how sure it is that the piece is content


class Block(NamedTuple):
    """A labelled piece of the page."""

    text: str  # exactly source_text[start:end]
    label: Label
    start: int  # in characters of Article.source_text, first character
    end: int  # in characters of Article.source_text, after the last character
    reason: str  # the rule, phrase, pass or words that decided
    score: float  # 0 to 1: how sure it is that the piece is content
    level: int = 0  # heading level 1 to 6 where the page says one, else 0
    markup: Markup | None = None  # None in text mode; links and images only where clean() is asked for them

    @property
    def is_content(self) -> bool:
        return self.label in CONTENT


SourceKind = Literal["block", "meta", "json-ld", "link", "html", "url", "body", "given"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field of the metadata was read, and how far it can be trusted."""

    kind: SourceKind  # "html": an element such as <title>; "body": the clean body; "given": by the caller
    name: str | None  # "article:published_time", "NewsArticle.datePublished", "canonical"; None for a block
    confidence: float  # 0 to 1
    start: int | None = None  # the block, in characters of Article.source_text
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Ticker:
    """A stock quote that stood on the page, or a security that the article names by its number."""

    name: str  # "Meta Platforms (A)"
    price: float | None = None
    currency: str | None = None  # ISO 4217 where the page gives it: "USD"
    change_percent: float | None = None  # -1.3 for "-1,30 %"
    exchange: str | None = None  # "Nasdaq"
    isin: str | None = None  # "US30303M1027"
    wkn: str | None = None  # German number of a security: "A1JWVX"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about the article. None or empty where it says nothing: no field is guessed from another."""

    title: str | None = None
    kicker: str | None = None  # the section word or overline above the title
    lead: str | None = None  # the teaser or standfirst
    authors: tuple[str, ...] = ()  # names, agencies and initials, without "Von" or "By"
    date_published: str | None = None  # ISO 8601, a day or a minute, with a zone where the page gives one
    date_modified: str | None = None  # ISO 8601
    site: str | None = None  # the publication's name
    section: str | None = None
    breadcrumb: tuple[str, ...] = ()  # from the home page down, the article's own title not included
    tags: tuple[str, ...] = ()
    language: str | None = None  # ISO 639-1: "de"
    language_confidence: float | None = None  # 0 to 1
    url: str | None = None  # where the page came from as the caller said, else what the page gives as its own address
    canonical_url: str | None = None  # what the page gives as its own address
    image: str | None = None  # the address of the main image
    license: str | None = None  # its address or name
    page: int | None = None  # this page of the article, from 1
    pages: int | None = None  # how many pages the article has
    word_count: int = 0  # words of the body
    reading_time: int = 0  # minutes that reading the body takes
    tickers: tuple[Ticker, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)  # where each field that has a value was read


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning about the article, with the piece that says so as evidence."""

    code: str  # "truncated", "paywalled", "more_pages", "no_article", "several_articles"
    message: str
    start: int | None = None  # the evidence, in characters of Article.source_text
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The answer: the clean body, the metadata, and every piece of the page with its label."""

    body: str  # paragraphs set apart by a blank line, list items begin with "- "
    metadata: Metadata
    blocks: tuple[Block, ...]  # in page order; every non-blank character of source_text lies in exactly one
    warnings: tuple[Notice, ...]
    source_text: str  # what the offsets point into: the input in text mode, the visible text in HTML mode
    kind: Kind
    status: Literal["ok", "empty", "no_article"]
    reason: str  # why there is no body; "" where there is one

    @property
    def title(self) -> str | None:
        return self.metadata.title
