"""`python -m bench linear`: shows that the time of clean() grows as its input does."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import islice

import click

from bench.table import drawn
from cleaner import clean
from cleaner.document import Kind

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000)
SEED = 20
REPEATED_BELOW = 1_000_000  # characters: shorter inputs are timed three times, the quickest counts

_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "wi", "zo", "ken", "lor", "mar")


def words(chance: random.Random) -> Iterator[str]:
    """Endless made-up words of one to four syllables."""
    while True:
        yield "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))


def sentence(stream: Iterator[str], length: int) -> str:
    return " ".join(islice(stream, length)).capitalize() + "."


def paragraphs(size: int) -> str:
    """Page text as it comes: paragraphs of three sentences, a short line before each."""
    chance = random.Random(SEED)
    stream = words(chance)

    def parts() -> Iterator[str]:
        while True:
            yield " ".join(islice(stream, 3)).title()
            yield " ".join(sentence(stream, chance.randint(6, 20)) for _ in range(3))

    return _filled(parts(), "\n", size)


def short_lines(size: int) -> str:
    """A menu without end: lines of one to three words."""
    chance = random.Random(SEED)
    stream = words(chance)
    return _filled(iter(lambda: " ".join(islice(stream, chance.randint(1, 3))), ""), "\n", size)


def one_line(size: int) -> str:
    """Sentences, and not one line break."""
    chance = random.Random(SEED)
    stream = words(chance)
    return _filled(iter(lambda: sentence(stream, chance.randint(6, 20)), ""), " ", size)


def one_word(size: int) -> str:
    """A line without a single space, as of base64."""
    return "".join(random.Random(SEED).choices("abcdefgh0123+/", k=size))


def html(size: int) -> str:
    """A page of paragraphs and lists of links."""
    chance = random.Random(SEED)
    stream = words(chance)

    def parts() -> Iterator[str]:
        while True:
            yield f"<p>{' '.join(sentence(stream, chance.randint(6, 20)) for _ in range(3))}</p>"
            yield f'<ul><li><a href="/{next(stream)}">{next(stream)}</a></li></ul>'

    return f"<html><body><article>{_filled(parts(), '', size)}</article></body></html>"


def deep_html(size: int) -> str:
    """Elements nested without end."""
    return "<html><body>" + "<div>ba " * (size // len("<div>ba ")) + "</body></html>"


def table_html(size: int) -> str:
    """One table, with cells that reach into the rows below."""
    row = "<tr><td rowspan=9>ba<td colspan=3>de<td>fi"
    return "<table>" + row * (size // len(row)) + "</table>"


def state_html(size: int) -> str:
    """A page that is drawn by a script from a state of short paragraphs."""
    chance = random.Random(SEED)
    stream = words(chance)
    parts = iter(lambda: f'{{"id": "{next(stream)}", "text": "{sentence(stream, 12)}"}}', "")
    state = _filled(parts, ",", size)
    return f"<title>{state[20:60]}</title><p>Loading</p><script type='application/json'>[{state}]</script>"


SHAPES: dict[str, tuple[Callable[[int], str], Kind]] = {
    "paragraphs": (paragraphs, "text"),
    "short lines": (short_lines, "text"),
    "one line": (one_line, "text"),
    "one word": (one_word, "text"),
    "html": (html, "html"),
    "deep html": (deep_html, "html"),
    "table html": (table_html, "html"),
    "state html": (state_html, "html"),
}


@click.command()
@click.option("--largest", default=SIZES[-1], show_default=True, help="The longest input, in characters.")
@click.option("--shape", "chosen", multiple=True, type=click.Choice(list(SHAPES)), help="Default: the four of text.")
def main(largest: int, chosen: tuple[str, ...]) -> None:
    """Time clean() on made-up input of growing size: seconds, and nanoseconds a character."""
    sizes = [size for size in SIZES if size <= largest]
    names = chosen or [name for name, (_, kind) in SHAPES.items() if kind == "text"]
    cells = [[name, *(_cell(seconds_for(name, size), size) for size in sizes)] for name in names]
    click.echo(drawn(["seconds (ns a character)", *(f"{size:,}" for size in sizes)], cells))


def seconds_for(shape: str, size: int) -> float:
    """The time of one clean() of an input of that shape and about that size."""
    make, kind = SHAPES[shape]
    source = make(size)
    clean(source[:1000], kind=kind)
    times = []
    for _ in range(3 if size < REPEATED_BELOW else 1):
        start = time.perf_counter()
        clean(source, kind=kind)
        times.append(time.perf_counter() - start)
    return min(times)


def _filled(parts: Iterator[str], separator: str, size: int) -> str:
    found: list[str] = []
    length = 0
    while length < size:
        found.append(next(parts))
        length += len(found[-1]) + len(separator)
    return separator.join(found)


def _cell(seconds: float, size: int) -> str:
    return f"{seconds:.4f} ({1e9 * seconds / size:.0f})"
