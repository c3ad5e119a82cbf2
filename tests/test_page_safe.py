"""The page shows anything: it runs nothing of it, does not freeze, and can be used by everybody (axe-core)."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import FIXTURES, GERMAN, REVIEW, answered, body_of, drop, paste, until
from cleaner import clean
from serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]

HOSTILE = """<!doctype html>
<html><head><title>The ferry <img src=x onerror="ran=1"></title>
<meta property="article:tag" content="<script>ran=1</script>">
<link rel="canonical" href="javascript:ran=1"><meta property="og:image" content="javascript:ran=1">
<base href="https://elsewhere.example/"></head><body onload="ran=1">
<nav><a href="javascript:ran=1">&lt;script&gt;ran=1&lt;/script&gt;</a></nav>
<h1>The ferry &lt;img src=x onerror=ran=1&gt; sails</h1><script>ran = 1</script><img src="x" onerror="ran = 1">
<p>By &lt;svg onload=ran=1&gt; Berg, 3 March 2026</p>
<p onclick="ran = 1">The harbour office said on Monday that the ferry will sail at noon
&lt;/p&gt;&lt;script&gt;ran=1&lt;/script&gt;
and that nobody has to wait for it, since there are two of them now, and a third is being built.</p>
<p>The mayor said: &lt;iframe srcdoc="&amp;lt;script&gt;ran=1"&gt; and then
"';!--"&lt;XSS&gt;=&amp;{()} which nobody understood at all.</p>
<p><a href="javascript:ran=1">The second ferry</a> carries forty cars,
and runs on batteries that are charged over night.</p>
<iframe src="https://elsewhere.example/"></iframe>
<form action="https://elsewhere.example/"><input autofocus onfocus="ran=1"></form>
</body></html>"""
TEXT = """<script>ran=1</script>

The ferry ${ran=1} {{constructor.constructor('ran=1')()}} sails

<img src=x onerror=ran=1> The harbour office said on Monday that the ferry will sail at noon, and nobody has to wait.

