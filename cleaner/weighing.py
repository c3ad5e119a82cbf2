"""What is seen of a headline, of authors or of a whole page, weighed by weights that were learned: the more points, the
likelier it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Weights(NamedTuple):
    """A weighted sum."""

    each: Floats  # (features,) what each feature counts
    bias: float

    def points(self, seen: Floats) -> Floats:
        """The points of k candidates, (k,), by what is seen of them: (k, features)."""
        found: Floats = seen @ self.each + self.bias
        return found


def read(stored: Mapping[str, float], features: Sequence[str]) -> Weights:
    """The weights of a file, by the names of the features and "bias"."""
    return Weights(np.array([stored[name] for name in features], float), stored["bias"])


def named(weights: Weights, features: Sequence[str]) -> dict[str, float]:
    """Weights as read() takes them."""
    return dict(zip((*features, "bias"), np.append(weights.each, weights.bias).round(4).tolist(), strict=True))
