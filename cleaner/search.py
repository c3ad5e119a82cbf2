"""Finds many strings in a text at once as M. Rabin and R. Karp do: by rolling hashes of what the strings begin with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

SIZES = (1, 2, 4, 8)
"""A string is looked for by its first characters, the greatest of these numbers of them that it has."""
BITS = 18
"""Bits of a hash: of the places where no string stands, one in seventy looks as if one did."""
CHUNK = 1 << 16
"""Characters that are hashed at a time, so that the memory for the hashes stays the same for any text."""
BASE, SPREAD = 0x01000193, np.uint32(0x9E3779B1)


class Search:
    """Strings, ready to be looked for; none of them is empty."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = strings
        self._by_beginning: dict[str, list[int]] = {}
        for number, string in enumerate(strings):
            self._by_beginning.setdefault(string[: _size(string)], []).append(number)
        self._tables: dict[int, npt.NDArray[np.bool_]] = {}
        for size in sorted({len(beginning) for beginning in self._by_beginning}):
            joined = "".join(beginning for beginning in self._by_beginning if len(beginning) == size)
            self._tables[size] = np.zeros(1 << BITS, bool)
            self._tables[size][next(_hashes(joined, [size]))[1][::size]] = True

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a text which strings begin: an offset and the number of a string, in no order."""
        for start in range(0, len(text) if self._strings else 0, CHUNK):
            for size, hashes in _hashes(text[start : start + CHUNK + SIZES[-1] - 1], self._tables):
                places = np.flatnonzero(np.take(self._tables[size], hashes[:CHUNK]))
                yield from self._checked(text, size, (places + start).tolist())

    def _checked(self, text: str, size: int, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        for place in places:
            for number in self._by_beginning.get(text[place : place + size], ()):
                if text.startswith(self._strings[number], place):
                    yield place, number


def _size(string: str) -> int:
    return max(size for size in SIZES if size <= len(string))


def _hashes(text: str, wanted: Collection[int]) -> Iterator[tuple[int, Codes]]:
    """For each of the wanted SIZES: the hashes of so many characters from each place in a text on."""
    rolled = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    for size in SIZES:
        if size in wanted:
            yield size, (rolled * SPREAD) >> np.uint32(32 - BITS)
        if size < SIZES[-1]:
            rolled = rolled[:-size] * np.uint32(pow(BASE, size, 1 << 32)) + rolled[size:]
