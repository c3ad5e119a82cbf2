"""`python -m bench sites NAME`: a site made of the parts in fixtures/sites: one frame, and articles that differ.

A part says on what share of the pages a line stands: `inside` and `below` are prompts, which read like the text round
them; `quoted` belongs to the articles. Menus, teasers and footers stand on all pages.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

SITES = Path(__file__).parent.parent / "fixtures" / "sites"
PAGES = 20
TEASERS, READ, PARAGRAPHS = 4, 5, 7

Parts = Mapping[str, Any]


class SitePage(NamedTuple):
    """A page of a made-up site, with what is right."""

    site: str
    url: str
    text: str
    body: str  # lines set apart by line breaks
    quoted: tuple[str, ...]  # lines of the body that stand on several pages
    prompts: tuple[str, ...]  # lines that stand among the text and don't belong to it


@click.command()
@click.argument("name", type=click.Choice(sorted(path.stem for path in SITES.glob("*.toml"))))
@click.option("--pages", "number", default=PAGES, show_default=True, type=click.IntRange(1))
def main(name: str, number: int) -> None:
    """Print the pages of a made-up site as JSONL: url and text."""
    for page in pages(name, number):
        click.echo(json.dumps({"url": page.url, "text": page.text}, ensure_ascii=False))


def names() -> list[str]:
    """The sites that there are parts of."""
    return sorted(path.stem for path in SITES.glob("*.toml"))


def pages(name: str, number: int = PAGES) -> list[SitePage]:
    """Pages of a site; always the same ones."""
    parts = tomllib.loads((SITES / f"{name}.toml").read_text("utf-8"))
    headlines = [_title(parts, index) for index in range(number)]
    return [_page(parts, index, headlines) for index in range(number)]


def _title(parts: Parts, index: int) -> str:
    subjects, titles = parts["subjects"], parts["titles"]
    title = titles[index % len(titles)].format(s=subjects[index % len(subjects)])
    return title[0].upper() + title[1:] + _round(parts, index)


def _round(parts: Parts, index: int) -> str:
    """What tells two articles on one subject apart."""
    again = index // len(parts["subjects"])
    return f" ({_letters(again)})" if again else ""


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _page(parts: Parts, index: int, headlines: Sequence[str]) -> SitePage:
    dice = random.Random(f"{parts['site']} {index}")  # noqa: S311 - always the same page
    told = {
        "title": headlines[index],
        "kicker": dice.choice(parts["kickers"]),
        "author": dice.choice(parts["authors"]),
        "day": dice.randint(1, 31),
        "hour": dice.randint(6, 21),
        "n": dice.randint(100, 999),
        "lead": _filled(parts, index, dice, dice.choice(parts["leads"])),
        "teasers": "\n".join(dice.sample(headlines, min(TEASERS, len(headlines)))),
        "read": "\n".join(headlines[:READ]),
    }
    article, quoted = _article(parts, index, dice)
    prompts = [line for share, line in parts["inside"] if dice.random() < share]
    mixed = _mixed(article, prompts, dice)
    below = [line for share, line in parts["below"] if dice.random() < share]
    frame = (parts["top"].format(**told), parts["head"].format(**told), parts["bottom"].format(**told))
    text = "\n\n".join(part.strip() for part in (*frame[:2], *mixed, *below, frame[2]))
    body = "\n".join([told["lead"], *article])
    said = parts["bottom"].strip().split("\n")[0]
    url = f"https://www.{parts['site']}/{index}"
    return SitePage(parts["site"], url, text + "\n", body, tuple(quoted), (*prompts, *below, said))


def _article(parts: Parts, index: int, dice: random.Random) -> tuple[list[str], list[str]]:
    """The paragraphs, and those lines among them that other articles quote too."""
    chosen = dice.sample(parts["paragraphs"], min(PARAGRAPHS, len(parts["paragraphs"])))
    article = [_filled(parts, index, dice, paragraph) for paragraph in chosen]
    quoted: list[str] = []
    for share, where, line in parts["quoted"]:
        if dice.random() < share:
            places = {"first": 0, "middle": dice.randint(2, len(article) - 1), "last": len(article)}
            article.insert(places[where], line)
            quoted += line.split("\n")
    return article, quoted


def _filled(parts: Parts, index: int, dice: random.Random, text: str) -> str:
    subjects = parts["subjects"]
    subject = subjects[index % len(subjects)] + _round(parts, index)
    said = text.format(
        s=subject, p=dice.choice(parts["people"]), o=dice.choice(parts["places"]), n=dice.randint(12, 980)
    )
    return said[0].upper() + said[1:]


def _mixed(article: Sequence[str], prompts: Sequence[str], dice: random.Random) -> list[str]:
    """The prompts between the paragraphs."""
    mixed = list(article)
    for prompt in prompts:
        mixed.insert(dice.randint(2, len(mixed) - 1), prompt)
    return mixed
