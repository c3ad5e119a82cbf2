"""What is counted, for Prometheus. With PROMETHEUS_MULTIPROC_DIR the numbers are those of all fronts together."""

from __future__ import annotations

import os

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


def count_cleaned(outcome: Cleaned) -> None:
    """Count a document that was cleaned."""
    DOCUMENTS.labels(outcome.kind, outcome.status, outcome.language or "").inc()
    DOCUMENT_SECONDS.labels(outcome.kind).observe(outcome.seconds)
    CHARACTERS.labels(outcome.kind, "in").inc(outcome.characters_in)
    CHARACTERS.labels(outcome.kind, "out").inc(outcome.characters_out)
    for label, pieces in outcome.removed.items():
        REMOVED.labels(label).inc(pieces)


def count_problem(job: Job, code: str) -> None:
    """Count a document that could not be cleaned."""
    DOCUMENTS.labels(job.kind or "auto", code, "").inc()


def exposition() -> tuple[bytes, str]:
    """The numbers in Prometheus's text format, and its media type."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST
