"""Text -> language: a vote of scripts and function words, and langdetect where the vote is unsure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from importlib import resources

SAMPLE = 3000
"""Characters from the middle of a text that vote."""

ASKED = 1000
"""Characters of them that langdetect is given: it takes 5 to 10 ms for so many."""

SHORTEST = 20
"""Letters without which no language is named."""

BLOCK = 64
"""Code points that are looked up as one. A block holds one script, or the signs around it."""

SCRIPTS = {
    "el": (0x370, 0x400),
    "cyrillic": (0x400, 0x530),
    "hy": (0x530, 0x590),
    "he": (0x590, 0x600),
    "arabic": (0x600, 0x780),
    "devanagari": (0x900, 0x980),
    "bn": (0x980, 0xA00),
    "pa": (0xA00, 0xA80),
    "gu": (0xA80, 0xB00),
    "ta": (0xB80, 0xC00),
    "te": (0xC00, 0xC80),
    "kn": (0xC80, 0xD00),
    "ml": (0xD00, 0xD80),
    "th": (0xE00, 0xE80),
    "ka": (0x1080, 0x1100),
    "ja": (0x3040, 0x30C0),
    "ko": (0xAC00, 0xD7B0),
    "zh": (0x4E00, 0xA000),
}
"""Code points of a script, by the language that it stands for where it stands for one."""

SCRIPT = {block: name for name, (start, end) in SCRIPTS.items() for block in range(start // BLOCK, -(-end // BLOCK))}
BEYOND_LATIN = re.compile("[\u0370-\U0010ffff]")
SHARED = frozenset({"cyrillic", "arabic", "devanagari"})
"""Scripts that several languages are written in."""

LEADS, COVERS, VOTERS = 1.6, 0.15, 8
"""A vote is sure where the first language has so many times the votes of the second, so large a share of the words
votes, and so many words do. On 2,500 pages in 40 languages langdetect was asked for one in twenty (mostly languages
without a list here), and no sure vote in a Latin script was another than langdetect's; on 600 pages and bodies of known
language in five scripts one answer was wrong.
"""


def detect(text: str) -> tuple[str | None, float]:
    """Name the language of a text.

    Args:
        text: the clean body, or a whole page; a bounded part from its middle is looked at.

    Returns:
        ISO 639-1 and how sure that is, 0 to 1; (None, 0.0) for a text that is too short or has no words.
    """
    start = max(0, (len(text) - SAMPLE) // 2)
    sample = text[start : start + SAMPLE]
    script = _script(sample)
    if script and script not in SHARED:
        return script, 0.99
    language, confidence, is_sure = _vote(sample)
    if is_sure:
        return language, confidence
    asked = _langdetect(sample)
    return asked if asked[0] else (language, confidence)


def _script(sample: str) -> str | None:
    """The script that most of the letters beyond the Latin ones are in, where they are a third of the sample or more.

    Japanese is told from Chinese by its kana, of which it has at least one in twenty.
    """
    counts = Counter(SCRIPT.get(ord(char) // BLOCK) for char in BEYOND_LATIN.findall(sample))
    counts.pop(None, None)
    total = counts.total()
    if total * 3 < len(sample) - sample.count(" ") or total < 4:
        return None
    if counts["ja"] * 20 >= total:
        return "ja"
    return counts.most_common(1)[0][0]


def _vote(sample: str) -> tuple[str | None, float, bool]:
    """The language with the most votes, how sure that is, and whether it is sure enough."""
    words = sample.lower().split()
    known = function_words()
    voters = [known[word] for word in words if word in known]
    if not voters:
        return None, 0.0, False
    votes: dict[str, float] = defaultdict(float)
    for speaks_for, count in Counter(voters).items():
        for language in speaks_for:
            votes[language] += count / len(speaks_for)
    (first, most), (_, second), *_ = [*sorted(votes.items(), key=lambda vote: -vote[1]), ("", 0.0)]
    confidence = most / (most + second) if len(voters) >= VOTERS else 0.5
    is_sure = len(voters) >= max(VOTERS, COVERS * len(words)) and most >= LEADS * second
    return first, round(confidence, 2), is_sure


@cache
def function_words() -> dict[str, tuple[str, ...]]:
    """The words that tell languages apart, with the languages that have them. cleaner/words/stopwords lists them."""
    languages: dict[str, tuple[str, ...]] = {}
    for file in sorted(resources.files("cleaner.words").joinpath("stopwords").iterdir(), key=lambda file: file.name):
        for word in file.read_text("utf-8").split():
            languages[word] = (*languages.get(word, ()), file.name.removesuffix(".txt"))
    return languages


def _langdetect(sample: str) -> tuple[str | None, float]:
    """What langdetect says. It is loaded when it is first asked: that takes a second."""
    start = max(0, (len(sample) - ASKED) // 2)
    part = sample[start : start + ASKED]
    if sum(map(str.isalpha, part)) < SHORTEST:
        return None, 0.0
    from langdetect import DetectorFactory, LangDetectException, detect_langs  # type: ignore[import-untyped] # noqa: PLC0415

    DetectorFactory.seed = 0
    try:
        best = detect_langs(part)[0]
    except LangDetectException:
        return None, 0.0
    return best.lang.partition("-")[0], round(best.prob, 2)
