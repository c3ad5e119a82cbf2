"""Train the network that finds where joined lines ended: `python -m bench.linebreaks` writes the file that ships.

It learns from the `innertext` of pages, whose lines are joined anew at every epoch, with spaces or with nothing.
`--cross-validate` prints how it does on pages of sites that training did not see. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from bench import corpora, dataset, variants
from bench.corpora import Example
from bench.network import Residual
from bench.train import pace
from bench.variants import cleaned, figure
from cleaner import linebreaks
from cleaner.linebreaks import BLOCK, DILATIONS, SHAPE, Chunks, chunks, numbers
from cleaner.tokenizer import Codes, Ints

CORPORA = ("wcxb", "fundus", "daniel", "trafilatura", "unlabelled", "wcxb-other")
SCORED = ("fundus", "daniel", "wcxb", "trafilatura")
VARIANTS = [variant for variant in variants.VARIANTS if variant.name.startswith(("as it is", "joined"))]

SITES = 16
"""Chunks and endings that stand on so many sites are known by themselves. With rarer ones it learns pages by heart."""
FEWEST, MOST = 4, 3000
"""Lines of a page that is learned from, and how many of them."""
GLUED = (0, 0, 0, 0.3, 1)
"""What share of the lines is joined with nothing between; a page draws one of these, else it is a space."""
EMBEDDING, CHANNELS = 12, 48
EPOCHS, RATE, DECAY = 4, 6e-3, 0.1
LENGTH, BATCH = 1024, 16
"""Chunks of a stretch of text, and stretches that are learned from together."""
MASKED = 0.1
"""How many chunks and endings are taken for unknown ones; of every tenth stretch nearly all."""


class Source(NamedTuple):
    """The lines of a page."""

    site: str
    fold: int
    lines: list[str]


class Stretches(NamedTuple):
    """Pages one after the other, cut into stretches of LENGTH chunks."""

    known: npt.NDArray[np.int64]  # (k, LENGTH, 2) the rows of the chunk and of its ending
    shape: npt.NDArray[np.float16]  # (k, LENGTH, SHAPE)
    ended: npt.NDArray[np.float32]  # (k, LENGTH) 1 where a line ended behind the chunk


def sources(folder: Path) -> Iterator[Source]:
    for name in CORPORA:
        for example in corpora.read(folder / name):
            lines = lines_of(example)
            if len(lines) >= FEWEST:
                yield Source(dataset.site(example), dataset.fold(example), lines[:MOST])


def lines_of(example: Example) -> list[str]:
    """The lines of the page with single spaces in them."""
    lines = (" ".join(line.split()) for line in example.text("innertext").splitlines())
    return [line for line in lines if line]


def joined(lines: Sequence[str], glued: float, random: np.random.Generator) -> tuple[str, Ints]:
    """The lines in one, and where each ended; a share of them has nothing behind, the others a space."""
    behind = ["" if random.random() < glued else " " for _ in lines]
    lengths = np.array([len(line) + len(space) for line, space in zip(lines, behind, strict=True)])
    text = "".join(line + space for line, space in zip(lines, behind, strict=True))
    return text, np.cumsum(lengths) - [len(space) for space in behind]


def ended(read: Chunks, ends: Ints) -> npt.NDArray[np.float32]:
    """1 for each chunk that a line ended behind: (n,). Glued ones that no seam tells apart are lost."""
    return np.isin(read.end, ends).astype(np.float32)


def frequent(pages: Sequence[Source]) -> tuple[Codes, Codes]:
    """The chunks and the endings that stand on at least SITES sites, in rising order."""
    sites: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
    for page in pages:
        for found, hashes in zip(sites, chunks(" ".join(page.lines)).hashes, strict=True):
            for each in np.unique(hashes).tolist():
                found.setdefault(each, set()).add(page.site)
    first, second = (sorted(each for each, on in found.items() if len(on) >= SITES) for found in sites)
    return np.array(first, np.uint32), np.array(second, np.uint32)


def stretches(pages: Sequence[Source], known: tuple[Codes, Codes], random: np.random.Generator) -> Stretches:
    """The pages in a new order, their lines joined anew."""
    rows, shapes, ends = [], [], []
    for index in random.permutation(len(pages)):
        text, at = joined(pages[index].lines, float(random.choice(GLUED)), random)
        read = chunks(text[:BLOCK])
        rows.append(np.stack([numbers(*each) for each in zip(known, read.hashes, strict=True)], axis=1))
        shapes.append(read.shape.astype(np.float16))
        ends.append(ended(read, at))
    size = sum(map(len, ends)) // LENGTH
    return Stretches(*(stretched(each, size) for each in (rows, shapes, ends)))


def stretched(arrays: Sequence[npt.NDArray[Any]], size: int) -> npt.NDArray[Any]:
    """The arrays one after the other, in `size` stretches; what is left over is not used."""
    return np.concatenate(arrays)[: size * LENGTH].reshape(size, LENGTH, *arrays[0].shape[1:])


class Network(nn.Module):
    """Chunks -> logits that a line ended behind each."""

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


def fit(pages: Sequence[Source], seed: int) -> dict[str, npt.NDArray[Any]]:
    """Train a network; its weights as cleaner.linebreaks reads them."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    known = frequent(pages)
    network = Network(known)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    for epoch in range(EPOCHS):
        found = stretches(pages, known, random)
        order = np.array_split(random.permutation(len(found.ended)), -(-len(found.ended) // BATCH))
        losses = []
        for number, chosen in enumerate(order):
            optimizer.param_groups[0]["lr"] = RATE * pace((epoch + number / len(order)) / EPOCHS)
            logits = network(masked(found.known[chosen]), torch.from_numpy(found.shape[chosen]).float())
            loss = functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(found.ended[chosen]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return arrays(network, known)


def masked(known: npt.NDArray[np.int64]) -> Tensor:
    rates = torch.where(torch.rand(len(known), 1, 1) < 0.1, 0.9, MASKED)
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


def cross_validate(folder: Path, pages: Sequence[Source], seed: int, folds: Sequence[int]) -> None:
    """Print, for each fold that training did not see, how many breaks are found, and how good the bodies are."""
    for fold in folds:
        weights = linebreaks.unpack(fit([page for page in pages if page.fold != fold], seed))
        with patch("cleaner.linebreaks.model", lambda weights=weights: weights):
            counts = np.sum([counted(page, seed) for page in pages if page.fold == fold], axis=0)
            print(f"fold {fold}: right {counts[0] / counts[1]:.3f} of the cuts, found {counts[0] / counts[2]:.3f}")
            for name in SCORED:
                examples = [each for each in corpora.read(folder / name) if each.body or each.segments_with]
                held_out = [each for each in examples if dataset.fold(each) == fold]
                for variant in VARIANTS:
                    metric, value = figure(held_out, cleaned(held_out, "innertext", variant))
                    print(
                        f"fold {fold}: {name:12} {len(held_out):4} {variant.name:20} {metric} {value:.4f}", flush=True
                    )


def counted(page: Source, seed: int) -> tuple[int, int, int]:
    """Breaks that were rightly found, that were found, and that there are, in a page's lines joined with spaces."""
    text, at = joined(page.lines, 0, np.random.default_rng(seed))
    read = chunks(text[:BLOCK])
    right, found = ended(read, at) > 0, linebreaks.judge(linebreaks.model(), read) >= linebreaks.LIKELY
    return int((right & found).sum()), int(found.sum()), int(right.sum())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.linebreaks", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=linebreaks.WEIGHTS, help="file to write the weights to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cross-validate", action="store_true", help="print scores on held-out sites, write nothing")
    parser.add_argument("--folds", type=int, nargs="+", default=range(dataset.FOLDS), help="which to hold out")
    given = parser.parse_args()
    torch.set_num_threads(1)  # sums come out the same whatever the machine
    pages = list(sources(given.corpora))
    if given.cross_validate:
        cross_validate(given.corpora, pages, given.seed, given.folds)
        return
    np.savez_compressed(given.out, allow_pickle=False, **fit(pages, given.seed))


if __name__ == "__main__":
    main()
