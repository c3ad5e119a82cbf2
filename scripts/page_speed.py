"""How fast the page is, in Chromium: python scripts/page_speed.py [--runs N]. Starts the service; prints a table."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from chromium import launched

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsing import answered, drop, until  # noqa: E402
from serving import serving  # noqa: E402

FIVE_MB = 5_000_000
SEED_SIZED = ROOT / "fixtures" / "boerse-hebelprodukte" / "page.txt"
WATCH = """
globalThis.seen = { longest: 0, slowest: 0 };
new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
}).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.slowest = Math.max(seen.slowest, duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
CLEAN = """async (text) => {
    const before = performance.now();
    hold(text);
    while (!state.article?.done || !document.querySelector("#body .unit")) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - before;
}"""


def small(browser: Any, address: str) -> dict[str, float]:
    """Milliseconds to the first paint, and from a paste to the answer's paint, of a page as long as a usual one."""
    page = browser.new_page()
    page.goto(f"{address}/")
    until(page, f"Boolean({PAINT})")
    told = {
        "first paint": page.evaluate(PAINT),
        "clean": page.evaluate(CLEAN, SEED_SIZED.read_text(encoding="utf-8")),
    }
    page.close()
    return told


def large(browser: Any, address: str, source: Path) -> dict[str, float]:
    """Milliseconds of the longest task while a large page is shown, and of the slowest answer to keys and clicks."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.goto(f"{address}/")
    drop(page, source)
    for _ in range(2000):
        page.locator("#source").press("a")
        if page.evaluate("Boolean(state.article?.done)"):
            break
        page.wait_for_timeout(50)
    answered(page)
    shown = page.evaluate("seen.longest")
    page.evaluate("seen.longest = 0")
    page.locator("#page .piece .text").first.click(position={"x": 5, "y": 5})
    page.locator("[data-legend='navigation'], [data-legend='other'], [data-legend='kept']").first.click()
    page.locator("#page .tag[tabindex='0']").focus()
    for key in ("End", "Enter", "Home", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    page.wait_for_timeout(500)
    told = {
        "pieces": page.evaluate("state.article.blocks.length"),
        "longest task, showing": shown,
        "longest task, changing": page.evaluate("seen.longest"),
        "slowest key or click": page.evaluate("seen.slowest"),
    }
    page.close()
    return told


def sources(folder: Path) -> dict[str, Path]:
    """Five megabytes of pages after one another, of one line, of short lines."""
    page = SEED_SIZED.read_text(encoding="utf-8")
    made = {
        "5 MB of pages": page * (FIVE_MB // len(page.encode())),
        "5 MB in one line": "The ferry sails at noon, the harbour office said. " * (FIVE_MB // 50),
        "5 MB of short lines": "Read more\n\n" * (FIVE_MB // 11),
        "5 MB in one word": "a" * FIVE_MB,
    }
    paths = {}
    for number, (name, text) in enumerate(made.items()):
        paths[name] = folder / f"{number}.txt"
        paths[name].write_text(text, encoding="utf-8")
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with serving(CLEANER_SECONDS="120") as service, launched() as browser, tempfile.TemporaryDirectory() as folder:
        small(browser, service.url)
        told = [small(browser, service.url) for _ in range(runs)]
        for name in told[0]:
            print(f"{name}: {statistics.median(each[name] for each in told):.0f} ms, median of {runs}")
        for name, source in sources(Path(folder)).items():
            facts = large(browser, service.url, source)
            pieces = int(facts.pop("pieces"))
            print(
                f"{name}, {pieces} pieces: " + ", ".join(f"{key} {value:.0f} ms" for key, value in facts.items()),
                flush=True,
            )


if __name__ == "__main__":
    main()
