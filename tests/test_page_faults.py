"""What went wrong on the page once: refusals and keys in a queue, lost clicks, answers that come late, pasting."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import FIXTURES, GERMAN, REVIEW, answered, drop, paste, until
from cleaner import Block, Label, body
from serving import serving
from test_page_model import told

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

KEY = "a-key-for-the-tests-0123"
Visit = Callable[..., "Page"]
SHORT = FIXTURES / "short-news" / "page.txt"
NONE_LEFT = "$('progress-text').textContent.startsWith(`${state.jobs.length} of ${state.jobs.length} done`)"


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[int], Path]:
    """Makes a folder of so many short pages."""

    def of(number: int) -> Path:
        (tmp_path / "pages").mkdir()
        for each in range(number):
            (tmp_path / "pages" / f"{each:02}.txt").write_bytes(SHORT.read_bytes())
        return tmp_path / "pages"

    return of


@pytest.fixture
def shown(visit: Visit) -> Page:
    """The German fixture with its answer."""
    page = visit()
    drop(page, GERMAN)
    answered(page)
    return page


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


def test_a_click_in_the_list_counts_while_the_queue_goes_on(visit: Visit, folder: Callable[[int], Path]) -> None:
    page = visit()
    drop(page, folder(3))
    until(page, NONE_LEFT)
    page.locator("#documents button").nth(2).hover()
    page.mouse.down()
    page.evaluate("drawQueue()")  # as with each answer
    page.mouse.up()
    until(page, "state.current === state.jobs[2]", seconds=10)
    page.mouse.down()
    page.evaluate("Object.assign(state.jobs[0], { state: 'failed', failed: { code: 'stopped' } }); drawQueue()")
    page.mouse.move(700, 500)
    page.mouse.up()
    page.wait_for_selector("#documents [data-state='failed']")  # what came while a button was pressed is drawn then


def test_a_drag_that_leaves_the_window_is_over(visit: Visit, folder: Callable[[int], Path]) -> None:
    page = visit()
    drop(page, folder(3))
    until(page, NONE_LEFT)
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(GERMAN)], "dragOperationsMask": 1}

    def drag(kind: str, x: float, y: float) -> None:
        session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})

    page.evaluate("addEventListener('dragenter', ({ target }) => { globalThis.entered = target; })")
    row = page.locator("#documents button").nth(1).evaluate("(node) => node.getBoundingClientRect().toJSON()")
    drag("dragEnter", 700, 500)
    drag("dragOver", row["x"] + 30, row["y"] + 10)
    until(page, "Boolean(globalThis.entered?.closest('#documents'))", seconds=10)
    page.evaluate("drawQueue()")  # what the pointer is over is gone, and no event says that it was left
    drag("dragOver", 700, 500)
    until(page, "entered === document.elementFromPoint(700, 500)", seconds=10)
    assert page.locator("#drop").is_visible()
    page.evaluate("entered.dispatchEvent(new DragEvent('dragleave', { bubbles: true }))")
    assert page.locator("#drop").is_hidden()


@pytest.fixture(scope="module")
def locked() -> Iterator[str]:
    """The address of a service that asks for a key."""
    with serving(CLEANER_KEYS=KEY) as service:
        yield service.url


def test_nothing_is_sent_while_a_key_is_asked_for(visit: Visit, locked: str, folder: Callable[[int], Path]) -> None:
    page = visit(locked)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    drop(page, folder(9))
    page.locator("#key-dialog").wait_for()
    until(page, "!state.jobs.some(({ state }) => state === 'running')")
    assert sum(url.endswith("v1/clean") for url in asked) <= 3
    page.fill("#key", KEY)
    page.keyboard.press("Enter")
    until(page, NONE_LEFT)
    assert page.locator("#progress-text").text_content() == "9 of 9 done"


def test_a_late_refusal_leaves_the_key_that_was_given_meanwhile(
    visit: Visit, locked: str, folder: Callable[[int], Path]
) -> None:
    held: list[Route] = []
    page = visit(locked)
    page.context.route("**/v1/clean", lambda route: route.continue_() if held else held.append(route))
    drop(page, folder(3))
    page.locator("#key-dialog").wait_for()
    page.fill("#key", KEY)
    page.keyboard.press("Enter")
    until(page, "state.jobs.filter(({ state }) => state === 'done').length === 2")
    held[0].continue_()
    until(page, "!state.jobs.some(({ state }) => state === 'running')")
    assert page.locator("#key-dialog").is_hidden()
    assert page.evaluate("sessionStorage.getItem('key')") == KEY
    until(page, "document.querySelector('#progress-text').textContent === '3 of 3 done'")


def test_a_key_that_no_request_can_carry_is_a_wrong_key(visit: Visit, locked: str) -> None:
    page = visit(locked)
    page.locator("#examples button").first.click()
    page.fill("#key", "schlüssel–der-nicht-stimmt")
    page.keyboard.press("Enter")
    page.locator("#key-wrong").wait_for()
    page.fill("#key", KEY)
    page.keyboard.press("Enter")
    answered(page)


# Answers that do not come, or come late


def test_a_worker_whose_script_does_not_come_is_told_and_asked_for_again(visit: Visit) -> None:
    page = visit()
    asked: list[str] = []
    there: list[bool] = []

    def script(route: Route) -> None:
        asked.append(route.request.url)
        if there or len(asked) == 1:  # the first is the window's own
            return route.continue_()
        return route.abort()

    page.context.route("**/page.js", script)
    page.reload()
    page.wait_for_selector("#start h2")
    page.locator("#examples button").first.click()
    page.wait_for_selector("#problem:not([hidden])")
    assert "The service can't be reached." in page.locator("#problem").inner_text()
    there.append(True)
    page.click("#problem button")
    answered(page)


def test_a_language_that_is_chosen_while_an_answer_is_unpacked_leaves_no_spinner(visit: Visit) -> None:
    page = visit()
    drop(page, GERMAN, SHORT)
    until(page, NONE_LEFT)
    page.evaluate("select(state.jobs[1]); document.querySelector('[data-language=de]').click()")
    answered(page)
    assert page.evaluate("[$('working').hidden, $('result').hidden]") == [True, False]


# By keyboard


def test_the_keyboard_gets_into_the_page_when_labels_are_hidden(shown: Page) -> None:
    stops = "[...$('page').querySelectorAll('.tag[tabindex=\"0\"]')].map((tag) => tag.offsetParent !== null)"
    shown.click("[data-legend='all']")
    assert shown.evaluate(stops) == [True]
    shown.locator("#legend [data-legend='all']").focus()
    for _ in range(10):
        shown.keyboard.press("Tab")
        if shown.evaluate("document.activeElement.matches('#page .tag')"):
            break
    at = shown.evaluate("state.active")
    shown.evaluate("state.hidden.add('other'); hideLabels()")
    shown.keyboard.press("Enter")  # takes the piece out, so that it is hidden
    until(shown, f"isHidden({at})", seconds=10)
    assert shown.evaluate(stops) == [True]
    assert shown.evaluate("state.active") > at


@pytest.mark.parametrize("focused", ["[name='kind'][value='html']", "#with-title", ".edit select"])
def test_pasting_works_from_switches(shown: Page, focused: str) -> None:
    shown.locator("#page .piece .text").first.click()
    shown.locator(focused).first.focus()
    shown.evaluate("navigator.clipboard.writeText('The ferry sails at noon, the harbour office said on Monday.')")
    shown.keyboard.press("Control+v")
    until(shown, "state.current.text?.startsWith('The ferry')", seconds=10)
    answered(shown)


def test_the_explanation_describes_one_piece(shown: Page) -> None:
    shown.locator("#page .tag[tabindex='0']").focus()
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowDown")
    described = "[...document.querySelectorAll('[aria-describedby=tip]')].map((tag) => tag === document.activeElement)"
    assert shown.evaluate(described) == [True]
    shown.keyboard.press("Escape")
    assert shown.evaluate(described) == []


# The text


def test_a_text_too_long_for_its_field_can_be_cleaned_again(visit: Visit) -> None:
    page = visit()
    long = "The ferry sails at noon, the harbour office said on Monday.\n\n" * 2000
    paste(page, long)
    answered(page)
    hint = page.locator("#paste-hint")
    assert hint.text_content() == "Pasted text: 122 KB"
    page.click("[data-language='de']")
    assert hint.text_content() == "Eingefügter Text: 122 KB"
    page.check("[name='kind'][value='text']", force=True)
    page.click("#form [type='submit']")
    until(page, "state.jobs.length === 2")
    answered(page)
    assert page.evaluate("[state.current.kind, state.current.text.length]") == ["text", len(long)]
    page.locator("#source").press("x")
    assert hint.text_content() == "Mit Menüs, Werbung und allem: so einfügen, wie es ist."
    page.click("#form [type='submit']")
    until(page, "state.current.text === 'x'", seconds=10)


def test_json_of_an_article_that_was_taken_out_by_hand_says_that_there_is_none(shown: Page) -> None:
    shown.check("#with-title")
    shown.evaluate("state.article.chosen().forEach((block) => state.article.flip(state.article.blocks.indexOf(block)))")
    answer = json.loads(shown.evaluate("written('json')"))
    assert answer["status"] == "no_article"
    assert answer["body"] == answer["metadata"]["title"]
    assert answer["metadata"]["word_count"] == 0


def test_nothing_goes_on_after_a_line_of_closing_marks(visit: Visit) -> None:
    blocks, at = [], 0
    for text in ("The ferry sails at", "noon on", "every day", "and then", "»", "goes on again"):
        blocks.append(Block(text, Label.PARAGRAPH, at, at + len(text), "", 0.5))
        at += len(text) + 1
    want = body.assemble(blocks)
    assert want == "The ferry sails at noon on every day and then\n\n»\n\ngoes on again"
    assert visit().evaluate("(blocks) => assemble(blocks)", told(blocks)) == want


def test_the_clean_text_is_in_the_language_that_was_chosen(visit: Visit) -> None:
    page = visit()
    paste(page, "The ferry sails at noon, the harbour office said on Monday. " * 200)
    answered(page)
    assert page.locator("#body .more").inner_text().startswith("Show more")
    page.click("[data-language='de']")
    until(page, "document.querySelector('#body .more').textContent.startsWith('Mehr zeigen')", seconds=10)


def test_nothing_of_one_document_is_drawn_or_counted_when_another_is_chosen(visit: Visit) -> None:
    page = visit()
    drop(page, GERMAN, REVIEW)
    until(page, "document.querySelector('#progress-text').textContent.startsWith('2 of 2')")
    answered(page)
    page.evaluate(
        """() => {
            const post = worker.postMessage.bind(worker);
            worker.postMessage = (message) => setTimeout(post, 600, message);
            change(0, () => state.article.flip(0));
            sheets.page.redrawAll();
            select(state.jobs[1]);
        }"""
    )
    page.wait_for_timeout(300)  # the words are counted 120 ms after a change
    assert page.evaluate("[state.article, document.querySelector('#result').inert]") == [None, True]
    answered(page)
    page.locator("#documents button").nth(1).click()
    page.click("#tab-export")
    assert page.evaluate("state.article.blocks.length === state.article.total")
