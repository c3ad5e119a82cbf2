"""Train the network that finds scripts in page text: `python -m bench.scripts` writes the file that ships.

It learns from page texts of four renderers, with the scripts, style sheets and `<noscript>` of the same page between
their lines, set anew at every epoch. `--cross-validate` prints how it does on pages of sites that training did not
see, as `textcontent` has them. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
import torch
from trafilatura.utils import decode_file

from bench import corpora, dataset
from bench.chunks import Asked, Floats, Random, Source, fit
from bench.linebreaks import CORPORA, FEWEST, SCORED
from bench.variants import figure
from cleaner import clean
from cleaner.chunks import WEIGHTS, Chunks, Network, chunks, judge, unpack
from cleaner.scripts import LIKELY
from cleaner.tokenizer import Ints

RENDERERS = ("innertext", "bs4", "inscriptis", "markdown")
ELEMENTS = re.compile(r"<(script|style|noscript)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
LINES, SCRIPTS = 300, 60
"""How many lines of a page, one after the other, and how many scripts at most a text is made of."""
WHOLE, CODE = 20_000, 30_000
"""Characters that are taken of one script, and of all of a page."""
SHORTENED, SIZES = 0.7, (200, 8000)
"""How often a longer script is cut to a size between these: most pages have many short ones."""
GLUED = (0, 0, 0.3, 1, 1)
"""What share of lines and scripts has nothing behind it; a page draws one of these."""
EPOCHS = 3


class Parts(NamedTuple):
    """What texts are made of."""

    texts: list[list[str]]  # the lines of the page, as each renderer has them
    scripts: list[str]


def sources(folder: Path) -> Iterator[Source]:
    for name in CORPORA:
        for example in corpora.read(folder / name):
            texts = [[line for line in dataset.rendered(example, each).splitlines() if line] for each in RENDERERS]
            parts = Parts([lines for lines in texts if len(lines) >= FEWEST], scripts(decode_file(example.html())))
            if parts.texts:
                yield Source(dataset.site(example), dataset.fold(example), partial(asked, parts))


def scripts(html: str) -> list[str]:
    """What stands in a page's elements that show nothing."""
    inside = (match[2].strip()[:WHOLE] for match in ELEMENTS.finditer(html))
    return [each for each in inside if each][:SCRIPTS]


def asked(parts: Parts, random: Random) -> Asked:
    """Lines of one rendering with scripts between them."""
    lines = parts.texts[random.integers(len(parts.texts))]
    first = int(random.integers(max(1, len(lines) - LINES)))
    lines = lines[first : first + LINES]
    chosen = list(drawn(parts.scripts, random))
    places = sorted(random.integers(0, len(lines) + 1, len(chosen)).tolist(), reverse=True)
    pieces = [(line, 0.0) for line in lines]
    for place, script in zip(places, chosen, strict=True):
        pieces.insert(place, (script, 1.0))
    share = float(random.choice(GLUED))
    parted = [piece + ("\n" if random.random() >= share else "") for piece, _ in pieces]
    code = np.repeat(np.array([is_code for _, is_code in pieces], np.float32), list(map(len, parted)))
    return Asked("".join(parted), partial(in_code, code))


def drawn(given: Sequence[str], random: Random) -> Iterator[str]:
    """Some scripts, the longer ones mostly cut."""
    left = CODE
    for index in random.permutation(len(given)):
        script, size = given[index], int(random.integers(*SIZES))
        if len(script) > size and random.random() < SHORTENED:
            script = script[:size] if random.random() < 0.5 else script[-size:]
        yield script
        left -= len(script)
        if left < 0:
            return


def in_code(code: Floats, read: Chunks) -> Floats:
    """1 for each chunk that begins in a script: (n,)."""
    return code[read.start]


def cross_validate(folder: Path, pages: Sequence[Source], seed: int, folds: Sequence[int]) -> None:
    """Print, for each fold that training did not see, how many chunks are right, and how good the bodies are."""
    for fold in folds:
        network = unpack(fit([page for page in pages if page.fold != fold], EPOCHS, seed))
        counts = np.sum([counted(network, page, seed) for page in pages if page.fold == fold], axis=0)
        right, found = counts[0] / counts[1], counts[0] / counts[2]
        print(f"fold {fold}: right {right:.3f} of what is taken for code, found {found:.3f}")
        with patch("cleaner.scripts.load", lambda _, network=network: network):
            for name in SCORED:
                examples = [each for each in corpora.read(folder / name) if each.body or each.segments_with]
                held_out = [each for each in examples if dataset.fold(each) == fold]
                for renderer in ("innertext", "textcontent"):
                    bodies = [clean(each.text(renderer), kind="text").body for each in held_out]
                    metric, value = figure(held_out, bodies)
                    print(f"fold {fold}: {name:12} {len(held_out):4} {renderer:12} {metric} {value:.4f}", flush=True)


def counted(network: Network, page: Source, seed: int) -> Ints:
    """Chunks that are rightly taken for code, that are taken for it, and that are it."""
    text, right = page.make(np.random.default_rng(seed))
    read = chunks(text)
    is_right, found = right(read) > 0, judge(network, read) > LIKELY
    return np.array([(is_right & found).sum(), found.sum(), is_right.sum()])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scripts", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "scripts.npz", help="file to write the weights to")
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
