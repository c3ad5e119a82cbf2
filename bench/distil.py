"""Pages without a gold body teach too: what extractors make of their HTML, weighed by a teacher.

The teacher is the labeller's own network with the extractors' verdicts on each piece as further columns. It learns on
the pages with gold bodies whose verdict to trust, says of the other pages which pieces are content, and that becomes
the body that every rendering of the page is aligned to. Where it isn't sure, nothing is learned.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import corpora, dataset, gold, renderings
from bench.corpora import Example
from bench.dataset import Sample
from bench.metrics import squash
from cleaner import text
from cleaner.document import Piece

Floats = npt.NDArray[np.float32]

SURE, POSSIBLE = 0.6, 0.15
"""What the teacher gives at least to a piece that is content, and to one that may be."""


def votes(example: Example, pieces: Sequence[Piece]) -> Floats:
    """The share of each piece that each extractor keeps: (n, extractors)."""
    bodies = dataset.made(example.folder).get(example.id, {})
    texts = [piece.text for piece in pieces]
    columns = [gold.align(texts, gold.words(bodies.get(name, "")))[0] for name in renderings.EXTRACTORS]
    return np.stack(columns, axis=1)


def with_votes(sample: Sample, found: Floats) -> Sample:
    """The same sample as the teacher sees it: verdicts on the piece, their mean, and on its neighbours."""
    mean = found.mean(axis=1, keepdims=True)
    near = np.concatenate([np.roll(mean, 1), np.roll(mean, -1)], axis=1)
    shape = np.concatenate([sample.features.shape, found, mean, near], axis=1, dtype=np.float16)
    return Sample(
        sample.id,
        sample.corpus,
        sample.renderer,
        sample.fold,
        sample.features._replace(shape=shape),
        sample.content,
        sample.weight,
    )


def unlabelled(example: Example, pieces: Sequence[Piece]) -> Sample:
    """A page that nobody labelled; with segments, what they say of the pieces that hold them."""
    labels = gold.Labels(np.zeros(len(pieces), np.float32), np.zeros(len(pieces), np.float32))
    return dataset.sample(example, "innertext", pieces, labels)


def asked(folder: Path, cache_folder: Path = renderings.CACHE) -> list[Sample]:
    """The innertext samples of a corpus with the extractors' verdicts."""
    kept = cache_folder / f"votes-{folder.name}-{dataset.fingerprint()}.pickle"
    if not kept.exists():
        golds = {}
        if folder.name in dataset.WITH_GOLD:
            golds = {sample.id: sample for sample in dataset.load(folder) if sample.renderer == "innertext"}
        found = []
        for example in corpora.read(folder):
            pieces = text.lines(dataset.rendered(example, "innertext"))
            if pieces and (not golds or example.id in golds):
                sample = golds[example.id] if golds else unlabelled(example, pieces)
                found.append(with_votes(sample, votes(example, pieces)))
        kept.write_bytes(pickle.dumps(found, protocol=5))
    samples: list[Sample] = pickle.loads(kept.read_bytes())  # noqa: S301
    return samples


def told(example: Example, pieces: Sequence[Piece], scores: Floats) -> Floats:
    """The teacher's scores, overruled where the corpus names segments that belong to the body or don't."""
    told = scores.copy()
    texts = [squash(piece.text) for piece in pieces]
    for segments, verdict in ((example.segments_with, 1.0), (example.segments_without, 0.0)):
        for segment in map(squash, segments):
            held = [segment in found for found in texts]
            if sum(held) == 1:
                told[held.index(True)] = verdict
    return told


def spread(example: Example, scores: Floats) -> list[Sample]:
    """The samples of every rendering of a page whose innertext the teacher has scored."""
    source = text.lines(dataset.rendered(example, "innertext"))
    scores = told(example, source, scores)
    sure = [
        word for piece, score in zip(source, scores, strict=True) if score >= SURE for word in gold.words(piece.text)
    ]
    possible = [
        word
        for piece, score in zip(source, scores, strict=True)
        if score >= POSSIBLE
        for word in gold.words(piece.text)
    ]
    samples = []
    for renderer in dataset.RENDERERS:
        pieces = text.lines(dataset.rendered(example, renderer))
        if pieces and sure:
            labels = gold.label(pieces, sure)
            doubtful = np.abs(gold.label(pieces, possible).content - labels.content) > 0.3
            labels.weight[doubtful] = 0
            samples.append(dataset.sample(example, renderer, pieces, labels))
    return samples
