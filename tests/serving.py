"""What the tests of the service share: a page, requests and their answers, and services as they run in production."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cleaner import clean
from cleaner.api import PROBLEMS
from conftest import ROOT, wait_for

FIRST = "The council of the town voted on Tuesday evening for a new tram line between the station and the university."
SECOND = "Construction is to begin next year, and the mayor said that the first trams would run four years later."
REST = """The line will be six kilometres long and have eleven stops. The town pays a third, the state the rest.

Shopkeepers in the old town fear that the works will keep their customers away for two summers. The council promised to
close no street for longer than three weeks, and to pay for advertising.

"We have talked about it since I went to school," said the mayor after the vote. "Now we shall ride on it." """
TITLE = "Council votes for new tram line"
PAGE = f"Home\nNews\nSport\n\n{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{REST}\n\nAdvertisement\nShare on Facebook\n"
HTML = f"""<html><body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1>
<p>{FIRST}</p><p>{SECOND}</p><p>{REST.replace(chr(10) * 2, "</p><p>")}</p></article></body></html>"""
BODIES = {"text": clean(PAGE).body, "html": clean(HTML).body}
"""What the service must answer; how good that is, the tests of the fixtures say."""

NDJSON = "application/x-ndjson"


def post(client: FlaskClient, data: bytes | str, mime: str, **more: Any) -> TestResponse:
    return client.post("/v1/clean", data=data, content_type=mime, **more)


def post_batch(client: FlaskClient, data: bytes | str, mime: str = NDJSON, **more: Any) -> TestResponse:
    return client.post("/v1/clean/batch", data=data, content_type=mime, **more)


def upload(name: str, data: bytes, mime: str | None = None) -> tuple[io.BytesIO, str, str | None]:
    return io.BytesIO(data), name, mime


def is_problem(answer: TestResponse, code: str) -> bool:
    """Check every member of a problem; the code is what the caller expects."""
    told = json.loads(answer.data)
    assert answer.mimetype == "application/problem+json"
    assert told["code"] == code, told
    assert told["status"] == answer.status_code == PROBLEMS[code].status
    assert told["title"] == PROBLEMS[code].title
    assert told["type"] == f"/problems#{code}"
    assert told["detail"]
    return True


def lines(answer: TestResponse | bytes) -> list[dict[str, Any]]:
    """The records of an answer in NDJSON."""
    data = answer if isinstance(answer, bytes) else answer.data
    return [json.loads(line) for line in data.splitlines()]


class Service(NamedTuple):
    """A service that runs."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        return str(parts.hostname), int(parts.port or 0)

    def events(self, name: str) -> list[dict[str, Any]]:
        """What the log says of one kind of event."""
        told = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in told if line["event"] == name]

    def errors(self, since: int) -> list[dict[str, Any]]:
        """What the log calls an error, from this byte of it on."""
        told = [json.loads(line) for line in self.log.read_bytes()[since:].splitlines() if line.startswith(b"{")]
        return [line for line in told if line["level"] == "error"]

    def fronts(self) -> list[int]:
        return children(self.process.pid)

    def workers(self) -> list[int]:
        """The processes that clean: each front's fork server forks them."""
        return [each for front in self.fronts() for helper in children(front) for each in children(helper)]


def children(process: int) -> list[int]:
    return [
        int(each) for task in Path(f"/proc/{process}/task").glob("*/children") for each in task.read_text().split()
    ]  # fmt: skip


def resident(process: int) -> int:
    """Bytes of memory that a process holds by itself or with others."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def serving(app: str = "service:app", *options: str, **environment: str) -> Iterator[Service]:
    """A real gunicorn with one cleaning process, unless the environment says more; the options are gunicorn's."""
    port = free_port()
    told = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        **environment,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "python:cleaner.server", *options, app]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as stream, subprocess.Popen(command, env=told, cwd=ROOT, stderr=stream) as process:
            service = Service(f"{'https' if '--certfile' in options else 'http'}://127.0.0.1:{port}", process, log)
            try:
                wait_for(f"{service.url}/livez", process)
                yield service
            finally:
                process.terminate()
                try:
                    process.wait(timeout=60)
                except subprocess.TimeoutExpired:
                    process.kill()


def exchange(url: str, request: bytes) -> bytes:
    """Everything that the server says to these bytes, also where it hangs up before it has read them all."""
    address = urlsplit(url)
    answer = b""
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(65536):
                answer += part
    return answer


def head(path: str = "/v1/clean", mime: str = "text/plain", *more: str) -> bytes:
    """The head of a request, without its last empty line."""
    rows = [f"POST {path} HTTP/1.1", "Host: x", "Connection: close", f"Content-Type: {mime}", *more]
    return "".join(f"{row}\r\n" for row in rows).encode()


def eventually(holds: Any, seconds: float = 20) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())
