"""A page -> what is counted of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import intake, labeller, passes, rules
from cleaner.document import CONTENT, Kind, Page
from cleaner.memory import lines
from cleaner.memory.lines import NO_KEY, PLACES

Keys = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint8]

JUDGED, IS_CONTENT, FIRST_PLACE = 1, 2, 4
"""Bits of a mark. From FIRST_PLACE on there is one for each part of the page."""

SAMPLE = 200
"""Characters of a line that are kept where samples are asked for."""


class Observed(NamedTuple):
    """A page's different lines."""

    fingerprint: int  # of all of them: two pages that share it are copies
    keys: Keys  # ascending
    marks: Marks  # where each stands, and whether it was content
    samples: tuple[str, ...] = ()  # the lines, in the order of the keys, if asked for


def observe(source: str | bytes, kind: Kind | None, *, judge: bool = True, sample: bool = False) -> Observed:
    """Look at a page.

    Args:
        source: as clean() takes it.
        kind: the same.
        judge: whether to note which lines the cleaner takes for content; that takes eight times as long.
        sample: whether to give the lines themselves.

    Raises:
        CleanError: the source can't be read.
    """
    page = intake.read(source, kind)
    found = lines.keys(page.folded)
    content = judged(page) if judge else [False] * len(found)
    marks: dict[int, int] = {}
    texts: dict[int, str] = {}
    for index, key in enumerate(found):
        place = FIRST_PLACE << lines.place(index, len(found))
        marks[key] = marks.get(key, 0) | place | (IS_CONTENT if content[index] else 0) | (JUDGED if judge else 0)
        if sample:
            texts.setdefault(key, lines.storable(page.pieces[index].text[:SAMPLE]))
    marks.pop(NO_KEY, None)
    known = sorted(marks)
    return Observed(
        lines.hashed("".join(f"{key:012x}" for key in found)),
        np.array(known, np.int64),
        np.array([marks[key] for key in known], np.uint8),
        tuple(texts[key] for key in known) if sample else (),
    )


def judged(page: Page) -> Sequence[bool]:
    """Whether each piece of a page is content by what the page alone says."""
    hits = rules.hits(page)
    return [verdict.label in CONTENT for verdict in passes.revise(page, hits, labeller.judge(page, hits))]


def counts(marks: Marks) -> npt.NDArray[np.int64]:
    """The counts that a line of one page adds, a row a line, in the order of store.COLUMNS."""
    bits = [1 << number for number in range(2 + PLACES)]
    return np.stack([np.ones(len(marks), np.int64), *((marks & bit) > 0 for bit in bits)], axis=1).astype(np.int64)
