"""Pictures of the page in each of its states: python scripts/screenshots.py [FOLDER] [--readme].

FOLDER is screenshots/ unless named. --readme makes only the picture that the README opens with, docs/page.png. It says
in its head which labels it shows, so that a test can tell whether it is out of date.
"""

from __future__ import annotations

import argparse
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chromium import launched

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsing import FIXTURES, GERMAN, REVIEW, answered, drop, paste, until  # noqa: E402
from cleaner import Article, clean  # noqa: E402
from serving import serving  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURE = ROOT / "docs" / "page.png"
KEYWORD = b"labels"
KEY = "a-key-for-the-pictures"
DESK = {"viewport": {"width": 1440, "height": 900}, "locale": "de-DE"}
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "de-DE", "device_scale_factor": 2}


def start(page: Page) -> None:
    page.wait_for_selector("#start h2")


def answer(page: Page) -> None:
    drop(page, GERMAN)
    answered(page)


def shown(slug: str) -> Callable[[Page], None]:
    """Drops a fixture's page and waits for its answer."""

    def bring(page: Page) -> None:
        drop(page, next((FIXTURES / slug).glob("page.*")))
        answered(page)

    return bring


def pasted(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    paste(page, (FIXTURES / "how-to-structure" / "page.html").read_text(encoding="utf-8"))
    answered(page)


def example(page: Page) -> None:
    page.locator("#examples button").first.click()
    answered(page)


def html(page: Page) -> None:
    drop(page, REVIEW)
    answered(page)


def reason(page: Page) -> None:
    answer(page)
    page.locator("#page .piece", has_text="Aktien kaufen ab 0 Euro").scroll_into_view_if_needed()
    page.locator("#page .piece", has_text="Aktien kaufen ab 0 Euro").hover()


def focus(page: Page) -> None:
    answer(page)
    page.locator("#page .tag[tabindex='0']").focus()
    for _ in range(13):
        page.keyboard.press("ArrowDown")


def overview(page: Page) -> None:
    answer(page)
    page.locator("#page .piece", has_text="Wertpapiere im Artikel").hover()


def legend(page: Page) -> None:
    answer(page)
    for label in ("navigation", "ticker", "credit", "kept"):
        page.click(f"[data-legend='{label}']")


def changed(page: Page) -> None:
    answer(page)
    page.locator("#page .piece", has_text="Wettbewerber Ostermann winkt ab").click()
    page.locator("#page .piece", has_text="3 Kommentare").click()
    page.mouse.move(5, 5)


def saving(page: Page) -> None:
    changed(page)
    page.click("#tab-export")


def metadata(page: Page) -> None:
    answer(page)
    page.click("#tab-metadata")


def metadata_of_html(page: Page) -> None:
    shown("finance-page")(page)
    page.click("#tab-metadata")


def progress(page: Page) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(40):
            (Path(folder) / f"page-{number + 1:02}.txt").write_bytes(GERMAN.read_bytes() * 10)
        served = iter(range(12))
        wait = {"status": 429, "headers": {"Retry-After": "60"}, "json": {"code": "rate_limited", "detail": ""}}
        page.context.route(
            "**/v1/clean", lambda route: route.fulfill(**wait) if next(served, None) is None else route.continue_()
        )
        drop(page, *sorted(Path(folder).iterdir()))
        until(page, "state.jobs.filter(({ state }) => state === 'done').length === 12")


def queue(page: Page) -> None:
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "scan.pdf"
        broken.write_bytes(b"%PDF-1.7 \x00")
        pages = Path(folder) / "archive"
        pages.mkdir()
        for slug in ("boerse-hebelprodukte", "short-news", "press-release", "village-notes", "wire-bylines"):
            (pages / f"{slug}.txt").write_bytes((FIXTURES / slug / "page.txt").read_bytes())
        drop(page, pages, broken)
        until(page, "state.jobs.length === 6 && state.jobs.every(({ state }) => ['done', 'failed'].includes(state))")
        answered(page)


def problem(page: Page) -> None:
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "report.pdf"
        broken.write_bytes(b"%PDF-1.7 \x00")
        drop(page, broken)
        page.wait_for_selector("#problem:not([hidden])")


def key(page: Page) -> None:
    page.evaluate("askKey()")


def dropping(page: Page) -> None:
    page.evaluate("show('drop', true)")


def narrow_text(page: Page) -> None:
    answer(page)
    page.click("#tab-body")


def narrow_saving(page: Page) -> None:
    answer(page)
    page.locator("#page .piece", has_text="Anmelden").first.locator(".text").click()
    page.click("#tab-export")


State = tuple[Callable[["Page"], None], dict[str, Any]]
STATES: dict[str, State] = {
    "start": (start, DESK),
    "start-dark": (start, {**DESK, "color_scheme": "dark", "locale": "en-GB"}),
    "pasted": (pasted, {**DESK, "locale": "en-GB"}),
    "example": (example, {**DESK, "locale": "en-GB"}),
    "answer": (answer, DESK),
    "answer-html-english": (html, {**DESK, "locale": "en-GB"}),
    "answer-dark": (html, {**DESK, "locale": "en-GB", "color_scheme": "dark"}),
    "reason": (reason, DESK),
    "focus": (focus, {**DESK, "locale": "en-GB"}),
    "reason-dark": (reason, {**DESK, "color_scheme": "dark"}),
    "legend": (legend, DESK),
    "verdict-changed": (changed, DESK),
    "saving": (saving, DESK),
    "saving-dark": (saving, {**DESK, "color_scheme": "dark"}),
    "metadata": (metadata, DESK),
    "metadata-html": (metadata_of_html, {**DESK, "locale": "en-GB"}),
    "metadata-dark": (metadata_of_html, {**DESK, "color_scheme": "dark"}),
    "warning": (shown("paywall-truncated"), DESK),
    "no-article": (shown("consent-wall"), DESK),
    "progress": (progress, DESK),
    "queue": (queue, DESK),
    "problem": (problem, DESK),
    "key": (key, DESK),
    "dropping": (dropping, DESK),
    "narrow-start": (start, PHONE),
    "narrow-answer": (answer, PHONE),
    "narrow-text": (narrow_text, PHONE),
    "narrow-metadata": (metadata, PHONE),
    "narrow-saving": (narrow_saving, PHONE),
    "narrow-dark": (answer, {**PHONE, "color_scheme": "dark"}),
    "tablet": (html, {**DESK, "viewport": {"width": 900, "height": 1100}}),
}
README: State = (overview, {"viewport": {"width": 1360, "height": 900}, "locale": "en-GB", "device_scale_factor": 1.5})


def taken(browser: Any, address: str, state: State) -> bytes:
    """A picture of the page in a state."""
    bring, settings = state
    context = browser.new_context(**settings)
    page = context.new_page()
    page.goto(f"{address}/")
    page.wait_for_selector("#start h2")
    bring(page)
    page.wait_for_timeout(500)
    data: bytes = page.screenshot()
    context.close()
    return data


def labels_shown(article: Article) -> bytes:
    """A digest of what the README's picture shows of an article: its pieces and their labels."""
    told = "\n".join(f"{block.label} {block.text}" for block in article.blocks)
    return sha256(told.encode()).hexdigest().encode()


def with_note(png: bytes, text: bytes) -> bytes:
    """A PNG with a text in its head, as RFC 2083 has it."""
    body = b"tEXt" + KEYWORD + b"\0" + text
    end_of_head = 33
    return (
        png[:end_of_head]
        + struct.pack(">I", len(body) - 4)
        + body
        + struct.pack(">I", zlib.crc32(body))
        + png[end_of_head:]
    )


def note(png: bytes) -> bytes:
    """The text in a PNG's head."""
    return png.partition(KEYWORD + b"\0")[2][:64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "screenshots")
    parser.add_argument("--readme", action="store_true")
    given = parser.parse_args()
    with serving() as service, launched() as browser:
        if given.readme:
            PICTURE.write_bytes(
                with_note(taken(browser, service.url, README), labels_shown(clean(GERMAN.read_bytes())))
            )
            return
        given.folder.mkdir(parents=True, exist_ok=True)
        for name, state in STATES.items():
            (given.folder / f"{name}.png").write_bytes(taken(browser, service.url, state))
            print(given.folder / f"{name}.png", flush=True)


if __name__ == "__main__":
    main()
