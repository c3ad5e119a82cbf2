"""Readers of extraction corpora: one frozen `Example` a page, whatever the layout of the folder.

Layouts are told apart by what lies in the folder:

- `gold.jsonl`, `html/ID.html.gz`, `text-RENDERER.jsonl.gz`: this project's own, described in docs/benchmark.md
- `ground-truth.json`, `html/ID.html.gz`: https://github.com/scrapinghub/article-extraction-benchmark
- `ground-truth/ID.json`, `html/ID.html.gz`, one split a folder:
  https://github.com/Murrough-Foley/web-content-extraction-benchmark
- `evaldata.json` or `evaldata.py`, pages in `cache/` and `eval/`: https://github.com/adbar/trafilatura, folder `tests`
- `pages/ID.tsv`: the pages of bench.written, which are text alone
"""

from __future__ import annotations

import ast
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import courlan

from bench import written
from bench.texts import RENDERERS

_LANGUAGES = {"Chinese": "zh", "English": "en", "Greek": "el", "Polish": "pl", "Russian": "ru"}

TEXT_ALONE = ".tsv"
"""How the name of a page's file ends where there is no HTML."""

_SCHEME = re.compile(r"^.*:/+|^\w*::")  # an archive's address holds that of the page: the last scheme counts


class CorpusError(ValueError):
    """The folder holds no layout that is known, or lacks the text that was asked for."""


@dataclass(frozen=True, slots=True)
class Example:
    """One page of a corpus with what people say is right. The HTML and the texts are read when asked for."""

    id: str
    corpus: str  # the folder's name
    html_path: Path  # the page's raw bytes, gzipped where the name ends in .gz; of a page that is text alone, its file
    folder: Path  # where the rendered texts lie
    url: str | None = None
    page_type: str | None = None  # "article", "forum", "product" …; None where the corpus doesn't say
    language: str | None = None  # ISO 639-1
    title: str | None = None
    authors: tuple[str, ...] = ()  # as the corpus writes them; one string may hold several names
    date: str | None = None  # ISO 8601, a day or finer
    tags: tuple[str, ...] = ()
    site: str | None = None  # the publication's name
    body: str | None = None  # None where the corpus has no gold body
    segments_with: tuple[str, ...] = ()  # pieces that the body must hold
    segments_without: tuple[str, ...] = ()  # pieces that it must not hold

    def html(self) -> bytes:
        """The page as it was fetched. Raises OSError where the file is missing."""
        data = self.html_path.read_bytes()
        return gzip.decompress(data) if self.html_path.suffix == ".gz" else data

    def text(self, renderer: str) -> str:
        """The page as `renderer` writes it ("innertext", "bs4" …): the corpus's own text, else one made from the HTML.
        Raises CorpusError where there is neither.
        """
        texts = _texts(self.folder, renderer)
        if self.id in texts:
            return texts[self.id]
        if texts or renderer not in RENDERERS or self.html_path.suffix == TEXT_ALONE:
            raise CorpusError(f"{self.corpus} has no {renderer} text of page {self.id}")
        return RENDERERS[renderer](self.html())


def read(folder: str | Path) -> list[Example]:
    """All pages of a corpus in the order of its gold file. Raises CorpusError for a folder of unknown layout."""
    folder = Path(folder)
    for marker, reader in _READERS.items():
        if (folder / marker).exists():
            return list(reader(folder / marker, folder.resolve().name))
    raise CorpusError(f"{folder} holds none of: {', '.join(_READERS)}")


def renderers(folder: str | Path) -> list[str]:
    """The renderers whose texts lie in the folder, in alphabetical order."""
    return sorted(path.name[len("text-") : -len(".jsonl.gz")] for path in Path(folder).glob("text-*.jsonl.gz"))


