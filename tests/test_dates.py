"""Dates as bylines, meta elements and running text write them."""

from datetime import datetime

import pytest

from cleaner.metadata import dates, relative
from cleaner.metadata.months import NAMES

WRITTEN = [
    ("12.06.2025, 10:10 Uhr", None, "2025-06-12T10:10"),
    ("Stand: 12.06.2025 um 10.10 Uhr", None, "2025-06-12T10:10"),
    ("12.6.2025 | 9 Uhr", None, "2025-06-12T09:00"),
    ("12.06.25", None, "2025-06-12"),
    ("Berlin, 12. Juni 2025 – Die Firma", None, "2025-06-12"),
    ("Donnerstag, 3. März 2024, 08:05", None, "2024-03-03T08:05"),
    ("1. Jänner 2024", None, "2024-01-01"),
    ("June 12, 2025 10:10 AM", None, "2025-06-12T10:10"),
    ("Published June 12th, 2025 at 10:10 p.m. EDT", None, "2025-06-12T22:10-04:00"),
    ("Updated 10:10 AM EDT, Thu June 12, 2025", None, "2025-06-12T10:10-04:00"),
    ("12 Jun 2025 12:05 a.m.", None, "2025-06-12T00:05"),
    ("Sept. 5, 2023", None, "2023-09-05"),
    ("12 juin 2025 à 10h10", None, "2025-06-12T10:10"),
    ("Publié le 1er août 2025", None, "2025-08-01"),
    ("12 de junio de 2025, 10:10 h", None, "2025-06-12T10:10"),
    ("12 giugno 2025 alle 10:10", None, "2025-06-12T10:10"),
    ("2025-06-12T10:10:22.123+02:00", None, "2025-06-12T10:10+02:00"),
    ("2025-06-12T10:10:22Z", None, "2025-06-12T10:10+00:00"),
    ("2025-06-12 10:10:22 -0500", None, "2025-06-12T10:10-05:00"),
    ("2025/06/12", None, "2025-06-12"),
    ("Thu, 12 Jun 2025 10:10:00 GMT", None, "2025-06-12T10:10+00:00"),
    ("20250612", None, "2025-06-12"),
    ("20250612T101000Z", None, "2025-06-12T10:10+00:00"),
    ("2025年6月12日 10:10", None, "2025-06-12T10:10"),
    ("06/12/2025", "en", "2025-06-12"),
    ("06/12/2025", "fr", "2025-12-06"),
    ("25/12/2025", None, "2025-12-25"),
    ("12/25/2025", "fr", "2025-12-25"),
    ("12.06.2025 / 18:32 CET/CEST", None, "2025-06-12T18:32"),
    ("12.06.2025 18:32 CEST", None, "2025-06-12T18:32+02:00"),
    ("Thu 12 Jun 2025 08.15 GMT", None, "2025-06-12T08:15+00:00"),
    ("Thu 12 Jun 2025 08.15", None, "2025-06-12"),
    ("12.06.2025 10 Millionen Euro", None, "2025-06-12"),
    ("12.06.2025. Danach", None, "2025-06-12"),
    ("12 czerwca 2025, 10:10", None, "2025-06-12T10:10"),
    ("12. června 2025", None, "2025-06-12"),
    ("2025. június 12.", None, "2025-06-12"),
    ("12 июня 2025", None, "2025-06-12"),
    ("12. kesäkuuta 2025 klo 10:10", None, "2025-06-12T10:10"),
    ("12 | 06 | 2025", None, "2025-06-12"),
    ("2025 Jun 12", None, "2025-06-12"),
    ("14 Feb ’20", None, "2020-02-14"),
    ("06-12-2025", "en", "2025-06-12"),
    ("12. Juni 202512. Juni 2025 von Anna", None, "2025-06-12"),
    ("June 12, 2025Updated: June 13, 2025", None, "2025-06-12"),
    ("by Harbor TimesJune 12, 2025", None, "2025-06-12"),
    ("JUNE 12 202510:10 AM EDT", None, "2025-06-12T10:10-04:00"),
    ("June 12, 20255 min read", None, "2025-06-12"),
    ("2.6.25 10:10 von Anna", None, "2025-06-02T10:10"),
    ("20250612T101000+0900", None, "2025-06-12T10:10+09:00"),
    ("20250612 10:10:00", None, "2025-06-12T10:10"),
    ("2025. 6. 12. 10:10", None, "2025-06-12T10:10"),
    ("الخميس ١٢ يونيو ٢٠٢٥ - ١٠:١٠", None, "2025-06-12T10:10"),
    ("12 ביוני 2025", None, "2025-06-12"),
    ("12 Juni 2025, 10:10 WIB", None, "2025-06-12T10:10+07:00"),
    ("06.12.2025", "en-US", "2025-06-12"),
    ("12 जून 2025, 10:10 बजे", None, "2025-06-12T10:10"),
    ("12.6.2025 klo 10.10", None, "2025-06-12T10:10"),
    ("12.6.2025 10.10", None, "2025-06-12"),
]


