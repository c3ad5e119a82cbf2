"""Search: it finds what str.find finds, wherever it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.search import CHUNK, Search

LETTERS = st.text(alphabet="ab ç漢\ud800😀", max_size=30)


def occurrences(text: str, strings: list[str]) -> set[tuple[int, int]]:
    return {(at, n) for n, string in enumerate(strings) for at in range(len(text)) if text.startswith(string, at)}


@given(text=LETTERS, strings=st.lists(LETTERS.filter(bool), max_size=8))
def test_finds_what_startswith_finds(text: str, strings: list[str]) -> None:
    found = list(Search(strings).find(text))
    assert len(found) == len(set(found))
    assert set(found) == occurrences(text, strings)


def test_finds_across_the_edge_of_a_chunk() -> None:
    strings = ["x", "xy", "a longer string"]
    for shift in range(18):
        text = "." * (CHUNK - shift) + "a longer string.xy"
        at = CHUNK - shift
        assert sorted(Search(strings).find(text)) == [(at, 2), (at + 16, 0), (at + 16, 1)]
