"""What a memory of a site takes out, and what it must leave alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import memory as bench_memory
from bench import sites
from bench.floors import CORPORA
from cleaner import CONTENT, Article, Block, Memory, MemoryFileError, clean, intake
from cleaner.memory.learn import Learner
from cleaner.memory.observe import observe
from cleaner.memory.recall import HELD
from cleaner.memory.store import Store

PROMPT = (
    "Wer jetzt ein halbes Jahr lang mitliest, bekommt die Karte der Wanderwege dazu und hilft uns, auch im Winter noch "
    "jeden Morgen auf dem Markt zu stehen."
)


# A site


def article(number: int) -> str:
    """Paragraphs that no other page has."""
    name = "".join(chr(97 + (number * 7 + step) % 26) for step in range(6)).title()
    return "\n\n".join(
        f"Die Familie {name} hat im {where} einen Garten angelegt, in dem {what} stehen, und {name} erzählt, wie es "
        f"dazu kam, dass {why} daraus geworden ist."
        for where, what, why in (
            ("Norden der Stadt", "siebzig Apfelbäume", "ein Treffpunkt für alle Nachbarn"),
            ("alten Steinbruch", "seltene Farne", "so etwas wie ein Museum"),
            ("Hof der Schule", "Bienenstöcke und Beete", "ein Fach mit eigenen Noten"),
        )
    )


def page(number: int, *lines: str, lead: str = "", foot: str = "") -> str:
    """A page with a frame, and lines in the middle of its article."""
    first, *rest = article(number).split("\n\n")
    inside = "\n\n".join([first, *lines, *rest])
    title = f"Garten Nummer {'I' * (number + 1)} öffnet seine Tore"
    menu = "Stadtblatt\nStart\nKontakt"
    return f"{menu}\n\n{title}\nVon Anna Berg, 3. Mai 2026\n\n{lead}\n\n{inside}\n\n{foot}\nImpressum\n"


def learned(folder: Path, pages: Sequence[str], site: str = "stadtblatt.example") -> Memory:
    return bench_memory.learn(folder / f"{len(list(folder.iterdir()))}.memory", [(site, text) for text in pages])


def block(article: Article, text: str) -> Block:
    return next(block for block in article.blocks if text in block.text)


def test_a_prompt_that_reads_like_text_is_taken_out_with_its_reason(tmp_path: Path) -> None:
    pages = [page(number, PROMPT) for number in range(12)]
    memory = learned(tmp_path, pages)
    assert PROMPT in clean(pages[3]).body
    with_it = clean(pages[3], memory=memory, site="stadtblatt.example")
    assert PROMPT not in with_it.body
    assert block(with_it, PROMPT).reason == "on 12 of 12 pages of this site"
    assert "Apfelbäume" in with_it.body


def test_a_page_that_was_not_learned_is_helped_too(tmp_path: Path) -> None:
    memory = learned(tmp_path, [page(number, PROMPT) for number in range(12)])
    assert PROMPT not in clean(page(15, PROMPT), memory=memory, url="https://www.stadtblatt.example/15").body


def test_protected_phrases_stay(tmp_path: Path) -> None:
    pages = [page(number, PROMPT) for number in range(12)]
    kept = clean(pages[0], memory=learned(tmp_path, pages), site="stadtblatt.example", protect=[PROMPT])
    assert PROMPT in kept.body


@pytest.mark.parametrize("line", ["Für {} Personen", "Fertig in {} Minuten", "Wertung: {} von 10"])
def test_lines_whose_numbers_differ_stay_on_a_small_site(line: str, tmp_path: Path) -> None:
    pages = [page(number, line.format(number + 2)) for number in range(8)]
    found = clean(pages[3], memory=learned(tmp_path, pages), site="stadtblatt.example")
    assert line.format(5) in clean(pages[3]).body
    assert found.body == clean(pages[3]).body


QUOTED = {
    "an agency's line": "(Eilendienst) Die Angaben stammen von der Polizei und wurden am Nachmittag bestätigt.",
    "a refrain": "Und wieder steht der alte Gärtner am Zaun und schaut, wer da kommt.",
    "a column's opening": "Guten Morgen, liebe Leserinnen und Leser, es ist wieder Freitag geworden.",
    "members of an index": "- Allmann Pumpen\n- Berger Stahl\n- Cordes Chemie",
}


@pytest.mark.parametrize("line", QUOTED.values(), ids=QUOTED)
def test_what_articles_quote_now_and_then_stays(line: str, tmp_path: Path) -> None:
    pages = [page(number, *([line] if number < 4 else [])) for number in range(20)]
    without = clean(pages[0])
    assert all(part.removeprefix("- ") in without.body for part in line.split("\n"))
    assert clean(pages[0], memory=learned(tmp_path, pages), site="stadtblatt.example").body == without.body


def spans(article: Article) -> set[tuple[int, int]]:
    return {(block.start, block.end) for block in article.blocks if block.label in CONTENT}


@pytest.mark.parametrize("name", sites.names())
def test_a_memory_takes_out_lines_that_it_knows_and_nothing_else(name: str, tmp_path: Path) -> None:
    made = [each.text for each in sites.pages(name)]
    memory, reasons = learned(tmp_path, made), set()
    for text in made:
        with_it, without = clean(text, memory=memory, site="stadtblatt.example"), clean(text)
        assert spans(with_it) <= spans(without)
        gone = [each for each in with_it.blocks if (each.start, each.end) in spans(without) - spans(with_it)]
        reasons |= {each.reason.partition("of")[2] for each in gone}
        assert (with_it.title, with_it.status) == (without.title, without.status)
    assert reasons == {" 20 pages of this site"}


def test_a_text_that_was_clean_but_for_one_line_stays_whole(tmp_path: Path) -> None:
    """What the labeller doubts besides is kept as it is without a memory."""
    pages = [f"09:{number + 10} {number + 3}.05.2026\n\n{PROMPT}\n\n{article(number)}\n" for number in range(12)]
    for text in pages[:4]:
        found = clean(text, memory=learned(tmp_path, pages), site="stadtblatt.example")
        assert spans(clean(text)) - spans(found) == {(text.index(PROMPT), text.index(PROMPT) + len(PROMPT))}


def test_a_row_of_a_table_of_which_most_stays_stays(tmp_path: Path) -> None:
    row = "<tr><td>Höhe</td><td>drei Meter</td></tr>"
    rows = "<tr><td>Sorte</td><td>{0}er Renette</td></tr><tr><td>Ort</td><td>{0}heim an der {0}</td></tr>"
    pages = []
    for number, name in enumerate(NAMES):
        first, second, third = article(number).split("\n\n")
        table = f"<table>{row}{rows.format(name)}</table>"
        pages.append(f"<html><body><h1>Im Garten</h1><p>{first}</p>{table}<p>{second}</p><p>{third}</p></body></html>")
    with Store(tmp_path / "memory") as store:
        learner = Learner(store)
        learner.add(["stadtblatt.example"] * len(pages), [observe(each, "html") for each in pages])
        learner.write(is_last=True)
    memory = Memory(tmp_path / "memory")
    assert memory.recall(intake.read(pages[0], "html"), "stadtblatt.example").known
    assert "Höhe" in clean(pages[0], memory=memory, site="stadtblatt.example").body
    alone = pages[0].replace(rows.format(NAMES[0]), "")
    assert "Höhe" in clean(alone).body
    assert "Höhe" not in clean(alone, memory=memory, site="stadtblatt.example").body


def test_what_is_content_more_often_than_not_stays_amid_content(tmp_path: Path) -> None:
    """Members of an index: amid the article they are its own, on pages where it ends with them they are links."""
    members = QUOTED["members of an index"].split("\n")
    inside = [page(number, *(members if number < 7 else [])) for number in range(18)]
    links = "Meistgelesen\n" + "\n".join(members)
    pages = [*inside, *(page(number, foot=links) for number in (18, 19))]
    memory = learned(tmp_path, pages)
    known = memory.recall(intake.read(pages[0]), "stadtblatt.example").known
    stands = [index for index, piece in enumerate(intake.read(pages[0]).pieces) if piece.text in members]
    assert all(known[index].may_be_quoted for index in stands)
    body = clean(pages[0], memory=memory, site="stadtblatt.example").body
    assert all(member.removeprefix("- ") in body for member in members)


def test_a_headline_in_the_teasers_of_all_pages_stays_the_title_of_its_own(tmp_path: Path) -> None:
    first = "Garten Nummer I öffnet seine Tore"
    pages = [page(number, foot=f"Meistgelesen\n{first}\nDer lange Weg der alten Brücke") for number in range(20)]
    found = clean(pages[0], memory=learned(tmp_path, pages), site="stadtblatt.example")
    assert found.title == clean(pages[0]).title == first
    assert first not in found.body


def test_a_lead_in_the_teasers_of_all_pages_stays_in_its_own_article(tmp_path: Path) -> None:
    lead = "Siebzig Apfelbäume, ein Zaun und viel Geduld: Wie aus einem Acker in drei Jahren ein Garten für alle wurde."
    title = "Garten Nummer I öffnet seine Tore"
    foot = f"Meistgelesen\n{title}\n{lead}\nNoch eine Meldung\nUnd noch eine\nKontakt\nDatenschutz"
    pages = [page(number, foot=foot) for number in range(20)]
    pages[0] = page(0, lead=lead, foot=foot)
    assert lead in clean(pages[0]).body
    found = clean(pages[0], memory=learned(tmp_path, pages), site="stadtblatt.example")
    assert [block.label in CONTENT for block in found.blocks if block.text == lead] == [True, False]
    assert lead not in clean(pages[1], memory=learned(tmp_path, pages), site="stadtblatt.example").body


def test_a_page_under_several_addresses_keeps_its_article(tmp_path: Path) -> None:
    pages = [page(1, PROMPT, foot=f"Gelesen von {name}") for name in ("Ida", "Uwe", "Eva", "Jan", "Kim", "Lea")]
    assert clean(pages[0], memory=learned(tmp_path, pages), site="stadtblatt.example").body == clean(pages[0]).body


def test_a_memory_makes_no_article_too_short(tmp_path: Path) -> None:
    text = "Die Familie {} hat im Norden der Stadt einen Garten angelegt, in dem siebzig Apfelbäume und Rosen stehen."
    pages = [f"Start\nKontakt\nKarte\n\n{text.format(name)}\n\n{PROMPT}\n\nImpressum" for name in NAMES]
    found = clean(pages[0], memory=learned(tmp_path, pages), site="stadtblatt.example")
    assert clean(pages[0]).status == found.status
    assert PROMPT not in found.body


NAMES = ["Acker", "Brand", "Claas", "Dorn", "Eich", "Falk", "Gans", "Horn", "Iven", "Jost", "Kern", "Lamm"]


# No memory, or nothing known


def test_without_memory_and_on_unseen_sites_answers_are_the_same(tmp_path: Path) -> None:
    pages = [page(number, PROMPT) for number in range(12)]
    memory = learned(tmp_path, pages)
    url = "https://elsewhere.example/3"
    assert clean(pages[3], url=url, memory=memory) == clean(pages[3], url=url)
    assert clean(pages[3], memory=memory) == clean(pages[3])
    assert clean(pages[3], memory=memory, site="not a site/") == clean(pages[3])


def test_few_pages_say_nothing(tmp_path: Path) -> None:
    pages = [page(number, PROMPT) for number in range(4)]
    assert clean(pages[0], memory=learned(tmp_path, pages), site="stadtblatt.example") == clean(pages[0])


def test_an_empty_page(tmp_path: Path) -> None:
    memory = learned(tmp_path, [page(number, PROMPT) for number in range(6)])
    assert clean("", memory=memory, site="stadtblatt.example").status == "empty"


def test_html_is_known_too(tmp_path: Path) -> None:
    lines = [f"<p>{line}</p>" for line in article(3).split("\n\n")]
    html = f"<html><body><h1>Ein Garten</h1>{lines[0]}<p>{PROMPT}</p>{''.join(lines[1:])}</body></html>"
    memory = learned(tmp_path, [page(number, PROMPT) for number in range(12)])
    assert PROMPT in clean(html, kind="html").body
    assert PROMPT not in clean(html, kind="html", memory=memory, site="stadtblatt.example").body


# The file


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_file_that_is_no_memory_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(MemoryFileError, match="file"):
        Memory(path)
    with pytest.raises(MemoryFileError):
        clean("A page.", memory=tmp_path / "missing")


def test_a_memory_is_read_anew_when_it_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.memory.recall.LOOK", 0)
    pages = [page(number, PROMPT) for number in range(12)]
    memory = learned(tmp_path, pages[:2])
    assert PROMPT in clean(pages[0], memory=memory, site="stadtblatt.example").body
    os.replace(learned(tmp_path, pages).path, memory.path)
    assert PROMPT not in clean(pages[0], memory=memory, site="stadtblatt.example").body
    memory.path.unlink()
    assert PROMPT not in clean(pages[0], memory=memory, site="stadtblatt.example").body


def test_a_memory_that_is_replaced_by_what_is_none_goes_on_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("cleaner.memory.recall.LOOK", 0)
    pages = [page(number, PROMPT) for number in range(12)]
    memory = learned(tmp_path, pages)
    (tmp_path / "other").write_text("half a memory")
    os.replace(tmp_path / "other", memory.path)
    for text in pages[:2]:
        assert PROMPT not in clean(text, memory=memory, site="stadtblatt.example").body
    assert "can't be read as a memory: file is not a database" in caplog.text
    os.replace(learned(tmp_path, pages[:2]).path, memory.path)
    assert PROMPT in clean(pages[0], memory=memory, site="stadtblatt.example").body


def test_a_damaged_memory_is_an_error_with_its_name(tmp_path: Path) -> None:
    path = learned(tmp_path, [page(number, PROMPT) for number in range(12)]).path
    damage(path)
    with pytest.raises(
        MemoryFileError, match=f"{path.name} can't be read as a memory: database disk image is malformed"
    ):
        clean(page(0), memory=path, site="stadtblatt.example")


def damage(path: Path) -> None:
    """Overwrite everything but the first page of a file of SQLite's."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


