"""Where the article's own headline stands on the page: the lines above the text compete, by weights that were learned.

`python -m bench.headlines` trains them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import shapes, weighing
from cleaner.document import Hit, Kind, Label, Page, Piece
from cleaner.fold import SOFT_HYPHEN, fold, has_number
from cleaner.weighing import Weights
from cleaner.words import SYLLABIC

WEIGHTS = Path(__file__).parent / "weights" / "headline.json"

WINDOW = 40
"""The headline is looked for in at most this many pieces above the first text."""
SHORTEST, LONGEST = 3, 250
INSIDE = re.compile(r"[^\W\d_]{3}\. [^\W\d_]")
"""Where one sentence ends inside a line and another begins."""
SENTENCE, PARAGRAPH = 60, 200
"""A content piece of so many characters is text, not a heading: with a full stop at its end, and without."""
ENDS = tuple(set(shapes.SENTENCE_ENDS) - set("!?"))
"""What ends a sentence of running text; headlines end in the other marks, too."""
WORD = re.compile(rf"(?:[^\W\d_]|[{shapes.VOWELS}]){{4,}}")
BYLINES = 4
"""Author and date stand in so many pieces under the headline."""
PICTURE = 3
"""A picture's caption stands at most so many pieces below lead or text."""
BODY, OPENING = 200_000, 600
"""Characters of the text, and of its beginning, in which a candidate's words are looked up."""
DISTINCT = 20
"""Characters of a line that stands in another one by no chance."""
BAR = re.compile(r"[|>›»•·]|\s{2}")
QUOTED = re.compile(r"«[^«»]*»|»[^«»]*«")
DASH = re.compile(r" [|–-] ")
CAPTION = re.compile(
    r"[(\[][^()]{2,60}[)\]]\s*$|©|(?i:\b(?:foto|photo|bild|image|picture|kuva|zdj|crédit|credit|courtesy|getty|reuters|afp)\b)"
)
"""How captions end, or what they name."""
ENOUGH = -1.0
"""The least points of a headline. Weights are trained against 0 for "none"; a page without a headline is rarer than
the gold has it, as many titles there stand in <title> alone.
"""
NEAR = 0.5
"""Points between two headlines of one article, the second of which heads the text: the first has author and date."""
CLOSE = 4
"""Of two copies so few pieces apart the first is the headline: a picture or the lead may stand between them."""

LENGTHS = (20, 40, 80)
"""Characters from which on each further one counts otherwise: it speaks for a short line, and against a long one."""

FEATURES = (
    "words that the text has",
    "words",
    "usual length",
    "length",
    "two words or fewer",
    "copies",
    "date",
    "full stop",
    "colon or dots",
    "distance",
    "distance by its logarithm",
    "words of the address",
    "hit",
    "byline below",
    "bar",
    "dash",
    "gap above",
    "gap below",
    "content",
    "first level",
    "other level",
    "announced",
    "small letter",
    "words of the opening",
    "begins other lines",
    "goes on from another line",
    "credit below",
    "words that a line above has",
    "words by the most",
    "caption",
    "sentences",
    "sentence below",
    "content above",
    *(f"length beyond {length}" for length in LENGTHS),
)
"""What is seen of each candidate, in the order of the columns."""


class Candidates(NamedTuple):
    """The lines that may be the headline."""

    indices: list[int]  # (k,) of the page's pieces
    features: npt.NDArray[np.float64]  # (k, FEATURES), about 0 to 1


class Headline(NamedTuple):
    """Where the headline stands, by the indices of the page's pieces."""

    first: int
    second: int | None = None  # another one that heads the text, where the first alone stands above author or date
    overlines: Sequence[int] = ()  # lines like headlines above author or date, where the first has neither under it


