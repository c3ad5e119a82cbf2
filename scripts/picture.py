"""Draw the answer on a page as an SVG: python scripts/picture.py fixtures/SLUG/page.txt docs/answer.svg."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from cleaner import CONTENT, Article, Block, clean

WIDTH, ROW, LEFT, LABEL_WIDTH = 1000, 22, 20, 118
CHARACTERS = 116
"""A row is cut off after this many characters; the picture shows the page, not its text."""
COLOURS = {
    "title": "#1d4ed8",
    "kicker": "#1d4ed8",
    "byline": "#1d4ed8",
    "tags": "#1d4ed8",
    "navigation": "#64748b",
    "pagination": "#64748b",
    "ticker": "#0f766e",
    "advertisement": "#b45309",
    "subscription": "#b45309",
    "related": "#7c3aed",
    "comments": "#be185d",
    "sharing": "#be185d",
    "disclaimer": "#b91c1c",
    "cookie_notice": "#b91c1c",
    "credit": "#4d7c0f",
    "duplicate": "#475569",
    "other": "#475569",
}


def draw(article: Article) -> str:
    """The pieces of a page, one below the other: content black on white, the rest in its label's colour."""
    height = ROW * (len(article.blocks) + 1)
    rows = "\n".join(row(block, number) for number, block in enumerate(article.blocks, 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="ui-sans-serif, system-ui, sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n{rows}\n</svg>\n'
    )


def row(block: Block, number: int) -> str:
    """One piece: its label in a box, and the beginning of its text."""
    y = ROW * number
    colour = COLOURS.get(block.label.value, "#166534")
    text = " ".join(block.text.split())
    shown = escape(text if len(text) <= CHARACTERS else text[: CHARACTERS - 1] + "…")
    kept = block.label in CONTENT
    fill, weight = ("#0f172a", "600" if block.label == "heading" else "400") if kept else (colour, "400")
    struck = "" if kept else ' opacity="0.75"'
    return (
        f'<rect x="{LEFT}" y="{y - 14}" width="{LABEL_WIDTH - 12}" height="18" rx="4" fill="{colour}" opacity="0.14"/>'
        f'<text x="{LEFT + 6}" y="{y}" fill="{colour}" font-size="11">{block.label.value}</text>'
        f'<text x="{LEFT + LABEL_WIDTH}" y="{y}" fill="{fill}" font-weight="{weight}"{struck}>{shown}</text>'
    )


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:3])
    target.write_text(draw(clean(source.read_bytes())), encoding="utf-8")
