"""What a row of the benchmark's table says: the figures of one tool over the pages of one corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from statistics import fmean, median
from typing import Any, NamedTuple

from bench import metrics
from bench.corpora import Example
from bench.peers import Answer
from bench.race import Run


class Result(NamedTuple):
    """One tool's run on one page."""

    example: Example
    run: Run


def page_score(result: Result) -> float | None:
    """One page's shingle F1, else its segment F: what the report orders pages by. None where there is no gold."""
    example, body = result.example, result.run.answer.body
    if example.body:
        return metrics.shingle_overlap(body, example.body).f1
    if example.segments_with or example.segments_without:
        return metrics.segments(body, example.segments_with, example.segments_without).f1
    return None


def _shingle_f1(results: Sequence[Result]) -> float | None:
    if not any(run.answer.body for _, run in results):
        return None
    pages = [metrics.shingle_overlap(run.answer.body, page.body) for page, run in results if page.body]
    return metrics.shingle_f1(pages) if pages else None


def _word_f1(results: Sequence[Result]) -> float | None:
    if not any(run.answer.body for _, run in results):
        return None
    pages = [metrics.word_overlap(run.answer.body, page.body) for page, run in results if page.body]
    return metrics.word_f1(pages) if pages else None


def _segment_f(results: Sequence[Result]) -> float | None:
    if not any(run.answer.body for _, run in results):
        return None
    pages = [
        metrics.segments(run.answer.body, page.segments_with, page.segments_without)
        for page, run in results
        if page.segments_with or page.segments_without
    ]
    return metrics.segment_f(pages) if pages else None


Figure = Callable[[Sequence[Result]], float | None]


def _field(told: Callable[[Answer], Any], gold: Callable[[Example], Any], alike: Callable[[Any, Any], float]) -> Figure:
    """The mean of how alike a field is to the gold, over the pages that have a gold for it."""

    def figure(results: Sequence[Result]) -> float | None:
        if not any(told(run.answer) for _, run in results):
            return None
        return _mean([alike(told(run.answer), gold(page)) for page, run in results if gold(page)])

    return figure


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


QUALITY: dict[str, Figure] = {
    "shingle F1": _shingle_f1,
    "word F1": _word_f1,
    "segment F": _segment_f,
    "title": _field(attrgetter("title"), attrgetter("title"), metrics.same_title),
    "date": _field(attrgetter("date"), attrgetter("date"), metrics.same_day),
    "any date": _field(lambda answer: answer.date or answer.changed, attrgetter("date"), metrics.same_day),
    "authors": _field(attrgetter("authors"), attrgetter("authors"), metrics.same_authors),
    "site": _field(attrgetter("site"), attrgetter("site"), metrics.same_title),
    "tags": _field(attrgetter("tags"), attrgetter("tags"), metrics.same_tags),
    "tags F1": _field(attrgetter("tags"), attrgetter("tags"), metrics.tag_overlap),
}
"""Shares from 0 to 1. None where the corpus has no gold for it, or where the tool never gives that field."""

COST: dict[str, Callable[[Sequence[Result]], float]] = {
    "median ms": lambda results: 1000 * median(run.seconds for _, run in results),
    "total ms": lambda results: 1000 * sum(run.seconds for _, run in results),
    "median CPU ms": lambda results: 1000 * median(run.cpu_seconds for _, run in results),
    "errors": lambda results: sum(bool(run.error) for _, run in results),
}


def figures(results: Sequence[Result]) -> dict[str, float | None]:
    """Every column of QUALITY and COST for one tool's results, of which there is at least one."""
    columns: dict[str, Callable[[Sequence[Result]], float | None]] = {**QUALITY, **COST}
    return {name: figure(results) for name, figure in columns.items()}
