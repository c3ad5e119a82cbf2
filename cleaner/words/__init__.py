"""The phrase lists: words/LANGUAGE/LABEL.txt, a phrase a line, for people who don't program: see words/README.md."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from cleaner.document import Hit, Label
from cleaner.fold import ENDS, alike

ELLIPSIS = "…"
LONGEST_WHOLE = 120
"""A line longer than this many characters is not looked up as a whole: no phrase is as long."""

LONG_ENOUGH = 20
"""A phrase at a line's beginning or end is certain in a long line only if it has this many characters itself."""

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""A character of a script that sets no spaces between words: Chinese, Japanese."""
WORD = re.compile(r"\w+")

LANGUAGE_CODE = 2
"""A folder of phrases bears the two letters of its language (ISO 639-1); markup/ and stopwords/ hold other words."""

PARTS = frozenset({"[certain]", "[headings]", "[certain headings]", "[hints]"})

LABELS = {label.value: label for label in Label}


class Phrase(NamedTuple):
    """A phrase and what a line that has it is."""

    text: str  # folded
    hit: Hit


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases, ready to be looked up. Built once by phrases() or compile_phrases()."""

    whole: dict[str, Hit] = field(default_factory=dict)
    begins: dict[str, list[Phrase]] = field(default_factory=dict)  # by its first word, or first unspaced character
    ends: dict[str, list[Phrase]] = field(default_factory=dict)  # by its last word, or last unspaced character
    contains: dict[str, list[Phrase]] = field(default_factory=dict)  # by its longest word, "" in scripts without spaces

    def hits(self, folded: Sequence[str]) -> list[Hit | None]:
        """The hit of each folded line, None where nothing is known: the whole line first, its ends, then inside."""
        found = [self._at_ends(line) for line in folded]
        for index, hit in self._inside(folded):
            known = found[index]
            if known is None or (hit.certain and not known.certain):
                found[index] = hit
        return found

    def _at_ends(self, line: str) -> Hit | None:
        if len(line) <= LONGEST_WHOLE and (hit := self.whole.get(line)):
            return hit
        for phrase in (*self.begins.get(first_word(line), ()), *self.begins.get(line[:1], ())):
            if line.startswith(phrase.text) and is_whole(line, 0, len(phrase.text)):
                return _weighed(phrase, line)
        for phrase in (*self.ends.get(last_word(line), ()), *self.ends.get(line[-1:], ())):
            if line.endswith(phrase.text) and is_whole(line, len(line) - len(phrase.text), len(line)):
                return _weighed(phrase, line)
        return None

    def _inside(self, folded: Sequence[str]) -> Iterator[tuple[int, Hit]]:
        """Search the joined lines once a phrase whose longest word stands on the page: few do."""
        if not self.contains:
            return
        page = "\n".join(folded)
        starts = [0, *accumulate(len(line) + 1 for line in folded)]
        words = set(WORD.findall(page))
        if UNSPACED.search(page):
            words.add("")
        for word, found in self.contains.items():
            for phrase in found if word in words else ():
                yield from self._occurrences(phrase, page, starts)

    def _occurrences(self, phrase: Phrase, page: str, starts: Sequence[int]) -> Iterator[tuple[int, Hit]]:
        at = page.find(phrase.text)
        while at >= 0:
            end = at + len(phrase.text)
            if is_whole(page, at, end):
                index = bisect_right(starts, at) - 1
                yield index, phrase.hit
                end = starts[index + 1]
            at = page.find(phrase.text, end)


def first_word(line: str) -> str:
    return line.partition(" ")[0].rstrip(ENDS)


def last_word(line: str) -> str:
    return line.rpartition(" ")[2].lstrip(ENDS)


def _weighed(phrase: Phrase, line: str) -> Hit:
    """A short phrase is certain before a date or a name, and a hint where a paragraph begins with it."""
    doubtful = len(line) > LONGEST_WHOLE and len(phrase.text) < LONG_ENOUGH
    return phrase.hit._replace(certain=False) if doubtful and phrase.hit.certain else phrase.hit


def is_whole(line: str, start: int, end: int) -> bool:
    """Whether line[start:end] cuts no word. Scripts without case (Chinese, Japanese) set no spaces between words."""
    before, after = line[start - 1 : start] if start else "", line[end : end + 1]
    return not (before.isalnum() and is_cased(line[start])) and not (after.isalnum() and is_cased(line[end - 1]))


def is_cased(character: str) -> bool:
    return character.isdigit() or character.lower() != character.upper()


@cache
def phrases() -> Phrases:
    """The phrases that the package ships, all languages."""
    compiled = Phrases()
    for language in sorted(folder.name for folder in files(__name__).iterdir() if len(folder.name) == LANGUAGE_CODE):
        for file in sorted(files(__name__).joinpath(language).iterdir(), key=lambda entry: entry.name):
            name = file.name.removesuffix(".txt")
            if name in LABELS:
                _add(compiled, file.read_text(encoding="utf-8").splitlines(), LABELS[name])
    for bucket in (*compiled.begins.values(), *compiled.ends.values()):
        bucket.sort(key=lambda phrase: (not phrase.hit.certain, -len(phrase.text)))
    return compiled


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
    compiled = Phrases()
    _add(compiled, lines, label, certain=certain)
    return compiled


def _add(compiled: Phrases, lines: Iterable[str], label: Label, *, certain: bool = False) -> None:
    section = "[certain]" if certain else ""
    for raw in lines:
        line = raw.strip()
        if line in PARTS:
            section = line
        elif line and not line.startswith("#"):
            head, colon, rest = line.partition(": ")
            own = LABELS.get(head) if certain and colon else None
            _add_phrase(compiled, rest if own else line, own or label, section)


def _add_phrase(compiled: Phrases, phrase: str, label: Label, section: str) -> None:
    text = _folded(phrase)
    if not text:
        return
    hit = Hit(label, f'phrase "{phrase}"', certain="certain" in section, opens="headings" in section)
    before, after = phrase.startswith(ELLIPSIS), phrase.endswith(ELLIPSIS)
    if before and after:
        compiled.contains.setdefault(_longest_word(text), []).append(Phrase(text, hit))
    elif after:
        compiled.begins.setdefault(first_word(text) if is_cased(text[0]) else text[:1], []).append(Phrase(text, hit))
    elif before:
        compiled.ends.setdefault(last_word(text) if is_cased(text[-1]) else text[-1:], []).append(Phrase(text, hit))
    else:
        compiled.whole.setdefault(text, hit)


def _folded(phrase: str) -> str:
    """A phrase as it is looked for: a colon before "…" counts ("Foto: …"), punctuation at an outer end does not."""
    text = alike(phrase)
    text = text[1:].lstrip() if phrase.startswith(ELLIPSIS) else text.lstrip(ENDS)
    return text[:-1].rstrip() if phrase.endswith(ELLIPSIS) else text.rstrip(ENDS)


def _longest_word(phrase: str) -> str:
    word = max(WORD.findall(phrase), key=len, default="")
    return word if all(map(is_cased, word)) else ""
