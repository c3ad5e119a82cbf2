"""A report a page, worst first: what a body lacks of the gold, and what it has that the gold has not.

It quotes the pages. Write it where it stays private.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bench.metrics import SHINGLE_WORDS, squash
from bench.peers import Labelled, Tool
from bench.scores import Result, page_score

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 1px solid #999; padding: 1rem 0; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
.whole { white-space: pre-wrap; }
.missed li, .whole del { background: #fde2e2; color: #611; text-decoration: none; }
.left li, .whole ins { background: #e2ecfd; color: #124; text-decoration: none; }
li { margin: .4rem 0; padding: .1rem .4rem; overflow-wrap: anywhere; }
@media (max-width: 50rem) { .sides { grid-template-columns: 1fr; } }
"""


class Part(NamedTuple):
    """A stretch of one text, and whether the other text has it too."""

    text: str
    shared: bool


class Finding(NamedTuple):
    """Words that are missing or too many, with the verdict on the piece of the page that they stand in."""

    text: str
    label: str = ""  # empty where the tool gives no verdicts, or where the words stand in no piece
    reason: str = ""

    @property
    def words(self) -> int:
        return len(_words(self.text))


class PageReport(NamedTuple):
    """What differs on one page."""

    name: str
    url: str
    score: float
    error: str
    missed: list[Finding]
    left: list[Finding]  # what was left in, though it does not belong there
    gold: list[Part]
    answer: list[Part]


def compare(text: str, other: str) -> list[Part]:
    """The text cut into parts that the other has and parts that it has not.

    Runs of four words are matched, each as often as the other text has it, so that a second copy stands out.
    """
    words = list(re.finditer(r"\w+", text))
    runs = _runs([word.group() for word in words])
    unused = Counter(_runs(_words(other)))
    shared = [False] * len(words)
    for start, run in enumerate(runs):
        if unused[run] > 0:
            unused[run] -= 1
            shared[start : start + len(run)] = [True] * len(run)
    return _parts(text, words, shared)


def page_report(result: Result) -> PageReport:
    """The report of one page that has a gold."""
    example, answer = result.example, result.run.answer.body
    if example.body:
        gold, found = compare(example.body, answer), compare(answer, example.body)
        missed, left = _lacking(gold), _lacking(found)
    else:
        gold, found, text = [], [Part(answer, True)], squash(answer)
        missed = [piece for piece in example.segments_with if squash(piece) not in text]
        left = [piece for piece in example.segments_without if squash(piece) in text]
    verdicts = _Verdicts(result.run.answer.pieces)
    return PageReport(
        name=example.id,
        url=example.url or "",
        score=page_score(result) or 0.0,
        error=result.run.error,
        missed=[verdicts.find(text) for text in missed],
        left=[verdicts.find(text) for text in left],
        gold=gold,
        answer=found,
    )


def words_by_label(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """How many words stand under each label, most first."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.label or "no verdict"] += finding.words
    return counts.most_common()


def write(folder: Path, results: Mapping[Tool, Sequence[Result]], *, markdown: bool) -> list[Path]:
    """A file a tool, all pages that have a gold and are not perfect, worst first. The paths of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for tool, of_tool in results.items():
        title = f"{of_tool[0].example.corpus}-{tool.name}-{tool.source}"
        scored = [page_report(result) for result in of_tool if page_score(result) is not None]
        pages = sorted((page for page in scored if page.score < 1), key=lambda page: page.score)
        path = folder / f"{title}.{'md' if markdown else 'html'}"
        path.write_text((as_markdown if markdown else as_html)(title, pages), "utf-8", "replace")
        paths.append(path)
    return paths


def as_html(title: str, pages: Sequence[PageReport]) -> str:
    """One web page that needs no other file."""
    totals = "".join(f"<p>{escape(line)}</p>" for line in _totals(pages))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>Worst pages first. Left: what the body lacks of the gold. "
        f"Right: what was left in though the gold does not have it.</p>"
        f"{totals}{''.join(map(_article, pages))}</html>"
    )


def as_markdown(title: str, pages: Sequence[PageReport]) -> str:
    lines = [f"# {title}", "", "Worst pages first.", *(f"\n{line}" for line in _totals(pages))]
    for page in pages:
        lines += ["", f"## {page.score:.3f} {page.name}", "", *filter(None, [page.url, page.error])]
        lines += ["", "Missed:", "", *map(_bullet, page.missed)]
        lines += ["", "Left in:", "", *map(_bullet, page.left)]
    return "\n".join(lines) + "\n"


class _Verdicts:
    """Finds the piece of the page that some words stand in."""

    def __init__(self, pieces: Sequence[Labelled]) -> None:
        self._pieces = {run: piece for piece in reversed(pieces) for run in _runs(_words(piece.text))}

    def find(self, text: str) -> Finding:
        found = (self._pieces[run] for run in _runs(_words(text)) if run in self._pieces)
        piece = next(found, None)
        return Finding(text, piece.label, piece.reason) if piece else Finding(text)


def _bullet(finding: Finding) -> str:
    verdict = f" `{finding.label}: {finding.reason}`" if finding.label else ""
    return f"- {squash(finding.text)}{verdict}"


def _totals(pages: Sequence[PageReport]) -> list[str]:
    missed = words_by_label(finding for page in pages for finding in page.missed)
    left = words_by_label(finding for page in pages for finding in page.left)
    return [
        f"{what}, in words by label: " + ", ".join(f"{label} {count}" for label, count in counts)
        for what, counts in (("Missed", missed), ("Left in", left))
        if counts
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    size = min(SHINGLE_WORDS, len(words)) or 1
    return list(zip(*(words[start:] for start in range(size)), strict=False))


def _parts(text: str, words: Sequence[re.Match[str]], shared: Sequence[bool]) -> list[Part]:
    """Joins neighbouring words of one kind; what stands between two words goes with the first."""
    cuts = [at for at in range(1, len(words)) if shared[at] != shared[at - 1]]
    starts = [0, *(words[at].start() for at in cuts), len(text)]
    kinds = [shared[at] for at in (0, *cuts)] if words else [True]
    return [Part(text[start:end], kind) for (start, end), kind in zip(pairwise(starts), kinds, strict=True)]


def _lacking(parts: Iterable[Part]) -> list[str]:
    return [part.text.strip() for part in parts if not part.shared]


def _article(page: PageReport) -> str:
    error = f"<p><strong>{escape(page.error)}</strong></p>" if page.error else ""
    return (
        f"<article><h2>{page.score:.3f} {escape(page.name)}</h2><p>{escape(page.url)}</p>{error}<div class=sides>"
        f"<section class=missed><h3>Missed</h3>{_list(page.missed)}</section>"
        f"<section class=left><h3>Left in</h3>{_list(page.left)}</section></div>"
        f"<details><summary>Whole texts</summary><div class=sides>"
        f"<div class=whole>{_marked(page.gold, 'del')}</div><div class=whole>{_marked(page.answer, 'ins')}</div>"
        f"</div></details></article>"
    )


def _list(findings: Sequence[Finding]) -> str:
    items = (
        f"<li>{escape(text)} <small>{escape(f'{label}: {reason}' if label else '')}</small>"
        for text, label, reason in findings
    )
    return f"<ul>{''.join(items)}</ul>" if findings else "<p>Nothing.</p>"


def _marked(parts: Iterable[Part], tag: str) -> str:
    return "".join(escape(text) if shared else f"<{tag}>{escape(text)}</{tag}>" for text, shared in parts)
