"""The phrase lists: words/LANGUAGE/LABEL.txt, a phrase a line, for people who don't program: see words/README.md."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from cleaner.document import Hit, Label
from cleaner.fold import ENDS, alike
from cleaner.search import Search

ELLIPSIS = "…"
LONGEST_SHORT = 120
"""A line longer than this many characters is a paragraph."""

LONG_ENOUGH = 20
"""A phrase at a line's beginning or end is certain in a long line only if it has this many characters itself."""

LONGEST_PROMPT = 700
"""In a line of more characters, a phrase of PROMPTS inside is a hint: a paragraph may end in such a sentence."""
PROMPTS = frozenset({Label.ADVERTISEMENT, Label.SUBSCRIPTION, Label.SHARING, Label.RELATED, Label.CREDIT, Label.BYLINE})

SYLLABIC = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
"""Signs that stand for syllables or words: of Chinese and Japanese, which set no spaces between words, and of Korean,
whose words have others as their ends.
"""

LANGUAGE_CODE = 2
"""A folder of phrases bears the two letters of its language (ISO 639-1); markup/ and stopwords/ hold other words."""

PARTS = frozenset({"[certain]", "[headings]", "[certain headings]", "[hints]"})

LABELS = {label.value: label for label in Label}


class Place(IntEnum):
    """Where in a line a phrase stands, in the order in which the places are asked."""

    WHOLE = 0
    BEGINNING = 1
    END = 2
    INSIDE = 3


class Phrase(NamedTuple):
    """A phrase and what a line that has it is."""

    text: str  # folded
    place: Place
    hit: Hit


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases, ready to be looked up. Built once by phrases() or compile_phrases()."""

    whole: Mapping[str, Hit]
    parts: Sequence[Phrase]  # those that are not the whole line, the first that is found in a line first
    search: Search  # for the texts of the parts

    def hits(self, folded: Sequence[str]) -> list[Hit | None]:
        """The hit of each folded line, None where nothing is known: the whole line first, its ends, then inside."""
        found = list(map(self.whole.get, folded))
        for number, index in sorted(self._found(folded)):
            phrase, known = self.parts[number], found[index]
            if known is None or (phrase.place is Place.INSIDE and phrase.hit.certain and not known.certain):
                found[index] = _weighed(phrase, folded[index])
        return found

    def _found(self, folded: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Which of the parts stand in which lines: the number of a part and of a line."""
        starts = [0, *accumulate(len(line) + 1 for line in folded)]
        for at, number in self.search.find("\n".join(folded)):
            index = bisect_right(starts, at) - 1
            if _is_in_place(self.parts[number], folded[index], at - starts[index]):
                yield number, index


def _is_in_place(phrase: Phrase, line: str, start: int) -> bool:
    """Whether a phrase that begins there in a line cuts no word and stands where it ought to.

    At the line's ends a word is what spaces set apart: "Autor:innen" does not begin with "Autor:".
    """
    end = start + len(phrase.text)
    if phrase.place is Place.BEGINNING and (start or not _has_same(first_word, line, phrase.text, phrase.text[0])):
        return False
    if phrase.place is Place.END and (end < len(line) or not _has_same(last_word, line, phrase.text, phrase.text[-1])):
        return False
    return is_whole(line, start, end)


def _has_same(word: Callable[[str], str], line: str, phrase: str, outer: str) -> bool:
    return not is_set_apart(outer) or word(line) == word(phrase)


def first_word(line: str) -> str:
    return line.partition(" ")[0].rstrip(ENDS)


def last_word(line: str) -> str:
    return line.rpartition(" ")[2].lstrip(ENDS)


def _weighed(phrase: Phrase, line: str) -> Hit:
    """A short phrase is certain before a date or a name, and a hint where a paragraph begins with it."""
    if phrase.place is Place.INSIDE:
        doubtful = len(line) > LONGEST_PROMPT and phrase.hit.label in PROMPTS
    else:
        doubtful = len(line) > LONGEST_SHORT and len(phrase.text) < LONG_ENOUGH
    return phrase.hit._replace(certain=False) if doubtful and phrase.hit.certain else phrase.hit


