"""What clean() raises for an input that it cannot take. Each has a stable code, for programs, and says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class CleanError(ValueError):
    """An input that cannot be cleaned. Its message is for people, its code for programs."""

    code: ClassVar[str] = "bad_input"


class NotTextError(CleanError):
    """The bytes are no text in any encoding: a PDF, an image, an archive."""

    code = "not_text"

    def __init__(self, found: str) -> None:
        super().__init__(f"The input is {found}, not text or HTML. Take the text out of it first, then clean that.")


class UnknownKindError(CleanError):
    """The kind is neither "text" nor "html"."""

    code = "unknown_kind"

    def __init__(self, kind: object) -> None:
        super().__init__(f'Unknown kind {kind!r}. Use "text" or "html", or leave it out to have it told.')


class UnknownLabelError(CleanError):
    """A label that no piece can have."""

    code = "unknown_label"

    def __init__(self, label: object, known: Iterable[str]) -> None:
        super().__init__(f"Unknown label {label!r}. The labels are: {', '.join(known)}.")


class NotATimeError(CleanError):
    """The time of the crawl is no date of ISO 8601."""

    code = "not_a_time"

    def __init__(self, told: object) -> None:
        super().__init__(f"{told!r} is no time of a crawl. Write it as 2025-06-12 or 2025-06-12T18:30+02:00.")
