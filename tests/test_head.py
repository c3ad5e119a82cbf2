"""The fields that an HTML page states outside its text, and where it states them."""

from typing import Any

import pytest

from cleaner import markup
from cleaner.document import Head, Page
from cleaner.metadata import authors_stated, head, publication
from cleaner.metadata.authors_stated import Standing
from cleaner.metadata.facts import Fact, best, once
from cleaner.metadata.labelled import Labelled


def article(**fields: Any) -> Head:
    return Head(linked_data=({"@type": "NewsArticle", **fields},))


def metas(**contents: str) -> Head:
    return Head(meta={name.replace("__", ":").lower(): (content,) for name, content in contents.items()})


def told(fact: Fact[Any] | None) -> Any:
    return fact.value if fact else None


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
    assert [fact.value for fact in head.titles(Head(title=title, meta=names))] == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Rain ahead – Westby Times", "Rain ahead"),
        ("Rain ahead | westbytimes.example | All that moves the harbour and the town", "Rain ahead"),
        ("Rain ahead – Westby", "Rain ahead – Westby"),
        ("Westby Times – Rain ahead", "Rain ahead"),
    ],
)
def test_title_without_the_name_in_the_domain(title: str, expected: str) -> None:
    stated = Head(title=title, links={"canonical": "https://www.westbytimes.example/rain"})
    assert [fact.value for fact in head.titles(stated)] == [expected]


def test_a_site_between_two_separators() -> None:
    stated = Head(
        title="Rain ahead | Example News | Weather, sports and more", meta={"og:site_name": ("Example News",)}
    )
    assert [fact.value for fact in head.titles(stated)] == ["Rain ahead"]


def test_titles_tell_where_they_are_stated() -> None:
    stated = Head(title="C", meta={"og:title": ("B",)}, linked_data=({"@type": "BlogPosting", "headline": "A"},))
    found = [(fact.value, fact.source.kind, fact.source.name) for fact in head.titles(stated)]
    assert found == [("A", "json-ld", "BlogPosting.headline"), ("B", "meta", "og:title"), ("C", "html", "title")]
    other = Head(title="C", linked_data=({"@type": "Person", "headline": "A"},))
    assert [fact.value for fact in head.titles(other)] == ["C"]


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
    found = authors_stated.read(Head(linked_data=({"@type": "Article", "author": author}, people)))
    assert (found[0].fact.value if found else ()) == names


def test_who_is_named_is_told() -> None:
    stated = article(author={"@type": "Organization", "name": "The Times"}, publisher={"name": "The Times"})
    (site,) = authors_stated.read(stated, "The Times")
    (person,) = authors_stated.read(metas(author="Anna Berg"), "The Times")
    assert (site.fact.value, person.fact.value) == (("The Times",), ("Anna Berg",))
    assert (site.standing, person.standing) == (Standing.SITE, Standing.PERSON)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("The Times - Anna Berg", ("Anna Berg",)),
        ("Anna Berg, The Times", ("Anna Berg",)),
        ("The Times", ("The Times",)),
        ("Anna Berg (editor)", ("Anna Berg",)),
    ],
)
def test_a_meta_element_that_names_the_site_too(author: str, names: tuple[str, ...]) -> None:
    assert [each.fact.value for each in authors_stated.read(metas(author=author), "The Times")] == [names]


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        (article(datePublished="2025-06-12T10:10:22Z"), "2025-06-12T10:10+00:00"),
        (metas(article__published_time="2025-06-12T10:10:22+02:00"), "2025-06-12T10:10+02:00"),
        (metas(x__publish_date="12.06.2025"), "2025-06-12"),
        (metas(citation_publication_date="2023 Jan 7"), "2023-01-07"),
        (metas(date="soon"), None),
        (metas(update="12.06.2025"), None),
        (Head(), None),
        (None, None),
    ],
)
def test_date_published(stated: Head | None, date: str | None) -> None:
    assert told(best(publication.published(stated))) == date


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("https://x.org/2025/06/12/rain", "2025-06-12"),
        ("https://x.org/news/29-10-2021", "2021-10-29"),
        ("https://x.org/2025/66/12/rain", None),
        ("https://x.org/20250/612/rain", None),
    ],
)
def test_date_in_the_address(address: str, date: str | None) -> None:
    own = Page("", (), "html", head=Head(links={"canonical": address}))
    given = Page("", (), "text", url=address)
    assert [told(publication.read(Labelled(page, ())).published) for page in (own, given)] == [date, date]


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
    assert told(head.site(FIELDS)) == "Example"
    assert told(head.section(FIELDS)) == "Weather"
    assert told(head.tags(FIELDS)) == ("rain", "sun")
    assert told(head.description(FIELDS)) == "A teaser."
    assert told(head.image(FIELDS)) == "https://x.org/i.jpg"
    assert told(head.license(FIELDS)) == "https://creativecommons.org/licenses/by/4.0/"
    assert told(head.canonical(FIELDS)) == "https://x.org/a"
    assert [fact.value for fact in publication.modified(FIELDS)] == ["2025-06-13"]
    assert told(head.breadcrumb(FIELDS)) == ("Home", "Weather")
    assert told(head.language(FIELDS)) == "de"


