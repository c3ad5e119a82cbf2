"""Train the labeller: `python -m bench.train --corpora FOLDER` writes the weights that ship.

`--cross-validate` prints how it does on pages of sites that training did not see.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from bench import corpora, dataset, distil, metrics, mistakes, recombine, stack, written
from bench.batches import Dropout, batches, collate, weights
from bench.corpora import Example
from bench.dataset import Sample
from bench.network import LENIENCE, Network, Size, arrays, loss
from bench.stack import Held
from cleaner import body, labeller, passes, rules, to_blocks

REPORTED = ("innertext", "bs4", "inscriptis", "recall", "markdown", "html")
MADE_UP = ("spliced", "disguised", "body", "excerpt", "oneline", "textcontent")
"""Pages made from pages, and texts whose lines were lost, of which the trees learn too, where there is a gold."""


class Plan(NamedTuple):
    """How a network is trained."""

    epochs: int
    size: Size
    dropout: Dropout
    recombined: float = 0.0  # share of the page texts that are put together anew, from several pages


TEACHER = Plan(10, Size(16, 48), Dropout(0.15))
PLANS = {
    "text": Plan(7, Size(16, 48), Dropout(0.15), recombined=0.35),
    "html": Plan(8, Size(24, 64), Dropout(0.25, verdict=0.5)),
}
"""The text mode network is small to be fast."""

SHARES = {
    "innertext": 1.0,
    "bs4": 1.0,
    "inscriptis": 0.3,
    "markdown": 0.3,
    "recall": 0.7,
    "trafilatura": 0.2,
    "readability": 0.2,
    "resiliparse": 0.3,
    "oneline": 0.2,
    "textcontent": 0.2,
    "spliced": 0.7,
    "disguised": 0.3,
    "body": 0.4,
    "excerpt": 0.6,
    "html": 1.0,
}
"""How often a page's rendering is taken in an epoch, and how much it weighs for the trees."""

WRITTEN = 3.0
"""How many times that for an article that was written to train on: they are few, and each line's label is meant.

Pages without one count once: more of them make the labeller doubt short articles.
"""

RATE = 3e-3
"""AdamW's highest learning rate."""

WARM_UP = 0.15


def pace(progress: float) -> float:
    """The share of RATE at a point of the training, 0 to 1: it rises in a line, then falls in half a cosine."""
    if progress < WARM_UP:
        return 0.04 + 0.96 * progress / WARM_UP
    return 0.5 + 0.5 * math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP))


def share(sample: Sample) -> float:
    """How often a sample is taken in an epoch."""
    is_written = sample.corpus == dataset.WRITTEN and sample.content.any()
    return SHARES[sample.renderer] * (WRITTEN if is_written else 1)


def fit(samples: Sequence[Sample], plan: Plan, seed: int) -> Network:
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network(samples[0].features.shape.shape[1], len(samples[0].features.bags), plan.size)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-2)
    parts = recombine.Parts(samples)
    for epoch in range(plan.epochs):
        begun = time.perf_counter()
        drawn = [sample for sample in samples for _ in range(int(share(sample) + random.random()))]
        drawn = [parts.recombined(sample, random) if random.random() < plan.recombined else sample for sample in drawn]
        drawing = list(batches(drawn, random))
        losses = []
        network.train()
        for number, chosen in enumerate(drawing):
            optimizer.param_groups[0]["lr"] = RATE * pace((epoch + number / len(drawing)) / plan.epochs)
            batch = collate([drawn[k] for k in chosen], random, plan.dropout)
            found = loss(network(batch), batch)
            optimizer.zero_grad()
            found.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(found.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.perf_counter() - begun:.0f} s", flush=True)
    return network


@torch.no_grad()
def predict(networks: Sequence[Network], samples: Sequence[Sample], lenience: float = 0.0) -> list[np.ndarray]:
    """P(content) of each piece of each sample, the networks' mean; a network that ships has lenience added."""
    scores: list[np.ndarray] = [np.empty(0, np.float32)] * len(samples)
    for network in networks:
        network.eval()
    for chosen in batches(samples, None):
        batch = collate([samples[k] for k in chosen])
        found = torch.stack([torch.sigmoid(network(batch).final + lenience) for network in networks]).mean(0)
        for row, k in enumerate(chosen):
            scores[k] = found[row, : len(samples[k].content)].numpy()
    return scores


