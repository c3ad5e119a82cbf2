"""Trains the trees of cleaner.stacking, on scores of pages that whoever gave them had not seen."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from catboost import CatBoost, Pool

from bench import corpora, dataset, distil
from bench.dataset import Sample
from cleaner import layers, stacking
from cleaner.stacking import Stack, Trees

Floats = npt.NDArray[np.float32]

BESIDE, UPON = 300, 300
"""How many trees stand beside the networks and upon both."""
DEPTHS = {"text": 8, "html": 6}
"""How many questions a tree asks. Chosen on sites that training had not seen."""

SETTINGS = {
    "loss_function": "CrossEntropy",
    "border_count": 64,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "rsm": 0.3,
    "thread_count": 1,  # sums come out the same whatever the machine
    "allow_writing_files": False,
    "verbose": 0,
}
BESIDE_RATE, UPON_RATE = 0.08, 0.06


class Held(NamedTuple):
    """A page with what networks say of it that had not seen its site."""

    sample: Sample  # as they saw it
    scores: Floats  # (n,)
    alone: Floats  # (n, kinds of words) what its words say by themselves
    weight: Floats  # (n,) of each piece, 0 where nobody said what it is


ATTESTED = 3
"""How much more a piece weighs that people said something of, where they said nothing of the page's others."""


def attested(pages: Sequence[Held], folder: Path) -> list[Held]:
    """The same pages; of those without a gold body only what people said of them weighs.

    What the teacher says is not for the trees: it is a network, and errs as the networks do that the trees look at.
    """
    examples = {name: {e.id: e for e in corpora.read(folder / name)} for name in dataset.WITHOUT_GOLD}
    found = []
    for page in pages:
        sample, weight = page.sample, page.weight
        if sample.corpus in examples:
            said = list(distil.said(examples[sample.corpus][sample.id], sample.texts))
            weight = np.zeros_like(page.weight)
            weight[said] = page.weight[said] * ATTESTED
        found.append(page._replace(weight=weight))
    return found


def fit(held: Sequence[Held], seed: int) -> Stack:
    """The trees beside the networks, and those that learn from what both say of pages that they had not seen."""
    return Stack(fit_beside(held, seed), fit_upon(held, judged(held, seed), seed))


def fit_beside(held: Sequence[Held], seed: int) -> Trees:
    return trees(held, list(map(own, held)), {"iterations": BESIDE, "learning_rate": BESIDE_RATE}, seed)


def fit_upon(held: Sequence[Held], beside: Sequence[Floats], seed: int) -> Trees:
    seen = [upon(*pair) for pair in zip(held, beside, strict=True)]
    return trees(held, seen, {"iterations": UPON, "learning_rate": UPON_RATE}, seed)


def judged(held: Sequence[Held], seed: int) -> list[Floats]:
    """What trees say of each page that learned beside the networks on the pages of all folds but its own."""
    found = [np.empty(0, np.float32)] * len(held)
    for fold in {page.sample.fold for page in held}:
        learned = fit_beside([page for page in held if page.sample.fold != fold], seed)
        for index, page in enumerate(held):
            if page.sample.fold == fold:
                found[index] = layers.chances(stacking.answers(learned, own(page)))
    return found


def revised(held: Sequence[Held], seed: int) -> list[Floats]:
    """The scores of each page after all trees; those that judge a fold learned from the others."""
    beside, found = judged(held, seed), [np.empty(0, np.float32)] * len(held)
    for fold in {page.sample.fold for page in held}:
        others = [index for index, page in enumerate(held) if page.sample.fold != fold]
        learned = fit_upon([held[index] for index in others], [beside[index] for index in others], seed)
        for index, page in enumerate(held):
            if page.sample.fold == fold:
                found[index] = layers.chances(stacking.answers(learned, upon(page, beside[index])))
    return found


def own(page: Held) -> Floats:
    """What the trees beside the networks see of a page."""
    return stacking.columns_beside(page.alone, page.sample.features)


def upon(page: Held, beside: Floats) -> Floats:
    """What the trees upon both see of it."""
    return stacking.columns_upon(page.scores, beside, page.sample.features)


def trees(held: Sequence[Held], seen: Sequence[Floats], settings: dict[str, object], seed: int) -> Trees:
    """Trees that learned what is content from what they see of each page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        learned(held, seen, settings, seed).save_model(path, format="json")
        return exported(json.loads(path.read_text()))


def learned(held: Sequence[Held], seen: Sequence[Floats], settings: dict[str, object], seed: int) -> CatBoost:
    """The same as CatBoost has them."""
    told = [page.weight > 0 for page in held]
    rows = np.concatenate([columns.T[known] for columns, known in zip(seen, told, strict=True)])
    content = np.concatenate([page.sample.content[known] for page, known in zip(held, told, strict=True)]).clip(0, 1)
    weight = np.concatenate([page.weight[known] for page, known in zip(held, told, strict=True)])
    depth = DEPTHS[held[0].sample.features.mode]
    model = CatBoost(SETTINGS | {"depth": depth, "random_seed": seed} | settings)
    return model.fit(Pool(rows, content, weight=weight))


def exported(model: dict[str, Any]) -> Trees:
    """The trees of a model that CatBoost wrote as JSON; a level that a tree lacks is never answered with yes."""
    scale, (bias,) = model["scale_and_bias"]
    found = model["oblivious_trees"]
    depth = max(len(tree["splits"] or ()) for tree in found)
    asked = np.zeros((depth, len(found)), np.int64)
    borders = np.full((depth, len(found)), np.inf, np.float32)
    leaves = np.zeros((len(found), 2**depth), np.float32)
    for number, tree in enumerate(found):
        for level, split in enumerate(tree["splits"] or ()):
            asked[level, number], borders[level, number] = split["float_feature_index"], split["border"]
        values = np.array(tree["leaf_values"], np.float32) * scale
        leaves[number, : len(values)] = values
    leaves[0] += bias
    return Trees(asked, borders, leaves)


def arrays(stack: Stack) -> dict[str, npt.NDArray[Any]]:
    """The trees as cleaner.stacking reads them."""
    found: dict[str, npt.NDArray[Any]] = {}
    for name, (columns, borders, leaves) in zip(Stack._fields, stack, strict=True):
        found |= {f"{name}/columns": columns.astype(np.uint16), f"{name}/borders": borders}
        found[f"{name}/leaves"] = leaves.astype(np.float16)
    return found