javascript:ran=1 is what the second ferry is called, and it carries forty cars over the water to the old pier by night.
"""
BIDI = "\u202eThe ferry\u202d sails\u2066 at \u2067noon\u202b, the harbour office \u200f said, and nobody waits"


@pytest.mark.parametrize(("text", "kind"), [(HOSTILE, "html"), (TEXT, "text")])
def test_nothing_of_a_page_runs(visit: Visit, tmp_path: Path, text: str, kind: str) -> None:
    file = tmp_path / f"<img src=x onerror=ran=1>.{'html' if kind == 'html' else 'txt'}"
    file.write_text(text)
    page = visit()
    elements = page.evaluate("document.querySelectorAll('img, script, iframe, form, a, base, svg').length")
    drop(page, file, GERMAN)
    answered(page)
    for tab in ("metadata", "export", "body"):
        page.click(f"#tab-{tab}")
    for piece in page.locator("#page .piece").all():
        piece.locator(".text").click()
    page.locator("#page .tag[tabindex='0']").focus()
    page.keyboard.press("Home")
    assert page.locator("#tip").is_visible()
    page.click("[lang='de']")
    assert page.evaluate("typeof ran") == "undefined"
    assert page.evaluate("document.querySelectorAll('img, script, iframe, form, a, base, svg').length") == elements
    assert "ran=1" in page.locator("#page").text_content()


def test_the_browser_itself_refuses_markup_and_script(visit: Visit) -> None:
    page = visit()
    refused = """(act) => { try { act(); return "done"; } catch (error) { return error.name; } }"""
    for act in (
        "document.body.innerHTML = '<b>x</b>'",
        "document.createElement('script').textContent = 'ran = 1'",
        "document.createElement('iframe').srcdoc = '<script>ran = 1</script>'",
        "document.body.setAttribute('onclick', 'ran = 1')",
        "trustedTypes.createPolicy('mine', {})",
    ):
        assert page.evaluate(f"({refused})(() => {{ {act} }})") == "TypeError", act


def test_direction_marks_of_a_piece_stay_in_it(visit: Visit) -> None:
    page = visit()
    paste(page, f"{BIDI}\n\nشركة العبارات\n\n{'The second ferry carries forty cars over the water. ' * 5}")
    answered(page)
    first = page.locator("#page .piece .text").first
    assert first.text_content() == BIDI
    styles = "(node) => [getComputedStyle(node).unicodeBidi, node.dir]"
    for selector in ("#page .piece .text", "#body .unit"):
        for node in page.locator(selector).all():
            assert node.evaluate(styles) == ["isolate", "auto"]
    assert page.locator("#page .piece .tag").first.evaluate("(node) => getComputedStyle(node).direction") == "ltr"
    assert page.evaluate("assemble(state.article.chosen()).includes('\\u202e')") == (BIDI in body_of(page))


WATCH = """
globalThis.longest = 0;
new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ type: "longtask" });
"""
FROZEN = 2000
"""Milliseconds of one task that people call frozen, and far more than it takes: see scripts/page_speed.py."""


@pytest.fixture(scope="module")
def patient() -> Iterator[str]:
    """The address of a service that takes its time, since the machine may be busy."""
    with serving(CLEANER_SECONDS="300") as service:
        yield service.url


@pytest.mark.parametrize(
    ("unit", "least"),
    [
        (GERMAN.read_text(encoding="utf-8"), 10_000),
        ("The ferry sails at noon, the harbour office said on Monday. ", 1),
        ("a", 1),
    ],
    ids=["pages", "one line", "one word"],
)
def test_five_megabytes_do_not_freeze_the_page(visit: Visit, patient: str, unit: str, least: int) -> None:
    page = visit(patient)
    page.evaluate(WATCH)
    page.evaluate("([unit, times]) => hold(unit.repeat(times))", [unit, 5_000_000 // len(unit.encode())])
    typed = 0
    while not page.evaluate("Boolean(state.article?.done && state.words !== undefined)"):
        page.locator("#source").press("x")
        typed += 1
        page.wait_for_timeout(50)
        assert page.evaluate("state.current.failed ?? null") is None
    assert page.locator("#source").input_value() == "x" * typed
    assert page.evaluate("state.article.blocks.length") >= least
    page.locator("#page .piece .text").first.click(position={"x": 4, "y": 4})
    until(page, "state.article.changes.size === 1")
    page.keyboard.press("Escape")
    page.click("[data-legend='all']")
    page.click("[data-legend='all']")
    page.locator("#page .tag[tabindex='0']").focus()
    page.keyboard.press("End")
    until(page, "Number(document.activeElement.closest('.piece').dataset.at) === state.article.blocks.length - 1")
    page.wait_for_timeout(300)
    assert page.evaluate("longest") < FROZEN
    assert page.evaluate("document.querySelectorAll('#result *').length") < 400_000


# axe-core


@pytest.fixture
def check() -> Callable[[Page], None]:
    """Fails with what axe-core finds on the page."""
    if importlib.util.find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python is not installed")
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    def run(page: Page) -> None:
        page.wait_for_timeout(300)  # colours that change do so in steps
        found = Axe().run(page).response["violations"]
        nodes = [(each["id"], node["html"][:120], node["failureSummary"]) for each in found for node in each["nodes"]]
        assert nodes == [], json.dumps(nodes[:5], indent=1)

    return run


LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "German": {"locale": "de-DE"},
    "narrow": {"viewport": {"width": 360, "height": 740}},
    "narrow and dark": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
    "a tablet": {"viewport": {"width": 900, "height": 1100}},
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(visit: Visit, check: Callable[[Page], None], look: str) -> None:
    """At the start, with an answer, in each view, with a changed piece and its explanation."""
    page = visit(**LOOKS[look])
    check(page)
    drop(page, REVIEW)
    answered(page)
    check(page)
    piece = page.locator("#page .piece .text").nth(5)
    piece.click()
    piece.hover()
    check(page)
    page.keyboard.press("Escape")
    page.click("[data-legend='navigation']")
    for tab in ("body", "metadata", "export"):
        page.click(f"#tab-{tab}")
        check(page)


def test_axe_finds_nothing_in_every_label(visit: Visit, check: Callable[[Page], None]) -> None:
    for look in ("light", "dark"):
        page = visit(**LOOKS[look])
        paste(page, GERMAN.read_text(encoding="utf-8"))
        answered(page)
        page.evaluate(
            """() => {
                for (const [at, label] of Object.keys(LABELS).entries()) state.article.changes.set(at, label);
                Object.assign(state, { tally: new Map(), tallied: 0 });
                sheets.page.redrawAll();
                refresh();
            }"""
        )
        check(page)


def test_axe_finds_nothing_in_a_queue_a_problem_and_the_dialog(
    visit: Visit, check: Callable[[Page], None], tmp_path: Path
) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 \x00")
    page = visit()
    drop(page, tmp_path / "scan.pdf", FIXTURES / "short-news" / "page.txt")
    page.wait_for_selector("#problem:not([hidden])")
    check(page)
    page.evaluate("askKey()")
    check(page)


def test_narrow_pages_do_not_scroll_sideways(visit: Visit) -> None:
    for width in (320, 360, 600, 899, 1024, 1201, 1900):
        page = visit(viewport={"width": width, "height": 800})
        drop(page, GERMAN)
        answered(page)
        for tab in ("body", "metadata", "export"):
            page.click(f"#tab-{tab}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, tab)
            assert page.evaluate(f"$('{tab}').scrollWidth <= $('{tab}').clientWidth"), (width, tab)


def test_colours_follow_the_system_and_the_switch(visit: Visit) -> None:
    dark = "getComputedStyle(document.documentElement).backgroundColor"
    page = visit(color_scheme="dark")
    assert page.evaluate(dark) == "rgb(20, 22, 26)"
    page.click("[data-theme='light']:not(html)")
    assert page.evaluate(dark) == "rgb(241, 241, 236)"
    page.reload()
    page.wait_for_selector("#start h2")
    assert page.evaluate(dark) == "rgb(241, 241, 236)"


def test_language_follows_the_browser_and_the_switch(visit: Visit) -> None:
    page = visit(locale="de-AT")
    assert page.locator("button[type=submit]").first.text_content() == "Bereinigen"
    drop(page, GERMAN)
    answered(page)
    assert "Stücken behalten" in page.locator("#counts").text_content()
    page.click("[lang='en']")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "pieces kept" in page.locator("#counts").text_content()
    assert page.locator("[data-legend='navigation']").text_content().startswith("NAVNavigation")
    page.reload()
    page.wait_for_selector("#start h2")
    assert page.locator("button[type=submit]").first.text_content() == "Clean"


DOUBTFUL = "The page looks like one without an article (0.91): its text is kept."


def test_reasons_are_told_in_german(visit: Visit) -> None:
    page = visit(locale="de-DE")
    told = page.evaluate(
        "(reasons) => reasons.map(reasonIn)",
        ['next to: phrase "Werbung"', "run of short lines", 'under "Mehr"', "script", DOUBTFUL, "x y z"],
    )
    german = "Die Seite sieht aus wie eine ohne Artikel (0.91): ihr Text bleibt."
    assert told == ["neben: Phrase „Werbung“", "Folge kurzer Zeilen", "unter „Mehr“", "Skript", german, "x y z"]


def test_what_the_service_says_is_told_in_german(visit: Visit) -> None:
    """Every reason and warning of the fixtures; quoted words and learned ones stay as they are."""
    articles = [clean(path.read_bytes()) for path in sorted(FIXTURES.glob("*/page.*"))]
    said = {block.reason for article in articles for block in article.blocks}
    said |= {article.reason for article in articles if article.reason}
    said |= {notice.message for article in articles for notice in article.warnings if notice.code != "no_article"}
    page = visit(locale="de-DE")
    told = page.evaluate("(said) => said.map(reasonIn)", sorted(said))
    assert [one for one, other in zip(sorted(said), told, strict=True) if one == other and one != "Hashtags"] == []


def test_a_page_without_a_body_says_so_in_its_place(visit: Visit) -> None:
    page = visit()
    drop(page, FIXTURES / "consent-wall" / "page.html")
    answered(page)
    assert page.locator(".notice").text_content().startswith("No article: a consent wall. No piece")
    assert page.locator("#nothing").is_visible()
    page.locator("#page .piece .text").first.click()
    page.wait_for_selector("#nothing", state="hidden")


def test_motion_stops_where_it_is_not_wanted(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    seconds = page.evaluate("getComputedStyle(document.querySelector('button.primary')).transitionDuration")
    assert seconds in ("0s", "0s, 0s")
