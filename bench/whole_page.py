"""Train the weights that tell page text without an article: `python -m bench.whole_page` writes the file that ships.

`--cross-validate` prints which share of the pages is said to have none, by what they are, on sites that training had
not seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from bench import contests, corpora, dataset, written
from bench.corpora import Example
from bench.emptied import found_on
from cleaner import intake, weighing, whole_page
from cleaner.weighing import Weights

ARTICLES = ("fundus", "daniel", "trafilatura", "wcxb")
OTHERS = "wcxb-other"
TOLD = frozenset({"product", "collection", "forum", "listing"})
"""The kinds of OTHERS that are no article: documentation and services have texts that are as good as one."""
RENDERERS = ("innertext", "bs4")
EXTRACTED = "recall"
"""A rendering that has little but the article, often without its headline and day."""

WRITTEN, WRITTEN_NONE, CRAWLED, CRAWLED_NONE = 3.0, 4.0, 0.5, 1.5
"""What a page counts: one that was written to train on, with an article and without; one of a corpus, the same."""
DECAY = 1e-2
STEPS = 300


class Judged(NamedTuple):
    """One page in one rendering."""

    kind: str  # what it is, for the table
    fold: int
    row: npt.NDArray[np.float64] | None  # whole_page.FEATURES; None where nothing on it is content
    has_article: bool
    weight: float


def judged(example: Example, renderer: str, kind: str, has_article: bool, weight: float) -> Judged:
    """What whole_page.doubt() sees of a page."""
    page = intake.read(dataset.rendered(example, renderer), "text", example.url)
    row = whole_page.seen(*found_on(page))
    return Judged(kind, dataset.fold(example), row, has_article, weight)


def every(folder: Path) -> Iterator[Judged]:
    """Pages with an article, and those without: of the corpora, and those that were written to train on."""
    for name in ARTICLES:
        for example in corpora.read(folder / name):
            for renderer in (*RENDERERS, EXTRACTED):
                yield judged(example, renderer, name, True, CRAWLED)
    for example in corpora.read(folder / OTHERS):
        for renderer in RENDERERS if example.page_type in TOLD else ():
            yield judged(example, renderer, f"{OTHERS}: {example.page_type}", False, CRAWLED_NONE)
    for example in corpora.read(written.FOLDER.parent):
        kind, weight = (dataset.WRITTEN, WRITTEN) if example.body else (f"{dataset.WRITTEN}: none", WRITTEN_NONE)
        yield judged(example, written.RENDERER, kind, bool(example.body), weight)


def fit(given: Sequence[Judged]) -> Weights:
    """Weights and bias of a logistic regression; what is penalised are the weights of features scaled to one."""
    known = [(each.row, each.has_article, each.weight) for each in given if each.row is not None]
    rows, articles, counts = (torch.tensor(np.array(column, float)) for column in zip(*known, strict=True))
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - mean) / spread
    weights = torch.zeros(rows.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        points = scaled @ weights[:-1] + weights[-1]
        each = torch.nn.functional.binary_cross_entropy_with_logits(points, 1 - articles, reduction="none")
        found: torch.Tensor = (each * counts).sum() / counts.sum() + DECAY * (weights[:-1] ** 2).sum()
        found.backward()
        return found

    optimizer.step(loss)
    learned = weights.detach()
    plain = learned[:-1] / spread
    return Weights(plain[:, None].numpy(), (learned[-1:] - plain @ mean).numpy(), np.empty(0))


def is_told(each: Judged, weights: Weights) -> bool:
    """Whether a page is said to have no article."""
    return each.row is None or whole_page.chance(each.row, weights) >= whole_page.ENOUGH


def cross_validate(given: Sequence[Judged]) -> None:
    """Print, by what pages are, which share is said to have no article on held-out sites."""
    told: defaultdict[tuple[bool, str], list[bool]] = defaultdict(list)
    for fold in range(dataset.FOLDS):
        weights = fit([each for each in given if each.fold != fold])
        for each in given:
            if each.fold == fold:
                told[each.has_article, each.kind].append(is_told(each, weights))
    for (has_article, kind), found in sorted(told.items()):
        print(f"{kind:24} {'article' if has_article else 'none':8} {len(found):5}  told {np.mean(found):.3f}")


def main() -> None:
    given = contests.arguments("bench.whole_page", __doc__, whole_page.WEIGHTS)
    found = list(every(given.corpora))
    if given.cross_validate:
        cross_validate(found)
    else:
        contests.save(given.out, weighing.named(fit(found), whole_page.FEATURES))


if __name__ == "__main__":
    main()
