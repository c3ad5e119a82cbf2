"""The keywords that stand on the page."""

from __future__ import annotations

import re

from cleaner.document import Label
from cleaner.metadata import head
from cleaner.metadata.facts import Fact, in_piece
from cleaner.metadata.labelled import Labelled, plain

PREFIX = re.compile(r"^(?:[^:]{3,30}[:：]\s*|.{0,80}\b[Tt]agged\s+)")
SEPARATOR = re.compile(r"\s*[,;|•·]\s*|\s+:\s+|\s+(?=#)")
REACH = 20
"""Pieces before and after the article in which its keywords stand."""


def read(labelled: Labelled) -> Fact[tuple[str, ...]] | None:
    """The keywords in their order, each once: as the head states them, else those of the lines labelled so."""
    return head.tags(labelled.page.head) or in_text(labelled)


def in_text(labelled: Labelled) -> Fact[tuple[str, ...]] | None:
    pieces = list(labelled.near_text(Label.TAGS, reach=REACH))
    found = dict.fromkeys(keyword for piece in pieces for keyword in keywords(plain(piece.text)))
    return in_piece(tuple(found), pieces[0], 0.6) if found else None


def keywords(line: str) -> list[str]:
    """The keywords of one line: "Tags: Hafen, Logistik", "#hafen #logistik"."""
    told = PREFIX.sub("", line)
    parts = SEPARATOR.split(told)
    if len(parts) == 1 and told.islower():
        parts = told.split()
    return [part.strip("# ") for part in parts if part.strip("# ") and part[-1] not in ":：."]
