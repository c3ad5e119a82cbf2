"""What several tests share: the service as it runs in production."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from browsing import browser, shown, visit  # noqa: F401 - fixtures
from cleaner.service.app import create_app
from cleaner.service.settings import Settings

ROOT = Path(__file__).parent.parent

# A shell's background jobs ignore Ctrl-C, and the programs that tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def client() -> Iterator[FlaskClient]:
    """The application without a server, with one process that cleans and small limits."""
    settings = Settings(workers=1, max_bytes=100_000, max_documents=50, max_batch_bytes=300_000)
    app = create_app(settings)
    yield app.test_client()
    app.extensions["pool"].stop()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a real gunicorn with one worker, started by `cleaner serve` in another folder than ours."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cleaner", "serve", "--port", str(port), "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CLEANER_LOG_LEVEL": "WARNING"}
    with subprocess.Popen(command, env=environment, cwd="/", stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address + "/readyz", process)
            yield address
        finally:
            process.terminate()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the address answers."""
    for _ in range(300):
        assert process.poll() is None, "the service has ended"
        try:
            urllib.request.urlopen(url, timeout=30).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{url} does not answer")
