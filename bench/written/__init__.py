"""Pages that were written to train on, every line with its label: shaped like the web's, copied from none.

The golds of the corpora were made for other ends: some keep what a broker offers between two paragraphs, some leave out
lists. What shared labels mean is said here, line by line, and for kinds of pages that no corpus has: pages without an
article, market reports between quotes, live blogs, newsletters. docs/benchmark.md describes the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bench import gold
from cleaner.document import CONTENT, Label, Piece

PAGES = "pages"
FOLDER = Path(__file__).parent / PAGES
UNSEEN = Path(__file__).parents[1] / "unseen" / PAGES
"""Pages of the same form, which nothing may learn from: they tell how the cleaner does on pages that it has not met."""
RENDERER = "innertext"
"""Most are such as a browser copies; some are as other tools make text."""


@dataclass(frozen=True, slots=True)
class Written:
    """One page: the lines of its text, blank ones included, and what each is."""

    id: str
    facts: Mapping[str, str]  # "kind", "lang", "title", "date", "authors" (with semicolons between)
    lines: tuple[tuple[Label | None, str], ...]  # None for a blank line

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)

    @property
    def body(self) -> str:
        """The lines that are content."""
        return "\n".join(text for label, text in self.lines if label in CONTENT)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where the content stands in the text, in characters."""
        at = 0
        for label, text in self.lines:
            if label in CONTENT:
                yield at, at + len(text)
            at += len(text) + 1

    def label(self, pieces: Sequence[Piece]) -> gold.Labels:
        """What share of each piece of the text is content; a piece weighs as one that a gold body tells of."""
        kept = np.zeros(len(self.text) + 1, np.float32)
        for start, end in self.spans():
            kept[start:end] = 1
        shares = [float(kept[piece.start : piece.end].mean()) for piece in pieces]
        weights = [max(len(gold.words(piece.text)), 1) ** 0.5 for piece in pieces]
        return gold.Labels(np.array(shares, np.float32), np.array(weights, np.float32))


@cache
def read(folder: Path = FOLDER) -> tuple[Written, ...]:
    """All pages of a folder, in the order of their names. Raises ValueError where a line has no label that is known."""
    return tuple(parsed(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.tsv")))


def parsed(name: str, source: str) -> Written:
    """A page from its file: "# key: value" lines, then a label, a tab and the text of each line; "-" if it is blank."""
    rows = source.removesuffix("\n").split("\n")
    heads = [row for row in rows if row.startswith("# ") and "\t" not in row]
    facts = {key: value.strip() for key, _, value in (row[2:].partition(":") for row in heads)}
    lines = []
    for row in rows[len(heads) :]:
        label, tab, text = row.partition("\t")
        if not tab:
            raise ValueError(f"{name} has a line without a label: {row[:60]}")
        lines.append((None if label == "-" else Label(label), text))
    return Written(name, facts, tuple(lines))
