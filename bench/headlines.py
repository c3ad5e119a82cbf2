"""Train the weights by which lines compete for the headline: `python -m bench.headlines` writes the file that ships.

`--cross-validate` prints how often the headline is right on pages of sites that training did not see.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from bench import corpora, dataset, metrics, written
from bench.contests import Contest, fitted, write
from bench.corpora import Example
from cleaner import labeller, passes, rules, text, titles
from cleaner.document import Page
from cleaner.passes.draft import begin
from cleaner.passes.naming import find_title

CORPORA = ("wcxb", "fundus", "daniel", "trafilatura")
RENDERERS = ("innertext", "bs4", "recall", "html")
MISSING = 0.3
"""What a page counts of which no candidate is the gold title: often that stands in <title> alone."""


def contest(example: Example, renderer: str) -> Contest:
    """What titles.find() sees of a page."""
    page = _page(example, renderer)
    hits = rules.hits(page)
    draft = begin(page, hits, labeller.judge(page, hits))
    for run in takewhile(lambda each: each is not find_title, passes.PASSES):
        run(draft)
    found = titles.candidates(page, draft.content(), draft.hits, draft.scores)
    right = [metrics.same_title(page.pieces[index].text, example.title or "") for index in found.indices]
    return Contest(example.corpus, renderer, dataset.fold(example), found.features, right)


def _page(example: Example, renderer: str) -> Page:
    if renderer == "html":
        return dataset.page_of(example, renderer)
    return text.read(dataset.rendered(example, renderer), example.url)


def contests(folder: Path) -> Iterator[Contest]:
    for name in CORPORA:
        for example in corpora.read(folder / name):
            for renderer in RENDERERS if example.title else ():
                yield contest(example, renderer)
    yield from (contest(example, written.RENDERER) for example in corpora.read(written.FOLDER.parent) if example.title)


def is_right(each: Contest, weights: npt.NDArray[np.float64], bias: float) -> bool:
    best = titles.winner(each.features, each.features @ weights + bias)
    return best is not None and each.right[best]


def cross_validate(given: Sequence[Contest]) -> None:
    """Print the share of right headlines on held-out sites, and of pages on which a candidate is right."""
    outcomes: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    for fold in range(dataset.FOLDS):
        learned = fitted([each for each in given if each.fold != fold], MISSING)
        for each in given:
            if each.fold == fold:
                outcome = (is_right(each, *learned[each.kind]), any(each.right))
                outcomes.setdefault((each.corpus, each.renderer), []).append(outcome)
    for (corpus, renderer), found in sorted(outcomes.items()):
        right, possible = np.mean(found, axis=0)
        print(f"{corpus:12} {renderer:10} {len(found):4}  right {right:.3f}  possible {possible:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.headlines", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=titles.WEIGHTS, help="file to write the weights to")
    parser.add_argument("--cross-validate", action="store_true", help="print scores on held-out sites, write nothing")
    given = parser.parse_args()
    torch.set_num_threads(1)  # sums come out the same whatever the machine
    found = list(contests(given.corpora))
    if given.cross_validate:
        cross_validate(found)
        return
    write(given.out, titles.FEATURES, fitted(found, MISSING))


if __name__ == "__main__":
    main()
