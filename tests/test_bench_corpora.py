"""The readers of each layout, on tiny corpora written here."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench import corpora
from bench.corpora import CorpusError, Example

PAGE = b"<html><body><nav>Menu</nav><p>The river rose at dawn.</p></body></html>"


def put(path: Path, data: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data.encode() if isinstance(data, str) else data
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def own(folder: Path) -> None:
    row = {"id": "a1", "url": "https://www.example.org/a", "page_type": "article", "title": "River"}
    row |= {"author": "Ada Long", "date": "2024-03-01", "language": "Greek", "body": "The river rose."}
    row |= {"with": ["river rose"], "without": []}
    put(folder / "gold.jsonl", json.dumps(row) + "\n" + json.dumps({"id": "b2"}) + "\n")
    put(folder / "html" / "a1.html.gz", PAGE)
    put(folder / "text-innertext.jsonl.gz", json.dumps({"id": "a1", "text": "Menu\nThe river rose."}) + "\n")


def article_extraction_benchmark(folder: Path) -> None:
    put(
        folder / "ground-truth.json",
        json.dumps({"a1": {"articleBody": "The river rose.", "url": "https://example.org/a"}}),
    )
    put(folder / "html" / "a1.html.gz", PAGE)


def wcxb(folder: Path) -> None:
    truth = {"title": "River", "author": None, "publish_date": "2024-03-01", "main_content": "The river rose."}
    truth |= {"with": ["river rose"], "without": ["Menu"]}
    page = {"url": "https://example.org/a", "_internal": {"page_type": {"primary": "forum"}}, "ground_truth": truth}
    put(folder / "ground-truth" / "a1.json", json.dumps(page))
    put(folder / "html" / "a1.html.gz", PAGE)


EVALUATION = {
    "https://example.org/a": {"file": "a1.html", "with": ["river rose"], "without": ["Menu"], "author": "Ada Long"},
    "https://example.org/b": {"file": "b2.html", "with": ["x"], "without": ["y"]},
    "https://example.org/c": {"file": "gone.html", "with": ["x"], "without": ["y"]},
}


def trafilatura_json(folder: Path) -> None:
    put(folder / "evaldata.json", json.dumps(EVALUATION))
    put(folder / "cache" / "a1.html", PAGE)
    put(folder / "eval" / "a1.html", b"the page in cache goes first")
    put(folder / "eval" / "b2.html", PAGE)


def trafilatura_python(folder: Path) -> None:
    trafilatura_json(folder)
    (folder / "evaldata.json").unlink()
    put(folder / "evaldata.py", f"import this_must_not_run\n\nEVAL_PAGES = {EVALUATION!r}\n")


LAYOUTS = [own, article_extraction_benchmark, wcxb, trafilatura_json, trafilatura_python]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_page(layout, tmp_path):
    layout(tmp_path)
    example = corpora.read(tmp_path)[0]
    assert (example.id, example.corpus, example.html()) == ("a1", tmp_path.name, PAGE)
    assert corpora.site(example) == "example.org"


@pytest.mark.parametrize("layout", LAYOUTS[:3])
def test_gold_bodies(layout, tmp_path):
    layout(tmp_path)
    assert corpora.read(tmp_path)[0].body == "The river rose."


@pytest.mark.parametrize("layout", LAYOUTS[2:])
def test_gold_segments(layout, tmp_path):
    layout(tmp_path)
    example = corpora.read(tmp_path)[0]
    assert (example.segments_with, example.segments_without) == (("river rose",), ("Menu",))


def test_fields_of_the_own_layout(tmp_path):
    own(tmp_path)
    full, bare = corpora.read(tmp_path)
    assert (full.title, full.authors, full.date, full.language) == ("River", ("Ada Long",), "2024-03-01", "el")
    assert (bare.title, bare.authors, bare.date, bare.language, bare.body) == (None, (), None, None, None)


def test_fields_of_wcxb(tmp_path):
    wcxb(tmp_path)
    example = corpora.read(tmp_path)[0]
    assert (example.page_type, example.date, example.authors) == ("forum", "2024-03-01", ())


def test_pages_of_trafilatura_whose_file_is_gone_are_left_out(tmp_path):
    trafilatura_json(tmp_path)
    assert [example.id for example in corpora.read(tmp_path)] == ["a1", "b2"]


def test_unknown_layout(tmp_path):
    with pytest.raises(CorpusError, match="holds none of"):
        corpora.read(tmp_path)


def test_python_file_without_a_dict(tmp_path):
    put(tmp_path / "evaldata.py", "EVAL_PAGES = None")
    with pytest.raises(CorpusError, match="assigns no dict"):
        corpora.read(tmp_path)


def test_the_corpus_own_text_goes_before_a_rendering(tmp_path):
    own(tmp_path)
    full, bare = corpora.read(tmp_path)
    assert full.text("innertext") == "Menu\nThe river rose."
    assert full.text("bs4") == "Menu\nThe river rose at dawn."
    with pytest.raises(CorpusError, match="no innertext text of page b2"):
        bare.text("innertext")
    with pytest.raises(CorpusError, match="no carrier-pigeon text"):
        full.text("carrier-pigeon")
    assert corpora.renderers(tmp_path) == ["innertext"]


@pytest.mark.parametrize(
    ("url", "name", "site"),
    [
        ("https://blog.news.example.co.uk/2024/a?b=http", "x", "example.co.uk"),
        ("http://web.archive.org/web/2019/https://www.example.com/a", "x", "example.com"),
        ("http://www1.example.gr", "x", "example.gr"),
        ("https://localhost:8000/a", "x", "localhost"),
        (None, "de-Courier_2024_03_01", "de-Courier"),
        (None, "de-Courier_2024_03_01_2", "de-Courier"),
        (None, "de-Courier2", "de-Courier2"),
    ],
)
def test_site(url, name, site, tmp_path):
    assert corpora.site(Example(name, "c", tmp_path, tmp_path, url)) == site
