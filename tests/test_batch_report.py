"""What `cleaner batch` tells of a run: counts, the report, progress; and that its document says all of it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

from cleaner import NotATimeError, NotTextError
from cleaner.batch import inputs, readers
from cleaner.batch.command import batch
from cleaner.batch.job import Source
from cleaner.batch.progress import Progress, clock
from cleaner.batch.report import Summary, as_html, as_text
from cleaner.batch.tally import Tally
from cleaner.batch.writers import WRITERS
from test_batch_rows import ARTICLE


def tally() -> Tally:
    counted = Tally()
    counted.add(ARTICLE, frozenset({"paragraph", "lead"}), 0.0031, ["<b>1</b>", "a.jsonl", 1])
    counted.counts["error"]["timeout"] += 1
    counted.counts["passed"]["<image/png>"] += 2
    return counted


def test_tallies_add_up() -> None:
    total = Tally()
    for _ in range(20):
        total.merge(json.loads(json.dumps(tally().as_dict())))
    assert (total.documents, total.errors) == (20, 20)
    assert total.seconds == pytest.approx(20 * 0.003, abs=0.01)
    assert total.counts["milliseconds"] == {"4": 20}
    assert sum(total.counts["kept"].values()) + sum(total.counts["removed"].values()) == 20 * sum(
        block.end - block.start for block in ARTICLE.blocks
    )
    assert len(total.slowest) == 10


@pytest.mark.parametrize("counted", [Tally(), tally()], ids=["empty", "some"])
def test_report(counted: Tally) -> None:
    summary = Summary(counted, 2, 1, 0, 10.0)
    text, page = as_text(summary), as_html(summary)
    assert "documents cleaned" in text
    assert not re.search(r"(src|href|url)\s*[=(]", page)
    assert "<b>1</b>" not in page
    plots = f"<p>{''.join(re.findall('<svg.*?</svg>', page))}</p>"
    assert page.count("<svg") == len(ElementTree.fromstring(plots))  # noqa: S314 - it is ours
    assert ("timeout" in text and "timeout" in page) is bool(counted.errors)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 10.0, 20.0, 30.0])
    monkeypatch.setattr("cleaner.batch.progress.time.monotonic", lambda: next(times))
    sources = [Source("a", "", "jsonl", 100), Source("b", "", "jsonl", 300)]
    shown, quiet = Terminal(), io.StringIO()
    progress = Progress(sources, shown)
    assert progress.share(1, 0.5) == pytest.approx(0.625)
    for share in (0.1, 0.2, 0.3):
        progress.add(1000, 1, share)
    assert shown.getvalue().rpartition("\x1b[K")[2] == " 30%  3,000 documents, 100 a second, 3 errors, 1:10 left"
    Progress(sources, quiet).add(1, 0, 0.5)
    assert quiet.getvalue() == ""


@pytest.mark.parametrize(("seconds", "told"), [(5, "0:05"), (65.4, "1:05"), (7500, "2:05:00")])
def test_clock(seconds: float, told: str) -> None:
    assert clock(seconds) == told


def test_everything_is_documented() -> None:
    document = (Path(__file__).parent.parent / "docs" / "batch.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(--[a-z-]+)", "".join(re.findall(r"^\| (`--.*?) \|", document, re.MULTILINE))))
    known = {name for option in batch.params for name in (*option.opts, *option.secondary_opts) if name[0] == "-"}
    assert known | {"--help"} == documented
    code = "".join(path.read_text() for path in (Path(inputs.__file__).parent).rglob("*.py"))
    kinds = {*re.findall(r'Problem\("([a-z_]+)"', code), "failed", NotTextError.code, NotATimeError.code}
    rows = document.split("## What goes wrong")[1].split("##")[0]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", rows, re.MULTILINE)) == kinds | {"kind"}
    for form in (*readers.FORMS, *WRITERS):
        assert f"`{form}`" in document or f"--format {form}" in document
