"""The labeller: aligned with the pieces of any page, the same in windows, and right where there is no doubt."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import labeller, text
from cleaner.document import Page

PAGE = """Skip to content
Home
Politics
Sports
Subscribe
Council opens the river path after two years of work
By Jana Holm
The city council opened the new path along the river on Saturday, two years after the first stone was laid. \
Several hundred people came to walk the eleven kilometres from the harbour to the old mill.
"We waited a long time for this, and it was worth every day," said the mayor, who had promised the path in her \
first campaign. The work cost nine million, one million less than was planned.
The next part, which will lead from the mill to the lake, is due to be finished in the spring of next year. \
Until then walkers have to take the road through the village.
Share this article
Facebook
Twitter
Most read
Five recipes for a rainy evening
Train drivers call off their strike
Privacy policy
Cookie settings
© 2024 The Harbour Post. All rights reserved.
"""


def judged(page: str) -> labeller.Judgement:
    read = text.read(page)
    return labeller.judge(read, [None] * len(read.pieces))


@pytest.mark.parametrize("page", ["", "one", "。", "\ud800\x00 x", "a\nb", "\u0301\n\U0010ffff", "x" * 100_000])
def test_any_page_is_judged(page: str) -> None:
    found = judged(page)
    assert len(found.scores) == len(found.reasons) == len(text.read(page).pieces)
    assert found.scores.dtype == np.float32
    assert ((found.scores >= 0) & (found.scores <= 1)).all()


def test_the_article_is_told_from_what_is_around_it() -> None:
    scores = dict(zip(text.read(PAGE).pieces, judged(PAGE).scores, strict=True))
    kept = {piece.text for piece, score in scores.items() if score >= 0.5}
    assert {line for line in PAGE.splitlines() if len(line) > 120} <= kept
    assert not kept & {"Home", "Subscribe", "Share this article", "Facebook", "Most read", "Cookie settings"}


def test_the_reason_names_words_of_the_piece() -> None:
    for piece, reason in zip(text.read(PAGE).pieces, judged(PAGE).reasons, strict=True):
        named = reason.removeprefix("learned: ").split(", ")
        assert reason.startswith("learned: ")
        assert all(word.strip('"') in piece.text for word in named)


@pytest.mark.parametrize("size", [0, 1, labeller.WINDOW - 1, labeller.WINDOW, labeller.WINDOW + 1, 3 * labeller.WINDOW])
def test_windows_keep_each_piece_once(size: int) -> None:
    kept = [index for first, last, keep in labeller.windows(size) for index in range(first, last)[keep]]
    assert kept == list(range(size))


def test_a_page_longer_than_a_window_is_judged_alike_in_its_middle() -> None:
    page = text.read("\n".join(f"Line {number} of a list" for number in range(labeller.WINDOW * 2)))
    scores = labeller.judge(Page(page.text, page.pieces, "text"), [None] * len(page.pieces)).scores
    assert len(scores) == labeller.WINDOW * 2
