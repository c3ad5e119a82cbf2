"""The trees that look at the labeller's scores once more."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import features, intake, labeller, stacking, tokenizer
from cleaner.document import Hit, Label
from cleaner.stacking import SUREST, Trees

SCORES = np.array([0.02, 0.9, 0.8, 0.1, 0.2, 0.6, 0.03], np.float32)
WORDS = np.array([2, 30, 20, 5, 4, 10, 1], np.float32)


def test_each_level_of_a_tree_is_worth_twice_the_one_before() -> None:
    trees = Trees(
        columns=np.array([[0, 1], [1, 0]]),
        borders=np.array([[0.5, 0.5], [0.5, np.inf]], np.float32),
        leaves=np.array([[1, 2, 4, 8], [10, 20, 40, 80]], np.float32),
    )
    rows = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float32)
    assert stacking.answers(trees, rows.T).tolist() == [11, 12, 24, 28]


def test_islands_are_runs_of_likely_pieces() -> None:
    islands = stacking.find_islands(SCORES >= 0.5, WORDS)
    assert [each.tolist() for each in islands] == [[1, 5], [3, 6], [50, 10]]
    sizes, by_largest, distance = stacking.in_islands(islands, 7)
    assert np.expm1(sizes).round(3).tolist() == [0, 50, 50, 0, 0, 10, 0]
    assert by_largest.argmax() == 1
    assert distance.tolist() == [-1, 0, 0, 1, 2, 3, 4]


def test_without_a_likely_piece_there_is_no_island() -> None:
    islands = stacking.find_islands(np.zeros(3, bool), np.ones(3))
    assert [column.tolist() for column in stacking.in_islands(islands, 3)] == [[0, 0, 0]] * 3


def test_distances_are_to_likely_pieces_on_either_side() -> None:
    before, words_before, after, words_after = stacking.distances(SCORES >= 0.5, WORDS.astype(float))
    assert before.tolist() == [stacking.FARTHEST, stacking.FARTHEST, 1, 1, 2, 3, 1]
    assert after.tolist() == [1, 1, 3, 2, 1, stacking.FARTHEST, stacking.FARTHEST]
    assert np.expm1(words_before).round(3)[2:].tolist() == [0, 0, 5, 9, 0]
    assert np.expm1(words_after).round(3)[:5].tolist() == [0, 0, 9, 4, 0]


def test_beside_the_ends_stands_sure_boilerplate() -> None:
    columns = stacking.beside(np.array([1.0, 2.0]))
    assert [column.tolist() for column in columns[:2]] == [[1, 2], [-SUREST, 1]]
    assert columns[4].tolist() == [2, -SUREST]


def test_a_kind_has_the_mean_score_of_its_pieces() -> None:
    by_words, of_others, by_number = stacking.of_kind(
        np.array([0, 0, 1]), np.array([0.5, 1.0, 0.25]), np.array([10.0, 30.0, 7.0])
    )
    assert by_words.round(3).tolist() == [0.875, 0.875, 0.25]
    assert of_others.round(2).tolist() == [1.0, 0.5, 0.0]
    assert by_number.tolist() == [0.75, 0.75, 0.25]


PAGE = (
    "<nav><a href=/>Start</a> <a href=/sport>Sport</a></nav><article><h1>A second ferry for the harbour</h1>"
    "<p>The harbour of Westby will have a second ferry from May, the town's council decided on Monday.</p>"
    "<p>It will carry sixty cars, and people on bicycles pay nothing.</p></article><p>Subscribe to our newsletter</p>"
)


@pytest.mark.parametrize("source", [PAGE, "<p>One piece alone."], ids=["page", "piece"])
@pytest.mark.parametrize("kind", ["text", "html"])
def test_the_trees_that_ship_answer_with_chances(kind: str, source: str) -> None:
    page = intake.read(source.replace("><", ">\n<"), kind)
    found = features.extract(page.pieces, [None] * len(page.pieces), *tokenizer.read(page.pieces))
    scores = np.full(len(page.pieces), 0.4, np.float32)
    alone = labeller.alone([labeller.means(network, found) for network in labeller.models(kind)])
    own = stacking.columns_beside(alone, found)
    upon = stacking.columns_upon(scores, scores, found)
    assert upon[0] == pytest.approx(np.log(0.4 / 0.6))
    assert labeller.trees(kind).beside.columns.max() < len(own)
    assert labeller.trees(kind).upon.columns.max() < len(upon)
    revised = stacking.revise(labeller.trees(kind), scores, alone, found)
    assert revised.shape == scores.shape
    assert ((revised > 0) & (revised < 1)).all()


def test_what_is_shifted_stands_beside() -> None:
    beside = {1: [0, 1, 2], 2: [0, 0, 1], 3: [0, 0, 0], -1: [2, 3, 0], -2: [3, 0, 0], -3: [0, 0, 0]}
    found = stacking.shifted(np.array([[1.0, 2.0, 3.0]], np.float32))
    assert [rows.tolist() for rows in found] == [[beside[step]] for step in stacking.BESIDE if step]


@pytest.mark.parametrize(("kind", "seen"), [("html", False), ("text", True)])
def test_the_trees_see_the_rules_hits_of_page_text_alone(kind: str, seen: bool) -> None:
    page = intake.read(PAGE, kind)
    hit = Hit(Label.ADVERTISEMENT, 'markup "advert"', certain=False)
    read = tokenizer.read(page.pieces)
    without, within = (features.extract(page.pieces, [each] * len(page.pieces), *read) for each in (None, hit))
    assert not np.array_equal(without.shape, within.shape)
    assert np.array_equal(stacking.shape(without), stacking.shape(within)) != seen
