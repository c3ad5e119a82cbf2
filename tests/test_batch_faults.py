"""What once went wrong in `cleaner batch`, and what is nearly the same and was right."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: batch")

import fsspec

from cleaner.batch.output import Output

THEIRS = ("notes.tmp", ".notes.tmp", "errors.jsonl.tmp", ".begun-notes", "shards/old.tmp", ".batch/x.tmp", "tmp.tmp/x")


@pytest.mark.parametrize("scheme", ["", "memory:/"])
def test_what_was_begun_is_swept_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    fs, output = fsspec.filesystem(scheme.rstrip(":/") or "file"), Output(f"{scheme}{tmp_path}")
    output.begin({}, resume=False)
    own = {f"{tmp_path}/.batch/manifest.json"}
    for name in THEIRS:
        fs.makedirs(f"{tmp_path}/{name}".rpartition("/")[0], exist_ok=True)
        fs.pipe_file(f"{tmp_path}/{name}", b"theirs")
    with monkeypatch.context() as context:  # as if the machine went down just before a file was in its place
        if scheme:
            context.setattr(type(fs), "mv", fail)
        else:
            context.setattr(Path, "replace", fail)
            context.setattr(Path, "unlink", fail)
        for name in ("errors.jsonl", "shards/00000-00000.jsonl", ".batch/00000-00000.json"):
            with pytest.raises(OSError, match="down"):
                output.write(name, b"half")
    theirs = {f"{tmp_path}/{name}" for name in THEIRS}
    assert len({*fs.find(str(tmp_path))} - theirs - own) == 3
    output.begin({}, resume=True)
    assert {*fs.find(str(tmp_path))} == theirs | own
    fs.rm(str(tmp_path), recursive=True)


def fail(*_: object, **__: object) -> None:
    raise OSError("down")
