"""The page's own copies of the rules give what the package gives: body, Markdown, phrases, examples."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import test_fixtures
from browsing import FIXTURES
from cleaner import Block, Label, body, clean
from cleaner.document import CONTENT
from cleaner.formats import as_dict, as_markdown
from test_fixtures import SLUGS, expected, source

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHOW = """(answer) => {
    const { blocks, ...head } = answer;
    globalThis.shown = Object.assign(new Article(head, blocks.length), { blocks, done: true });
}"""
LABELS = [label.value for label in Label]


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    return {slug: as_dict(clean(source(slug), kind=expected(slug)["kind"])) for slug in SLUGS}


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    return visit()


def test_body_is_the_services_on_every_fixture(page: Page, answers: dict[str, dict[str, Any]]) -> None:
    for slug, answer in answers.items():
        page.evaluate(SHOW, answer)
        assert page.evaluate("assemble(shown.chosen())") == answer["body"], slug
        assert page.evaluate("words(assemble(shown.chosen())).length") == answer["metadata"]["word_count"], slug
        titled = clean(source(slug), kind=answer["kind"], with_title=True).body
        assert page.evaluate("assemble(shown.chosen(), shown.head.metadata.title)") == titled, slug


def test_markdown_is_the_services_on_every_text_fixture(page: Page, answers: dict[str, dict[str, Any]]) -> None:
    for slug, answer in answers.items():
        if answer["kind"] == "text":
            page.evaluate(SHOW, answer)
            want = as_markdown(clean(source(slug), kind="text")).decode()
            assert page.evaluate("ended(markdown(shown.chosen()))") == want, slug


ODD = [
    *"aZß.,:;!?…”(\"' \t-•·#>|*_[]<&~1²٣ǅⅷ",
    "\u0301",
    "\x1c",
    "\x85",
    "\xa0",
    "\u2028",
    "\n",
    "\ufeff",
    "漢",
    "।",
    "؟",
    "😀",
    "of",
    "- ",
    "## ",
    " | ",
]


def odd_blocks(seed: int) -> list[Block]:
    """Blocks of any label, with text that neither begins nor ends with white space, one or more characters apart."""
    choice = random.Random(seed)  # noqa: S311
    blocks, at = [], 0
    for _ in range(40):
        text = "".join(choice.choices(ODD, k=choice.randrange(1, 12))).strip() or "a"
        label = Label(choice.choice(["paragraph", "paragraph", *LABELS]))
        at += choice.choice([0, 1, 1, 1, 2])
        blocks.append(Block(text, label, at, at + len(text), "", 0.5, choice.choice([0, 0, 1, 3])))
        at += len(text)
    return blocks


def told(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [{"text": b.text, "label": b.label.value, "start": b.start, "end": b.end, "level": b.level} for b in blocks]


def test_body_is_the_services_on_odd_text(page: Page) -> None:
    for seed in range(150):
        blocks = body.chosen(odd_blocks(seed))
        assert page.evaluate("(blocks) => assemble(blocks, 'T')", told(blocks)) == body.assemble(blocks, "T"), seed


def test_markdown_is_the_services_on_odd_text(page: Page) -> None:
    for seed in range(150):
        blocks = [block._replace(text=" ".join(block.text.split())) for block in body.chosen(odd_blocks(seed))]
        want = as_markdown(replace(clean(""), blocks=tuple(blocks))).decode()
        assert page.evaluate("(blocks) => ended(markdown(blocks))", told(blocks)) == want, seed


@pytest.mark.parametrize("row", ["a\tb | c", "| a || b |", "a \t\t b", "a |\tb", "\ta", "|", "a\u2003|\xa0b\t"])
def test_cells_are_the_services(page: Page, row: str) -> None:
    block = Block(row, Label.TABLE, 0, len(row), "", 1.0)
    want = as_markdown(replace(clean(""), blocks=(block,))).decode()
    assert page.evaluate("(blocks) => ended(markdown(blocks))", told([block])) == want


def test_json_is_the_services_on_every_fixture(page: Page, answers: dict[str, dict[str, Any]]) -> None:
    for slug, answer in answers.items():
        page.evaluate(SHOW, answer)
        assert json.loads(page.evaluate("JSON.stringify(asAnswer(shown, ''))")) == json.loads(json.dumps(answer)), slug


def test_phrases_turn_the_verdict_on_every_fixture(page: Page, answers: dict[str, dict[str, Any]]) -> None:
    """A change, said as a phrase, gives that piece the verdict. What stands round it may follow it."""
    choice, wrong, tried = random.Random(8), [], 0  # noqa: S311
    for slug, answer in answers.items():
        page.evaluate(SHOW, answer)
        for at in choice.sample(range(len(answer["blocks"])), 4):
            page.evaluate("(at) => { shown.changes.clear(); shown.flip(at); }", at)
            lists = page.evaluate("phrases(shown)")
            if not lists["remove"] + lists["protect"]:
                continue
            tried += 1
            block = answer["blocks"][at]
            again = clean(source(slug), kind=answer["kind"], **lists).blocks[at]
            if (again.label in CONTENT) == (block["label"] in CONTENT):
                wrong.append((slug, at, block["text"][:60], lists, again.label, again.reason))
    assert tried > 100
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Jetzt mitreden!", "Jetzt mitreden"),
        ("# Ein Titel", "Ein Titel"),
        ("[certain]", "certain"),
        ("— 3 Kommentare …", "3 Kommentare"),
        ("*** --- ***", ""),
        ("[Mehr lesen](https://example.org/a) über Fähren", "Mehr lesen über Fähren"),
        ("Erste Zeile\nzweite Zeile", "Erste Zeile …"),
        ("wort " * 40 + "ende.", "wort " * 20 + "…"),
        ("漢" * 300, "漢" * 100 + " …"),
        ("漢 " * 200, "漢 " * 49 + "漢 …"),
        ("ميناء " * 40, "ميناء " * 16 + "…"),
        ("क्या आप सहमत हैं।", "क्या आप सहमत हैं"),
    ],
)
def test_phrase_of_a_piece(page: Page, text: str, phrase: str) -> None:
    assert page.evaluate("(text) => phraseOf(text)", text) == phrase


def test_example_has_the_form_of_the_fixtures(
    page: Page, answers: dict[str, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fixture, made into an example as the service labels it, passes the tests of the fixtures' form."""
    for slug, answer in answers.items():
        folder = tmp_path / slug
        monkeypatch.setattr(test_fixtures, "FIXTURES", folder)
        suffix = "html" if answer["kind"] == "html" else "txt"
        data = (FIXTURES / slug / f"page.{suffix}").read_bytes()
        page.evaluate(SHOW, answer)
        made = page.evaluate(
            """async (bytes) => {
                const file = new Blob([new Uint8Array(bytes)]);
                const made = await exampleFiles({ text: null, file, name: "page.txt" }, shown);
                return [...new Uint8Array(await zip(made.files).arrayBuffer())];
            }""",
            list(data),
        )
        with zipfile.ZipFile(io.BytesIO(bytes(made))) as archive:
            assert archive.testzip() is None
            archive.extractall(folder)
            name = archive.namelist()[0].partition("/")[0]
        check_example(name, answer, data)


