"""Pieces -> words: the characters of a page as one array, the words in it, and hashes of words and lines.

Nothing here knows a language: a word is a run of letters and digits, or a single character in scripts that write no
spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.document import Piece

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]

CLASSES = (
    "space",
    "lower",
    "upper",
    "letter",
    "digit",
    "unspaced",
    "end",
    "comma",
    "colon",
    "bullet",
    "bar",
    "quote",
    "mark",
)
SPACE, LOWER, UPPER, LETTER, DIGIT, UNSPACED, END, COMMA, COLON, BULLET, BAR, QUOTE, MARK = range(len(CLASSES))

SIGNS = {
    END: ".!?…。！？｡．؟।۔։‥",
    COMMA: ",;，、；،؛",
    COLON: ":：",
    BULLET: "-–—−•·*‣▪■●◦○►▶✓✔+",
    BAR: "|/\\›»>→←«‹<¦_~=",
    QUOTE: "\"'“”„‚‘’()[]{}「」『』《》（）【】",
}

UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # CJK radicals
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),  # half-width Katakana
    (0x20000, 0x2FFFF),
)

HEAD, TAIL = 3072, 1024
"""How many characters of a piece are read: no line that is longer needs its middle to be known for what it is."""


class Text(NamedTuple):
    """The pieces' characters, one piece after the other with a line break between."""

    read: str
    codes: Codes  # (m,) code points
    classes: npt.NDArray[np.uint8]  # (m,) of CLASSES
    starts: Ints  # (n,) first character of each piece
    lengths: Ints  # (n,) characters that were read
    piece: Ints  # (m,) which piece a character is in; its closing line break counts as its own


class Tokens(NamedTuple):
    """The words of all pieces, in page order."""

    hashes: Codes  # (t,) 32 bits of the case-folded word, its digits masked
    piece: Ints  # (t,) the piece it stands in
    rank: Ints  # (t,) how many words of its piece stand before it
    start: Ints  # (t,) offset in the text that was read
    end: Ints  # (t,)
    counts: Ints  # (n,) words of each piece


def read(pieces: Sequence[Piece]) -> tuple[Text, Tokens]:
    """The characters and the words of at least one piece."""
    text = encode(pieces)
    return text, tokenize(text)


@cache
def tables() -> tuple[npt.NDArray[np.uint8], Codes]:
    """The class and the case-folded form of each code point below 0x30000; the rest count as the last of these."""
    points = np.arange(0x30000, dtype=np.uint32)
    points[0xD800:0xE000] = 0xFFFD
    points[0] = 0xFFFD
    characters = points.view("<U1")
    classes = np.full(len(points), MARK, np.uint8)
    classes[np.char.isalpha(characters)] = LETTER
    classes[np.char.islower(characters)] = LOWER
    classes[np.char.isupper(characters)] = UPPER
    classes[np.char.isdigit(characters)] = DIGIT
    classes[np.char.isspace(characters)] = SPACE
    marks = [point for point in range(0x0300, 0x3100) if unicodedata.category(chr(point)).startswith("M")]
    classes[marks] = LETTER  # they belong to their word: the vowels of Hindi, of pointed Arabic and Hebrew
    for first, last in UNSPACED_RANGES:
        classes[first : last + 1] = UNSPACED
    for kind, signs in SIGNS.items():
        classes[[ord(sign) for sign in signs]] = kind
    folded = np.array([ord(lower[0]) for lower in np.char.lower(characters)], np.uint32)
    folded[classes == DIGIT] = ord("0")
    return classes, folded


def clip(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:]


