"""Points by learned weights."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import weighing

SEEN = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def test_points() -> None:
    stored = {"length": 2.0, "place": -1.0, "bias": 0.5}
    weights = weighing.read(stored, ("length", "place"))
    assert weights.points(SEEN).tolist() == [2.5, -0.5, 1.5]
    assert weighing.named(weights, ("length", "place")) == stored


def test_a_feature_that_the_file_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="place"):
        weighing.read({"length": 1.0, "bias": 0.0}, ("length", "place"))
