"""A Chromium that looks at nothing but the page: for the tests of the page, its screenshots and its timings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps it from asking for anything of its own."""


def program() -> str | None:
    """Where Chromium is: CHROMIUM, else what the path has; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser with an empty profile. As root it has no sandbox, since Chromium refuses to start otherwise."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the tests skip where it is missing

    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=[*FLAGS, *root])
        try:
            yield browser
        finally:
            browser.close()
