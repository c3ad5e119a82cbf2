"""What a row of the benchmark's table says: the figures of one tool over the pages of one corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import NamedTuple

from bench import metrics
from bench.corpora import Example
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


def _title(results: Sequence[Result]) -> float | None:
    if not any(run.answer.title for _, run in results):
        return None
    return _mean([metrics.same_title(run.answer.title, page.title) for page, run in results if page.title])


def _date(results: Sequence[Result]) -> float | None:
    if not any(run.answer.date for _, run in results):
        return None
    return _mean([metrics.same_day(run.answer.date, page.date) for page, run in results if page.date])


def _authors(results: Sequence[Result]) -> float | None:
    if not any(run.answer.authors for _, run in results):
        return None
    return _mean([metrics.same_authors(run.answer.authors, page.authors) for page, run in results if page.authors])


def _any_date(results: Sequence[Result]) -> float | None:
    """The day of publication, else that of the last change: peers have one field for both."""
    if not any(run.answer.date for _, run in results):
        return None
    told = [(run.answer.date or run.answer.changed, page.date) for page, run in results if page.date]
    return _mean([metrics.same_day(date, gold) for date, gold in told])


def _site(results: Sequence[Result]) -> float | None:
    if not any(run.answer.site for _, run in results):
        return None
    return _mean([metrics.same_title(run.answer.site, page.site) for page, run in results if page.site])


def _tags(results: Sequence[Result]) -> float | None:
    if not any(run.answer.tags for _, run in results):
        return None
    return _mean([metrics.same_tags(run.answer.tags, page.tags) for page, run in results if page.tags])


def _tags_f1(results: Sequence[Result]) -> float | None:
    if not any(run.answer.tags for _, run in results):
        return None
    return _mean([metrics.tag_overlap(run.answer.tags, page.tags) for page, run in results if page.tags])


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


QUALITY: dict[str, Callable[[Sequence[Result]], float | None]] = {
    "shingle F1": _shingle_f1,
    "word F1": _word_f1,
    "segment F": _segment_f,
    "title": _title,
    "date": _date,
    "any date": _any_date,
    "authors": _authors,
    "site": _site,
    "tags": _tags,
    "tags F1": _tags_f1,
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
