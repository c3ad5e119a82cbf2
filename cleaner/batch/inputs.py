"""INPUT… -> sources: files, folders and globs, on a disk or behind any fsspec URL."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from fsspec.core import has_magic, url_to_fs
from fsspec.implementations.local import LocalFileSystem

from cleaner.batch.job import Job, Source
from cleaner.files import PAGES

COMPRESSED = frozenset({".gz", ".zst", ".zstd", ".bz2", ".xz"})
SUFFIXES = {
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
    **dict.fromkeys((".warc", ".wet"), "warc"),
    **dict.fromkeys(PAGES, "pages"),
}
"""How a file is read, by the ending of its name, what says how it is compressed aside."""


class InputError(ValueError):
    """An input that can't be read, or that it can't be told how to read."""


class Found(NamedTuple):
    """What the inputs hold."""

    sources: list[Source]
    digest: str  # of the names and sizes of all files: whether the inputs are those of another run


def find(names: Iterable[str], job: Job) -> Found:
    """The sources that inputs hold, in the order in which they are named, and below those of their names.

    Single pages that are named make one source, and so do the pages of a folder, which are listed while they are read.

    Args:
        names: paths, globs, or fsspec URLs of files and folders.
        job: its read_as says how to read all of them, None to tell it from the files' names; its output is never read.

    Raises:
        InputError: an input does not exist, can't be listed, or it can't be told how to read it.
    """
    digest = hashlib.sha256()
    sources: dict[str, Source] = {}
    for name in names:
        for fs, path in _matches(name):
            try:
                found = _folder(fs, path, name, job, digest) if fs.isdir(path) else _file(fs, path, name, job)
            except OSError as error:
                raise InputError(f"{name}: {error.strerror or error}") from error
            for source in found:
                sources.setdefault(source.url, source)
                digest.update(f"{source}\n".encode("utf-8", "surrogateescape"))
    return Found(_joined(sources.values()), digest.hexdigest())


def _matches(name: str) -> list[tuple[Any, str]]:
    """The files and folders that an input names."""
    fs, path = url_to_fs(name)
    paths = [path] if fs.exists(path) else sorted(fs.glob(path)) if has_magic(path) else []
    if not paths:
        raise InputError(f"{name}: there is no such file or folder.")
    return [(fs, str(each)) for each in paths]


def _file(fs: Any, path: str, name: str, job: Job) -> Iterator[Source]:
    form = job.read_as or form_of(path)
    if not form:
        raise InputError(f"{name}: the name does not tell how to read it. Say it with --from.")
    yield Source(_shown(fs, path, name), _url(fs, path, name), form, fs.size(path) or 0)


def _folder(fs: Any, path: str, name: str, job: Job, digest: Any) -> Iterator[Source]:
    """The files of a folder, each a source, and its pages as one, which knows none by its name: the digest does."""
    pages = []
    for file, size in walk(fs, path, job):
        form = job.read_as or form_of(file)
        if form == "pages":
            pages.append(size)
            digest.update(f"{file!a} {size}\n".encode())
        elif form:
            yield Source(_shown(fs, file, name), _url(fs, file, name), form, size)
    if pages:
        yield Source(_shown(fs, path, name), _url(fs, path, name), "pages", sum(pages), len(pages))


def _joined(sources: Iterable[Source]) -> list[Source]:
    """The sources, with all single pages as one, the last."""
    several = list(sources)
    single = [source for source in several if source.form == "pages" and not source.files]
    if not single:
        return several
    pages = tuple((source.name, source.url) for source in single)
    others = [source for source in several if source.form != "pages" or source.files]
    return [*others, Source("pages", "", "pages", sum(source.size for source in single), len(pages), pages)]


def pages(source: Source, job: Job) -> Iterator[tuple[str, str]]:
    """Name and URL of each page of a source."""
    if source.pages:
        yield from source.pages
        return
    fs, path = url_to_fs(source.url)
    for file, _ in walk(fs, path, job):
        if (job.read_as or form_of(file)) == "pages":
            yield _shown(fs, file, source.name), _url(fs, file, source.url)


def form_of(name: str) -> str | None:
    """How a file is read: "pages.jsonl.gz" as "jsonl"; None where the name does not tell."""
    path = PurePosixPath(name.lower())
    return SUFFIXES.get((path.with_suffix("") if path.suffix in COMPRESSED else path).suffix)


def walk(fs: Any, path: str, job: Job) -> Iterator[tuple[str, int]]:
    """Paths and sizes of the files below a folder in the order of their names, a folder's own before those below it.

    What is hidden is passed over, and so are the output and links to folders, which may lead round in a circle.
    """
    home, output = url_to_fs(job.output)
    for parent, folders, files in fs.walk(path, detail=True, on_error="raise"):
        kept = {name: folders[name] for name in sorted(folders) if not name.startswith(".")}
        folders.clear()
        for name, info in kept.items():
            if (fs, f"{parent}/{name}") != (home, output):
                folders[name] = info
        for name in sorted(files):
            if name and not name.startswith(".") and _is_file(files[name]):
                yield f"{parent}/{name}", files[name].get("size") or 0


def _is_file(info: Mapping[str, Any]) -> bool:
    """Whether it is a file, or a link to one, or to nothing, so that reading it fails by its name."""
    path = info["name"]
    return info["type"] == "file" or (info.get("islink", False) and (os.path.isfile(path) or not os.path.exists(path)))


def _url(fs: Any, path: str, name: str) -> str:
    """Where a file is read from anywhere. A chain of file systems ("zip://a::s3://b") is known by its name alone."""
    if "::" in name:
        return name
    return path if isinstance(fs, LocalFileSystem) else str(fs.unstrip_protocol(path))


def _shown(fs: Any, path: str, name: str) -> str:
    """What the user would call a file: relative to where the command runs if that is how its input was named."""
    if isinstance(fs, LocalFileSystem):
        return path if name.startswith(("/", "~", "file:")) else os.path.relpath(path)
    return _url(fs, path, name)
