"""The command line, in processes of its own as a user runs it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner import clean
from cleaner.formats import as_markdown

PAGE = """Home
News
Sport

Council votes for new tram line

The council of the town voted on Tuesday evening for a new tram line between the station and the university.

Construction is to begin next year, and the mayor said that the first trams would run four years later.

The line will be six kilometres long and have eleven stops. The town pays a third, the state the rest.

"We have talked about it since I went to school," said the mayor after the vote. "Now we shall ride on it."

Advertisement

Share on Facebook
"""
HTML = """<html><body><nav><a href="/">Home</a></nav><article><h1>Council votes for new tram line</h1>
<p>The council of the town voted on Tuesday evening for a new tram line between the station and the university.</p>
<p>Construction is to begin next year, and the mayor said that the first trams would run four years later.</p>
<p>The line will be six kilometres long and have eleven stops. The town pays a third, the state the rest.</p>
<p>"We have talked about it since I went to school," said the mayor after the vote. "Now we shall ride on it."</p>
</article></body></html>"""
BODY, HTML_BODY = clean(PAGE).body + "\n", clean(HTML).body + "\n"
"""What must come out; how good that is, the tests of the fixtures say."""


def cleaner(*arguments: str | Path, stdin: str | bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith(".tmp")]


def test_file_to_file(page: Path, tmp_path: Path) -> None:
    done = cleaner(page, tmp_path / "clean.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "clean.txt").read_text() == BODY != "\n"
    assert not left_over(tmp_path)


def test_every_way_in_and_out_gives_the_same(page: Path, tmp_path: Path) -> None:
    cleaner(page, tmp_path / "clean.txt")
    wanted = (tmp_path / "clean.txt").read_bytes()
    assert wanted
    for done in (cleaner(page), cleaner(page, "-"), cleaner("-", "-", stdin=PAGE), cleaner(stdin=PAGE)):
        assert (done.returncode, done.stdout) == (0, wanted)


def test_html_to_standard_output(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML)
    done = cleaner(tmp_path / "page.html", "-")
    assert done.stdout.decode() == HTML_BODY != "\n"


@pytest.mark.parametrize(
    ("name", "arguments", "begins"),
    [
        ("clean.md", [], "# Council"),
        ("clean.json", [], '{"status":"ok"'),
        ("clean", ["--format", "markdown"], "# Council"),
    ],
)
def test_format(page: Path, tmp_path: Path, name: str, arguments: list[str], begins: str) -> None:
    assert cleaner(page, tmp_path / name, "--title", *arguments).returncode == 0
    assert (tmp_path / name).read_text().startswith(begins)


def test_labels_and_phrases(page: Path, tmp_path: Path) -> None:
    (tmp_path / "phrases").write_text("# ours\nConstruction is…\n")
    (tmp_path / "protect").write_text("Share on Facebook\n")
    body = cleaner(page, "--phrases", tmp_path / "phrases", "--protect", tmp_path / "protect").stdout.decode()
    assert "Construction" not in body
    assert "Share on Facebook" in body
    kept = json.loads(cleaner(page, "--keep", "title,sharing", "--keep", "advertisement", "--format", "json").stdout)
    assert kept["options"]["keep"] == ["title", "sharing", "advertisement"]
    assert "Advertisement" in kept["body"]
    assert cleaner(page, "--drop", "lead,paragraph", "--drop", "heading").stdout == b""


def test_explain(page: Path) -> None:
    done = cleaner(page, "--explain")
    lines = done.stdout.decode().splitlines()
    assert len(lines) == len([line for line in PAGE.splitlines() if line]) + 1
    assert all(line[0] in "+-" for line in lines[:-1])
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_explain_on_a_terminal(page: Path, no_colour: str, coloured: bool) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleaner", str(page), "--explain"]
    subprocess.run(command, stdout=theirs, env={**os.environ, "NO_COLOR": no_colour}, check=True, timeout=120)
    os.close(theirs)
    assert (b"\x1b[" in os.read(ours, 65536)) is coloured
    os.close(ours)


def test_folder_to_folder(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "deep" / "er").mkdir(parents=True)
    (pages / ".hidden").mkdir()
    for name in ("one.txt", "deep/two.html", "deep/er/three", "four.jpg", ".hidden/five.txt"):
        (pages / name).write_text(HTML if name.endswith("html") else PAGE)
    done = cleaner(pages, tmp_path / "out", "--format", "markdown")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"3 of 3 pages cleaned\n"
    found = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert found == ["deep/er/three.md", "deep/two.md", "one.md"]
    assert (tmp_path / "out" / "deep" / "two.md").read_bytes() == as_markdown(clean(HTML))


def test_one_bad_page_stops_no_other(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(PAGE)
    (pages / "b.txt").write_bytes(b"%PDF-1.7 " + bytes(range(256)))
    (pages / "c.txt").symlink_to("nowhere")
    (pages / "d.txt").write_text(PAGE)
    done = cleaner(pages, tmp_path / "out")
    assert done.returncode == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.txt", "d.txt"]
    first, second, summary = done.stderr.decode().splitlines()
    assert first.startswith(f"cleaner: {pages / 'b.txt'}: The input is a PDF")
    assert second == f"cleaner: {pages / 'c.txt'}: No such file or directory"
    assert summary == "2 of 4 pages cleaned"


def test_pages_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("a.html", "a.txt", "a.html.txt", "b.html"):
        (pages / name).write_text(PAGE)
    assert cleaner(pages, tmp_path / "out").returncode == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.html.txt", "a.html.txt.txt", "a.txt.txt", "b.txt"]


def test_output_inside_the_input_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    for _ in range(2):
        assert cleaner(tmp_path, tmp_path / "clean").stderr == b"1 of 1 pages cleaned\n"


def test_an_input_is_never_overwritten(page: Path, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(page)
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "page.txt").write_text(PAGE)
    for source, target in (
        (page, page),
        (page, tmp_path / "link.txt"),
        (page, tmp_path),
        (tmp_path, tmp_path),
        (inner, tmp_path),
    ):
        done = cleaner(source, target)
        assert done.returncode == 2, (source, target)
        assert b"input" in done.stderr
    assert page.read_text() == (inner / "page.txt").read_text() == PAGE


def test_file_into_a_folder_keeps_its_name(page: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert cleaner(page, tmp_path / "out", "--format", "json").returncode == 0
    assert json.loads((tmp_path / "out" / "page.json").read_text())["status"] == "ok"


def test_output_is_a_normal_file(page: Path, tmp_path: Path) -> None:
    (tmp_path / "private.txt").touch(0o600)
    (tmp_path / "link.txt").symlink_to("led-to.txt")
    (tmp_path / "new").touch()
    for name in ("clean.txt", "private.txt", "link.txt"):
        assert cleaner(page, tmp_path / name).returncode == 0
    assert (tmp_path / "clean.txt").stat().st_mode == (tmp_path / "new").stat().st_mode
    assert (tmp_path / "private.txt").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "led-to.txt").read_text() == BODY


def test_a_device_is_written_to_not_replaced(page: Path) -> None:
    assert cleaner(page, "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()
    assert cleaner(page, "/dev/stdout").stdout.decode() == BODY


USAGE: list[tuple[list[str], str]] = [
    (["--keep", "nonsense", "page.txt"], "nonsense"),
    (["--format", "pdf", "page.txt"], "pdf"),
    (["--kind", "pdf", "page.txt"], "pdf"),
    (["--phrases", "missing", "page.txt"], "No such file"),
    (["--url", "https://example.org/", ".", "out"], "--url"),
    (["--no-such-option"], "--no-such-option"),
    (["a", "b", "c"], "c"),
    (["."], "folder"),
    ([".", "page.txt"], "folder"),
    (["serve", "--port", "high"], "high"),
]


@pytest.mark.parametrize(("arguments", "told"), USAGE, ids=[" ".join(arguments) for arguments, _ in USAGE])
def test_usage(page: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    monkeypatch.chdir(page.parent)
    done = cleaner(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode()


@pytest.mark.parametrize(
    ("source", "reason"), [("missing.txt", "No such file or directory"), ("binary", "The input is a PDF")]
)
def test_a_single_page_that_fails(tmp_path: Path, source: str, reason: str) -> None:
    (tmp_path / "binary").write_bytes(b"%PDF-1.7\n")
    done = cleaner(tmp_path / source, tmp_path / "out.txt")
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"cleaner: {tmp_path / source}: {reason}")
    assert not (tmp_path / "out.txt").exists()


def test_a_page_without_an_article_is_told_and_is_no_failure() -> None:
    done = cleaner(stdin="Home\nNews\nSport\n")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.startswith(b"cleaner: standard input: ")
    assert cleaner(stdin="").returncode == 0


@pytest.mark.parametrize(
    ("encoding", "title"), [("utf-8", "Größe"), ("utf-8-sig", "Größe"), ("utf-16", "Größe"), ("cp1252", "Größe")]
)
def test_input_is_bytes_and_output_is_utf8(encoding: str, title: str) -> None:
    line = (
        f"Die {title} des Hauses überraschte am Dienstag viele Gäste, die zum ersten Mal im Süden waren und staunten."
    )
    done = cleaner(
        "--protect",
        os.devnull,
        stdin=f"{line}\n\n{line[:-1]}, wie sie sagten.\n".encode(encoding),
        PYTHONIOENCODING="ascii",
    )
    assert done.stdout.decode().startswith(line)


def test_version_and_help() -> None:
    assert cleaner("--version").stdout.startswith(b"cleaner, version ")
    assert b"--explain" in cleaner("--help").stdout
    assert b"--workers" in cleaner("serve", "--help").stdout


def slow(tmp_path: Path, action: str) -> list[str]:
    """A command that runs `cleaner pages out`, and does the action where the file would be moved into place."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PAGE)
    code = f"""
import pathlib, sys, time
from cleaner import cli
def replace(self, target):
    print("here", flush=True)
    {action}
pathlib.Path.replace = replace
sys.argv = ["cleaner", {str(tmp_path / "pages")!r}, {str(tmp_path / "out")!r}]
cli.main()
"""
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_run_leaves_nothing(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    with subprocess.Popen(slow(tmp_path, "time.sleep(60)"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"here\n"
        assert left_over(tmp_path)
        process.send_signal(sent)
        _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in told
    assert list((tmp_path / "out").iterdir()) == []


def test_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        slow(tmp_path, "raise OSError(28, 'No space left on device')"), capture_output=True, check=False
    )
    assert done.returncode == 1
    assert f"{tmp_path / 'pages' / 'a.txt'}: No space left on device" in done.stderr.decode()
    assert list((tmp_path / "out").iterdir()) == []


def test_broken_pipe_is_quiet(page: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "cleaner", str(page)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=120)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_reader_never_sees_half_a_file(page: Path, tmp_path: Path) -> None:
    target = tmp_path / "clean.txt"
    target.write_text("the old one")
    with subprocess.Popen([sys.executable, "-m", "cleaner", str(page), str(target)]) as process:
        seen = set()
        while process.poll() is None:
            seen.add(target.read_text())
            time.sleep(0.005)
    assert target.read_text() == BODY
    assert seen <= {"the old one", BODY}
