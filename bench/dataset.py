"""Corpora -> samples to train on: a sample is one page in one rendering, its features and what the gold says."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt

from bench import augment, corpora, gold, renderings, written
from bench.augment import Line
from bench.corpora import Example
from cleaner import (
    chunks,
    features,
    files,
    glue,
    intake,
    linebreaks,
    markup_features,
    patterns,
    rules,
    scripts,
    shapes,
    text,
    tokenizer,
    words,
    wrapped,
)
from cleaner.document import Page, Piece
from cleaner.markup import element, extracted, parse, rows, state, stated, unscripted, visible

Floats = npt.NDArray[np.float32]

WITH_GOLD = ("wcxb", "fundus", "daniel")
WITHOUT_GOLD = ("trafilatura", "unlabelled")

WRITTEN = written.FOLDER.parent.name

RENDERERS = ("innertext", "bs4", "inscriptis", "recall", "markdown", "trafilatura", "readability", "resiliparse")
"""Page texts, then texts that were extracted once already: what was left in them is what is hard to tell."""
RESTORED = ("oneline", "textcontent")
"""Page texts whose lines, or whose scripts, the cleaner found itself."""

FOLDS = 5

CANONICAL = re.compile(
    rb"""(?:og:url|canonical)["'][^>]{0,80}?(?:content|href)=["'](https?://[^"'\s]+)""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One page in one rendering."""

    id: str
    corpus: str
    renderer: str  # "html" for HTML mode
    fold: int
    features: features.Features  # shape as float16
    texts: list[str]  # (n,) the pieces themselves
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


def page_of(example: Example, renderer: str) -> Page:
    """The page as the cleaner reads it: "html", or the text of a renderer."""
    if renderer == "html":
        return intake.read(example.html(), "html", example.url)
    return text.read(rendered(example, renderer))


def sample(example: Example, renderer: str, pieces: Sequence[Piece], labels: gold.Labels) -> Sample:
    return to_sample(example, renderer, Page("", tuple(pieces), "text"), labels)


def to_sample(example: Example, renderer: str, page: Page, labels: gold.Labels) -> Sample:
    """A page with its labels; trafilatura is asked of it where it can be."""
    pieces, hits = page.pieces, rules.hits(page)
    found = features.extract(pieces, hits, *tokenizer.read(pieces))
    found = features.heard(found, page.ask()) if page.ask else found
    slim = found._replace(shape=found.shape.astype(np.float16))
    texts = [piece.text for piece in pieces]
    return Sample(example.id, example.corpus, renderer, fold(example), slim, texts, labels.content, labels.weight)


Labeller = Callable[[Sequence[Piece]], gold.Labels]

DONORS = 12
"""Pages of the same fold that a page can be spliced with: the last ones that were read."""


class Donors:
    """The pages that were read last, by fold: no page is spliced with one of another fold."""

    def __init__(self) -> None:
        self.by_fold: dict[int, deque[augment.Donor]] = defaultdict(lambda: deque(maxlen=DONORS))

    def swap(self, number: int, lines: list[Line]) -> list[Line] | None:
        """The known page that is closest to this one, which becomes known itself."""
        known, own = self.by_fold[number], augment.Donor(lines, augment.vocabulary(lines))
        found = augment.closest(own, known) if known else None
        known.append(own)
        return found


def versions(example: Example, label: Labeller, donors: Donors, renderers: Sequence[str] = RENDERERS) -> list[Sample]:
    """The samples of one page: as each renderer writes it, and what is made from one of these."""
    samples, drawn = [], []
    random = np.random.default_rng(list(example.id.encode()))
    for renderer in renderers:
        pieces = page_of(example, renderer).pieces
        if not pieces:
            continue
        labels = label(pieces)
        samples.append(sample(example, renderer, pieces, labels))
        if (labels.content >= 0.5).any() and labels.weight.any():
            drawn.append(augment.to_lines(pieces, labels.content.tolist(), labels.weight.tolist()))
    if not drawn:
        return samples
    number = samples[0].fold
    source = drawn[int(random.integers(min(len(drawn), 5)))]
    donor = donors.swap(number, source)
    disguise = augment.uncased if random.random() < 0.5 else augment.unspaced
    made_up = {
        "disguised": disguise(drawn[int(random.integers(min(2, len(drawn))))], random),
        "body": augment.bare(source),
        "excerpt": augment.excerpt(source, random),
    }
    if donor:
        made_up["spliced"] = augment.spliced(source, donor, random)
    return samples + [rewritten(example, name, lines) for name, lines in made_up.items()]


def rewritten(example: Example, name: str, lines: Sequence[Line]) -> Sample:
    """The sample of a page that was made from another."""
    content, weight = (
        np.array(column, np.float32) for column in zip(*((x.content, x.weight) for x in lines), strict=True)
    )
    return sample(example, name, augment.to_pieces(lines), gold.Labels(content, weight))


def labelled(example: Example, donors: Donors) -> list[Sample]:
    """The samples of a page with a gold body."""
    wanted = gold.body_without_title(example.body or "", example.title)
    return versions(example, lambda pieces: gold.label(pieces, wanted), donors, RENDERERS + RESTORED)


def marked_up(example: Example) -> Sample | None:
    """The page in HTML mode; without labels where the corpus has no gold body."""
    page = page_of(example, "html")
    if not page.pieces:
        return None
    nothing = np.zeros(len(page.pieces), np.float32)
    wanted = gold.body_without_title(example.body or "", example.title)
    labels = gold.label(page.pieces, wanted) if example.body else gold.Labels(nothing, nothing)
    return to_sample(example, "html", page, labels)


def unasked(sample: Sample) -> Sample:
    """The same sample in HTML mode as it is before trafilatura is asked."""
    shape = sample.features.shape.copy()
    shape[:, markup_features.VERDICT] = 0
    return replace(sample, features=sample.features._replace(shape=shape))


RULES_CODE = (rules, patterns, shapes, words, tokenizer, features, gold)
TEXT_CODE = (*RULES_CODE, text, scripts, linebreaks, chunks, wrapped, glue, augment)
HTML_CODE = (*RULES_CODE, markup_features, parse, element, rows, visible, extracted, state, stated, unscripted)
NETWORKS = [chunks.WEIGHTS / f"{name}.npz" for name in chunks.NETWORKS]
PHRASES = sorted(path for path in Path(str(words.__file__)).parent.rglob("*") if path.suffix in {".txt", ".toml"})


def kept(name: str, code: Sequence[ModuleType], make: Callable[[], list[Sample]]) -> list[Sample]:
    """Samples that were made before, unless the code that makes them has changed since."""
    makers = [Path(__file__), *PHRASES, *NETWORKS, *(Path(str(module.__file__)) for module in code)]
    sources = b"".join(path.read_bytes() for path in makers)
    path = renderings.CACHE / f"{name}-{hashlib.sha256(sources).hexdigest()[:12]}.pickle"
    if not path.exists():
        files.write(path, pickle.dumps(make(), protocol=5))  # in one step: other processes look for it at the same time
    found: list[Sample] = pickle.loads(path.read_bytes())  # noqa: S301
    return found


def in_text(folder: Path) -> list[Sample]:
    """The text mode samples of a corpus with gold bodies."""
    donors = Donors()
    return kept(
        f"text-{folder.name}",
        TEXT_CODE,
        lambda: [found for example in corpora.read(folder) if example.body for found in labelled(example, donors)],
    )


def in_writing() -> list[Sample]:
    """The samples of the pages that were written to train on, which are text alone."""
    found = []
    for example, page in zip(corpora.read(written.FOLDER.parent), written.read(), strict=True):
        pieces = text.read(page.text).pieces
        found.append(sample(example, written.RENDERER, pieces, page.label(pieces)))
    return found


def in_html(folder: Path) -> list[Sample]:
    """The HTML mode samples of a corpus, one a page."""
    return kept(
        f"html-{folder.name}", HTML_CODE, lambda: [found for found in map(marked_up, corpora.read(folder)) if found]
    )
