"""Candidates that compete, and the weights under which the right one wins: for headlines and for authors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

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


def write(path: Path, features: Sequence[str], found: Mapping[Kind, Weights]) -> None:
    """Write weights by the names of the features, as cleaner.titles and cleaner.metadata.authors read them."""
    stored = {
        kind: dict(zip((*features, "bias"), [round(float(each), 4) for each in (*weights, bias)], strict=True))
        for kind, (weights, bias) in found.items()
    }
    path.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")
