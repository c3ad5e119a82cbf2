"""Every expected value is worked out by hand; the working stands beside it."""

from __future__ import annotations

import pytest

from bench import metrics
from bench.metrics import Overlap, Segments

# Runs of four words of "a b c d e f": abcd, bcde, cdef.
SHINGLES = [
    ("equal", "a b c d e f", "a b c d e f", Overlap(1, 1)),
    ("one word more", "a b c d e f g", "a b c d e f", Overlap(3 / 4, 1)),
    ("one word missing", "a b c d e", "a b c d e f", Overlap(1, 2 / 3)),
    ("another order", "d e f a b c", "a b c d e f", Overlap(0, 0)),
    ("case counts", "A b c d e f", "a b c d e f", Overlap(2 / 3, 2 / 3)),
    ("punctuation does not", "a, b; c. d! e (f)", "a b c d e f", Overlap(1, 1)),
    ("a copy is matched once", "a b c d. a b c d", "a b c d", Overlap(1 / 5, 1)),
    ("fewer than four words are one run", "a b c", "a b c", Overlap(1, 1)),
    ("a short text is no part of a long one", "a b c", "a b c d", Overlap(0, 0)),
    ("nothing predicted", "", "a b c d", Overlap(None, 0)),
    ("no gold", "a b c d", " … ", Overlap(0, None)),
    ("neither", "", "", Overlap(None, None)),
]


@pytest.mark.parametrize(
    ("predicted", "gold", "overlap"), [case[1:] for case in SHINGLES], ids=[n for n, *_ in SHINGLES]
)
def test_shingle_overlap(predicted, gold, overlap):
    assert metrics.shingle_overlap(predicted, gold) == overlap


def test_shingle_f1_is_of_the_means_and_not_the_mean_of_f1s():
    pages = [Overlap(1, 0.5), Overlap(0.5, 1)]
    # mean precision 0.75, mean recall 0.75; the mean of the pages' F1 would be 2/3
    assert metrics.shingle_f1(pages) == pytest.approx(0.75)


def test_shingle_f1_leaves_a_page_without_prediction_out_of_precision_alone():
    pages = [Overlap(1, 1), Overlap(None, 0)]
    # precision 1, recall 1/2: F1 2/3
    assert metrics.shingle_f1(pages) == pytest.approx(2 / 3)


def test_shingle_f1_leaves_a_page_without_gold_out_of_recall_alone():
    pages = [Overlap(1, 1), Overlap(0, None)]
    # precision 1/2, recall 1: F1 2/3
    assert metrics.shingle_f1(pages) == pytest.approx(2 / 3)


def test_shingle_f1_of_nothing_is_zero():
    assert metrics.shingle_f1([]) == 0
    assert metrics.shingle_f1([Overlap(0, 0)]) == 0


WORDS = [
    ("another order", "b a", "a b", 1),
    ("case does not count", "A B", "a b", 1),
    ("half", "a b", "a c", 1 / 2),
    ("precision 1, recall 1/3", "a", "a b c", 1 / 2),
    ("a copy is matched once: 1/3 and 1", "a a a", "a", 1 / 2),
    ("nothing predicted", "", "a", 0),
    ("neither", "", "", 1),
]


@pytest.mark.parametrize(("predicted", "gold", "f1"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_word_overlap(predicted, gold, f1):
    assert metrics.word_overlap(predicted, gold).f1 == pytest.approx(f1)


def test_word_f1_is_the_mean_of_the_pages_f1s():
    assert metrics.word_f1([Overlap(1, 1), Overlap(1, 1 / 3)]) == pytest.approx(3 / 4)


SEGMENTS = [
    ("found, missed, leaked", "the river rose at dawn. share this", ["river rose", "at noon"], ["share"], (1, 1, 1)),
    ("white space is squashed", "the river\n\n  rose", ["river rose"], ["the\triver"], (1, 0, 1)),
    ("case counts", "The River", ["the river"], ["the river"], (0, 1, 0)),
    ("nothing predicted", "", ["river"], ["share"], (0, 1, 0)),
]


@pytest.mark.parametrize(
    ("predicted", "wanted", "unwanted", "counts"), [case[1:] for case in SEGMENTS], ids=[case[0] for case in SEGMENTS]
)
def test_segments(predicted, wanted, unwanted, counts):
    assert metrics.segments(predicted, wanted, unwanted) == Segments(*counts)


def test_segment_f_is_over_all_pieces_of_all_pages():
    # 4 found, 1 missed, 2 leaked: 2*4 / (2*4 + 1 + 2)
    assert metrics.segment_f([Segments(3, 0, 2), Segments(1, 1, 0)]) == pytest.approx(8 / 11)


@pytest.mark.parametrize(
    ("predicted", "gold", "same"),
    [
        ("Fire at the Mill!", "fire at the mill", True),
        ("“Fire” at the  Mill", "Fire at the Mill", True),
        ("Fire at the Mill – The Courier", "Fire at the Mill", False),
        ("Fire at the Mills", "Fire at the Mill", False),
        (None, "Fire at the Mill", False),
    ],
)
def test_same_title(predicted, gold, same):
    assert metrics.same_title(predicted, gold) is same


@pytest.mark.parametrize(
    ("predicted", "gold", "same"),
    [
        ("2024-03-01", "2024-03-01 10:20:00+01:00", True),
        ("2024-03-01T23:59", "2024-03-01", True),
        ("2024-03-02", "2024-03-01", False),
        ("2024", "2024-03-01", False),
        (None, "2024-03-01", False),
    ],
)
def test_same_day(predicted, gold, same):
    assert metrics.same_day(predicted, gold) is same


@pytest.mark.parametrize(
    ("predicted", "gold", "same"),
    [
        (["Ada Long", "Bo Short"], ["bo short", "ada long"], True),
        (["Ada Long", "Bo Short"], ["Ada Long and Bo Short"], True),
        (["Ada Long; Bo Short"], ["Ada Long", "Bo Short"], True),
        (["A. Long"], ["A Long"], True),
        (["Ada Long"], ["Ada Long", "Bo Short"], False),
        (["Ada Long", "Bo Short"], ["Ada Long"], False),
        (["Anderson"], ["erson"], False),
        ([], ["Ada Long"], False),
    ],
)
def test_same_authors(predicted, gold, same):
    assert metrics.same_authors(predicted, gold) is same


@pytest.mark.parametrize(
    ("predicted", "gold", "same", "f1"),
    [
        (["Rain", "sun"], ["rain", "Sun!"], True, 1.0),
        (["rain"], ["rain", "sun"], False, 2 / 3),
        ([], ["rain"], False, 0.0),
        (["", "rain"], ["rain"], True, 1.0),
        ([], [], True, 1.0),
    ],
)
def test_tags(predicted, gold, same, f1):
    assert metrics.same_tags(predicted, gold) is same
    assert metrics.tag_overlap(predicted, gold) == pytest.approx(f1)
