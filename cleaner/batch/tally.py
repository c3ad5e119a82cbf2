"""What is counted of the documents, so that counts of shards add up to those of the job."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.document import Article

LISTED = 10
"""How many of the slowest and of the strangest pages are named."""

STRANGE_FROM = 500
"""Characters from which on a page may be strange: of shorter ones most are."""


@dataclass(slots=True)
class Tally:
    """Counts of documents and of what is in them."""

    seconds: float = 0.0  # that cleaning took, of all processes
    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: list[list[Any]] = field(default_factory=list)  # seconds, characters, id, input, record
    strangest: list[list[Any]] = field(default_factory=list)  # doubt, characters, id, input, record

    @property
    def documents(self) -> int:
        """Documents that were cleaned."""
        return self.counts["status"].total()

    @property
    def errors(self) -> int:
        return self.counts["error"].total()

    def add(self, article: Article, kept: frozenset[str], seconds: float, place: list[Any]) -> None:
        """Count a document.

        Args:
            article: what came out.
            kept: labels that make the body.
            seconds: how long it took.
            place: its id, input and record.
        """
        counts, sizes = self.counts, Counter[str]()
        doubt = 0.0
        for block in article.blocks:
            size = block.end - block.start
            sizes[block.label.value] += size
            doubt += size * (1 - abs(2 * block.score - 1))
        total = sizes.total()
        body = sum(size for label, size in sizes.items() if label in kept)
        for label, size in sizes.items():
            counts["kept" if label in kept else "removed"][label] += size
        counts["status"][article.status] += 1
        counts["kind"][article.kind] += 1
        counts["language"][article.metadata.language or "unknown"] += 1
        counts["warning"].update({notice.code for notice in article.warnings})
        counts["milliseconds"][str(1 << int(seconds * 1000).bit_length())] += 1
        counts["percent_kept"][str(body * 10 // total * 10 if total else 0)] += 1
        self.seconds += seconds
        self.slowest.append([round(seconds, 3), total, *place])
        if total >= STRANGE_FROM:
            self.strangest.append([round(doubt / total, 3), total, *place])

    def merge(self, other: Mapping[str, Any]) -> None:
        """Add counts that as_dict() gave."""
        self.seconds += other["seconds"]
        for name, counted in other["counts"].items():
            self.counts[name].update(counted)
        self.slowest = _first([*self.slowest, *other["slowest"]])
        self.strangest = _first([*self.strangest, *other["strangest"]])

    def as_dict(self) -> dict[str, Any]:
        """The counts in values that JSON knows."""
        return {
            "seconds": round(self.seconds, 3),
            "counts": {name: dict(counted) for name, counted in self.counts.items() if counted},
            "slowest": _first(self.slowest),
            "strangest": _first(self.strangest),
        }


def _first(ranked: list[list[Any]]) -> list[list[Any]]:
    """The highest, equal ones in the order in which they came."""
    return sorted(ranked, key=lambda row: -row[0])[:LISTED]
