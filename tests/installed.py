"""Tries the article-cleaner that is installed for the Python that runs this, with no repository around it.

EMPTY/bin/python -I tests/installed.py
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib import metadata
from pathlib import Path

SENTENCES = (
    "The council of the town voted on Tuesday evening for a new tram line between the station and the university.",
    "Construction is to begin next year, and the mayor said that the first trams would run four years later.",
    "Shopkeepers in the old town fear that the works will keep their customers away for two summers.",
)
BODY = "\n\n".join(SENTENCES)
PAGE = f"Log in\n\n{BODY}\n\nShare on Facebook\n"
HTML = "<nav>Log in</nav><article><h1>A tram line</h1>" + "".join(f"<p>{each}</p>" for each in SENTENCES) + "</article>"
CLEANER = Path(sys.executable).with_name("cleaner")


def is_clean(body: str) -> bool:
    """Whether that is the body of the page; how good bodies are, other tests say."""
    return SENTENCES[0] in body and "Log in" not in body


def try_package() -> None:
    """The package is the installed one, has one version, and cleans: words and weights are there."""
    import cleaner  # noqa: PLC0415 - it is what is tried

    assert Path(cleaner.__file__).is_relative_to(sys.prefix), cleaner.__file__
    assert cleaner.__version__ == metadata.version("article-cleaner")
    for page in (PAGE, HTML):
        assert is_clean(cleaner.clean(page).body)


def try_command() -> None:
    version = metadata.version("article-cleaner")
    assert version in subprocess.run([CLEANER, "--version"], check=True, capture_output=True, text=True).stdout
    done = subprocess.run([CLEANER], input=PAGE, check=True, capture_output=True, text=True)
    assert is_clean(done.stdout), done.stdout


def try_service() -> None:
    """A real server: ready, cleans, and shows the page with all that it is made of."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [CLEANER, "serve", "--port", str(port), "--workers", "1"], stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(f"{address}/readyz")
            asked = urllib.request.Request(f"{address}/v1/clean", PAGE.encode(), {"Content-Type": "text/plain"})
            assert is_clean(json.loads(get(asked))["body"])
            assert b"<script" in get(f"{address}/")
            for part in ("page.js", "page.css", "page.svg", "openapi.json", "docs", "docs/style.css", "metrics"):
                assert get(f"{address}/{part}"), part
        finally:
            server.terminate()


def get(what: str | urllib.request.Request) -> bytes:
    with urllib.request.urlopen(what, timeout=60) as answer:
        return bytes(answer.read())


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            get(address)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} does not answer")


if __name__ == "__main__":
    os.chdir(tempfile.gettempdir())
    for attempt in (try_package, try_command, try_service):
        attempt()
        print("ok:", attempt.__name__.replace("_", " "))
