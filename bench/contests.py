"""Candidates that compete, and the weights under which the right one wins: for headlines and for authors."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from bench import dataset
from cleaner.document import Kind

KINDS: tuple[Kind, ...] = ("text", "html")

WRITTEN = 2.0
"""What a page counts that was written to train on: they are few, and each has what is meant."""
DECAY = 1e-3
STEPS = 200

Weights = tuple[npt.NDArray[np.float64], float]
"""One a feature, and what is added to their sum."""


class Contest(NamedTuple):
    """The candidates of one page in one rendering."""

    corpus: str
    renderer: str
    fold: int
    features: npt.NDArray[np.float64]  # (k, features)
    right: Sequence[bool]  # (k,) which of them may win

    @property
    def kind(self) -> Kind:
        return "html" if self.renderer == "html" else "text"


def _collate(given: Sequence[Contest]) -> tuple[Tensor, Tensor]:
    """Candidates side by side, "none" the last of each row: features, and what is right: (pages, candidates, …)."""
    width = max(len(each.right) for each in given)
    features = np.full((len(given), width, given[0].features.shape[1]), np.nan)
    right = np.zeros((len(given), width + 1), bool)
    for row, each in enumerate(given):
        features[row, : len(each.right)] = each.features
        right[row, : len(each.right)] = each.right
        right[row, -1] = not any(each.right)
    return torch.from_numpy(features), torch.from_numpy(right)


def fit(given: Sequence[Contest], missing: float) -> Weights:
    """Weights under which the right candidate wins: a softmax over each page's candidates and "none", which has 0.

    Args:
        given: the pages, all with the same features.
        missing: what a page counts of which no candidate is right.
    """
    features, right = _collate(given)
    absent = features.isnan().any(2)
    features = features.nan_to_num()
    known = [WRITTEN if each.corpus == dataset.WRITTEN else 1.0 for each in given]
    counts = torch.where(right[:, -1], missing, 1.0) * torch.tensor(known)
    weights = torch.zeros(features.shape[2], dtype=torch.float64, requires_grad=True)
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


def fitted(given: Sequence[Contest], missing: float) -> dict[Kind, Weights]:
    """The weights for page text, and those for HTML."""
    kinds = {kind: [each for each in given if each.kind == kind] for kind in KINDS}
    return {kind: fit(found, missing) for kind, found in kinds.items() if found}


def held_out(given: Sequence[Contest], missing: float) -> Iterator[Weights]:
    """For each page, weights that were learned on the sites of the other folds."""
    learned = {
        fold: fitted([each for each in given if each.fold != fold], missing) for fold in {each.fold for each in given}
    }
    return (learned[each.fold][each.kind] for each in given)


def tell(outcomes: Iterable[tuple[Contest, bool, bool]]) -> None:
    """Print the share of pages on which the winner is right, and of those on which a candidate is."""
    found: defaultdict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for contest, is_right, is_possible in outcomes:
        found[contest.corpus, contest.renderer].append((is_right, is_possible))
    for (corpus, renderer), each in sorted(found.items()):
        right, possible = np.mean(each, axis=0)
        print(f"{corpus:12} {renderer:11} {len(each):4}  right {right:.3f}  possible {possible:.3f}")


def arguments(name: str, description: str | None, out: Path) -> argparse.Namespace:
    """The options of a command that trains weights; sums come out the same whatever the machine."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=description)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=out, help="file to write the weights to")
    parser.add_argument("--cross-validate", action="store_true", help="print shares on held-out sites, write nothing")
    torch.set_num_threads(1)
    return parser.parse_args()


def write(path: Path, features: Sequence[str], found: Mapping[Kind, Weights]) -> None:
    """Write weights by the names of the features, as cleaner.titles and cleaner.metadata.authors read them."""
    save(path, {kind: named(features, weights) for kind, weights in found.items()})


def named(features: Sequence[str], weights: Weights) -> dict[str, float]:
    """Weights by the names of the features, and "bias"."""
    values = [round(float(each), 4) for each in (*weights[0], weights[1])]
    return dict(zip((*features, "bias"), values, strict=True))


def save(path: Path, stored: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")
