"""Every fixture page against its expected.json, whose form the first tests check without the cleaner.

expected.json has `kind`, `language`, `description`, `title`, `metadata`, `status` and `body`, the lines of the clean
body. Text pages have `labels`, an entry for each non-blank line: "paragraph|lead" where either is right, "lead+title"
where the line is cut in two. HTML pages have `pieces`, in page order: the beginning of a piece's text and its label.
Of the rest, none need be there: `warnings` are the codes of WARNINGS that the page must get; `cut_sentences` says that
the renderer broke lines inside sentences, so that line breaks in the body don't count; `xfail` names tests that are
known to fail, and why: {"body": "reason"}; `labels_right` is the share of labels that is reached where not all are
right yet. It only rises. Some pages have expected.md beside them, the article as Markdown with title, links and images.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from cleaner.document import CONTENT, Article, Block, Label

FIXTURES = Path(__file__).parent.parent / "fixtures"
SLUGS = sorted(path.parent.name for path in FIXTURES.glob("*/expected.json"))
TESTS = {"body", "title", "metadata", "labels", "status", "language", "warnings", "idempotent", "markdown"}
WARNINGS = {"truncated"}
STATED = ("authors", "date_published", "date_modified", "tags", "page", "pages", "tickers")
"""Fields that must be empty where expected.json does not have them: a guess would do harm."""
FIELDS = {*STATED, "kicker", "site", "section", "breadcrumb"}
TICKER = {"name", "price", "currency", "change_percent", "exchange"}
DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?")


def expected(slug: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / slug / "expected.json").read_text(encoding="utf-8"))
    return loaded


def source(slug: str) -> bytes:
    return next((FIXTURES / slug).glob("page.*")).read_bytes()


def pages(kind: str | None = None, *tests: str) -> list[Any]:
    """A pytest parameter for each fixture of a kind, marked where one of the named tests is known to fail."""
    chosen = [(slug, expected(slug)) for slug in SLUGS]
    return [
        pytest.param(slug, marks=known_failure(want, tests)) for slug, want in chosen if kind in (None, want["kind"])
    ]


def known_failure(want: dict[str, Any], tests: Sequence[str]) -> list[pytest.MarkDecorator]:
    reasons = [reason for test, reason in want.get("xfail", {}).items() if test in tests]
    return [pytest.mark.xfail(reason="; ".join(reasons), strict=True)] if reasons else []


@pytest.fixture(scope="module")
def cleaned() -> Callable[[str], Article]:
    """clean() of a fixture's page, once a fixture."""
    clean = importlib.import_module("cleaner").clean
    articles: dict[str, Article] = {}

    def get(slug: str) -> Article:
        if slug not in articles:
            articles[slug] = clean(source(slug), kind=expected(slug)["kind"])
        return articles[slug]

    return get


