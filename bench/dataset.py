"""Corpora -> samples to train on: a sample is one page in one rendering, its features and what the gold says."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import corpora, gold, renderings
from bench.corpora import Example
from cleaner import features, text
from cleaner.document import Piece

Floats = npt.NDArray[np.float32]

WITH_GOLD = ("wcxb", "fundus", "daniel")
WITHOUT_GOLD = ("trafilatura", "unlabelled")

RENDERERS = ("innertext", "bs4", "inscriptis", "recall", "markdown")

FOLDS = 5

CANONICAL = re.compile(
    rb"""(?:og:url|canonical)["'][^>]{0,80}?(?:content|href)=["'](https?://[^"'\s]+)""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One page in one rendering."""

    id: str
    corpus: str
    renderer: str
    fold: int
    features: features.Features  # shape as float16
    content: Floats  # (n,) share of each piece that belongs to the body
    weight: Floats  # (n,) 0 where nobody knows


def site(example: Example) -> str:
    """The page's site; where the corpus names no address, that of the page's own canonical link."""
    if not example.url:
        found = CANONICAL.search(example.html()[:200_000])
        if found:
            return corpora.site(
                Example("", "", example.html_path, example.folder, url=found[1].decode("ascii", "ignore"))
            )
    return corpora.site(example)


def fold(example: Example) -> int:
    """Which of FOLDS parts the page's site is in, the same on every machine."""
    return hashlib.sha256(site(example).encode()).digest()[0] % FOLDS


@cache
def made(folder: Path) -> dict[str, dict[str, str]]:
    return renderings.load(folder)


def rendered(example: Example, renderer: str) -> str:
    """The page's text; "" where this renderer has none of it."""
    try:
        return example.text(renderer)
    except corpora.CorpusError:
        return made(example.folder).get(example.id, {}).get(renderer, "")


def sample(example: Example, renderer: str, pieces: Sequence[Piece], labels: gold.Labels) -> Sample:
    found = features.extract(pieces, [None] * len(pieces), *features.read(pieces))
    slim = found._replace(shape=found.shape.astype(np.float16))
    return Sample(example.id, example.corpus, renderer, fold(example), slim, labels.content, labels.weight)


def labelled(example: Example) -> list[Sample]:
    """The samples of a page with a gold body."""
    wanted = gold.body_without_title(example.body or "", example.title)
    samples = []
    for renderer in RENDERERS:
        pieces = text.lines(rendered(example, renderer))
        if pieces:
            samples.append(sample(example, renderer, pieces, gold.label(pieces, wanted)))
    return samples


def fingerprint() -> str:
    """Changes with the code that the samples come from."""
    modules = (features, text, gold)
    return hashlib.sha256(b"".join(Path(module.__file__).read_bytes() for module in modules)).hexdigest()[:12]


def load(folder: Path, cache_folder: Path = renderings.CACHE) -> list[Sample]:
    """The samples of a corpus with gold bodies."""
    kept = cache_folder / f"samples-{folder.name}-{fingerprint()}.pickle"
    if not kept.exists():
        found = [sample for example in corpora.read(folder) if example.body for sample in labelled(example)]
        kept.write_bytes(pickle.dumps(found, protocol=5))
    samples: list[Sample] = pickle.loads(kept.read_bytes())  # noqa: S301
    return samples
