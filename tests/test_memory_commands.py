"""The commands that make a memory and look after it, and what cleans with one: many pages, and the service."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask

from bench import sites
from cleaner import MemoryFileError
from cleaner.memory import command
from cleaner.memory.learn import Learner
from cleaner.memory.observe import observe
from cleaner.memory.store import Store
from cleaner.service.app import create_app
from cleaner.service.settings import Settings, SettingsError
from test_memory_store import PAGES, learned, rows

ROOT = Path(__file__).parent.parent

# The commands


def cleaner(*arguments: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=300,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def jsonl(path: Path, pages: Sequence[tuple[str, str]]) -> Path:
    lines = (json.dumps({"text": text, "url": f"https://www.{name}/"}) for name, text in pages)
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("memory")
    pages = jsonl(folder / "pages.jsonl", PAGES)
    told = cleaner("learn", pages, "--memory", folder / "memory", "--workers", "1", "--samples")
    assert told == f"40 pages learned, 2 sites in {folder / 'memory'}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["memory", "pages.jsonl"]
    return folder / "memory"


def test_learning_the_same_again_changes_nothing(memory: Path) -> None:
    before = rows(memory)
    told = cleaner("learn", memory.parent / "pages.jsonl", "--memory", memory, "--workers", "1")
    assert told == f"0 pages learned, 40 were known, 2 sites in {memory}\n"
    assert rows(memory) == before


def test_a_memory_is_used_by_the_command_line(memory: Path, tmp_path: Path) -> None:
    made = sites.pages("hafenbote")[0]
    page = tmp_path / "page.txt"
    page.write_text(made.text)
    without, with_it = cleaner(page), cleaner(page, "--memory", memory, "--url", made.url)
    assert any(prompt in without and prompt not in with_it for prompt in made.prompts)
    assert cleaner(page, "--memory", memory, "--site", "hafenbote.example") == with_it
    assert cleaner(page, "--memory", memory, "--site", "other.example") == without
    assert "of 20 pages of this site" in cleaner(page, "--memory", memory, "--url", made.url, "--explain")
    answer = json.loads(cleaner(page, "-", "--memory", memory, "--url", made.url, "--format", "json"))
    assert "memory" not in answer["options"]


def test_a_memory_is_shown(memory: Path) -> None:
    assert "20" in cleaner("memory", "show", memory)
    shown = cleaner("memory", "show", memory, "--site", "hafenbote.example", "--top", "3", "--json")
    first = json.loads(shown.splitlines()[0])
    assert first["pages"] == 20
    assert first["sample"] in sites.pages("hafenbote")[0].text
    assert "Zum Inhalt" in cleaner("memory", "show", memory, "--site", "hafenbote.example", "--top", "50")


def test_samples_are_kept_of_repeated_lines_only_and_only_if_asked_for(memory: Path, tmp_path: Path) -> None:
    db = sqlite3.connect(memory)
    low = db.execute("SELECT min(pages) FROM samples JOIN lines USING (site, line)").fetchone()[0]
    db.close()
    assert low >= 3
    path = tmp_path / "memory"
    cleaner("learn", memory.parent / "pages.jsonl", "--memory", path, "--count-only", "--workers", "1")
    assert "Zum Inhalt" not in cleaner("memory", "show", path, "--site", "hafenbote.example", "--top", "50")
    assert b"Zum Inhalt" not in path.read_bytes()


def test_upkeep_by_commands(memory: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    assert cleaner("memory", "merge", path, memory) == f"{memory}: 40 pages added\n"
    assert rows(path) == rows(memory)
    assert "40 of them were known" in cleaner("memory", "merge", path, memory)
    cleaner("memory", "age", path)
    cleaner("memory", "compact", path)
    cleaner("memory", "clear", path, "--site", "hafenbote.example")
    assert "tinkerbench" in cleaner("memory", "show", path)
    cleaner("memory", "clear", path)
    assert "tinkerbench" not in cleaner("memory", "show", path)


def test_commands_refuse_what_is_wrong(memory: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("no memory, but text")
    pages = memory.parent / "pages.jsonl"
    assert "no memory" in cleaner("memory", "show", other, code=2)
    assert "itself" in cleaner("memory", "merge", memory, memory, code=2)
    assert "memory" in cleaner(pages, "--memory", other, code=2)
    assert "no such file" in cleaner("learn", tmp_path / "missing.jsonl", "--memory", tmp_path / "new", code=2)
    page = tmp_path / "page.txt"
    page.write_text("A page of nowhere.")
    assert "no_site" in cleaner("learn", page, "--memory", tmp_path / "new", "--workers", "1", code=1)
    assert "1 pages learned" in cleaner("learn", page, "--memory", tmp_path / "new", "--site", "a.example")


def test_a_damaged_memory_ends_commands_with_its_name(memory: Path, tmp_path: Path) -> None:
    path = tmp_path / "memory"
    path.write_bytes(memory.read_bytes()[:4096].ljust(memory.stat().st_size, b"\xff"))
    told = "database disk image is malformed"
    assert f"{path} is no memory that can be written: {told}" in cleaner("memory", "show", path, code=2)
    assert told in cleaner("learn", memory.parent / "pages.jsonl", "--memory", path, "--workers", "1", code=2)
    assert f"{path} can't be merged into" in cleaner("memory", "merge", tmp_path / "new", path, code=2)


def test_a_full_disk_stops_learning_and_keeps_what_is_written(tmp_path: Path) -> None:
    """A file of SQLite's that may not grow is as on a full disk."""
    path = learned(tmp_path / "memory", PAGES[:5])
    before = rows(path)
    with pytest.raises(MemoryFileError, match="memory: database or disk is full"), Store(path) as store:
        learn_in_no_room(store)
    assert rows(path) == before


