"""The network of cleaner.labeller in torch, to train it; its weights as arrays, to ship them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from cleaner.features import BUCKETS
from cleaner.labeller import DILATIONS, SECOND_DILATIONS

MEMORY = 16
DROPOUT = 0.15
SECOND = 48
LENIENCE = 0.5
"""Added to the final logit of the weights that ship. Most corpora score best, on held-out sites, when pieces are kept
from 0.3 or 0.4 on: the square root makes long pieces weigh too little in training. This makes it 0.5.
"""


class Bag(NamedTuple):
    """Buckets of all pieces of all pages."""

    buckets: Tensor  # (t,)
    starts: Tensor  # (b * n,)
    weights: Tensor  # (t,) 1 / the size of the bag, 0 where training drops it


class Batch(NamedTuple):
    """Pages side by side, each filled up to the longest: (pages, pieces, …)."""

    bags: tuple[Bag, ...]
    shape: Tensor  # (b, n, columns)
    marks: Tensor  # (b * n, MARKS)
    mark_weights: Tensor  # the same
    words: Tensor  # (b, n)
    present: Tensor  # (b, n) 1 where there is a piece
    content: Tensor  # (b, n)
    weight: Tensor  # (b, n)


class Logits(NamedTuple):
    """How sure the network is that a piece is content, by three of its parts."""

    final: Tensor  # (b, n)
    first: Tensor  # (b, n)
    wide: Tensor  # (b, n) the words alone


class Residual(nn.Module):
    """A piece looks at one piece each side, `dilation` away."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(channels, channels, 3, padding=dilation, dilation=dilation)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        return (hidden + self.dropout(functional.relu(self.convolution(hidden)))) * mask


class Size(NamedTuple):
    """How large a network is: the one for text mode is small, to be fast."""

    embedding: int
    channels: int


class Network(nn.Module):
    """Pieces of a page -> logits. See docs/how-it-works.md for the parts."""

    def __init__(self, columns: int, bags: int, size: Size) -> None:
        super().__init__()
        embedding, channels = size
        self.columns = columns
        self.embedding = nn.EmbeddingBag(BUCKETS, embedding, mode="sum")
        self.wide = nn.EmbeddingBag(BUCKETS, 1, mode="sum")
        nn.init.normal_(self.embedding.weight, std=0.05)
        nn.init.zeros_(self.wide.weight)
        self.bias = nn.Parameter(torch.zeros(1))
        self.enter = nn.Linear((bags + 1) * embedding + 1 + columns, channels)
        self.blocks = nn.ModuleList(Residual(channels, dilation) for dilation in DILATIONS)
        self.remember = nn.Linear(channels, MEMORY)
        self.first = nn.Linear(channels + 2 * MEMORY, 1)
        self.body = nn.Linear(channels, channels)
        self.page = nn.Linear(2 * channels, SECOND)
        self.second = nn.Linear(2 * channels + 2 * MEMORY + 3, SECOND)
        self.second_blocks = nn.ModuleList(Residual(SECOND, dilation) for dilation in SECOND_DILATIONS)
        self.final = nn.Linear(SECOND, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, batch: Batch) -> Logits:
        pages, pieces = batch.present.shape
        mask = batch.present.unsqueeze(1)
        means = [self.embedding(*bag) for bag in batch.bags]
        means.append(self.embedding(batch.marks, per_sample_weights=batch.mark_weights))
        spoken = self.wide(batch.marks, per_sample_weights=batch.mark_weights) + self.bias
        spoken = spoken + sum(self.wide(*bag) for bag in batch.bags)
        wide = spoken.view(pages, pieces)
        bags = torch.cat([*means, spoken], 1).view(pages, pieces, -1)
        entered = torch.cat([bags, batch.shape], 2)
        hidden = self.dropout(functional.relu(self.enter(entered))).transpose(1, 2) * mask
        for block in self.blocks:
            hidden = block(hidden, mask)
        memory = functional.relu(self.remember(hidden.transpose(1, 2))).transpose(1, 2) * mask
        above = memory.cummax(2).values
        below = memory.flip(2).cummax(2).values.flip(2)
        seen = torch.cat([hidden, above, below], 1).transpose(1, 2)
        first = self.first(seen).squeeze(2)
        second = self.revise(batch, hidden, seen, first)
        return Logits(second, first, wide)

    def revise(self, batch: Batch, hidden: Tensor, seen: Tensor, first: Tensor) -> Tensor:
        """Look again, knowing what the body is likely to be."""
        mask = batch.present.unsqueeze(1)
        likely = torch.sigmoid(first) * batch.words * batch.present
        total = likely.sum(1, keepdim=True) + 1
        body = (hidden * likely.unsqueeze(1)).sum(2) / total
        mean = hidden.sum(2) / batch.present.sum(1, keepdim=True)
        alike = hidden * self.body(body).unsqueeze(2)
        before = (likely.cumsum(1) - likely) / total
        columns = torch.stack([first.clamp(-8, 8) / 4, before, likely / total], 2)
        looked = torch.cat([seen, alike.transpose(1, 2), columns], 2)
        revised = self.second(looked) + self.page(torch.cat([body, mean], 1)).unsqueeze(1)
        revised = self.dropout(functional.relu(revised)).transpose(1, 2) * mask
        for block in self.second_blocks:
            revised = block(revised, mask)
        return self.final(revised.transpose(1, 2)).squeeze(2)


def loss(logits: Logits, batch: Batch) -> Tensor:
    """Cross-entropy of each part, a piece by its weight."""

    def part(logit: Tensor) -> Tensor:
        each = functional.binary_cross_entropy_with_logits(logit, batch.content, reduction="none")
        return (each * batch.weight).sum() / batch.weight.sum()

    return part(logits.final) + 0.4 * part(logits.first) + 0.15 * part(logits.wide)


def arrays(network: Network) -> dict[str, npt.NDArray[Any]]:
    """The weights as cleaner.labeller reads them: the table of buckets a byte a number, the rest in half precision."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    bias = state.pop("bias")
    table = np.concatenate([state.pop("embedding.weight"), state.pop("wide.weight")], axis=1)
    scale = np.maximum(np.abs(table).max(axis=0), 1e-9) / 127
    packed = {"table": np.round(table / scale).astype(np.int8), "scale": scale.astype(np.float32)}
    state["final.bias"] = state["final.bias"] + LENIENCE
    spoken = network.enter.in_features - network.columns - 1
    state["enter.bias"] = state["enter.bias"] + state["enter.weight"][:, spoken] * bias
    return packed | {name.replace(".convolution", ""): array.astype(np.float16) for name, array in state.items()}