@pytest.mark.parametrize(
    ("keywords", "tags"),
    [
        ("rain, sun; wind", ("rain", "sun", "wind")),
        ("rain, NLP Category: News, 26157981-b4f7-4929-adc1-e860c6f03636, 100312362", ("rain",)),
        ("#rain, editors_pick, example.com", ("rain",)),
        ("Rain 2025, 5G, U.S.", ("Rain 2025", "5G", "U.S.")),
    ],
)
def test_tags_that_machines_write_for_machines_are_left_out(keywords: str, tags: tuple[str, ...]) -> None:
    assert told(head.tags(metas(keywords=keywords))) == tags


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
    assert told(head.is_free(stated)) is free


def test_no_head_states_nothing() -> None:
    readers = (head.site, head.section, head.description, head.image, head.license, head.canonical, head.tags)
    for read in (*readers, head.breadcrumb, head.is_free, head.language):
        assert read(None) is None
    for every in (head.titles, authors_stated.read, publication.published, publication.modified):
        assert every(None) == []


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [[["x"]]], {"@type": 7}, {"name": {"name": 1}}])
@pytest.mark.parametrize(
    "key",
    ["author", "publisher", "image", "keywords", "mainEntity", "datePublished", "@type", "url", "isAccessibleForFree"],
)
def test_odd_linked_data_is_no_trouble(key: str, value: Any) -> None:
    odd = Head(linked_data=({"@type": "Article", key: value}, {"@type": "BreadcrumbList", "itemListElement": value}))
    for read in (head.site, head.tags, head.image, head.canonical, head.breadcrumb, head.section, head.is_free):
        fact = read(odd)
        assert fact is None or fact.source.name
    authors = [each.fact for each in authors_stated.read(odd)]
    assert all(fact.source.kind == "json-ld" for fact in [*head.titles(odd), *publication.published(odd), *authors])


TIMES = """<title>T</title><time datetime="2025-01-01">Today</time>
<time class="entry-date published" datetime="2025-06-12T10:10">12 June</time>
<time class="updated" datetime="2025-06-13">13 June</time><p>Text.</p>"""


def test_times_say_what_they_are_the_time_of() -> None:
    read = markup.read(TIMES).head
    assert read
    assert read.times == ("2025-01-01", "2025-06-12T10:10", "2025-06-13")
    assert read.meta["time.published"] == ("2025-06-12T10:10",)
    assert read.meta["time.modified"] == ("2025-06-13",)


def test_a_day_in_a_script_is_trusted_least() -> None:
    page = markup.read('<script>var page = {"published_at":"2025-06-12T06:22:28+01:00"}</script><p>Text.</p>')
    (fact,) = publication.published(page.head)
    assert (fact.value, fact.source.name) == ("2025-06-12T06:22+01:00", "script.published")
    assert fact.confidence < publication.linked.META
    assert publication.published(markup.read('<script>var d = {"date":"2025-06-12"}</script><p>Text.</p>').head) == []


def test_what_several_fields_ask_is_looked_at_once() -> None:
    asked: list[Head | None] = []

    @once
    def read(head: Head | None) -> int:
        asked.append(head)
        return len(asked)

    one, same = Head(title="A"), Head(title="A")
    assert [read(one), read(one), read(same), read(same), read(None), read(None)] == [1, 1, 2, 2, 3, 4]
    assert one == same