def find(page: Page, content: Sequence[int], hits: Sequence[Hit | None], scores: Sequence[float]) -> Headline | None:
    """The piece that is the headline, None where there is none.

    Args:
        page: the page.
        content: the indices of the pieces that were found to be content.
        hits: what the rules say of each piece; a headline has no certain hit, and seldom another.
        scores: how likely each piece is content.
    """
    found = candidates(page, content, hits, scores)
    points = learned(page.kind).points(found.features)
    won = winner(found.features, points)
    if won is None:
        return None
    at, best = found.indices[won], int(np.argmax(points))
    first = next(index for index in found.indices if page.folded[index] == page.folded[at] and at - index <= CLOSE)
    is_signed = _is_signed(found.features)
    is_same = best == won or (best == won + 1 and is_signed[best])
    overlines = [] if is_signed[won] else np.flatnonzero(is_signed[:won] & (points[:won] > 0)).tolist()
    return Headline(first, None if is_same else found.indices[best], [found.indices[each] for each in overlines])


def winner(features: npt.NDArray[np.float64], points: npt.NDArray[np.float64]) -> int | None:
    """Which candidate is the headline, None where none has points ENOUGH.

    It is the best one; or the first that is nearly as good, with author or date under it where the best has neither;
    or the one right above it, where that is nearly as good and both have them: then the best is its sub-headline.
    """
    best = int(np.argmax(points)) if len(points) else -1
    if best < 0 or points[best] < ENOUGH:
        return None
    is_signed = _is_signed(features)
    near = np.flatnonzero(is_signed & (points >= points[best] - NEAR))
    if is_signed[best]:
        return best - 1 if best - 1 in near else best
    return int(near[0]) if len(near) and near[0] < best else best


