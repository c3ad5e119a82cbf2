"""Pages -> counts -> the file: processes observe pages, this one adds up what they saw and writes it batch by batch."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple

import numpy as np

from cleaner import CleanError
from cleaner.batch import readers
from cleaner.batch.job import Document, Job, Passed, Problem, Source
from cleaner.batch.local import AHEAD, Guards
from cleaner.batch.shards import chunks
from cleaner.batch.work import BETWEEN, Task, set_timers
from cleaner.batch.work import site as site_column
from cleaner.memory import upkeep
from cleaner.memory.lines import site_of
from cleaner.memory.observe import Observed, counts, observe
from cleaner.memory.store import Page, Store

BATCH_LINES, BATCH_SECONDS = 500_000, 30.0
"""A batch is written when it holds so many lines, or after so many seconds: what a crash loses at most."""


class Found(NamedTuple):
    """What became of the records of a chunk."""

    sites: list[str]  # of each page that was observed
    pages: list[Observed]
    problems: list[str]  # why others were not


class Told(NamedTuple):
    """What was learned."""

    pages: int
    known: int  # pages that the memory had learned already, which don't count again
    problems: Counter[str]


def observe_chunk(job: Job, task: Task, at: Any) -> Found:
    """Observe the pages of a chunk; what work.clean_chunk() is to cleaning.

    Args:
        job: its options are "judge", "sample", and "site", which all pages are from, or None.
        task: what to observe.
        at: shared c_long, set to the index of the record that is looked at.
    """
    found = Found([], [], [])
    for index, raw in enumerate(task.chunk.raws):
        at.value = index
        set_timers(job.seconds)
        if index in task.given_up:
            found.problems.append(task.given_up[index].kind)
            continue
        try:
            _observe(job, readers.parse(task.source, raw, job), found)
        except Exception as error:
            found.problems.append(error.code if isinstance(error, CleanError) else "failed")
    set_timers(0)
    at.value = BETWEEN
    return found


def _observe(job: Job, document: Document | Passed | Problem, found: Found) -> None:
    if isinstance(document, Problem):
        found.problems.append(document.kind)
    if not isinstance(document, Document):
        return
    site = site_of(job.options["site"] or site_column(job, document) or document.url)
    if site is None:
        found.problems.append(NO_SITE)
        return
    told = {name: job.options[name] for name in ("judge", "sample")}
    found.pages.append(observe(document.source, document.kind, **told))
    found.sites.append(site)


NO_SITE = "no_site"


class Learner:
    """Adds up what was seen of pages, and writes it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sites: list[str] = []
        self._pages: list[Observed] = []
        self._lines = 0
        self._written = time.monotonic()
        self.pages = self.known = 0

    def add(self, sites: Sequence[str], pages: Sequence[Observed]) -> None:
        """Take pages in; the batch is written when it is full."""
        self._sites.extend(sites)
        self._pages.extend(pages)
        self._lines += sum(len(page.keys) for page in pages)
        if self._lines >= BATCH_LINES or time.monotonic() - self._written >= BATCH_SECONDS:
            self.write()

    def write(self, *, is_last: bool = False) -> None:
        """Write the batch, in one transaction with the note of how far learning has come."""
        store = self._store
        with store.transaction():
            new = store.enter([Page(*page) for page in zip(self._sites, self._prints(), strict=True)])
            seen = zip(self._sites, self._pages, new, strict=True)
            kept = [(store.site(site), page) for site, page, is_new in seen if is_new]
            if kept:
                store.add(added_up(kept))
                store.add_samples(_samples(kept))
                upkeep.bound(store, {site for site, _ in kept})
            self.pages += len(kept)
            self.known += len(new) - len(kept)
            store.set_state(unfinished=not is_last, unfinished_pages=self.pages)
        self._sites, self._pages, self._lines, self._written = [], [], 0, time.monotonic()

    def _prints(self) -> list[int]:
        return [page.fingerprint for page in self._pages]


def added_up(pages: Sequence[tuple[int, Observed]]) -> Iterator[list[int]]:
    """The rows that pages of sites add to a store, in its order."""
    sizes = [len(page.keys) for _, page in pages]
    sites = np.repeat(np.array([site for site, _ in pages], np.int64), sizes)
    keys = np.concatenate([page.keys for _, page in pages])
    order = np.lexsort((keys, sites))
    sites, keys = sites[order], keys[order]
    is_first = np.ones(len(keys), bool)
    is_first[1:] = (np.diff(sites) != 0) | (np.diff(keys) != 0)
    starts = np.flatnonzero(is_first)
    if len(starts):
        sums = np.add.reduceat(counts(np.concatenate([page.marks for _, page in pages])[order]), starts)
        rows: list[list[int]] = np.column_stack([sites[starts], keys[starts], sums]).tolist()
        yield from rows


def _samples(pages: Sequence[tuple[int, Observed]]) -> Iterator[tuple[int, int, str]]:
    for site, page in pages:
        for key, text in zip(page.keys.tolist(), page.samples, strict=False):
            yield site, key, text


def learn(store: Store, job: Job, sources: Sequence[Source], workers: int, tell: Any = None) -> Told:
    """Learn the pages of sources.

    Args:
        store: where to.
        job: how to read the sources; see observe_chunk() for its options.
        sources: those to read.
        workers: how many processes observe.
        tell: called with the number of pages that are learned, after each chunk.

    Raises:
        OSError: the file can't be written.
        StartError: the processes don't start.
    """
    problems: Counter[str] = Counter()
    learner, guards = Learner(store), Guards(job, workers, observe_chunk)
    waiting: deque[Future[Found]] = deque()
    store.set_state(unfinished=1, unfinished_pages=0)
    try:
        for chunk in chunks(job, dict(enumerate(sources)), {}):
            problems.update(["unreadable"] if chunk.failure else [])
            waiting.append(guards.submit(sources[chunk.source], chunk))
            while waiting and (waiting[0].done() or len(waiting) > AHEAD * workers):
                _take(learner, waiting.popleft(), problems, tell)
        while waiting:
            _take(learner, waiting.popleft(), problems, tell)
    finally:
        guards.close()
    learner.write(is_last=True)
    return Told(learner.pages, learner.known, problems)


def _take(learner: Learner, future: Future[Found], problems: Counter[str], tell: Any) -> None:
    found = future.result()
    problems.update(found.problems)
    learner.add(found.sites, found.pages)
    if tell:
        tell(learner.pages + learner.known)
