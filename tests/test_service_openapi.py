"""The OpenAPI description: what it says is what the service does, and programs can be made from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from cleaner import Metadata, clean
from cleaner.api import PROBLEMS
from cleaner.formats import FORMATS, as_dict
from cleaner.service import answers
from cleaner.service.app import create_app
from cleaner.service.openapi import description
from cleaner.service.settings import Settings
from conftest import ROOT
from serving import PAGE, post

EXAMPLES = 40
APP = create_app(Settings(workers=1))
CONFIG = SchemathesisConfig.from_path(ROOT / "schemathesis.toml")
schema = schemathesis.openapi.from_wsgi("/openapi.json", APP, config=CONFIG)


@pytest.fixture(scope="module", autouse=True)
def _pool_is_stopped() -> Any:
    yield
    APP.extensions["pool"].stop()


@pytest.mark.filterwarnings("ignore:Skipped test cases with unsupported payload media types")  # NDJSON
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_service_does_what_its_description_says(case: schemathesis.Case) -> None:
    """With all checks of schemathesis."""
    case.call_and_validate()


def test_the_models_have_the_fields_of_the_answer(client: FlaskClient) -> None:
    told = as_dict(clean(PAGE), {})
    assert set(answers.Article.model_fields) == set(told)
    assert set(answers.Block.model_fields) == set(told["blocks"][0])
    assert set(answers.Problem.model_fields) - {"errors"} == set(client.get("/nothing").get_json())


def test_every_answer_fits_its_model(client: FlaskClient) -> None:
    answers.Article.model_validate(post(client, PAGE, "text/plain").get_json())
    answers.Version.model_validate(client.get("/version").get_json())
    for kind in client.get("/problems").get_json().values():
        answers.ProblemKind.model_validate(kind)


def test_description() -> None:
    told = description(Settings())
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]["/v1/clean"]["post"]["responses"]["200"]["content"]) == {f.mime for f in FORMATS.values()}
    codes = json.dumps(told["paths"])
    assert all(
        f"`{code}`" in codes
        for code in PROBLEMS
        if code not in ("not_found", "method_not_allowed", "unauthorized", "rate_limited")
    )
    assert told["components"]["schemas"]["Metadata"]["properties"].keys() == set(Metadata.__dataclass_fields__)


@pytest.mark.parametrize("guarded", [True, False])
def test_keys_and_limits_are_described_where_there_are_some(guarded: bool) -> None:
    told = description(Settings(keys=("k" * 16,), rate_limit="5/minute") if guarded else Settings())
    assert ("securitySchemes" in told["components"]) == guarded
    assert ("security" in told["paths"]["/v1/clean"]["post"]) == guarded
    assert {"401", "429"} <= set(told["paths"]["/v1/clean"]["post"]["responses"]) or not guarded
    assert "security" not in told["paths"]["/livez"]["get"]


def test_every_address_is_described() -> None:
    own = {rule.rule for rule in APP.url_map.iter_rules() if rule.endpoint.startswith("views.")}
    assert own - set(description(Settings())["paths"]) == {"/docs", "/docs/style.css"}


def test_the_page_for_people_needs_no_other_host(client: FlaskClient) -> None:
    answer = client.get("/docs")
    page = answer.text
    assert answer.mimetype == "text/html"
    assert "//" not in page.replace("<!doctype html>", "")
    assert "<script" not in page
    for path, methods in description(Settings())["paths"].items():
        assert all(f"<b>{method.upper()}</b> <code>{path}</code>" in page for method in methods)
    assert all(f'id="{name}"' in page for name in description(Settings())["components"]["schemas"])
    style = client.get("/docs/style.css")
    assert (style.status_code, style.mimetype) == (200, "text/css")


@pytest.fixture(scope="module")
def made_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A client that openapi-python-client has made."""
    folder = tmp_path_factory.mktemp("client")
    described = folder / "openapi.json"
    described.write_text(json.dumps(description(Settings())))
    programs = Path(sys.executable).parent
    command = [programs / "openapi-python-client", "generate", "--path", described, "--output-path", folder / "made"]
    done = subprocess.run(
        [*map(str, command), "--meta", "none"],
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


USE = """
import sys
from made import Client
from made.api.default import clean, clean_batch
from made.models import Article, HtmlDocument, TextDocument, TextRecord

client = Client(base_url=sys.argv[1], timeout=60)
page = open(sys.argv[2], encoding="utf-8").read()
article = clean.sync(client=client, body=TextDocument(text=page, with_title=True))
assert isinstance(article, Article), article
assert article.status == "ok" and article.options.with_title
assert article.blocks and all(page[b.start : b.end] == b.text for b in article.blocks)
results = clean_batch.sync(client=client, body=[TextRecord(id="one", text=page), TextRecord(id=2, text="Log in")])
assert [result.id for result in results] == ["one", 2]
print(article.metadata.title, article.body, results[0].article.body, sep="\\n===\\n", end="")
"""


def test_a_client_made_from_it_cleans_a_page(made_client: Path, server: str) -> None:
    fixture = ROOT / "fixtures" / "boerse-hebelprodukte" / "page.txt"
    done = subprocess.run(
        [sys.executable, "-c", USE, server, str(fixture)], cwd=made_client, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    title, body, plain = done.stdout.split("\n===\n")
    article = clean(fixture.read_text("utf-8"))
    assert title == article.title
    assert (body, plain) == (clean(fixture.read_text("utf-8"), with_title=True).body, article.body)
