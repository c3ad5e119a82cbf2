"""What went wrong on the page once: refusals and keys in a queue, lost clicks, answers that come late, pasting."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import FIXTURES, drop, until

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

Visit = Callable[..., "Page"]
SHORT = FIXTURES / "short-news" / "page.txt"
NONE_LEFT = "state.jobs.length > 0 && state.jobs.every(({ state }) => state === 'done' || state === 'failed')"


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[int], Path]:
    """Makes a folder of so many short pages."""

    def of(number: int) -> Path:
        (tmp_path / "pages").mkdir()
        for each in range(number):
            (tmp_path / "pages" / f"{each:02}.txt").write_bytes(SHORT.read_bytes())
        return tmp_path / "pages"

    return of


# Many documents


@pytest.mark.parametrize("wait", ["0", "1"])
def test_all_documents_wait_where_the_service_refuses_one(
    visit: Visit, folder: Callable[[int], Path], wait: str
) -> None:
    refused: list[float] = []

    def limited(route: Route) -> None:
        if refused and time.monotonic() - refused[0] >= 1:
            return route.continue_()
        refused.append(time.monotonic())
        return route.fulfill(status=429, headers={"Retry-After": wait}, json={"code": "rate_limited", "detail": "1"})

    page = visit()
    page.context.route("**/v1/clean", limited)
    drop(page, folder(12))
    until(page, NONE_LEFT)
    assert page.locator("#progress-text").text_content() == "12 of 12 done"
    assert len(refused) <= 3  # those that were on their way together
