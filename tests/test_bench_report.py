from __future__ import annotations

import pytest

from bench import report
from bench.corpora import Example
from bench.peers import Answer, Labelled, Tool
from bench.race import Run
from bench.report import Finding, Part
from bench.scores import Result

BODY = "The river rose at dawn and the mill stood in water. Nobody was hurt, said the mayor."

COMPARED = [
    ("equal", BODY, BODY, [Part(BODY, True)]),
    ("nothing shared", "one two three four", "five six seven eight", [Part("one two three four", False)]),
    (
        "the end",
        "one two three four, five",
        "one two three four",
        [Part("one two three four, ", True), Part("five", False)],
    ),
    (
        "the start",
        "zero. one two three four",
        "one two three four",
        [Part("zero. ", False), Part("one two three four", True)],
    ),
    ("a second copy", "a b c d a b c d", "a b c d", [Part("a b c d ", True), Part("a b c d", False)]),
    ("short texts", "one two", "one two", [Part("one two", True)]),
    ("three of four words", "one two three", "one two three four", [Part("one two three", False)]),
    ("no words", "…", "one", [Part("…", True)]),
    ("empty", "", "one", [Part("", True)]),
]


@pytest.mark.parametrize(
    ("text", "other", "parts"), [case[1:] for case in COMPARED], ids=[case[0] for case in COMPARED]
)
def test_compare(text, other, parts):
    assert report.compare(text, other) == parts
    assert "".join(part.text for part in parts) == text


def result(tmp_path, answer: str, **gold) -> Result:
    return Result(Example("a1", "courier", tmp_path, tmp_path, **gold), Run(Answer(answer), 0.1, 0.1))


def test_page_with_a_gold_body(tmp_path):
    page = report.page_report(
        result(tmp_path, "Share this page. The river rose at dawn and the mill stood in water.", body=BODY)
    )
    assert page.missed == [Finding("Nobody was hurt, said the mayor.")]
    assert page.left == [Finding("Share this page.")]


def test_page_with_gold_segments(tmp_path):
    gold = {"segments_with": ("river rose", "stood in fire"), "segments_without": ("Share this", "Nobody was here")}
    page = report.page_report(result(tmp_path, "Share\nthis. " + BODY, **gold))
    assert (page.missed, page.left) == ([Finding("stood in fire")], [Finding("Share this")])


def test_findings_bear_the_verdict_on_their_piece(tmp_path):
    pieces = (
        Labelled("Nobody was hurt, said the mayor.", "credit", "source line"),
        Labelled("Share it", "lead", "first"),
    )
    answer = Answer("Share it\n\nThe river rose at dawn and the mill stood in water.", pieces=pieces)
    page = report.page_report(Result(Example("a1", "c", tmp_path, tmp_path, body=BODY), Run(answer, 0.1, 0.1)))
    assert page.missed == [Finding("Nobody was hurt, said the mayor.", "credit", "source line")]
    assert page.left == [Finding("Share it", "lead", "first")]
    assert report.words_by_label([*page.missed, Finding("Not on the page")]) == [("credit", 6), ("no verdict", 4)]


def test_files_hold_the_worst_page_first_and_no_perfect_one(tmp_path):
    results = {
        Tool("cleaner", "bs4"): [
            Result(Example("fair", "courier", tmp_path, tmp_path, body=BODY), Run(Answer(BODY[:60]), 0.1, 0.1)),
            Result(Example("perfect", "courier", tmp_path, tmp_path, body=BODY), Run(Answer(BODY), 0.1, 0.1)),
            Result(Example("worst", "courier", tmp_path, tmp_path, body=BODY), Run(Answer(""), 0.1, 0.1, "timeout")),
            Result(Example("without-gold", "courier", tmp_path, tmp_path), Run(Answer(""), 0.1, 0.1)),
        ]
    }
    for markdown in (False, True):
        (path,) = report.write(tmp_path / "out", results, markdown=markdown)
        text = path.read_text()
        assert path.name == f"courier-cleaner-bs4.{'md' if markdown else 'html'}"
        assert 0 < text.index("0.000 worst") < text.index("fair")
        assert "timeout" in text
        assert "perfect" not in text
        assert "without-gold" not in text


def test_page_text_is_escaped(tmp_path):
    page = report.page_report(result(tmp_path, "<script>alert(1)</script> and three more words", body=BODY))
    html = report.as_html("a & b", [page])
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert "a &amp; b" in html
