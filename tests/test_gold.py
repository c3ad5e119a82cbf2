"""Gold bodies laid over pages, and pages made from pages."""

from __future__ import annotations

import numpy as np
import pytest

from bench import augment, gold
from bench.augment import Line
from cleaner import text

LONG = "the council opened a new path along the river on saturday"
OTHER = "walkers have to take the road through the village until then"


def shares(page: str, body: str, title: str | None = None) -> list[float]:
    pieces = text.lines(page)
    return [round(float(share), 2) for share in gold.label(pieces, gold.body_without_title(body, title)).content]


@pytest.mark.parametrize(
    ("page", "body", "expected"),
    [
        (f"home\n{LONG}\n{OTHER}\nshare", f"{LONG} {OTHER}", [0, 1, 1, 0]),
        (f"{LONG}\nhome\n{LONG}\n{OTHER}", f"{LONG} {OTHER}", [0, 0, 1, 1]),  # the copy beside the rest is the body
        (f"{LONG}\n{LONG}", f"{LONG} {LONG}", [1, 1]),  # the gold has it twice
        (f"{LONG}\nFor now\n{OTHER}", f"{LONG} For now {OTHER}", [1, 1, 1]),  # a short heading between
        (f"{LONG}\nRead more\n{OTHER}", f"{LONG} {OTHER}", [1, 0, 1]),
        ("home\nshare", LONG, [0, 0]),
        ("the council\nopened a new path", LONG, [1, 1]),  # cut inside the sentence
        ("新聞社は三日に新しい橋を\n架けると発表した", "新聞社は三日に新しい橋を架けると発表した", [1, 1]),
    ],
)
def test_shares(page: str, body: str, expected: list[float]) -> None:
    assert shares(page, body) == expected


def test_a_title_at_the_head_of_the_gold_is_no_content() -> None:
    title = "New path is open to walkers"
    page = f"{title}\n{LONG}\n{OTHER}"
    assert shares(page, f"{title} {LONG} {OTHER}", title) == [0, 1, 1]
    assert shares(page, f"{title} {LONG} {OTHER}") == [1, 1, 1]


def test_a_piece_without_words_is_what_stands_around_it() -> None:
    labels = gold.label(text.lines(f"{LONG}\n***\n{OTHER}\n***\nhome"), gold.words(f"{LONG} {OTHER}"))
    assert labels.content.tolist() == [1, 1, 1, 0.5, 0]
    assert labels.weight[3] == 0


PAGE = [Line("Home", 1, 0, 1), Line("Title", 1, 0, 1), *(Line(LONG, 2, 1, 1) for _ in range(6)), Line("Share", 1, 0, 1)]


def test_pieces_have_exact_offsets() -> None:
    pieces = augment.to_pieces(PAGE)
    whole = "".join("\n" * piece.gap + piece.text for piece in pieces)
    assert all(whole[piece.start : piece.end] == piece.text for piece in pieces)


def test_another_script_keeps_the_lines_and_what_they_are() -> None:
    random = np.random.default_rng(1)
    for disguised in (augment.uncased(PAGE, random), augment.unspaced(PAGE, random)):
        assert [line.content for line in disguised] == [line.content for line in PAGE]
        assert not any("a" <= letter <= "z" for line in disguised for letter in line.text.lower())


def test_a_bare_body_and_an_excerpt_are_all_content() -> None:
    for lines in (augment.bare(PAGE), augment.excerpt(PAGE, np.random.default_rng(1))):
        assert lines
        assert all(line.content == 1 and line.gap == 2 for line in lines)


@pytest.mark.parametrize("seed", range(8))
def test_no_other_story_is_content_of_a_spliced_page(seed: int) -> None:
    donor = [line._replace(text=OTHER) if line.content else line for line in PAGE]
    spliced = augment.spliced(PAGE, donor, np.random.default_rng(seed))
    assert all(line.text == LONG for line in spliced if line.content)


def test_the_closest_donor_has_the_same_short_words() -> None:
    german = [Line("der Weg an dem Fluss ist seit dem Tag für uns auf", 1, 1, 1)]
    donors = [augment.Donor(lines, augment.vocabulary(lines)) for lines in (german, PAGE)]
    own = [Line("der Zug ist an dem Tag für uns da", 1, 1, 1)]
    assert augment.closest(augment.Donor(own, augment.vocabulary(own)), donors) == german