def encode(pieces: Sequence[Piece]) -> Text:
    """The pieces' characters as arrays."""
    texts = [piece.text for piece in pieces]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    if lengths.max() > HEAD + TAIL:
        texts = [clip(text) for text in texts]
        lengths = np.minimum(lengths, HEAD + TAIL)
    read = "\n".join(texts) + "\n"
    codes = np.frombuffer(read.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum(lengths + 1)
    classes = np.take(tables()[0], codes, mode="clip")
    piece = np.repeat(np.arange(len(texts)), lengths + 1)
    return Text(read, codes, classes, ends - lengths - 1, lengths, piece)


FACTOR = 0x9E3779B1
UNDONE = pow(FACTOR, -1, 1 << 32)
"""Odd, so that it has an inverse modulo 2**32; 2**32 by the golden ratio, as in Fibonacci hashing."""


def powers(factor: int, length: int, first: int = 1) -> Codes:
    """`first`, and `length` - 1 times what stood before by a factor, modulo 2**32."""
    found = np.full(length, factor, np.uint32)
    found[0] = first
    return np.cumprod(found, dtype=np.uint32)


KEPT = 1 << 16
POWERS, INVERSES = powers(FACTOR, KEPT, FACTOR), powers(UNDONE, KEPT)
"""For pages of so many characters; for longer ones they are made each time."""


def mixed(hashes: Codes) -> Codes:
    """The same hashes with every bit depending on every other (the finisher of MurmurHash3)."""
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes *= np.uint32(0x85EBCA6B)
    hashes ^= hashes >> np.uint32(13)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    return hashes


def ranks(piece: Ints, counts: Ints) -> Ints:
    """Of things in the order of their pieces: how many of the same piece stand before each."""
    return np.arange(len(piece)) - np.repeat(np.cumsum(counts) - counts, counts)


def tokenize(text: Text) -> Tokens:
    """Find the words: runs of letters and digits, single characters of unspaced scripts."""
    inside = (text.classes - np.uint8(LOWER)) <= UNSPACED - LOWER  # below LOWER it wraps around
    alone = text.classes == UNSPACED
    joined = inside[:-1] & inside[1:]  # each character with the next one
    joined &= ~(alone[:-1] | alone[1:])
    begins, ends = inside.copy(), inside[:-1]  # the last character is a line break
    begins[1:] &= ~joined
    start, end = np.flatnonzero(begins), np.flatnonzero(ends & ~joined) + 1
    piece = text.piece[start]
    counts = np.bincount(piece, minlength=len(text.starts))
    return Tokens(word_hashes(text.codes, start, end), piece, ranks(piece, counts), start, end, counts)


def word_hashes(codes: Codes, start: Ints, end: Ints) -> Codes:
    """A polynomial hash of each word's letters, case-folded; FACTOR's powers run on over the page and are undone."""
    size = len(codes)
    if not len(start):
        return np.empty(0, np.uint32)
    forth, back = (POWERS, INVERSES) if size <= KEPT else (powers(FACTOR, size, FACTOR), powers(UNDONE, size))
    letters = np.take(tables()[1], codes, mode="clip")
    letters *= forth[:size]
    sums = np.add.reduceat(letters, np.stack([start, end], axis=1).ravel(), dtype=np.uint32)[::2]
    return mixed(sums * back[start])


def pairs(tokens: Tokens) -> Codes:
    """Each word with the one before it in its piece, or with the beginning of the piece."""
    before = np.zeros_like(tokens.hashes)
    before[1:] = tokens.hashes[:-1] * (tokens.rank[1:] > 0)
    return mixed(before * np.uint32(3) ^ tokens.hashes)


def line_hashes(tokens: Tokens, patterns: Codes) -> Codes:
    """All words of each piece as one number; its pattern where it has no words."""
    hashes = patterns.copy()
    wordy = np.flatnonzero(tokens.counts)
    if len(wordy):
        terms = mixed(tokens.hashes + np.take(POWERS, tokens.rank, mode="clip"))
        first = np.cumsum(tokens.counts) - tokens.counts
        hashes[wordy] = np.add.reduceat(terms, first[wordy], dtype=np.uint32)
    return hashes


def pattern_hashes(text: Text) -> Codes:
    """The first dozen runs of one class of characters in each piece, as a number: "Aa 00.00.0000"."""
    changes = np.ones(len(text.classes), bool)
    changes[1:] = text.classes[1:] != text.classes[:-1]
    changes[text.starts] = True
    where = np.flatnonzero(changes)
    piece = text.piece[where]
    counts = np.bincount(piece, minlength=len(text.starts))
    rank = ranks(piece, counts)
    terms = np.where(
        rank < 12,
        mixed(np.take(text.classes, where).astype(np.uint32) + np.take(POWERS, rank, mode="clip")),
        np.uint32(0),
    )
    return np.add.reduceat(terms, np.cumsum(counts) - counts, dtype=np.uint32)
