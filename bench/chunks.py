"""The network of cleaner.chunks in torch, and the command that trains it, writes what ships or tells how good it is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from bench import corpora, dataset
from bench.network import Residual
from bench.train import pace
from bench.variants import Variant, cleaned, figure
from cleaner.chunks import BLOCK, DILATIONS, SHAPE, WEIGHTS, Chunks, chunks, judge, numbers, unpack
from cleaner.chunks import Network as Trained
from cleaner.tokenizer import Codes, Ints

SCORED = ("fundus", "daniel", "wcxb", "trafilatura")
SITES = 16
"""Chunks and endings that stand on so many sites are known by themselves. With rarer ones it learns pages by heart."""
DRAWS = 3
"""Texts of each page that they are counted in."""
EMBEDDING, CHANNELS = 12, 48
RATE, DECAY = 6e-3, 0.1
LENGTH, BATCH = 1024, 16
"""Chunks of a stretch of text, and stretches that are learned from together."""
MASKED, DEAF = 0.15, 0.25
"""How many chunks and endings are taken for unknown ones, and in what share of stretches nearly all."""

Random = np.random.Generator
Floats = npt.NDArray[np.float32]


class Asked(NamedTuple):
    """A text, and what is asked of it."""

    text: str
    right: Callable[[Chunks], Floats]  # 1 for each chunk that is to be found, else 0: (n,)


class Source(NamedTuple):
    """A page, from which texts are made."""

    site: str
    fold: int
    make: Callable[[Random], Asked]


class Stretches(NamedTuple):
    """Texts one after the other, cut into stretches of LENGTH chunks."""

    known: npt.NDArray[np.int64]  # (k, LENGTH, 2) the rows of the chunk and of its ending
    shape: npt.NDArray[np.float16]  # (k, LENGTH, SHAPE)
    right: Floats  # (k, LENGTH)


def frequent(pages: Sequence[Source], random: Random) -> tuple[Codes, Codes]:
    """The chunks and the endings that stand on at least SITES sites, in rising order."""
    sites: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
    for page in pages:
        for _ in range(DRAWS):
            for found, hashes in zip(sites, chunks(page.make(random).text).hashes, strict=True):
                for each in np.unique(hashes).tolist():
                    found.setdefault(each, set()).add(page.site)
    first, second = (sorted(each for each, on in found.items() if len(on) >= SITES) for found in sites)
    return np.array(first, np.uint32), np.array(second, np.uint32)


def rows(known: tuple[Codes, Codes], read: Chunks) -> npt.NDArray[np.int64]:
    """The rows of each chunk and of its ending: (n, 2)."""
    return np.stack([numbers(*each) for each in zip(known, read.hashes, strict=True)], axis=1)


def stretches(pages: Sequence[Source], known: tuple[Codes, Codes], random: Random) -> Stretches:
    """Texts made anew of all pages, in a new order."""
    found: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for index in random.permutation(len(pages)):
        text, right = pages[index].make(random)
        read = chunks(text[:BLOCK])
        for each, made in zip(found, (rows(known, read), read.shape.astype(np.float16), right(read)), strict=True):
            each.append(made)
    size = sum(map(len, found[2])) // LENGTH
    return Stretches(*(stretched(each, size) for each in found))


def stretched(arrays: Sequence[npt.NDArray[Any]], size: int) -> npt.NDArray[Any]:
    """The arrays one after the other, in `size` stretches; what is left over is not used."""
    return np.concatenate(arrays)[: size * LENGTH].reshape(size, LENGTH, *arrays[0].shape[1:])


class Network(nn.Module):
    """Chunks -> logits."""

    def __init__(self, known: tuple[Codes, Codes]) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(1 + len(each), EMBEDDING, padding_idx=0) for each in known)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.05)
            nn.init.zeros_(table.weight[0])
        self.enter = nn.Linear(2 * EMBEDDING + SHAPE, CHANNELS)
        self.blocks = nn.ModuleList(Residual(CHANNELS, dilation) for dilation in DILATIONS)
        self.final = nn.Linear(CHANNELS, 1)

    def forward(self, known: Tensor, shape: Tensor) -> Tensor:
        meant = [table(known[..., place]) for place, table in enumerate(self.tables)]
        hidden = functional.relu(self.enter(torch.cat([*meant, shape], 2))).transpose(1, 2)
        everywhere = torch.ones(())
        for block in self.blocks:
            hidden = block(hidden, everywhere)
        logits: Tensor = self.final(hidden.transpose(1, 2)).squeeze(2)
        return logits


def fit(pages: Iterable[Source], epochs: int, seed: int) -> dict[str, npt.NDArray[Any]]:
    """Train a network; its weights as cleaner.chunks reads them."""
    pages = list(pages)
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    known = frequent(pages, random)
    network = Network(known)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    for epoch in range(epochs):
        found = stretches(pages, known, random)
        order = np.array_split(random.permutation(len(found.right)), -(-len(found.right) // BATCH))
        losses = []
        for number, chosen in enumerate(order):
            optimizer.param_groups[0]["lr"] = RATE * pace((epoch + number / len(order)) / epochs)
            logits = network(masked(found.known[chosen]), torch.from_numpy(found.shape[chosen]).float())
            loss = functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(found.right[chosen]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return arrays(network, known)


def masked(known: npt.NDArray[np.int64]) -> Tensor:
    rates = torch.where(torch.rand(len(known), 1, 1) < DEAF, 0.9, MASKED)
    return torch.from_numpy(known) * (torch.rand(known.shape) > rates)


def arrays(network: Network, known: tuple[Codes, Codes]) -> dict[str, npt.NDArray[Any]]:
    """The tables a byte a number, the rest in half precision."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    packed: dict[str, npt.NDArray[Any]] = {}
    for place, (name, hashes) in enumerate(zip(("chunks", "endings"), known, strict=True)):
        table = state.pop(f"tables.{place}.weight")
        scale = np.maximum(np.abs(table).max(axis=0), 1e-9) / 127
        packed |= {
            name: hashes,
            f"{name}.table": np.round(table / scale).astype(np.int8),
            f"{name}.scale": scale.astype(np.float32),
        }
    return packed | {name.replace(".convolution", ""): array.astype(np.float16) for name, array in state.items()}


