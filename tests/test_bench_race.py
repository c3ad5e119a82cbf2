"""Tools run in processes of their own; the tools here misbehave in every way that a tool can."""

from __future__ import annotations

import os
import time

import pytest

from bench.peers import Answer, Tool
from bench.race import race


class Stub(Tool):
    """A tool that does what the page says."""

    def call(self, page: str, url: str | None = None) -> Answer:
        if page == "whence":
            return Answer(str(url))
        if page == "raise":
            raise ValueError("no such page")
        if page == "hang":
            time.sleep(60)
        if page == "die":
            os._exit(3)
        if page == "print":
            print("into the void")
        return Answer(page.upper())


def run_all(*pages: str) -> list[tuple[str, str]]:
    tool = Stub("stub", "text")
    runs = race([tool], [({"text": page}, None) for page in pages], seconds=0.5)
    return [(page[tool].answer.body, page[tool].error) for page in runs]


@pytest.mark.parametrize(
    ("page", "body", "error"),
    [
        ("one", "ONE", ""),
        ("lone \ud800 surrogate", "LONE \ud800 SURROGATE", ""),
        ("print", "PRINT", ""),
        ("raise", "", "ValueError: no such page"),
        ("hang", "", "timeout"),
        ("die", "", "crash"),
    ],
)
def test_one_bad_page_spoils_no_other(page, body, error):
    assert run_all("first", page, "last") == [("FIRST", ""), (body, error), ("LAST", "")]


def test_every_tool_gets_its_own_source():
    tools = [Stub("a", "html"), Stub("b", "bs4")]
    runs = next(race(tools, [({"html": "markup", "bs4": "text"}, None)], seconds=5))
    assert [runs[tool].answer.body for tool in tools] == ["MARKUP", "TEXT"]


def test_time_is_that_of_the_call():
    tool = Stub("stub", "text")
    run = next(race([tool], [({"text": "one"}, None)], seconds=5))[tool]
    assert 0 < run.seconds < 5
    assert run.cpu_seconds >= 0


def test_no_page_starts_no_process():
    assert list(race([Stub("stub", "text")], [], seconds=1)) == []


def test_a_tool_is_told_where_the_page_came_from():
    tool = Stub("stub", "text")
    runs = race([tool], [({"text": "whence"}, "https://example.org/a"), ({"text": "whence"}, None)], seconds=5)
    assert [page[tool].answer.body for page in runs] == ["https://example.org/a", "None"]
