"""Samples side by side in batches, as a network learns from them: what each weighs, and what is hidden at random."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from bench.dataset import Sample
from bench.network import Bag, Batch
from cleaner import features
from cleaner.markup_features import VERDICT

Random = np.random.Generator

PAGE_LIMIT = 640
"""Pieces of a page that are trained on at once; a longer one is cut at random."""

BATCH_LIMIT = 6144
"""Pieces in a batch, filling included."""

DEAF = 0.1
"""Share of the pages of which training sees next to no word, as of a page in an unknown language."""

COLUMN_DROPOUT, HITS_DROPOUT = 0.05, 0.3
"""Share of a page's columns, and of the pages' rule hits, that training doesn't see."""


class Dropout(NamedTuple):
    """What training doesn't see."""

    words: float  # share of the words
    verdict: float = 0.0  # share of the pages whose verdict by trafilatura is hidden


SEEN = Dropout(0.0)

BODY = 0.8
"""How much more a piece of the body weighs: a long piece has more words than the square root that it weighs by."""


def weights(sample: Sample) -> npt.NDArray[np.float32]:
    """A page counts by the square root of its words, a piece by that of its own."""
    total = sample.weight.sum()
    page = math.sqrt(min(float(sample.features.words.sum()), 20000)) / total if total else 1.0
    return sample.weight * (1 + BODY * sample.content) * np.float32(page)


def collate(samples: Sequence[Sample], random: Random | None = None, dropout: Dropout = SEEN) -> Batch:
    """Lay samples side by side. With a random source, long pages are cut, words and columns dropped."""
    windows = [window(sample, random) for sample in samples]
    width = max(last - first for first, last in windows)
    deaf = np.zeros(len(samples))
    if random:
        deaf = np.where(random.random(len(samples)) < DEAF, 0.95, dropout.words)

    def filled(arrays: Iterable[npt.NDArray[Any]], dtype: type = np.float32) -> npt.NDArray[Any]:
        rows = list(arrays)
        whole = np.zeros((len(rows), width, *rows[0].shape[1:]), dtype)
        for row, (array, (first, last)) in enumerate(zip(rows, windows, strict=True)):
            whole[row, : last - first] = array[first:last]
        return whole

    def dropped(weight: npt.NDArray[Any], share: npt.NDArray[Any] | float) -> npt.NDArray[Any]:
        return (weight * (random.random(weight.shape) >= share)).astype(np.float32) if random else weight

    bags = []
    for number in range(len(samples[0].features.bags)):
        found = [sample.features.bags[number] for sample in samples]
        sizes = filled((bag.sizes for bag in found), np.int64).ravel()
        spans = [
            (bag.starts[a], bag.starts[b - 1] + bag.sizes[b - 1]) for bag, (a, b) in zip(found, windows, strict=True)
        ]
        buckets = np.concatenate([bag.buckets[a:b] for bag, (a, b) in zip(found, spans, strict=True)]).astype(np.int64)
        weight = np.repeat(1 / np.maximum(sizes, 1), sizes).astype(np.float32)
        weight = dropped(weight, np.repeat(np.repeat(deaf, width), sizes))
        bags.append(Bag(*map(torch.from_numpy, (buckets, np.cumsum(sizes) - sizes, weight))))
    shape = filled(sample.features.shape for sample in samples)
    marks = filled((sample.features.marks for sample in samples), np.int64)
    mark_weights = dropped(np.full(marks.shape, 1 / marks.shape[2], np.float32), deaf[:, None, None])
    if random:
        shape *= random.random((len(samples), 1, shape.shape[2])) >= COLUMN_DROPOUT
        shape[:, :, -features.HITS :] *= random.random((len(samples), 1, 1)) >= HITS_DROPOUT
        if dropout.verdict:
            shape[:, :, VERDICT] *= random.random((len(samples), 1, 1)) >= dropout.verdict
    pieces = [
        (sample.features.words, np.ones_like(sample.content), sample.content, weights(sample)) for sample in samples
    ]
    given = (shape, marks.reshape(-1, marks.shape[2]), mark_weights.reshape(-1, marks.shape[2]))
    return Batch(
        tuple(bags),
        *map(torch.from_numpy, (*given, *(filled(column) for column in zip(*pieces, strict=True)))),
    )


def window(sample: Sample, random: Random | None) -> tuple[int, int]:
    """The pieces of a sample that are trained on: all, or PAGE_LIMIT in a row."""
    size = len(sample.content)
    if random is None or size <= PAGE_LIMIT:
        return 0, size
    first = int(random.integers(0, size - PAGE_LIMIT + 1))
    return first, first + PAGE_LIMIT


def batches(samples: Sequence[Sample], random: Random | None) -> Iterator[list[int]]:
    """Indices of samples of about the same length, in random order where a random source is given."""
    limit = PAGE_LIMIT if random is not None else 1 << 60
    lengths = np.array([min(len(sample.content), limit) for sample in samples])
    noise = random.uniform(0.9, 1.1, len(samples)) if random is not None else 1.0
    found: list[list[int]] = [[]]
    for index in np.argsort(lengths * noise, kind="stable"):
        longest = max([int(lengths[index]), *(int(lengths[k]) for k in found[-1])])
        if found[-1] and longest * (len(found[-1]) + 1) > BATCH_LIMIT:
            found.append([])
        found[-1].append(int(index))
    order = random.permutation(len(found)) if random is not None else range(len(found))
    return (found[k] for k in order if found[k])
