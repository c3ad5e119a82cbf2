"""The keywords that stand on the page."""

from __future__ import annotations

import re
from itertools import chain

from cleaner.document import Label, Piece
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
    near = [index for index in labelled.near(Label.TAGS, reach=REACH) if not _is_heading(labelled, index)]
    pieces = [labelled.page.pieces[index] for index in near]
    told = [found for piece in pieces if (found := linked(piece) or keywords(plain(piece.text)))]
    if len(told) == 1 and len(told[0]) == 1 and told[0][0].islower():
        told = [told[0][0].split()]
    each = tuple(dict.fromkeys(chain.from_iterable(told)))
    return in_piece(each, pieces[0], 0.6) if each else None


def _is_heading(labelled: Labelled, index: int) -> bool:
    """Whether a piece is nothing but a phrase that keywords are announced with: "Topics"."""
    reason = labelled.verdicts[index].reason
    return reason.lower() == f'phrase "{labelled.page.pieces[index].text.rstrip(":").lower()}"'


def linked(piece: Piece) -> list[str]:
    """The keywords of a piece in which each is a link of its own."""
    links = piece.markup.links if piece.markup else ()
    words = (piece.text[link.start : link.end].strip("# ,") for link in links) if len(links) > 1 else ()
    return [word for word in words if word]


def keywords(line: str) -> list[str]:
    """The keywords of one line: "Tags: Hafen, Logistik", "#hafen #logistik"."""
    parts = SEPARATOR.split(PREFIX.sub("", line))
    return [part.strip("# ") for part in parts if part.strip("# ") and part[-1] not in ":：."]
