"""Train the network that finds where joined lines ended: `python -m bench.linebreaks` writes the file that ships.

It learns from the `innertext` of pages, whose lines are joined anew at every epoch, with spaces or with nothing.
`--cross-validate` prints how it does on pages of sites that training did not see. Needs the extra `train`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from bench import corpora, dataset, variants
from bench.chunks import Asked, Floats, Random, Source, Task, main
from bench.variants import VARIANTS
from cleaner.chunks import Chunks
from cleaner.linebreaks import LIKELY
from cleaner.tokenizer import Ints

CORPORA = ("wcxb", "fundus", "daniel", "trafilatura", "unlabelled", "wcxb-other")

FEWEST, MOST = 4, 3000
"""Lines of a page that is learned from, and how many of them."""
GLUED = (0, 0, 0, 0.3, 1)
"""What share of the lines is joined with nothing between; a page draws one of these, else it is a space."""
EPOCHS = 4


def sources(folder: Path) -> Iterator[Source]:
    for name in CORPORA:
        for example in corpora.read(folder / name):
            lines = variants.lines(example.text("innertext"))
            if len(lines) >= FEWEST:
                yield Source(dataset.site(example), dataset.fold(example), partial(asked, lines[:MOST], GLUED))


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


WAYS = [("innertext", variant) for variant in VARIANTS if variant.name.startswith(("as it is", "joined"))]
TASK = Task("linebreaks", __doc__, sources, EPOCHS, LIKELY, WAYS)

if __name__ == "__main__":
    main(TASK)
