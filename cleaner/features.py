"""Pieces -> numbers: the shape of each piece, its place on the page, and its words hashed into buckets.

All of it is computed over the whole page at once, on one array of code points. Nothing here knows a language: a word
is a run of letters and digits, or a single character in scripts that write no spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import markup_features
from cleaner.document import Hit, Kind, Label, Piece
from cleaner.markup_features import Bag

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]
Buckets = npt.NDArray[np.uint16]

BUCKETS = 1 << 16


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

FIRST, LAST = 20, 10
"""How many words of a piece are hashed, from its beginning and from its end."""


class Tokens(NamedTuple):
    """The words of all pieces, in page order."""

    hashes: Codes  # (t,) 32 bits of the case-folded word, its digits masked
    piece: Ints  # (t,) the piece it stands in
    rank: Ints  # (t,) how many words of its piece stand before it
    start: Ints  # (t,) offset in the text that was read
    end: Ints  # (t,)
    counts: Ints  # (n,) words of each piece


class Features(NamedTuple):
    """What the model sees of a page of n pieces."""

    shape: Floats  # (n, columns), each column about -3 to 3, the rules' hits last
    bags: tuple[Bag, ...]  # of each piece its words, each also with the one before it; in HTML mode the markup's words
    marks: Buckets  # (n, 5) buckets of its beginning, its end, and the whole of it
    words: Floats  # (n,) how many words each piece has
    kinds: Ints  # (n, 3) numbers of the kinds of elements it is in; (n, 0) in text mode

    @property
    def mode(self) -> Kind:
        """Whether they are of page text or of HTML."""
        return "html" if self.kinds.shape[1] else "text"


class Text(NamedTuple):
    """The pieces' characters, one piece after the other with a line break between."""

    read: str
    codes: Codes  # (m,) code points
    classes: npt.NDArray[np.uint8]  # (m,) of CLASSES
    starts: Ints  # (n,) first character of each piece
    lengths: Ints  # (n,) characters that were read
    piece: Ints  # (m,) which piece a character is in; its closing line break counts as its own


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


def bucket(hashes: Codes, salt: int) -> Buckets:
    return (mixed(hashes ^ np.uint32(salt)) >> np.uint32(16)).astype(np.uint16)


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


