"""Every tool under test as a function from a page to an Answer, by name. Tools are imported when first called."""

from __future__ import annotations

import html as html_escapes
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cleaner.document import Kind

ONLY_IF_NAMED = frozenset({"trafilatura-metadata", "htmldate"})  # for comparisons of metadata
ADDRESSED = frozenset({"cleaner", "trafilatura-metadata", "htmldate", "newspaper4k"})  # read metadata off the URL too
REFERENCE = "trafilatura"  # the row that the others' times are divided by


class Labelled(NamedTuple):
    """A piece of the page with the tool's verdict on it."""

    text: str
    label: str
    reason: str


class Answer(NamedTuple):
    """What a tool says of one page. None or empty where it says nothing."""

    body: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None  # ISO 8601, the day of publication
    site: str | None = None  # the publication's name
    tags: tuple[str, ...] = ()
    changed: str | None = None  # ISO 8601, the day of the last change, where the tool keeps the two apart
    pieces: tuple[Labelled, ...] = ()  # all of the page, for the report; our own gives them alone


class Tool(NamedTuple):
    """A tool and what it is given."""

    name: str
    source: str  # "html", or the renderer of the text: "innertext", "bs4" …

    def call(self, page: Any, url: str | None = None) -> Answer:
        """The tool's answer for a page, bytes of HTML or text as its source says. Raises what the tool raises.

        A tool that can do with it is told where the page came from.
        """
        tool: Callable[..., Answer] = HTML[self.name] if self.source == "html" else TEXT[self.name]
        return tool(page, url=url) if self.name in ADDRESSED else tool(page)


C4_END_MARKS = (".", "?", "!", '"')
C4_MIN_WORDS = 5
C4_MAX_WORD_CHARACTERS = 1000
C4_UNWANTED = re.compile(
    "javascript|terms of use|privacy policy|cookie policy|uses cookies|use of cookies|use cookies", re.IGNORECASE
)
LONG_LINE_CHARACTERS = 80


def cleaner(source: str | bytes, kind: Kind, url: str | None = None) -> Answer:
    """Our own: the whole of clean(), language and metadata included."""
    from cleaner import clean

    article = clean(source, kind=kind, url=url)
    found = article.metadata
    pieces = tuple(Labelled(block.text, block.label, block.reason) for block in article.blocks)
    dates = {"date": found.date_published, "changed": found.date_modified}
    return Answer(article.body, found.title, found.authors, site=found.site, tags=found.tags, pieces=pieces, **dates)


def trafilatura(html: bytes, **options: Any) -> Answer:
    """With the settings of Trafilatura's own evaluation (EXTRACT_OPTS in its tests/eval_common.py)."""
    from trafilatura import extract

    return Answer(extract(html, include_comments=False, include_tables=True, **options) or "")


def trafilatura_metadata(html: bytes, url: str | None = None) -> Answer:
    """Slower than the other rows of Trafilatura: its dates are htmldate's."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    if document is None:
        return Answer("")
    authors = tuple(filter(None, (document.author or "").split("; ")))
    return Answer(
        document.text or "", document.title, authors, document.date, document.sitename, _keywords(document.tags or ())
    )


def htmldate(html: bytes, url: str | None = None) -> Answer:
    """The day of publication alone, with the settings that trafilatura asks it with."""
    from htmldate import find_date

    return Answer("", date=find_date(_decode(html), url=url, original_date=True, extensive_search=True))


def readability(html: bytes) -> Answer:
    from inscriptis import get_text
    from readability import Document

    document = Document(_decode(html))
    return Answer(get_text(document.summary()), document.short_title())


def newspaper(html: bytes, url: str | None = None) -> Answer:
    from newspaper import Article

    article = Article(url or "https://example.org/", fetch_images=False)
    article.download(input_html=_decode(html))
    article.parse()
    published = article.publish_date
    date = published.isoformat() if hasattr(published, "isoformat") else published
    tags = _strings([article.tags]) or _strings([article.meta_keywords])
    return Answer(
        article.text, article.title, tuple(article.authors), date or None, article.meta_site_name or None, tags
    )


def resiliparse(html: bytes) -> Answer:
    from resiliparse.extract.html2text import extract_plain_text

    return Answer(extract_plain_text(_decode(html), main_content=True, alt_texts=False))


def goose(html: bytes) -> Answer:
    from goose3 import Goose

    article = Goose({"enable_image_fetching": False}).extract(raw_html=_decode(html))
    dates, authors = _strings([article.publish_date]), _strings(article.authors)
    return Answer(article.cleaned_text, article.title, authors, dates[0] if dates else None)


def boilerpy(html: bytes) -> Answer:
    from boilerpy3.extractors import ArticleExtractor

    return Answer(ArticleExtractor().get_content(_decode(html)))


def justext(html: bytes | str) -> Answer:
    """With the stop words of all its languages, as the page's language is not given."""
    from justext import justext as paragraphs

    kept = [found.text for found in paragraphs(html, _stop_words()) if not found.is_boilerplate]
    return Answer("\n\n".join(kept))


