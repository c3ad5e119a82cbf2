"""Scripts, style sheets and data in page text are told and left out; code that an article is about stays."""

from __future__ import annotations

import json

import pytest

from cleaner import Label, clean, scripts, text
from test_wrapped import CHINESE, PARAGRAPHS

LOADER = (
    "(function(w,d,s){w.adQueue=w.adQueue||[];var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;"
    "j.src='https://ads.westby.example/loader.js?id='+w.location.hostname;f.parentNode.insertBefore(j,f);})"
    "(window,document,'script');window.adQueue.push({slot:'top',size:[728,90]});"
)
TRACKER = """
    window.dataLayer = window.dataLayer || [];
    function track() { dataLayer.push(arguments); }
    track('js', new Date());
    if (document.querySelector('.paywall') !== null) {
        document.addEventListener('DOMContentLoaded', function () {
            window.localStorage.setItem('visits', Number(window.localStorage.getItem('visits')) + 1);
        });
    }
"""
STYLE = (
    ".menu{display:flex;margin:0 auto}.menu a{color:#123;text-decoration:none}"
    "@media (max-width:600px){.menu{display:none}}.teaser h3{font-family:Georgia,serif;font-size:1.2rem!important}"
)
LINKED = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Zweite Fähre für Westby",
        "author": {"@type": "Person", "name": "Marit Haugland"},
        "articleBody": " ".join(PARAGRAPHS),
        "publisher": {"@type": "Organization", "name": "Westbyer Bote"},
    },
    ensure_ascii=False,
)
PROGRAMS = [LOADER, TRACKER, STYLE, LINKED]
MENU = ["Startseite", "Politik", "Wirtschaft", "Sport"]


def woven(between: str, paragraphs: list[str] = PARAGRAPHS) -> str:
    """A page with scripts among its parts."""
    parts = [*MENU, "Zweite Fähre für Westby", *paragraphs, "Impressum"]
    for place, program in ((len(parts), LINKED), (7, STYLE), (5, TRACKER), (1, LOADER)):
        parts.insert(place, program)
    return between.join(parts)


@pytest.mark.parametrize("between", ["\n", "\n\n", " ", ""])
def test_scripts_are_told_and_stay_out_of_the_body(between: str) -> None:
    page = woven(between)
    article = clean(page, kind="text")
    told = [block for block in article.blocks if block.reason == "script"]
    assert {block.label for block in told} == {Label.OTHER}
    assert sum(len(block.text) for block in told) > 0.95 * sum(map(len, PROGRAMS))
    assert not any(sign in article.body for sign in ("{", "}", "window", "@context", "function"))
    assert all(paragraph[20:-20] in article.body.replace("\n\n", " ") for paragraph in PARAGRAPHS)
    assert "".join(page.split()) == "".join("".join(block.text for block in article.blocks).split())
    assert [page[block.start : block.end] for block in article.blocks] == [block.text for block in article.blocks]


def test_the_text_in_linked_data_is_no_second_copy() -> None:
    assert clean(woven("\n"), kind="text").body.count(PARAGRAPHS[0]) == 1


def test_linked_data_in_text_are_read() -> None:
    article = clean(woven("\n"), kind="text")
    assert article.metadata.authors == ("Marit Haugland",)
    assert article.metadata.site == "Westbyer Bote"
    assert article.metadata.sources["authors"].kind == "json-ld"


def test_scripts_between_chinese_text() -> None:
    article = clean(woven("", paragraphs=CHINESE), kind="text")
    assert "window" not in article.body
    assert all(paragraph[3:-3] in article.body for paragraph in CHINESE)


def test_a_text_that_is_all_script_has_no_article() -> None:
    article = clean("\n".join(PROGRAMS), kind="text")
    assert (article.status, article.body) == ("no_article", "")
    assert {block.reason for block in article.blocks} == {"script"}


SAMPLE = """function add(a, b) {
  return a + b;
}
const total = [1, 2, 3].reduce(add, 0);
console.log(`The total is ${total}`);"""
QUOTED = '{"name": "westby", "ferries": [{"id": 1, "tons": 900}, {"id": 2, "tons": 1400}], "open": true}'


@pytest.mark.parametrize(
    "page",
    [
        "\n".join([*MENU, *PARAGRAPHS]),
        "\n".join([*PARAGRAPHS, SAMPLE, *PARAGRAPHS]),
        "\n".join([PARAGRAPHS[0], SAMPLE, QUOTED, SAMPLE, PARAGRAPHS[1], SAMPLE]),
        "\n".join([PARAGRAPHS[0], "Man schreibt document.querySelector('a') oder window.open().", SAMPLE, SAMPLE]),
        "{{title}} {{lead}} {{author}} {{date}}\n" + "\n".join(PARAGRAPHS),
        "Die Menge {1, 2, 3} ist in {1, 2, 3, 4} enthalten, {5} nicht, {} aber immer. " * 9,
        "{" * 5000,
        "",
    ],
    ids=["none", "a sample", "samples and data", "about a page's code", "a template", "sets", "braces", "nothing"],
)
def test_what_is_no_script_of_the_page(page: str) -> None:
    assert scripts.found(page) == scripts.Scripts()
    assert (text.read(page).unseen, text.read(page).head) == ((), None)


@pytest.mark.parametrize(
    "hostile",
    [
        '{"' * 60_000,
        '{"a":' * 60_000,
        '[{"a":[' * 40_000,
        '{"a":"' * 50_000,
        '[ {"a": ' + "9" * 9000 + "}",
        "[" + " " * 99_999,
    ],
    ids=["objects", "nested", "arrays", "strings", "a number", "space"],
)
def test_broken_data_takes_linear_time(hostile: str) -> None:
    article = clean("\n".join([*PARAGRAPHS, hostile, *PARAGRAPHS]), kind="text")
    assert PARAGRAPHS[0] in article.body


def test_data_is_found_whole() -> None:
    page = f'Vor {QUOTED} nach [ {QUOTED}, 1] und {{"offen": 1'
    assert [page[start:end] for start, end in scripts.data(page)] == [QUOTED, f"[ {QUOTED}, 1]"]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(5, 9), (0, 3)], [(0, 3), (5, 9)]),
        ([(0, 4), (3, 8), (8, 9)], [(0, 9)]),
        ([(0, 9), (2, 4)], [(0, 9)]),
    ],
)
def test_overlapping_spans_are_one(spans: list[scripts.Span], expected: list[scripts.Span]) -> None:
    assert scripts.merged(spans) == expected
