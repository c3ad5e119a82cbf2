"""Training: the same seed gives the same weights, and the labeller computes what the trained network does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
for tool in ("html2text", "justext", "readability", "resiliparse"):
    pytest.importorskip(tool)

from bench import dataset, train  # noqa: E402
from bench.augment import Line  # noqa: E402
from bench.corpora import Example  # noqa: E402
from bench.network import LENIENCE, Network, Size, arrays  # noqa: E402
from cleaner import labeller  # noqa: E402

EXAMPLE = Example("page", "made up", Path("none.html"), Path("none"), url="https://paper.example/1")

MENU = ["Home", "Sports", "Sign in", "12 comments", "Share"]
STORY = ["The bridge was closed on Monday, since the river had risen by two metres.", "Nobody was hurt, she said."]


def page(repeats: int) -> dataset.Sample:
    lines = [*(Line(line, 1, 0, 1) for line in MENU), *(Line(line, 2, 1, 3) for line in STORY * repeats)]
    return dataset.rewritten(EXAMPLE, "innertext", lines)


PAGES = [page(repeats) for repeats in (1, 2, 3, 5, 8)]
PLAN = train.Plan(2, Size(4, 8), 0.1)


def test_the_same_seed_gives_the_same_weights() -> None:
    torch.set_num_threads(1)
    first, again, other = (arrays(train.fit(PAGES, PLAN, seed)) for seed in (1, 1, 2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["enter.weight"], other["enter.weight"])


def test_the_labeller_computes_what_the_network_does() -> None:
    torch.manual_seed(3)
    network = Network(PAGES[0].features.shape.shape[1], 1, Size(4, 8))
    with torch.no_grad():
        network.final.weight.normal_()
    stored = {name: array.astype(np.float32) for name, array in arrays(network).items()}
    stored["final.bias"] -= np.float32(LENIENCE)
    for sample, expected in zip(PAGES, train.predict([network], PAGES), strict=True):
        found = sample.features._replace(shape=sample.features.shape.astype(np.float32))
        assert labeller.run(labeller.unpack(stored), found) == pytest.approx(expected, abs=0.01)