def _is_signed(features: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which candidates have author or date under them."""
    return features[:, FEATURES.index("byline below")] > 0


@cache
def learned(kind: Kind) -> Weights:
    """The weights of FEATURES in page text or in HTML."""
    return weighing.read(json.loads(WEIGHTS.read_text("utf-8"))[kind], FEATURES)


def candidates(page: Page, content: Sequence[int], hits: Sequence[Hit | None], scores: Sequence[float]) -> Candidates:
    """The lines above the first text that may be the headline, and what is seen of each. Arguments as for find()."""
    pieces = page.pieces
    text = next((index for index in content if is_text(pieces[index].text)), 0)
    above = range(max(0, text - WINDOW), text)
    indices = [index for index in above if _may_be(pieces[index].text) and not is_certain(hits[index])]
    body = [index for index in content if index >= text]
    return Candidates(indices, _features(page, indices, body, hits, scores))


def is_text(text: str) -> bool:
    """Whether a piece is running text and no headline."""
    return len(text) >= PARAGRAPH or (len(text) >= SENTENCE and _has_sentence(text))


def _has_sentence(text: str) -> bool:
    return text.rstrip(shapes.CLOSERS).endswith(ENDS) or INSIDE.search(text) is not None


def is_certain(hit: Hit | None) -> bool:
    return hit is not None and hit.certain


def is_copy(text: str, title: str) -> bool:
    """Whether a folded text is another copy of the folded title, with or without a site's name or an overline."""
    if text == title:
        return True
    return 20 <= len(title) < len(text) <= len(title) + 40 and (text.startswith(title) or text.endswith(title))


def _may_be(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and not shapes.BULLET.match(text) and not shapes.is_day(text)


def is_syllabic(text: str) -> bool:
    """Whether signs of a text stand for syllables or words, so that two of them say about as much as a word."""
    return SYLLABIC.search(text) is not None


def _features(
    page: Page, indices: Sequence[int], body: Sequence[int], hits: Sequence[Hit | None], scores: Sequence[float]
) -> npt.NDArray[np.float64]:
    written = "\n".join(page.pieces[index].text for index in body).lower()[:BODY].replace(SOFT_HYPHEN, "")
    opening = written[:OPENING]
    copies = Counter(page.folded)
    announced = fold(page.head.title) if page.head and page.head.title else ""
    slug = set(WORD.findall(page.url.lower())) if page.url else set()
    begun, longer = goings_on(page.folded[indices[0] : body[0]] if indices else ())
    texts = [page.pieces[index].text.replace(SOFT_HYPHEN, "") or SOFT_HYPHEN for index in indices]
    longer_words = list(map(_words, texts))
    found = [[word for word in words if _has_word(written, word)] for words in longer_words]
    used = [len(some) / (len(words) + 1) for some, words in zip(found, longer_words, strict=True)]
    before, most = [0.0, *accumulate(used, max)], max(used, default=0.0) + 1e-6
    rows = []
    for number, (index, text, words) in enumerate(zip(indices, texts, longer_words, strict=True)):
        folded = page.folded[index]
        above = body[0] - index
        row = (
            used[number],
            min(len(words), 10) / 5,
            _is_long_enough(text),
            log(len(text)) / 3,
            text.count(" ") <= 1,
            copies[folded] > 1,
            has_number(folded) and shapes.has_date(text),
            text[-1] == "." and not text.endswith(shapes.DOTS),
            text[-1] == ":" or text.endswith(shapes.DOTS),
            above / 10,
            log(1 + above),
            len(words & slug) / (len(words) + 1),
            hits[index] is not None,
            any(hit is not None and hit.label is Label.BYLINE for hit in hits[index + 1 : index + 1 + BYLINES]),
            BAR.search(QUOTED.sub("", text)) is not None,
            DASH.search(text) is not None,
            min(page.pieces[index].gap, 3) / 3,
            min(page.pieces[index + 1].gap, 3) / 3,
            scores[index],
            *_by_markup(page.pieces[index], folded, announced),
            text[0].islower(),
            sum(_has_word(opening, word) for word in found[number]) / (len(words) + 1),
            folded in begun,
            folded in longer,
            any(hit is not None and hit.label is Label.CREDIT for hit in hits[index + 1 : index + 2]),
            before[number],
            used[number] / most,
            CAPTION.search(text) is not None,
            INSIDE.search(text) is not None,
            _has_sentence(page.pieces[index + 1].text),
            max(scores[max(0, index - PICTURE) : index], default=0.0),
            *(max(0.0, log(len(text) / length)) for length in LENGTHS),
        )
        rows.append(row)
    return np.array(rows, float).reshape(len(indices), len(FEATURES))


def goings_on(lines: Iterable[str]) -> tuple[set[str], set[str]]:
    """Which lines another one goes on from, "… on Facebook" behind a headline or a trail before it; and which do so."""
    begun, longer = set(), set()
    distinct = {line for line in lines if len(line) >= DISTINCT}
    for order in (slice(None), slice(None, None, -1)):
        first = ""
        for line in sorted(line[order] for line in distinct):
            if first and line.startswith(first):
                begun.add(first[order])
                longer.add(line[order])
            else:
                first = line
    return begun, longer


def _by_markup(piece: Piece, folded: str, announced: str) -> tuple[bool, bool, bool]:
    """What HTML and Markdown add: a heading of the first level, of another one, and what <title> announces."""
    mark = shapes.MARKDOWN_HEADING.match(piece.text)
    level = piece.markup.level if piece.markup else len(mark[1]) if mark else 0
    is_announced = bool(announced) and len(folded) >= SHORTEST and (folded in announced or announced in folded)
    return level == 1, level > 1, is_announced


def _is_long_enough(text: str) -> bool:
    return 10 <= len(text) <= 60 if is_syllabic(text) else 4 <= text.count(" ") + 1 <= 22


def _words(text: str) -> set[str]:
    """The longer words of a text; where a sign says much, the pairs of neighbouring ones."""
    words = set(WORD.findall(text.lower()))
    if not is_syllabic(text):
        return words
    pairs = {run[at : at + 2] for run in SYLLABIC.findall(text) for at in range(len(run) - 1)}
    return {word for word in words if not is_syllabic(word)} | pairs


def _has_word(text: str, word: str) -> bool:
    """Whether a word, or a pair of characters, stands in a text."""
    at = text.find(word)
    while at >= 0 and len(word) > 2:
        end = at + len(word)
        if not text[at - 1 : at].isalpha() and not text[end : end + 1].isalpha():
            break
        at = text.find(word, end)
    return at >= 0