def learn_in_no_room(store: Store) -> None:
    size = store.database.execute("PRAGMA page_count").fetchone()[0]
    store.database.execute(f"PRAGMA max_page_count = {size}")
    learner = Learner(store)
    learner.add([name for name, _ in PAGES], [observe(text, "text", judge=False) for _, text in PAGES])
    learner.write()


def test_kill_9_loses_the_last_batch_at_most_and_says_so(tmp_path: Path) -> None:
    """Batches of 200 lines; learning is killed after some were written, then the same command finishes it."""
    many = [(site, f"{text}\nSeite {'x' * number}") for number in range(25) for site, text in PAGES]
    pages, path = jsonl(tmp_path / "pages.jsonl", many), tmp_path / "memory"
    code = (
        "import sys; import cleaner.memory.learn as learn; learn.BATCH_LINES = 200\n"
        "from cleaner.memory.command import learn as command\n"
        "command.main(sys.argv[1:], standalone_mode=False)"
    )
    arguments = [str(pages), "--memory", str(path), "--count-only", "--workers", "1"]
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, start_new_session=True)
    while written(path) < 100:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    kept = written(path)
    assert 100 <= kept < len(many)
    shown = cleaner("memory", "show", path)
    assert f"was cut off before: {kept} pages of it are there, its last batch is lost" in shown
    told = cleaner("learn", *arguments)
    assert "was cut off before" in told
    assert f"{len(many) - kept} pages learned, {kept} were known" in told
    assert "cut off" not in cleaner("memory", "show", path)
    assert rows(path) == rows(learned(tmp_path / "whole", many))


def written(path: Path) -> int:
    """How many pages are in a memory that may be being written."""
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        pages = db.execute("SELECT coalesce(sum(pages), 0) FROM sites").fetchone()[0]
        db.close()
    except sqlite3.OperationalError:
        return 0
    return int(pages)


def test_every_option_and_command_is_documented() -> None:
    document = (ROOT / "docs" / "memory.md").read_text()
    commands = command.memory.commands
    assert all(f"cleaner memory {name} " in document for name in commands)
    parameters = [*command.learn.params, *(each for name in commands for each in commands[name].params)]
    options = {name for each in parameters for name in each.opts if name.startswith("--")}
    assert options == {name for name in options if name in document}


# For many pages, and for the service


def test_batch_cleans_with_a_memory(memory: Path, tmp_path: Path) -> None:
    pages = memory.parent / "pages.jsonl"
    bodies = {}
    for name, options in {"without": [], "with": ["--memory", memory]}.items():
        cleaner("batch", pages, "--output", tmp_path / name, "--workers", "1", "--fields", "body", *options)
        shard = (tmp_path / name / "shards" / "00000-00000.jsonl").read_text().splitlines()
        bodies[name] = [json.loads(line)["body"] for line in shard]
    prompts = [line for each in sites.pages("hafenbote") for line in each.prompts]
    left = {name: sum(line in body for body in found for line in prompts) for name, found in bodies.items()}
    assert left["with"] < left["without"] / 2
    os.utime(memory)
    again = cleaner("batch", pages, "--output", tmp_path / "with", "--resume", "--memory", memory, code=2)
    assert "with" in again


def test_the_service_knows_sites(memory: Path) -> None:
    made = sites.pages("hafenbote")[0]
    app = create_app(Settings(workers=1, memory=str(memory)))
    try:
        answers = [
            app.test_client().post("/v1/clean", json={"text": made.text, **told}).json
            for told in ({}, {"site": "hafenbote.example"}, {"url": made.url}, {"site": "other.example"})
        ]
    finally:
        app.extensions["pool"].stop()
    without, by_site, by_url, other = (answer["body"] for answer in answers)
    assert any(prompt in without and prompt not in by_site for prompt in made.prompts)
    assert by_url == by_site
    assert other == without
    assert "site" not in answers[1]["options"]


def test_the_service_reads_a_memory_that_is_replaced(memory: Path, tmp_path: Path) -> None:
    path, made = tmp_path / "memory", sites.pages("hafenbote")[0]
    with Store(path):
        pass
    app = create_app(Settings(workers=1, memory=str(path)))
    try:
        first = body(app, made)
        shutil.copy(memory, tmp_path / "new")
        os.replace(tmp_path / "new", path)
        until = time.monotonic() + 60
        while (second := body(app, made)) == first and time.monotonic() < until:
            time.sleep(0.2)
    finally:
        app.extensions["pool"].stop()
    assert any(prompt in first and prompt not in second for prompt in made.prompts)


def body(app: Flask, made: sites.SitePage) -> str:
    answer = app.test_client().post("/v1/clean", json={"text": made.text, "url": made.url}).json
    return str(answer["body"])


def test_the_service_refuses_what_is_no_memory(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CLEANER_MEMORY"):
        Settings(memory=str(tmp_path / "missing")).check()
