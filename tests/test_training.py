"""Training: the same seed gives the same weights, and the labeller computes what the trained network does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("catboost")
for tool in ("html2text", "justext", "readability", "resiliparse"):
    pytest.importorskip(tool)

from bench import (  # noqa: E402
    authors,
    batches,
    chunks,
    contests,
    dataset,
    gold,
    headlines,
    linebreaks,
    mistakes,
    recombine,
    scripts,
    stack,
    train,
    written,
)
from bench.augment import Line  # noqa: E402
from bench.batches import Dropout  # noqa: E402
from bench.contests import Contest, Plan  # noqa: E402
from bench.corpora import Example  # noqa: E402
from bench.network import LENIENCE, Network, Size, arrays  # noqa: E402
from cleaner import chunks as judging  # noqa: E402
from cleaner import features, intake, labeller, stacking, titles  # noqa: E402
from cleaner.markup_features import VERDICT  # noqa: E402
from cleaner.weighing import Weights  # noqa: E402

EXAMPLE = Example("page", "made up", Path("none.html"), Path("none"), url="https://paper.example/1")

MENU = ["Home", "Sports", "Sign in", "12 comments", "Share"]
STORY = ["The bridge was closed on Monday, since the river had risen by two metres.", "Nobody was hurt, she said."]


def page(repeats: int) -> dataset.Sample:
    lines = [*(Line(line, 1, 0, 1) for line in MENU), *(Line(line, 2, 1, 3) for line in STORY * repeats)]
    return dataset.rewritten(EXAMPLE, "innertext", lines)


PAGES = [page(repeats) for repeats in (1, 2, 3, 5, 8)]
PLAN = train.Plan(2, Size(4, 8), Dropout(0.1))


def test_the_same_seed_gives_the_same_weights() -> None:
    torch.set_num_threads(1)
    first, again, other = (arrays(train.fit(PAGES, PLAN, seed)) for seed in (1, 1, 2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["enter.weight"], other["enter.weight"])


def marked_up(repeats: int) -> dataset.Sample:
    """The same page in HTML mode."""
    lines = "".join(f"<p class=story>{line}" if line in STORY else f"<li>{line}" for line in MENU + STORY * repeats)
    read = intake.read(lines, "html")
    content = np.array([piece.text in STORY for piece in read.pieces], np.float32)
    return dataset.to_sample(EXAMPLE, "html", read, gold.Labels(content, np.ones_like(content)))


@pytest.mark.parametrize("pages", [PAGES, [marked_up(repeats) for repeats in (1, 2, 5)]], ids=["text", "html"])
def test_the_labeller_computes_what_the_network_does(pages: list[dataset.Sample]) -> None:
    torch.manual_seed(3)
    network = Network(pages[0].features.shape.shape[1], len(pages[0].features.bags), Size(4, 8))
    with torch.no_grad():
        network.final.weight.normal_()
    stored = {name: array.astype(np.float32) for name, array in arrays(network).items()}
    stored["final.bias"] -= np.float32(LENIENCE)
    for sample, expected in zip(pages, train.predict([network], pages), strict=True):
        found = sample.features._replace(shape=sample.features.shape.astype(np.float32))
        shipped = labeller.unpack(stored)
        assert labeller.run(shipped, labeller.means(shipped, found), found) == pytest.approx(expected, abs=0.01)


def held(repeats: int, make: Callable[[int], dataset.Sample] = marked_up) -> stack.Held:
    """A page with scores that are wrong about the last line of its menu."""
    sample = replace(make(repeats), fold=repeats % 2)
    scores = np.where(np.arange(len(sample.content)) == len(MENU) - 1, 0.7, 0.1 + 0.8 * sample.content)
    alone = np.stack([scores - 0.5, 0.5 - scores, 0 * scores], axis=1)
    return stack.Held(sample, scores.astype(np.float32), alone.astype(np.float32), batches.weights(sample))


HELD = [held(repeats) for repeats in (1, 2, 3, 5, 8)]


def test_the_trees_answer_as_those_that_were_trained() -> None:
    seen = [stack.own(page) for page in HELD]
    model = stack.learned(HELD, seen, {"iterations": 20}, 1)
    trees = stack.trees(HELD, seen, {"iterations": 20}, 1)
    shipped = stacking.unpack(stack.arrays(stacking.Stack(trees, trees))).upon
    for columns in seen:
        expected = model.predict(columns.T, prediction_type="RawFormulaVal")
        assert stacking.answers(shipped, columns) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("make", [page, marked_up], ids=["text", "html"])
def test_the_same_seed_gives_the_same_trees_and_they_mend_scores(make: Callable[[int], dataset.Sample]) -> None:
    pages = [held(repeats, make) for repeats in (1, 2, 3, 5, 8)]
    first, again = stack.fit(pages, 1), stack.fit(pages, 1)
    one, other = stack.arrays(first), stack.arrays(again)
    assert all(np.array_equal(one[name], other[name]) for name in one)
    for known in pages:
        found = stacking.revise(first, known.scores, known.alone, known.sample.features)
        assert ((found >= 0.5) == (known.sample.content >= 0.5)).all()


@pytest.mark.parametrize(
    ("corpus", "renderer", "is_taken"),
    [
        ("wcxb", "innertext", True),
        ("wcxb", "spliced", True),
        ("trafilatura", "innertext", True),
        ("trafilatura", "spliced", False),
        ("wcxb", "readability", False),
    ],
)
def test_trees_learn_from_pages_made_up_of_golds_alone(corpus: str, renderer: str, is_taken: bool) -> None:
    assert train.taken(replace(page(1), corpus=corpus, renderer=renderer)) == is_taken


def test_an_article_that_was_written_to_train_on_counts_as_several() -> None:
    usual = replace(page(1), corpus="wcxb")
    written = replace(usual, corpus=dataset.WRITTEN)
    assert train.share(written) == train.WRITTEN * train.share(usual)
    assert train.share(replace(written, content=np.zeros_like(written.content))) == train.share(usual)


@pytest.mark.parametrize(("corpus", "is_usable"), [(dataset.WRITTEN, True), ("wcxb", False)])
def test_a_page_without_content_teaches_where_it_is_meant_to(corpus: str, is_usable: bool) -> None:
    sample = replace(page(1), corpus=corpus)
    assert train.usable(replace(sample, content=np.zeros_like(sample.content))) == is_usable


def test_the_pages_that_were_written_are_samples() -> None:
    samples = {sample.id: sample for sample in dataset.in_writing()}
    assert {sample.corpus for sample in samples.values()} == {dataset.WRITTEN}
    for example in written.read():
        assert train.usable(samples[example.id])
        assert samples[example.id].content.any() == bool(example.body)


def test_trees_beside_the_networks_judge_no_page_that_they_learned_from() -> None:
    judged = stack.judged(HELD, 1)
    turned = [replace(page.sample, content=1 - page.sample.content) for page in HELD]
    own_fold_turned = [
        page._replace(sample=sample) if page.sample.fold else page for page, sample in zip(HELD, turned, strict=True)
    ]
    again = stack.judged(own_fold_turned, 1)
    for page, before, after in zip(HELD, judged, again, strict=True):
        assert np.array_equal(before, after) == bool(page.sample.fold)


def test_what_only_the_teacher_says_is_not_for_the_trees(tmp_path: Path) -> None:
    gold_line = {"id": "page", "url": "https://paper.example/1", "with": [STORY[0]], "without": [MENU[1]]}
    for name in dataset.WITHOUT_GOLD:
        (tmp_path / name).mkdir()
        (tmp_path / name / "gold.jsonl").write_text(json.dumps(gold_line) + "\n")
    known = HELD[0]
    unknown = known._replace(sample=replace(known.sample, corpus=dataset.WITHOUT_GOLD[0]))
    same, attested = stack.attested([known, unknown], tmp_path)
    assert np.array_equal(same.weight, known.weight)
    told = [text.removeprefix("- ") for text, weight in zip(known.sample.texts, attested.weight, strict=True) if weight]
    assert told == [MENU[1], STORY[0]]
    assert attested.weight.max() == pytest.approx(stack.ATTESTED * known.weight[len(MENU)])


def test_what_is_unasked_has_no_verdict() -> None:
    sample = marked_up(8)
    verdict = sample.features.shape[:, VERDICT]
    assert (verdict[:, -1] == 1).all()
    assert verdict[:, 0].max() == 1
    before = dataset.unasked(sample).features.shape
    assert not before[:, VERDICT].any()
    assert np.array_equal(before[:, VERDICT.stop :], sample.features.shape[:, VERDICT.stop :])


def other_page(number: int) -> dataset.Sample:
    menu = [Line(f"Section {number} of the paper {part}", 1, 0, 1) for part in range(12)]
    body = [Line(f"Story {number} goes on, she said on Monday, and part {part} of it.", 2, 1, 3) for part in range(6)]
    example = Example(f"page {number}", "made up", Path("none.html"), Path("none"), url="https://paper.example/2")
    return dataset.rewritten(example, "innertext", [*menu, *body, *menu[:5]])


def test_a_recombined_page_keeps_its_own_body_and_no_other() -> None:
    samples = [other_page(number) for number in range(4)]
    parts, random = recombine.Parts(samples), np.random.default_rng(1)
    made = [parts.recombined(samples[0], random) for _ in range(40)]
    assert len({tuple(sample.texts) for sample in made}) > 20
    for sample in made:
        content = [text for text, share in zip(sample.texts, sample.content, strict=True) if share]
        assert content
        assert all(text.startswith("Story 0") for text in content)
        assert sample.features.shape.shape == (len(sample.texts), samples[0].features.shape.shape[1])
    assert any(text.startswith("Section 2") for sample in made for text in sample.texts)


def test_a_page_put_together_as_it_was_is_the_same() -> None:
    sample = other_page(1)
    chosen = [recombine.Chosen(sample, index) for index in range(len(sample.texts))]
    again = recombine.put_together(sample, chosen)
    assert again.texts == sample.texts
    assert np.array_equal(again.features.shape, sample.features.shape)
    assert np.array_equal(again.features.marks, sample.features.marks)


def test_gaps_and_hits_stand_where_they_are_looked_for() -> None:
    shape = other_page(1).features.shape
    assert shape[1:, features.GAPS].argmax(axis=1).tolist() == [1] * 11 + [2] * 6 + [1] * 5
    assert not shape[:, -features.HITS :].any()


def contest(right: int | None, seed: int) -> Contest:
    """Five candidates of which the right one, where there is one, has most of its words in the text."""
    seen = np.random.default_rng(seed).random((5, len(titles.FEATURES)))
    seen[:, 0] = [0.9 if index == right else 0.3 for index in range(5)]
    return Contest("made up", "innertext", seed % dataset.FOLDS, seen, [index == right for index in range(5)])


def test_weights_of_a_contest_are_learned_and_come_out_the_same() -> None:
    known = [contest(None if seed % 7 == 0 else seed % 5, seed) for seed in range(60)]
    first, again = (contests.fit(known, Plan(0.3, 1e-3)) for _ in range(2))
    assert all(map(np.array_equal, first, again))
    assert titles.FEATURES[int(np.argmax(first.each))] == "words that the text has"
    unseen = [contest(seed % 5, seed) for seed in range(100, 130)]
    assert sum(headlines.is_right(each, first) for each in unseen) >= 28


def test_weights_are_read_as_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = [contest(seed % 5, seed) for seed in range(20)]
    found = contests.fitted(known, Plan(0.3, 1e-3))
    assert set(found) == {"text"}
    (tmp_path / "headline.json").write_text(json.dumps(contests.named(found, titles.FEATURES)))
    monkeypatch.setattr(titles, "WEIGHTS", tmp_path / "headline.json")
    read = titles.learned.__wrapped__("text")
    assert all(np.allclose(*pair, atol=1e-4) for pair in zip(read, found["text"], strict=True))


SIGNED = "Eine neue Fähre für Westby\nVon Anna Beispiel und Ben Muster\n" + "Die Fähre fährt seit heute jeden Tag. " * 9


@pytest.mark.parametrize(
    ("names", "right", "exact"),
    [
        (("Ben Muster; Anna Beispiel",), True, True),
        (("Anna Beispiel",), True, False),
        (("Carla Probe",), False, False),
        ((), False, False),
    ],
)
def test_names_of_a_page_are_right_where_the_gold_has_them(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], right: bool, exact: bool
) -> None:
    monkeypatch.setattr(dataset, "rendered", lambda *_: SIGNED)
    found = authors.judged(replace(EXAMPLE, authors=names), "innertext")
    assert (any(found.contest.right), any(found.exact), found.wanted) == (right, exact, bool(names))
    weights = Weights(np.full(found.contest.features.shape[1], 9.0), 0.0)
    assert authors.is_right(found, weights) == exact


def test_mistakes_are_counted_in_words_by_their_kind() -> None:
    sample = page(1)  # five pieces of a menu, then fifteen and five words of the body
    scores = np.array([0, 0.9, 0, 0, 0, 0.1, 0.9], np.float32)
    words = sample.features.words.astype(int)
    assert mistakes.count([sample], [scores]) == {
        "of bodies": words[5:].sum(),
        "missed, in middling ones": words[5],
        "kept wrongly, before the body": words[1],
    }
    assert mistakes.count([sample], [np.append(scores[:5], [1, 1]).astype(np.float32)])["of bodies"] == words[5:].sum()


def lined(monkeypatch: pytest.MonkeyPatch) -> list[chunks.Source]:
    """Pages of two sites in one line, and a plan for so few."""
    monkeypatch.setattr(chunks, "SITES", 2)
    monkeypatch.setattr(chunks, "LENGTH", 16)
    pages = [(site, [*MENU, *STORY * repeats]) for site in "ab" for repeats in (1, 2, 3)]
    return [chunks.Source(site, 0, partial(linebreaks.asked, lines, [0])) for site, lines in pages]


def test_the_same_seed_finds_the_same_line_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = lined(monkeypatch)
    first, again, other = (chunks.fit(pages, 2, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["enter.weight"], other["enter.weight"])
    assert len(first["chunks"]) == len(set(" ".join(MENU + STORY).lower().replace("12", "00").split()))


@pytest.mark.parametrize("between", [" ", ""])
def test_chunks_are_judged_as_the_network_does(monkeypatch: pytest.MonkeyPatch, between: str) -> None:
    known = chunks.frequent(lined(monkeypatch), np.random.default_rng(1))
    torch.manual_seed(3)
    network = chunks.Network(known).eval()
    read = judging.chunks(between.join(MENU + STORY * 9))
    given = torch.from_numpy(chunks.rows(known, read))[None], torch.from_numpy(read.shape)[None]
    with torch.no_grad():
        expected = torch.sigmoid(network(*given))[0].numpy()
    found = judging.judge(judging.unpack(chunks.arrays(network, known)), read)
    assert found == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0, "Home Sports Sign in 12 comments Share "), (1, "HomeSportsSign in12 commentsShare")],
)
def test_lines_are_joined_where_they_ended(share: float, expected: str) -> None:
    text, ends = linebreaks.joined(MENU, share, np.random.default_rng(1))
    assert text == expected
    assert all(text[:end].endswith(line) for line, end in zip(MENU, ends, strict=True))
    assert linebreaks.ended(ends, judging.chunks(text)).sum() == len(MENU)


PROGRAMS = ["window.ads = window.ads || [];", "var shown = {count: 3};", ".menu{display:none}"]


@pytest.mark.parametrize("seed", range(6))
def test_scripts_are_set_between_the_lines_of_a_page(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(scripts, "GLUED", (0,))
    asked = scripts.asked(scripts.Parts([MENU + STORY], PROGRAMS), np.random.default_rng(seed))
    read = judging.chunks(asked.text)
    is_code = asked.right(read) > 0
    words = [asked.text[start:end] for start, end in zip(read.start, read.end, strict=True)]
    code = "".join(word for word, told in zip(words, is_code, strict=True) if told)
    assert sorted(code.replace(" ", "")) == sorted("".join(PROGRAMS).replace(" ", ""))


def test_scripts_are_read_from_html() -> None:
    html = (
        "<p>One.<script>var a</script><!-- no --><STYLE>b{}</style ><script src=c></script><noscript><img></noscript>"
    )
    assert scripts.scripts(html) == ["var a", "b{}", "<img>"]
