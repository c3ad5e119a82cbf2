"""Sets of characters: which lines have a character of which set."""

from __future__ import annotations

from cleaner.characters import LINES, Sets

SETS = Sets(["0123", "|•", "a0"])
DIGITS, BARS, LETTERS = (SETS.bit(characters) for characters in ("0123", "|•", "a0"))


def test_masks() -> None:
    lines = ["x 2", "a | b", "", "0", "•\U0010ffff", "\ud800"]
    assert SETS.masks(lines) == [DIGITS, LETTERS | BARS, 0, DIGITS | LETTERS, BARS, 0]


def test_many_lines() -> None:
    masks = SETS.masks(["", "1"] * LINES)
    assert masks == [0, DIGITS] * LINES


def test_no_lines_and_no_set() -> None:
    assert SETS.masks([]) == []
    assert SETS.bit("") == 0
    assert Sets([]).masks(["a"]) == [0]
