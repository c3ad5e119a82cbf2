"""Train the weights by which lines compete for the headline: `python -m bench.headlines` writes the file that ships.

`--cross-validate` prints how often the headline is right on pages of sites that training did not see.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from bench import corpora, dataset, metrics, written
from bench.corpora import Example
from cleaner import labeller, passes, rules, text, titles
from cleaner.document import Kind, Page
from cleaner.passes.draft import begin
from cleaner.passes.naming import find_title

CORPORA = ("wcxb", "fundus", "daniel", "trafilatura")
RENDERERS = ("innertext", "bs4", "recall", "html")
KINDS: tuple[Kind, ...] = ("text", "html")

WRITTEN = 2.0
"""What a page counts that was written to train on: they are few, and each has the headline that is meant."""
MISSING = 0.3
"""What a page counts of which no candidate is the gold title: often that stands in <title> alone."""
DECAY = 1e-3
STEPS = 200


class Contest(NamedTuple):
    """The candidates of one page in one rendering."""

    corpus: str
    renderer: str
    fold: int
    features: npt.NDArray[np.float64]  # (k, titles.FEATURES)
    right: list[bool]  # (k,) whether each is the gold title

    @property
    def kind(self) -> Kind:
        return "html" if self.renderer == "html" else "text"


def contest(example: Example, renderer: str) -> Contest:
    """What titles.find() sees of a page."""
    page = _page(example, renderer)
    hits = rules.hits(page)
    draft = begin(page, hits, labeller.judge(page, hits))
    for run in takewhile(lambda each: each is not find_title, passes.PASSES):
        run(draft)
    found = titles.candidates(page, draft.content(), draft.hits, draft.scores)
    right = [metrics.same_title(page.pieces[index].text, example.title or "") for index in found.indices]
    return Contest(example.corpus, renderer, dataset.fold(example), found.features, right)


def _page(example: Example, renderer: str) -> Page:
    if renderer == "html":
        return dataset.page_of(example, renderer)
    return text.read(dataset.rendered(example, renderer), example.url)


def contests(folder: Path) -> Iterator[Contest]:
    for name in CORPORA:
        for example in corpora.read(folder / name):
            for renderer in RENDERERS if example.title else ():
                yield contest(example, renderer)
    yield from (contest(example, written.RENDERER) for example in corpora.read(written.FOLDER.parent) if example.title)


def _collate(given: Sequence[Contest]) -> tuple[Tensor, Tensor]:
    """Candidates side by side, "none" the last of each row: features, and what is right: (pages, candidates, …)."""
    width = max(len(each.right) for each in given)
    features = np.full((len(given), width, len(titles.FEATURES)), np.nan)
    right = np.zeros((len(given), width + 1), bool)
    for row, each in enumerate(given):
        features[row, : len(each.right)] = each.features
        right[row, : len(each.right)] = each.right
        right[row, -1] = not any(each.right)
    return torch.from_numpy(features), torch.from_numpy(right)


def fit(given: Sequence[Contest]) -> tuple[npt.NDArray[np.float64], float]:
    """Weights and bias under which the right candidate wins: a softmax over each page's candidates and "none"."""
    features, right = _collate(given)
    absent = features.isnan().any(2)
    features = features.nan_to_num()
    known = [WRITTEN if each.corpus == dataset.WRITTEN else 1.0 for each in given]
    counts = torch.where(right[:, -1], MISSING, 1.0) * torch.tensor(known)
    weights = torch.zeros(len(titles.FEATURES), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        points = (features @ weights + bias).masked_fill(absent, -1e9)
        chances = torch.log_softmax(torch.cat([points, torch.zeros(len(points), 1)], 1), 1)
        won = torch.logsumexp(chances.masked_fill(~right, -1e9), 1)
        found: Tensor = -(won * counts).sum() / counts.sum() + DECAY * (weights**2).sum()
        found.backward()
        return found

    optimizer.step(loss)
    return weights.detach().numpy(), float(bias.detach())


def fitted(given: Sequence[Contest]) -> dict[Kind, tuple[npt.NDArray[np.float64], float]]:
    """Weights and bias for page text, and those for HTML."""
    return {kind: fit([each for each in given if each.kind == kind]) for kind in KINDS}


def is_right(each: Contest, weights: npt.NDArray[np.float64], bias: float) -> bool:
    best = titles.winner(each.features, each.features @ weights + bias)
    return best is not None and each.right[best]


def cross_validate(given: Sequence[Contest]) -> None:
    """Print the share of right headlines on held-out sites, and of pages on which a candidate is right."""
    outcomes: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    for fold in range(dataset.FOLDS):
        learned = fitted([each for each in given if each.fold != fold])
        for each in given:
            if each.fold == fold:
                outcome = (is_right(each, *learned[each.kind]), any(each.right))
                outcomes.setdefault((each.corpus, each.renderer), []).append(outcome)
    for (corpus, renderer), found in sorted(outcomes.items()):
        right, possible = np.mean(found, axis=0)
        print(f"{corpus:12} {renderer:10} {len(found):4}  right {right:.3f}  possible {possible:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.headlines", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=titles.WEIGHTS, help="file to write the weights to")
    parser.add_argument("--cross-validate", action="store_true", help="print scores on held-out sites, write nothing")
    given = parser.parse_args()
    torch.set_num_threads(1)  # sums come out the same whatever the machine
    found = list(contests(given.corpora))
    if given.cross_validate:
        cross_validate(found)
        return
    stored = {
        kind: dict(zip((*titles.FEATURES, "bias"), [round(float(each), 4) for each in (*weights, bias)], strict=True))
        for kind, (weights, bias) in fitted(found).items()
    }
    given.out.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
