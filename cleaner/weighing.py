"""What is seen of a headline, of authors or of a whole page, weighed by weights that were learned: the more points, the
likelier it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Weights(NamedTuple):
    """A weighted sum, and what hidden units add to it where there are any: a perceptron with one layer of these."""

    sums: Floats  # (features, 1 + units) what each feature counts for the sum, and for each unit
    biases: Floats  # (1 + units,)
    units: Floats  # (units,) what each unit counts, as far as it is above 0

    def points(self, seen: Floats) -> Floats:
        """The points of k candidates, (k,), by what is seen of them: (k, features)."""
        found = seen @ self.sums + self.biases
        points: Floats = found[:, 0] + np.maximum(found[:, 1:], 0) @ self.units
        return points


def read(stored: Mapping[str, Any], features: Sequence[str]) -> Weights:
    """The weights of a file, by the names of the features and "bias": a number each, with "units" a list of them."""
    sums = np.array([stored[name] for name in features], float).reshape(len(features), -1)
    return Weights(sums, np.array(stored["bias"], float).reshape(-1), np.array(stored.get("units", []), float))


def named(weights: Weights, features: Sequence[str]) -> dict[str, Any]:
    """Weights as read() takes them."""
    rows = np.concatenate([weights.sums, weights.biases[None]]).round(4).tolist()
    if not len(weights.units):
        return {name: row[0] for name, row in zip((*features, "bias"), rows, strict=True)}
    return dict(zip((*features, "bias", "units"), (*rows, weights.units.round(4).tolist()), strict=True))
