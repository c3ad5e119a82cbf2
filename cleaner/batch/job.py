"""What a job is told, and what travels between its parts. All of it is pickled to the processes that clean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from cleaner.document import Kind

Form = Literal["jsonl", "csv", "parquet"]
Compression = Literal["none", "gzip", "zstd"]


class Columns(NamedTuple):
    """Which columns of a table say what."""

    text: str = "text"  # the page: text or HTML
    id: str = "id"
    url: str = "url"
    crawled: str | None = None  # when the page was fetched, ISO 8601
    site: str = "site"  # where the page is from, for the memory


class Job(NamedTuple):
    """What every document is cleaned and written with."""

    output: str  # folder, as an fsspec URL
    read_as: str | None = None  # the form of all inputs; None to tell it from their names
    form: Form = "jsonl"
    compression: Compression = "none"  # of the shards; Parquet compresses by itself
    columns: Columns = Columns()
    fields: tuple[str, ...] = ()  # of the answer; () for all
    kind: Kind | None = None
    options: Mapping[str, Any] = {}  # of clean(): keep, drop, remove, protect, with_title, links, images
    carried: bytes = b""  # for CSV and Parquet: the columns that are carried through, as a serialised Arrow schema
    shard_size: int = 1000  # documents
    seconds: float = 60.0  # of the processor's time that a document may take
    max_bytes: int = 64_000_000  # of a document
    memory: str | None = None  # the file of a memory of sites, absolute
    memory_stamp: tuple[int, ...] = ()  # by which another memory is told: a run does not go on with that


class Source(NamedTuple):
    """An input, or one file of it. Its shards are its own."""

    name: str  # as the user named it, or found below what the user named
    url: str  # where it is read, absolute
    form: str  # "jsonl", "csv", "parquet", "warc", "pages"
    size: int  # in bytes as stored
    files: int = 0  # how many, where it is a folder of pages, or several pages that were named
    pages: tuple[tuple[str, str], ...] = ()  # name and url of each page that was named


class Position(NamedTuple):
    """Where reading a source begins."""

    record: int = 1  # from 1; every record counts: lines of JSONL, rows of a table, WARC records, files
    offset: int = 0  # in bytes of the file, where it can be read from there; else of what is in it


class Problem(NamedTuple):
    """Why a document, or what is left of a source, could not be cleaned."""

    kind: str  # docs/batch.md lists them
    message: str
    id: Any = None  # of the document, where it is known


class Passed(NamedTuple):
    """A record that is no page: a request, an image."""

    reason: str


class Raw(NamedTuple):
    """A record as the reader found it. The reader of its form knows how to turn it into a Document."""

    record: int
    offset: int
    size: int  # in bytes
    data: Any  # Problem, Passed, or what the form's parse() takes
    seen: float = 0.0  # share of the source that was read, 0 to 1

    @property
    def position(self) -> Position:
        return Position(self.record, self.offset)


class Document(NamedTuple):
    """A page, ready for clean()."""

    id: Any  # a string, or what the column holds
    name: str  # the file that it stands in
    source: str | bytes
    kind: Kind | None = None
    url: str | None = None
    crawled: str | None = None  # ISO 8601
    columns: Mapping[str, Any] = {}  # what else the record holds


class Chunk(NamedTuple):
    """Records of one shard that are cleaned at once."""

    source: int  # index of the source
    shard: int  # of the source, from 0
    raws: tuple[Raw, ...]
    last: bool  # whether the shard ends with it
    following: Position | None  # where the next shard begins; None after the last
    failure: str = ""  # why the source can't be read any further for now, which leaves the shard unfinished

    @property
    def size(self) -> int:
        return sum(raw.size for raw in self.raws)


class Result(NamedTuple):
    """What became of a chunk."""

    data: bytes  # rows, encoded in the job's form
    rows: int
    errors: list[dict[str, Any]]
    tally: dict[str, Any]
