"""The layers that the networks are made of, in numpy: linear ones, and ones that look at their neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from cleaner.features import Floats

Layer = tuple[Floats, Floats]
"""Matrix (in, out), of one that looks at its neighbours (3, in, out), and bias (out,)."""
Layers = Mapping[str, Layer]


def layers_of(arrays: Mapping[str, Floats]) -> Layers:
    """The layers by name, from the arrays "NAME.weight" and "NAME.bias" as torch has them."""
    return {
        name.removesuffix(".weight"): (np.ascontiguousarray(array.T), arrays[name.removesuffix("weight") + "bias"])
        for name, array in arrays.items()
        if name.endswith(".weight")
    }


def linear(layer: Layer, rows: Floats) -> Floats:
    """Rows (n, in) -> (n, out)."""
    matrix, bias = layer
    product: Floats = rows @ matrix
    product += bias
    return product


def residual(layer: Layer, hidden: Floats, dilation: int) -> Floats:
    """Add to each row (n, channels) what it sees of the ones `dilation` before and after it."""
    (before, own, after), bias = layer
    looked: Floats = hidden @ own
    looked += bias
    looked[dilation:] += hidden[:-dilation] @ before
    looked[:-dilation] += hidden[dilation:] @ after
    relu(looked)
    looked += hidden
    return looked


def relu(rows: Floats) -> Floats:
    """The rows themselves, what is below 0 set to 0."""
    return np.maximum(rows, 0, out=rows)


def chances(logits: npt.NDArray[np.floating[Any]]) -> Floats:
    """Logits as numbers between 0 and 1."""
    found: Floats = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return found


def one_thread() -> AbstractContextManager[object]:
    """While it lasts, NumPy's matrix products keep to one thread: waking others takes longer than multiplying."""
    return blas().limit(limits=1)  # type: ignore[no-any-return]


@cache
def blas() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")
