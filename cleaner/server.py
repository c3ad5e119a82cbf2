"""gunicorn's settings for the service: gunicorn --config python:cleaner.server service:app. docs/configuration.md."""

from __future__ import annotations

import gc
import os
import shutil
import ssl
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cleaner.service import logs
from cleaner.service.settings import Settings, SettingsError

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # a process of the pool is one thread of work

try:
    settings = Settings.read()
except SettingsError as error:
    sys.exit(f"cleaner: {error}")

memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - neither heartbeats nor counts are to wait for a disk
given = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
counts = given or tempfile.mkdtemp(prefix="cleaner-", dir=memory)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts  # read when prometheus_client is imported, with the application

bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
workers = settings.front_count
worker_class = "cleaner.service.front.Front"
threads = settings.threads  # a client holds a thread while it is listened to, not a process
worker_connections = 1000 + threads
timeout = 60  # seconds without a sign of life until a front is killed
graceful_timeout = settings.stop_seconds
keepalive = 5
limit_request_line = 8190
limit_request_fields = settings.max_headers
limit_request_field_size = settings.max_header_bytes
preload_app = True  # what is set wrong is told before anything listens
control_socket_disable = True  # the root file system may be read-only
worker_tmp_dir = memory
logger_class = "cleaner.service.front.ServerLog"
logconfig_dict = logs.to_stderr(settings.log_level)


def on_starting(server: Any) -> None:
    """Before any front: refuse to be open to strangers unless told so."""
    try:
        settings.check([str(host) for host, *_ in filter(_is_network, server.cfg.address)])
    except SettingsError as error:
        sys.exit(f"cleaner: {error}")


def ssl_context(config: Any, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """For TLS: a client that is not listened to any more (watch.py) is still answered, not sent an alert instead."""
    context = default()
    context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF
    return context


def when_ready(server: Any) -> None:
    """Before the fronts are forked: what they share with the master is not copied for being looked at."""
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """In each front, before it takes a request: start its pool."""
    worker.app.wsgi().extensions["pool"].start()


def child_exit(server: Any, worker: Any) -> None:
    """A front has ended: what it counted stays, what it had in its queue is gone."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - it reads the variable that is set above

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def worker_exit(server: Any, worker: Any) -> None:
    """A front ends: its pool with it."""
    worker.app.wsgi().extensions["pool"].stop()


def on_exit(server: Any) -> None:
    """The service has ended: the counts with it, and nothing else in a folder that the operator named."""
    if not given:
        shutil.rmtree(counts, ignore_errors=True)
    else:
        for each in Path(counts).glob("*.db"):
            each.unlink(missing_ok=True)


def _is_network(address: object) -> bool:
    return isinstance(address, tuple)
