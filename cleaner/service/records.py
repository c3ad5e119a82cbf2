"""The documents of a batch as they come: the lines of NDJSON, the elements of an array."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

BLANKS = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()


def lines(parts: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Lines without their ends. Of one that is longer than the limit, its first limit + 1 bytes."""
    line = bytearray()
    for part in parts:
        first, *others = part.split(b"\n")
        line += first[: limit + 1 - len(line)]
        for other in others:
            yield bytes(line)
            line[:] = other[: limit + 1]
    if line:
        yield bytes(line)


def elements(data: bytes) -> Iterator[Any]:
    """The elements of a JSON array, one at a time, since all at once take much more memory than their text.

    Raises:
        ValueError: it is no JSON (json.JSONDecodeError, UnicodeDecodeError), or no array.
        RecursionError: it is nested deeper than can be read.
    """
    text = data.decode(json.detect_encoding(data), "surrogatepass")
    at = _after_blanks(text, 0)
    if not text.startswith("[", at):
        json.loads(text)
        raise NotAnArrayError
    at = _after_blanks(text, at + 1)
    goes_on = not text.startswith("]", at)
    while goes_on:
        value, at = DECODER.raw_decode(text, at)
        yield value
        at = _after_blanks(text, at)
        goes_on = text.startswith(",", at)
        at = _after_blanks(text, at + 1) if goes_on else at
    if not text.startswith("]", at):
        raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if _after_blanks(text, at + 1) < len(text):
        raise json.JSONDecodeError("Extra data", text, at + 1)


class NotAnArrayError(ValueError):
    """The JSON is something else than an array."""


def _after_blanks(text: str, at: int) -> int:
    found = BLANKS.match(text, at)
    return found.end() if found else at
