"""Train the weights by which names compete for the authors: `python -m bench.authors` writes the file that ships.

`--cross-validate` prints how often the authors are right on pages of sites that training did not see.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from bench import corpora, dataset, metrics, written
from bench.contests import Contest, Weights, fitted, write
from bench.corpora import Example
from cleaner import labeller, passes, rules, text
from cleaner.metadata import authors
from cleaner.metadata.labelled import Labelled

CORPORA = ("wcxb", "fundus", "trafilatura")
RENDERERS = ("innertext", "bs4", "textcontent", "html")
MISSING = 0.3
"""What a page counts of which no candidate is the gold's: often that is in the address alone, or the site's name."""


class Judged(NamedTuple):
    """The candidates of one page, and which of them have all the names of the gold and no other."""

    contest: Contest
    exact: Sequence[bool]  # (k,)
    wanted: bool  # whether the page has an author


def judged(example: Example, renderer: str) -> Judged:
    """What authors.read() sees of a page. Where no candidate has all names of the gold, those with one are right."""
    html = renderer == "html"
    page = dataset.page_of(example, renderer) if html else text.read(dataset.rendered(example, renderer), example.url)
    hits = rules.hits(page)
    verdicts = passes.revise(page, hits, labeller.judge(page, hits))
    facts, features = authors.candidates(Labelled(page, verdicts))
    exact = [metrics.same_authors(fact.value, example.authors) for fact in facts]
    shared = [metrics.share_authors(fact.value, example.authors) for fact in facts]
    right = exact if any(exact) else shared
    contest = Contest(example.corpus, renderer, dataset.fold(example), features, right)
    return Judged(contest, exact, any(example.authors))


def every(folder: Path) -> Iterator[Judged]:
    """The pages of the corpora whose gold has authors, and those that were written to train on."""
    for name in CORPORA:
        for example in corpora.read(folder / name):
            for renderer in RENDERERS if example.authors else ():
                yield judged(example, renderer)
    yield from (judged(example, written.RENDERER) for example in corpora.read(written.FOLDER.parent) if example.body)


def is_right(each: Judged, weights: Weights) -> bool:
    best = authors.winner(each.contest.features @ weights[0] + weights[1])
    return each.exact[best] if best is not None else not each.wanted


def cross_validate(given: Sequence[Judged]) -> None:
    """Print the share of right authors on held-out sites, and of pages on which a candidate is right."""
    outcomes: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    for fold in range(dataset.FOLDS):
        learned = fitted([each.contest for each in given if each.contest.fold != fold], MISSING)
        for each in given:
            contest = each.contest
            if contest.fold == fold:
                outcome = (is_right(each, learned[contest.kind]), any(each.exact) or not each.wanted)
                outcomes.setdefault((contest.corpus, contest.renderer), []).append(outcome)
    for (corpus, renderer), found in sorted(outcomes.items()):
        right, possible = np.mean(found, axis=0)
        print(f"{corpus:12} {renderer:11} {len(found):4}  right {right:.3f}  possible {possible:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.authors", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=authors.WEIGHTS, help="file to write the weights to")
    parser.add_argument("--cross-validate", action="store_true", help="print scores on held-out sites, write nothing")
    given = parser.parse_args()
    torch.set_num_threads(1)  # sums come out the same whatever the machine
    found = list(every(given.corpora))
    if given.cross_validate:
        cross_validate(found)
        return
    write(given.out, authors.FEATURES, fitted([each.contest for each in found], MISSING))


if __name__ == "__main__":
    main()
