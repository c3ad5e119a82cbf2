"""A run: what is to be done, what is done, and what is said at the end. Both engines drive it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from cleaner import __version__
from cleaner.batch.inputs import Found
from cleaner.batch.job import Chunk, Job, Position, Result
from cleaner.batch.output import Output
from cleaner.batch.progress import Progress
from cleaner.batch.report import Summary, as_html, as_text
from cleaner.batch.tally import Tally
from cleaner.formats import json_bytes


class Run:
    """The state of a run."""

    def __init__(self, job: Job, found: Found, output: Output) -> None:
        self.job, self.sources, self.output = job, found.sources, output
        self.done: dict[tuple[int, int], Position | None] = {}
        self.progress = Progress(found.sources)
        self._digest = found.digest
        self._tally = Tally()
        self._unread: list[dict[str, Any]] = []  # errors of inputs that could not be read, which --resume tries again
        self._earlier = 0  # documents and errors of earlier runs
        self._began = time.monotonic()

    def begin(self, resume: bool) -> None:
        """Make the output ready, and count what is there already.

        Raises:
            OutputError: it can't be used.
        """
        self.output.begin(self._manifest(), resume)
        for marker in self.output.markers():
            self.finished(marker)
        self._earlier = self._tally.documents + self._tally.errors

    def _manifest(self) -> dict[str, Any]:
        """What has to be the same for another run to go on with this one."""
        told = {name: value for name, value in self.job._asdict().items() if name != "output"}
        told |= {"columns": self.job.columns._asdict(), "carried": self.job.carried.hex()}
        manifest: dict[str, Any] = json.loads(json_bytes({"version": __version__, "inputs": self._digest, **told}))
        return manifest

    def cleaned(self, source: int, result: Result, seen: float) -> None:
        """Say that a chunk is cleaned, with which `seen` of its source is read."""
        self.progress.add(result.rows, len(result.errors), self.progress.share(source, seen))

    def finished(self, marker: dict[str, Any]) -> None:
        """Count a shard."""
        following = marker["next"]
        self.done[marker["source"], marker["shard"]] = Position(*following) if following else None
        self._tally.merge(marker["tally"])

    def failed(self, chunk: Chunk) -> None:
        """Note that an input can't be read, or not any further for now."""
        place = {"id": None, "input": self.sources[chunk.source].name, "record": None, "offset": None}
        self._unread.append({**place, "kind": "unreadable", "message": chunk.failure})
        self._tally.counts["error"]["unreadable"] += 1

    def end(self) -> Summary:
        """Write the errors and the reports."""
        self.progress.end()
        self.output.sweep()
        self.output.write_lines("errors.jsonl", (json_bytes(error) + b"\n" for error in self._errors()))
        summary = Summary(self._tally, len(self.done), len(self.sources), self._earlier, time.monotonic() - self._began)
        self.output.write("report.txt", as_text(summary).encode("utf-8", "replace"))
        self.output.write("report.html", as_html(summary).encode("utf-8", "replace"))
        return summary

    def _errors(self) -> Iterator[dict[str, Any]]:
        """The lines of errors.jsonl in the order of the input."""
        for marker in self.output.markers():
            yield from marker["errors"]
        yield from self._unread
