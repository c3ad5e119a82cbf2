"""Trains the trees of cleaner.stacking on scores of pages that the networks had not seen."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from catboost import CatBoost, Pool

from bench.dataset import Sample
from cleaner import stacking
from cleaner.stacking import Trees

Floats = npt.NDArray[np.float32]

DEPTH, TREES, RATE = 6, 200, 0.04
SETTINGS = {
    "loss_function": "CrossEntropy",
    "depth": DEPTH,
    "iterations": TREES,
    "learning_rate": RATE,
    "border_count": 64,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "rsm": 0.3,
    "thread_count": 1,  # sums come out the same whatever the machine
    "allow_writing_files": False,
    "verbose": 0,
}


class Held(NamedTuple):
    """A page with the scores of networks that had not seen its site."""

    sample: Sample  # as they saw it
    scores: Floats  # (n,)
    weight: Floats  # (n,) of each piece


def fit(held: Sequence[Held], seed: int) -> Trees:
    """Trees that add to the logits of the scores."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        learned(held, seed).save_model(path, format="json")
        return exported(json.loads(path.read_text()))


def learned(held: Sequence[Held], seed: int) -> CatBoost:
    """The same as CatBoost has them."""
    seen = np.concatenate([columns(page.sample, page.scores) for page in held])
    content = np.concatenate([page.sample.content for page in held]).clip(0, 1)
    weight = np.concatenate([page.weight for page in held])
    model = CatBoost(SETTINGS | {"random_seed": seed})
    return model.fit(Pool(seen, content, weight=weight, baseline=seen[:, 0]))


def columns(sample: Sample, scores: Floats) -> Floats:
    """What the trees see of a sample."""
    return stacking.columns(scores, sample.features)


def exported(model: dict[str, Any]) -> Trees:
    """The trees of a model that CatBoost wrote as JSON; a level that a tree lacks is never answered with yes."""
    scale, (bias,) = model["scale_and_bias"]
    found = model["oblivious_trees"]
    asked = np.zeros((DEPTH, len(found)), np.int64)
    borders = np.full((DEPTH, len(found)), np.inf, np.float32)
    leaves = np.zeros((len(found), 2**DEPTH), np.float32)
    for number, tree in enumerate(found):
        for level, split in enumerate(tree["splits"] or ()):
            asked[level, number], borders[level, number] = split["float_feature_index"], split["border"]
        values = np.array(tree["leaf_values"], np.float32) * scale
        leaves[number, : len(values)] = values
    leaves[0] += bias
    return Trees(asked, borders, leaves)


def revised(trees: Trees, sample: Sample, scores: Floats) -> Floats:
    """A sample's scores after the second look."""
    return stacking.revise(trees, scores, sample.features)


def arrays(trees: Trees) -> dict[str, npt.NDArray[Any]]:
    """The trees as cleaner.stacking reads them."""
    columns, borders, leaves = trees
    return {"columns": columns.astype(np.uint8), "borders": borders, "leaves": leaves.astype(np.float16)}
