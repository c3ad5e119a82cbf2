"""clean(): what holds for every input, and the options."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Article, Label, clean
from cleaner.document import Kind

SOURCE = """Home > Wirtschaft > Hafen
Hafenwerk baut neue Kaianlagen
Von Anna Beispiel
12.06.2025, 10:10 Uhr

Der Hafenbetreiber Hafenwerk will im kommenden Jahr zwei neue Kaianlagen bauen und dafür 40 Millionen Euro ausgeben.

Die Bauarbeiten sollen im März beginnen. Nach Angaben des Unternehmens entstehen rund 120 Arbeitsplätze, die meisten \
davon im Umschlag. Der Stadtrat muss dem Vorhaben noch zustimmen, wie ein Sprecher am Donnerstag sagte.

Kritik kommt von Anwohnern, die mehr Lastwagenverkehr befürchten. Das Unternehmen verweist auf einen neuen \
Gleisanschluss, der bis zum Herbst fertig werden soll und die Hälfte der Container aufnehmen kann.

Werbung
Kommentare (3)
Schreiben Sie einen Kommentar
Weitere Nachrichten
Reederei bestellt Schiffe
Brücke wird gesperrt
"""

LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=()), max_size=80),
        st.sampled_from(SOURCE.split("\n")),
        st.sampled_from(
            ["<p>", "\x00", "\ud800", "\u2028", "\x85", "\ufeff", "|", "- ", "# ", "> ", "…", "\u200b", "1 / 2"]
        ),
    ),
    max_size=40,
)


def assert_conserved(article: Article) -> None:
    """Offsets are exact, blocks are in order and apart, and no character that is not blank is lost."""
    last = 0
    for block in article.blocks:
        assert article.source_text[block.start : block.end] == block.text
        assert block.text.strip() == block.text != ""
        assert last <= block.start < block.end
        assert not article.source_text[last : block.start].strip()
        assert 0.0 <= block.score <= 1.0
        assert block.reason
        last = block.end
    assert not article.source_text[last:].strip()


@given(lines=LINES, end=st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
@example(lines=["a.b" * 30, "A.b" * 30], end="\n")
@settings(max_examples=150, deadline=None)
def test_text_is_conserved(lines: list[str], end: str) -> None:
    source = end.join(lines)
    article = clean(source, kind="text")
    assert article.source_text == source
    assert_conserved(article)
    assert clean(source, kind="text") == article


@given(
    lines=LINES, tags=st.lists(st.sampled_from("p div li td br h1 h2 a span article nav !-- /p".split()), max_size=40)
)
@settings(max_examples=80, deadline=None)
def test_html_is_conserved(lines: list[str], tags: list[str]) -> None:
    source = "".join(f"<{tag}>{line}" for tag, line in zip(tags, lines, strict=False))
    article = clean(source, kind="html")
    assert_conserved(article)
    assert clean(source, kind="html") == article


@pytest.mark.parametrize("source", ["", " \n\t ", b"", "\ufeff"[:0]])
def test_empty(source: str | bytes) -> None:
    article = clean(source)
    assert (article.status, article.body, article.blocks) == ("empty", "", ())
    assert article.reason


def test_no_article() -> None:
    article = clean("Menü\nSuche\nAnmelden\nImpressum\n")
    assert (article.status, article.body) == ("no_article", "")
    assert {block.label for block in article.blocks} <= {Label.NAVIGATION, Label.DISCLAIMER}
    assert article.reason


def test_body_and_metadata() -> None:
    article = clean(SOURCE)
    assert article.status == "ok"
    assert article.body.startswith("Der Hafenbetreiber")
    assert article.body.endswith("aufnehmen kann.")
    assert article.title == "Hafenwerk baut neue Kaianlagen"
    assert article.metadata.authors == ("Anna Beispiel",)
    assert article.metadata.date_published == "2025-06-12T10:10"
    assert article.metadata.breadcrumb == ("Home", "Wirtschaft", "Hafen")
    assert article.metadata.language == "de"
    assert article.metadata.word_count == len(article.body.split())


@pytest.mark.parametrize(("line", "kind"), [("{}\n", "text"), ("<p>{}</p>", "html")])
def test_a_soft_hyphen_hides_nothing(line: str, kind: Kind) -> None:
    written = (
        SOURCE.replace("Werbung", "Wer\xadbung")
        .replace("Beispiel\n", "Bei\xadspiel\n")
        .replace("Hafenwerk b", "Hafen\xadwerk b")
    )
    plain, broken = (clean("".join(map(line.format, text.splitlines())), kind=kind) for text in (SOURCE, written))
    assert [block.label for block in broken.blocks] == [block.label for block in plain.blocks]
    assert (broken.body, broken.title, broken.metadata.authors) == (plain.body, plain.title, plain.metadata.authors)
    assert "\xad" in broken.source_text
    assert_conserved(broken)


LITHUANIAN = """Pradžia
Naujienos
Verslas
Sportas
Miesto taryba nusprendė pirkti naują elektrinį keltą
2026-03-03 10:10
Miesto taryba pirmadienio vakarą nusprendė pirkti naują elektrinį keltą, kuris gegužę pradės plaukioti tarp krantų.
Pasak merės, į keltą telpa keturiasdešimt automobilių, o naktį jis bus įkraunamas prie senosios krantinės.
Skaitykite taip pat
Uosto plėtra prasidės kitais metais
Griežtėja žvejybos laivų priežiūra
Visos teisės saugomos
"""
ESTONIAN = """Avaleht
Uudised
Majandus
Sport
Linnavolikogu otsustas osta uue elektriparvlaeva
3.03.2026 10:10
Linnavolikogu otsustas esmaspäeva õhtul osta uue elektriparvlaeva, mis alustab mais sõitmist sadama kahe kalda vahel.
Linnapea sõnul mahub laevale nelikümmend autot ja seda laetakse öösel. Käitamine maksab poole vähem kui praegu.
Loe ka
Sadama arendus algab tuleval aastal
Kalalaevade kontroll karmistub
Kommentaarid
Kõik õigused kaitstud
"""


@pytest.mark.parametrize("page", [LITHUANIAN, ESTONIAN], ids=["Lithuanian", "Estonian"])
def test_a_language_that_no_list_knows(page: str) -> None:
    """Menus, the day and what stands below are told from the text by their shape and place."""
    article = clean(page)
    lines = page.splitlines()
    assert article.title == lines[4]
    assert article.body == "\n\n".join(lines[6:8])
    assert str(article.metadata.date_published).startswith("2026-03-03")


def test_names_below_a_short_article_are_not_its_authors() -> None:
    below = "Mehr zum Thema\nAnna Muster\nSV Hafenstadt\nMax Probe\n"
    article = clean(SOURCE.partition("Werbung")[0].replace("Von Anna Beispiel\n", "") + below)
    assert article.metadata.authors == ()
    assert Label.BYLINE not in {block.label for block in article.blocks[-3:]}


def test_keep_and_drop() -> None:
    kept = clean(SOURCE, keep={"comments"}).body
    assert kept.endswith("Kommentare (3)\n\nSchreiben Sie einen Kommentar")
    assert "Hafenbetreiber" not in clean(SOURCE, drop=[Label.LEAD, "paragraph"]).body


def test_with_title() -> None:
    assert clean(SOURCE, with_title=True).body.startswith("Hafenwerk baut neue Kaianlagen\n\nDer Hafenbetreiber")


def test_the_title_comes_once() -> None:
    assert clean(SOURCE, with_title=True, keep={"title"}).body.count("Hafenwerk baut neue Kaianlagen") == 1


def test_own_phrases() -> None:
    without = clean(SOURCE, remove=["Kritik kommt …", "… fertig werden soll …"])
    assert "Kritik" not in without.body
    assert "Gleisanschluss" not in without.body.splitlines()[-1]
    removed = next(block for block in without.blocks if block.text.startswith("Kritik"))
    assert (removed.label, removed.score) == (Label.OTHER, 0.0)
    protected = clean(SOURCE, protect=["Werbung"])
    assert "Werbung" in protected.body.splitlines()


def test_own_phrases_come_before_the_neighbours() -> None:
    """What stands under a heading that the caller protects is no longer taken out as a list of related stories."""
    protected = clean(SOURCE, protect=["Weitere Nachrichten", "… bestellt Schiffe", "Brücke wird …"])
    assert protected.body.endswith("Brücke wird gesperrt")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"keep": ["nonsense"]}, "unknown_label"),
        ({"drop": ["Paragraph"]}, "unknown_label"),
        ({"kind": "markdown"}, "unknown_kind"),
    ],
)
def test_errors(arguments: dict[str, object], code: str) -> None:
    with pytest.raises(cleaner.CleanError) as error:
        clean(SOURCE, **arguments)  # type: ignore[arg-type]
    assert error.value.code == code


@pytest.mark.parametrize(
    "source", [None, 7, ["Ein Satz."], memoryview(b"Ein Satz.")], ids=lambda one: type(one).__name__
)
def test_what_is_no_source(source: object) -> None:
    with pytest.raises(TypeError, match="not str or bytes"):
        clean(source)  # type: ignore[arg-type]


def test_one_label_or_phrase_alone() -> None:
    """A text is one of them; its letters would each be a phrase."""
    for name, value in {"keep": "comments", "drop": "paragraph", "remove": "Der Hafenbetreiber …"}.items():
        alone, listed = (clean(SOURCE, **{name: given}) for given in (value, [value]))  # type: ignore[arg-type]
        assert alone.body == listed.body != clean(SOURCE).body


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(cleaner.NotTextError):
        clean(b"%PDF-1.7\n\x00\x01\x02")


HOSTILE = {
    "one endless line": "wort " * 200_000,
    "one endless word": "x" * 1_000_000,
    "a hundred thousand short lines": "a\n" * 100_000,
    "nothing but punctuation": "-" * 500_000 + "a",
    "dots and spaces": ". " * 300_000,
    "numbers": "1,2.3'4 " * 100_000,
    "pipes": "a | " * 200_000,
    "a title on every line": "\n".join(f"Zeile {i} hat den selben Titel" for i in range(20_000)),
    "dates": "12.06.2025, 10:10 Uhr " * 30_000,
    "blank lines": "\n" * 1_000_000 + "a",
    "NULs": "\x00" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(name: str) -> None:
    """None of these takes more than some seconds; a quadratic step anywhere would take minutes."""
    assert_conserved(clean(HOSTILE[name], kind="text"))


def test_all_of_a_piece_of_html_without_links_is_kept() -> None:
    story = ("The old bridge over the river was closed on Monday, the town said.", "Repairs begin on Friday.")
    found = clean(f"<article><h1>Bridge closed after flood</h1><p>{story[0]}</p><p>{story[1]}</p></article>")
    assert found.title == "Bridge closed after flood"
    assert found.body.split("\n\n") == list(story)