def as_shipped(network: Network, samples: Sequence[Sample]) -> list[Held]:
    """Held-out samples with their scores; in HTML mode trafilatura is asked where the network is unsure without."""
    before = [dataset.unasked(sample) if sample.features.mode == "html" else sample for sample in samples]
    first = predict([network], before, LENIENCE)
    pairs = zip(samples, first, strict=True)
    unsure = [
        sample.features.mode == "html" and labeller.is_unsure(found, sample.features.words) for sample, found in pairs
    ]
    for corpus, pages in Counter(sample.corpus for sample in samples if sample.features.mode == "html").items():
        asked = sum(asks and sample.corpus == corpus for sample, asks in zip(samples, unsure, strict=True))
        print(f"asked on {asked} of {pages} pages of {corpus}", flush=True)
    again = iter(predict([network], [sample for sample, asks in zip(samples, unsure, strict=True) if asks], LENIENCE))
    judged = zip(samples, before, first, unsure, strict=True)
    heard = [(sample, next(again)) if asks else (plain, found) for sample, plain, found, asks in judged]
    shipped = labeller.unpack({name: array.astype(np.float32) for name, array in arrays(network).items()})
    alone = [labeller.alone([labeller.means(shipped, sample.features)]) for sample in samples]
    return [
        Held(sample, found, words, weights(sample) * np.float32(share(sample)))
        for (sample, found), words in zip(heard, alone, strict=True)
    ]


def cleaned(example: Example, sample: Sample, scores: npt.NDArray[Any]) -> str:
    """The body that the passes make of a sample's page with these scores."""
    page = dataset.page_of(example, sample.renderer)
    judged = labeller.Judgement(scores, [labeller.UNSPOKEN] * len(scores))
    return body.assemble(body.chosen(to_blocks(page, passes.revise(page, rules.hits(page), judged))))


def report(samples: Sequence[Sample], scores: Sequence[npt.NDArray[Any]], folder: Path) -> None:
    """Print lines for each corpus and renderer: of the labeller with the passes, of it alone, and of the whole text."""
    places = {name: folder / name for name in {sample.corpus for sample in samples}}
    places |= {dataset.WRITTEN: written.FOLDER.parent} if dataset.WRITTEN in places else {}
    examples = {name: {e.id: e for e in corpora.read(place)} for name, place in places.items()}
    groups: dict[tuple[str, str], list[int]] = {}
    for index, sample in enumerate(samples):
        groups.setdefault((sample.corpus, sample.renderer), []).append(index)
    for (name, renderer), members in sorted(groups.items()):
        pages = [(examples[name][samples[index].id], samples[index], scores[index]) for index in members]
        each = [example for example, _, _ in pages]
        alone = [
            "\n".join(text for text, score in zip(sample.texts, found, strict=True) if score >= 0.5)
            for _, sample, found in pages
        ]
        bodies = {
            "with passes": [cleaned(*page) for page in pages],
            "labeller alone": alone,
            "whole text": ["\n".join(sample.texts) for _, sample, _ in pages],
        }
        for kind, made in bodies.items():
            print(f"{name:12} {renderer:10} {len(members):4}  {kind:14}  {figures(each, made)}", flush=True)
    for renderer in dict.fromkeys(sample.renderer for sample in samples):
        golds = [index for index, sample in enumerate(samples) if sample.renderer == renderer and usable(sample)]
        golds = [index for index in golds if samples[index].corpus in dataset.WITH_GOLD]
        counted = mistakes.count([samples[index] for index in golds], [scores[index] for index in golds])
        print(
            f"{renderer}, words: {', '.join(f'{words} {kind}' for kind, words in sorted(counted.items()))}", flush=True
        )


def figures(examples: Sequence[Example], bodies: Sequence[str]) -> str:
    """The metrics that the gold of these pages allows."""
    golds = [(body, example.body) for body, example in zip(bodies, examples, strict=True) if example.body]
    found = [
        metrics.segments(body, example.segments_with, example.segments_without)
        for body, example in zip(bodies, examples, strict=True)
        if example.segments_with
    ]
    shingle = f"shingle {metrics.shingle_f1(metrics.shingle_overlap(*pair) for pair in golds):.4f} " if golds else ""
    word = f"word {metrics.word_f1(metrics.word_overlap(*pair) for pair in golds):.4f} " if golds else ""
    return shingle + word + (f"segment {metrics.segment_f(found):.4f}" if found else "")


def usable(sample: Sample) -> bool:
    """Whether anything can be learned: the rendering holds the gold body, or is known to have none."""
    return bool((sample.content.sum() > 0 or sample.corpus == dataset.WRITTEN) and sample.weight.sum() > 0)


Told = dict[str, list[npt.NDArray[np.float32]]]
"""Of each corpus without gold bodies, and of each of its pages in HTML mode: how likely each piece is content."""


def teach(folder: Path, held_out: int | None, seed: int) -> Told:
    """What a teacher says of the pages without a gold body. It never saw the held-out fold."""
    known = [sample for name in dataset.WITH_GOLD for sample in distil.asked(folder / name)]
    teacher = fit([sample for sample in known if usable(sample) and sample.fold != held_out], TEACHER, seed)
    found: Told = {}
    for name in dataset.WITHOUT_GOLD:
        examples = {example.id: example for example in corpora.read(folder / name)}
        asked = distil.asked(folder / name)
        pairs = zip(asked, predict([teacher], asked), strict=True)
        found[name] = [distil.told(examples[sample.id], sample.texts, scores) for sample, scores in pairs]
    return found


