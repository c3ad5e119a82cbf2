"""Pages without a gold body teach too: what extractors make of their HTML, weighed by a teacher.

The teacher is the labeller's own network with the extractors' verdicts on each piece as further columns. It learns on
the pages with gold bodies whose verdict to trust, says of the other pages which pieces are content, and that becomes
the body that every rendering of the page is aligned to. Where it isn't sure, nothing is learned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import dataset, gold, renderings
from bench.corpora import Example
from bench.dataset import Sample
from bench.metrics import squash
from cleaner.document import Piece

Floats = npt.NDArray[np.float32]

SURE, POSSIBLE = 0.6, 0.15
"""What the teacher gives at least to a piece that is content, and to one that may be."""


INSISTENCE = 3
"""How much more a piece weighs that people said something of, than one that the teacher did."""


def votes(sample: Sample, bodies: Mapping[str, str]) -> Floats:
    """The share of each piece that each extractor keeps: (n, extractors)."""
    columns = [gold.align(sample.texts, gold.words(bodies.get(name, "")))[0] for name in renderings.EXTRACTORS]
    return np.stack(columns, axis=1)


def with_votes(sample: Sample, found: Floats) -> Sample:
    """The same sample as the teacher sees it: with the verdicts on each piece, and their mean."""
    shape = [found, found.mean(axis=1, keepdims=True), sample.features.shape]
    seen = sample.features._replace(shape=np.concatenate(shape, axis=1, dtype=np.float16))
    return replace(sample, features=seen)


def asked(folder: Path) -> list[Sample]:
    """The HTML mode samples of a corpus with the extractors' verdicts."""

    def make() -> list[Sample]:
        made = dataset.made(folder)
        return [with_votes(sample, votes(sample, made.get(sample.id, {}))) for sample in dataset.in_html(folder)]

    return dataset.kept(f"votes-{folder.name}", dataset.HTML_CODE, make)


def said(example: Example, texts: Sequence[str]) -> dict[int, float]:
    """The pieces that alone hold one of the corpus' segments -> 1 where it belongs to the body, 0 where it doesn't."""
    squashed = [squash(text) for text in texts]
    found: dict[int, float] = {}
    for segments, verdict in ((example.segments_with, 1.0), (example.segments_without, 0.0)):
        for segment in map(squash, segments):
            held = [index for index, text in enumerate(squashed) if segment in text]
            if len(held) == 1:
                found[held[0]] = verdict
    return found


def told(example: Example, texts: Sequence[str], scores: Floats) -> Floats:
    """The teacher's scores, overruled where the corpus names segments that belong to the body or don't."""
    found = scores.copy()
    for index, verdict in said(example, texts).items():
        found[index] = verdict
    return found


def insisted(example: Example, sample: Sample) -> Sample:
    """The sample with the pieces that hold segments as the corpus has them, and with more weight."""
    content, weight = sample.content.copy(), sample.weight.copy()
    for index, verdict in said(example, sample.texts).items():
        content[index] = verdict
        weight[index] = INSISTENCE * np.sqrt(len(gold.words(sample.texts[index])))
    return replace(sample, content=content, weight=weight)


def marked_up(sample: Sample, scores: Floats) -> Sample:
    """The page in HTML mode with the teacher's verdict for labels, a doubtful one with less weight."""
    counts = np.array([len(gold.words(text)) for text in sample.texts])
    weight = np.sqrt(counts) * np.abs(scores * 2 - 1)
    return replace(sample, content=scores, weight=weight.astype(np.float32))


def in_text(example: Example, texts: Sequence[str], scores: Floats, donors: dataset.Donors) -> list[Sample]:
    """The text mode samples of a page whose pieces in HTML mode the teacher has scored."""
    sure, possible = (
        [word for text, score in zip(texts, scores, strict=True) if score >= least for word in gold.words(text)]
        for least in (SURE, POSSIBLE)
    )

    def label(pieces: Sequence[Piece]) -> gold.Labels:
        labels = gold.label(pieces, sure)
        doubtful = np.abs(gold.label(pieces, possible).content - labels.content) > 0.3
        return gold.Labels(labels.content, np.where(doubtful, 0, labels.weight).astype(np.float32))

    return dataset.versions(example, label, donors)
