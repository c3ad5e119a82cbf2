"""Which lines of a site's pages are the same, and what it weighs on how many pages a line stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner.fold import fold
from cleaner.memory.lines import NO_KEY, key, place, site_of
from cleaner.memory.seen import Seen, least_share, log_odds, may_be_quoted, reason, weight

# Keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Read more", "READ  MORE"),
        ("12 comments", "7 comments"),
        ("Montag, 12. Juni 2025", "Freitag, 3. Mai 2026"),
        ("Updated June 3, 2025, 10:15", "Updated May 21, 2026, 9:02"),
        ("— Jetzt abonnieren —", "Jetzt abonnieren"),
        ("1.234 Leser gefällt das", "17 Leser gefällt das"),
    ],
)
def test_lines_that_share_a_key(one: str, other: str) -> None:
    assert key(fold(one)) == key(fold(other)) != NO_KEY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Read more", "Read on"),
        ("March for science", "May for science"),  # without a number it is no date
        ("Ein Absatz über den Mai 2025, " + "lang " * 30, "Ein Absatz über den Juni 2025, " + "lang " * 30),
        ("Die Fähre fährt", "Die Fähre fährt nicht"),
    ],
)
def test_lines_that_do_not(one: str, other: str) -> None:
    assert key(fold(one)) != key(fold(other))


@pytest.mark.parametrize("line", ["", "12:30", "***", "1.", "7.8 / 10", "—", "D", "Ö", "3 x"])
def test_a_line_of_less_than_two_letters_has_no_key(line: str) -> None:
    assert key(fold(line)) == NO_KEY


@pytest.mark.parametrize("line", ["Ad", "A B", "广告", "3 xy"])
def test_a_line_of_two_letters_has_one(line: str) -> None:
    assert key(fold(line)) != NO_KEY


def test_lone_surrogates_have_keys() -> None:
    assert key("ab\ud800") != key("ab\udc00")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.Example.org/a?b#c", "example.org"),
        ("http://news.example.org:8080/", "news.example.org"),
        ("example.org", "example.org"),
        ("https://user@example.org./x", "example.org"),
        ("http://[::1/", None),
        ("", None),
        (None, None),
        ("/just/a/path", None),
        ("https://www.a\ud800.org/\udfff", "a\ufffd.org"),
    ],
)
def test_site_of_a_url(url: str | None, site: str | None) -> None:
    assert site_of(url) == site


def test_places_are_sixths() -> None:
    assert [place(index, 12) for index in range(12)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert [place(index, 2) for index in range(2)] == [0, 3]


# What counts weigh


def seen(pages: int, content: int, places: Sequence[int] = ()) -> Seen:
    return Seen(pages, pages, content, tuple(places or (0, pages, 0, 0, 0, 0)))


SAYS = [
    ("on nearly all pages", seen(37, 37), 1, 40),
    ("on all of five", seen(5, 5), 1, 5),
    ("seldom taken for content", seen(8, 2), 1, 40),
    ("in the part below", seen(37, 37), 5, 40),
    ("in the part above", seen(37, 37), 0, 40),
]
SILENT = [
    ("an agency's line, now and then", seen(4, 4), 1, 40),
    ("a refrain on a quarter of the pages", seen(10, 10), 1, 40),
    ("a column's opening on a third", seen(13, 13), 1, 40),
    ("once", seen(1, 0), 1, 40),
    ("on two of four", seen(2, 0), 1, 4),
    ("at the foot of others, here at the top", seen(37, 1, (0, 1, 0, 37, 37, 0)), 1, 40),
    ("not judged, on some pages", Seen(12, 0, 0, (0, 12, 0, 0, 0, 0)), 1, 40),
]


@pytest.mark.parametrize(("counts", "where", "pages"), [row[1:] for row in SAYS], ids=[row[0] for row in SAYS])
def test_counts_that_speak(counts: Seen, where: int, pages: int) -> None:
    assert weight(counts, where, pages) > 1


@pytest.mark.parametrize(("counts", "where", "pages"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_counts_that_are_silent(counts: Seen, where: int, pages: int) -> None:
    assert weight(counts, where, pages) == 0


@pytest.mark.parametrize(
    ("on", "lost", "told"),
    [(37, 0, "on 37 of 40"), (37, 2, "on 37 or more of 40"), (40, 2, "on 40 of 40")],
)
def test_a_reason_tells_counts(on: int, lost: int, told: str) -> None:
    assert reason(seen(on, on), 40, lost) == f"{told} pages of this site"


QUOTABLE = [(8, 7, 20, True), (8, 4, 20, True), (8, 3, 20, False), (16, 16, 20, False), (5, 5, 20, True)]


@pytest.mark.parametrize(("on", "content", "pages", "is_quotable"), QUOTABLE)
def test_what_articles_may_quote(on: int, content: int, pages: int, is_quotable: bool) -> None:
    assert may_be_quoted(seen(on, content), 1, pages) == is_quotable


def test_what_may_be_the_articles_form_says_nothing_on_a_small_site() -> None:
    assert weight(seen(9, 9), 1, 9, is_form=True) == 0
    assert weight(seen(9, 9), 1, 9) > 1
    assert weight(seen(20, 20), 1, 20, is_form=True) > 1


def test_weight_grows_with_pages_and_with_the_share() -> None:
    assert log_odds(4, 4) < log_odds(9, 9) < log_odds(39, 39)
    assert log_odds(10, 39) < log_odds(20, 39) < log_odds(37, 39)
    assert 0 < least_share(9, 9) < 1
    assert least_share(0, 9) == pytest.approx(0)
