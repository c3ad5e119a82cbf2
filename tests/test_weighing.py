"""Points by learned weights: sums, and hidden units beside them."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import weighing

SEEN = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
STORED = [
    ({"length": 2.0, "place": -1.0, "bias": 0.5}, [2.5, -0.5, 1.5]),
    # a unit that says something only where both are seen
    ({"length": [0.0, 1.0], "place": [0.0, 1.0], "bias": [0.0, -1.0], "units": [3.0]}, [0.0, 0.0, 3.0]),
]


@pytest.mark.parametrize(("stored", "points"), STORED)
def test_points(stored: dict[str, float | list[float]], points: list[float]) -> None:
    weights = weighing.read(stored, ("length", "place"))
    assert weights.points(SEEN).tolist() == points
    assert weighing.named(weights, ("length", "place")) == stored


def test_a_feature_that_the_file_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="place"):
        weighing.read({"length": 1.0, "bias": 0.0}, ("length", "place"))
