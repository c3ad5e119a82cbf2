"""Learning on a cluster: actors observe pages, and Ray Data drops copies of pages and adds the counts up."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import ray

from cleaner.batch.guard import Guard
from cleaner.batch.job import Job, Source
from cleaner.batch.on_ray import CLEANING, READING, read
from cleaner.memory import upkeep
from cleaner.memory.learn import Found, Told, observe_chunk
from cleaner.memory.observe import counts
from cleaner.memory.store import COLUMNS, Page, Store

Batch = Mapping[str, Any]

PAGE = pa.schema(
    [
        ("site", pa.string()),
        ("page", pa.int64()),
        ("problem", pa.string()),  # "" for a page that was observed
        ("keys", pa.binary()),
        ("marks", pa.binary()),
        ("samples", pa.list_(pa.string())),
    ]
)
LINE = pa.schema([("site", pa.string()), ("line", pa.int64()), *((name, pa.int64()) for name in COLUMNS)])


def learn(store: Store, job: Job, sources: Sequence[Source], workers: int | None, address: str | None) -> Told:
    """Learn the pages of sources, in one transaction.

    Args:
        store: where to.
        job: as for learn.learn().
        sources: those to read.
        workers: actors that observe; None for one a processor of the cluster.
        address: of the cluster; None for RAY_ADDRESS, else one that is started on this machine.

    Raises:
        OSError: the cluster can't be reached, or the file can't be written.
    """
    with ray.init(address=address, log_to_driver=False, logging_level="ERROR"):
        ray.data.DataContext.get_current().enable_progress_bars = False
        rows = _observed(job, sources, workers or int(ray.cluster_resources()["CPU"])).materialize()
        problems = Counter(row["problem"] for row in rows.select_columns(["problem"]).iter_rows() if row["problem"])
        pages = rows.filter(lambda row: not row["problem"]).groupby(["site", "page"]).map_groups(_first)
        pages = pages.materialize()
        with store.transaction():
            told = [Page(row["site"], row["page"]) for row in pages.select_columns(["site", "page"]).iter_rows()]
            new = store.enter(told)
            known = {page for page, is_new in zip(told, new, strict=True) if not is_new}
            lines = pages.map_batches(partial(_lines, known), batch_format="pyarrow")
            sums = lines.groupby(["site", "line"]).sum(list(COLUMNS)) if sum(new) else ()
            store.add(_rows(store, sums))
            store.add_samples(_samples(store, pages))
            upkeep.bound(store, {store.site(page.site) for page in told})
        copies = rows.count() - problems.total() - len(told)
        return Told(sum(new), len(known) + copies, problems)


def _observed(job: Job, sources: Sequence[Source], size: int) -> Any:
    works = [{"work": pickle.dumps((index, source, {}))} for index, source in enumerate(sources)]
    shards = ray.data.from_items(works).repartition(len(works))
    shards = shards.map_batches(partial(read, job), batch_size=1, num_cpus=READING, max_retries=-1)
    return shards.map_batches(
        Observer,
        fn_constructor_args=(job,),
        batch_size=1,
        num_cpus=CLEANING,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=size),
    )


class Observer:
    """An actor that observes the pages of shards."""

    def __init__(self, job: Job) -> None:
        self._guard = Guard(job, observe_chunk)

    def __call__(self, batch: Batch) -> pa.Table:
        """A row a page."""
        rows: list[dict[str, Any]] = []
        for work in batch["work"]:
            source, shard = pickle.loads(work)  # noqa: S301 - it comes from learn()
            for chunk in shard:
                rows += [_problem("unreadable")] if chunk.failure else _pages(self._guard.run(source, chunk))
        return pa.Table.from_pylist(rows, schema=PAGE)


def _problem(kind: str) -> dict[str, Any]:
    return {"site": "", "page": 0, "problem": kind, "keys": b"", "marks": b"", "samples": []}


def _pages(found: Found) -> Iterator[dict[str, Any]]:
    yield from map(_problem, found.problems)
    for site, page in zip(found.sites, found.pages, strict=True):
        told = {"site": site, "page": page.fingerprint, "problem": "", "samples": list(page.samples)}
        yield told | {"keys": page.keys.tobytes(), "marks": page.marks.tobytes()}


def _first(group: Batch) -> Batch:
    """One of the copies of a page."""
    return {name: values[:1] for name, values in group.items()}


def _lines(known: set[Page], pages: pa.Table) -> pa.Table:
    """A row for each line of pages that are not known."""
    rows = [row for row in pages.to_pylist() if Page(row["site"], row["page"]) not in known]
    keys = [np.frombuffer(row["keys"], np.int64) for row in rows]
    marks = [np.frombuffer(row["marks"], np.uint8) for row in rows]
    sites = [row["site"] for row, found in zip(rows, keys, strict=True) for _ in found]
    if not sites:
        return LINE.empty_table()
    columns = [sites, np.concatenate(keys), *counts(np.concatenate(marks)).T]
    return pa.table([pa.array(column) for column in columns], schema=LINE)


def _rows(store: Store, sums: Any) -> Iterator[list[int]]:
    for row in sums.iter_rows() if sums else ():
        yield [store.site(row["site"]), row["line"], *(row[f"sum({name})"] for name in COLUMNS)]


def _samples(store: Store, pages: Any) -> Iterator[tuple[int, int, str]]:
    for row in pages.select_columns(["site", "keys", "samples"]).iter_rows():
        keys = np.frombuffer(row["keys"], np.int64).tolist()
        for key, text in zip(keys, row["samples"], strict=False):
            yield store.site(row["site"]), key, text
