"""The page as it is sent: what it may load and run, and that all of it is there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from browsing import GERMAN
from cleaner import clean
from cleaner.api import PROBLEMS
from cleaner.document import CONTENT, Label
from cleaner.page import EXAMPLES, FOLDER, pages
from screenshots import PICTURE, labels_shown, note

ROOT = Path(__file__).parent.parent
SCRIPT = (FOLDER / "page.js").read_text(encoding="utf-8")
STYLE = (FOLDER / "page.css").read_text(encoding="utf-8")
MARKUP = (FOLDER / "page.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site() -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(pages)
    return app.test_client()


@pytest.mark.parametrize(
    ("address", "mime"),
    [("/", "text/html"), ("/page.css", "text/css"), ("/page.js", "text/javascript"), ("/page.svg", "image/svg+xml")]
    + [(f"/examples/{name}", "text/plain") for name in EXAMPLES],
)
def test_everything_is_there_under_the_policy(site: FlaskClient, address: str, mime: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == mime
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy


def test_a_browser_that_has_it_is_told_so(site: FlaskClient) -> None:
    tag = site.get("/page.js").headers["ETag"]
    assert site.get("/page.js", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["../page.js", "..%2Fpage.js", "missing.txt", "__init__.py", ""])
def test_nothing_else_is_sent(site: FlaskClient, name: str) -> None:
    assert site.get(f"/examples/{name}").status_code == 404


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_fixtures(name: str) -> None:
    slug, _, suffix = name.rpartition(".")
    assert (FOLDER / "examples" / name).read_bytes() == (ROOT / "fixtures" / slug / f"page.{suffix}").read_bytes()
    assert f'"{name}"' in SCRIPT


def test_picture_of_the_readme_is_current() -> None:
    """It shows the labels that its page gets today; scripts/screenshots.py --readme takes it anew."""
    assert note(PICTURE.read_bytes()) == labels_shown(clean(GERMAN.read_bytes()))


class Seen(HTMLParser):
    """What a document loads and runs, the texts it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "href", "action"):
                self.addresses.append(value or "")
            if (
                name == "style"
                or name.startswith("on")
                or (tag == "script" and "src" not in dict(attrs))
                or tag == "style"
            ):
                self.inline.append(f"{tag} {name}")
            if name.startswith("data-t") and name not in ("data-theme",):
                self.texts.append(value or "")


def test_markup_has_nothing_inline_and_names_no_host() -> None:
    seen = Seen()
    seen.feed(MARKUP)
    assert seen.inline == []
    assert {address for address in seen.addresses if not address.startswith("#")} == {
        "page.css",
        "page.js",
        "page.svg",
        "docs",
    }
    assert not re.search(r"url\(|@import|https?:", STYLE)


@pytest.mark.parametrize(
    "sink", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
)
def test_script_makes_no_markup_from_text(sink: str) -> None:
    assert sink not in SCRIPT


def test_every_label_has_letters_a_colour_and_a_pattern() -> None:
    table = SCRIPT.partition("const LABELS = {")[2].partition("};")[0]
    letters = dict(re.findall(r'(\w+): \["(\w+)"', table))
    assert set(letters) == {label.value for label in Label}
    assert len(set(letters.values())) == len(letters)
    assert set(re.findall(r'(\w+): \["\w+", true\]', table)) == {label.value for label in CONTENT}
    looks = dict(re.findall(r'\[data-label="(\w+)"\] \{ (--hue: .*?) \}', STYLE))
    assert set(looks) >= {label.value for label in Label} - {label.value for label in CONTENT} - {"other"}
    assert len(set(looks.values())) == len(looks)


def test_both_languages_have_every_text() -> None:
    seen = Seen()
    seen.feed(MARKUP)
    for name in ("NAMES", "TEXTS", "FIELDS", "PROBLEMS"):
        english, german = tables(name)
        assert len(english) > 10
        assert english == german
        if name == "TEXTS":
            assert set(seen.texts) <= english


def test_every_problem_has_words() -> None:
    told = tables("PROBLEMS")[0]
    own = {"unreachable", "stopped", "other"}
    assert told - own <= set(PROBLEMS)
    never = {"bad_request", "invalid_json", "invalid_encoding", "invalid_request", "unknown_label", "not_found"}
    never |= {"method_not_allowed", "not_acceptable", "unsupported_media_type", "too_many_documents"}
    assert set(PROBLEMS) - told <= never  # what the page never sends, and what "other" is for


def tables(name: str) -> tuple[set[str], set[str]]:
    """The keys of a table of texts in English and in German."""
    table = SCRIPT.partition(f"const {name} = {{")[2].partition("\n};")[0]
    english, _, german = table.partition("\n  de: {")
    keys = re.compile(r"(?:^|[{,])\s*(\w+): [\[\"]", re.MULTILINE)
    return set(keys.findall(english)), set(keys.findall(german))
