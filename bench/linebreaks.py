"""Train the network that finds where joined lines ended: `python -m bench.linebreaks` writes the file that ships.

It learns from the `innertext` of pages, whose lines are joined anew at every epoch, with spaces or with nothing.
`--cross-validate` prints how it does on pages of sites that training did not see. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
import torch

from bench import corpora, dataset, variants
from bench.chunks import Asked, Floats, Random, Source, fit
from bench.corpora import Example
from bench.variants import cleaned, figure
from cleaner.chunks import WEIGHTS, Chunks, chunks, judge, unpack
from cleaner.linebreaks import LIKELY
from cleaner.tokenizer import Ints

CORPORA = ("wcxb", "fundus", "daniel", "trafilatura", "unlabelled", "wcxb-other")
SCORED = ("fundus", "daniel", "wcxb", "trafilatura")
VARIANTS = [variant for variant in variants.VARIANTS if variant.name.startswith(("as it is", "joined"))]

FEWEST, MOST = 4, 3000
"""Lines of a page that is learned from, and how many of them."""
GLUED = (0, 0, 0, 0.3, 1)
"""What share of the lines is joined with nothing between; a page draws one of these, else it is a space."""
EPOCHS = 4


def sources(folder: Path) -> Iterator[Source]:
    for name in CORPORA:
        for example in corpora.read(folder / name):
            lines = lines_of(example)
            if len(lines) >= FEWEST:
                yield Source(dataset.site(example), dataset.fold(example), partial(asked, lines[:MOST], GLUED))


def lines_of(example: Example) -> list[str]:
    """The lines of the page with single spaces in them."""
    lines = (" ".join(line.split()) for line in example.text("innertext").splitlines())
    return [line for line in lines if line]


def asked(lines: Sequence[str], shares: Sequence[float], random: Random) -> Asked:
    """The lines in one; one of the shares of them has nothing behind, the others a space."""
    text, ends = joined(lines, float(random.choice(shares)), random)
    return Asked(text, partial(ended, ends))


def joined(lines: Sequence[str], glued: float, random: Random) -> tuple[str, Ints]:
    """The lines in one, and where each ended."""
    behind = ["" if random.random() < glued else " " for _ in lines]
    lengths = np.array([len(line) + len(space) for line, space in zip(lines, behind, strict=True)])
    text = "".join(line + space for line, space in zip(lines, behind, strict=True))
    return text, np.cumsum(lengths) - [len(space) for space in behind]


def ended(ends: Ints, read: Chunks) -> Floats:
    """1 for each chunk that a line ended behind: (n,). Glued ones that no seam tells apart are lost."""
    return np.isin(read.end, ends).astype(np.float32)


def cross_validate(folder: Path, pages: Sequence[Source], seed: int, folds: Sequence[int]) -> None:
    """Print, for each fold that training did not see, how many breaks are found, and how good the bodies are."""
    for fold in folds:
        network = unpack(fit([page for page in pages if page.fold != fold], EPOCHS, seed))
        with patch("cleaner.linebreaks.load", lambda _, network=network: network):
            counts = np.zeros(3, int)
            for page in pages:
                if page.fold == fold:
                    text, right = page.make(np.random.default_rng(seed))
                    read = chunks(text)
                    is_right, found = right(read) > 0, judge(network, read) >= LIKELY
                    counts += [(is_right & found).sum(), found.sum(), is_right.sum()]
            print(f"fold {fold}: right {counts[0] / counts[1]:.3f} of the cuts, found {counts[0] / counts[2]:.3f}")
            for name in SCORED:
                examples = [each for each in corpora.read(folder / name) if each.body or each.segments_with]
                held_out = [each for each in examples if dataset.fold(each) == fold]
                for variant in VARIANTS:
                    metric, value = figure(held_out, cleaned(held_out, "innertext", variant))
                    print(
                        f"fold {fold}: {name:12} {len(held_out):4} {variant.name:20} {metric} {value:.4f}", flush=True
                    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.linebreaks", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "linebreaks.npz", help="file to write the weights to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cross-validate", action="store_true", help="print scores on held-out sites, write nothing")
    parser.add_argument("--folds", type=int, nargs="+", default=range(dataset.FOLDS), help="which to hold out")
    given = parser.parse_args()
    torch.set_num_threads(1)  # sums come out the same whatever the machine
    pages = list(sources(given.corpora))
    if given.cross_validate:
        cross_validate(given.corpora, pages, given.seed, given.folds)
        return
    np.savez_compressed(given.out, allow_pickle=False, **fit(pages, EPOCHS, given.seed))


if __name__ == "__main__":
    main()
