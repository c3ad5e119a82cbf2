"""Whether page text holds an article at all, by what was found on the whole page, with weights that were learned.

HTML says so in its head, its addresses and its headings (cleaner.passes.pages); page text has none of these. As text, a
home page, a list, a shop or a forum is a page of doubtful pieces far apart, without author or day.
`python -m bench.whole_page` trains the weights.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from math import exp, log1p
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cleaner import weighing
from cleaner.document import Block, Label, Metadata
from cleaner.shapes import DOTS, word_count
from cleaner.weighing import Weights

WEIGHTS = Path(__file__).parent / "weights" / "whole_page.json"

ENOUGH = 0.5
"""The chance that no article is on a page from which on it is said. Of a hundred pages with an article that training
had not seen, one or two are told so; of those without one, half to two thirds (docs/benchmark.md).
"""
SURE, UNSURE = 0.8, 0.2
"""The scores between which a piece is doubtful."""
LONG = 25
"""Words of a piece from which on it is a paragraph."""
NEAR, BESIDE = 6, 400
"""Pieces above the headline, and characters below the first piece of the text, in which a day is the article's."""
ENDS = (*'.!?。！？।»”"“’)', *DOTS)
WORD = re.compile(r"\w{4,}")

LABELS = (
    Label.NAVIGATION,
    Label.RELATED,
    Label.TICKER,
    Label.COMMENTS,
    Label.BYLINE,
    Label.SUBSCRIPTION,
    Label.ADVERTISEMENT,
    Label.OTHER,
    Label.TAGS,
    Label.DUPLICATE,
)
FEATURES = (
    "headline",
    "trust in the title",
    "words of the title in the text",
    "trust in the authors",
    "trust in the day",
    "day near the headline",
    "words of the text",
    "pieces of the text",
    "stretches of text",
    "longest stretch",
    "score",
    "doubtful words",
    "highest score",
    "share of the page",
    "words of the page",
    "words a piece",
    "sentences",
    "cut sentences",
    "cut pieces",
    "paragraphs",
    "pieces above",
    "pieces below",
    "lead",
    *(f"pieces: {label.value}" for label in LABELS),
)
"""What is seen of a page, in the order of the columns."""


def doubt(blocks: Sequence[Block], metadata: Metadata) -> float:
    """The chance that no article is on a page of text, 0 to 1; 1 where nothing on it is content."""
    row = seen(blocks, metadata)
    if row is None:
        return 1.0
    return chance(row, learned())


def chance(row: npt.NDArray[np.float64], weights: Weights) -> float:
    """What weights make of what is seen of a page: 0 to 1."""
    return 1 / (1 + exp(-float(weights.points(row[None])[0])))


@cache
def learned() -> Weights:
    """The weights of FEATURES."""
    return weighing.read(json.loads(WEIGHTS.read_text("utf-8")), FEATURES)


def seen(blocks: Sequence[Block], metadata: Metadata) -> npt.NDArray[np.float64] | None:
    """FEATURES of a page, about 0 to 3; None where nothing on it is content."""
    is_content = np.array([block.is_content for block in blocks], bool)
    content = np.flatnonzero(is_content)
    if not len(content):
        return None
    words = np.array([word_count(block.text) for block in blocks], float)
    scores = np.array([block.score for block in blocks], float)
    labels = [block.label for block in blocks]
    texts = [block.text.rstrip() for block in blocks if block.is_content]
    first = int(content[0])
    headline = labels.index(Label.TITLE) if Label.TITLE in labels else None
    stretches = np.add.reduceat(words[content], np.flatnonzero(np.diff(content, prepend=-2) > 1))
    total, everything = max(words[content].sum(), 1.0), max(words.sum(), 1.0)
    doubtful = words[(scores > UNSURE) & (scores < SURE)].sum()
    row = (
        headline is not None,
        _trust(metadata, "title"),
        _share_of_title(metadata.title or "", texts),
        _trust(metadata, "authors"),
        _trust(metadata, "date_published"),
        _has_day_near(blocks, metadata, first if headline is None else headline, first),
        log1p(total) / 3,
        log1p(len(content)) / 2,
        log1p(len(stretches)),
        stretches.max() / total,
        (scores[content] * words[content]).sum() / total,
        min(doubtful / total, 3.0),
        scores[content].max(),
        total / everything,
        log1p(everything) / 3,
        log1p(total / len(content)) / 2,
        sum(text.endswith(ENDS) for text in texts) / len(texts),
        sum(text.endswith(DOTS) for text in texts) / len(texts),
        5 * sum(block.text.endswith(DOTS) for block in blocks) / len(blocks),
        words[content][words[content] >= LONG].sum() / total,
        first / len(blocks),
        (len(blocks) - 1 - content[-1]) / len(blocks),
        Label.LEAD in labels,
        *(2 * labels.count(label) / len(blocks) for label in LABELS),
    )
    return np.array(row, float)


def _trust(metadata: Metadata, field: str) -> float:
    source = metadata.sources.get(field)
    return source.confidence if source else 0.0


def _share_of_title(title: str, texts: Sequence[str]) -> float:
    """How many of the longer words of the title stand in the text."""
    words, text = set(WORD.findall(title.lower())), "\n".join(texts).lower()
    return sum(word in text for word in words) / (len(words) + 1)


def _has_day_near(blocks: Sequence[Block], metadata: Metadata, headline: int, first: int) -> bool:
    """Whether the day of publication was read beside the headline or the beginning of the text."""
    source = metadata.sources.get("date_published")
    if source is None or source.start is None:
        return False
    return blocks[max(0, headline - NEAR)].start <= source.start <= blocks[first].end + BESIDE
