"""Passes: each on a draft of a few lines, with a near miss."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from cleaner import markup, rules, text
from cleaner.document import Hit, Label, Page
from cleaner.labeller import Judgement
from cleaner.passes.content import (
    believe_stated,
    drop_bylines,
    drop_datelines,
    drop_islands,
    drop_known_ends,
    extend_content,
    find_copies,
    keep_clean_text,
    keep_lists_whole,
    keep_standfirst,
)
from cleaner.passes.draft import Draft, begin, runs
from cleaner.passes.naming import name_heads, name_menus, name_rankings, name_tags, spread_sections
from cleaner.passes.pages import doubt_article
from cleaner.passes.shaping import shape_content
from cleaner.passes.structure import keep_structures_whole

NEWS = Hit(Label.RELATED, 'phrase "Mehr"', certain=False, opens=True)
REMARKS = Hit(Label.COMMENTS, 'phrase "12 Kommentare"', certain=True, opens=True)
TEXT = "Der Hafen wächst, sagt der Betreiber, und mit ihm wachsen die Straßen rundherum um einige Meter."
LONGER = (
    "Am Abend entschied der Rat, dass die Brücke im Sommer gesperrt bleibt, bis alle Pfeiler geprüft sind. "
    "Bis dahin fahren die Busse einen Umweg."
)

Line = tuple[str, float, Hit | None]


def drafted(lines: Sequence[Line]) -> Draft:
    page: Page = text.read("\n".join(line for line, _, _ in lines))
    scores = np.array([score for _, score, _ in lines], np.float32)
    return begin(page, [hit for _, _, hit in lines], Judgement(scores, ["learned"] * len(lines)))


def below_a_title(draft: Draft) -> None:
    draft.name(0, Label.TITLE, "title")
    keep_standfirst(draft)


def sections_below_a_title(draft: Draft) -> None:
    draft.name(0, Label.TITLE, "title")
    spread_sections(draft)


def right_below_a_title(draft: Draft) -> None:
    draft.name(0, Label.TITLE, "title")
    drop_bylines(draft)


CHINESE = "市议会周一晚上决定，韦斯特比港将有第二艘渡轮，居民对此表示欢迎。"
UNENDED = " ".join(["Am Kai warten die Leute auf die neue Fähre"] * 3)

RULER = Hit(Label.OTHER, "separator", certain=True)
PROTECTED = Hit(Label.HEADING, "a phrase of the caller's", certain=True)
BYLINE = Hit(Label.BYLINE, "by a name", certain=False)
NAMED = Hit(Label.CREDIT, "credit at the end", certain=False)

ITEMS: list[Line] = [(item, 0.0, None) for item in ("Politik", "Kultur", "Sport", "Wetter")]

CASES: list[tuple[Callable[[Draft], None], list[Line], list[Label]]] = [
    (name_menus, [("Politik", 0, None)] * 4 + [(TEXT, 1, None)], [Label.NAVIGATION] * 4 + [Label.PARAGRAPH]),
    (name_menus, [("Politik", 0, None)] * 3 + [(TEXT, 1, None)], [Label.OTHER] * 3 + [Label.PARAGRAPH]),
    # A count of comments above the text, and one below it
    (
        sections_below_a_title,
        [("Hafen wächst", 0, None), ("12 Kommentare", 0, REMARKS), ("Am Kai", 0.3, None), (TEXT, 1, None)],
        [Label.TITLE, Label.COMMENTS, Label.OTHER, Label.PARAGRAPH],
    ),
    (
        spread_sections,
        [(TEXT, 1, None), ("12 Kommentare", 0, REMARKS), ("Am Kai", 0.3, None)],
        [Label.PARAGRAPH, Label.COMMENTS, Label.COMMENTS],
    ),
    # A text that was clean before, and what tells that it was not
    (keep_clean_text, [(TEXT, 0.9, None), ("Am Kai", 0.3, None)], [Label.PARAGRAPH] * 2),
    (keep_clean_text, [(TEXT, 0.9, None), ("Am Kai", 0.05, None)], [Label.PARAGRAPH, Label.OTHER]),
    (keep_clean_text, [(TEXT, 0.9, None), ("Mehr", 0.3, NEWS)], [Label.PARAGRAPH, Label.RELATED]),
    (keep_clean_text, [(LONGER, 0.9, None), *[("Am Kai", 0.3, None)] * 3], [Label.PARAGRAPH] * 4),
    (keep_clean_text, [(LONGER, 0.9, None), *[("Am Kai", 0.3, None)] * 4], [Label.PARAGRAPH, *[Label.OTHER] * 4]),
    (
        spread_sections,
        [(TEXT, 1, None), ("Mehr", 0, NEWS), ("Brücke gesperrt", 0.6, None), (TEXT, 0.9, None), ("Ende", 0, None)],
        [Label.PARAGRAPH, Label.RELATED, Label.RELATED, Label.RELATED, Label.RELATED],
    ),
    (
        spread_sections,
        [(TEXT, 1, None), ("Mehr", 0, NEWS), (LONGER, 0.9, None), ("Brücke gesperrt", 0, None)],
        [Label.PARAGRAPH, Label.RELATED, Label.PARAGRAPH, Label.OTHER],
    ),
    (
        keep_lists_whole,
        [("- Kai", 0.9, None), ("- Kran", 0.9, None), ("- Tor", 0.2, None)],
        [Label.PARAGRAPH, Label.PARAGRAPH, Label.LIST_ITEM],
    ),
    (
        keep_lists_whole,
        [("- Kai", 0.9, None), ("- Kran", 0.1, None), ("- Tor", 0.2, None)],
        [Label.PARAGRAPH, Label.OTHER, Label.OTHER],
    ),
    (
        below_a_title,
        [("Hafen wächst", 0, None), (TEXT, 0.2, None), ("Von Anna Beispiel", 0, None), (LONGER, 1, None)],
        [Label.TITLE, Label.PARAGRAPH, Label.OTHER, Label.PARAGRAPH],
    ),
    (
        below_a_title,
        [("Hafen wächst", 0, None), (TEXT, 0.2, NAMED), ("Ein Kran im Hafen", 0.2, None), (LONGER, 1, None)],
        [Label.TITLE, Label.CREDIT, Label.OTHER, Label.PARAGRAPH],
    ),
    (
        below_a_title,
        [("Hafen wächst", 0, None), ("12. Juni 2025, 10:10 Uhr", 0, None), (TEXT, 0, None), (LONGER, 1, None)],
        [Label.TITLE, Label.OTHER, Label.PARAGRAPH, Label.PARAGRAPH],
    ),
    (
        below_a_title,
        [("Hafen wächst", 0, None), *[("Kran im Hafen", 0, None)] * 3, (TEXT, 0, None), (LONGER, 1, None)],
        [Label.TITLE, *[Label.OTHER] * 4, Label.PARAGRAPH],
    ),
    (below_a_title, [("Hafen wächst", 0, None), (TEXT, 0.2, None)], [Label.TITLE, Label.OTHER]),
    (drop_known_ends, [(TEXT, 0.9, None), ("Mehr zur Fähre", 0.9, NEWS)], [Label.PARAGRAPH, Label.RELATED]),
    (drop_known_ends, [(TEXT, 0.9, None), (UNENDED, 0.9, NEWS)], [Label.PARAGRAPH] * 2),
    (
        right_below_a_title,
        [("Hafen wächst", 0, None), ("Von Anna Berg", 0.9, BYLINE), ("12.06.2025", 0.9, BYLINE), (TEXT, 1, None)],
        [Label.TITLE, Label.BYLINE, Label.BYLINE, Label.PARAGRAPH],
    ),
    (
        right_below_a_title,
        [("Hafen wächst", 0, None), (TEXT, 1, None), ("12.06.2025", 0.9, BYLINE), (LONGER, 1, None)],
        [Label.TITLE, *[Label.PARAGRAPH] * 3],
    ),
    (
        right_below_a_title,
        [("Hafen wächst", 0, None), (TEXT, 0.9, BYLINE), (LONGER, 1, None)],
        [Label.TITLE, *[Label.PARAGRAPH] * 2],
    ),
    (
        keep_structures_whole,
        [
            ("| Boot | Preis |", 0, NAMED),
            ("| --- | --- |", 0, RULER),
            ("| Alt | 4 |", 0.9, None),
            ("| Neu | 11 |", 0.9, None),
        ],
        [Label.TABLE, Label.OTHER, Label.PARAGRAPH, Label.PARAGRAPH],
    ),
    (
        keep_structures_whole,
        [("| Boot | Preis |", 0, NAMED), ("Alt | 4", 0.9, None), ("Neu | 11", 0.9, None)],
        [Label.CREDIT, Label.PARAGRAPH, Label.PARAGRAPH],
    ),
    (
        keep_structures_whole,
        [
            ("| Boot | Preis |", 0, NAMED),
            ("| --- | --- |", 0, RULER),
            ("| Alt | 4 |", 0.2, None),
            ("| Neu | 11 |", 0.2, None),
        ],
        [Label.CREDIT, *[Label.OTHER] * 3],
    ),
    (drop_islands, [("Politik", 0, None)] * 2, [Label.OTHER] * 2),
    (
        drop_datelines,
        [("di Anna Berg, 14 settembre 2025", 0.6, None), (TEXT, 0.9, None)],
        [Label.BYLINE, Label.PARAGRAPH],
    ),
    (drop_datelines, [(TEXT, 0.9, None), ("14 settembre 2025", 0.9, None), (TEXT, 0.9, None)], [Label.PARAGRAPH] * 3),
    (drop_datelines, [("Am 14. September 2025 schloss sie.", 0.9, None), (TEXT, 0.9, None)], [Label.PARAGRAPH] * 2),
    (drop_datelines, [("14 settembre 2025", 0.9, PROTECTED), (TEXT, 0.9, None)], [Label.HEADING, Label.PARAGRAPH]),
    (drop_datelines, [("14 settembre 2025", 0.9, None)], [Label.PARAGRAPH]),
    (drop_known_ends, [(CHINESE, 0.9, NEWS)] * 2, [Label.PARAGRAPH] * 2),
    (extend_content, [(TEXT, 0.7, None), (CHINESE, 0.3, None)], [Label.PARAGRAPH] * 2),
    (extend_content, [(TEXT, 0.7, None), (CHINESE, 0.2, None)], [Label.PARAGRAPH, Label.OTHER]),
    (extend_content, [(TEXT, 0.7, None), ("渡轮", 0.3, None)], [Label.PARAGRAPH, Label.OTHER]),
    (doubt_article, [*ITEMS, (TEXT, 0.6, None)], [*[Label.OTHER] * len(ITEMS), Label.PARAGRAPH]),  # of HTML alone
    # a page of which most is sure: gaps are closed, and the line above the text is added
    (extend_content, [(TEXT, 0.9, None), (CHINESE, 0.4, None)], [Label.PARAGRAPH, Label.OTHER]),
    (extend_content, [(TEXT, 0.9, None), (CHINESE, 0.4, None), (TEXT, 0.9, None)], [Label.PARAGRAPH] * 3),
    (extend_content, [(TEXT, 0.4, None)] * 2 + [(TEXT, 0.9, None)] * 2, [Label.OTHER, *[Label.PARAGRAPH] * 3]),
    (find_copies, [(TEXT, 0.9, None)] * 2, [Label.PARAGRAPH, Label.DUPLICATE]),
    (find_copies, [("Ein Refrain", 0.9, None)] * 2, [Label.PARAGRAPH] * 2),
    (
        name_rankings,
        [("1 Hafen wächst", 0, None), ("2 Brücke zu", 0, None), ("3 Markt offen", 0, None), ("5 Ende", 0, None)],
        [Label.RELATED] * 3 + [Label.OTHER],
    ),
    (name_tags, [(TEXT, 1, None), ("Hafen, Straßen, Betreiber", 0, None)], [Label.PARAGRAPH, Label.TAGS]),
    (name_tags, [(TEXT, 1, None), ("Hafen, Straßen", 0, None)], [Label.PARAGRAPH, Label.OTHER]),
    (name_tags, [(TEXT, 1, None), ("hafenkind May 4, 2026, 7:12pm", 0, None)], [Label.PARAGRAPH, Label.OTHER]),
    (name_tags, [(TEXT, 1, None), ("hafen wächst betreiber", 0.4, None)], [Label.PARAGRAPH, Label.TAGS]),
    (name_tags, [(TEXT, 1, None), ("hafen wächst betreiber", 0.6, None)], [Label.PARAGRAPH] * 2),
    (
        spread_sections,
        [(TEXT, 1, None), ("Mehr", 0, NEWS), (f"{TEXT} {LONGER}", 0.6, None), (TEXT, 0.6, None)],
        [Label.PARAGRAPH, Label.RELATED, Label.PARAGRAPH, Label.PARAGRAPH],
    ),
    (
        spread_sections,
        [(TEXT, 1, None), ("Mehr", 0, NEWS), (LONGER, 0.6, None), (TEXT, 0.6, None)],
        [Label.PARAGRAPH] + [Label.RELATED] * 3,
    ),
    (
        spread_sections,
        [(TEXT, 1, None), ("Mehr", 0, NEWS), ("Das Dock ist alt. Es wird im Mai ersetzt.", 0.9, None)],
        [Label.PARAGRAPH, Label.RELATED, Label.PARAGRAPH],
    ),
    (
        spread_sections,
        [(TEXT, 1, None), ("Mehr", 0, NEWS), ("Das Dock am Hafen ist alt und wird im Mai ersetzt.", 0.9, None)],
        [Label.PARAGRAPH] + [Label.RELATED] * 2,
    ),
]


@pytest.mark.parametrize(("run", "lines", "labels"), CASES)
def test_pass(run: Callable[[Draft], None], lines: Sequence[Line], labels: Sequence[Label]) -> None:
    draft = drafted(lines)
    run(draft)
    assert draft.labels == labels
    assert len(draft.verdicts()) == len(lines)


def test_a_certain_hit_overrules_the_score() -> None:
    certain = Hit(Label.ADVERTISEMENT, "rule", certain=True)
    hint = certain._replace(certain=False)
    draft = drafted([("Werbung", 0.9, certain), ("Werbung", 0.9, hint), ("Werbung", 0.2, hint), ("Werbung", 0.2, None)])
    assert draft.labels == [Label.ADVERTISEMENT, Label.PARAGRAPH, Label.ADVERTISEMENT, Label.OTHER]
    assert draft.scores[0] == 0.0


@pytest.mark.parametrize(("score", "label"), [(0.6, Label.PARAGRAPH), (0.4, Label.ADVERTISEMENT)])
def test_the_class_of_an_element_does_not_overrule_the_score(score: float, label: Label) -> None:
    page = markup.read(f'<div class="ad"><p>{TEXT}</p></div>')
    hit = Hit(Label.ADVERTISEMENT, 'markup "ad"', certain=False)
    assert begin(page, [hit], Judgement(np.array([score], np.float32), ["learned"])).labels == [label]
    in_text = drafted([(TEXT, score, hit)])
    assert in_text.labels == [Label.ADVERTISEMENT]


def test_runs() -> None:
    assert list(runs([])) == []
    assert list(runs([1, 2, 4, 7, 8, 9])) == [[1, 2], [4], [7, 8, 9]]


@pytest.mark.parametrize(("times", "kept"), [(4, True), (1, False)])
def test_what_a_page_states_is_believed_where_nothing_is_content(times: int, kept: bool) -> None:
    sentences = [f"{TEXT} Das sagte er zum {number}. Mal, und niemand widersprach ihm." for number in range(times)]
    stated = '{"@type": "NewsArticle", "articleBody": "' + "\\n".join(sentences) + '"}'
    page = markup.read(
        f'<p>Start</p><script type="application/ld+json">{stated}</script><p>{"</p><p>".join(sentences)}</p>'
    )
    scores = np.full(len(page.pieces), 0.2, np.float32)
    draft = begin(page, [None] * len(page.pieces), Judgement(scores, ["learned"] * len(scores)))
    believe_stated(draft)
    assert [text in sentences for text in draft.texts] == [False] + [True] * times
    assert (draft.labels[1:] == [Label.PARAGRAPH] * times) == kept
    assert draft.labels[0] is Label.OTHER


@pytest.mark.parametrize(
    ("standfirst", "kept"),
    [
        (f"<p>{TEXT}</p>", True),
        ("<h2>Der Hafen wächst und mit ihm wachsen alle Straßen</h2>", True),
        ("<h2>Der Hafen wächst weiter</h2>", False),
        (f"<p>{UNENDED}</p>", False),
        (f'<p><a href="/hafen">{TEXT}</a></p>', False),
        (f"<figure><figcaption>{TEXT}</figcaption></figure>", False),
        (f'<p class="caption">{TEXT}</p>', False),
        (f'<p class="teaser">{TEXT}</p>', True),
        (f'<p class="teaser"><a href="/hafen">{TEXT}</a></p>', False),
        (f"<ul><li>{TEXT}</li></ul>", False),
    ],
)
def test_a_standfirst_stands_in_the_header_beside_the_headline(standfirst: str, kept: bool) -> None:
    page = markup.read(f'<div class="header"><h1>Hafen wächst</h1>{standfirst}</div><p>{LONGER}</p>')
    scores = np.array([0, 0, 1], np.float32)
    draft = begin(page, rules.hits(page), Judgement(scores, ["learned"] * 3))
    below_a_title(draft)
    shape_content(draft)
    assert (draft.labels[1] is Label.LEAD) is kept


MORE = '<h2 class="related">Mehr zur Fähre</h2>'
TEASER = f"<p>Mehr zum Thema</p><p>Der Rat stimmt ab.</p><p>{TEXT}</p>"
MENU = "<ul><li>Politik</li><li>Kultur</li><li>Sport</li><li>Wetter</li></ul>"
DAY = "<p>12. Mai 2026, 10:15 Uhr</p>"
CALLED = '<meta property="og:type" content="article">'
GOODS = CALLED.replace("article", "product")

IN_HTML: list[tuple[Callable[[Draft], None], str, list[float], list[bool]]] = [
    # of a page of which most is sure, the doubtful rest is none; of another it is
    (extend_content, f"<p>{TEXT}</p><p>{LONGER}</p>", [0.9, 0.4], [True, True]),
    (extend_content, f"<p>{LONGER}</p>" * 3 + f"<p>{TEXT}</p>", [0.9] * 3 + [0.4], [True] * 3 + [False]),
    (extend_content, f"<p>{LONGER}</p>" * 3 + f"<p>{TEXT}</p>", [0.7] * 3 + [0.4], [True] * 4),
    # a class at the end of a run: less than the score
    (drop_known_ends, f"<p>{TEXT}</p>{MORE}", [1, 0.9], [True, True]),
    (drop_known_ends, f"<p>{TEXT}</p>{MORE}", [1, 0.6], [True, False]),
    (drop_known_ends, f"<p>{TEXT}</p><p>Mehr zum Thema</p>", [1, 0.9], [True, False]),
    # one line that refers to another article: what is below it goes on
    (spread_sections, f"<p>{TEXT}</p>{TEASER}", [1, 0, 0.95, 1], [True, False, True, True]),
    (spread_sections, f"<p>{TEXT}</p>{TEASER}", [1, 0, 0.85, 1], [True, False, False, True]),
    # a short page with a text that is beyond doubt
    (doubt_article, f"{MENU}<p>{TEXT}</p>", [0] * 4 + [0.92], [False] * 4 + [True]),
    (doubt_article, f"{MENU}<p>{TEXT}</p>", [0] * 4 + [0.88], [False] * 5),
    # with a day; unsure; long, or called an article or a product all the same
    (doubt_article, f"{MENU}<p>{TEXT}</p>{DAY}", [0] * 4 + [0.88, 0], [False] * 4 + [True, False]),
    (doubt_article, f"{MENU}<p>{TEXT}</p>{DAY}", [0] * 4 + [0.75, 0], [False] * 6),
    (doubt_article, f"{MENU}<p>{TEXT * 8}</p>{DAY}", [0] * 4 + [0.75, 0], [False] * 6),
    (doubt_article, f"{MENU}<p>{TEXT * 10}</p>{DAY}", [0] * 4 + [0.75, 0], [False] * 4 + [True, False]),
    (doubt_article, f"{CALLED}{MENU}<p>{TEXT}</p>{DAY}", [0] * 4 + [0.75, 0], [False] * 4 + [True, False]),
    (doubt_article, f"{GOODS}{MENU}<p>{TEXT}</p>{DAY}", [0] * 4 + [0.75, 0], [False] * 4 + [True, False]),
]


@pytest.mark.parametrize(("run", "source", "scores", "content"), IN_HTML)
def test_pass_in_html(
    run: Callable[[Draft], None], source: str, scores: Sequence[float], content: Sequence[bool]
) -> None:
    page = markup.read(source)
    draft = begin(page, rules.hits(page), Judgement(np.array(scores, np.float32), ["learned"] * len(scores)))
    run(draft)
    assert [draft.is_content(index) for index in range(len(scores))] == content


CRUMBS = "<ul><li>Politik</li><li>Kultur</li></ul>"
OVERLINES = [
    ("the last of a menu", f"{CRUMBS}<h1>Der Hafen wächst</h1>", Label.OTHER),
    ("a line below a menu", f"{CRUMBS}<div>Hafenstadt</div><h1>Der Hafen wächst</h1>", Label.KICKER),
    ("the one item of a list", "<p>Bote</p><ul><li>Kultur</li></ul><h1>Der Hafen wächst</h1>", Label.KICKER),
    ("one paragraph of two", "<p>Bote</p><p>Kultur</p><h1>Der Hafen wächst</h1>", Label.KICKER),
]


@pytest.mark.parametrize("case", OVERLINES, ids=[case[0] for case in OVERLINES])
def test_what_stands_above_the_headline(case: tuple[str, str, Label]) -> None:
    _, source, label = case
    page = markup.read(f"{source}<p>{TEXT}</p>")
    scores = [0.0] * (len(page.pieces) - 1) + [1.0]
    draft = begin(page, [None] * len(scores), Judgement(np.array(scores, np.float32), ["learned"] * len(scores)))
    draft.name(len(scores) - 2, Label.TITLE, "title")
    name_heads(draft)
    assert draft.labels[-3] is label
