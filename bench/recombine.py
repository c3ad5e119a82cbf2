"""New pages at every epoch: the beginning of one page, the body of another, the end of a third.

What stands around an article says little about which article it is. So page texts of one renderer and of one language
are taken apart and put together anew, and no two epochs see the same page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bench.augment import Line, to_pieces, vocabulary
from bench.dataset import Sample
from cleaner import features, tokenizer

Random = np.random.Generator

RECOMBINED = ("innertext", "bs4", "inscriptis", "markdown", "recall")
"""The renderers that keep what stands around an article."""

CANDIDATES = 24
"""Pages that are drawn as partners; the one whose short words are most like the page's is taken."""

FEWEST = 3
"""Pieces of a body that a page must have to be taken apart."""

WHOLE, SHORT, NEXT = 0.3, 0.3, 0.15
"""How often a page keeps its own beginning, or its own end; is cut to a short article; is followed by another story."""
INTERRUPTED, LONGEST_INTERRUPTION = 0.2, 12
"""How often boilerplate of another page stands in the middle of the body, and how many pieces of it."""


class Cut(NamedTuple):
    """A page, where its body begins and ends, and the short words on it."""

    sample: Sample
    first: int
    last: int  # exclusive
    words: frozenset[str]


class Chosen(NamedTuple):
    """A piece of a page, by its place there."""

    sample: Sample
    place: int
    foreign: bool = False  # of another story's body: no content here


class Parts:
    """The pages that can be taken apart, by renderer."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.cuts = {id(sample): cut(sample) for sample in samples if can_be_cut(sample)}
        self.by_renderer: dict[str, list[Cut]] = defaultdict(list)
        for page in self.cuts.values():
            self.by_renderer[page.sample.renderer].append(page)

    def partner(self, page: Cut, random: Random) -> Cut:
        """Another page of the same renderer, most likely of the same language."""
        known = self.by_renderer[page.sample.renderer]
        drawn = [known[number] for number in random.integers(len(known), size=CANDIDATES)]
        others = [other for other in drawn if other.sample.id != page.sample.id] or drawn
        return max(others, key=lambda other: len(page.words & other.words) / (len(other.words) + 50))

    def recombined(self, sample: Sample, random: Random) -> Sample:
        """The sample with its body, and some of what is next to it, between parts of other pages."""
        page = self.cuts.get(id(sample))
        if page is None:
            return sample
        whole = random.random()
        before = page.first if whole < WHOLE else min(int(random.integers(9)), page.first)
        rest = len(sample.texts) - page.last
        after = rest if WHOLE <= whole < 2 * WHOLE else min(int(random.integers(6)), rest)
        chosen = [Chosen(sample, index) for index in range(page.first - before, page.last + after)]
        if random.random() < SHORT:
            chosen = shortened(chosen, int(random.integers(2, 12)))
        if random.random() < INTERRUPTED:
            chosen = interrupted(chosen, self.partner(page, random), random)
        if random.random() < NEXT:
            chosen += story(self.partner(page, random), random)
        head = self.partner(page, random)
        tail = head if random.random() < 0.6 else self.partner(page, random)
        if before < page.first:
            until = max(head.first - int(random.integers(5)), 0)
            chosen = [*(Chosen(head.sample, index) for index in range(until)), *chosen]
        if after < rest:
            chosen += [Chosen(tail.sample, index) for index in range(tail.last, len(tail.sample.texts))]
        return put_together(sample, chosen)


def can_be_cut(sample: Sample) -> bool:
    return sample.renderer in RECOMBINED and bool((sample.content >= 0.5).sum() >= FEWEST)


def cut(sample: Sample) -> Cut:
    kept = np.flatnonzero(sample.content >= 0.5)
    words = vocabulary([Line(text, 1, 0, 0) for text in sample.texts])
    return Cut(sample, int(kept[0]), int(kept[-1]) + 1, words)


def shortened(chosen: Sequence[Chosen], pieces: int) -> list[Chosen]:
    """The same with only the first pieces of the body."""
    body = [number for number, (sample, place, _) in enumerate(chosen) if sample.content[place] >= 0.5]
    end = body[min(pieces, len(body)) - 1]
    return [piece for number, piece in enumerate(chosen) if number <= end or number > body[-1]]


def interrupted(chosen: Sequence[Chosen], other: Cut, random: Random) -> list[Chosen]:
    """The same with a run of another page's boilerplate before some piece of the body: quotes, offers, teasers."""
    body = [number for number, (sample, place, _) in enumerate(chosen) if sample.content[place] >= 0.5]
    around = [index for index in range(len(other.sample.texts)) if not other.first <= index < other.last]
    if len(body) < FEWEST or not around:
        return list(chosen)
    at = body[int(random.integers(1, len(body)))]
    first = int(random.integers(len(around)))
    run = around[first : first + int(random.integers(1, LONGEST_INTERRUPTION + 1))]
    return [*chosen[:at], *(Chosen(other.sample, index) for index in run), *chosen[at:]]


def story(other: Cut, random: Random) -> list[Chosen]:
    """The headline and some of the body of another page, none of which belongs here."""
    end = other.first + int(random.integers(1, other.last - other.first + 1))
    return [Chosen(other.sample, index, foreign=True) for index in range(max(other.first - 4, 0), end)]


def put_together(sample: Sample, chosen: Sequence[Chosen]) -> Sample:
    """A sample of pieces of several; what the rules say of each stays as it was."""
    shape = np.stack([piece.sample.features.shape[piece.place] for piece in chosen])
    gaps = shape[:, features.GAPS].argmax(axis=1)
    gaps[1:] = np.maximum(gaps[1:], 1)
    texts = [piece.sample.texts[piece.place] for piece in chosen]
    pieces = to_pieces([Line(text, int(gap), 0, 0) for text, gap in zip(texts, gaps, strict=True)])
    found = features.extract(pieces, [None] * len(pieces), *tokenizer.read(pieces))
    new: npt.NDArray[Any] = found.shape.astype(np.float16)
    new[:, -features.HITS :] = shape[:, -features.HITS :]
    content = [0.0 if piece.foreign else piece.sample.content[piece.place] for piece in chosen]
    weight = [piece.sample.weight[piece.place] for piece in chosen]
    return replace(
        sample,
        features=found._replace(shape=new),
        texts=texts,
        content=np.array(content, np.float32),
        weight=np.array(weight, np.float32),
    )
