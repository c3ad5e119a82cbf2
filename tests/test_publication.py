"""Days of publication: what marks them in HTML, and which of several is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner import markup
from cleaner.document import Head, Label
from cleaner.metadata import publication
from test_metadata import PARAGRAPH, labelled

PARSELY = """<meta name="parsely-page" content='{"title": "T", "pub_date": "2025-06-12T10:10:00Z"}'>"""

MARKED = [
    ('<p>By Anna, <span itemprop="datePublished">12 June 2025</span></p>', "2025-06-12"),
    ('<span itemprop="datePublished" content="2025-06-12T10:10">Thursday</span>', "2025-06-12T10:10"),
    ("<b itemprop='datePublished'>12 June 2025</b>", "2025-06-12"),
    ("<b itemprop=datePublished>12 June 2025</b>", "2025-06-12"),
    ('<b ITEMPROP = "datePublished">12 June 2025</b>', "2025-06-12"),
    ('<script>var keys = {"datePublished": 0}</script><b itemprop="datePublished">12 June 2025</b>', "2025-06-12"),
    ('<abbr class="published" title="2025-06-12T10:10:00Z">June</abbr>', "2025-06-12T10:10+00:00"),
    ('<ABBR CLASS="published" TITLE="2025-06-12T10:10:00Z">June</ABBR>', "2025-06-12T10:10+00:00"),
    ('<p class="publication">Le <time datetime="2025-06-12">12 juin</time></p>', "2025-06-12"),
    ('<meta value="2025-06-12" name="article:published_time">', "2025-06-12"),
    (PARSELY, "2025-06-12T10:10+00:00"),
    ("<script>x = {'datePublished': '2025-06-12'}</script>", "2025-06-12"),
    (r'<script>x = "{\"firstPublishedAt\":\"2025-06-12\"}"</script>', "2025-06-12"),
    ('<script>x = {"publication_date" : "2025-06-12"}</script>', "2025-06-12"),
    ('<script>x = {"republished":"2025-05-01","pubDate":"2025-06-12"}</script>', "2025-06-12"),
    ('<script>x = {"publisher":"2025-06-12"}</script>', None),
    ('<script>x = {publishedAt:"2025-06-12"}</script>', None),
    ('<span itemprop="dateModified">12 June 2025</span>', None),
    ('<span itemprop="datePublished" title="Published">Thursday</span>', None),
    ('<abbr title="12.06.2025">June</abbr>', None),
    ('<article class="post comments-open"><b itemprop="datePublished">12 June 2025</b></article>', "2025-06-12"),
    ('<div class="comments"><span itemprop="datePublished">12 June 2025</span></div>', None),
    ('<ol class="comment-list"><li><time datetime="2025-06-12">12 June</time></li></ol>', None),
    ('<aside><time class="published" datetime="2025-06-12">12 June</time></aside>', None),
]


@pytest.mark.parametrize(("page", "day"), MARKED)
def test_what_marks_a_day_of_publication(page: str, day: str | None) -> None:
    found = publication.published(markup.read(f"<title>T</title>{page}<p>Text.</p>").head)
    assert (found[0].value if found else None) == day


def test_a_class_around_a_time_that_tells_of_the_change_too() -> None:
    head = markup.read('<p class="published updated"><time datetime="2025-06-12">12 June</time></p>').head
    assert head
    assert "time.published" not in head.meta


WEIGHED = [
    # a name that does not say what it is the day of, and is that of the change
    ({"date": ("2025-06-14",), "og:updated_time": ("2025-06-14",)}, ("June 12, 2025", Label.BYLINE), "2025-06-12"),
    ({"date": ("2025-06-14",), "og:updated_time": ("2025-06-14",)}, ("Anna Berg", Label.BYLINE), "2025-06-14"),
    ({"date": ("2025-06-14",), "og:updated_time": ("2025-06-15",)}, ("Anna Berg", Label.BYLINE), "2025-06-14"),
    # several days under one name, of other stories too
    (
        {
            "article:published_time": ("2025-06-12",),
            "datepublished": ("2025-06-14", "2025-05-01"),
            "article:modified_time": ("2025-06-14",),
        },
        ("June 14, 2025", Label.BYLINE),
        "2025-06-12",
    ),
    # the text shows the change, in a zone where it is the day before
    (
        {"article:published_time": ("2025-05-01",), "article:modified_time": ("2025-06-14T00:49:00+00:00",)},
        ("June 13, 2025", Label.BYLINE),
        "2025-05-01",
    ),
    (
        {"article:published_time": ("2025-06-13T21:00:00",), "article:modified_time": ("2025-06-14T00:49:00+00:00",)},
        ("June 14, 2025", Label.BYLINE),
        "2025-06-13T21:00",
    ),
    # dots do not say that the day comes first, where the head tells the other day
    ({"article:published_time": ("2025-02-10",)}, ("02.10.2025", Label.BYLINE), "2025-02-10"),
    ({"article:published_time": ("2024-02-10",)}, ("02.10.2025", Label.BYLINE), "2025-10-02"),
]


@pytest.mark.parametrize(("meta", "line", "day"), WEIGHED)
def test_which_of_several_days_it_is(meta: dict[str, tuple[str, ...]], line: tuple[str, Label], day: str) -> None:
    page = labelled(("A title above it all", Label.TITLE), line, (PARAGRAPH, Label.PARAGRAPH), language="en")
    found = publication.read(replace(page, page=replace(page.page, head=Head(meta=meta)))).published
    assert found
    assert found.value == day


def test_a_line_that_tells_of_a_day_is_no_byline() -> None:
    told = "The harbour opens June 20, 2025 for all visitors, whether they come by ferry, by bus or by bicycle"
    lines = [("A title above it all", Label.TITLE), (told, Label.OTHER), ("June 12, 2025", Label.OTHER)]
    found = publication.read(labelled(*lines, (PARAGRAPH, Label.PARAGRAPH), language="en")).published
    assert found
    assert found.value == "2025-06-12"


CALLED = [
    (("Published June 12, 2025", Label.BYLINE), "2025-06-12"),
    (("Anna Berg", Label.BYLINE), None),
]


@pytest.mark.parametrize(("line", "day"), CALLED)
def test_a_time_that_the_page_calls_the_change_is_no_day_of_publication(
    line: tuple[str, Label], day: str | None
) -> None:
    updated = ("Updated June 14, 2025", Label.BYLINE)
    lines = [("A title above it all", Label.TITLE), updated, line, (PARAGRAPH, Label.PARAGRAPH)]
    page = labelled(*lines, language="en")
    found = publication.read(replace(page, page=replace(page.page, head=Head(times=("2025-06-14",)))))
    assert (found.published.value if found.published else None) == day
    assert found.modified
    assert found.modified.value == "2025-06-14"


def test_dates_of_other_stories_do_not_say_which_number_is_the_month() -> None:
    page = labelled(
        ("A title above it all", Label.TITLE),
        ("02-10-2025", Label.BYLINE),
        (PARAGRAPH, Label.PARAGRAPH),
        *[(f"Another story number {count}", Label.RELATED) for count in range(8)],
        ("October 2, 2025", Label.RELATED),
        language="en",
    )
    found = publication.read(replace(page, page=replace(page.page, head=Head(times=("2025-10-02",))))).published
    assert found
    assert found.value == "2025-10-02"


@pytest.mark.parametrize(
    ("address", "day"), [("https://example.com/en-gb/a", "2025-10-02"), ("https://example.com/en-us/a", "2025-02-10")]
)
def test_a_language_tag_in_the_address_says_which_number_is_the_month(address: str, day: str) -> None:
    page = labelled(
        ("A title above it all", Label.TITLE),
        ("Harbour Times 02/10/2025", Label.BYLINE),
        (PARAGRAPH, Label.PARAGRAPH),
        language="en",
    )
    found = publication.read(replace(page, page=replace(page.page, url=address))).published
    assert found
    assert found.value == day


REST = "Wer mehr davon lesen will, kann dem Blog folgen, und wer etwas dazu sagen will, kann das weiter unten tun."

LAST = [
    ("Dieser Beitrag wurde am 12. Juni 2025 um 10:10 Uhr veröffentlicht und liegt unter Hafen.", "2025-06-12T10:10"),
    ("This entry was posted in Harbour on June 12, 2025 by Anna and has two comments so far.", "2025-06-12"),
    ("Dieser Beitrag zum Haushalt wird am 12. Juni 2025 in einer Sitzung des Rates beraten.", None),
]


@pytest.mark.parametrize(("line", "day"), LAST)
def test_the_line_that_wordpress_writes_below_a_text(line: str, day: str | None) -> None:
    page = labelled(
        ("Ein Titel über allem", Label.TITLE),
        *[(PARAGRAPH, Label.PARAGRAPH)] * 5,
        (f"{line} {REST}", Label.PARAGRAPH),
    )
    found = publication.read(page).published
    assert (found.value if found else None) == day


def test_on_in_a_sentence_is_not_that_of_a_byline() -> None:
    page = labelled(
        ("A title above it all", Label.TITLE),
        ("June 12, 2025 // 8 min read", Label.BYLINE),
        ("The harbour will lower its fees for every boat, whatever its length, on July 1, 2025.", Label.OTHER),
        (PARAGRAPH, Label.PARAGRAPH),
        language="en",
    )
    found = publication.read(page).published
    assert found
    assert found.value == "2025-06-12"


INSIDE = [("post-meta", "2025-06-12"), ("post-text", None)]


@pytest.mark.parametrize(("name", "day"), INSIDE)
def test_markup_that_says_that_a_date_stands_inside_the_text(name: str, day: str | None) -> None:
    paragraphs = f"<p>{PARAGRAPH}</p>" * 5
    page = markup.read(f"<h1>Ein Titel</h1>{paragraphs}<div class='{name}'>12. Juni 2025</div>{paragraphs}")
    labels = [Label.TITLE, *[Label.PARAGRAPH] * 5, Label.CREDIT, *[Label.PARAGRAPH] * 5]
    lines = [("Zeile", label) for label in labels]
    found = publication.read(replace(labelled(*lines), page=page)).published
    assert (found.value if found else None) == day