@pytest.mark.parametrize(("text", "language", "iso"), WRITTEN)
def test_date_is_read(text: str, language: str | None, iso: str) -> None:
    assert dates.parse(text, language) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "06/12/2025",
        "31.02.2025",
        "12.13.2025",
        "Version 1.2.2025.3",
        "192.168.20.25",
        "1.234.2025",
        "Juni 2025",
        "10:10 Uhr",
        "in 2025",
        "May 2025",
        "ISBN 978-3-16-148410-0",
        "30.000.000 Euro",
        "20259999",
        "2025-99-99",
        "the 12 marches of 2025",
        "12 Menschen 2025",
        "B12.06.2025",
        "12. Juni 20255",
        "12. Juni 20255 Boote",
        "Version 2.6.25",
        "2.6.25 Boote",
        "20250612+0900123",
        "2025. 6 Boote",
        "۱۴۰۴/۰۳/۲۲",  # another calendar
    ],
)
def test_near_miss_is_no_date(text: str) -> None:
    assert dates.parse(text) is None


def test_find_gives_the_place_of_each_date() -> None:
    text = "Erstellt: 12.06.2025, 10:10 Uhr | Geändert am 13. Juni 2025 um 9 Uhr, Seite 1"
    found = [(text[start:end], iso) for start, end, iso in dates.find(text)]
    assert found == [("12.06.2025, 10:10 Uhr", "2025-06-12T10:10"), ("13. Juni 2025 um 9 Uhr", "2025-06-13T09:00")]


@pytest.mark.parametrize("unit", ["1", "1.1.", "12.06.2025 ", "10:10 ", "2025-06-12", "june ", "12 june ", " ", "a"])
def test_a_long_line_is_no_trouble(unit: str) -> None:
    assert sum(1 for _ in dates.find(unit * 100_000)) >= 0


def test_every_month_has_a_number() -> None:
    assert sorted(NAMES) == list(range(1, 13))
    for number, names in NAMES.items():
        for name in names.split():
            assert dates.parse(f"3 {name} 2025") == f"2025-{number:02}-03"


CRAWLED = datetime.fromisoformat("2025-06-12T18:30+02:00")
RELATIVE = [
    ("Gestern 17:58 Uhr", "2025-06-11T17:58"),
    ("heute, 09:05", "2025-06-12T09:05"),
    ("Yesterday at 5:58", "2025-06-11T05:58"),
    ("Vorgestern", "2025-06-10"),
    ("Vor 3 Stunden", "2025-06-12T15:30+02:00"),
    ("an hour ago", "2025-06-12T17:30+02:00"),
    ("il y a 2 jours", "2025-06-10"),
    ("hace 1 semana", "2025-06-05"),
    ("2 dni temu", "2025-06-10"),
    ("Was gestern noch galt, ist heute in der Stadt vorbei", None),
    ("3 Stunden Lesezeit", None),
    ("vor 3 Wochentagen", None),
]


@pytest.mark.parametrize(("text", "iso"), RELATIVE)
def test_relative_dates_are_told_by_the_crawl(text: str, iso: str | None) -> None:
    assert next((when for _, _, when in relative.find(text, CRAWLED, has_time=True)), None) == iso


def test_hours_ago_need_the_hour_of_the_crawl() -> None:
    assert list(relative.find("vor 3 Stunden", CRAWLED, has_time=False)) == []
    assert [when for _, _, when in relative.find("vor 2 Tagen", CRAWLED, has_time=False)] == ["2025-06-10"]
