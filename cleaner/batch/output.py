"""The output folder, on a disk or behind any fsspec URL. Everything in it appears whole, or not at all.

shards/00000-00003.jsonl    documents: the fourth shard of the first source
errors.jsonl                what could not be cleaned
report.txt, report.html
.batch/00000-00003.json     marker: the shard is finished; with its errors and counts, and where the next begins
.batch/manifest.json        what the run was told
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from cleaner.batch.job import Job, Position, Result, Source
from cleaner.batch.tally import Tally
from cleaner.batch.writers import WRITERS, File, suffix
from cleaner.formats import json_bytes

STATE, SHARDS = ".batch", "shards"
MANIFEST = f"{STATE}/manifest.json"
BEGUN, TEMPORARY = ".begun-", ".tmp"
"""How the names of files begin and end that are not whole yet: FOLDER may hold files of the user's own."""


class OutputError(ValueError):
    """The output folder can't be used as it was asked for."""


class Output:
    """A folder that is written."""

    def __init__(self, url: str) -> None:
        self._fs, path = url_to_fs(url)
        self._path = str(path).rstrip("/")
        self._is_local = isinstance(self._fs, LocalFileSystem)

    @property
    def url(self) -> str:
        """Where it is, from anywhere."""
        return self._path if self._is_local else str(self._fs.unstrip_protocol(self._path))

    def path(self, name: str) -> str:
        """Where a file of it is."""
        return f"{self._path}/{name}"

    def begin(self, manifest: Mapping[str, Any], resume: bool) -> None:
        """Make the folder ready.

        Args:
            manifest: what the run is told.
            resume: whether to go on with the run that is there, if there is one.

        Raises:
            OutputError: there is a run and resume is false, or it was told something else.
        """
        for folder in (STATE, SHARDS):
            self._fs.makedirs(self.path(folder), exist_ok=True)
        earlier = self._read(MANIFEST)
        if earlier is None:
            self.write(MANIFEST, json_bytes(manifest))
        elif not resume:
            raise OutputError("holds a run already: go on with it by --resume, or name another folder.")
        elif differing := [name for name in manifest if manifest[name] != earlier.get(name)]:
            raise OutputError(f"holds a run that was told something else: {', '.join(differing)}. Name another folder.")
        self.sweep()

    def _read(self, name: str) -> Any:
        try:
            return json.loads(self._fs.cat_file(self.path(name)))
        except FileNotFoundError:
            return None

    def sweep(self) -> None:
        """Remove what was begun and not finished."""
        for folder in ("", STATE, SHARDS):
            for info in self._list(folder):
                name = Path(info["name"]).name
                if name.startswith(BEGUN) and name.endswith(TEMPORARY):
                    self._fs.rm_file(info["name"])

    def _list(self, folder: str) -> list[dict[str, Any]]:
        """What is in a folder now; some file systems remember what they listed."""
        self._fs.invalidate_cache()
        found: list[dict[str, Any]] = self._fs.ls(self.path(folder).rstrip("/"), detail=True)
        return found

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from writing here, as far as it is on a disk.

        Raises:
            OutputError: someone else is.
        """
        if not self._is_local:
            yield
            return
        self._fs.makedirs(self.path(STATE), exist_ok=True)
        with Path(self.path(f"{STATE}/lock")).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OutputError("is being written by another run.") from None
            yield

    def markers(self) -> Iterator[dict[str, Any]]:
        """The markers of the shards that are finished and still there, in order."""
        sizes = {Path(info["name"]).name: info["size"] for info in self._list(SHARDS)}
        for path in sorted(str(info["name"]) for info in self._list(STATE)):
            if Path(path).suffix == ".json" and not path.endswith(MANIFEST):
                marker = json.loads(self._fs.cat_file(path))
                if not marker["file"] or sizes.get(marker["file"]) == marker["bytes"]:
                    yield marker

    def marker(self, source: int, shard: int) -> dict[str, Any] | None:
        """The marker of a shard, None where it is not finished."""
        found: dict[str, Any] | None = self._read(f"{STATE}/{number(source, shard)}.json")
        return found

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        self.write_lines(name, [data])

    def write_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Write a file of many parts."""
        file = self.create(name)
        try:
            file.stream.writelines(lines)
            file.commit()
        finally:
            file.discard()

    def create(self, name: str) -> NewFile:
        """A new file; on a disk it is beside its place until it is whole, else on this machine."""
        folder = os.path.dirname(self.path(name)) if self._is_local else None
        descriptor, temporary = tempfile.mkstemp(TEMPORARY, BEGUN, folder)
        return NewFile(self, temporary, name, os.fdopen(descriptor, "wb"))

    def move(self, temporary: str, name: str) -> None:
        """Put a file of this machine into its place in one step."""
        path = self.path(name)
        folder, own = os.path.split(path)
        if self._is_local:
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(path)
            _sync_folder(folder)
        else:
            begun = f"{folder}/{BEGUN}{own}{TEMPORARY}"
            self._fs.put_file(temporary, begun)
            self._fs.mv(begun, path)


class NewFile(NamedTuple):
    """A file that nobody sees before it is whole."""

    output: Output
    temporary: str
    name: str
    stream: BinaryIO

    def commit(self) -> None:
        """Have it on the disk, then in its place."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        self.output.move(self.temporary, self.name)

    def discard(self) -> None:
        """Leave nothing behind, if it was not committed."""
        with suppress(OSError):  # of what could not be written
            self.stream.close()
        Path(self.temporary).unlink(missing_ok=True)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _sync_folder(path: str) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def number(source: int, shard: int) -> str:
    """What a shard's files are called."""
    return f"{source:05}-{shard:05}"


class Shard:
    """A shard that is being written."""

    def __init__(self, output: Output, job: Job, index: int, source: Source, shard: int) -> None:
        self._output, self._job = output, job
        self._name = number(index, shard)
        self._place = {"source": index, "shard": shard, "input": source.name}
        self._file: NewFile | None = None
        self._writer: File | None = None
        self._documents = 0
        self._errors: list[dict[str, Any]] = []
        self._tally = Tally()

    def add(self, result: Result) -> None:
        """Append the documents of a chunk."""
        if result.rows:
            self._opened().write(result.data)
        self._documents += result.rows
        self._errors += result.errors
        self._tally.merge(result.tally)

    def _opened(self) -> File:
        if not self._writer:
            self._file = self._output.create(f"{SHARDS}/{self._name}{suffix(self._job)}")
            self._writer = WRITERS[self._job.form].file(self._job, self._file.stream)
        return self._writer

    def finish(self, following: Position | None) -> dict[str, Any]:
        """Move the shard into place, then say so by its marker, which is returned. No file where no documents are."""
        marker: dict[str, Any] = {**self._place, "file": None, "bytes": 0, "documents": self._documents}
        if self._file and self._writer:
            self._writer.close()
            marker |= {"file": f"{self._name}{suffix(self._job)}", "bytes": self._file.stream.tell()}
            self._file.commit()
        marker |= {"next": following, "errors": self._errors, "tally": self._tally.as_dict()}
        self._output.write(f"{STATE}/{self._name}.json", json_bytes(marker))
        return marker

    def discard(self) -> None:
        """Leave nothing behind, if it was not finished."""
        if self._file:
            self._file.discard()
