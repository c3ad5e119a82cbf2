"""A document's row: where it came from, what became of it, and the columns that are carried through."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

import orjson

from cleaner.batch.job import Document, Job, Raw
from cleaner.document import Article
from cleaner.formats import as_dict

Row = dict[str, Any]

PLACE = ("id", "input", "record")
ANSWER = ("status", "reason", "kind", "body", "metadata", "blocks", "warnings", "source_text")
"""What clean() answers; docs/api.md describes each."""

OTHERS = "other_columns"
"""The column of a table that holds what has none of its own, as JSON."""

PREFIX = "source_"
"""What the name of a carried column gets where it is one of the above."""


def fields(job: Job) -> tuple[str, ...]:
    """The columns that every row has."""
    return PLACE + tuple(name for name in ANSWER if not job.fields or name in job.fields)


def row(job: Job, document: Document, raw: Raw, article: Article) -> Row:
    """The row of a document."""
    answer = as_dict(article, job.options)
    answer |= {"id": document.id, "input": document.name, "record": raw.record}
    found = {name: answer[name] for name in fields(job)}
    carried = zip(carried_names(document.columns, job), document.columns.values(), strict=True)
    return found | {name: value for name, value in carried if name}


def carried_names(names: Iterable[str], job: Job) -> list[str | None]:
    """What carried columns are called in the output, None for the id, which is there already."""
    taken, several = {*PLACE, *ANSWER, OTHERS}, list(names)
    renamed: list[str | None] = []
    for name in several:
        if name == job.columns.id == "id":
            renamed.append(None)
            continue
        while name in taken:
            name = PREFIX + name
        taken.add(name)
        renamed.append(name)
    return renamed


def plain(value: Any) -> Any:
    """A value of a column, as JSON can say it."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value)


def dumps(value: Any) -> bytes:
    """JSON in UTF-8. What is no number, which some columns hold and JSON can't say, becomes null.

    orjson takes a tenth of json's time; what it refuses (halves of surrogate pairs, which are written as their escapes,
    and numbers of more than 64 bits) json can say.
    """
    try:
        return orjson.dumps(value, default=plain, option=orjson.OPT_PASSTHROUGH_DATETIME)
    except orjson.JSONEncodeError:
        text = json.dumps(_numbers(value), ensure_ascii=False, separators=(",", ":"), default=plain)
        return text.encode("utf-8", "backslashreplace")


def _numbers(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _numbers(part) for name, part in value.items()}
    return [_numbers(part) for part in value] if isinstance(value, list | tuple) else value
