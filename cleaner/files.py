"""Files and folders for the command line: which page goes where, and writing it so that no half file is ever seen."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HTML = frozenset({".html", ".htm", ".xhtml"})
PAGES = HTML | {".txt", ".text", ""}
"""Endings of the files that are taken from a folder."""
STANDARD = Path("-")
"""Standard input or output."""


class Job(NamedTuple):
    """A page to clean and where it goes."""

    source: Path
    target: Path


class OverlapError(ValueError):
    """An output would overwrite an input."""


def plan(source: Path, target: Path, suffix: str) -> list[Job]:
    """The pages of a file or a folder, each with its target.

    Args:
        source: a file, a folder, or STANDARD.
        target: a file, a folder, or STANDARD; for a folder, a folder, which need not exist.
        suffix: what the names of the files in a target folder end with.

    Raises:
        OverlapError: the target is the source, is in the way of it, or is no folder for a folder.
    """
    if source.is_dir() and source != STANDARD:
        return _plan_folder(source, target, suffix)
    if target.is_dir() and target != STANDARD:
        target = target / ("page" if source == STANDARD else source.name)
        target = target.with_suffix(suffix)
    if source != STANDARD and _same(source, target):
        raise OverlapError(f"{target} is the input: name another output.")
    return [Job(source, target)]


def _plan_folder(source: Path, target: Path, suffix: str) -> list[Job]:
    if target == STANDARD or (target.exists() and not target.is_dir()):
        raise OverlapError(f"{source} is a folder: name a folder for the output.")
    inner, outer = target.resolve(), source.resolve()
    if inner == outer or inner in outer.parents:
        raise OverlapError(f"{target} holds the input: name another folder for the output.")
    pages = [page for page in _pages(source) if inner not in page.resolve().parents]
    names = _names([page.relative_to(source) for page in pages], suffix)
    jobs = [Job(page, target / name) for page, name in zip(pages, names, strict=True)]
    for job in jobs:
        if _same(job.source, job.target):
            raise OverlapError(f"{job.target} is the input: name another folder for the output.")
    return jobs


def _pages(folder: Path) -> Iterator[Path]:
    """The pages below a folder, in the order of their names; hidden files and folders are passed over.

    A folder or a link that can't be followed is among them, so that reading it fails by its name.
    """
    unread: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: unread.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for page in (Path(parent, name) for name in sorted(names) if not name.startswith(".")):
            if page.suffix.lower() in PAGES and (page.is_file() or not page.exists()):
                yield page
    yield from unread


def _names(pages: Sequence[Path], suffix: str) -> list[Path]:
    """The pages' names with another ending; added to the whole name where two pages would have the same."""
    whole = [page.with_name(page.name + suffix) for page in pages]
    short = [page.with_suffix(suffix) for page in pages]
    taken = Counter([*short, *whole])
    return [name if taken[name] - (name == full) == 1 else full for name, full in zip(short, whole, strict=True)]


def _same(source: Path, target: Path) -> bool:
    return source.exists() and target.exists() and source.samefile(target)


def read(source: Path) -> bytes:
    """The bytes of a file or of standard input."""
    return sys.stdin.buffer.read() if source == STANDARD else source.read_bytes()


def write(target: Path, data: bytes) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one, and nothing else is left behind.

    A device or a pipe is written to as it is; a link stays a link, and what it leads to is written. The folder is made.

    Raises:
        OSError: it can't be written.
    """
    if target == STANDARD:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    elif target.exists() and not target.is_file():
        target.write_bytes(data)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target.resolve(), data)


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
