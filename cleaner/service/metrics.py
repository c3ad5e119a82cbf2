"""What is counted, for Prometheus. With PROMETHEUS_MULTIPROC_DIR the numbers are those of all fronts together."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from cleaner.service.work import Cleaned, Job

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)

REQUESTS = Counter("cleaner_requests_total", "Requests that were answered.", ["method", "path", "status"])
DOCUMENTS = Counter(
    "cleaner_documents_total",
    "Documents by mode (text, html, auto), by status (that of the article, else the problem's code) and by language.",
    ["mode", "status", "language"],
)
DOCUMENT_SECONDS = Histogram(
    "cleaner_document_seconds", "Seconds in which a document was cleaned, without waiting.", ["mode"], buckets=SECONDS
)
CHARACTERS = Counter(
    "cleaner_characters_total", "Characters of the documents (in; bytes where they came undecoded) and bodies (out).",
    ["mode", "direction"],
)  # fmt: skip
REMOVED = Counter("cleaner_removed_pieces_total", "Pieces that were taken out, by label.", ["label"])
QUEUE = Gauge(
    "cleaner_queue_documents", "Documents that wait or are being cleaned.", multiprocess_mode="livesum"
)  # fmt: skip
RECYCLED = Counter(
    "cleaner_recycled_workers_total",
    "Cleaning processes that were replaced: worn (after their number of documents), overran, died, broken (all anew).",
    ["cause"],
)


METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
"""Methods that are counted by their names: a client may make up as many as it likes."""


def count_request(method: str, path: str, status: int) -> None:
    """Count a request that was answered."""
    _series(REQUESTS, method if method in METHODS else "other", path, status).inc()


def count_cleaned(outcome: Cleaned) -> None:
    """Count a document that was cleaned."""
    _series(DOCUMENTS, outcome.kind, outcome.status, outcome.language or "").inc()
    _series(DOCUMENT_SECONDS, outcome.kind).observe(outcome.seconds)
    _series(CHARACTERS, outcome.kind, "in").inc(outcome.characters_in)
    _series(CHARACTERS, outcome.kind, "out").inc(outcome.characters_out)
    for label, pieces in outcome.removed.items():
        _series(REMOVED, label).inc(pieces)


def count_problem(job: Job, code: str) -> None:
    """Count a document that could not be cleaned."""
    _series(DOCUMENTS, job.kind or "auto", code, "").inc()


def count_recycled(cause: str) -> None:
    """Count a process that was replaced."""
    _series(RECYCLED, cause).inc()


@cache  # prometheus_client takes as long to find a series as to count
def _series(metric: Any, *labels: object) -> Any:
    return metric.labels(*labels)


def exposition() -> tuple[bytes, str]:
    """The numbers in Prometheus's text format, and its media type."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST
