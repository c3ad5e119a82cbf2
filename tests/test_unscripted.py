"""What stands in <noscript> is read where the page shows little else, and nowhere else."""

from __future__ import annotations

import pytest

from cleaner import markup

SENTENCE = "The old mill by the weir grinds again, and on Saturdays the miller shows how its stones are hung."
PROSE = f"<p>{SENTENCE}</p>" * 9
READ = [SENTENCE] * 9

PAGES = [
    ("the whole page", f"<p>Wait</p><noscript><h1>The mill</h1>{PROSE}</noscript>", ["Wait", "The mill", *READ]),
    ("a page in two", f"<noscript>{PROSE}</noscript><p>Wait</p><noscript>{PROSE}", [*READ, "Wait", *READ]),
    ("one in another", f"<noscript><p>Mill<noscript>{PROSE}</noscript></noscript>", ["Mill", *READ]),
    ("beside a page that shows its text", f"<main>{PROSE}</main><noscript>{PROSE}</noscript>", READ),
    ("a notice", f"<p>Wait</p><noscript><p>Switch on JavaScript.</p><p>{SENTENCE}</p></noscript>", ["Wait"]),
    ("links", f"<p>Wait</p><noscript><a href=/mill>{PROSE}</a></noscript>", ["Wait"]),
    ("an image", "<p>Wait</p><noscript><img src=pixel.gif></noscript>", ["Wait"]),
]


@pytest.mark.parametrize("case", PAGES, ids=[case[0] for case in PAGES])
def test_what_is_for_readers_without_scripts(case: tuple[str, str, list[str]]) -> None:
    _, body, texts = case
    assert [piece.text for piece in markup.read(f"<html><body>{body}</body></html>").pieces] == texts


def test_trafilatura_sees_what_is_read() -> None:
    page = markup.read(f"<html><body><noscript><article>{PROSE}</article></noscript></body></html>")
    assert page.ask is not None
    assert next(iter(page.ask())) == 1.0  # it drops copies
