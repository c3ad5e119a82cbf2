"""What a reader hands back: a value with where it was read and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Generic, NamedTuple, TypeVar

from cleaner.document import Piece, Source, SourceKind

Value = TypeVar("Value")
Other = TypeVar("Other")
Of = TypeVar("Of")


class Fact(NamedTuple, Generic[Value]):
    """One value of a field."""

    value: Value
    source: Source

    @property
    def confidence(self) -> float:
        return self.source.confidence


def in_piece(value: Value, piece: Piece, confidence: float) -> Fact[Value]:
    """A value that stands in the page's text."""
    return Fact(value, Source("block", None, confidence, piece.start, piece.end))


def stated(value: Value, kind: SourceKind, name: str, confidence: float) -> Fact[Value]:
    """A value that the page's head states."""
    return Fact(value, Source(kind, name, confidence))


def rated(fact: Fact[Value], confidence: float) -> Fact[Value]:
    """The same fact, trusted otherwise."""
    return Fact(fact.value, replace(fact.source, confidence=round(min(max(confidence, 0.0), 0.99), 2)))


def mapped(facts: Iterable[Fact[Value]], change: Callable[[Value], Other]) -> list[Fact[Other]]:
    """The facts with changed values, those without a value left out."""
    changed = [Fact(change(fact.value), fact.source) for fact in facts]
    return [fact for fact in changed if fact.value]


def once(read: Callable[[Of], Value]) -> Callable[[Of], Value]:
    """Have a reader look once at what several fields ask it of: a head or a page, and None where there is none.

    What it told is kept with what it was told of, which needs a place for it (no slots), and must not be changed.
    """
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def remembered(of: Of) -> Value:
        if of is None:
            return read(of)
        known = vars(of)
        if name not in known:
            known[name] = read(of)
        return known[name]  # type: ignore[no-any-return]

    return remembered


def best(facts: Iterable[Fact[Value] | None]) -> Fact[Value] | None:
    """The fact that is trusted most, the first of those trusted alike."""
    return max((fact for fact in facts if fact), key=lambda fact: fact.confidence, default=None)
