"""The file of a memory: batches, merging, aging, bounding."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench import sites
from cleaner import Memory, MemoryFileError, intake
from cleaner.memory import upkeep
from cleaner.memory.learn import Learner, added_up
from cleaner.memory.observe import observe
from cleaner.memory.recall import Site
from cleaner.memory.store import Store

pytest.importorskip("pyarrow", reason="learning reads what batch reads")

PAGES = [(each.site, each.text) for name in ("hafenbote", "tinkerbench") for each in sites.pages(name)]


def learned(path: Path, pages: Iterable[tuple[str, str]], limit: int = 0) -> Path:
    with Store(path) as store:
        if limit:
            with store.transaction():
                upkeep.set_limit(store, limit)
        learner = Learner(store)
        for site, text in pages:
            learner.add([site], [observe(text, "text", judge=False)])
            learner.write()
        learner.write(is_last=True)
    return path


def rows(path: Path) -> list[tuple[object, ...]]:
    """All counts, by names instead of ids."""
    db = sqlite3.connect(path)
    lines = db.execute("SELECT name, lines.* FROM lines JOIN sites ON id = site ORDER BY name, line").fetchall()
    pages = db.execute("SELECT name, pages, lost FROM sites ORDER BY name").fetchall()
    known = db.execute("SELECT name, page FROM learned JOIN sites ON id = site ORDER BY name, page").fetchall()
    db.close()
    return [*((row[0], *row[2:]) for row in lines), *pages, *known]


def site(path: Path, name: str = "hafenbote.example") -> Site:
    return Memory(path)._read(name)


def test_batches_add_up(tmp_path: Path) -> None:
    one_by_one = learned(tmp_path / "one", PAGES)
    with Store(tmp_path / "all") as store:
        learner = Learner(store)
        learner.add([name for name, _ in PAGES], [observe(text, "text", judge=False) for _, text in PAGES])
        learner.write(is_last=True)
    assert rows(one_by_one) == rows(tmp_path / "all")


def test_counts_of_a_line(tmp_path: Path) -> None:
    path = learned(tmp_path / "memory", [("a.example", f"Kopf\nText {name} hier\nFuß") for name in ("x", "y", "z")])
    known = site(path, "a.example")
    assert known.pages == 3
    assert sorted(line.places for line in known.lines.values()) == [(0, 0, 0, 0, 3, 0), (3, 0, 0, 0, 0, 0)]


def test_a_page_counts_once(tmp_path: Path) -> None:
    once, twice = learned(tmp_path / "once", PAGES), learned(tmp_path / "twice", [*PAGES, *PAGES[:7]])
    assert rows(once) == rows(twice)


def test_merged_is_as_if_learned_in_one_go(tmp_path: Path) -> None:
    whole = learned(tmp_path / "whole", PAGES)
    parts = [learned(tmp_path / f"part{number}", PAGES[number::3]) for number in range(3)]
    with Store(tmp_path / "merged") as store:
        assert [upkeep.merge(store, part) for part in parts] == [(14, 0), (13, 0), (13, 0)]
    assert rows(tmp_path / "merged") == rows(whole)


def test_a_merge_tells_of_pages_that_count_twice(tmp_path: Path) -> None:
    path = learned(tmp_path / "memory", PAGES[:10])
    with Store(path) as store:
        assert upkeep.merge(store, learned(tmp_path / "other", PAGES[5:12])) == (7, 5)


def test_a_merge_with_what_is_no_memory_changes_nothing(tmp_path: Path) -> None:
    path = learned(tmp_path / "memory", PAGES[:5])
    before = rows(path)
    (tmp_path / "other").write_text("no memory")
    with Store(path) as store, pytest.raises(MemoryFileError):
        upkeep.merge(store, tmp_path / "other")
    assert rows(path) == before


def test_a_memory_of_another_version_is_refused(tmp_path: Path) -> None:
    path, other = learned(tmp_path / "memory", PAGES[:5]), learned(tmp_path / "other", PAGES[5:9])
    before = rows(path)
    db = sqlite3.connect(other)
    db.execute("PRAGMA user_version = 99")
    db.close()
    told = "other is a memory of version 99; this is a cleaner for version 1"
    with pytest.raises(MemoryFileError, match=told), Store(path) as store:
        upkeep.merge(store, other)
    assert rows(path) == before
    for use in (Store, Memory):
        with pytest.raises(MemoryFileError, match=told):
            use(other)


def test_merged_memories_go_on_learning(tmp_path: Path) -> None:
    path, other = learned(tmp_path / "memory", PAGES[:10]), learned(tmp_path / "other", PAGES[10:30])
    with Store(path) as store:
        upkeep.merge(store, other)
        learner = Learner(store)
        learner.add([name for name, _ in PAGES], [observe(text, "text", judge=False) for _, text in PAGES])
        learner.write(is_last=True)
        assert (learner.pages, learner.known) == (10, 30)
    assert rows(path) == rows(learned(tmp_path / "whole", PAGES))


def test_a_memory_that_another_writes_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.memory.store.WAIT", 0.01)
    path = learned(tmp_path / "memory", PAGES[:5])
    with Store(path) as writer, writer.transaction():
        with pytest.raises(MemoryFileError, match="memory: database is locked"), Store(path) as store:
            upkeep.compact(store)
        assert Memory(path).recall(intake.read(PAGES[0][1]), PAGES[0][0]).pages == 5


def test_a_bounded_memory_keeps_to_its_error(tmp_path: Path) -> None:
    """No count is too high, none is too low by more than lines / limit, and there are no more rows than allowed."""
    limit = 100
    exact, bounded = learned(tmp_path / "exact", PAGES[:20]), learned(tmp_path / "bounded", PAGES[:20], limit)
    true, told = site(exact), site(bounded)
    occurrences = sum(row[2] for row in rows(exact) if len(row) > 4)
    assert 0 < told.lost <= occurrences / limit
    assert told.lines
    for key, seen in told.lines.items():
        assert true.lines[key].pages - told.lost <= seen.pages <= true.lines[key].pages
    common = {key for key, seen in true.lines.items() if seen.pages >= 15}
    assert common <= told.lines.keys()
    db = sqlite3.connect(bounded)
    assert db.execute("SELECT count(*) FROM lines").fetchone()[0] <= 2 * limit
    db.close()


def test_bounded_memories_merge_into_a_bounded_one(tmp_path: Path) -> None:
    parts = [learned(tmp_path / name, PAGES[:20][half::2], 100) for half, name in enumerate("ab")]
    with Store(tmp_path / "merged") as store:
        for part in parts:
            upkeep.merge(store, part)
        assert store.limit == 100
    exact = site(learned(tmp_path / "exact", PAGES[:20]))
    for key, seen in site(tmp_path / "merged").lines.items():
        assert seen.pages <= exact.lines[key].pages


def test_counts_fade(tmp_path: Path) -> None:
    path = learned(tmp_path / "memory", PAGES[:20])
    before = site(path)
    with Store(path) as store:
        upkeep.age(store, 0.5)
    after = site(path)
    assert after.pages == 10
    assert all(seen.pages == before.lines[key].pages // 2 for key, seen in after.lines.items())
    db = sqlite3.connect(path)
    assert db.execute("SELECT min(pages) FROM lines").fetchone()[0] == 1
    db.close()


def test_compacting_leaves_what_cleaning_asks_for(tmp_path: Path) -> None:
    path = learned(tmp_path / "memory", PAGES)
    before, size = site(path), path.stat().st_size
    with Store(path) as store:
        upkeep.compact(store)
    assert site(path).lines == before.lines
    assert site(path).lost == 1
    assert path.stat().st_size < size


@pytest.mark.parametrize("name", ["hafenbote.example", "https://www.hafenbote.example/12"])
def test_a_site_is_forgotten(name: str, tmp_path: Path) -> None:
    path = learned(tmp_path / "memory", PAGES)
    with Store(path) as store:
        upkeep.clear(store, name)
    assert rows(path) == rows(learned(tmp_path / "other", PAGES[20:]))
    with Store(path) as store:
        upkeep.clear(store)
    assert rows(path) == []


def test_what_fails_inside_a_batch_is_not_written(tmp_path: Path) -> None:
    path = learned(tmp_path / "memory", PAGES[:5])
    before = rows(path)
    with Store(path) as store:
        learner = Learner(store)
        learner.add(["a.example"], [observe("A line\nand another", "text", judge=False)])
        with pytest.raises(ZeroDivisionError), store.transaction():
            print(store.site("b.example") / 0)
    assert rows(path) == before


def test_nothing_adds_up_to_nothing() -> None:
    assert list(added_up([(1, observe("12", "text", judge=False))])) == []
