from __future__ import annotations

import pytest

from bench import linear


@pytest.mark.parametrize("shape", linear.SHAPES)
@pytest.mark.parametrize("size", [1_000, 50_000])
def test_input_is_about_as_long_as_asked(shape, size):
    make, _ = linear.SHAPES[shape]
    assert 0.95 * size <= len(make(size)) <= size + 1_000


@pytest.mark.parametrize("shape", linear.SHAPES)
def test_input_is_the_same_each_time(shape):
    make, _ = linear.SHAPES[shape]
    assert make(2_000) == make(2_000)


def test_shapes_are_what_their_names_say():
    assert "\n" not in linear.one_line(10_000)
    assert len(linear.one_word(10_000).split()) == 1
    assert max(map(len, linear.short_lines(10_000).split("\n"))) < 80
    assert max(map(len, linear.paragraphs(10_000).split("\n"))) > 80
