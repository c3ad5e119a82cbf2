"""What is known of a line on a site, and what that weighs against its being content."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import lgamma, sqrt
from typing import NamedTuple

BOILERPLATE, CONTENT = (0.5, 0.5), (0.1, 10.0)
"""Beta distributions of the share of a site's pages that a line stands on, of boilerplate and of content that stands on
two pages or more. docs/memory.md tells how they were chosen.
"""

COMMON = 0.4
"""A line that was taken for content wherever it stood is a quotation, a refrain, a column's opening, unless it surely
stands on so large a share of the pages.
"""
Z = 1.64
"""Sure: at 95 %, by the lower bound of E. B. Wilson's interval (1927)."""

FEWEST = 5
"""Of fewer pages nothing is said: a frame and a story that two pages share look alike."""

FEW = 10
"""On fewer pages one article may stand under several addresses, and what several articles share may be their form."""

LEAST = 1.0
"""Evidence that weighs less is none."""


class Seen(NamedTuple):
    """Counts of one line on one site. Counts of two memories add up."""

    pages: int  # on how many pages it stands
    judged: int  # on how many of them it was noted whether the cleaner takes it for content
    content: int  # on how many it was content, seen without memory
    places: tuple[int, ...]  # on how many it stands in each part of the page; on one page it may stand in several

    def as_high(self, place: int) -> int:
        """On how many pages at most it stands as high as in this part of the page, or in the next part."""
        return min(self.pages, sum(self.places[: place + 2]))


class Known(NamedTuple):
    """What a memory says of a piece of a page."""

    weight: float  # log odds against its being content
    reason: str  # "on 37 of 40 pages of this site"
    may_be_quoted: bool  # then it is content where it stands amid content


class Memories(NamedTuple):
    """What a memory says of a page."""

    known: Mapping[int, Known]  # by the index of the piece
    pages: int  # of the site


NONE = Memories({}, 0)
"""Of a site that is not known, or without a memory."""


@lru_cache(maxsize=1 << 16)  # a site's frame is the same on all of its pages
def told(seen: Seen, place: int, pages: int, lost: int, *, is_form: bool) -> Known | None:
    """What is known of a line in a part of a page; None where that is nothing. See weight() for the arguments."""
    against = weight(seen, place, pages, is_form=is_form)
    return Known(against, reason(seen, pages, lost), may_be_quoted(seen, place, pages)) if against else None


def weight(seen: Seen, place: int, pages: int, *, is_form: bool = False) -> float:
    """What a line's counts weigh against its being content on a page, as log odds; 0 where they say nothing.

    Args:
        seen: its counts.
        place: in which part of the page it stands. Pages where it stands only further down don't count: a headline
            or a lead at the top of its own page is not what stands in the lists at the foot of others.
        pages: how many pages of the site are known. The page itself is taken to be one of them.
        is_form: whether it may be of the articles' own form: it stands on the page more than once ("Pros"), or has
            numbers, which may differ from page to page ("Serves 4").
    """
    others, count = pages - 1, _others(seen, place, pages)
    if pages < FEWEST or count < 1 or (is_form and pages < FEW):
        return 0.0
    if seen.content >= seen.judged and least_share(count, others) < COMMON:
        return 0.0
    found = log_odds(count, others)
    return found if found >= LEAST else 0.0


def may_be_quoted(seen: Seen, place: int, pages: int) -> bool:
    """Whether a line, of which weight() says something, was content on half of its pages or more, and is not common."""
    return 2 * seen.content >= seen.judged and least_share(_others(seen, place, pages), pages - 1) < COMMON


def _others(seen: Seen, place: int, pages: int) -> int:
    """On how many pages besides this one the line stands as high, or in the next part of the page."""
    return min(seen.as_high(place), pages) - 1


@lru_cache(maxsize=1 << 16)
def log_odds(count: int, pages: int) -> float:
    """Logarithm of how much likelier it is for boilerplate than for content to stand on `count` of `pages` pages."""
    return _beta_binomial(count, pages, *BOILERPLATE) - _beta_binomial(count, pages, *CONTENT)


def _beta_binomial(count: int, pages: int, alpha: float, beta: float) -> float:
    """Logarithm of the probability, but for the binomial coefficient."""
    return _log_beta(count + alpha, pages - count + beta) - _log_beta(alpha, beta)


def _log_beta(alpha: float, beta: float) -> float:
    return lgamma(alpha) + lgamma(beta) - lgamma(alpha + beta)


def least_share(count: int, pages: int) -> float:
    """The share of pages that a line stands on at least, if it stood on `count` of `pages`."""
    share, spread = count / pages, Z * Z / pages
    root = Z * sqrt((share * (1 - share) + spread / 4) / pages)
    return (share + spread / 2 - root) / (1 + spread)


def reason(seen: Seen, pages: int, lost: int) -> str:
    """How the answer tells it."""
    more = " or more" if lost and seen.pages < pages else ""
    return f"on {seen.pages}{more} of {pages} pages of this site"
