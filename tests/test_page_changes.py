"""What a person changes on the page and takes away, in a real Chromium: other verdicts, files, phrases, calls."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import GERMAN, REVIEW, answered, body_of, drop, piece, post, saved, until
from conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]


# Changing a verdict


def test_a_click_takes_a_piece_out_and_puts_it_back(shown: Page) -> None:
    whole = body_of(shown)
    line = "Wettbewerber Ostermann winkt ab"
    piece(shown, line).click()
    assert line not in body_of(shown)
    assert body_of(shown) == whole.replace(f"{line}\n\n", "")
    until(shown, "state.words === 312")
    assert "1 changed by you" in shown.locator("#counts").text_content()
    assert shown.locator("#badge").text_content() == "1"
    piece(shown, line).locator(".text").click()
    assert body_of(shown) == whole
    assert shown.locator("#badge").is_hidden()


def test_a_click_keeps_a_piece_in_its_place(shown: Page) -> None:
    line = "Varnholt Sensorik nimmt Angebot der Familie Destrée an"
    whole = body_of(shown)
    piece(shown, line).click()
    assert body_of(shown) == f"{line}\n\n{whole}"
    assert shown.evaluate("written('text')") == f"{line}\n\n{whole}\n"


def test_a_changed_piece_takes_another_label(shown: Page) -> None:
    row = piece(shown, "So geht es weiter")
    row.click()
    row.locator("select").focus()
    row.locator("select").select_option("advertisement")
    assert row.get_attribute("data-label") == "advertisement"
    assert shown.evaluate("document.activeElement.tagName") == "SELECT"
    row.locator("button:has-text('Undo')").click()
    assert row.get_attribute("data-label") == "heading"
    assert "changed" not in shown.locator("#counts").text_content()


def test_verdicts_are_changed_with_the_keyboard(shown: Page) -> None:
    shown.locator("#page .tag[tabindex='0']").focus()
    shown.keyboard.press("End")
    at = int(shown.evaluate("document.activeElement.closest('.piece').dataset.at"))
    assert at == shown.locator("#page .piece").count() - 1
    shown.keyboard.press("ArrowUp")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.closest('.piece').dataset.at") == str(at - 1)
    assert shown.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert shown.locator(f"#page [data-at='{at - 1}'] .text").text_content() in body_of(shown)
    shown.keyboard.press("Space")
    assert shown.evaluate("document.activeElement.getAttribute('aria-pressed')") == "false"


def test_selecting_text_changes_nothing(shown: Page) -> None:
    piece(shown, "Am Markt kam die Nachricht").locator(".text").click(click_count=3)
    selected = shown.evaluate("getSelection().toString()")
    assert selected.startswith("Am Markt")
    assert shown.evaluate("state.article.changes.size") in (0, 1)


def test_changes_stay_with_their_document(visit: Visit) -> None:
    page = visit()
    drop(page, GERMAN, REVIEW)
    until(page, "document.querySelector('#progress-text').textContent.startsWith('2 of 2')")
    answered(page)
    piece(page, "So geht es weiter").click()
    rows = page.locator("#documents button")
    rows.nth(1).click()
    answered(page)
    assert page.evaluate("state.article.changes.size") == 0
    rows.nth(0).click()
    answered(page)
    assert piece(page, "So geht es weiter").get_attribute("data-label") == "other"


# Saving


@pytest.mark.parametrize(("form", "accept"), [("text", "text/plain"), ("markdown", "text/markdown")])
def test_download_is_what_the_service_gives(shown: Page, server: str, form: str, accept: str) -> None:
    shown.click("#tab-export")
    shown.click(f"#export label:has([value='{form}'])")
    name, data = saved(shown, "[data-keep='download']")
    assert name == f"varnholt-sensorik-nimmt-angebot-der.{'md' if form == 'markdown' else 'txt'}"
    assert data.decode() == post(server, GERMAN, accept)


def test_json_is_what_the_service_gives_and_has_the_changes(shown: Page, server: str) -> None:
    shown.click("#tab-export")
    shown.click("#export label:has([value='json'])")
    want = post(server, GERMAN)
    assert json.loads(saved(shown, "[data-keep='download']")[1]) == want
    piece(shown, "So geht es weiter").click()
    told = json.loads(saved(shown, "[data-keep='download']")[1])
    changed = [block for block in told["blocks"] if block["reason"] == "changed by hand"]
    assert [(block["text"], block["label"]) for block in changed] == [("So geht es weiter", "other")]
    assert told["body"] == want["body"].replace("So geht es weiter\n\n", "")
    assert told["metadata"]["word_count"] == want["metadata"]["word_count"] - 4


def test_the_text_can_be_copied_with_its_title(shown: Page, server: str) -> None:
    shown.check("#with-title")
    shown.click("#copy-body")
    until(shown, "document.querySelector('#copy-body').textContent === 'Copied'")
    assert shown.evaluate("navigator.clipboard.readText()") == post(server, GERMAN, "text/plain", with_title=True)


def test_markdown_of_html_is_the_services(visit: Visit, server: str) -> None:
    page = visit()
    drop(page, REVIEW)
    answered(page)
    assert page.evaluate("written('markdown')") == post(server, REVIEW, "text/markdown")
    page.check("#with-title")
    assert page.evaluate("written('markdown')") == post(server, REVIEW, "text/markdown", with_title=True)


def change_two(page: Page) -> None:
    piece(page, "Wettbewerber Ostermann winkt ab").click()
    piece(page, "3 Kommentare").click()
    piece(page, "Die Annahmefrist beginnt am Montag").click()
    piece(page, "Die Annahmefrist beginnt am Montag").locator("select").select_option("disclaimer")
    page.click("#tab-export")


def test_phrase_lists_teach_the_command_line(shown: Page, tmp_path: Path) -> None:
    change_two(shown)
    for name in ("remove", "protect"):
        named, data = saved(shown, f"[data-keep='{name}']")
        (tmp_path / named).write_bytes(data)
    assert (tmp_path / "remove.txt").read_text(encoding="utf-8").splitlines()[
        0
    ] == "other: Wettbewerber Ostermann winkt ab"
    (tmp_path / "page.txt").write_bytes(GERMAN.read_bytes())
    command = shown.locator("#export pre").first.text_content()
    assert command == "cleaner page.txt - --phrases remove.txt --protect protect.txt"
    done = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == shown.evaluate("written('text')")


def test_phrases_and_the_call_teach_the_service(shown: Page, server: str) -> None:
    change_two(shown)
    shown.click("[data-keep='api']")
    lists = json.loads(shown.evaluate("navigator.clipboard.readText()"))
    told = post(server, GERMAN, **lists)
    assert told["body"] == shown.evaluate("assemble(state.article.chosen())")
    labels = {block["text"][:20]: block["label"] for block in told["blocks"]}
    assert labels["Die Annahmefrist beg"] == "disclaimer"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_curl_line_gives_the_same(shown: Page, tmp_path: Path, form: str) -> None:
    shown.check("#with-title")
    change_two(shown)
    shown.click(f"#export label:has([value='{form}'])")
    name, data = saved(shown, "[data-keep='page']")
    (tmp_path / name).write_bytes(data)
    line = shown.locator("#curl").text_content()
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, check=True, timeout=60)
    if form == "json":
        assert json.loads(done.stdout)["body"] == json.loads(shown.evaluate("written('json')"))["body"]
    else:
        assert done.stdout.decode() == shown.evaluate(f"written('{form}')")
