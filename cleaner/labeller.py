"""Content or not, decided over the whole page: a small convolutional network on cleaner.features, in numpy.

bench/network.py holds the same network in torch and trains it; docs/how-it-works.md says how it is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner import features, stacking, tokenizer
from cleaner.document import Hit, Page
from cleaner.features import Features, Floats
from cleaner.layers import Layers, chances, layers_of, linear, one_thread, relu, residual
from cleaner.markup_features import Bag
from cleaner.stacking import Stack
from cleaner.tokenizer import Text, Tokens

WEIGHTS = Path(__file__).parent / "weights"

WINDOW, MARGIN = 4096, 256
"""Pieces that are judged at once, and how many of them on each side only lend context."""

DILATIONS, SECOND_DILATIONS = (1, 3, 9, 27), (1, 3)

DOUBT = 0.1
"""How many words may be doubtful, by how many are content, before trafilatura is asked; it is on about a tenth of the
pages of sites that training had not seen. Asking of a third of them was no better.
"""

UNSPOKEN = "learned: shape and place"
"""The reason of a piece without words."""


class Judgement(NamedTuple):
    """What the model says of a page's n pieces."""

    scores: Floats  # (n,) how likely each piece is content, 0 to 1
    reasons: list[str]  # (n,) the words that spoke loudest for that


def judge(page: Page, hits: Sequence[Hit | None]) -> Judgement:
    """Say of each piece how likely it is content.

    Args:
        page: a page of any number of pieces.
        hits: what the rules say, one for each piece.

    Returns:
        Scores and reasons, aligned with page.pieces. Time and memory are linear in the page: more than WINDOW pieces
        are judged a window at a time.
    """
    with one_thread():
        ask = cache(page.ask) if page.ask else None
        judged = [_judge(page, hits, slice(first, last), ask) for first, last, _ in windows(len(page.pieces))]
    kept = [(found, keep) for found, (_, _, keep) in zip(judged, windows(len(page.pieces)), strict=True)]
    scores = [np.empty(0, np.float32), *(found.scores[keep] for found, keep in kept)]
    return Judgement(np.concatenate(scores), [reason for found, keep in kept for reason in found.reasons[keep]])


def windows(size: int) -> Iterator[tuple[int, int, slice]]:
    """Windows [first, last) over `size` pieces, and which of each window's own pieces to keep."""
    step = WINDOW - 2 * MARGIN
    for begin in range(0, size, step):
        first, last = max(begin - MARGIN, 0), min(begin + step + MARGIN, size)
        yield first, last, slice(begin - first, min(begin + step, size) - first)


Ask = Callable[[], Sequence[float]]


def _judge(page: Page, hits: Sequence[Hit | None], window: slice, ask: Ask | None) -> Judgement:
    pieces = page.pieces[window]
    text, tokens = tokenizer.read(pieces)
    found = features.extract(pieces, hits[window], text, tokens)
    networks = models(found.mode)
    worded = [means(network, found) for network in networks]
    scores = score(networks, worded, found)
    if ask and is_unsure(scores, found.words):
        found = features.heard(found, ask()[window])
        scores = score(networks, worded, found)
    scores = stacking.revise(trees(found.mode), scores, alone(worded), found)
    return Judgement(scores, reasons(networks[0], found, text, tokens, scores))


def score(networks: Sequence[Network], worded: Sequence[Sequence[Floats]], found: Features) -> Floats:
    pairs = zip(networks, worded, strict=True)
    return np.stack([run(network, rows, found) for network, rows in pairs]).mean(axis=0)  # type: ignore[no-any-return]


def alone(worded: Sequence[Sequence[Floats]]) -> Floats:
    """What the words of each bag and the marks say by themselves of each piece, as logits: (n, bags + 1)."""
    return np.stack([[mean[:, -1] for mean in rows] for rows in worded]).mean(axis=0).T  # type: ignore[no-any-return]


def is_unsure(scores: Floats, words: Floats) -> bool:
    """Whether so many words are doubtful, beside those that are content, that trafilatura should be asked."""
    return bool(words @ np.minimum(scores, 1 - scores) > DOUBT * (words @ scores))


