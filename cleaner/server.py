"""gunicorn's settings for the service: gunicorn --config python:cleaner.server service:app. docs/configuration.md."""

from __future__ import annotations

import logging
import os
from typing import Any


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


bind = f"{os.environ.get('CLEANER_HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or _processors())
worker_class = "gthread"
threads = 4  # a slow client holds a thread, not the process
timeout = 120  # seconds without a sign of life until a worker is killed
graceful_timeout = 30  # seconds that a stop waits for requests that were taken
keepalive = 5
preload_app = True  # words and weights are loaded once, and shared by the workers
control_socket_disable = True  # the root file system may be read-only
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeats belong into memory


def on_starting(server: Any) -> None:
    """Before any worker: load what a page needs by cleaning one, then send the service's log to stderr."""
    server.app.wsgi().test_client().get("/readyz")
    logging.basicConfig(level=os.environ.get("CLEANER_LOG_LEVEL") or "INFO", format="%(message)s")
