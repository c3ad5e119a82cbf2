"""The check of the floors itself; the figures are checked by `python -m bench floors` where the corpora are."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bench import floors
from bench.scores import QUALITY

PINNED = {"courier": {"html": {"shingle F1": 0.95, "title": 0.8}}}


def reached(shingle: float, **more: float) -> floors.Figures:
    return {"courier": {"html": {"shingle F1": shingle, **more}}}


@pytest.mark.parametrize(
    ("share", "fell"),
    [(0.96, False), (0.95, False), (0.9491, False), (0.9489, True), (0.0, True)],
)
def test_a_figure_falls_by_more_than_rounding(share, fell):
    (row,) = floors.compared(reached(share), PINNED)
    assert row.fell is fell


def test_a_figure_without_a_floor_cannot_fall():
    assert not any(row.fell for row in floors.compared(reached(0.0), {}))


@pytest.mark.parametrize(
    ("share", "floor"),
    [(0.9619, 0.961), (0.95, 0.95), (0.94, 0.95)],
    ids=["lifted, rounded down", "as it was", "never lowered"],
)
def test_raised(share, floor):
    assert floors.raised(PINNED, reached(share))["courier"]["html"] == {"shingle F1": floor, "title": 0.8}
    assert PINNED["courier"]["html"]["shingle F1"] == 0.95


def test_raised_pins_a_new_figure():
    assert floors.raised({}, reached(0.5, date=0.75)) == {"courier": {"html": {"shingle F1": 0.5, "date": 0.75}}}


def run(monkeypatch, tmp_path, share: float, *options: str):
    pinned = tmp_path / "floors.json"
    pinned.write_text(json.dumps(PINNED))
    monkeypatch.setattr(floors, "FLOORS_FILE", pinned)
    monkeypatch.setattr(floors, "measure", lambda _: reached(share))
    answer = CliRunner().invoke(floors.main, ["--corpora", str(tmp_path), *options], catch_exceptions=False)
    return answer, json.loads(pinned.read_text())["courier"]["html"]["shingle F1"]


@pytest.mark.parametrize(
    ("share", "options", "result"),
    [(0.96, [], (0, 0.95)), (0.9, [], (1, 0.95)), (0.96, ["--raise"], (0, 0.96)), (0.9, ["--raise"], (1, 0.95))],
)
def test_command(monkeypatch, tmp_path, share, options, result):
    answer, pinned = run(monkeypatch, tmp_path, share, *options)
    assert (answer.exit_code, pinned) == result
    assert ("FELL" in answer.output) is bool(answer.exit_code)


def test_command_without_corpora_skips(tmp_path):
    answer = CliRunner().invoke(floors.main, ["--corpora", str(tmp_path / "nowhere")])
    assert answer.exit_code == 0
    assert "skipped" in answer.output


def test_the_pinned_file_names_what_is_measured():
    pinned = json.loads(floors.FLOORS_FILE.read_text())
    assert pinned
    assert set(pinned) <= set(floors.NAMES)
    for by_source in pinned.values():
        assert set(by_source) <= set(floors.SOURCES)
        for shares in by_source.values():
            assert set(shares) <= set(QUALITY)
            assert all(0 <= share <= 1 for share in shares.values())