def reasons(network: Network, found: Features, text: Text, tokens: Tokens, scores: Floats) -> list[str]:
    """The words of each piece that speak loudest for the verdict on it, two at most."""
    named = np.flatnonzero(features.spoken(tokens))
    if not len(named):
        return [UNSPOKEN] * len(scores)
    piece, bag = tokens.piece[named], found.bags[0]
    loudness = np.take(network.alone, bag.buckets[::2]) * np.where(scores >= 0.5, 1, -1)[piece]
    ranked = named[np.argsort(piece - np.clip(loudness, -40, 40) / 100, kind="stable")]
    first = ranked[np.minimum(bag.starts // 2, len(ranked) - 1)]
    second = ranked[np.minimum(bag.starts // 2 + 1, len(ranked) - 1)]
    several = (bag.sizes > 2) & (tokens.hashes[first] != tokens.hashes[second])
    places = np.stack([tokens.start[first], tokens.end[first], tokens.start[second], tokens.end[second], several])
    read = text.read
    return [
        f'learned: "{read[a:b]}", "{read[c:d]}"' if two else f'learned: "{read[a:b]}"' if size else UNSPOKEN
        for (a, b, c, d, two), size in zip(places.T.tolist(), bag.sizes.tolist(), strict=True)
    ]


class Network(NamedTuple):
    """The weights of one network."""

    table: Floats  # (BUCKETS, embedding + 1) what each bucket means, and in the last column what it says by itself
    alone: Floats  # (BUCKETS,) that last column
    layers: Layers


@cache
def models(kind: str = "text") -> tuple[Network, ...]:
    """The networks that ship; their scores are averaged."""
    with np.load(WEIGHTS / f"{kind}.npz") as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    numbers = sorted({name.partition("/")[0] for name in arrays})
    return tuple(unpack({name[2:]: array for name, array in arrays.items() if name[0] == number}) for number in numbers)


@cache
def trees(kind: str) -> Stack:
    """The trees that ship."""
    with np.load(WEIGHTS / f"{kind}-trees.npz") as stored:
        return stacking.unpack(stored)


def unpack(arrays: Mapping[str, Floats]) -> Network:
    """The stored arrays as the network multiplies by them."""
    table = arrays["table"] * arrays["scale"]
    return Network(table, np.ascontiguousarray(table[:, -1]), layers_of(arrays))


def run(network: Network, worded: Sequence[Floats], found: Features) -> Floats:
    """Features of n pieces, and the means of their words -> P(content) of each."""
    spoken = sum(rows[:, -1:] for rows in worded)
    entering = [*(rows[:, :-1] for rows in worded), spoken, found.shape]
    hidden = relu(linear(network.layers["enter"], np.concatenate(entering, axis=1)))
    for number, dilation in enumerate(DILATIONS):
        hidden = residual(network.layers[f"blocks.{number}"], hidden, dilation)
    memory = relu(linear(network.layers["remember"], hidden))
    above = np.maximum.accumulate(memory)
    below = np.maximum.accumulate(memory[::-1])[::-1]
    seen = np.concatenate([hidden, above, below], axis=1)
    first = linear(network.layers["first"], seen)[:, 0]
    hidden = relu(revise(network, found, hidden, seen, first))
    for number, dilation in enumerate(SECOND_DILATIONS):
        hidden = residual(network.layers[f"second_blocks.{number}"], hidden, dilation)
    return chances(linear(network.layers["final"], hidden)[:, 0])


def revise(network: Network, found: Features, hidden: Floats, seen: Floats, first: Floats) -> Floats:
    """Look again, knowing what the body is likely to be."""
    likely = chances(first) * found.words
    total = likely.sum() + 1
    body = likely @ hidden / total
    alike = hidden * linear(network.layers["body"], body)
    before = (np.cumsum(likely) - likely) / total
    columns = np.stack([np.clip(first, -8, 8) / 4, before, likely / total], axis=1)
    page = linear(network.layers["page"], np.concatenate([body, hidden.mean(axis=0)]))
    return linear(network.layers["second"], np.concatenate([seen, alike, columns], axis=1)) + page


def means(network: Network, found: Features) -> list[Floats]:
    """The mean rows of each piece's bags, and of its marks."""
    return [*(mean(network, bag) for bag in found.bags), np.take(network.table, found.marks, axis=0).mean(axis=1)]


def mean(network: Network, bag: Bag) -> Floats:
    """The mean row of each piece's buckets, 0 where it has none."""
    rows = np.take(network.table, np.append(bag.buckets, 0), axis=0)
    sums: Floats = np.add.reduceat(rows, bag.starts)
    return sums * np.where(bag.sizes, 1 / np.maximum(bag.sizes, 1), 0).astype(np.float32)[:, None]
