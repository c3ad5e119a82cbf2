"""Warnings: the text is not the whole article, with the piece that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.document import Block, Head, Label, Metadata, Notice
from cleaner.metadata.head import is_free

AFTER_TEXT = 4
"""A paywall is believed in the first pieces after the last of the text; further off it is the page's chrome."""
PAYWALL = re.compile(
    r"(?i)\babo\b|abonnent|abonnement|weiterlesen|weiterzulesen|freischalten|registrieren"
    r"|subscriber|subscribe to|subscription"
    r"|continue reading|read the full|read the rest|already a (?:member|subscriber)"
    r"|réservé aux abonnés|suscriptor|abbonat"
)


def find(blocks: Sequence[Block], metadata: Metadata, head: Head | None) -> tuple[Notice, ...]:
    """The warnings about a page's blocks, the evidence as offsets where it stands in the text."""
    return (*_more_pages(blocks, metadata), *_paywall(blocks), *_not_free(head))


def _more_pages(blocks: Sequence[Block], metadata: Metadata) -> Iterator[Notice]:
    has_text = any(block.is_content for block in blocks)
    if has_text and metadata.page is not None and metadata.pages is not None and metadata.page < metadata.pages:
        block = next(block for block in blocks if block.label is Label.PAGINATION)
        message = f"This is page {metadata.page} of {metadata.pages}: the article goes on."
        yield Notice("truncated", message, block.start, block.end)


def _paywall(blocks: Sequence[Block]) -> Iterator[Notice]:
    last = max((index for index, block in enumerate(blocks) if block.is_content), default=None)
    if last is None:
        return
    for block in blocks[last + 1 : last + 1 + AFTER_TEXT]:
        if block.label is Label.SUBSCRIPTION and PAYWALL.search(block.text):
            yield Notice("truncated", "A paywall stands at the end of the text.", block.start, block.end)
            return


def _not_free(head: Head | None) -> Iterator[Notice]:
    if is_free(head) is False:
        yield Notice("paywalled", "The page's own metadata says that the article is not free.")
