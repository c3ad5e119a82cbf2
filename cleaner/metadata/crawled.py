"""The time of a crawl, as callers write it."""

from __future__ import annotations

from datetime import date, datetime

from cleaner.errors import NotATimeError
from cleaner.metadata.labelled import Crawl


def crawl(told: str | date | None) -> Crawl | None:
    """When a page was fetched.

    Args:
        told: ISO 8601 ("2025-06-12", "2025-06-12T18:30+02:00"), a date or a datetime; None where nobody knows.

    Raises:
        NotATimeError: it is no such text.
    """
    if told is None or told == "":
        return None
    if isinstance(told, datetime):
        return Crawl(told, has_time=True)
    if isinstance(told, date):
        return Crawl(datetime(told.year, told.month, told.day), has_time=False)
    try:
        return Crawl(datetime.fromisoformat(told), has_time=len(told) > len("2025-06-12"))
    except (ValueError, TypeError):
        raise NotATimeError(told) from None