def is_whole(line: str, start: int, end: int) -> bool:
    """Whether line[start:end] cuts no word, where words are set apart."""
    cut_before = start > 0 and line[start - 1].isalnum() and is_set_apart(line[start])
    return not cut_before and not (line[end : end + 1].isalnum() and is_set_apart(line[end - 1]))


def is_set_apart(character: str) -> bool:
    """Whether a character is of a word that ends where another sign or a space stands."""
    return character.isalnum() and SYLLABIC.match(character) is None


@cache
def phrases() -> Phrases:
    """The phrases that the package ships, all languages."""
    folders = [folder for folder in files(__name__).iterdir() if len(folder.name) == LANGUAGE_CODE]
    return _compiled(
        phrase
        for folder in sorted(folders, key=lambda entry: entry.name)
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if (label := LABELS.get(file.name.removesuffix(".txt")))
        for phrase in _read(file.read_text(encoding="utf-8").splitlines(), label)
    )


@cache
def class_words() -> dict[str, Label]:
    """The words of class, id and role attributes that name boilerplate: markup/LABEL.txt, a word a line."""
    folder = files(__name__).joinpath("markup")
    return {
        line.strip(): LABELS[file.name.removesuffix(".txt")]
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name)
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }


def compile_phrases(lines: Iterable[str], label: Label, *, certain: bool) -> Phrases:
    """A caller's own phrases, in the syntax of the phrase files; "label: phrase" names another label than the default.

    Args:
        lines: the phrases; blank lines and comments (#) are passed over.
        label: the label of what they take out.
        certain: whether they overrule the labeller wherever they stand.
    """
    return _compiled(_read(lines, label, certain=certain))


def _compiled(found: Iterable[Phrase]) -> Phrases:
    """Phrases by their places; at either end of a line certain ones come first, then long ones."""
    whole: dict[str, Hit] = {}
    parts: list[Phrase] = []
    for phrase in found:
        if phrase.place is Place.WHOLE:
            whole.setdefault(phrase.text, phrase.hit)
        else:
            parts.append(phrase)
    parts.sort(key=_order)
    return Phrases(whole, parts, Search([phrase.text for phrase in parts]))


def _order(phrase: Phrase) -> tuple[Place, bool, int]:
    by_length = phrase.place is not Place.INSIDE
    return phrase.place, by_length and not phrase.hit.certain, -len(phrase.text) if by_length else 0


def _read(lines: Iterable[str], label: Label, *, certain: bool = False) -> Iterator[Phrase]:
    section = "[certain]" if certain else ""
    written = [line.strip().replace("\n", " ") for line in lines]
    together = alike("\n".join(written)).split("\n")  # of no lines it is one, empty
    for line, folded in zip(written, together, strict=False):
        if line in PARTS:
            section = line
        elif line and not line.startswith("#"):
            head, colon, rest = line.partition(": ")
            own = LABELS.get(head) if certain and colon else None
            phrase, text = (rest, folded.partition(": ")[2]) if own else (line, folded)
            if text := _trimmed(phrase, text):
                hit = Hit(own or label, f'phrase "{phrase}"', "certain" in section, "headings" in section)
                yield Phrase(text, _place(phrase), hit)


def _place(phrase: str) -> Place:
    if phrase.startswith(ELLIPSIS):
        return Place.INSIDE if phrase.endswith(ELLIPSIS) else Place.END
    return Place.BEGINNING if phrase.endswith(ELLIPSIS) else Place.WHOLE


def _trimmed(phrase: str, text: str) -> str:
    """A folded phrase as it is looked for: a colon before "…" counts ("Foto: …"), punctuation at the ends does not."""
    text = text[1:].lstrip() if phrase.startswith(ELLIPSIS) else text.lstrip(ENDS)
    return text[:-1].rstrip() if phrase.endswith(ELLIPSIS) else text.rstrip(ENDS)
