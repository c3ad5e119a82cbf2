"""Candidates that compete, and the weights under which the right one wins: for headlines and for authors."""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from bench import dataset
from cleaner import weighing
from cleaner.document import Kind
from cleaner.weighing import Weights

KINDS: tuple[Kind, ...] = ("text", "html")

WRITTEN = 2.0
"""What a page counts that was written to train on: they are few, and each has what is meant."""
SEED = 1
STEPS = 200


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


class Plan(NamedTuple):
    """How the weights of a contest are learned."""

    missing: float  # what a page counts of which no candidate is right
    units: int = 0  # hidden ones
    decay: float = 1e-3  # what weights are penalised by, of features scaled to one


def fit(given: Sequence[Contest], plan: Plan) -> Weights:
    """Weights under which the right candidate wins: a softmax over each page's candidates and "none", which has 0.

    Args:
        given: the pages, all with the same features.
        plan: how to learn.
    """
    features, right = _collate(given)
    absent = features.isnan().any(2)
    mean, spread = features[~absent].mean(0), features[~absent].std(0) + 1e-3
    scaled = ((features - mean) / spread).nan_to_num()
    known = [WRITTEN if each.corpus == dataset.WRITTEN else 1.0 for each in given]
    counts = torch.where(right[:, -1], plan.missing, 1.0) * torch.tensor(known)
    learned = _begun(features.shape[2], plan.units)
    optimizer = torch.optim.LBFGS(learned, max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        sums, biases, units = learned
        found = scaled @ sums + biases
        points = (found[..., 0] + found[..., 1:].relu() @ units).masked_fill(absent, -1e9)
        chances = torch.log_softmax(torch.cat([points, torch.zeros(len(points), 1)], 1), 1)
        won = torch.logsumexp(chances.masked_fill(~right, -1e9), 1)
        penalty = sum((each**2).sum() for each in learned)
        missed: Tensor = -(won * counts).sum() / counts.sum() + plan.decay * penalty
        missed.backward()
        return missed

    optimizer.step(loss)
    sums, biases, units = (each.detach() for each in learned)
    plain = sums / spread[:, None]
    return Weights(plain.numpy(), (biases - mean @ plain).numpy(), units.numpy())


def _begun(features: int, units: int) -> list[Tensor]:
    """The weights before training: nothing counts for the sum; hidden units begin at random, the same each time."""
    random = np.random.default_rng(SEED)
    sums = np.concatenate([np.zeros((features, 1)), random.normal(0, features**-0.5, (features, units))], axis=1)
    begun = (sums, np.zeros(1 + units), random.normal(0, max(units, 1) ** -0.5, units))
    return [torch.tensor(each, requires_grad=True) for each in begun]


def fitted(given: Sequence[Contest], plan: Plan) -> dict[Kind, Weights]:
    """The weights for page text, and those for HTML."""
    kinds = {kind: [each for each in given if each.kind == kind] for kind in KINDS}
    return {kind: fit(found, plan) for kind, found in kinds.items() if found}


def held_out(given: Sequence[Contest], plan: Plan) -> Iterator[Weights]:
    """For each page, weights that were learned on the sites of the other folds."""
    learned = {
        fold: fitted([each for each in given if each.fold != fold], plan) for fold in {each.fold for each in given}
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
    """Write weights as cleaner.titles and cleaner.metadata.authors read them."""
    save(path, {kind: weighing.named(weights, features) for kind, weights in found.items()})


def save(path: Path, stored: Mapping[str, Any]) -> None:
    """Write weights by the names of the features, a line each."""
    told = json.dumps(stored, indent=2)
    path.write_text(re.sub(r"\[[^\[\]]*\]", lambda row: " ".join(row[0].split()), told) + "\n", "utf-8")