def site(example: Example) -> str:
    """What pages of one site have in common, to split by: the registered host, else the id without its date."""
    if not example.url:
        return re.sub(r"[_-]?\d{4}[_-]\d\d[_-]\d\d.*$", "", example.id)
    host = re.split(r"[/?#:]", _SCHEME.sub("", example.url.lower()))[0]
    return courlan.extract_domain("http://" + host) or host


@lru_cache(maxsize=8)
def _texts(folder: Path, renderer: str) -> Mapping[str, str]:
    if renderer == written.RENDERER and (folder / written.PAGES).is_dir():
        return {page.id: page.text for page in written.read(folder / written.PAGES)}
    path = folder / f"text-{renderer}.jsonl.gz"
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}


def _read_gold(path: Path, corpus: str) -> Iterator[Example]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield _example(row["id"], corpus, path.parent / "html" / f"{row['id']}.html.gz", row)


def _read_article_extraction_benchmark(path: Path, corpus: str) -> Iterator[Example]:
    for name, truth in json.loads(path.read_text(encoding="utf-8")).items():
        row = {**truth, "body": truth.get("articleBody"), "date": truth.get("publish_date")}
        yield _example(name, corpus, path.parent / "html" / f"{name}.html.gz", row)


def _read_wcxb(path: Path, corpus: str) -> Iterator[Example]:
    for file in sorted(path.glob("*.json")):
        page = json.loads(file.read_text(encoding="utf-8"))
        truth = page["ground_truth"]
        row = {
            **truth,
            "url": page.get("url"),
            "page_type": page.get("_internal", {}).get("page_type", {}).get("primary"),
            "body": truth.get("main_content"),
            "date": truth.get("publish_date"),
        }
        yield _example(file.stem, corpus, path.parent / "html" / f"{file.stem}.html.gz", row)


def _read_trafilatura(path: Path, corpus: str) -> Iterator[Example]:
    source = path.read_text(encoding="utf-8")
    rows = json.loads(source) if path.suffix == ".json" else _assigned_dict(source)
    for url, row in rows.items():
        found = [path.parent / place / row["file"] for place in ("cache", "eval")]
        for html_path in filter(Path.is_file, found[:1] if found[0].is_file() else found):
            yield _example(Path(row["file"]).stem, corpus, html_path, {**row, "url": url})


def _read_written(path: Path, corpus: str) -> Iterator[Example]:
    for page in written.read(path):
        row = {
            "language": page.facts.get("lang"),
            "title": page.facts.get("title"),
            "author": page.facts.get("authors", "").split(";"),
            "date": page.facts.get("date"),
            "body": page.body,
        }
        yield _example(page.id, corpus, path / f"{page.id}{TEXT_ALONE}", row)


_READERS = {
    "gold.jsonl": _read_gold,
    "ground-truth.json": _read_article_extraction_benchmark,
    "ground-truth": _read_wcxb,
    "evaldata.json": _read_trafilatura,
    "evaldata.py": _read_trafilatura,
    written.PAGES: _read_written,
}


def _assigned_dict(source: str) -> dict[str, Any]:
    """The first dict literal that a Python module assigns, without running the module."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            value: dict[str, Any] = ast.literal_eval(node.value)
            return value
    raise CorpusError("evaldata.py assigns no dict")


def _example(name: str, corpus: str, html_path: Path, row: Mapping[str, Any]) -> Example:
    language = row.get("language")
    return Example(
        id=name,
        corpus=corpus,
        html_path=html_path,
        folder=html_path.parent.parent,
        url=row.get("url") or None,
        page_type=row.get("page_type"),
        language=_LANGUAGES.get(language, language) if language else None,
        title=row.get("title") or None,
        authors=_strings(row.get("author")),
        date=row.get("date") or None,
        tags=_strings(row.get("tags")),
        site=row.get("sitename") or row.get("site") or None,
        body=row.get("body") or None,
        segments_with=_strings(row.get("with")),
        segments_without=_strings(row.get("without")),
    )


def _strings(value: str | Iterable[str] | None) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value or ()
    return tuple(text for text in values if text and text.strip())
