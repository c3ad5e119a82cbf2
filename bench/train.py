"""Train the labeller: `python -m bench.train --corpora FOLDER` writes the weights that ship.

`--cross-validate` prints how it does on pages of sites that training did not see.
"""

from __future__ import annotations

import argparse
import math
import pickle
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from bench import corpora, dataset, distil, metrics
from bench.dataset import Sample
from bench.network import Batch, Network, loss
from cleaner import text

PAGE_LIMIT = 640
"""Pieces of a page that are trained on at once; a longer one is cut at random."""

BATCH_LIMIT = 6144
"""Pieces in a batch, filling included."""

Random = np.random.Generator


def weights(sample: Sample) -> np.ndarray:
    """A page counts by the square root of its words, a piece by that of its own."""
    total = sample.weight.sum()
    return sample.weight / total * math.sqrt(min(float(sample.features.words.sum()), 20000)) if total else sample.weight


def collate(samples: Sequence[Sample], random: Random | None) -> Batch:
    """Lay samples side by side. With a random source, words and columns are dropped from them."""
    windows = [window(sample, random) for sample in samples]
    width = max(last - first for first, last in windows)
    count, columns = len(samples), samples[0].features.shape.shape[1]
    marks_per_piece = samples[0].features.marks.shape[1]
    shape = np.zeros((count, width, columns), np.float32)
    marks = np.zeros((count, width, marks_per_piece), np.int64)
    mark_weights = np.zeros((count, width, marks_per_piece), np.float32)
    sizes = np.zeros((count, width), np.int64)
    words, present, content, weight = (np.zeros((count, width), np.float32) for _ in range(4))
    buckets = []
    for row, (sample, (first, last)) in enumerate(zip(samples, windows, strict=True)):
        found, size = sample.features, last - first
        shape[row, :size] = found.shape[first:last]
        marks[row, :size] = found.marks[first:last]
        mark_weights[row, :size] = 1 / marks_per_piece
        sizes[row, :size] = found.sizes[first:last]
        words[row, :size] = found.words[first:last]
        present[row, :size] = 1
        content[row, :size] = sample.content[first:last]
        weight[row, :size] = weights(sample)[first:last]
        buckets.append(found.buckets[found.starts[first] : found.starts[last - 1] + found.sizes[last - 1]])
    stream = np.concatenate(buckets).astype(np.int64)
    sizes = sizes.ravel()
    bucket_weights = np.repeat(1 / np.maximum(sizes, 1), sizes).astype(np.float32)
    if random is not None:
        bucket_weights *= random.random(len(stream)) > 0.15
        mark_weights *= random.random(mark_weights.shape) > 0.1
        shape *= random.random((count, 1, columns)) > 0.05
    given = (shape, stream, bucket_weights, np.cumsum(sizes) - sizes, marks.reshape(-1, marks_per_piece))
    rest = (mark_weights.reshape(-1, marks_per_piece), words, present, content, weight)
    return Batch(*(torch.from_numpy(array) for array in (*given, *rest)))


def window(sample: Sample, random: Random | None) -> tuple[int, int]:
    size = len(sample.content)
    if random is None or size <= PAGE_LIMIT:
        return 0, size
    first = int(random.integers(0, size - PAGE_LIMIT + 1))
    return first, first + PAGE_LIMIT


def batches(samples: Sequence[Sample], random: Random | None) -> Iterator[list[int]]:
    """Indices of samples of about the same length, in random order where a random source is given."""
    limit = PAGE_LIMIT if random is not None else 1 << 60
    lengths = np.array([min(len(sample.content), limit) for sample in samples])
    noise = random.uniform(0.9, 1.1, len(samples)) if random is not None else 1.0
    found: list[list[int]] = [[]]
    for index in np.argsort(lengths * noise, kind="stable"):
        longest = max([int(lengths[index]), *(int(lengths[k]) for k in found[-1])])
        if found[-1] and longest * (len(found[-1]) + 1) > BATCH_LIMIT:
            found.append([])
        found[-1].append(int(index))
    order = random.permutation(len(found)) if random is not None else range(len(found))
    return (found[k] for k in order)


SHARES = {"innertext": 1.0, "bs4": 1.0, "inscriptis": 0.4, "recall": 0.6, "markdown": 0.4}
"""How often a page's rendering is taken in an epoch."""


