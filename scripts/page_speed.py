"""How fast the page is, in Chromium: python scripts/page_speed.py [--runs N]. Starts the service itself."""

from __future__ import annotations

import argparse
import json
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
    """Of a large page: its pieces, the milliseconds of the longest task while it is shown and while it is changed."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/")
    browser.start_tracing(page=page, categories=["toplevel"])
    drop(page, source)
    while not page.evaluate("Boolean(state.article?.done && state.words !== undefined)"):
        page.locator("#source").press("a")
        page.wait_for_timeout(50)
    answered(page)
    shown = longest_tasks(browser.stop_tracing())
    browser.start_tracing(page=page, categories=["toplevel"])
    page.locator("#page .piece .text").first.click(position={"x": 5, "y": 5})
    page.locator("[data-legend='navigation'], [data-legend='other'], [data-legend='kept']").first.click()
    page.locator("#page .tag[tabindex='0']").focus()
    for key in ("End", "Enter", "Home", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    page.wait_for_timeout(500)
    changed = longest_tasks(browser.stop_tracing())
    pieces = page.evaluate("state.article.blocks.length")
    page.close()
    return {"pieces": pieces, "showing": shown, "changing": changed}


def longest_tasks(trace: bytes) -> float:
    """Milliseconds of processor time of the longest task in a trace of the page's main thread.

    Processor time, since what else runs on the machine stretches the time on the clock.
    """
    events = json.loads(trace)["traceEvents"]
    mains = {
        (e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    tasks = (e for e in events if e["name"].endswith("RunTask") and (e["pid"], e["tid"]) in mains)
    return max(event.get("tdur", 0) for event in tasks) / 1000


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
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with serving(CLEANER_SECONDS="120") as service, launched() as browser, tempfile.TemporaryDirectory() as folder:
        small(browser, service.url)
        told = [small(browser, service.url) for _ in range(runs)]
        for name in told[0]:
            times = sorted(each[name] for each in told)
            print(f"{name}: {times[0]:.0f} ms, median of {runs} {statistics.median(times):.0f} ms")
        for name, source in sources(Path(folder)).items():
            told = large(browser, service.url, source)
            longest = f"longest task {told['showing']:.0f} ms showing it, {told['changing']:.0f} ms changing verdicts"
            print(f"{name}, {told['pieces']} pieces: {longest}", flush=True)


if __name__ == "__main__":
    main()
