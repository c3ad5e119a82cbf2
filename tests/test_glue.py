"""Glued lines: where they are cut, and lines that stay whole."""

from __future__ import annotations

import pytest

from cleaner import text

TITLE = "Hafenwerk plant Ausbau der Kaianlagen"
CUT = [
    (
        f"{TITLE}\nDer Konzern will wachsen und sucht Anwendungen.{TITLE}",
        [TITLE, "Der Konzern will wachsen und sucht Anwendungen.", TITLE],
    ),
    (f"Technik & Markt {TITLE}\n\n{TITLE}", ["Technik & Markt", TITLE, TITLE]),
    (f"Der Umbau kostet Milliarden, heißt es{TITLE}\n{TITLE}", ["Der Umbau kostet Milliarden, heißt es", TITLE, TITLE]),
    (f"{TITLE} 12.06.2025, 10:10 Uhr Jetzt kommentieren: 0", [TITLE, "12.06.2025, 10:10 Uhr", "Jetzt kommentieren: 0"]),
    (f"{TITLE} June 12, 2025 10:10 am", [TITLE, "June 12, 2025 10:10 am"]),
]
WHOLE = [
    f"Am Dienstag hieß es, {TITLE}\n{TITLE}",  # quoted inside a sentence
    "Die Sitzung beginnt am 12.06.2025, 10:10 Uhr im Rathaus",
    "Stand 12.06.2025, 10:10 Uhr",
    "Kurz und gut\nLang, breit, kurz und gut",
    "Die Messe öffnet in Halle Nord am Samstag, 12.06.2025, 10:10 Uhr und dauert drei Tage.",
]


@pytest.mark.parametrize(("source", "parts"), CUT)
def test_cut(source: str, parts: list[str]) -> None:
    page = text.read(source)
    assert [piece.text for piece in page.pieces] == parts
    assert all(source[piece.start : piece.end] == piece.text for piece in page.pieces)


@pytest.mark.parametrize("source", WHOLE)
def test_stays_whole(source: str) -> None:
    assert [piece.text for piece in text.read(source).pieces] == source.split("\n")


def test_a_glued_part_has_no_gap() -> None:
    page = text.read(f"Oben\n\n{TITLE} 12.06.2025, 10:10 Uhr")
    assert [piece.gap for piece in page.pieces] == [1, 2, 0]
