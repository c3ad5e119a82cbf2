"""Candidates that compete, and the weights under which the right one wins: for headlines, authors and whole pages."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

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
STEPS = 300

Page = TypeVar("Page")


class Contest(NamedTuple):
    """The candidates of one page in one rendering."""

    corpus: str
    renderer: str
    fold: int
    features: npt.NDArray[np.float64]  # (k, features)
    right: Sequence[bool]  # (k,) which of them may win
    weight: float = 1.0  # what the page counts

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


def weight(corpus: str) -> float:
    """What a page of a corpus counts."""
    return WRITTEN if corpus == dataset.WRITTEN else 1.0


class Plan(NamedTuple):
    """How the weights of a contest are learned."""

    missing: float  # what a page counts of which no candidate is right
    decay: float  # what weights are penalised by, of features scaled to one


def fit(given: Sequence[Contest], plan: Plan) -> Weights:
    """Weights under which the right candidate wins: a softmax over each page's candidates and "none", which has 0.

    Where a page has one candidate this is a logistic regression.

    Args:
        given: the pages, all with the same features.
        plan: how to learn.
    """
    features, right = _collate(given)
    absent = features.isnan().any(2)
    mean, spread = features[~absent].mean(0), features[~absent].std(0) + 1e-3
    scaled = ((features - mean) / spread).nan_to_num()
    counts = torch.where(right[:, -1], plan.missing, 1.0) * torch.tensor([each.weight for each in given])
    weights, bias = torch.zeros(features.shape[2], dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    optimizer = torch.optim.LBFGS(
        [weights.requires_grad_(), bias.requires_grad_()], max_iter=STEPS, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        optimizer.zero_grad()
        points = (scaled @ weights + bias).masked_fill(absent, -1e9)
        chances = torch.log_softmax(torch.cat([points, torch.zeros(len(points), 1)], 1), 1)
        won = torch.logsumexp(chances.masked_fill(~right, -1e9), 1)
        missed: Tensor = -(won * counts).sum() / counts.sum() + plan.decay * (weights**2).sum()
        missed.backward()
        return missed

    optimizer.step(loss)
    plain = weights.detach() / spread
    return Weights(plain.numpy(), float(bias.detach() - mean @ plain))


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


@dataclass(frozen=True, slots=True)
class Training(Generic[Page]):
    """What a command that trains weights does."""

    every: Callable[[Path], Iterator[Page]]  # the pages to learn from, given the folder of the corpora
    cross_validate: Callable[[Sequence[Page]], None]  # prints how good weights are that were learned on other sites
    learned: Callable[[Sequence[Page]], Mapping[str, Any]]  # what to write as JSON


def command(name: str, description: str | None, out: Path, training: Training[Page]) -> None:
    """Run a module that trains the weights of a file, or tells how good they are on held-out sites."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=description)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=out, help="file to write the weights to")
    parser.add_argument("--cross-validate", action="store_true", help="print shares on held-out sites, write nothing")
    given = parser.parse_args()
    torch.set_num_threads(1)  # sums come out the same whatever the machine
    found = list(training.every(given.corpora))
    if given.cross_validate:
        training.cross_validate(found)
    else:
        given.out.write_text(json.dumps(training.learned(found), indent=2) + "\n", "utf-8")


def named(found: Mapping[Kind, Weights], features: Sequence[str]) -> dict[str, dict[str, float]]:
    """Weights as cleaner.titles and cleaner.metadata.authors read them."""
    return {kind: weighing.named(weights, features) for kind, weights in found.items()}
