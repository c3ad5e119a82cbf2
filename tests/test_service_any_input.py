"""Whatever is sent: no fault of the service, no lost neighbour. CLEANER_TEST_INPUTS says how many are made up."""

from __future__ import annotations

import json
import os

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serving import BODIES, NDJSON, PAGE, lines, post, post_batch

INPUTS = int(os.environ.get("CLEANER_TEST_INPUTS") or 400)
"""10,000 takes some minutes; CI takes fewer."""

SHARED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
MIMES = [
    "application/json",
    "text/plain",
    "text/html",
    "multipart/form-data; boundary=x",
    "text/html; charset=utf-16",
    NDJSON,
    "",
]
CODINGS = ["identity", "identity", "identity", "gzip", "deflate", "br", "zstd", "x"]
TEXTS = st.text(st.characters(categories=["L", "N", "P", "Z", "Cc", "Cs", "Sm"]), max_size=300)
TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "<table><tr>", "<!--", "<script>", "<br>", "&#0;", "<a href=x>", "<h1>"]
)
PAGES = st.lists(
    TEXTS | TAGS | st.sampled_from(["Home\n", "Share\n", "\n\n", "2026-03-03", "By Ann Lind"]), max_size=12
)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | TEXTS, st.lists)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "text": PAGES.map("".join),
        "html": PAGES.map("".join),
        "id": st.integers() | TEXTS | VALUES,
        "keep": st.lists(st.sampled_from(["lead", "comments", "x"])),
        "remove": st.lists(TEXTS, max_size=3),
        "with_title": st.booleans(),
        "url": TEXTS,
        "colour": VALUES,
    },
)


@settings(max_examples=INPUTS // 4, **SHARED)
@given(
    data=st.binary(max_size=300),
    mime=st.sampled_from(MIMES),
    headers=st.fixed_dictionaries(
        {"Accept": st.sampled_from(["*/*", "text/markdown", "x", ""]), "Content-Encoding": st.sampled_from(CODINGS)}
    ),
    path=st.sampled_from(["/v1/clean", "/v1/clean/batch"]),
)
def test_no_bytes_make_a_fault(client: FlaskClient, data: bytes, mime: str, headers: dict[str, str], path: str) -> None:
    answer = client.post(path, data=data, content_type=mime, headers=headers)
    assert answer.status_code < 500
    assert b"internal_error" not in answer.data


@settings(max_examples=INPUTS // 4, **SHARED)
@given(text=PAGES.map("".join), field=st.sampled_from(["text", "html"]), phrase=st.text(max_size=20))
def test_every_text_is_answered_with_its_own_characters(
    client: FlaskClient, text: str, field: str, phrase: str
) -> None:
    answer = post(client, json.dumps({field: text, "remove": [phrase]}), "application/json")
    assert answer.status_code in (200, 400)
    told = answer.get_json()
    if answer.status_code == 200:
        source = text if field == "text" else told["source_text"]
        assert all(source[block["start"] : block["end"]] == block["text"] for block in told["blocks"])


@settings(max_examples=INPUTS // 10, **SHARED)
@given(documents=st.lists(DOCUMENTS | VALUES, min_size=3, max_size=7))
def test_no_neighbour_is_lost(client: FlaskClient, documents: list[object]) -> None:
    """Between all that is made up stand pages that must come out whole."""
    batch = [each for document in documents for each in (document, {"id": "sound", "text": PAGE})]
    records = lines(post_batch(client, "".join(json.dumps(each) + "\n" for each in batch)))
    assert [each["index"] for each in records] == list(range(len(batch)))
    assert all((each["id"], each["article"]["body"]) == ("sound", BODIES["text"]) for each in records[1::2])
    for document, record in zip(documents, records[::2], strict=True):
        assert record.keys() & {"article", "problem"}
        assert record.get("problem", {}).get("status", 200) < 500
        name = document.get("id") if isinstance(document, dict) else None
        named = isinstance(name, (str, int)) and not isinstance(name, bool)
        assert record["id"] == (name if named else None)
