"""Train the weights by which names compete for the authors: `python -m bench.authors` writes the file that ships.

`--cross-validate` prints how often the authors are right on pages of sites that training did not see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import contests, corpora, dataset, metrics, written
from bench.contests import Contest, Plan, Training
from bench.corpora import Example
from cleaner import labeller, passes, rules, text
from cleaner.metadata import authors
from cleaner.metadata.labelled import Labelled
from cleaner.weighing import Weights

CORPORA = ("wcxb", "fundus", "trafilatura")
RENDERERS = ("innertext", "bs4", "textcontent", "html")
PLAN = Plan(missing=0.3, decay=1e-3)
"""Where no candidate is the gold's, that is often in the address alone, or the site's name."""


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
    weight = contests.weight(example.corpus)
    contest = Contest(example.corpus, renderer, dataset.fold(example), features, right, weight)
    return Judged(contest, exact, any(example.authors))


def every(folder: Path) -> Iterator[Judged]:
    """The pages of the corpora whose gold has authors, and those that were written to train on."""
    for name in CORPORA:
        for example in corpora.read(folder / name):
            for renderer in RENDERERS if example.authors else ():
                yield judged(example, renderer)
    yield from (judged(example, written.RENDERER) for example in corpora.read(written.FOLDER.parent) if example.body)


def is_right(each: Judged, weights: Weights) -> bool:
    best = authors.winner(weights.points(each.contest.features))
    return each.exact[best] if best is not None else not each.wanted


def cross_validate(given: Sequence[Judged]) -> None:
    """Print how often the authors are right on held-out sites."""
    learned = contests.held_out([each.contest for each in given], PLAN)
    contests.tell(
        (each.contest, is_right(each, weights), any(each.exact) or not each.wanted)
        for each, weights in zip(given, learned, strict=True)
    )


def learned(given: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """What authors.learned() reads."""
    return contests.named(contests.fitted([each.contest for each in given], PLAN), authors.FEATURES)


if __name__ == "__main__":
    contests.command("bench.authors", __doc__, authors.WEIGHTS, Training(every, cross_validate, learned))