def whole_text(text: str) -> Answer:
    return Answer(text)


def c4_lines(text: str) -> Answer:
    """The rules that C4 keeps a line by; not those that drop a whole page.

    Sources: Raffel et al. 2020, https://jmlr.org/papers/v21/20-074.html, section 2.2; the numbers and the phrases are
    those of the code that made C4, tensorflow_datasets/text/c4_utils.py.
    """
    return _lines(text, _c4_keeps)


def long_lines(text: str) -> Answer:
    return _lines(text, lambda line: len(line) >= LONG_LINE_CHARACTERS)


def justext_lines(text: str) -> Answer:
    """What jusText keeps, with each line as a paragraph of its own."""
    rows = (f"<p>{html_escapes.escape(line)}</p>" for line in _filled(text.split("\n")))
    return justext(f"<html><body>{''.join(rows)}</body></html>")


HTML: dict[str, Callable[[bytes], Answer]] = {
    "cleaner": partial(cleaner, kind="html"),
    "trafilatura": trafilatura,
    "trafilatura-fast": partial(trafilatura, fast=True),
    "trafilatura-precision": partial(trafilatura, favor_precision=True),
    "trafilatura-recall": partial(trafilatura, favor_recall=True),
    "trafilatura-metadata": trafilatura_metadata,
    "htmldate": htmldate,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "resiliparse": resiliparse,
    "goose3": goose,
    "boilerpy3": boilerpy,
    "justext": justext,
}

TEXT: dict[str, Callable[[str], Answer]] = {
    "cleaner": partial(cleaner, kind="text"),
    "whole-text": whole_text,
    "c4-lines": c4_lines,
    "long-lines": long_lines,
    "justext-lines": justext_lines,
}


def _keywords(values: Iterable[str]) -> tuple[str, ...]:
    """Keywords one by one: trafilatura hands on the meta elements' lists as they are."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _strings(values: Iterable[Any]) -> tuple[str, ...]:
    """The strings among the values and in the lists among them: goose3 hands on what it finds in JSON-LD as it is."""
    flat = (one for value in values for one in (value if isinstance(value, list) else [value]))
    return tuple(one for one in flat if isinstance(one, str))


def _decode(html: bytes) -> str:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return bytes_to_str(html, detect_encoding(html) or "utf-8")


@cache
def _stop_words() -> frozenset[str]:
    from justext import get_stoplist, get_stoplists

    return frozenset().union(*map(get_stoplist, get_stoplists()))


def _lines(text: str, keeps: Callable[[str], bool]) -> Answer:
    return Answer("\n".join(line for line in _filled(text.split("\n")) if keeps(line)))


def _filled(lines: Iterable[str]) -> Iterable[str]:
    return filter(None, (line.strip() for line in lines))


def _c4_keeps(line: str) -> bool:
    words = line.split()
    return (
        line.endswith(C4_END_MARKS)
        and not line.endswith("...")
        and len(words) >= C4_MIN_WORDS
        and max(map(len, words)) <= C4_MAX_WORD_CHARACTERS
        and not C4_UNWANTED.search(line)
    )
