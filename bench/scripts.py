"""Train the network that finds scripts in page text: `python -m bench.scripts` writes the file that ships.

It learns from page texts of four renderers, with the scripts, style sheets and `<noscript>` of the same page between
their lines, set anew at every epoch. `--cross-validate` prints how it does on pages of sites that training did not
see, as `textcontent` has them. Needs the extra `train`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from trafilatura.utils import decode_file

from bench import corpora, dataset
from bench.chunks import Asked, Floats, Random, Source, Task, main
from bench.linebreaks import CORPORA, FEWEST
from bench.variants import AS_IT_IS
from cleaner.chunks import Chunks
from cleaner.scripts import LIKELY

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


TASK = Task(
    "scripts", __doc__, sources, EPOCHS, LIKELY, [(renderer, AS_IT_IS) for renderer in ("innertext", "textcontent")]
)

if __name__ == "__main__":
    main(TASK)
