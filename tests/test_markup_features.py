"""What the elements around a piece say: pieces in elements alike are known as such."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import markup, markup_features
from cleaner.document import Markup
from cleaner.markup_features import Buckets

PAGE = (
    "<div class=teaser><p>One</p><p>Two</p></div><div class=teaser><p>Three</p></div>"
    "<div class=story><p>Four</p><h2>Five</h2></div>"
)


def markups(html: str) -> list[Markup]:
    return [piece.markup for piece in markup.read(html).pieces if piece.markup]


def test_pieces_in_elements_alike_are_of_a_kind() -> None:
    around = markup_features.around(markups(PAGE))
    assert markup_features.kinds(around)[:, :2].T.tolist() == [[0, 0, 0, 1, 2], [0, 0, 0, 0, 1]]


def test_elements_alike_are_told_by_what_they_are() -> None:
    shared = markups(PAGE)
    apart = [markups(PAGE)[number] for number in range(len(shared))]
    one, other = markup_features.around(shared), markup_features.around(apart)
    assert (len(one.elements), len(other.elements)) == (3, 5)
    assert np.array_equal(markup_features.kinds(one), markup_features.kinds(other))
    for found, expected in zip(markup_features.bag(other), markup_features.bag(one), strict=True):
        assert np.array_equal(found, expected)


@pytest.mark.parametrize(("size", "stays"), [(Buckets.SHORT_WORD, True), (100_000, False)])
def test_long_words_do_not_stay_in_memory(size: int, stays: bool) -> None:
    markup_features.BUCKETS.clear()
    markup_features.bag(markup_features.around(markups(f"<p class=a>One</p><p class={'w' * size}>Two</p>")))
    assert ("w" * size in markup_features.BUCKETS) is stays


def test_only_so_many_words_stay_in_memory() -> None:
    buckets = Buckets()
    found = [buckets[str(number)] for number in range(Buckets.MOST + 5)]
    assert len(buckets) == 5
    assert [buckets[str(number)] for number in range(Buckets.MOST + 5)] == found
