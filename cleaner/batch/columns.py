"""Which columns a table of the output has: those of every answer, and those of the input that are carried through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import pyarrow as pa

from cleaner.batch import readers, streams
from cleaner.batch.job import Document, Job, Position, Source
from cleaner.batch.readers import parquet
from cleaner.batch.row import OTHERS, carried_names, fields

SAMPLE = 1000
"""Records of an input by which its columns are known."""

SCALARS = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
"""Types of values in JSON and CSV that get a column."""


def carried(job: Job, sources: Sequence[Source]) -> bytes:
    """The columns that are carried through, as a serialised Arrow schema.

    Of each form the first source that is sound is asked: a Parquet file says which columns it has, of other forms the
    first records are looked at. A column whose values are of several types, or have parts, is none: it goes to OTHERS.

    Raises:
        OSError: a source can't be read.
    """
    asked: set[str] = set()
    found: dict[str, set[Any]] = {}
    for source in sources:
        columns = None if source.form in asked else _types(job, source)
        if columns is not None:
            asked.add(source.form)
            for name, kinds in columns.items():
                found.setdefault(name, set()).update(kinds)
    names = carried_names(found, job)
    known = [(name, _common(kinds)) for name, kinds in zip(names, found.values(), strict=True) if name]
    return bytes(pa.schema([(name, kind) for name, kind in known if kind]).serialize())


def _types(job: Job, source: Source) -> Mapping[str, Iterable[Any]] | None:
    """The columns of a source, the text's aside, with the types that they hold; None where the file is damaged."""
    if source.form == "parquet":
        try:
            columns = parquet.schema(source.url)
        except Exception as error:
            if not streams.is_damage(error):
                raise
            return None
        return {name: [kind] for name, kind in columns.items() if name != job.columns.text}
    found: dict[str, set[Any]] = {}
    for document in _sample(job, source):
        for name, value in document.columns.items():
            kinds = found.setdefault(name, set())
            if value is not None:
                kinds.add(SCALARS.get(type(value)))
    return found


def _sample(job: Job, source: Source) -> Iterator[Document]:
    if source.form != "pages":
        for raw in islice(readers.read(source, Position(), job), SAMPLE):
            document = readers.parse(source, raw, job)
            if isinstance(document, Document):
                yield document


def _common(kinds: set[Any]) -> Any:
    """The type of a column that holds several; None where there is none."""
    if kinds == {pa.int64(), pa.float64()}:
        return pa.float64()
    return next(iter(kinds)) if len(kinds) == 1 else None


@lru_cache(maxsize=8)
def schema(serialised: bytes) -> Any:
    """The schema of the carried columns."""
    return pa.ipc.read_schema(pa.py_buffer(serialised)) if serialised else pa.schema([])


def head(job: Job) -> list[str]:
    """The names of a table's columns."""
    return [*fields(job), *schema(job.carried).names, OTHERS]
