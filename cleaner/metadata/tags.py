"""The keywords that stand on the page."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata.labelled import Labelled

PREFIX = re.compile(r"^(?:[^:]{3,30}[:：]\s*|.{0,80}\b[Tt]agged\s+)")
SEPARATOR = re.compile(r"\s*[,;|•·]\s*|\s+(?=#)")


def read(labelled: Labelled) -> tuple[str, ...]:
    """The keywords of the lines labelled so, in their order, each once."""
    found: dict[str, None] = {}
    for text in labelled.near_text(Label.TAGS, reach=20):
        listed = PREFIX.sub("", text)
        parts = SEPARATOR.split(listed)
        if len(parts) == 1 and listed.islower():
            parts = listed.split()
        found.update((part.strip("# "), None) for part in parts if part.strip("# ") and part[-1] not in ":：")
    return tuple(found)
