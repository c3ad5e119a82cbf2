"""Warnings: the text is not the whole article, not one article, or none, with the piece that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner import whole_page
from cleaner.document import Block, Head, Kind, Label, Metadata, Notice
from cleaner.metadata import bylines, dates
from cleaner.metadata.head import is_free
from cleaner.passes import pages

AFTER_TEXT = 4
"""A paywall is believed in the first pieces after the last of the text; further off it is the page's chrome."""
PAYWALL = re.compile(
    r"(?i)\babo\b|abonnent|abonnement|weiterlesen|weiterzulesen|freischalten|registrieren"
    r"|subscriber|subscribe to|subscription"
    r"|continue reading|read the full|read the rest|already a (?:member|subscriber)"
    r"|réservé aux abonnés|suscriptor|abbonat"
)
ARTICLE = 600
"""Characters of content above and below a second byline that make two articles of a page."""
HEADED = 3
"""Pieces around the second byline in which its headline stands."""


def find(blocks: Sequence[Block], metadata: Metadata, head: Head | None, kind: Kind = "html") -> tuple[Notice, ...]:
    """The warnings about a page's blocks, the evidence as offsets of a block. Page text is weighed as a whole, too."""
    content = [index for index, block in enumerate(blocks) if block.is_content]
    if not content:
        return tuple(_no_article(blocks))
    return (
        *_product(blocks, content, head),
        *(_doubtful(blocks, content, metadata) if kind == "text" else ()),
        *_more_pages(blocks, metadata),
        *_paywall(blocks, content[-1], head),
        *_several(blocks, metadata, content),
    )


def _no_article(blocks: Sequence[Block]) -> Iterator[Notice]:
    """The longest piece shows what the page has in an article's place: a consent text, an error, a list."""
    block = max(blocks, key=lambda block: len(block.text), default=None)
    if block:
        yield _notice("no_article", f"No piece is article text; the longest is {block.label.value}.", block)


def _product(blocks: Sequence[Block], content: Sequence[int], head: Head | None) -> Iterator[Notice]:
    if head and pages.is_product(head):
        block = max((blocks[index] for index in content), key=lambda block: len(block.text))
        yield _notice("no_article", "The page says that it is that of a product: the text describes it.", block)


def _doubtful(blocks: Sequence[Block], content: Sequence[int], metadata: Metadata) -> Iterator[Notice]:
    chance = whole_page.doubt(blocks, metadata)
    if chance >= whole_page.ENOUGH:
        block = max((blocks[index] for index in content), key=lambda block: len(block.text))
        message = f"The page looks like one without an article ({chance:.2f}): its text is kept."
        yield _notice("no_article", message, block)


def _more_pages(blocks: Sequence[Block], metadata: Metadata) -> Iterator[Notice]:
    page, last = metadata.page, metadata.pages
    if page is None or last is None:
        return
    start = metadata.sources["page"].start
    block = next(block for block in blocks if block.start == start)
    if page < last:
        yield _notice("truncated", f"This is page {page} of {last}: the article goes on.", block)
    if last > 1:
        yield _notice("more_pages", f"The article has {last} pages; this is page {page}.", block)


def _paywall(blocks: Sequence[Block], last: int, head: Head | None) -> Iterator[Notice]:
    """A paywall right after the text. What the head says counts with the piece that the text ends in."""
    below = blocks[last + 1 : last + 1 + AFTER_TEXT]
    wall = next((block for block in below if block.label is Label.SUBSCRIPTION and PAYWALL.search(block.text)), None)
    if wall:
        yield _notice("truncated", "A paywall stands at the end of the text.", wall)
        yield _notice("paywalled", "The piece after the text asks for a subscription.", wall)
    free = is_free(head)
    if not wall and free and not free.value:
        message = f"The page says that the article is not free ({free.source.name}); the text ends here."
        yield _notice("paywalled", message, blocks[last])


def _several(blocks: Sequence[Block], metadata: Metadata, content: Sequence[int]) -> Iterator[Notice]:
    """A byline of another day or author, with a headline of its own, in the middle of the text."""
    lengths = {index: len(blocks[index].text) for index in content}
    above, below = 0, sum(lengths.values())
    for index, block in enumerate(blocks):
        above += lengths.get(index, 0)
        if above < ARTICLE or below - above < ARTICLE or block.label is not Label.BYLINE:
            continue
        headline = next((near for near in blocks[max(0, index - HEADED) : index] if _is_headline(near)), None)
        if headline and _is_other(block.text, metadata):
            yield _notice("several_articles", "A second headline with its own byline stands in the text.", headline)
            return


def _is_headline(block: Block) -> bool:
    return block.label in (Label.TITLE, Label.HEADING, Label.DUPLICATE) or block.level in (1, 2)


def _is_other(byline: str, metadata: Metadata) -> bool:
    """Whether a byline tells another day than that of the article, or other authors."""
    days = {when[:10] for _, _, when in dates.find(byline, metadata.language)}
    names = set(bylines.read(byline).names)
    published = {(metadata.date_published or "")[:10], (metadata.date_modified or "")[:10]}
    return bool(days - published) or bool(days and names and names.isdisjoint(metadata.authors))


def _notice(code: str, message: str, evidence: Block) -> Notice:
    return Notice(code, message, evidence.start, evidence.end)
