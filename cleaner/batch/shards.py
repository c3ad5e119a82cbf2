"""Sources -> shards -> chunks. Where they begin and end depends on the inputs alone, so a run can go on after another,
and what a shard holds is the same whoever cleans it, and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleaner.batch import readers
from cleaner.batch.job import Chunk, Job, Passed, Position, Problem, Raw, Source

CHUNK, CHUNK_BYTES = 32, 500_000
"""Records that a process cleans at once, and after how many bytes a chunk ends: so that handing it over costs little,
and little is lost with it.
"""
SHARD_BYTES = 64_000_000
"""After how many bytes of input a shard ends: so that one fits in memory."""

Done = Mapping[tuple[int, int], Position | None]
"""Where the shard after each finished one begins, by the source's index and the shard's; None after the last."""


class Cut(NamedTuple):
    """A chunk's records and what comes after them."""

    raws: tuple[Raw, ...]
    last: bool  # whether the shard ends here
    following: Position | None


def chunks(job: Job, sources: Mapping[int, Source], done: Done) -> Iterator[Chunk]:
    """The chunks of every shard that is not done, in order.

    Args:
        job: what shards are like.
        sources: those to read, by their indexes.
        done: the shards that are finished.
    """
    for index, source in sources.items():
        try:
            yield from _of_source(job, index, source, done)
        except Exception as error:
            reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
            yield Chunk(index, -1, (), False, None, failure=reason)


def _of_source(job: Job, index: int, source: Source, done: Done) -> Iterator[Chunk]:
    shard, start = 0, Position()
    following: Position | None = start
    while following is not None:
        if (index, shard) in done:
            following = done[index, shard]
            shard += 1
            continue
        raws = readers.read(source, following, job)
        for found in cut(raws, job.shard_size):
            yield Chunk(index, shard, found.raws, found.last, found.following)
            if found.last:
                shard, following = shard + 1, found.following
                if (index, shard) in done:
                    break


def cut(raws: Iterator[Raw], shard_size: int) -> Iterator[Cut]:
    """Records in chunks, the last of each shard marked; one empty chunk where there are no records."""
    chunk: list[Raw] = []
    documents = size = held = 0
    upcoming = next(raws, None)
    if upcoming is None:
        yield Cut((), True, None)
    while upcoming is not None:
        raw, upcoming = upcoming, next(raws, None)
        chunk.append(raw)
        documents += not isinstance(raw.data, Passed)
        size += raw.size
        held += raw.size
        last = _ends(upcoming, documents >= shard_size or size >= SHARD_BYTES)
        if last or len(chunk) >= CHUNK or held >= CHUNK_BYTES:
            yield Cut(tuple(chunk), last, upcoming.position if last and upcoming else None)
            chunk, held = [], 0
        if last:
            documents = size = 0


def _ends(upcoming: Raw | None, is_full: bool) -> bool:
    """Whether a shard ends before a record. None begins with damage, since reading can't begin there again."""
    return upcoming is None or (is_full and not isinstance(upcoming.data, Problem))
