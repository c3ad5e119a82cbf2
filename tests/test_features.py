"""Features: any text goes in, and what they say of it is what stands there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import features, text, tokenizer
from cleaner.document import Hit, Label

PAGE = """Home
Sports
The river rose by two metres on Monday night, and the old bridge had to be closed to all traffic.
The old bridge is closed. Nobody knows when the river will fall again, said the mayor on Monday.
Read more: all about the river
Home
"""


def extracted(page: str, hits: list[Hit | None] | None = None) -> features.Features:
    pieces = text.lines(page)
    return features.extract(pieces, hits or [None] * len(pieces), *tokenizer.read(pieces))


def words(page: str) -> list[str]:
    read, tokens = tokenizer.read(text.lines(page))
    return [read.read[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Hello, wide world", ["Hello", "wide", "world"]),
        ("12.06.2025", ["12", "06", "2025"]),
        ("a-b_c", ["a", "b", "c"]),
        ("…!", []),
        ("新聞です", ["新", "聞", "で", "す"]),
        ("BMW新車", ["BMW", "新", "車"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("straße\ncafe\u0301", ["straße", "cafe\u0301"]),
    ],
)
def test_words(page: str, expected: list[str]) -> None:
    assert words(page) == expected


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("Comments 12", "comments 98", True),
        ("COMMENTS 12", "comments 98", True),
        ("Comments 12", "Comments 123", False),
        ("Comments 12", "Comment 12", False),
    ],
)
def test_words_are_hashed_without_case_and_with_digits_masked(left: str, right: str, alike: bool) -> None:
    assert np.array_equal(extracted(left).bags[0].buckets, extracted(right).bags[0].buckets) is alike


@pytest.mark.parametrize("before", [1, 100, tokenizer.KEPT - 9, tokenizer.KEPT, 2 * tokenizer.KEPT])
def test_a_word_has_its_hash_wherever_it_stands(before: int) -> None:
    lines = "\n".join(["-" * 1000] * (before // 1000) + ["-" * (before % 1000 + 1)])
    _, tokens = tokenizer.read(text.lines(f"comment\n{lines}\nComment"))
    assert tokens.hashes[0] == tokens.hashes[-1]


def test_a_repeated_line_is_known_as_one() -> None:
    lines = features.repeats(np.array([5, 7, 5, 9], np.uint32))
    assert lines[:, 1].tolist() == [0, 0, 1, 0]  # one like it stands before
    assert lines[:, 2].tolist() == [1, 0, 0, 0]  # one like it stands after


@pytest.mark.parametrize(
    ("worth", "run"),
    [([1, 2, 3], (0, 3)), ([-5, 4, -1, 4, -9, 3], (1, 4)), ([-1, -1], (0, 0)), ([-3, 2], (1, 2))],
)
def test_densest_run(worth: list[float], run: tuple[int, int]) -> None:
    assert features.densest(np.array(worth, np.float32)) == run


def test_a_hit_is_a_column() -> None:
    columns = features.hit_columns([None, Hit(Label.RELATED, "rule", certain=True, opens=True)])
    assert not columns[0].any()
    assert columns[1].nonzero()[0].tolist() == [
        list(Label).index(Label.RELATED),
        columns.shape[1] - 2,
        columns.shape[1] - 1,
    ]


def test_each_piece_has_its_own_buckets() -> None:
    found = extracted(PAGE)
    bag = found.bags[0]
    assert bag.starts.tolist() == np.cumsum([0, *bag.sizes[:-1]]).tolist()
    assert bag.sizes.sum() == len(bag.buckets)
    assert found.words[0] == 1
    assert np.array_equal(bag.buckets[:2], bag.buckets[-2:])


def test_a_long_line_is_read_at_both_ends() -> None:
    read, _ = tokenizer.read(text.lines("a" * 100_000 + " end"))
    assert len(read.codes) == tokenizer.HEAD + tokenizer.TAIL + 1
    assert read.read.endswith(" end\n")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1))
def test_any_text_has_features(page: str) -> None:
    pieces = text.lines(page)
    if pieces:
        found = extracted(page)
        assert found.shape.shape[0] == found.marks.shape[0] == len(pieces)
        assert np.isfinite(found.shape).all()
