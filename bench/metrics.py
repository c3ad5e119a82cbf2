"""The scores, as the corpora that they come from define them. Every share lies between 0 and 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

_TOKEN = re.compile(r"\w+")
_AUTHOR_SEPARATOR = re.compile(r"[;,&/|]|\b(?:and|und|et|y)\b")

SHINGLE_WORDS = 4  # ngram_n in the article-extraction-benchmark's evaluate.py


class Overlap(NamedTuple):
    """How a prediction and a gold body overlap on one page; None where that side has no words."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """One page's F1, to order pages by; 1 where both sides are empty."""
        if self.precision is None and self.recall is None:
            return 1.0
        return _harmonic(self.precision or 0.0, self.recall or 0.0)


class Segments(NamedTuple):
    """How many of a page's pieces stand in a prediction."""

    found: int  # pieces that belong there and are there
    missed: int  # pieces that belong there and are not
    leaked: int  # pieces that don't belong there and are there

    @property
    def f1(self) -> float:
        """One page's F, to order pages by; 1 where there was nothing to find and nothing leaked."""
        return segment_f([self])


def shingle_overlap(predicted: str, gold: str) -> Overlap:
    """Runs of four words as a multiset. A text of fewer words is one run."""
    left, right = _shingles(predicted), _shingles(gold)
    both = (left & right).total()
    return Overlap(_share(both, left.total()), _share(both, right.total()))


def shingle_f1(overlaps: Iterable[Overlap]) -> float:
    """The article-extraction-benchmark's F1: of the mean precision over pages with a prediction and the mean
    recall over pages with a gold body. Source: evaluate.py in
    https://github.com/scrapinghub/article-extraction-benchmark
    """
    pages = list(overlaps)
    precision = _mean(page.precision for page in pages if page.precision is not None)
    recall = _mean(page.recall for page in pages if page.recall is not None)
    return _harmonic(precision, recall)


def word_overlap(predicted: str, gold: str) -> Overlap:
    """Lower-cased words as a multiset."""
    left, right = Counter(_words(predicted.lower())), Counter(_words(gold.lower()))
    both = (left & right).total()
    return Overlap(_share(both, left.total()), _share(both, right.total()))


def word_f1(overlaps: Iterable[Overlap]) -> float:
    """WCXB's F1: the mean over pages of the page's own F1. Source: https://arxiv.org/abs/2605.21097"""
    return _mean(page.f1 for page in overlaps)


def segments(predicted: str, wanted: Sequence[str], unwanted: Sequence[str]) -> Segments:
    """Which pieces stand in the prediction, white space squashed on both sides."""
    text = squash(predicted)
    found = sum(squash(piece) in text for piece in wanted)
    return Segments(found, len(wanted) - found, sum(squash(piece) in text for piece in unwanted))


def segment_f(pages: Iterable[Segments]) -> float:
    """Trafilatura's F over all pieces of all pages. Source: tests/eval_common.py in
    https://github.com/adbar/trafilatura
    """
    found, missed, leaked = (sum(column) for column in zip(*pages, (0, 0, 0), strict=True))
    wrong = missed + leaked
    return 2 * found / (2 * found + wrong) if found or wrong else 1.0


def same_title(predicted: str | None, gold: str) -> bool:
    """Equal but for case, punctuation and white space."""
    return _words((predicted or "").casefold()) == _words(gold.casefold())


def same_day(predicted: str | None, gold: str) -> bool:
    """The same day as written, whatever the time of day: both are ISO 8601."""
    return (predicted or "")[:10] == gold[:10]


def same_authors(predicted: Iterable[str], gold: Iterable[str]) -> bool:
    """The same set of names but for case and punctuation. Both sides are cut at commas, semicolons and "and":
    corpora write several names into one string.
    """
    return _names(predicted) == _names(gold)


def share_authors(predicted: Iterable[str], gold: Iterable[str]) -> bool:
    """At least one name in common, compared as same_authors() does."""
    return not _names(predicted).isdisjoint(_names(gold))


def same_tags(predicted: Iterable[str], gold: Iterable[str]) -> bool:
    """The same set of keywords but for case, punctuation and white space."""
    left, right = ({" ".join(_words(tag.casefold())) for tag in tags} - {""} for tags in (predicted, gold))
    return left == right


def tag_overlap(predicted: Iterable[str], gold: Iterable[str]) -> float:
    """F1 of two sets of keywords, compared as same_tags() does."""
    left, right = ({" ".join(_words(tag.casefold())) for tag in tags} - {""} for tags in (predicted, gold))
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def squash(text: str) -> str:
    """Every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _words(text)
    if len(words) < SHINGLE_WORDS:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False))


def _names(authors: Iterable[str]) -> frozenset[str]:
    parts = (part for author in authors for part in _AUTHOR_SEPARATOR.split(author.casefold()))
    return frozenset(filter(None, (" ".join(_words(part)) for part in parts)))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else 0.0


def _harmonic(left: float, right: float) -> float:
    return 2 * left * right / (left + right) if left + right else 0.0