def test_a_memory_that_only_can_be_read_is_read(tmp_path: Path) -> None:
    memory = learned(tmp_path, [page(number, PROMPT) for number in range(12)])
    memory.path.chmod(0o444)
    assert PROMPT not in clean(page(0, PROMPT), memory=str(memory.path), site="stadtblatt.example").body
    assert sorted(each.name for each in tmp_path.iterdir()) == [memory.path.name]  # no journal beside it


def test_what_is_held_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert HELD > 1000
    monkeypatch.setattr("cleaner.memory.recall.HELD", 5)
    with Store(tmp_path / "memory"):
        pass
    memory = Memory(tmp_path / "memory")
    for number in range(20):
        memory.recall(intake.read("A page."), f"site{number}.example")
    assert len(memory._sites) <= 5


def test_a_page_is_observed() -> None:
    found = observe(page(0, PROMPT), "text", sample=True)
    assert len(found.keys) == len(found.marks) == len(found.samples)
    assert list(found.keys) == sorted(found.keys)
    assert observe(page(0, PROMPT).upper(), "text").fingerprint == found.fingerprint
    assert observe(page(1, PROMPT), "text").fingerprint != found.fingerprint


# The made-up sites


@pytest.mark.parametrize("name", sites.names())
def test_a_memory_of_a_site_makes_its_bodies_better(name: str, tmp_path: Path) -> None:
    made = sites.pages(name)
    pages = [bench_memory.Page(each.site, each.text, each.body) for each in made]
    without, with_it = ([article.body for article in bench_memory.cleaned(pages, known)] for known in ([], pages))
    assert bench_memory.score(pages, with_it) > bench_memory.score(pages, without) + 0.05
    assert any(line in body for body, each in zip(without, made, strict=True) for line in each.quoted)
    for before, after, each in zip(without, with_it, made, strict=True):
        assert [line for line in each.quoted if line in before] == [line for line in each.quoted if line in after]


def test_made_up_sites_are_six_of_twenty_pages_in_three_languages() -> None:
    assert len(sites.names()) >= 6
    for name in sites.names():
        made = sites.pages(name)
        assert len({each.text for each in made}) == sites.PAGES == 20
        assert all(line in each.text for each in made for line in each.body.split("\n"))


@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"no corpora at {CORPORA}")
@pytest.mark.parametrize("corpus", bench_memory.NAMES)
def test_no_host_of_the_corpora_is_worse_with_a_memory(corpus: str) -> None:
    for figures in bench_memory.of_corpus(CORPORA / corpus, "innertext"):
        assert len(figures.hosts) > 1
        assert bench_memory.below(figures) == []