def taught(folder: Path, scores: Sequence[npt.NDArray[np.float32]], name: str) -> Iterator[Sample]:
    """The samples of a mode, of the pages of a corpus that the teacher has scored."""
    examples = {example.id: example for example in corpora.read(folder)}
    donors = dataset.Donors()
    for sample, told in zip(dataset.in_html(folder), scores, strict=True):
        example = examples[sample.id]
        in_html = name == "html"
        made = [distil.marked_up(sample, told)] if in_html else distil.in_text(example, sample.texts, told, donors)
        yield from (distil.insisted(example, version) for version in made)


def gather(folder: Path, told: Told, name: str) -> list[Sample]:
    """All samples of a mode."""
    golds = dataset.in_html if name == "html" else dataset.in_text
    found = [sample for corpus in dataset.WITH_GOLD for sample in golds(folder / corpus)]
    found += dataset.in_writing() if name == "text" else []
    return found + [sample for corpus, scores in told.items() for sample in taught(folder / corpus, scores, name)]


class Training(NamedTuple):
    """What to train: the same seed gives the same weights, however many processes work."""

    folder: Path  # of the corpora
    modes: Sequence[str]
    seed: int
    workers: int

    def held_out(self, folds: Sequence[int], pool: Executor) -> dict[str, list[Held]]:
        """The pages of each fold in each mode, as networks score them that were trained on the other folds."""
        parts = list(pool.map(self._fold, folds))
        return {mode: [page for part in parts for page in part[mode]] for mode in self.modes}

    def whole(self) -> dict[str, Network]:
        """A network a mode, trained on everything."""
        told = teach(self.folder, None, self.seed)
        return {mode: self._fitted(gather(self.folder, told, mode), mode) for mode in self.modes}

    def pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, get_context("spawn"), initializer=settle)

    def _fold(self, fold: int) -> dict[str, list[Held]]:
        told, found = teach(self.folder, fold, self.seed), {}
        for mode in self.modes:
            samples = gather(self.folder, told, mode)
            network = self._fitted([sample for sample in samples if sample.fold != fold], mode)
            found[mode] = as_shipped(network, [sample for sample in samples if sample.fold == fold and taken(sample)])
        return found

    def _fitted(self, samples: Sequence[Sample], mode: str) -> Network:
        return fit([sample for sample in samples if usable(sample)], PLANS[mode], self.seed)


def is_reported(sample: Sample) -> bool:
    return sample.renderer in REPORTED


def taken(sample: Sample) -> bool:
    """Whether the trees may learn from it."""
    return is_reported(sample) or (sample.renderer in MADE_UP and sample.corpus in dataset.WITH_GOLD)


def cross_validate(training: Training, folds: Sequence[int]) -> None:
    """Print how the labeller does on the pages of the folds that it was not trained on.

    Of one fold alone, it is the networks without the trees, which learn from the other folds.
    """
    with training.pool() as pool:
        held = training.held_out(folds, pool)
    for pages in held.values():
        known = stack.attested(pages, training.folder)
        scores = stack.revised(known, training.seed) if len(folds) > 1 else [page.scores for page in pages]
        shown = [(page.sample, found) for page, found in zip(pages, scores, strict=True) if is_reported(page.sample)]
        report([sample for sample, _ in shown], [found for _, found in shown], training.folder)


def ship(training: Training, out: Path) -> None:
    """Train on everything and write the weights of each mode; trees learn on folds that networks had not seen."""
    out.mkdir(parents=True, exist_ok=True)
    with training.pool() as pool:
        held = training.held_out(range(dataset.FOLDS), pool)
        whole = pool.submit(training.whole)
        for mode, pages in held.items():
            trees = stack.fit(stack.attested(pages, training.folder), training.seed)
            np.savez_compressed(out / f"{mode}-trees.npz", allow_pickle=False, **stack.arrays(trees))
        for mode, network in whole.result().items():
            stored = {f"0/{key}": array for key, array in arrays(network).items()}
            np.savez_compressed(out / f"{mode}.npz", allow_pickle=False, **stored)


def settle() -> None:
    """Make sums come out the same whatever the machine."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.set_flush_denormal(True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.train", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=Path("cleaner/weights"), help="folder to write the weights to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cross-validate", action="store_true", help="print scores on held-out sites, write nothing")
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(dataset.FOLDS)), help="which to hold out")
    parser.add_argument("--modes", choices=PLANS, nargs="+", default=list(PLANS), help="what to train for")
    parser.add_argument("--workers", type=int, default=1, help="processes, each with a core and 5 GB of memory")
    given = parser.parse_args()
    settle()
    training = Training(given.corpora, given.modes, given.seed, given.workers)
    if given.cross_validate:
        cross_validate(training, given.folds)
    else:
        ship(training, given.out)


if __name__ == "__main__":
    main()