def check_example(name: str, answer: dict[str, Any], page: bytes) -> None:
    want = test_fixtures.expected(name)
    assert test_fixtures.source(name) == page
    test_fixtures.test_fixture_is_complete(name)
    test_fixtures.test_fixture_metadata_is_well_formed(name)
    if want["kind"] == "text":
        test_fixtures.test_fixture_labels_every_line(name)
        test_fixtures.test_fixture_body_is_its_content_lines(name)
        text = page.decode("utf-8")
        got = test_fixtures.labels_of_lines(text, clean(text, kind="text").blocks)
        assert {str(number): "+".join(labels) for number, labels in got.items()} == want["labels"]
    else:
        test_fixtures.test_fixture_body_is_its_content_pieces(name)
        assert [label for _, label in want["pieces"]] == [block["label"] for block in answer["blocks"]]


def test_example_of_a_file_in_another_encoding(page: Page, tmp_path: Path) -> None:
    text = (FIXTURES / "boerse-hebelprodukte" / "page.txt").read_text(encoding="utf-8").replace("„", "“") + "\n😀"
    for codec, data in [
        ("utf-8", text.encode()),
        ("cp1252", text.replace("😀", "x").encode("cp1252")),
        ("utf-16", text.encode("utf-16")),
    ]:
        page.evaluate(SHOW, as_dict(clean(data, kind="text")))
        told = page.evaluate(
            """async (bytes) => {
                const file = new Blob([new Uint8Array(bytes)]);
                return (await exampleFiles({ text: null, file, name: "a" }, shown)).files[0][1];
            }""",
            list(data),
        )
        assert told.strip() == data.decode(codec).strip(), codec