def fit(samples: Sequence[Sample], epochs: int, seed: int) -> Network:
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network(samples[0].features.shape.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-2)
    steps = epochs * sum(1 for _ in batches(samples, random)) * np.mean([SHARES[sample.renderer] for sample in samples])
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=int(steps * 1.05) + 8, pct_start=0.15)
    for epoch in range(epochs):
        begun = time.perf_counter()
        drawn = [sample for sample in samples if random.random() < SHARES[sample.renderer]]
        losses = []
        network.train()
        for chosen in batches(drawn, random):
            batch = collate([drawn[k] for k in chosen], random)
            found = loss(network(batch), batch)
            optimizer.zero_grad()
            found.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(found.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.perf_counter() - begun:.0f} s", flush=True)
    return network


@torch.no_grad()
def predict(networks: Sequence[Network], samples: Sequence[Sample]) -> list[np.ndarray]:
    """P(content) of each piece of each sample, the networks' mean."""
    scores: list[np.ndarray] = [np.empty(0, np.float32)] * len(samples)
    for network in networks:
        network.eval()
    for chosen in batches(samples, None):
        batch = collate([samples[k] for k in chosen], None)
        found = torch.stack([torch.sigmoid(network(batch).final) for network in networks]).mean(0)
        for row, k in enumerate(chosen):
            scores[k] = found[row, : len(samples[k].content)].numpy()
    return scores


def report(samples: Sequence[Sample], scores: Sequence[np.ndarray], folder: Path) -> None:
    """A line a corpus and renderer: shingle F1, word F1, segment F."""
    examples = {name: {e.id: e for e in corpora.read(folder / name)} for name in {sample.corpus for sample in samples}}
    groups: dict[tuple[str, str], list[int]] = {}
    for index, sample in enumerate(samples):
        groups.setdefault((sample.corpus, sample.renderer), []).append(index)
    for (name, renderer), members in sorted(groups.items()):
        shingle, word, segment, whole = [], [], [], []
        for index in members:
            example = examples[name][samples[index].id]
            pieces = text.lines(dataset.rendered(example, renderer))
            kept = "\n".join(piece.text for piece, score in zip(pieces, scores[index], strict=True) if score >= 0.5)
            if example.body:
                shingle.append(metrics.shingle_overlap(kept, example.body))
                word.append(metrics.word_overlap(kept, example.body))
                whole.append(metrics.shingle_overlap("\n".join(piece.text for piece in pieces), example.body))
            if example.segments_with or example.segments_without:
                segment.append(metrics.segments(kept, example.segments_with, example.segments_without))
        print(
            f"{name:12} {renderer:10} {len(members):4} pages"
            + (
                f"  shingle {metrics.shingle_f1(shingle):.4f} (all {metrics.shingle_f1(whole):.3f})  word {metrics.word_f1(word):.4f}"
                if shingle
                else ""
            )
            + (f"  segment {metrics.segment_f(segment):.4f}" if segment else ""),
            flush=True,
        )


def usable(sample: Sample) -> bool:
    """Whether anything can be learned: the rendering holds the gold body."""
    return bool(sample.content.sum() > 0 and sample.weight.sum() > 0)


def teach(folder: Path, held_out: int | None, seed: int) -> list[Sample]:
    """The samples of the pages without a gold body, labelled by a teacher that never saw the held-out fold."""
    known = [sample for name in dataset.WITH_GOLD for sample in distil.asked(folder / name)]
    teacher = fit([sample for sample in known if usable(sample) and sample.fold != held_out], TEACHER_EPOCHS, seed)
    if held_out is not None:
        report(
            [s for s in known if s.fold == held_out],
            predict([teacher], [s for s in known if s.fold == held_out]),
            folder,
        )
    taught = []
    for name in dataset.WITHOUT_GOLD:
        examples = {example.id: example for example in corpora.read(folder / name)}
        asked = distil.asked(folder / name)
        for sample, scores in zip(asked, predict([teacher], asked), strict=True):
            taught += distil.spread(examples[sample.id], scores)
    return taught


TEACHER_EPOCHS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    kept = Path(f"/tmp/taught-{given.fold}-{dataset.fingerprint()}.pickle")
    if not kept.exists():
        kept.write_bytes(pickle.dumps(teach(given.corpora, given.fold, given.seed), protocol=5))
    samples = pickle.loads(kept.read_bytes()) + [
        s for name in dataset.WITH_GOLD for s in dataset.load(given.corpora / name)
    ]
    train = [s for s in samples if s.fold != given.fold and usable(s)]
    test = [
        s
        for s in samples
        if s.fold == given.fold and s.renderer in ("innertext", "bs4", "recall") and s.corpus != "unlabelled"
    ]
    print(len(train), len(test))
    network = fit(train, given.epochs, given.seed)
    torch.save(network.state_dict(), "/tmp/net.pt")
    report(test, predict([network], test), given.corpora)


if __name__ == "__main__":
    main()
