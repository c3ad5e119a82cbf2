"""Which characters stand in which lines, found for all lines of a page at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

LINES = 4096
"""Lines that are looked at together, so that the memory for it stays the same for any number of them."""

END = "\U0010ffff"
"""What is set behind a line: a code point that no character has."""


class Sets:
    """Some sets of characters, at most 63, a bit each."""

    def __init__(self, sets: Iterable[str]) -> None:
        self._bits = {characters: 1 << number for number, characters in enumerate(dict.fromkeys(sets))}
        size = max(map(ord, "".join(self._bits)), default=0) + 2
        self._table = np.zeros(size, np.int64)  # the last for all characters that are in none
        for characters, bit in self._bits.items():
            self._table[[ord(character) for character in characters]] |= bit

    def bit(self, characters: str) -> int:
        """The bit of one of the sets; 0 for the empty one."""
        return self._bits[characters] if characters else 0

    def masks(self, lines: Sequence[str]) -> list[int]:
        """For each line the bits of the sets that it has a character of."""
        return [mask for at in range(0, len(lines), LINES) for mask in self._masks(lines[at : at + LINES])]

    def _masks(self, lines: Sequence[str]) -> list[int]:
        codes = np.frombuffer(END.join([*lines, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.fromiter(map(len, lines), np.int64, len(lines)) + 1
        bits = np.take(self._table, codes, mode="clip")
        masks: list[int] = np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths).tolist()
        return masks
