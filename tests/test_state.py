"""An article is found in the scripts of a page that shows none, and nothing else is taken for one."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from cleaner import markup

PARAGRAPHS = [
    "The harbour of Westby will get a second ferry in May, as the council decided on Monday after a long debate.",
    "The boat carries forty cars and runs on batteries that are charged at the old pier during the night.",
    "Most of the members were in favour, but they could not agree on who should pay for the new landing stage.",
    "A decision on the fares is expected in the autumn, when the budget for the next two years is on the agenda.",
    "Until then, the passengers pay what they have paid since the winter: four crowns, and nine with a bicycle.",
]
TITLE = "Westby harbour: second ferry from May"
HEADING = "Who pays"
NODES = [[{"text": text[:30]}, {"text": text[30:50], "bold": True}, {"text": text[50:]}] for text in PARAGRAPHS]
OTHER = [{"title": "Other", "body": "Another story about a bridge that was closed because of the high water. " * 9}]

STATES = [
    ("strings", {"props": {"article": {"title": TITLE, "body": PARAGRAPHS}}}),
    ("blocks", {"blocks": [{"type": "p", "text": text, "id": f"b{i}"} for i, text in enumerate(PARAGRAPHS)]}),
    ("rich text", {"content": [{"nodeType": "paragraph", "content": nodes} for nodes in NODES]}),
    ("HTML", {"post": {"html": "".join(f"<p>{text}</p>" for text in PARAGRAPHS)}}),
    ("text with line breaks", {"post": {"text": "\n\n".join(PARAGRAPHS)}}),
    ("several articles", {"items": [{"body": OTHER}, {"body": [{"text": text} for text in PARAGRAPHS]}]}),
    ("strings that are JSON", {"topic": json.dumps({"posts": [{"cooked": f"<p>{text}</p>"} for text in PARAGRAPHS]})}),
    ("beside another", {"more": OTHER, "blocks": [{"text": text} for text in PARAGRAPHS]}),
]


def page(script: str, title: str = TITLE, shown: str = "<p>Loading</p>") -> list[str]:
    source = f"<html><head><title>{title}</title></head><body><div id=app>{shown}</div>{script}</body></html>"
    return [piece.text for piece in markup.read(source).pieces]


def data(state: Any) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script>'


@pytest.mark.parametrize("state", [case[1] for case in STATES], ids=[case[0] for case in STATES])
def test_an_article_of_a_state_is_read(state: Any) -> None:
    assert page(data(state)) == ["Loading", *PARAGRAPHS]


WRITTEN = [
    "<script>window.__STATE__ = {};</script>",
    "<script>\n  var state={}; function a() {{}}</script>",
    "<script>self.x['y'] =\n{}</script>",
]


@pytest.mark.parametrize("script", WRITTEN)
def test_an_article_of_an_assignment_is_read(script: str) -> None:
    state = json.dumps({"blocks": [{"text": text} for text in PARAGRAPHS]})
    assert page(script.replace("{}", state, 1)) == ["Loading", *PARAGRAPHS]


def test_an_article_in_a_string_of_json_is_read() -> None:
    state = json.dumps(json.dumps({"blocks": PARAGRAPHS}))
    assert page(f"<script>window.state = JSON.parse({state});</script>") == ["Loading", *PARAGRAPHS]


@pytest.mark.parametrize("name", ["data-page", "data-react-props", ":article", "wire:snapshot"])
def test_an_article_in_an_attribute_is_read(name: str) -> None:
    state = html.escape(json.dumps({"blocks": PARAGRAPHS}))
    assert page(f'<div id=app {name}="{state}"></div>') == ["Loading", *PARAGRAPHS]


def test_the_article_is_the_one_that_the_title_is_about() -> None:
    longer = [f"{text} It was said again." for text in PARAGRAPHS]
    other = [text.replace("ferry", "bridge").replace("May", "June") for text in longer]
    assert page(data([{"blocks": other}, {"blocks": PARAGRAPHS}])) == ["Loading", *PARAGRAPHS]


def test_a_sentence_ends_before_spaces_of_html() -> None:
    blocks = [f"<p>{text}&nbsp; </p>" for text in PARAGRAPHS]
    assert page(data({"blocks": blocks})) == ["Loading", *PARAGRAPHS]


def test_headings_and_lists_come_with_the_paragraphs() -> None:
    blocks: list[dict[str, Any]] = [{"text": text} for text in PARAGRAPHS]
    blocks[2:2] = [{"text": HEADING}, {"items": [{"text": "four crowns"}, {"text": ", nine crowns"}]}]
    assert page(data({"blocks": blocks})) == [
        "Loading", *PARAGRAPHS[:2], HEADING, "four crowns, nine crowns", *PARAGRAPHS[2:],
    ]  # fmt: skip


def test_a_text_that_begins_as_json_does_stays() -> None:
    text = "[1] " + " ".join(PARAGRAPHS)
    assert page(data({"text": text})) == ["Loading", text]


def test_signs_of_html_in_plain_text_stay() -> None:
    paragraphs = [f"{text} It is 3 < 4 & more." for text in PARAGRAPHS]
    assert page(data({"text": paragraphs})) == ["Loading", *paragraphs]


SENTENCES = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
CHINESE = "市议会周一晚上决定，韦斯特比港将有第二艘渡轮，居民对此表示欢迎。"
NOT_TAKEN = [
    ("a Chinese page that shows its article", data({"blocks": PARAGRAPHS}), f"<p>{CHINESE * 12}</p>", TITLE),
    ("a page that shows its article", data({"blocks": OTHER * 3}), SENTENCES * 2, TITLE),
    ("a text that is not about the title", data({"blocks": PARAGRAPHS}), "", "Recipes for a rainy evening"),
    ("a page without a title", data({"blocks": PARAGRAPHS}), "", ""),
    ("a teaser", data({"blocks": PARAGRAPHS[:2]}), "", TITLE),
    ("settings", data({"fields": [f"{TITLE} ferry-{i}/{'x' * 60}" for i in range(20)]}), "", TITLE),
    ("a string of settings", data({"state": json.dumps({TITLE: list(range(500))})}), "", TITLE),
    ("broken JSON", data({"blocks": PARAGRAPHS}).replace("]", ",,"), "", TITLE),
    ("code", f"<script>if (a == {{b: 1}}) run({json.dumps(PARAGRAPHS)});</script>", "", TITLE),
    ("a deep state", f"<script type=application/json>{'[' * 100_000}</script>", "", TITLE),
    ("an attribute that is no JSON", f'<div data-app="{{{" ".join(PARAGRAPHS)}"></div>', "", TITLE),
    ("a wide state", data([[[[[]] * 10] * 10] * 10] * 10), "", TITLE),
]


@pytest.mark.parametrize("case", NOT_TAKEN, ids=[case[0] for case in NOT_TAKEN])
def test_what_is_no_article_is_not_taken(case: tuple[str, str, str, str]) -> None:
    _, script, shown, title = case
    assert page(script, title, shown or "<p>Loading</p>") == page("", title, shown or "<p>Loading</p>")
