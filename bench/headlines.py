"""Train the weights by which lines compete for the headline: `python -m bench.headlines` writes the file that ships.

`--cross-validate` prints how often the headline is right on pages of sites that training did not see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from bench import contests, corpora, dataset, metrics, written
from bench.contests import Contest, Plan, Training
from bench.corpora import Example
from cleaner import labeller, passes, rules, text, titles
from cleaner.document import Page
from cleaner.passes.draft import begin
from cleaner.passes.naming import find_title
from cleaner.weighing import Weights

CORPORA = ("wcxb", "fundus", "daniel", "trafilatura")
RENDERERS = ("innertext", "bs4", "recall", "html")
PLAN = Plan(missing=0.3, decay=1e-2)
"""Where no candidate is the gold title, that often stands in <title> alone."""


def contest(example: Example, renderer: str) -> Contest:
    """What titles.find() sees of a page."""
    page = _page(example, renderer)
    hits = rules.hits(page)
    draft = begin(page, hits, labeller.judge(page, hits))
    for run in takewhile(lambda each: each is not find_title, passes.PASSES):
        run(draft)
    found = titles.candidates(page, draft.content(), draft.hits, draft.scores)
    right = [metrics.same_title(page.pieces[index].text, example.title or "") for index in found.indices]
    weight = contests.weight(example.corpus)
    return Contest(example.corpus, renderer, dataset.fold(example), found.features, right, weight)


def _page(example: Example, renderer: str) -> Page:
    if renderer == "html":
        return dataset.page_of(example, renderer)
    return text.read(dataset.rendered(example, renderer), example.url)


def every(folder: Path) -> Iterator[Contest]:
    for name in CORPORA:
        for example in corpora.read(folder / name):
            for renderer in RENDERERS if example.title else ():
                yield contest(example, renderer)
    yield from (contest(example, written.RENDERER) for example in corpora.read(written.FOLDER.parent) if example.title)


def is_right(each: Contest, weights: Weights) -> bool:
    best = titles.winner(each.features, weights.points(each.features))
    return best is not None and each.right[best]


def cross_validate(given: Sequence[Contest]) -> None:
    """Print how often the headline is right on held-out sites."""
    learned = contests.held_out(given, PLAN)
    contests.tell(
        (each, is_right(each, weights), any(each.right)) for each, weights in zip(given, learned, strict=True)
    )


def learned(given: Sequence[Contest]) -> dict[str, dict[str, float]]:
    """What titles.learned() reads."""
    return contests.named(contests.fitted(given, PLAN), titles.FEATURES)


if __name__ == "__main__":
    contests.command("bench.headlines", __doc__, titles.WEIGHTS, Training(every, cross_validate, learned))
