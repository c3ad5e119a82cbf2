"""The tools on pages written here. Peers that are not installed are skipped."""

from __future__ import annotations

import pytest

from bench import peers
from bench.peers import Tool

SENTENCES = (
    "The river rose at dawn, and by noon the old mill at the bend stood up to its windows in brown water.",
    "Nobody was hurt, the mayor said, because the families in the lower streets had left on the evening before.",
    "The fire brigade pumped out cellars until midnight, and the school will stay closed for the rest of the week.",
    "Engineers will look at the bridge on Monday, when the water is expected to be a metre lower than it is now.",
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>River floods the mill</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>River floods the mill</h1>{"".join(f"<p>{line} {line[:-1]} again.</p>" for line in SENTENCES)}</article>
<footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer></body></html>"""
MODULES = {
    "readability-lxml": "readability",
    "newspaper4k": "newspaper",
    "resiliparse": "resiliparse",
    "goose3": "goose3",
    "boilerpy3": "boilerpy3",
    "justext": "justext",
}


@pytest.mark.parametrize("name", [name for name in peers.HTML if name not in ("cleaner", "htmldate")])
def test_html_peers_find_the_article(name):
    pytest.importorskip(MODULES.get(name, "trafilatura"), exc_type=ImportError)
    body = Tool(name, "html").call(PAGE.encode()).body
    assert all(sentence in " ".join(body.split()) for sentence in SENTENCES)
    assert "Imprint" not in body


def test_metadata_of_peers():
    pytest.importorskip("resiliparse")  # of the bench extra, which holds htmldate too
    head = '<meta property="og:site_name" content="Example"><meta name="keywords" content="river, mill"></head>'
    page = PAGE.replace("</head>", head).replace(
        "<article>", '<article><p class="byline">By Ann Lind, 3 March 2026</p>'
    )
    for name in ("cleaner", "trafilatura-metadata"):
        answer = Tool(name, "html").call(page.encode())
        assert (answer.date, answer.site) == ("2026-03-03", "Example")
        assert answer.tags == ("river", "mill")
    assert Tool("htmldate", "html").call(page.encode()).date == "2026-03-03"


@pytest.mark.parametrize(
    ("values", "strings"),
    [([], ()), (["a", "b"], ("a", "b")), ([["a", "b"], "c"], ("a", "b", "c")), ([None, {"name": "a"}, [{}]], ())],
)
def test_strings(values, strings):
    assert peers._strings(values) == strings


C4 = [
    ("a sentence", "The river rose at dawn.", True),
    ("a question", "Who saw the river rise?", True),
    ("ends in a quotation mark", 'He said "the river rose"', True),
    ("five words", "The river rose at dawn.", True),
    ("four words", "The river rose again.", False),
    ("no end mark", "The river rose at dawn", False),
    ("ellipsis", "The river rose at dawn...", False),
    ("javascript", "Please turn on JavaScript to read on.", False),
    ("policy", "By reading on you accept our Privacy Policy.", False),
    ("policy, near miss", "The minister called privacy a policy of his.", True),
    ("a word of 1000 characters", f"The river rose at {'a' * 999}.", True),
    ("a longer word", f"The river rose at {'a' * 1000}.", False),
    ("white space around", "  The river rose at dawn.\t", True),
]


@pytest.mark.parametrize(("line", "kept"), [case[1:] for case in C4], ids=[case[0] for case in C4])
def test_c4_lines(line, kept):
    assert bool(peers.c4_lines(f"Menu\n{line}\n").body) is kept


def test_long_lines():
    assert peers.long_lines("a" * 79 + "\n" + "b" * 80 + "\n  " + "c" * 79 + " ").body == "b" * 80


def test_justext_lines_escapes_its_input():
    pytest.importorskip("justext")
    text = "\n".join(["Menu", "Sport", *(f"{line} <b>{line}</b>" for line in SENTENCES)])
    body = peers.justext_lines(text).body
    assert "<b>" in body
    assert "Menu" not in body