def spoken(tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Which words are hashed: the first and the last of each piece."""
    return (tokens.rank < FIRST) | (tokens.rank >= tokens.counts[tokens.piece] - LAST)


def worded(tokens: Tokens, alone: Buckets, paired: Buckets) -> Bag:
    """The buckets of each piece's words."""
    chosen = np.flatnonzero(spoken(tokens))
    both = np.empty((len(chosen), 2), np.uint16)
    both[:, 0], both[:, 1] = np.take(alone, chosen), np.take(paired, chosen)
    sizes = np.minimum(tokens.counts, FIRST + LAST) * 2
    return Bag(both.ravel(), np.cumsum(sizes) - sizes, sizes)


def marked(text: Text, tokens: Tokens, patterns: Codes, lines: Codes) -> Buckets:
    """The buckets of each piece's first and last character, last word, wording if it is short, and pattern."""
    last = np.zeros(len(lines), np.uint32)
    last[tokens.piece] = tokens.hashes  # of several the last is kept
    short = np.where(tokens.counts <= 8, lines, np.uint32(0))
    ends = text.starts + text.lengths - 1
    marks = np.stack([text.codes[text.starts], text.codes[ends], last, short, patterns], axis=1)
    return (mixed(marks ^ MARK_SALTS) >> np.uint32(16)).astype(np.uint16)


WORD_SALT, PAIR_SALT, *_SALTS = (np.arange(1, 8, dtype=np.uint32) * np.uint32(0x632BE5AB)).tolist()
MARK_SALTS = np.array(_SALTS, np.uint32)


EYE = np.eye(len(CLASSES), dtype=np.float32)


def one_hot(values: npt.NDArray[np.integer[Any]], size: int) -> Floats:
    found: Floats = EYE[:, :size][values]
    return found


LOGS = (0, 1, 3, 6, 7, 8, 9, 10)
LOG_SCALES = np.array([1 / 3, 1 / 2, 1, 1, 1 / 2, 1 / 2, 1, 1 / 2], np.float32)
LOG_SHIFTS = np.array([1, 1, 1.5, 0, 0, 0, 0, 0], np.float32)
WORDING = 11 + 3 * len(CLASSES)
TELLING = slice(0, 12)
"""The columns, in text mode, that say most of a piece in few numbers: its length, words, sentences, capitals, signs."""


def wording(text: Text, tokens: Tokens) -> Floats:
    """What the characters of each piece are like: (n, WORDING)."""
    pieces, kinds = len(text.starts), len(CLASSES)
    rows = np.empty((pieces, WORDING), np.float32)
    cells = np.bincount(text.piece * kinds + text.classes, minlength=pieces * kinds).reshape(pieces, kinds)
    words = np.maximum(tokens.counts, 1)
    closing = np.flatnonzero(text.classes[:-1] == END)
    closing = closing[text.classes[closing + 1] == SPACE]
    logs = np.empty((pieces, len(LOGS)), np.float32)
    logs[:, 0] = text.lengths
    logs[:, 1] = tokens.counts
    logs[:, 2] = cells[:, LOWER : UNSPACED + 1].sum(axis=1) / words
    logs[:, 3] = np.bincount(text.piece[closing], minlength=pieces)
    logs[:, 4:] = cells[:, [END, COMMA, BAR, DIGIT]]
    rows[:, LOGS] = np.log1p(logs) * LOG_SCALES - LOG_SHIFTS
    capital = text.classes[tokens.start] == UPPER
    rows[:, 2] = tokens.counts > 0
    rows[:, 4] = np.bincount(tokens.piece, weights=capital, minlength=pieces) / words
    rows[:, 5] = cells[:, UPPER] / np.maximum(cells[:, UPPER] + cells[:, LOWER], 1)
    rows[:, 11 : 11 + kinds] = np.sqrt(cells / text.lengths[:, None])
    rows[:, 11 + kinds : 11 + 2 * kinds] = one_hot(text.classes[text.starts], kinds)
    rows[:, 11 + 2 * kinds :] = one_hot(text.classes[text.starts + text.lengths - 1], kinds)
    return rows


PLACE = 16
GAPS = slice(WORDING + 6, WORDING + 11)
"""The columns, in text mode, that say how many line breaks stand before a piece: one for each of 0 to 4."""


def place(pieces: Sequence[Piece], text: Text) -> Floats:
    """Where each piece stands, and how much space is around it: (n, PLACE)."""
    size = len(pieces)
    order = np.arange(size)
    gap = np.minimum(np.fromiter((piece.gap for piece in pieces), np.int64, size), 4)
    rows = np.empty((size, PLACE), np.float32)
    rows[:, 0] = order / size
    distance = np.log1p(order) / 3 - 1
    rows[:, 1] = distance
    rows[:, 2] = distance[::-1]
    rows[:, 3] = np.cumsum(text.lengths) / text.lengths.sum()
    rows[:, 4] = np.log1p(size) / 3 - 1
    rows[:, 5] = np.mean(gap > 1)
    rows[:, 6:11] = one_hot(gap, 5)
    rows[:-1, 11:] = rows[1:, 6:11]
    rows[-1, 11:] = EYE[4, :5]
    return rows


def repeats(hashes: Codes) -> Floats:
    """Which pieces are alike: how many, whether one stands before, after, right before, right after: (n, 5)."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    new = np.concatenate([[True], ordered[1:] != ordered[:-1], [True]])
    bounds = np.flatnonzero(new)
    rows = np.empty((len(hashes), 5), np.float32)
    counts = np.diff(bounds)
    rows[order, 0] = np.repeat(np.log(counts) / 2, counts)
    rows[order, 1] = ~new[:-1]
    rows[order, 2] = ~new[1:]
    same = hashes[1:] == hashes[:-1]
    rows[0, 3] = rows[-1, 4] = 0
    rows[1:, 3] = rows[:-1, 4] = same
    return rows


def densest(worth: npt.NDArray[np.floating[Any]]) -> tuple[int, int]:
    """The run [first, last) of pieces whose worths sum up highest."""
    sums = np.concatenate([[0.0], np.cumsum(worth)])
    lowest = np.minimum.accumulate(sums)
    last = int(np.argmax(sums - lowest))
    return int(np.argmin(sums[: last + 1])), last


def nearness(size: int, run: tuple[int, int]) -> Floats:
    """How far each piece is from a run of pieces: inside, before it, after it: (n, 3)."""
    order = np.arange(size)
    rows = np.zeros((size, 3), np.float32)
    rows[run[0] : run[1], 0] = 1
    rows[: run[0], 1] = np.log1p(run[0] - order[: run[0]]) / 3
    rows[run[1] :, 2] = np.log1p(order[run[1] :] - run[1] + 1) / 3
    return rows


def topics(piece: Ints, buckets: npt.NDArray[np.uint16], size: int, run: tuple[int, int]) -> Floats:
    """The share of each piece's words that stand elsewhere on the page, and in a run's other pieces: (n, 4)."""
    keys = np.sort(buckets.astype(np.uint32) << np.uint32(16) | piece.astype(np.uint32))  # a window has few pieces
    if not len(keys):
        return np.zeros((size, 4), np.float32)
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    owner, word = (keys & np.uint32(0xFFFF)).astype(np.int64), keys >> np.uint32(16)
    bounds = np.flatnonzero(np.concatenate([[True], word[1:] != word[:-1], [True]]))
    pieces = np.diff(bounds)
    inside = (owner >= run[0]) & (owner < run[1])
    within = np.repeat(np.add.reduceat(inside, bounds[:-1], dtype=np.int64), pieces)
    several = np.repeat(pieces > 1, pieces)
    rows = np.empty((size, 4), np.float32)
    rows[:, 0] = np.bincount(owner, weights=several, minlength=size)
    rows[:, 1] = np.bincount(owner, weights=np.repeat(np.log(pieces) / 2, pieces), minlength=size)
    rows[:, 2] = np.bincount(owner, weights=within > inside, minlength=size)
    rows[:, 3] = np.bincount(owner, weights=(within == inside) & several, minlength=size)
    rows /= np.maximum(np.bincount(owner, minlength=size), 1)[:, None]
    return rows


LABELS = {label: place for place, label in enumerate(Label)}
HITS = len(LABELS) + 2
"""The columns of the rules' hits, the last ones."""


def hit_columns(hits: Sequence[Hit | None]) -> Floats:
    """What the rules say: a column a label, one for certain, one for headings of boilerplate."""
    columns = np.zeros((len(hits), HITS), np.float32)
    rows = [row for row, hit in enumerate(hits) if hit]
    said = [hit for hit in hits if hit]
    columns[rows, [LABELS[hit.label] for hit in said]] = 1
    columns[rows, -2] = [hit.certain for hit in said]
    columns[rows, -1] = [hit.opens for hit in said]
    return columns


PENALTIES = (6.0, 20.0)
"""Words a piece must have to add to a dense run: the low one finds bodies with lists, the high one the running text."""


def read(pieces: Sequence[Piece]) -> tuple[Text, Tokens]:
    """The characters and the words of at least one piece."""
    text = encode(pieces)
    return text, tokenize(text)


def extract(pieces: Sequence[Piece], hits: Sequence[Hit | None], text: Text, tokens: Tokens) -> Features:
    """The features of pieces that were read."""
    size = len(pieces)
    patterns = pattern_hashes(text)
    lines = line_hashes(tokens, patterns)
    alone, paired = bucket(tokens.hashes, WORD_SALT), bucket(pairs(tokens), PAIR_SALT)
    runs = [densest(np.minimum(tokens.counts, 60) - penalty) for penalty in PENALTIES]
    groups = [
        wording(text, tokens),
        place(pieces, text),
        repeats(lines),
        repeats(patterns),
        *(nearness(size, run) for run in runs),
        topics(tokens.piece, alone, size, runs[1]),
        hit_columns(hits),
    ]
    bag, marks = worded(tokens, alone, paired), marked(text, tokens, patterns, lines)
    words = tokens.counts.astype(np.float32)
    markups = [piece.markup for piece in pieces if piece.markup]
    if len(markups) < size:
        return Features(
            np.concatenate(groups, axis=1, dtype=np.float32), (bag,), marks, words, np.empty((size, 0), int)
        )
    around = markup_features.around(markups)
    kinds = markup_features.kinds(around)
    shape = np.concatenate([markup_features.columns(markups, around, kinds, words), *groups], axis=1, dtype=np.float32)
    return Features(shape, (bag, markup_features.bag(around)), marks, words, kinds)


def heard(found: Features, shares: Sequence[float]) -> Features:
    """The same features with trafilatura's verdict: the share of each piece that it keeps."""
    shape = found.shape.copy()
    shape[:, markup_features.VERDICT] = markup_features.verdict(shares, found.kinds, found.words)
    return found._replace(shape=shape)
