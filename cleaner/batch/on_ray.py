"""The same on a cluster, by Ray Data: tasks read sources and cut them into shards, actors clean and write them.

What is done again because a node died comes to the same bytes, and a shard that is finished is left as it is. The
output has to be where every node can write it: a shared folder, or an object store.
"""

from __future__ import annotations

import json
import logging
import pickle
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

import ray

from cleaner.batch.guard import Guard
from cleaner.batch.job import Chunk, Job, Result, Source
from cleaner.batch.output import Output, Shard
from cleaner.batch.run import Run
from cleaner.batch.shards import chunks
from cleaner.formats import json_bytes

Batch = Mapping[str, Any]

READING, CLEANING = 0.1, 0.9
"""Processors that a task which reads, and an actor which cleans, are counted as: together one, so that readers always
find room beside the actors.
"""
AT_ONCE = 1_000_000
"""Bytes after which Ray gives on what it has: every shard by itself."""


def clean(run: Run, workers: int | None, address: str | None) -> None:
    """Clean what is not done yet.

    Args:
        run: what to clean, and where its shards go.
        workers: actors that clean; None for one a processor of the cluster.
        address: of the cluster; None for RAY_ADDRESS, else one that is started on this machine.

    Raises:
        OSError: the cluster can't be reached.
    """
    logging.getLogger("ray").setLevel(logging.ERROR)
    with ray.init(address=address, log_to_driver=False, logging_level="ERROR"):
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.target_max_block_size = AT_ONCE
        size = workers or int(ray.cluster_resources()["CPU"])
        told = ray.data.from_items([{"work": pickle.dumps(work)} for work in _sources(run)])
        shards = told.repartition(len(run.sources)).map_batches(partial(read, run.job), batch_size=1, num_cpus=READING)
        cleaned = shards.map_batches(
            Cleaner,
            fn_constructor_args=(run.job,),
            batch_size=1,
            num_cpus=CLEANING,
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=size, max_tasks_in_flight_per_actor=2),
        )
        for row in cleaned.iter_rows():
            _take(run, row)


def _sources(run: Run) -> Iterator[tuple[int, Source, dict[tuple[int, int], Any]]]:
    """Each source with its index, and its shards that are done."""
    by_source = {index: dict(done) for index, done in groupby(sorted(run.done.items()), lambda item: item[0][0])}
    for index, source in enumerate(run.sources):
        yield index, source, by_source.get(index, {})


def read(job: Job, batch: Batch) -> Iterator[Batch]:
    """The shards of sources, each as one row: its chunks."""
    for work in batch["work"]:
        index, source, done = pickle.loads(work)  # noqa: S301 - it comes from clean()
        shard: list[Chunk] = []
        for chunk in chunks(job, {index: source}, done):
            shard = [chunk] if chunk.failure else [*shard, chunk]
            if chunk.last or chunk.failure:
                yield {"work": [pickle.dumps((source._replace(pages=()), shard))]}
                shard = []


class Cleaner:
    """An actor that cleans shards and writes them."""

    def __init__(self, job: Job) -> None:
        self._job, self._output, self._guard = job, Output(job.output), Guard(job)

    def __call__(self, batch: Batch) -> Batch:
        """The outcome of each shard: its marker, or a chunk that tells of a failure, as JSON."""
        return {"outcome": [json_bytes(self._outcome(*pickle.loads(work))) for work in batch["work"]]}  # noqa: S301

    def _outcome(self, source: Source, shard: list[Chunk]) -> Any:
        first, last = shard[0], shard[-1]
        if last.failure:
            return last
        return self._output.marker(first.source, first.shard) or self._clean(source, shard)

    def _clean(self, source: Source, shard: list[Chunk]) -> dict[str, Any]:
        first, last = shard[0], shard[-1]
        file = Shard(self._output, self._job, first.source, source, first.shard)
        try:
            for chunk in shard:
                file.add(self._guard.run(source, chunk))
            return file.finish(last.following) | {"seen": last.raws[-1].seen if last.raws else 1.0}
        finally:
            file.discard()


def _take(run: Run, row: Mapping[str, Any]) -> None:
    """Count what came back."""
    outcome = json.loads(row["outcome"])
    if isinstance(outcome, list):
        run.failed(Chunk(*outcome))
        return
    run.finished(outcome)
    result = Result(b"", outcome["documents"], outcome["errors"], {})
    run.cleaned(outcome["source"], result, outcome.get("seen", 0.0))
