from __future__ import annotations

import gzip
import json

import click
import pytest
from click.testing import CliRunner

from bench import compare, peers, table
from bench.compare import SAMPLE_PAGES
from bench.corpora import Example
from bench.peers import Answer, Tool
from bench.race import Run
from bench.scores import Result, figures

BODY = "The river rose at dawn and the mill stood in water."


def examples(tmp_path, count: int, **gold) -> list[Example]:
    return [Example(str(at), "courier", tmp_path, tmp_path, **gold) for at in range(count)]


def test_figures(tmp_path):
    page = Example("a", "c", tmp_path, tmp_path, body=BODY, title="River", date="2024-03-01", segments_with=("river",))
    answers = [Answer(BODY, "RIVER", (), "2024-03-02"), Answer("", "Mill", (), None)]
    runs = [Run(answers[0], 0.010, 0.008), Run(answers[1], 0.030, 0.020, "timeout")]
    found = figures([Result(page, run) for run in runs])
    assert found == {
        "shingle F1": pytest.approx(2 / 3),  # precision 1 of one page, recall 1 and 0
        "word F1": pytest.approx(1 / 2),
        "segment F": pytest.approx(2 / 3),
        "title": pytest.approx(1 / 2),
        "date": 0,
        "any date": 0,
        "authors": None,
        "site": None,
        "tags": None,
        "tags F1": None,
        "median ms": pytest.approx(20),
        "total ms": pytest.approx(40),
        "median CPU ms": pytest.approx(14),
        "errors": 1,
    }


def test_figures_without_gold(tmp_path):
    page = Example("a", "c", tmp_path, tmp_path)
    found = figures([Result(page, Run(Answer(BODY, "T", ("A",), "2024-01-01"), 0.1, 0.1))])
    assert [found[name] for name in ("shingle F1", "word F1", "segment F", "title", "date", "authors")] == [None] * 6


def test_ratio_is_of_the_medians_to_the_reference_on_html(tmp_path):
    page = Example("a", "c", tmp_path, tmp_path, body=BODY)
    seconds = {Tool("trafilatura", "html"): 0.04, Tool("cleaner", "bs4"): 0.01, Tool("cleaner", "html"): 0.08}
    rows = table.tabulate("c", {tool: [Result(page, Run(Answer(""), s, s * s))] for tool, s in seconds.items()})["rows"]
    assert [row["ratio"] for row in rows] == [1, pytest.approx(0.25), pytest.approx(2)]
    assert [row["CPU ratio"] for row in rows] == [1, pytest.approx(0.0625), pytest.approx(4)]


def test_no_ratio_without_the_reference(tmp_path):
    page = Example("a", "c", tmp_path, tmp_path, body=BODY)
    drawn = table.render(table.tabulate("c", {Tool("cleaner", "bs4"): [Result(page, Run(Answer(BODY), 1, 1))]}))
    assert "ratio" not in drawn
    assert "authors" not in drawn
    assert "shingle F1" in drawn


@pytest.mark.parametrize(
    ("mode", "names", "tools"),
    [
        ("html", "cleaner,goose3", [("cleaner", "html"), ("goose3", "html")]),
        ("text", "cleaner", [("cleaner", "bs4"), ("cleaner", "recall")]),
        ("both", "trafilatura, c4-lines", [("trafilatura", "html"), ("c4-lines", "bs4"), ("c4-lines", "recall")]),
    ],
)
def test_choose(mode, names, tools):
    assert compare.choose(mode, ["bs4", "recall"], names) == tools


def test_choose_by_default_everything_but_what_is_for_metadata():
    names = {tool.name for tool in compare.choose("both", ["bs4"], None)}
    assert names == {*peers.HTML, *peers.TEXT} - {"trafilatura-metadata", "htmldate"}


def test_a_tool_that_gives_dates_alone_has_no_figures_of_bodies(tmp_path):
    page = Example("a", "c", tmp_path, tmp_path, body=BODY, date="2024-03-01", tags=("river",), site="Courier")
    found = figures([Result(page, Run(Answer("", date="2024-03-01"), 0.1, 0.1))])
    assert (found["shingle F1"], found["word F1"], found["tags"], found["site"]) == (None,) * 4
    assert (found["date"], found["any date"]) == (1, 1)


def test_the_last_change_counts_as_any_date_only(tmp_path):
    page = Example("a", "c", tmp_path, tmp_path, date="2024-03-01")
    answers = [Answer("", date="2024-03-01"), Answer("", changed="2024-03-01T10:10")]
    found = figures([Result(page, Run(answer, 0.1, 0.1)) for answer in answers])
    assert (found["date"], found["any date"]) == (0.5, 1)


@pytest.mark.parametrize(("mode", "names"), [("text", "goose3"), ("html", "c4-lines"), ("both", "cleaner,hammer")])
def test_choose_refuses_unknown_names(mode, names):
    with pytest.raises(click.BadParameter, match="no such tool"):
        compare.choose(mode, ["bs4"], names)


def test_sample_is_the_same_whatever_the_order(tmp_path):
    pages = examples(tmp_path, 3 * SAMPLE_PAGES)
    chosen = compare.fixed_sample(pages)
    assert len(chosen) == SAMPLE_PAGES
    assert chosen == sorted(chosen, key=lambda page: int(page.id))
    assert {page.id for page in compare.fixed_sample(pages[::-1])} == {page.id for page in chosen}
    assert chosen != pages[:SAMPLE_PAGES]


def test_sample_of_a_small_corpus_is_all_of_it(tmp_path):
    pages = examples(tmp_path, 5)
    assert compare.fixed_sample(pages) == pages


def test_pick_by_type(tmp_path):
    pages = examples(tmp_path, 3, page_type="forum") + examples(tmp_path, 2, page_type="article")
    assert len(compare.pick(pages, "article", None, sample=False)) == 2
    assert len(compare.pick(pages, None, 4, sample=False)) == 4
    with pytest.raises(click.UsageError, match="no page is left"):
        compare.pick(pages, "product", None, sample=False)


def test_command(tmp_path):
    folder = tmp_path / "courier"
    (folder / "html").mkdir(parents=True)
    (folder / "gold.jsonl").write_text(json.dumps({"id": "a1", "body": BODY}))
    (folder / "html" / "a1.html.gz").write_bytes(gzip.compress(f"<p>Menu</p><p>{BODY}</p>".encode()))
    command = [str(folder), "--mode", "text", "--peers", "whole-text,c4-lines", "--limit", "1"]
    command += ["--json", str(tmp_path / "table.json"), "--report", str(tmp_path / "out")]
    answer = CliRunner().invoke(compare.main, command, catch_exceptions=False)
    assert answer.exit_code == 0
    assert "courier, 1 pages" in answer.output
    rows = json.loads((tmp_path / "table.json").read_text())["tables"][0]["rows"]
    whole = 2 * (8 / 9) / (8 / 9 + 1)  # 8 runs of four words, and one more that begins with the menu
    assert [(row["tool"], row["shingle F1"]) for row in rows] == [("whole-text", pytest.approx(whole)), ("c4-lines", 1)]
    assert [row["errors"] for row in rows] == [0, 0]
    assert (tmp_path / "out" / "courier-whole-text-innertext.html").is_file()
