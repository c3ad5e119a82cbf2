"""The fields that an HTML page states outside its text, and by its markup."""

from typing import Any

import pytest

from cleaner import markup
from cleaner.document import Head
from cleaner.metadata import from_markup, head


def article(**fields: Any) -> Head:
    return Head(linked_data=({"@type": "NewsArticle", **fields},))


def metas(**contents: str) -> Head:
    return Head(meta={name.replace("__", ":").lower(): (content,) for name, content in contents.items()})


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("Rain ahead | Example News", "Example News", "Rain ahead"),
        ("Rain ahead - example.org", "Example", "Rain ahead"),
        ("Example News: Rain ahead", "Example News", "Example News: Rain ahead"),
        ("Example News - Rain ahead", "Example News", "Rain ahead"),
        ("Rain ahead for all of us | Weather", None, "Rain ahead for all of us"),
        ("Rain - and then? - Example", "Example", "Rain - and then?"),
        ("Rain – sun – wind", None, "Rain – sun – wind"),
        ("Rain | wind", None, "Rain | wind"),
        ("One-way streets", "Streets", "One-way streets"),
        ("Q&amp;A <b>now</b>", None, "Q&A now"),
    ],
)
def test_title_without_the_site(title: str, site: str | None, expected: str) -> None:
    names = {"og:site_name": (site,)} if site else {}
    assert head.title(Head(title=title, meta=names)) == expected


def test_title_by_trust() -> None:
    stated = Head(title="C", meta={"og:title": ("B",)}, linked_data=({"@type": "BlogPosting", "headline": "A"},))
    assert head.title(stated) == "A"
    assert head.title(Head(title="C", meta={"og:title": ("B",)})) == "B"
    assert head.title(Head(title="C", linked_data=({"@type": "Person", "headline": "A"},))) == "C"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Anna Berg", ("Anna Berg",)),
        ({"@type": "Person", "name": "Anna Berg"}, ("Anna Berg",)),
        ([{"name": "Anna Berg"}, {"name": "Ben Thal"}, {"name": "Anna Berg"}], ("Anna Berg", "Ben Thal")),
        ({"name": ["Anna Berg", "Ben Thal"]}, ("Anna Berg", "Ben Thal")),
        ({"name": "Von Anna Berg und Ben Thal"}, ("Anna Berg", "Ben Thal")),
        ({"name": "Anna Berg, PhD"}, ("Anna Berg",)),
        ({"@id": "#anna"}, ("Anna Referred",)),
        ({"name": "https://example.org/anna"}, ()),
        ({"name": "admin"}, ()),
        ({"name": None}, ()),
        (None, ()),
        (7, ()),
    ],
)
def test_authors_of_linked_data(author: Any, names: tuple[str, ...]) -> None:
    people = {"@type": "Person", "@id": "#anna", "name": "Anna Referred"}
    assert head.authors(Head(linked_data=({"@type": "Article", "author": author}, people))) == names


def test_the_site_is_no_author() -> None:
    stated = article(author={"@type": "Organization", "name": "The Times"}, publisher={"name": "The Times"})
    assert head.authors(stated) == ()
    assert head.organisations(stated) == ("The Times",)
    assert head.authors(metas(author="The Times", og__site_name="The Times")) == ()
    assert head.authors(metas(author="Anna Berg", og__site_name="The Times")) == ("Anna Berg",)


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        (article(datePublished="2025-06-12T10:10:22Z"), "2025-06-12T10:10+00:00"),
        (metas(article__published_time="2025-06-12T10:10:22+02:00"), "2025-06-12T10:10+02:00"),
        (metas(x__publish_date="12.06.2025"), "2025-06-12"),
        (Head(links={"canonical": "https://x.org/2025/06/12/rain"}), "2025-06-12"),
        (Head(links={"canonical": "https://x.org/2025/66/12/rain"}), None),
        (metas(date="soon"), None),
        (metas(update="12.06.2025"), None),
        (Head(), None),
        (None, None),
    ],
)
def test_date_published(stated: Head | None, date: str | None) -> None:
    assert head.date_published(stated) == date


