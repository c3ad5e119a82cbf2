"""The documents tell the truth: every command in them is run, and everything that there is is in them.

CLEANER_UPDATE_DOCS=1 writes the answers as they came into the documents, instead of comparing them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from inspect import signature
from pathlib import Path

import pytest
from prometheus_client.metrics import MetricWrapperBase

import cleaner
from cleaner import CleanError, Label, Metadata, Notice, Ticker, clean
from cleaner.api import PROBLEMS, Document, Options
from cleaner.cli import clean_pages, join_pages, serve
from cleaner.formats import FORMATS, as_dict
from cleaner.service import metrics
from cleaner.service.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)$", re.MULTILINE)
PUBLISHED = "http://127.0.0.1:8000"
UPDATES = bool(os.environ.get("CLEANER_UPDATE_DOCS"))


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example pages, where `cleaner` is the one that is tested."""
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "docs" / "examples", folder)
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "cleaner").write_text(f'#!/bin/sh\nexec {sys.executable} -m cleaner "$@"\n')
    (programs / "cleaner").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return folder


def replayed(session: str, desk: Path, server: str) -> str:
    """A console session with the answers that its commands give now."""
    answers = []
    for command in COMMAND.findall(session):
        done = subprocess.run(
            ["bash", "-c", command.replace(PUBLISHED, server)],
            cwd=desk,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
        answer = done.stdout.decode().replace(server, PUBLISHED).replace("\r\n", "\n")
        answers.append(f"$ {command}\n{answer}" + ("" if answer.endswith("\n") or not answer else "\n"))
    return "".join(answers)


@pytest.mark.skipif(not shutil.which("curl"), reason="the examples use curl")
@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if SESSION.search(path.read_text())], ids=lambda path: path.name
)
def test_sessions_go_as_documented(path: Path, desk: Path, server: str) -> None:
    document = path.read_text(encoding="utf-8")
    now = SESSION.sub(lambda session: f"```console\n{replayed(session[1], desk, server)}```", document)
    if UPDATES:
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [clean_pages, serve, join_pages], ids=lambda command: command.name)
def test_every_option_is_documented(command: object) -> None:
    rows = [line for line in text_of("docs/cli.md").splitlines() if line.startswith("| `--")]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    options = {name for name in known if name.startswith("--")} | {"--help"}
    documented = set(re.findall(r"--[a-z-]+", " ".join(row.split(" | ")[0] for row in rows)))
    assert options <= documented
    everything = {
        name for each in (clean_pages, serve, join_pages) for parameter in each.params for name in parameter.opts
    }
    assert documented <= everything | {"--no-title", "--help"}


@pytest.mark.parametrize("label", Label)
def test_every_label_is_documented(label: Label) -> None:
    assert f"`{label}`" in text_of("docs/labels.md")


def table(name: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    below = text_of(name).split(f"{heading}\n", 1)[1]
    lines = re.search(r"^\|.*\n\|[ -|]*\n((?:\|.*\n)+)", below, re.MULTILINE)
    assert lines
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines[1].splitlines()]


def names(name: str, heading: str) -> set[str]:
    """The names in the first column of the table below a heading."""
    return {word for row in table(name, heading) for word in re.findall(r"`([^`]+)`", row[0])}


def test_every_error_is_documented_as_the_service_tells_it() -> None:
    rows = [[f"`{code}`", str(kind.status), kind.meaning] for code, kind in PROBLEMS.items()]
    assert table("docs/api.md", "## Errors") == rows


def test_every_field_of_the_api_is_documented() -> None:
    assert names("docs/api.md", "## Options") == set(Options.model_fields)
    assert set(Document.model_fields) - set(Options.model_fields) == {"text", "html"}
    assert names("docs/api.md", "## The answer") == set(as_dict(clean("A page.")))
    told = as_dict(clean("A page."), {"links": True, "images": True})
    assert names("docs/api.md", "### Blocks") == set(told["blocks"][0])
    assert names("docs/api.md", "### Metadata") == {field.name for field in fields(Metadata)}
    assert names("docs/api.md", "### Warnings") == {field.name for field in fields(Notice)}
    tickers = next(row for row in table("docs/api.md", "### Metadata") if row[0] == "`tickers`")
    assert set(re.findall(r"`([a-z_]+)`", tickers[2])) == {field.name for field in fields(Ticker)}


def test_what_clean_takes_and_raises_is_documented() -> None:
    shown = re.search(r"`clean\(source, \*, ([a-z_, ]+)\)`", text_of("README.md"))
    assert shown
    assert ["source", *shown[1].split(", ")] == list(signature(clean).parameters)
    raised = [each for name in cleaner.__all__ if isinstance(each := getattr(cleaner, name), type)]
    codes = {each.__name__: each.code for each in raised if issubclass(each, CleanError) and each is not CleanError}
    rows = table("docs/quickstart.md", "### What it raises")
    assert {row[0].strip("`"): row[1].strip("`") for row in rows} == codes


def test_every_form_of_the_answer_is_documented() -> None:
    for name, form in FORMATS.items():
        assert f"`{form.mime}`" in text_of("docs/api.md")
        assert name in text_of("docs/cli.md")


def test_every_variable_is_documented() -> None:
    code = "".join(path.read_text() for path in [*ROOT.glob("cleaner/*.py"), ROOT / "service.py"])
    read = set(re.findall(r"""environ\.get\(['"]([A-Z_]+)""", code)) | set(re.findall(r'envvar="([A-Z_]+)"', code))
    read |= {each.metadata["name"] for each in fields(Settings)}
    assert names("docs/configuration.md", "# Configuration") == read


def test_every_number_is_documented() -> None:
    told = {collector: each for each in vars(metrics).values() if isinstance(each, MetricWrapperBase)
            for collector in [next(iter(each.describe())).name]}  # fmt: skip
    rows = table("docs/operations.md", "## Numbers")
    documented = {row[0].strip("`").removesuffix("_total"): row[1] for row in rows}
    assert documented == {name: ", ".join(each._labelnames) for name, each in told.items()}


def test_every_default_is_documented() -> None:
    documented = {re.findall("`([^`]+)`", name)[0]: re.findall("`([^`]+)`", default) for name, default, _ in table(
        "docs/configuration.md", "# Configuration"
    )}  # fmt: skip
    for each in fields(Settings):
        shown = documented[each.metadata["name"]]
        if shown:
            assert each.metadata["read"](shown[0]) == each.default


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_ci_runs_the_test_command_of_the_readme() -> None:
    taken = re.search(r"\$\((sed [^)]*README\.md)\)", text_of(".ci/run"))
    assert taken
    done = subprocess.run(["bash", "-c", taken[1]], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 1
    assert "requirements/dev.txt" in done.stdout
    assert re.search(r"```[a-z]*\n(?:[^`]*\n)?" + re.escape(done.stdout), text_of("README.md"))
