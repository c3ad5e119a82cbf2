"""Train the weights that tell page text without an article: `python -m bench.whole_page` writes the file that ships.

`--cross-validate` prints which share of the pages is said to have none, by what they are, on sites that training had
not seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench import contests, corpora, dataset, written
from bench.contests import Contest, Plan, Training
from bench.corpora import Example
from bench.emptied import found_on
from cleaner import intake, weighing, whole_page
from cleaner.weighing import Weights

ARTICLES = ("fundus", "daniel", "trafilatura", "wcxb")
OTHERS = "wcxb-other"
TOLD = frozenset({"product", "collection", "forum", "listing"})
"""The kinds of OTHERS that are no article: documentation and services have texts that are as good as one."""
RENDERERS = ("innertext", "bs4")
EXTRACTED = "recall"
"""A rendering that has little but the article, often without its headline and day."""

WRITTEN, WRITTEN_NONE, CRAWLED, CRAWLED_NONE = 3.0, 4.0, 0.5, 1.5
"""What a page counts: one that was written to train on, with an article and without; one of a corpus, the same."""
PLAN = Plan(missing=1.0, decay=1e-2)


class Judged(NamedTuple):
    """One page in one rendering."""

    kind: str  # what it is, for the table
    has_article: bool
    contest: Contest | None  # its one candidate is that it has no article; None where nothing on it is content


def judged(example: Example, renderer: str, kind: str, has_article: bool, weight: float) -> Judged:
    """What whole_page.doubt() sees of a page."""
    page = intake.read(dataset.rendered(example, renderer), "text", example.url)
    row = whole_page.seen(*found_on(page))
    if row is None:
        return Judged(kind, has_article, None)
    contest = Contest(example.corpus, renderer, dataset.fold(example), row[None], [not has_article], weight)
    return Judged(kind, has_article, contest)


def every(folder: Path) -> Iterator[Judged]:
    """Pages with an article, and those without: of the corpora, and those that were written to train on."""
    for name in ARTICLES:
        for example in corpora.read(folder / name):
            for renderer in (*RENDERERS, EXTRACTED):
                yield judged(example, renderer, name, True, CRAWLED)
    for example in corpora.read(folder / OTHERS):
        for renderer in RENDERERS if example.page_type in TOLD else ():
            yield judged(example, renderer, f"{OTHERS}: {example.page_type}", False, CRAWLED_NONE)
    for example in corpora.read(written.FOLDER.parent):
        kind, weight = (dataset.WRITTEN, WRITTEN) if example.body else (f"{dataset.WRITTEN}: none", WRITTEN_NONE)
        yield judged(example, written.RENDERER, kind, bool(example.body), weight)


def weighed(given: Sequence[Judged]) -> list[Contest]:
    """The pages that need weights: all but those on which nothing is content."""
    return [each.contest for each in given if each.contest is not None]


def is_told(contest: Contest, weights: Weights) -> bool:
    """Whether a page is said to have no article."""
    return whole_page.chance(contest.features[0], weights) >= whole_page.ENOUGH


def cross_validate(given: Sequence[Judged]) -> None:
    """Print, by what pages are, which share is said to have no article on held-out sites."""
    told: defaultdict[tuple[bool, str], list[bool]] = defaultdict(list)
    weights = contests.held_out(weighed(given), PLAN)
    for each in given:
        told[each.has_article, each.kind].append(each.contest is None or is_told(each.contest, next(weights)))
    for (has_article, kind), found in sorted(told.items()):
        print(f"{kind:24} {'article' if has_article else 'none':8} {len(found):5}  told {np.mean(found):.3f}")


def learned(given: Sequence[Judged]) -> dict[str, float]:
    """What whole_page.learned() reads."""
    return weighing.named(contests.fit(weighed(given), PLAN), whole_page.FEATURES)


if __name__ == "__main__":
    contests.command("bench.whole_page", __doc__, whole_page.WEIGHTS, Training(every, cross_validate, learned))
