"""Several pages of one article -> the article: repeated heads and tails are dropped, the body runs on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from cleaner import body
from cleaner.document import Article, Block, Label, Metadata, Notice, Ticker
from cleaner.fold import fold
from cleaner.metadata.reading import minutes, words
from cleaner.shapes import CLOSERS, TERMINAL

GAP = "\n\n"
"""What stands between the pages in the source_text of the joined article."""
SHORTEST = 20
"""Characters from which on a piece that stood on an earlier page is a repetition wherever it stands."""
REPEATED = "stands on another page of the article"
OVER = frozenset({"truncated", "more_pages"})
"""Warnings that say that there are more pages."""


def join(
    articles: Iterable[Article],
    *,
    keep: Collection[Label] = (),
    drop: Collection[Label] = (),
) -> Article:
    """Make one article of the cleaned pages of one.

    Args:
        articles: what clean() gave for each page. Where all of them know which page they are, they are put in that
            order; else they stay in the order given.
        keep: labels whose pieces go into the body besides the content.
        drop: labels whose pieces stay out of it though they are content.

    Returns:
        The article. Its metadata is that of the first page, with the words and tickers of all and no page number; its
        source_text holds the pages' texts one after the other, and the offsets of blocks and warnings point into it.

    Raises:
        ValueError: there is no page.
    """
    pages = _in_order(list(articles))
    if not pages:
        raise ValueError("There is no page to join.")
    starts = _starts(pages)
    blocks = _without_repetition([_moved(page.blocks, start) for page, start in zip(pages, starts, strict=True)])
    text = _run_on([body.chosen(page, keep, drop) for page in blocks])
    first = pages[0]
    return Article(
        body=text,
        metadata=_metadata(pages, text),
        blocks=tuple(block for page in blocks for block in page),
        warnings=_warnings(pages, starts),
        source_text=GAP.join(page.source_text for page in pages),
        kind=first.kind,
        status="ok" if text else first.status,
        reason="" if text else first.reason,
    )


def _in_order(pages: list[Article]) -> list[Article]:
    numbers = [page.metadata.page for page in pages]
    return pages if None in numbers else sorted(pages, key=lambda page: page.metadata.page or 0)


def _count(pages: Sequence[Article]) -> int:
    """How many pages these are: one that is there twice counts once where it knows its number."""
    numbers = [page.metadata.page for page in pages]
    return len(set(numbers) - {None}) + numbers.count(None)


def _starts(pages: Sequence[Article]) -> list[int]:
    """Where each page's text begins in the joined one."""
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page.source_text) + len(GAP))
    return starts


def _moved(blocks: Iterable[Block], start: int) -> list[Block]:
    return [block._replace(start=block.start + start, end=block.end + start) for block in blocks]


def _without_repetition(pages: Sequence[list[Block]]) -> list[list[Block]]:
    """The pages, with content that stands on several of them labelled as a duplicate on all but one.

    What pages begin with alike stays on the first of them, what they end in alike on the last, of which only what stays
    of its head counts: else a page that is there twice would go as the head of the one and as the tail of the other. In
    between a piece is a repetition only where it is long enough to be no accident.
    """
    texts = [[fold(block.text) for block in page if block.is_content] for page in pages]
    heads = [max((_alike(own, other) for other in texts[:number]), default=0) for number, own in enumerate(texts)]
    ends = [own[head:][::-1] for own, head in zip(texts, heads, strict=True)]
    seen: set[str] = set()
    cleared: list[list[Block]] = []
    for number, page in enumerate(pages):
        own = texts[number]
        tail = max((_alike(own[::-1], other) for other in ends[number + 1 :]), default=0)
        again = {place for place, text in enumerate(own) if text in seen and len(text) >= SHORTEST}
        again |= {*range(heads[number]), *range(len(own) - tail, len(own))}
        content = [index for index, block in enumerate(page) if block.is_content]
        cleared.append(_labelled_again(page, {content[place] for place in again}))
        seen.update(text for place, text in enumerate(own) if place not in again)
    return cleared


def _alike(texts: Sequence[str], others: Sequence[str]) -> int:
    """How many texts two pages begin with alike."""
    pairs = zip(texts, others, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(texts), len(others)))


def _labelled_again(page: list[Block], drop: Collection[int]) -> list[Block]:
    return [
        block._replace(label=Label.DUPLICATE, reason=REPEATED) if index in drop else block
        for index, block in enumerate(page)
    ]


def _run_on(pages: Iterable[Sequence[Block]]) -> str:
    """The bodies of the pages, one after the other; a sentence that is cut by the page's end goes on."""
    parts: list[str] = []
    before: Block | None = None
    for blocks in pages:
        if not blocks:
            continue
        if before:
            parts.append(_between(before, blocks[0]))
        parts.append(body.assemble(blocks))
        before = blocks[-1]
    return "".join(parts)


def _between(before: Block, block: Block) -> str:
    if {before.label, block.label} <= body.LOOSE and not _ends(before.text) and body.begins_inside(block.text):
        return " "
    return "\n" if before.label is block.label and block.label in body.TIGHT else "\n\n"


def _ends(text: str) -> bool:
    """Whether a sentence ends where a text ends."""
    return text.rstrip(CLOSERS)[-1:] in TERMINAL


def _metadata(pages: Sequence[Article], text: str) -> Metadata:
    first = pages[0].metadata
    tickers: dict[Ticker, None] = dict.fromkeys(ticker for page in pages for ticker in page.metadata.tickers)
    sources = {name: source for name, source in first.sources.items() if name != "page"}
    return replace(
        first,
        page=None,
        pages=max(_count(pages), first.pages or 0),
        word_count=words(text),
        reading_time=minutes(text),
        tickers=tuple(tickers),
        sources=sources,
    )


def _warnings(pages: Sequence[Article], starts: Sequence[int]) -> tuple[Notice, ...]:
    """The pages' warnings; not that there are more pages where all of them are here."""
    whole = _count(pages) >= max(page.metadata.pages or 0 for page in pages)
    told = {notice.code: (notice, start) for page, start in zip(pages, starts, strict=True) for notice in page.warnings}
    return tuple(
        replace(notice, start=_plus(notice.start, start), end=_plus(notice.end, start))
        for code, (notice, start) in told.items()
        if not (whole and code in OVER)
    )


def _plus(offset: int | None, start: int) -> int | None:
    return None if offset is None else offset + start
