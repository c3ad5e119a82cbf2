"""What is given to others: one version, a wheel that is whole, and locks, licences and notices that name the same."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from cleaner import __version__
from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(name: str) -> set[str]:
    """Lines of a lock: name, version and marker."""
    return set(re.findall(r"^([a-z0-9].*?) \\$", (ROOT / "requirements" / name).read_text("utf-8"), re.MULTILINE))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as `python -m build` makes it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_version_stands_in_one_place() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "cleaner/__init__.py"
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"^## (\S+)", changes, re.MULTILINE)[1] == __version__


def test_the_wheel_is_whole(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    files = subprocess.run(["git", "ls-files", "cleaner"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert set(files.stdout.split()) <= held
    assert not [name for name in held if name.startswith(("tests/", "fixtures/", "bench/"))]
    notices = {Path(name).name for name in held if "/licenses/" in name}
    assert notices == {"LICENSE", "NOTICE", "THIRD_PARTY.md"}
    assert wheel.name == f"article_cleaner-{__version__}-py3-none-any.whl"


def test_the_wheel_works_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    """In a venv that has the wheel and, from here, its dependencies; scripts/release has an empty one get them."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    site = tmp_path / "venv" / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    here = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(here, check=True, capture_output=True)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")  # whose own .pth files are not read
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CLEANER"))}
    script = ROOT / "tests" / "installed.py"
    done = subprocess.run(
        [python, "-I", script], check=False, env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("ok: ") == 3


def imported(file: Path) -> Iterator[str]:
    """The packages that a module imports as soon as it is imported itself."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module).partition(".")[0]


@pytest.mark.parametrize(("locks", "is_extra"), [(("runtime.txt",), False), (("image.txt", "ray.txt"), True)])
def test_what_is_imported_is_installed(locks: tuple[str, ...], is_extra: bool) -> None:
    """Modules that a command imports when it needs them may ask for extras, all others for what runtime.txt has."""
    distributions = packages_distributions()
    locked = {pin.partition("==")[0] for lock in locks for pin in pins(lock)}
    extras = {*(ROOT / "cleaner" / "batch").rglob("*.py"), ROOT / "cleaner" / "memory" / "on_ray.py"}
    files = [file for file in (ROOT / "cleaner").rglob("*.py") if (file in extras) is is_extra]
    names = {name for file in files for name in imported(file)} - sys.stdlib_module_names - {"cleaner", "service"}
    installed = {name: {each.lower().replace("_", "-") for each in distributions.get(name, [name])} for name in names}
    assert names
    assert {name for name in names if not installed[name] & locked} == set()


def test_the_image_gets_what_was_tested() -> None:
    assert pins("runtime.txt") <= pins("image.txt")
    tested = pins("dev.txt") | pins("bench.txt")
    assert pins("runtime.txt") <= tested


def test_every_package_is_attributed() -> None:
    named = set(re.findall(r"^\| \[(\S+)\]", (ROOT / "THIRD_PARTY.md").read_text("utf-8"), re.MULTILINE))
    assert {re.split("[=<>~]", pin)[0] for pin in pins("image.txt") if ";" not in pin} <= named


def test_every_corpus_is_attributed() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name in (
        "WCXB",
        "Fundus",
        "DAnIEL",
        "Trafilatura",
        "Postlight",
        "htmldate",
        "newspaper4k",
        "goose3",
        "Defuddle",
    ):
        assert name in notice
        assert name in (ROOT / "README.md").read_text("utf-8")


def test_every_document_is_in_the_index() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)", (ROOT / "docs" / "README.md").read_text("utf-8")))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} == linked


@pytest.mark.parametrize(
    ("advisories", "is_audited"),
    [('{"vulnerabilities":[{"id":"PYSEC-2018-66"}]}', True), ('{"vulnerabilities":[]}', False), ("", False)],
)
def test_packages_are_looked_up_where_advisories_are_reached(tmp_path: Path, advisories: str, is_audited: bool) -> None:
    for name, does in (("curl", f"printf %s '{advisories}'"), ("pip-audit", 'echo "audit $*"')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        [ROOT / "scripts" / "audit", "--if-reached"], env=environment, check=True, capture_output=True, text=True
    )
    assert ("audit --strict" in done.stdout) is is_audited
    assert done.stdout.startswith("No advisories") is not is_audited
