"""Clean scraped articles: page text or HTML in, body and metadata out, every piece that was taken out labelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from os import PathLike, fspath

from cleaner import body, intake, labeller, language, metadata, notices, passes, rules
from cleaner.document import (
    CONTENT,
    Article,
    Block,
    Kind,
    Label,
    Markup,
    Metadata,
    Notice,
    Page,
    Piece,
    Source,
    Ticker,
    Verdict,
)
from cleaner.errors import CleanError, NotATimeError, NotTextError, UnknownKindError, UnknownLabelError
from cleaner.joining import join
from cleaner.memory import recall
from cleaner.memory.recall import Memory
from cleaner.memory.seen import NONE, Memories
from cleaner.memory.store import MemoryFileError
from cleaner.metadata.crawled import crawl
from cleaner.words import compile_phrases

__all__ = [
    "CONTENT",
    "Article",
    "Block",
    "CleanError",
    "Label",
    "Memory",
    "MemoryFileError",
    "Metadata",
    "NotATimeError",
    "NotTextError",
    "Notice",
    "Source",
    "Ticker",
    "UnknownKindError",
    "UnknownLabelError",
    "clean",
    "join",
]
__version__ = "0.1.0"


def clean(  # noqa: PLR0913 - the whole public interface is this one call
    source: str | bytes,
    *,
    kind: Kind | None = None,
    url: str | None = None,
    keep: Iterable[Label | str] = (),
    drop: Iterable[Label | str] = (),
    remove: Iterable[str] = (),
    protect: Iterable[str] = (),
    with_title: bool = False,
    links: bool = False,
    images: bool = False,
    crawled: str | date | None = None,
    memory: Memory | str | PathLike[str] | None = None,
    site: str | None = None,
) -> Article:
    """Take an article out of the page it was scraped with.

    Args:
        source: page text or HTML, of any length. Bytes are decoded by what they declare, else by what they look like.
        kind: "text" or "html"; None to have it told from the source.
        url: where the page came from. It is never fetched.
        keep: labels whose pieces go into the body besides the content: {"comments"}, or one label alone: "comments".
        drop: labels whose pieces stay out of the body though they are content: {"list_item"}.
        remove: phrases, or one, whose pieces are taken out, in the syntax of the lists (cleaner/words/README.md).
        protect: phrases whose pieces are content whatever else is said of them.
        with_title: whether the body begins with the title.
        links: whether blocks hold the links in them, for Markdown and JSON.
        images: whether blocks hold the images before them, the same.
        crawled: when the page was fetched (ISO 8601, a date or a datetime). It tells what day "Gestern 17:58 Uhr" was.
        memory: what is known of sites (docs/memory.md), or the file that it is in, which is opened once a process.
        site: the site that the page is from, for the memory; None for the host of the URL.

    Returns:
        The article. An empty source, or a page without an article, is no error: its status says so.

    Raises:
        UnknownLabelError: keep or drop has a label that does not exist.
        UnknownKindError: kind is neither "text" nor "html".
        NotTextError: the bytes are no text: a PDF, an image, an archive.
        NotATimeError: crawled is a text that is no time.
        MemoryFileError: the file is no memory, or can't be read.
        TypeError: the source is neither str nor bytes.
    """
    fetched = crawl(crawled)
    keeping, dropping = labels(keep), labels(drop)
    phrases = ((remove, Label.OTHER), (protect, Label.PARAGRAPH))
    own = [compile_phrases(several(lines), label, certain=True) for lines, label in phrases if lines]
    page = intake.read(source, kind, url)
    hits = rules.hits(page, own)
    verdicts = passes.revise(page, hits, labeller.judge(page, hits), remember(memory, page, site))
    blocks = to_blocks(page, verdicts, links, images)
    everything = with_scripts(blocks, page.unseen)
    chosen = body.chosen(everything, keeping, dropping | ({Label.TITLE} if with_title else frozenset()))
    text = body.assemble(chosen)
    facts = metadata.read(page, verdicts, language.detect(text or page.text), text, fetched)
    return Article(
        body=body.assemble(chosen, facts.title) if with_title else text,
        metadata=facts,
        blocks=everything,
        warnings=notices.find(blocks, facts, page.head, page.kind),
        source_text=page.text,
        kind=page.kind,
        status="ok" if chosen else "no_article" if everything else "empty",
        reason="" if chosen else why_empty(everything),
    )


def remember(memory: Memory | str | PathLike[str] | None, page: Page, site: str | None) -> Memories:
    """What a memory says of a page; without one, nothing."""
    if memory is None:
        return NONE
    held = memory if isinstance(memory, Memory) else recall.opened(fspath(memory))
    return held.recall(page, site)


def why_empty(blocks: Iterable[Block]) -> str:
    """Why there is no body."""
    reasons = [block.reason for block in blocks]
    found = (reason for reason in reasons if reason in passes.NO_ARTICLE)
    return next(found, "no piece of the page is article text" if reasons else "the source has no text")


def labels(names: Iterable[Label | str]) -> frozenset[Label]:
    """Labels by their names.

    Raises:
        UnknownLabelError: there is no label of that name.
    """
    try:
        return frozenset(LABELS[name] for name in several(names))
    except KeyError as error:
        raise UnknownLabelError(error.args[0], LABELS) from None


def several(names: Iterable[str]) -> Iterable[str]:
    """The names; a text is one name, not its letters."""
    return (names,) if isinstance(names, str) else names


LABELS = {label.value: label for label in Label}


def to_blocks(page: Page, verdicts: Iterable[Verdict], links: bool = False, images: bool = False) -> tuple[Block, ...]:
    """The page's pieces with their verdicts."""
    return tuple(
        Block(
            text,
            label,
            start,
            end,
            reason,
            score,
            markup.level if markup else 0,
            markup and holding(markup, links, images),
        )
        for (text, start, end, _, markup), (label, reason, score) in zip(page.pieces, verdicts, strict=True)
    )


SCRIPT = "script"
"""The reason of what a page holds but does not show."""


def with_scripts(blocks: tuple[Block, ...], unseen: Iterable[Piece]) -> tuple[Block, ...]:
    """The blocks with those of a page text's scripts, in page order."""
    scripts = [Block(piece.text, Label.OTHER, piece.start, piece.end, SCRIPT, 0.0) for piece in unseen]
    return tuple(sorted((*blocks, *scripts), key=attrgetter("start"))) if scripts else blocks


def holding(markup: Markup, links: bool, images: bool) -> Markup:
    """The markup without the links and images that nobody asked for."""
    if (links or not markup.links) and (images or not markup.images):
        return markup
    return markup._replace(links=markup.links if links else (), images=markup.images if images else ())
