"""What the tests of the page share: a Chromium, a page in it, and what a person does there."""

from __future__ import annotations

import importlib.util
import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chromium import launched, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIXTURES = Path(__file__).parent.parent / "fixtures"
GERMAN = FIXTURES / "boerse-hebelprodukte" / "page.txt"
REVIEW = FIXTURES / "product-review" / "page.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for a file of tests, skipped with the reason where there is none."""
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("playwright is not installed")
    if program() is None:
        pytest.skip("there is no Chromium on the path, and CHROMIUM names none")
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens the page, with a context's settings; at the end, no script has failed and nothing was asked elsewhere."""
    contexts, faults = [], []

    def to(address: str = server, **settings: Any) -> Page:
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "accept_downloads": True, **settings}
        context = browser.new_context(**settings)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}") or dialog.dismiss())
        page.on(
            "request",
            lambda request: (
                request.url.startswith((f"{address}/", "blob:")) or faults.append(f"asked elsewhere: {request.url}")
            ),
        )
        page.goto(f"{address}/")
        page.wait_for_selector("#start h2")
        return page

    yield to
    for context in contexts:
        context.close()
    assert faults == [], faults


@pytest.fixture
def shown(visit: Callable[..., Page], server: str) -> Page:
    """The German fixture, pasted, with its answer."""
    page = visit()
    paste(page, GERMAN.read_text(encoding="utf-8"))
    answered(page)
    return page


def piece(page: Page, text: str) -> Page:
    """The first piece of the shown page with a text."""
    return page.locator("#page .piece", has_text=text).first


def paste(page: Page, text: str, rich: str | None = None) -> None:
    """Paste from the clipboard, as Control and V do."""
    page.evaluate(
        """async ([text, rich]) => {
            const item = { "text/plain": new Blob([text], { type: "text/plain" }) };
            if (rich) item["text/html"] = new Blob([rich], { type: "text/html" });
            await navigator.clipboard.write([new ClipboardItem(item)]);
        }""",
        [text, rich],
    )
    page.locator("#source").fill("")
    page.locator("#source").press("Control+v")


def drop(page: Page, *paths: Path) -> None:
    """Drop files or folders on the page, as the system does."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 100, "y": 100, "data": data})


def until(page: Page, holds: str, seconds: float = 60) -> None:
    """Wait for an expression to become true; Playwright's wait_for_function needs eval(), which the page forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"never came true: {holds}"
        page.wait_for_timeout(30)


def answered(page: Page) -> None:
    """Wait until an answer is shown whole."""
    until(page, "Boolean(state.article?.done && state.words !== undefined) || state.current?.state === 'failed'")
    assert page.evaluate("state.current.failed ?? null") is None


def body_of(page: Page) -> str:
    """The clean text as it stands on the page."""
    return "\n\n".join(page.locator("#body .unit").all_text_contents())


def saved(page: Page, selector: str) -> tuple[str, bytes]:
    """The name and the bytes of what a click downloads."""
    with page.expect_download() as download:
        page.click(selector)
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def post(address: str, page: Path, accept: str = "application/json", **options: list[str]) -> Any:
    """What the service says of a fixture's page, with options."""
    kind = "html" if page.suffix == ".html" else "text"
    document = {kind: page.read_text(encoding="utf-8"), **options}
    request = urllib.request.Request(
        f"{address}/v1/clean",
        json.dumps(document).encode(),
        {"Content-Type": "application/json", "Accept": accept},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        data = answer.read().decode()
    return json.loads(data) if accept == "application/json" else data
