"""HTML that is malformed, hostile or wrongly declared gets an answer, with all of its text, and nothing takes long."""

from __future__ import annotations

import json

import pytest

from cleaner import NotTextError, clean

STORY = "".join(
    f"<p>On day {day} the river had risen by {day + 2} metres, and the bridge to the old mill was closed again.</p>"
    for day in range(6)
)
N = 100_000

PAGES: dict[str, str | bytes] = {
    "nested 100,000 deep": "<div>" * N + STORY + "</div>" * N,
    "lists nested 100,000 deep": "<ul><li>" * N + STORY,
    "an entity bomb": "<!DOCTYPE x [<!ENTITY a 'aa'>"
    + "".join(f"<!ENTITY a{i} '&a{i - 1};&a{i - 1};'>" for i in range(64))
    + f"]><p>&a63;</p>{STORY}",
    "an entity that is a file": f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;</p>{STORY}",
    "NULs": STORY.replace("river", "ri\0ver").encode(),
    "the wrong charset": b"<meta charset=shift_jis>" + STORY.replace("old", "öld").encode(),
    "a charset that there is not": b"<meta charset=klingon>" + STORY.encode(),
    "two charsets": b"<meta charset=utf-16><meta charset=koi8-r>" + STORY.encode(),
    "broken UTF-8": b"<meta charset=utf-8>" + STORY.replace("mill", "m\xefll").encode("latin-1"),
    "UTF-16": STORY.encode("utf-16"),
    "cut in a tag": STORY + "<p class='",
    "tags in the wrong order": f"</body></html><tr></p>{STORY}<html><body></table></div>",
    "one endless attribute": f"<p title='{'x' * 10 * N}'>{STORY}",
    "100,000 attributes": "<p " + " ".join(f"a{i}" for i in range(N)) + f">{STORY}",
    "noscript in noscript": "<noscript>x" * N + STORY,
    "a state that is nested": "<script type=application/json>" + '{"a":[' * N + f"</script>{STORY}",
    "a state of many lists": "<title>river bridge</title><p>x</p><script type=application/json>"
    + json.dumps([[["On this day the river had risen again."] * 9] * 9] * 99)
    + f"</script>{STORY}",
    "spans without end": "<table><tr><td rowspan=99999999 colspan=99999999>x" + "<tr><td>y" * 999 + f"</table>{STORY}",
    "50,000 cells that reach down": "<table>" + "<tr>" + "<td rowspan=999>x" * (N // 2) + f"</table>{STORY}",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_hostile_pages_get_an_answer(page: str | bytes) -> None:
    article = clean(page, kind="html", links=True, images=True)
    assert article.source_text.count("metres, and the bridge") == 6
    assert "root:" not in article.source_text
    assert "".join(article.source_text.split()) == "".join("".join(block.text.split()) for block in article.blocks)


@pytest.mark.parametrize("data", [b"%PDF-1.7 <p>", b"\x89PNG\r\n\x1a\n<html>", b"\x1f\x8b<p>", bytes(range(32)) * 99])
def test_what_is_no_text_is_a_clear_error(data: bytes) -> None:
    with pytest.raises(NotTextError):
        clean(data, kind="html")
