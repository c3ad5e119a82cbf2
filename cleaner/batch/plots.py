"""Plots as SVG: bars beside their names, and columns over a scale."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

WIDTH, NAMES, FIGURES = 900, 190, 170
"""Of a plot in its own units, of the names at the left, of the figures at the right."""
ROW, THICK = 26, 16
HEIGHT, FOOT, HEAD = 190, 24, 22


def bars(counts: Mapping[str, int], title: str, unit: str) -> str:
    """A bar a name, in the order of the counts."""
    total, most = sum(counts.values()), max(counts.values())
    rows = []
    for index, (name, count) in enumerate(counts.items()):
        y, length = index * ROW, max(count / most * (WIDTH - NAMES - FIGURES), 1)
        rows.append(
            f'<text x="{NAMES - 10}" y="{y + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="bar" x="{NAMES}" y="{y + 4}" width="{length:.1f}" height="{THICK}" rx="2"/>'
            f'<text class="soft" x="{NAMES + length + 8:.1f}" y="{y + 17}">{count:,} ({count / total:.1%})</text>'
        )
    return _svg(len(counts) * ROW, title, unit, "".join(rows))


def columns(counts: Mapping[str, int], title: str, unit: str) -> str:
    """A column a step of a scale, in the order of the counts."""
    most, step = max(counts.values()), WIDTH / max(len(counts), 8)
    base = HEIGHT - FOOT
    drawn = [f'<line x1="0" x2="{WIDTH}" y1="{base}" y2="{base}"/>']
    for index, (name, count) in enumerate(counts.items()):
        length, middle = count / most * (base - HEAD), (index + 0.5) * step
        drawn.append(
            f'<rect class="bar" x="{middle - step * 0.4:.1f}" y="{base - length:.1f}" width="{step * 0.8:.1f}" '
            f'height="{length:.1f}" rx="2"/>'
            f'<text class="soft" x="{middle:.1f}" y="{base - length - 6:.1f}" text-anchor="middle">{count:,}</text>'
            f'<text x="{middle:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(name)}</text>'
        )
    return _svg(HEIGHT, title, unit, "".join(drawn))


def _svg(height: int, title: str, unit: str, drawn: str) -> str:
    label = escape(f"{title} ({unit})", quote=True)
    return f'<svg role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {height}">{drawn}</svg>'