def squash(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def lines(body: str) -> list[str]:
    return [squash(line) for line in body.splitlines() if line.strip()]


def unbroken(parts: Iterable[str]) -> str:
    """Lines as running text, without a space before a comma that a renderer has set on a line of its own."""
    return re.sub(r" (?=[.,;:!?])", "", " ".join(parts))


# The form of expected.json


@pytest.mark.parametrize("slug", pages())
def test_fixture_is_complete(slug: str) -> None:
    want = expected(slug)
    files = {path.name for path in (FIXTURES / slug).iterdir()}
    assert files - {"expected.md"} == {"expected.json", "page.html" if want["kind"] == "html" else "page.txt"}
    required = {"kind", "language", "description", "title", "metadata", "status", "body"}
    required |= {"pieces"} if want["kind"] == "html" else {"labels"}
    assert required <= set(want) <= required | {"cut_sentences", "warnings", "xfail", "labels_right"}
    assert set(want.get("warnings", [])) <= WARNINGS
    assert want["status"] in {"ok", "no_article"}
    assert (want["status"] == "ok") == bool(want["body"])
    assert set(want.get("xfail", {})) <= TESTS


@pytest.mark.parametrize("slug", pages())
def test_fixture_metadata_is_well_formed(slug: str) -> None:
    metadata = expected(slug)["metadata"]
    assert set(metadata) <= FIELDS
    for field in ("date_published", "date_modified"):
        assert field not in metadata or DATE.fullmatch(metadata[field])
    for field in ("page", "pages"):
        assert isinstance(metadata.get(field, 1), int)
    for ticker in metadata.get("tickers", []):
        assert {"name"} < set(ticker) <= TICKER
        assert all(isinstance(ticker.get(field, 0.0), int | float) for field in ("price", "change_percent"))


@pytest.mark.parametrize("slug", pages("text"))
def test_fixture_labels_every_line(slug: str) -> None:
    labels = expected(slug)["labels"]
    page = source(slug).decode("utf-8").split("\n")
    assert labels.keys() == {str(number) for number, line in enumerate(page, 1) if line.strip()}
    for label in labels.values():
        check_alternatives(label)


@pytest.mark.parametrize("slug", pages("text"))
def test_fixture_body_is_its_content_lines(slug: str) -> None:
    want = expected(slug)
    page = source(slug).decode("utf-8").split("\n")
    content = [(page[int(number) - 1], label) for number, label in want["labels"].items() if has_content(label)]
    assert len(content) == len(want["body"])
    for (line, label), body_line in zip(content, want["body"], strict=True):
        if "list_item" in label:
            assert body_line.startswith("- ")
        assert body_line.removeprefix("- ") in line


@pytest.mark.parametrize("slug", pages("html"))
def test_fixture_body_is_its_content_pieces(slug: str) -> None:
    want = expected(slug)
    for _, label in want["pieces"]:
        check_alternatives(label)
    content = [(beginning, label) for beginning, label in want["pieces"] if has_content(label)]
    assert len(content) == len(want["body"])
    for (beginning, label), body_line in zip(content, want["body"], strict=True):
        assert body_line.startswith("- " + beginning if label == "list_item" else beginning)


def check_alternatives(label: str) -> None:
    """Known labels only, and no piece that may be content or not."""
    for part in label.split("+"):
        alternatives = {Label(name) for name in part.split("|")}
        assert alternatives <= CONTENT or not alternatives & CONTENT


def has_content(label: str) -> bool:
    return any(name in CONTENT for name in re.split(r"[+|]", label))


# The fixtures together


def test_every_label_has_a_fixture() -> None:
    wanted = (
        want.get("labels", {}).values() if want["kind"] == "text" else dict(want["pieces"]).values()
        for want in map(expected, SLUGS)
    )
    assert {name for labels in wanted for label in labels for name in re.split(r"[+|]", label)} == set(Label)


def test_label_guide_has_every_label_and_names_fixtures_that_exist() -> None:
    guide = (FIXTURES.parent / "docs" / "labels.md").read_text(encoding="utf-8")
    assert {label for label in Label if f"| `{label}` |" not in guide} == set()
    near_misses = guide.partition("## Near misses")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z-]+)`(?=[^|]*\|\n)", near_misses))
    assert named
    assert named <= set(SLUGS)


# What the cleaner makes of the page


@pytest.mark.parametrize("slug", pages(None, "status"))
def test_status(slug: str, cleaned: Callable[[str], Article]) -> None:
    assert cleaned(slug).status == expected(slug)["status"]


@pytest.mark.parametrize("slug", pages(None, "warnings"))
def test_warnings(slug: str, cleaned: Callable[[str], Article]) -> None:
    article = cleaned(slug)
    warnings = [warning for warning in article.warnings if warning.code in WARNINGS]
    assert {warning.code for warning in warnings} == set(expected(slug).get("warnings", []))
    spans = {(block.start, block.end) for block in article.blocks}
    assert all((warning.start, warning.end) in spans for warning in warnings)


@pytest.mark.parametrize("slug", pages(None, "language"))
def test_language(slug: str, cleaned: Callable[[str], Article]) -> None:
    assert cleaned(slug).metadata.language == expected(slug)["language"]


@pytest.mark.parametrize("slug", pages(None, "body"))
def test_body(slug: str, cleaned: Callable[[str], Article]) -> None:
    want = expected(slug)
    got = lines(cleaned(slug).body)
    if want.get("cut_sentences"):
        assert unbroken(got) == unbroken(map(squash, want["body"]))
    else:
        assert got == [squash(line) for line in want["body"]]


MARKDOWN = [
    page for page in pages("html", "body", "markdown") if (FIXTURES / str(page.values[0]) / "expected.md").exists()
]


def test_ten_pages_have_markdown() -> None:
    assert len(MARKDOWN) >= 10


@pytest.mark.parametrize("slug", MARKDOWN)
def test_markdown(slug: str) -> None:
    options = {"with_title": True, "links": True, "images": True}
    article = importlib.import_module("cleaner").clean(source(slug), kind="html", **options)
    written = importlib.import_module("cleaner.formats").as_markdown(article, options)
    assert written.decode() == (FIXTURES / slug / "expected.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", pages(None, "title"))
def test_title(slug: str, cleaned: Callable[[str], Article]) -> None:
    assert cleaned(slug).title == expected(slug)["title"]


@pytest.mark.parametrize("slug", pages(None, "metadata"))
def test_metadata(slug: str, cleaned: Callable[[str], Article]) -> None:
    want = expected(slug)["metadata"]
    got = cleaned(slug).metadata
    assert {field: as_json(getattr(got, field)) for field in want} == want
    assert {field: getattr(got, field) for field in STATED if field not in want and getattr(got, field)} == {}


def as_json(value: Any) -> Any:
    """A metadata value as expected.json has it: lists, and tickers without the fields that are not known."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [as_json(item) for item in value]
    if hasattr(value, "exchange"):
        return {name: getattr(value, name) for name in sorted(TICKER) if getattr(value, name) is not None}
    return value


@pytest.mark.parametrize("slug", pages("text", "labels"))
def test_labels_of_lines(slug: str, cleaned: Callable[[str], Article]) -> None:
    page = source(slug).decode("utf-8")
    got = labels_of_lines(page, cleaned(slug).blocks)
    want = expected(slug)
    wrong = [
        f"line {number}: {'+'.join(got[number])}, not {label}: {page.split(chr(10))[number - 1].strip()[:60]}"
        for number, label in ((int(key), value) for key, value in want["labels"].items())
        if not fits(got[number], label)
    ]
    assert 1 - len(wrong) / len(want["labels"]) >= want.get("labels_right", 1.0), wrong


def labels_of_lines(page: str, blocks: tuple[Block, ...]) -> dict[int, list[str]]:
    """The labels that stand on each 1-based line, in order."""
    labels: dict[int, list[str]] = {}
    for block in blocks:
        first = page.count("\n", 0, block.start) + 1
        for number in range(first, first + block.text.count("\n") + 1):
            labels.setdefault(number, []).append(block.label)
    return labels


def fits(got: list[str], label: str) -> bool:
    parts = [part.split("|") for part in label.split("+")]
    return len(got) == len(parts) and all(one in part for one, part in zip(got, parts, strict=True))


@pytest.mark.parametrize("slug", pages("html", "labels"))
def test_labels_of_pieces(slug: str, cleaned: Callable[[str], Article]) -> None:
    texts = [squash(block.text).removeprefix("- ") for block in cleaned(slug).blocks]
    wrong, reached = [], 0
    for beginning, label in expected(slug)["pieces"]:
        position = find(beginning, texts, reached)
        found = cleaned(slug).blocks[position].label if position is not None else "not found"
        reached = reached if position is None else position
        if found not in label.split("|"):
            wrong.append(f"{found}, not {label}: {beginning}")
    want = expected(slug)
    assert 1 - len(wrong) / len(want["pieces"]) >= want.get("labels_right", 1.0), wrong


def find(beginning: str, texts: list[str], reached: int) -> int | None:
    """The first text from `reached` on that begins so, else the first of all that holds it."""
    starting = (position for position in range(reached, len(texts)) if texts[position].startswith(beginning))
    holding = (position for position, text in enumerate(texts) if beginning in text)
    return next(chain(starting, holding), None)


@pytest.mark.parametrize("slug", pages())
def test_offsets_are_exact_and_nothing_is_lost(slug: str, cleaned: Callable[[str], Article]) -> None:
    article = cleaned(slug)
    page = article.source_text
    if article.kind == "text":
        assert page == source(slug).decode("utf-8")
    assert [block.text for block in article.blocks] == [page[block.start : block.end] for block in article.blocks]
    assert all(block.start < block.end for block in article.blocks)
    assert all(before.end <= after.start for before, after in pairwise(article.blocks))
    assert "".join(page.split()) == "".join("".join(block.text.split()) for block in article.blocks)


@pytest.mark.parametrize("slug", pages())
def test_same_page_same_answer(slug: str, cleaned: Callable[[str], Article]) -> None:
    clean = importlib.import_module("cleaner").clean
    assert clean(source(slug), kind=expected(slug)["kind"]) == cleaned(slug)


@pytest.mark.parametrize("slug", pages(None, "idempotent"))
def test_cleaning_a_clean_body_changes_nothing(slug: str, cleaned: Callable[[str], Article]) -> None:
    clean = importlib.import_module("cleaner").clean
    body = cleaned(slug).body
    assert clean(body, kind="text").body == body
