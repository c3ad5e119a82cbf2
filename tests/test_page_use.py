"""What a person does on the page, in a real Chromium: paste, drop, look, and what goes wrong."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import FIXTURES, GERMAN, REVIEW, answered, body_of, drop, paste, piece, post, saved, until
from cleaner.document import CONTENT
from serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEY = "a-key-for-the-tests-0123"
Visit = Callable[..., "Page"]


# Paste and drop


def test_pasted_text_is_cleaned_at_once(shown: Page, server: str) -> None:
    want = post(server, GERMAN)
    assert shown.locator("#name").text_content() == want["metadata"]["title"]
    assert body_of(shown) == want["body"]
    assert f"{want['metadata']['word_count']} words" in shown.locator("#counts").text_content()
    assert shown.locator("#page .piece .text").all_text_contents() == [block["text"] for block in want["blocks"]]
    labels = shown.eval_on_selector_all("#page .piece", "nodes => nodes.map((node) => node.dataset.label)")
    assert labels == [block["label"] for block in want["blocks"]]


def test_pasted_html_is_told_from_text(visit: Visit, server: str) -> None:
    page = visit()
    paste(page, REVIEW.read_text(encoding="utf-8"))
    answered(page)
    assert page.evaluate("state.article.head.kind") == "html"
    assert page.evaluate("written('text')") == post(server, REVIEW, "text/plain")


def test_html_of_the_clipboard_is_taken_where_html_is_asked_for(visit: Visit) -> None:
    page = visit()
    page.click("text=HTML >> nth=0")
    paste(page, "Plain words of the page.", "<p>Rich words of the page, and enough of them to make a sentence.</p>")
    answered(page)
    assert page.evaluate("state.article.head.kind") == "html"
    assert "Rich words" in page.locator("#page").text_content()


def test_text_can_be_typed_and_sent_with_the_keyboard(visit: Visit) -> None:
    page = visit()
    page.locator("#source").fill(GERMAN.read_text(encoding="utf-8"))
    page.locator("#source").press("Control+Enter")
    answered(page)
    assert page.locator("#page .piece").count() > 50


def test_pasting_works_outside_the_field_too(visit: Visit) -> None:
    page = visit()
    page.evaluate("navigator.clipboard.writeText('The ferry sails at noon, the harbour office said on Monday.')")
    page.locator("body").press("Control+v")
    answered(page)
    assert "ferry" in page.locator("#source").input_value()


def test_a_dropped_file_is_shown(visit: Visit, server: str) -> None:
    page = visit()
    drop(page, REVIEW)
    answered(page)
    assert page.evaluate("written('text')") == post(server, REVIEW, "text/plain")


def test_a_dropped_file_is_decoded_by_the_service(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "alt.txt"
    file.write_bytes(GERMAN.read_text(encoding="utf-8").replace("„", '"').replace("“", '"').encode("cp1252"))
    page = visit()
    drop(page, file)
    answered(page)
    assert "Für die Familie Destrée" in body_of(page)


def test_many_files_show_their_progress_and_can_be_had_together(visit: Visit, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    slugs = ["boerse-hebelprodukte", "short-news", "village-notes", "press-release"]
    for slug in slugs:
        (folder / slug).mkdir(parents=True)
        (folder / slug / "page.txt").write_bytes((FIXTURES / slug / "page.txt").read_bytes())
    (folder / "gone.html").write_bytes((FIXTURES / "error-not-found" / "page.html").read_bytes())
    (folder / "broken.txt").write_bytes(b"%PDF-1.7")
    (folder / ".hidden.txt").write_text("not a page")
    page = visit()
    drop(page, folder)
    until(page, "document.querySelector('#progress-text').textContent.startsWith('6 of 6')")
    assert page.locator("#progress-text").text_content() == "6 of 6 done, 1 failed"
    assert page.locator("#stop").is_hidden()
    rows = page.locator("#documents li").all_text_contents()
    assert sum("kept" in row for row in rows) == 4
    assert sum("no article" in row for row in rows) == 1
    assert sum("This is no text." in row for row in rows) == 1
    page.click("#documents li:has-text('village-notes')")
    answered(page)
    assert page.locator("#documents [aria-current]").text_content().startswith("pages/village-notes")
    _, data = saved(page, "#all button:has-text('Markdown')")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(["pages/gone.md", *(f"pages/{slug}/page.md" for slug in slugs)])


def test_a_running_queue_can_be_stopped(visit: Visit, tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(GERMAN.read_text(encoding="utf-8") * 20)
    page = visit()
    drop(page, *tmp_path.iterdir())
    page.click("#stop")
    until(page, "document.querySelector('#stop').hidden")
    assert "failed" in page.locator("#progress-text").text_content()
    assert page.evaluate("state.jobs.some((job) => job.failed?.code === 'stopped')")


@pytest.mark.parametrize("number", range(4))
def test_examples_can_be_picked(visit: Visit, number: int) -> None:
    page = visit()
    page.locator("#examples button").nth(number).click()
    answered(page)
    assert page.locator("#body .unit").count() > 2


# Looking


def test_legend_counts_and_hides_labels(shown: Page, server: str) -> None:
    blocks = post(server, GERMAN)["blocks"]
    toggle = shown.locator("[data-legend='navigation']")
    count = sum(block["label"] == "navigation" for block in blocks)
    assert toggle.text_content() == f"NAVNavigation{count}"
    kept = sum(block["label"] in {label.value for label in CONTENT} for block in blocks)
    assert shown.locator("[data-legend='kept'] .count").text_content() == str(kept)
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "false"
    assert shown.locator("#page .piece[data-label='navigation']").first.is_hidden()
    assert shown.locator("#page .piece[data-label='title']").is_visible()
    shown.click("[data-legend='all']")
    assert shown.locator("#page .piece[data-label='navigation']").first.is_visible()
    shown.click("[data-legend='all']")
    assert shown.locator("#page .piece:visible").count() == kept


def test_hover_and_focus_tell_reason_and_score(shown: Page) -> None:
    tip = shown.locator("#tip")
    piece(shown, "Aktien kaufen ab 0 Euro").hover()
    tip.wait_for()
    assert "Advertising" in tip.text_content()
    assert re.search(r"Why\s*phrase.+Depot eröffnen.+Article text\s*\d+%", tip.text_content())
    shown.keyboard.press("Escape")
    assert tip.is_hidden()
    shown.locator("#page .tag[tabindex='0']").focus()
    shown.keyboard.press("ArrowDown")
    assert tip.is_visible()
    focused = shown.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert focused == "tip"


def test_metadata_is_shown_for_people(shown: Page) -> None:
    shown.click("#tab-metadata")
    told = shown.locator("#metadata").text_content()
    assert "18 September 2025 at 14:32" in told
    assert "kw-Redaktion/hl" in told
    assert "Startseite › Nachrichten › Aktien" in told
    assert re.search(r"Varnholt Sensorik AG\s*48.36\sEUR\s*\+11.27\s%\s*Xetra", told)


def test_metadata_tells_where_each_field_stands(shown: Page) -> None:
    byline, meta = {"kind": "block", "name": None, "confidence": 0.7}, {"kind": "meta", "name": "og:site_name"}
    place = shown.evaluate("state.article.blocks.find(({ text }) => text === 'kw-Redaktion/hl').start")
    shown.evaluate(
        "(sources) => { state.article.head.metadata.sources = sources; showMetadata(); }",
        {"authors": {**byline, "start": place, "end": place + 15}, "site": {**meta, "confidence": 0.85, "start": None}},
    )
    shown.click("#tab-metadata")
    told = shown.locator("#metadata").text_content()
    assert "Meta element og:site_name 85% sure" in told
    assert f"Characters {place:,}–{place + 15:,} 70% sure" in told
    shown.click("#metadata button")
    focused = shown.evaluate("document.activeElement.closest('.piece').querySelector('.text').textContent")
    assert focused == "kw-Redaktion/hl"


def test_warning_leads_to_its_piece(visit: Visit) -> None:
    page = visit()
    drop(page, FIXTURES / "paywall-truncated" / "page.txt")
    answered(page)
    page.click(".notice button")
    assert page.evaluate("document.activeElement.closest('.piece').dataset.label") == "subscription"


def test_a_page_without_an_article_says_so(visit: Visit) -> None:
    page = visit()
    drop(page, FIXTURES / "error-not-found" / "page.html")
    answered(page)
    told = page.locator("#notices").text_content()
    assert told.startswith("No article: an error page. No piece of this page")
    assert body_of(page) == ""


def test_the_text_on_a_product_is_shown_with_a_warning(visit: Visit, tmp_path: Path) -> None:
    article = (FIXTURES / "regional-html" / "page.html").read_text(encoding="utf-8")
    product = tmp_path / "product.html"
    product.write_text(article.replace("<head>", '<head><meta property="og:type" content="product">'), encoding="utf-8")
    page = visit()
    drop(page, product)
    answered(page)
    assert page.locator("#notices").text_content().startswith("No article: The page says that it is that of a product")
    assert body_of(page)


# Errors and the key


def test_a_file_that_is_no_text_is_refused_in_plain_words(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    page = visit(locale="de-DE")
    drop(page, tmp_path / "report.pdf")
    alert = page.locator("#problem")
    alert.wait_for()
    assert "Das ist kein Text." in alert.text_content()
    assert "report.pdf" in alert.text_content()
    assert "not_text" in alert.text_content()


def test_nothing_to_clean_is_said(visit: Visit) -> None:
    page = visit()
    page.click("button[type=submit] >> nth=0")
    page.wait_for_selector("#problem:not([hidden])")
    assert "There is nothing to clean." in page.locator("#problem").text_content()


def test_a_service_that_is_gone_is_said_and_can_be_tried_again(visit: Visit) -> None:
    page = visit()
    page.context.route("**/v1/clean", lambda route: route.abort())
    page.locator("#examples button").first.click()
    page.wait_for_selector("#problem:not([hidden])")
    assert "The service can't be reached." in page.locator("#problem").text_content()
    page.context.unroute("**/v1/clean")
    page.click("#problem button")
    answered(page)


def test_a_service_that_asks_to_wait_is_waited_for(visit: Visit) -> None:
    asked = []

    def busy(route: object) -> None:
        asked.append(1)
        if len(asked) == 1:
            route.fulfill(
                status=429, headers={"Retry-After": "1"}, json={"code": "rate_limited", "detail": "1 a minute"}
            )
        else:
            route.continue_()

    page = visit()
    page.context.route("**/v1/clean", busy)
    page.locator("#examples button").first.click()
    answered(page)
    assert len(asked) == 2


def test_a_key_is_asked_for_kept_in_the_tab_and_sent(visit: Visit) -> None:
    with serving(CLEANER_KEYS=KEY) as service:
        page = visit(service.url)
        page.locator("#examples button").first.click()
        dialog = page.locator("#key-dialog")
        dialog.wait_for()
        page.fill("#key", "a-wrong-key-that-is-long")
        page.keyboard.press("Enter")
        page.wait_for_selector("#key-wrong:not([hidden])")
        assert page.locator("#key").input_value() == ""
        page.fill("#key", KEY)
        page.keyboard.press("Enter")
        answered(page)
        assert dialog.is_hidden()
        assert page.evaluate("sessionStorage.getItem('key')") == KEY
        assert page.evaluate("Object.values(localStorage).join()") == ""
        page.click("#tab-export")
        assert "$CLEANER_KEY" in page.locator("#curl").text_content()
        assert KEY not in page.locator("body").text_content()
        page.click("#forget")
        assert page.evaluate("sessionStorage.getItem('key')") is None


def test_without_a_key_the_page_says_so(visit: Visit) -> None:
    with serving(CLEANER_KEYS=KEY) as service:
        page = visit(service.url)
        page.locator("#examples button").first.click()
        page.locator("#key-dialog").wait_for()
        page.click("#key-dialog button:has-text('Cancel')")
        page.wait_for_selector("#problem:not([hidden])")
        assert "The service asks for a key." in page.locator("#problem").text_content()
