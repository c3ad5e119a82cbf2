"""What other tools make of each page's HTML, kept outside of the repository: texts to train on, and votes.

`markdown` and `recall` are renderings, as page texts come in the wild. The others are what an extractor takes the
body to be: where they agree, a page without a gold teaches too (see bench.distil).
"""

from __future__ import annotations

import gzip
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import html2text
import justext
import lxml.html
import trafilatura
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.utils import decode_file

from cleaner import files

CACHE = Path.home() / ".cache" / "article-cleaner"

NO_STOPWORDS: frozenset[str] = frozenset()


def markdown(html: str) -> str:
    """The page as html2text writes it, a paragraph a line."""
    writer = html2text.HTML2Text()
    writer.body_width = 0
    return str(writer.handle(html))


def readability(html: str) -> str:
    return "".join(map(str, lxml.html.fromstring(Document(html).summary()).itertext()))


def paragraphs(html: str) -> str:
    """What jusText keeps in its mode that knows no language."""
    found = justext.justext(html, NO_STOPWORDS, stopwords_low=0, stopwords_high=0)
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


EXTRACTORS: dict[str, Callable[[str], str | None]] = {
    "trafilatura": partial(trafilatura.extract, include_comments=False),
    "precision": partial(trafilatura.extract, include_comments=False, favor_precision=True),
    "fast": partial(trafilatura.extract, include_comments=False, fast=True),
    "readability": readability,
    "resiliparse": partial(extract_plain_text, main_content=True),
    "justext": paragraphs,
}

RENDERERS: dict[str, Callable[[str], str | None]] = {
    "markdown": markdown,
    "recall": partial(trafilatura.extract, favor_recall=True),
}


def attempt(tool: Callable[[str], str | None], html: str) -> str:
    """What the tool answers, or nothing where it fails: each of them fails on some page."""
    try:
        return tool(html) or ""
    except Exception:
        return ""


def render(html: bytes) -> dict[str, str]:
    """Every rendering and every extractor's body of one page."""
    decoded = decode_file(html)
    return {name: attempt(tool, decoded) for name, tool in (RENDERERS | EXTRACTORS).items()}


def pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The ids and the raw HTML of a corpus."""
    for path in sorted((folder / "html").glob("*.html.gz")):
        yield path.name.removesuffix(".html.gz"), gzip.decompress(path.read_bytes())


def load(folder: Path, cache: Path = CACHE) -> dict[str, dict[str, str]]:
    """The renderings of a corpus by page id; made at the first call, which takes about 0.15 s a page."""
    kept = cache / f"{folder.name}.json.gz"
    if not kept.exists():
        warnings.filterwarnings("ignore")
        logging.disable(logging.CRITICAL)
        made: dict[str, Any] = {name: render(html) for name, html in pages(folder)}
        files.write(kept, gzip.compress(json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass"), 6))
    found: dict[str, dict[str, str]] = json.loads(gzip.decompress(kept.read_bytes()).decode("utf-8", "surrogatepass"))
    return found


def main() -> None:
    import sys  # noqa: PLC0415

    for folder in map(Path, sys.argv[1:]):
        print(folder.name, len(load(folder)), flush=True)


if __name__ == "__main__":
    main()