class Task(NamedTuple):
    """What a network is trained for."""

    name: str  # one of cleaner.chunks.NETWORKS, and the module of cleaner that asks it
    about: str | None  # what the command says of itself
    sources: Callable[[Path], Iterable[Source]]  # the pages of a folder of corpora
    epochs: int
    likely: float  # from which chance on it is believed
    ways: Sequence[tuple[str, Variant]]  # renderers, and what is done to their texts, to tell how good the bodies are


def cross_validate(task: Task, folder: Path, seed: int, folds: Sequence[int]) -> None:
    """Print, for each fold that training did not see, how many chunks are right, and how good the bodies are."""
    pages = list(task.sources(folder))
    for fold in folds:
        network = unpack(fit([page for page in pages if page.fold != fold], task.epochs, seed))
        held_out = [page.make(np.random.default_rng(seed)) for page in pages if page.fold == fold]
        right, found, wanted = np.sum([counted(network, each, task.likely) for each in held_out], axis=0)
        print(f"fold {fold}: right {right / found:.3f} of what is found, found {right / wanted:.3f}", flush=True)
        with patch(f"cleaner.{task.name}.load", lambda _, network=network: network):
            for name in SCORED:
                examples = [each for each in corpora.read(folder / name) if each.body or each.segments_with]
                examples = [each for each in examples if dataset.fold(each) == fold]
                for renderer, variant in task.ways:
                    metric, value = figure(examples, cleaned(examples, renderer, variant))
                    way = f"{renderer} {variant.name}"
                    print(f"fold {fold}: {name:12} {len(examples):4} {way:30} {metric} {value:.4f}", flush=True)


def counted(network: Trained, asked: Asked, likely: float) -> Ints:
    """Chunks that are rightly found, that are found, and that are to be found."""
    read = chunks(asked.text)
    right, found = asked.right(read) > 0, judge(network, read) >= likely
    return np.array([(right & found).sum(), found.sum(), right.sum()])


def main(task: Task) -> None:
    """The command of a task: write the file that ships, or cross-validate."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{task.name}", description=task.about)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=WEIGHTS / f"{task.name}.npz", help="file to write the weights to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cross-validate", action="store_true", help="print scores on held-out sites, write nothing")
    parser.add_argument("--folds", type=int, nargs="+", default=range(dataset.FOLDS), help="which to hold out")
    given = parser.parse_args()
    torch.set_num_threads(1)  # sums come out the same whatever the machine
    if given.cross_validate:
        cross_validate(task, given.corpora, given.seed, given.folds)
        return
    np.savez_compressed(given.out, allow_pickle=False, **fit(task.sources(given.corpora), task.epochs, given.seed))
