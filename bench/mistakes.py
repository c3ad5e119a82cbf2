"""What kinds of mistakes a labeller makes on pages with a gold body, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bench.dataset import Sample

SHORT, LONG = 10, 30
"""Words from which on a piece is no longer short, and from which on it is long."""
FOREIGN = 0.3
"""A piece of which less than this share belongs to the body is kept wrongly."""


def count(samples: Sequence[Sample], scores: Sequence[npt.NDArray[np.float32]]) -> Counter[str]:
    """Words of the bodies, missed ones by the length of their piece, wrongly kept ones by where they stand."""
    found: Counter[str] = Counter()
    for sample, score in zip(samples, scores, strict=True):
        for kind, words in _of_page(sample, score):
            found[kind] += words
    return found


def _of_page(sample: Sample, score: npt.NDArray[np.float32]) -> Iterable[tuple[str, int]]:
    body = np.flatnonzero(sample.content >= 0.5)
    for index, (content, kept) in enumerate(zip(sample.content, score >= 0.5, strict=True)):
        words = int(sample.features.words[index])
        if content >= 0.5:
            yield "of bodies", words
            if not kept:
                yield f"missed, {_length(words)}", words
        elif kept and content < FOREIGN:
            yield f"kept wrongly, {_place(index, body)}", words


def _length(words: int) -> str:
    return "in short pieces" if words < SHORT else "in long ones" if words >= LONG else "in middling ones"


def _place(index: int, body: npt.NDArray[np.intp]) -> str:
    if not len(body) or index < body[0]:
        return "before the body"
    return "after it" if index > body[-1] else "inside it"