FIELDS = Head(
    language="de-AT",
    meta={
        "og:site_name": ("Example",),
        "article:section": ("Weather",),
        "article:tag": ("rain", "sun"),
        "keywords": ("other",),
        "og:description": ("A teaser.",),
        "og:image": ("https://x.org/i.jpg",),
        "article:modified_time": ("2025-06-13",),
    },
    links={"canonical": "https://x.org/a", "license": "https://creativecommons.org/licenses/by/4.0/"},
    linked_data=(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"position": 2, "item": {"name": "Weather"}},
                {"position": "1", "name": "Home"},
                {"position": 3, "name": "Rain ahead"},
                "broken",
            ],
        },
        {"@type": ["Thing", "https://schema.org/Article"], "headline": "Rain ahead"},
    ),
)


def test_other_fields() -> None:
    assert head.site(FIELDS) == "Example"
    assert head.section(FIELDS) == "Weather"
    assert head.tags(FIELDS) == ("rain", "sun")
    assert head.description(FIELDS) == "A teaser."
    assert head.image(FIELDS) == "https://x.org/i.jpg"
    assert head.license(FIELDS) == "https://creativecommons.org/licenses/by/4.0/"
    assert head.canonical(FIELDS) == "https://x.org/a"
    assert head.date_modified(FIELDS) == "2025-06-13"
    assert head.breadcrumb(FIELDS) == ("Home", "Weather")
    assert head.language(FIELDS) == "de"


@pytest.mark.parametrize(
    ("stated", "free"),
    [
        (article(isAccessibleForFree=False), False),
        (article(isAccessibleForFree="True"), True),
        (metas(article__content_tier="locked"), False),
        (metas(article__content_tier="metered"), None),
        (Head(), None),
        (None, None),
    ],
)
def test_is_free(stated: Head | None, free: bool | None) -> None:
    assert head.is_free(stated) is free


def test_no_head_states_nothing() -> None:
    for read in (head.title, head.site, head.section, head.description, head.image, head.license, head.canonical):
        assert read(None) is None
    assert head.tags(None) == head.breadcrumb(None) == head.authors(None) == head.organisations(None) == ()


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [[["x"]]], {"@type": 7}, {"name": {"name": 1}}])
@pytest.mark.parametrize(
    "key", ["author", "publisher", "image", "keywords", "mainEntity", "datePublished", "@type", "url"]
)
def test_odd_linked_data_is_no_trouble(key: str, value: Any) -> None:
    odd = Head(linked_data=({"@type": "Article", key: value}, {"@type": "BreadcrumbList", "itemListElement": value}))
    readers = (head.title, head.authors, head.date_published, head.site, head.tags, head.image, head.canonical)
    for read in (*readers, head.breadcrumb, head.section):
        assert read(odd) is None or read(odd) is not NotImplemented


PAGE = """<title>Rain ahead for the north - Example</title><header class="site-header"><h1>Example</h1>
<span class="date">1 January 2026</span></header>
<aside><p class="author">Other Person</p></aside><article><h1>Rain ahead for the north</h1>
<div class="post-meta">June 12, 2025 | {byline} | 5 min read</div><p>Text.</p>
<div class="comments"><p class="author">Some Reader</p><time>13 June 2025</time></div></article>"""


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Anna Berg", ("Anna Berg",)),
        ("Von Anna Berg und Ben Thal", ("Anna Berg", "Ben Thal")),
        ('<a rel="author" href="/anna">Anna Berg</a>', ()),
        ("by the way", ()),
        ("Weather", ()),
    ],
)
def test_byline_in_the_text(byline: str, names: tuple[str, ...]) -> None:
    assert from_markup.authors(markup.read(PAGE.format(byline=byline))) == names


def test_marked_author() -> None:
    page = markup.read("<article><h1>Rain</h1><p><a rel=author href=/a>Anna Berg</a></p><p>Text.</p></article>")
    assert from_markup.authors(page) == ("Anna Berg",)
    bio = markup.read("<article><h1>Rain</h1><p class=author-bio>Anna Berg writes</p><p>Text.</p></article>")
    assert from_markup.authors(bio) == ()


def test_title_and_date_in_the_text() -> None:
    page = markup.read(PAGE.format(byline="x"))
    assert from_markup.title(page) == "Rain ahead for the north"
    assert from_markup.date_published(page) == "2025-06-12"
    assert from_markup.title(markup.read("<p>One</p>")) is None
    assert (
        from_markup.date_published(markup.read("<p>One</p><time datetime=2025-06-12>Thursday</time>")) == "2025-06-12"
    )
