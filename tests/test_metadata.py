"""The readers of a page's text, a table a field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner import markup, text
from cleaner.document import Head, Label, Verdict
from cleaner.metadata import authors, breadcrumb, bylines, pages, publication, sites, tags
from cleaner.metadata.labelled import Crawl, Labelled
from cleaner.metadata.reading import minutes, words

PARAGRAPH = (
    "Ein Absatz, der lang genug ist, um Text zu sein, und in dem von nichts die Rede ist, was ein Feld füllt. " * 2
)


def labelled(*lines: tuple[str, Label], language: str | None = "de", crawl: Crawl | None = None) -> Labelled:
    page = text.read("\n".join(line.strip() for line, _ in lines))
    assert len(page.pieces) == len(lines)
    return Labelled(page, [Verdict(label, "test", 0.5) for _, label in lines], language, crawl)


BYLINES = [
    ("Von Anna Beispiel und Max Muster", ["Anna Beispiel", "Max Muster"]),
    ("By Jane Sample, 12 June 2025", ["Jane Sample"]),
    ("Anna van der Beispiel", ["Anna van der Beispiel"]),
    ("Ab-Redaktion/xy", ["Ab-Redaktion/xy"]),
    ("Von: ab/dpa", ["ab/dpa"]),
    ("كتبت: ريّا الصفّاني", ["ريّا الصفّاني"]),
    ("بقلم/ أحمد سالم", ["أحمد سالم"]),
    ("מאת דנה לוי", ["דנה לוי"]),
    ("लेखक: अन्विता कुरील", ["अन्विता कुरील"]),
    ("Penulis: Budi Contoh", ["Budi Contoh"]),
    ("Автор: Олена Приклад", ["Олена Приклад"]),
    ("김하늘 기자", ["김하늘"]),
    ("한솔=김하늘 기자 haneul@example.com", ["김하늘"]),
    ("사진=김하늘 기자", []),
    ("기자 회견이 열렸다", []),
    ("12.06.2025, 10:10 Uhr", []),
    ("Von Anna Beispiel, Hamburg", ["Anna Beispiel"]),
    ("Von: ANNA BEISPIEL", ["ANNA BEISPIEL"]),
    ("Anna Beispiel, dpa", ["Anna Beispiel", "dpa"]),
    ("Lesezeit: 3 Minuten", []),
    ("Am 13. November 2019 von Anna in Allgemein", ["Anna"]),
    ("22. Dezember 201922. Dezember 2019 von Anna Beispiel", ["Anna Beispiel"]),
    ("Geschrieben von anna78 am 25.08.2015 22:30 (1599 x gelesen)", ["anna78"]),
    ("Posted on May 3, 2017 by Jane Sample 4 Comments", ["Jane Sample"]),
    ("By Jane Sample | Senior Writer | Updated November 18, 2025", ["Jane Sample"]),
    ("By Jane Sample, Senior Director, Content", ["Jane Sample"]),
    ("By Jane Sample, MD, and Joe Bloggs, PhD", ["Jane Sample", "Joe Bloggs"]),
    ("Medically reviewed by Joe Bloggs, MD — Written by Jane Sample", ["Jane Sample"]),
    ("Reviewed by Joe Bloggs", []),
    ("ByJane Sample", ["Jane Sample"]),
    ("Jane SampleEditor in Chief", ["Jane Sample"]),
    ("By the Harbor Team 2-3 minutes", ["the Harbor Team"]),
    ("Por Ana Ejemplo y José Muestra 27 de agosto 2019", ["Ana Ejemplo", "José Muestra"]),
    ("Par Anne Exemple, correspondante à Lyon", ["Anne Exemple"]),
    ("Anna von Beispiel", ["Anna von Beispiel"]),
    ("Interview: Anna Beispiel", ["Anna Beispiel"]),
    ("Autorin: Rechtsanwältin Anna Beispiel", ["Anna Beispiel"]),
    ("Von Anna Beispiel im Gespräch mit Max Muster", ["Anna Beispiel", "Max Muster"]),
    ("Gespeichert von anna78 am 25.08.2015", ["anna78"]),
    ("Veröffentlicht: 05.01.2020 | Autor: Anna Beispiel | Abgelegt unter: Hafen", ["Anna Beispiel"]),
    ("Posted by Sample under Harbour, Ferries", ["Sample"]),
    ("jeudi 13 juin 2019, par Anne Exemple", ["Anne Exemple"]),
    ("Table of Contents", []),
    ("The Best Guide", []),
    ("Actualizado", []),
    ("By default", []),
    ("By hand and on foot", []),
    ("Von 2019 bis 2021", []),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_names(line: str, names: list[str]) -> None:
    assert bylines.names(line) == names


@pytest.mark.parametrize(
    "unit", ["Von ", "By Jane ", "Jane Sample, ", "von von ", "A. ", "12.06.2025 by ", "(((", "-- "]
)
def test_a_long_byline_is_no_trouble(unit: str) -> None:
    assert bylines.read(unit * 50_000) == bylines.Byline((), signed=False)
    assert isinstance(bylines.names((unit * 100)[: bylines.LONGEST]), list)


def names_of(page: Labelled) -> tuple[str, ...]:
    found = authors.read(page)
    return found.value if found else ()


def test_authors_far_from_the_text_are_other_stories() -> None:
    lines = [("Von Anna Beispiel", Label.BYLINE), (PARAGRAPH, Label.PARAGRAPH)]
    far = [(f"Menü {i}", Label.NAVIGATION) for i in range(20)]
    assert names_of(labelled(*lines, *far, ("Von Max Muster", Label.BYLINE))) == ("Anna Beispiel",)


BARE = [
    (("Anna Beispiel", Label.BYLINE), ("Anna Beispiel",)),
    (("Anna Beispiel", Label.CREDIT), ("Anna Beispiel",)),
    (("Anna Beispiel 12.06.2025", Label.NAVIGATION), ("Anna Beispiel",)),
    (("Langer Absatz", Label.BYLINE), ()),
    (("Mehr Sport", Label.BYLINE), ()),
]


@pytest.mark.parametrize(("line", "names"), BARE)
def test_a_bare_name_below_the_title(line: tuple[str, Label], names: tuple[str, ...]) -> None:
    page = labelled(("Ein Titel über allem", Label.TITLE), line, (f"{PARAGRAPH} langer absatz", Label.PARAGRAPH))
    assert names_of(page) == names


def test_bare_names_below_one_another_are_one_list() -> None:
    page = labelled(
        ("Ein Titel über allem", Label.TITLE),
        ("Anna Beispiel", Label.BYLINE),
        ("Max Muster", Label.BYLINE),
        (PARAGRAPH, Label.PARAGRAPH),
    )
    assert names_of(page) == ("Anna Beispiel", "Max Muster")


def test_the_first_of_several_lines_may_be_the_only_author() -> None:
    lines = [("Ein Titel über allem", Label.TITLE), ("Anna Beispiel", Label.BYLINE), ("Hafen Westby", Label.BYLINE)]
    found = authors.candidates(labelled(*lines, ("Max Muster", Label.BYLINE), (PARAGRAPH, Label.PARAGRAPH)))
    names = ("Anna Beispiel", "Hafen Westby", "Max Muster")
    assert [fact.value for fact in found.facts] == [names[:1], names]


def days_of(page: Labelled) -> tuple[str | None, str | None]:
    found = publication.read(page)
    return found.published and found.published.value, found.modified and found.modified.value


def test_published_and_modified_are_kept_apart() -> None:
    page = labelled(
        ("12.06.2025, 10:10 Uhr", Label.BYLINE),
        ("Aktualisiert: 13.06.2025, 08:00 Uhr", Label.BYLINE),
        (PARAGRAPH, Label.PARAGRAPH),
    )
    assert days_of(page) == ("2025-06-12T10:10", "2025-06-13T08:00")
    only = labelled(("Aktualisiert am 13.06.2025", Label.BYLINE), (PARAGRAPH, Label.PARAGRAPH))
    assert days_of(only) == (None, "2025-06-13")


DATELINES = [
    (("12.06.2025", Label.HEADING), "2025-06-12"),
    (("Technik • 12. Juni 2025", Label.OTHER), "2025-06-12"),
    (("Foto: Muster, 12.06.2025", Label.CREDIT), None),
    (("Artikel abgerufen am 12.06.2025", Label.OTHER), None),
    (("Berlin, 12. Juni 2025 – " + PARAGRAPH, Label.PARAGRAPH), "2025-06-12"),
    (("Seit dem 12. Juni 2025 ist in der Stadt alles anders, und keiner weiß, warum es so kam", Label.PARAGRAPH), None),
    (("Am 12. Juni 2025 wurde in der Stadt gebaut, und keiner weiß, warum es so kam", Label.PARAGRAPH), None),
]


@pytest.mark.parametrize(("line", "day"), DATELINES)
def test_dates_below_the_title(line: tuple[str, Label], day: str | None) -> None:
    page = labelled(("Ein Titel über allem", Label.TITLE), line, (PARAGRAPH, Label.PARAGRAPH))
    assert days_of(page)[0] == day


def test_the_date_nearest_to_the_title_is_the_articles() -> None:
    page = labelled(
        ("Freitag, 13. Juni 2025", Label.NAVIGATION),
        *[(f"Menü {i}", Label.NAVIGATION) for i in range(6)],
        ("12. Juni 2025", Label.OTHER),
        ("Ein Titel über allem", Label.TITLE),
        (PARAGRAPH, Label.PARAGRAPH),
        ("Nächste Meldung 14. Juni 2025", Label.RELATED),
    )
    assert days_of(page)[0] == "2025-06-12"


def test_the_day_in_the_address_that_the_caller_gives() -> None:
    page = labelled(("Ein Titel über allem", Label.TITLE), (PARAGRAPH, Label.PARAGRAPH))
    assert days_of(page)[0] is None
    given = replace(page, page=replace(page.page, url="https://example.org/2025/06/12/ein-titel.html"))
    assert days_of(given)[0] == "2025-06-12"
    found = publication.read(given).published
    assert found
    assert (found.source.kind, found.source.name) == ("url", "given")


ADDRESSES = [
    ("https://example.org/2025/6/2/ein-titel", "2025-06-02"),
    ("https://example.org/2025/june/02/ein-titel", "2025-06-02"),
    ("https://example.org/2025/meldung/02/ein-titel", None),
    ("https://example.org/2025/13/2/ein-titel", None),
]


@pytest.mark.parametrize(("address", "day"), ADDRESSES)
def test_the_day_in_an_address(address: str, day: str | None) -> None:
    page = labelled(("Ein Titel über allem", Label.TITLE), (PARAGRAPH, Label.PARAGRAPH))
    assert days_of(replace(page, page=replace(page.page, url=address)))[0] == day


ORDERS = [
    ("https://example.com/", "2025-02-10"),
    ("https://example.co.uk/", "2025-10-02"),
    ("https://example.com/2025/10/02/", "2025-10-02"),
    ("https://[example/", "2025-02-10"),
    (None, "2025-02-10"),
]


@pytest.mark.parametrize(("address", "day"), ORDERS)
def test_the_country_or_the_address_says_which_number_is_the_month(address: str | None, day: str) -> None:
    page = labelled(("A title above it all", Label.TITLE), ("02/10/2025", Label.BYLINE), (PARAGRAPH, Label.PARAGRAPH))
    assert days_of(replace(page, language="en", page=replace(page.page, url=address)))[0] == day


HEADS = [
    (Head(language="en-GB"), "2025-10-02"),
    (Head(language="en-US"), "2025-02-10"),
    (Head(meta={"og:locale": ("en_AU",)}), "2025-10-02"),
    (Head(meta={"date": ("2025-10-02",)}), "2025-10-02"),
]


@pytest.mark.parametrize(("head", "day"), HEADS)
def test_the_head_says_which_number_is_the_month(head: Head, day: str) -> None:
    page = labelled(("A title above it all", Label.TITLE), ("02/10/2025", Label.BYLINE), (PARAGRAPH, Label.PARAGRAPH))
    assert days_of(replace(page, language="en", page=replace(page.page, head=head)))[0] == day


STATED = [
    ({"published": ("July 17, 2025",)}, "2025-07-17"),
    ({"dc:date.created": ("2025-07-17",)}, "2025-07-17"),
    ({"updated": ("July 17, 2025",)}, None),
    ({"article:published_time": ("2025-07-17",), "time.published": ("2025-09-01",)}, "2025-07-17"),
]


@pytest.mark.parametrize(("meta", "day"), STATED)
def test_the_day_in_the_head(meta: dict[str, tuple[str, ...]], day: str | None) -> None:
    page = labelled(("Ein Titel über allem", Label.TITLE), (PARAGRAPH, Label.PARAGRAPH))
    assert days_of(replace(page, page=replace(page.page, head=Head(meta=meta))))[0] == day


def test_a_date_right_above_the_text_counts_however_far_the_title_is() -> None:
    teasers = [(f"Ein Hinweis auf die Fähre Nummer {i}", Label.NAVIGATION) for i in range(20)]
    page = labelled(
        ("Ein Titel über allem", Label.TITLE),
        *teasers,
        ("12. Juni 2025", Label.BYLINE),
        (PARAGRAPH, Label.PARAGRAPH),
    )
    assert days_of(page)[0] == "2025-06-12"


TRAILS = [
    (
        "Sie befinden sich: Home > News Archiv > Wirtschaft > Hafenwerk baut neue Ka...",
        ("Home", "News Archiv", "Wirtschaft"),
    ),
    ("Start › Technik › Geräte", ("Start", "Technik", "Geräte")),
    ("Politik | Wirtschaft | Sport", ()),
    ("mehr > weniger", ()),
]


@pytest.mark.parametrize(("line", "trail"), TRAILS)
def test_breadcrumb(line: str, trail: tuple[str, ...]) -> None:
    page = labelled((line, Label.NAVIGATION), ("Hafenwerk baut neue Kaianlagen im Norden", Label.TITLE))
    found = breadcrumb.read(page)
    assert (found.value if found else ()) == trail


@pytest.mark.parametrize(("line", "name"), [("Home > News > Wirtschaft", "Wirtschaft"), ("Home", None)])
def test_section_is_the_last_step(line: str, name: str | None) -> None:
    found = breadcrumb.section(labelled((line, Label.NAVIGATION)))
    assert (found.value if found else None) == name


PAGES = [
    ("Seite 1 / 2", (1, 2)),
    ("Page 3 of 7", (3, 7)),
    ("Seite 9 von 3", (None, None)),
    ("Nächste Seite", (None, None)),
    ("4/5", (None, None)),
]


@pytest.mark.parametrize(("line", "found"), PAGES)
def test_pages(line: str, found: tuple[int | None, int | None]) -> None:
    read = tuple(fact and fact.value for fact in pages.read(labelled((line, Label.PAGINATION))))
    assert read == found


TAGS = [
    ("Tags: Hafen, Logistik", ("Hafen", "Logistik")),
    ("#hafen #logistik", ("hafen", "logistik")),
    ("hafen logistik schiffe", ("hafen", "logistik", "schiffe")),
    ("Themen:", ()),
]


@pytest.mark.parametrize(("line", "found"), TAGS)
def test_tags(line: str, found: tuple[str, ...]) -> None:
    read = tags.read(labelled(("Ein Absatz.", Label.PARAGRAPH), (line, Label.TAGS)))
    assert (read.value if read else ()) == found


def test_tags_of_several_lines() -> None:
    lines = [("Themen", Label.TAGS), ("neuer hafen", Label.TAGS), ("Logistik", Label.TAGS)]
    page = labelled(("Ein Absatz.", Label.PARAGRAPH), *lines)
    heading = page.verdicts[1]._replace(reason='phrase "Themen"')
    read = tags.read(replace(page, verdicts=[page.verdicts[0], heading, *page.verdicts[2:]]))
    assert read
    assert read.value == ("neuer hafen", "Logistik")


def test_tags_that_are_links_of_one_line() -> None:
    page = markup.read(
        '<p>Ein Absatz.</p><div class="tags"><a href="/h">neuer Hafen</a> <a href="/l">Logistik</a></div>'
    )
    read = tags.read(Labelled(page, [Verdict(label, "test", 0.5) for label in (Label.PARAGRAPH, Label.TAGS)]))
    assert read
    assert read.value == ("neuer Hafen", "Logistik")


def site_of(*lines: tuple[str, Label]) -> str | None:
    found = sites.read(labelled(*lines))
    return found.value if found else None


def test_site_is_a_name_that_repeats() -> None:
    lines = [(f"{hour}:00 Uhr • Artikel • Beispielblatt.de", Label.RELATED) for hour in (8, 9, 10)]
    assert site_of(*lines) == "Beispielblatt.de"
    assert site_of(*lines[:2]) is None
    assert site_of(*[(line, Label.PARAGRAPH) for line, _ in lines]) is None


@pytest.mark.parametrize(("rights", "name"), [("© 2025 Börse", "Börse"), ("© 2025 Börsenblatt", None)])
def test_site_is_a_whole_word_of_who_has_the_rights(rights: str, name: str | None) -> None:
    assert site_of(("Börse", Label.NAVIGATION), (PARAGRAPH, Label.PARAGRAPH), (rights, Label.DISCLAIMER)) == name


def test_every_value_has_its_source() -> None:
    page = labelled(
        ("Ein Titel über allem", Label.TITLE), ("Von Anna Beispiel", Label.BYLINE), (PARAGRAPH, Label.PARAGRAPH)
    )
    found = authors.read(page)
    assert found
    assert page.page.text[found.source.start : found.source.end] == "Von Anna Beispiel"
    assert 0 < found.source.confidence < 1


@pytest.mark.parametrize(
    ("body", "count", "time"),
    [("", 0, 0), ("ein Wort mehr", 3, 1), ("wort " * 231, 231, 2), ("吾輩は猫である。" * 100, 1, 2)],
)
def test_words_and_minutes(body: str, count: int, time: int) -> None:
    assert (words(body), minutes(body)) == (count, time)
