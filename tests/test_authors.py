"""Who is told as the author: what signs a name, and what looks like a byline and is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner import markup
from cleaner.document import Head, Label, Verdict
from cleaner.metadata import authors, bylines, vocabulary
from cleaner.metadata.labelled import Labelled
from test_metadata import PARAGRAPH, labelled

SHOWN: list[tuple[list[tuple[str, Label]], tuple[str, ...]]] = [
    # the word that signs stands on the line above
    ([("By", Label.OTHER), ("Anna Berg", Label.NAVIGATION)], ("Anna Berg",)),
    ([("Autor:", Label.OTHER), ("Robert", Label.NAVIGATION)], ("Robert",)),
    ([("By", Label.OTHER), ("Anna Berg", Label.NAVIGATION), ("Ben Thal", Label.NAVIGATION)], ("Anna Berg",)),
    (
        [("By", Label.OTHER), ("Anna Berg", Label.OTHER), ("and", Label.OTHER), ("Ben Thal", Label.OTHER)],
        ("Anna Berg", "Ben Thal"),
    ),
    ([("Von [12]Anna Berg", Label.BYLINE)], ("Anna Berg",)),
    ([("By [Anna Berg][3]", Label.BYLINE)], ("Anna Berg",)),
    ([("Reviewed by", Label.OTHER), ("Anna Berg", Label.BYLINE)], ()),
    # a list goes on in the same kind of line
    ([("Anna Berg", Label.BYLINE), ("Ben Thal", Label.BYLINE)], ("Anna Berg", "Ben Thal")),
    ([("Anna Berg", Label.BYLINE), ("Harbour Search", Label.OTHER)], ("Anna Berg",)),
    # "and" at the end of a line, or at the beginning of one, also behind what the first are
    ([("Anna Berg in Westby and", Label.BYLINE), ("Ben Thal in Ostheim", Label.OTHER)], ("Anna Berg", "Ben Thal")),
    (
        [("Anna Berg", Label.BYLINE), ("Fachredakteurin", Label.OTHER), ("und Ben Thal", Label.OTHER)],
        ("Anna Berg", "Ben Thal"),
    ),
    ([("Anna Berg", Label.BYLINE), ("Harbour", Label.OTHER), ("Ben Thal", Label.OTHER)], ("Anna Berg",)),
    # a date beside the name
    ([("12.06.2025 ‧ Anna Berg", Label.BYLINE)], ("Anna Berg",)),
    ([("Harbour Times 12.06.2025 Anna Berg", Label.BYLINE)], ("Harbour Times",)),
    ([("The Harbour 12.06.2025 Anna Berg", Label.BYLINE)], ("Anna Berg",)),
    ([("Anna Berg am 12. Juni 2025 um 10:10", Label.BYLINE)], ("Anna Berg",)),
    # single words and groups, where the line is known to be a byline
    ([("by harbourcat", Label.BYLINE)], ("harbourcat",)),
    ([("by default", Label.OTHER)], ()),
    ([("by our own team", Label.BYLINE)], ()),
    ([("The Harbour Team", Label.BYLINE)], ("The Harbour Team",)),
    ([("The Harbour Team", Label.OTHER)], ()),
    # a word of the name that the page writes small
    ([("Ben Absatz", Label.BYLINE)], ("Ben Absatz",)),
    ([("Ben Absatz ein absatz", Label.OTHER)], ()),
    # a line of one word
    ([("dpa", Label.OTHER)], ("dpa",)),
    ([("Redaktion", Label.OTHER)], ("Redaktion",)),
    ([("홍길동기자", Label.OTHER)], ("홍길동",)),
    ([("Anna\xa0Berg", Label.OTHER)], ("Anna\xa0Berg",)),
    ([("Harbour", Label.OTHER)], ()),
    # companies, clocks and phrases with capitals
    ([("Hafenwerk Westby AG", Label.OTHER)], ()),
    ([("Anna Agger", Label.OTHER)], ("Anna Agger",)),
    ([("12.06.2025 7:00 AM Eastern Daylight Time", Label.BYLINE)], ()),
    ([("At Westby Road", Label.BYLINE)], ()),
    # pictures and the title
    ([("Anna Berg (Bild: Archiv)", Label.OTHER)], ()),
    ([("Getty Images", Label.BYLINE)], ()),
    ([("Neue Fähre", Label.BYLINE)], ()),
]


@pytest.mark.parametrize(("lines", "names"), SHOWN)
def test_what_signs_between_title_and_text(lines: list[tuple[str, Label]], names: tuple[str, ...]) -> None:
    page = labelled(("Eine Neue Fähre für Westby", Label.TITLE), *lines, (PARAGRAPH, Label.PARAGRAPH))
    found = authors.read(page)
    assert (found.value if found else ()) == names


@pytest.mark.parametrize(("above", "names"), [(2, ("Anna Berg",)), (30, ()), (57, ("Anna Berg",))])
def test_a_byline_near_either_end_of_the_text(above: int, names: tuple[str, ...]) -> None:
    paragraphs = [(PARAGRAPH, Label.PARAGRAPH)] * 60
    lines = [*paragraphs[:above], ("Text: Anna Berg", Label.BYLINE), *paragraphs[above:]]
    found = authors.read(labelled(("Ein Titel über allem", Label.TITLE), *lines))
    assert (found.value if found else ()) == names


MARKED = [
    ("<aside><div class='author'>Anna Berg</div></aside>", ("Anna Berg",)),
    ("<aside><div>Ben Thal</div></aside><div class='author'>Anna Berg</div>", ("Anna Berg",)),
    ("<div class='meta-avatar'><div class='meta-author'>Anna Berg</div></div>", ("Anna Berg",)),
    ("<div class='author-avatar'><div class='caption'>Ben Thal</div></div><div>By Anna Berg</div>", ("Anna Berg",)),
    ("<div class='creator-name'>Newsroom</div>", ("Newsroom",)),
    ("<div class='author'>Anna Berg</div><div class='author-role'>RN</div>", ("Anna Berg",)),
    ("<div class='author'>Anna Berg</div><div class='author'>RN</div>", ("Anna Berg",)),
]


@pytest.mark.parametrize(("lines", "names"), MARKED)
def test_what_markup_says_of_a_name(lines: str, names: tuple[str, ...]) -> None:
    page = markup.read(f"<h1>Ein Titel über allem</h1>{lines}<p>{PARAGRAPH}</p>")
    labels = [Label.TITLE, *[Label.NAVIGATION] * (len(page.pieces) - 2), Label.PARAGRAPH]
    found = authors.read(Labelled(page, [Verdict(label, "test", 0.5) for label in labels], "de"))
    assert (found.value if found else ()) == names


NAMES = [
    ("byJane Sample", ["Jane Sample"]),
    ("bylaws Sample", []),
    ("BY JANE SAMPLEPUBLISHED: JUNE 12, 2025", ["JANE SAMPLE"]),
    ("By Jane SAMPLE", ["Jane SAMPLE"]),
    ("Written By: Tom May", ["Tom May"]),
    ("Early May", []),
    ("By Jane Sample May 12", ["Jane Sample"]),
    ("Jane Sample Political Correspondent", ["Jane Sample"]),
    ("12.06.2025 von Olga Symbolbild Archiv", ["Olga"]),
    ("记者：王小明", ["王小明"]),
    ("THE AUTHOR", []),
    ("di Anna Campione ed Elio Prova", ["Anna Campione", "Elio Prova"]),
    ("Scritto da Anna Campione", ["Anna Campione"]),
    ("Hosted by Jane Sample and Tom Probe", ["Jane Sample", "Tom Probe"]),
    ("Reporter: Jane Sample", ["Jane Sample"]),
    ("Dipl.-Kfm. Ben Muster", ["Ben Muster"]),
    ("Dipl.-Met. Ben Muster", ["Ben Muster"]),
    ("By Jane Sample in Westby and Tom Probe in Ostheim", ["Jane Sample", "Tom Probe"]),
    ("Jane Sample at Harbour Lane", ["Jane Sample"]),
    ("Jane Sample at noon", []),
    ("Jane Sample, Senior Editor, Harbour Watch", ["Jane Sample"]),
    ("Jane Sample, Campus Life Editor", ["Jane Sample"]),
    ("Jane Sample Deputy Content Hub Director", ["Jane Sample"]),
    ("Jane SampleLifestyle Writer", ["Jane Sample"]),
    ("Jane MacSample News Editor", ["Jane MacSample"]),
    ("Jane Fairfood Editor", ["Jane Fairfood"]),
    ("Jane Weather, Editor", ["Jane Weather"]),
    ("By Jane Sample Staff Writer", ["Jane Sample"]),
    ("Chief Staff Writer", []),
    ("Deputy Content Hub Director", []),
    ("JANE SAMPLELAST UPDATED JUNE 12, 2025", ["JANE SAMPLE"]),
    ("Jane Sample Zuletzt geändert am 12.06.2025", ["Jane Sample"]),
    ("Jane Sample \xa0 WESTBY TIMES", ["Jane Sample"]),
    ("J. SAMPLE / T. E. PROBE", ["J. SAMPLE", "T. E. PROBE"]),
    ("Jane Sample/Tom Probe", ["Jane Sample", "Tom Probe"]),
    ("By Jane Sample/Reuters", ["Jane Sample"]),
    ("Politik/Wirtschaft", []),
    ("Authors: Jane Sample, Tom Probe", ["Jane Sample", "Tom Probe"]),
    ("Autorin/Autor Jane Sample", ["Jane Sample"]),
    ("Autor/Thema Jane Sample", []),
    ("by News Desk", ["News Desk"]),
    ("by News Shop", []),
    ("12 June 2025 · Jane Sample on behalf of the Harbour Group", ["Jane Sample"]),
    ("Fachredakteurin Geldanlage", []),
    ("IN BRIEF", []),
    ("Das Gespräch führte Ben Muster", ["Ben Muster"]),
    ("Aus Westby berichtet Anna Muster", ["Anna Muster"]),
    ("oprac. Jan Przykład", ["Jan Przykład"]),
    ("โดย สมชาย ตัวอย่าง", ["สมชาย ตัวอย่าง"]),
    ("Piše: Ana Primjer", ["Ana Primjer"]),
    ("خبرنگار: سارا نمونه", ["سارا نمونه"]),
    ("作者 王小明", ["王小明"]),
    ("Глеб Пример и Инна Образцова", ["Глеб Пример", "Инна Образцова"]),
]


@pytest.mark.parametrize(("line", "names"), NAMES)
def test_names_in_a_line(line: str, names: list[str]) -> None:
    assert bylines.names(line) == names


def test_signs_begin_with_a_letter_by_which_they_are_looked_for() -> None:
    assert all(word[0].isalpha() for word in vocabulary.BY.split())


CASELESS = [
    ("沈小明", ("沈小明",)),
    ("沈小明 编辑", ("沈小明",)),
    ("記者 山田 花子", ("山田 花子",)),
    ("דנה לוי", ("דנה לוי",)),
    ("अनुभा कुरील, महोबा", ("अनुभा कुरील",)),
    ("2026年3月", ()),
    ("沈小明说他不会再回到这个地方来了，因为那里已经没有人住了，所以他走了", ()),
]


@pytest.mark.parametrize(("line", "names"), CASELESS)
def test_names_without_capitals_in_a_known_byline(line: str, names: tuple[str, ...]) -> None:
    assert bylines.read(line, known=True).names == names
    assert bylines.read(line).names == ()


CATALOGUED = [
    ("citation_author", ("Berg, Anna", "Thal, Ben"), ("Anna Berg", "Ben Thal")),
    ("citation_author", ("Anna Berg",), ("Anna Berg",)),
    ("author", ("Anna Berg, Ben Thal",), ("Anna Berg", "Ben Thal")),
]


@pytest.mark.parametrize(("name", "written", "names"), CATALOGUED)
def test_catalogues_write_the_surname_first(name: str, written: tuple[str, ...], names: tuple[str, ...]) -> None:
    page = labelled(("Ein Titel über allem", Label.TITLE), (PARAGRAPH, Label.PARAGRAPH))
    found = authors.read(replace(page, page=replace(page.page, head=Head(meta={name: written}))))
    assert found
    assert found.value == names


def test_a_paper_has_as_many_authors_as_it_states() -> None:
    people = tuple(f"Anna Beispiel {chr(65 + index // 26)}{chr(65 + index % 26)}" for index in range(300))
    stated = Head(linked_data=({"@type": "ScholarlyArticle", "author": [{"name": name} for name in people]},))
    page = labelled(
        ("Ein Titel über allem", Label.TITLE), ("Von Anna Beispiel AA", Label.BYLINE), (PARAGRAPH, Label.PARAGRAPH)
    )
    found = authors.read(replace(page, page=replace(page.page, head=stated)))
    assert found
    assert found.value == people
