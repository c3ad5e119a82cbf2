"""The image, the compose file and the manifests say the same as the service, and what validators accept."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from cleaner import __version__
from cleaner.service.settings import Settings
from conftest import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
MANIFESTS = ("deploy/kubernetes.yaml", "deploy/redis.yaml")
OBJECTS = {
    (each["kind"], each["metadata"]["name"]): each
    for name in MANIFESTS
    for each in yaml.safe_load_all((ROOT / name).read_text("utf-8"))
}
TEMPLATES = {name: each["spec"]["template"] for (kind, name), each in OBJECTS.items() if kind == "Deployment"}
CONTAINERS = [each for template in TEMPLATES.values() for each in template["spec"]["containers"]]
POD = TEMPLATES["article-cleaner"]["spec"]
CONTAINER = POD["containers"][0]
KNOWN = {each.metadata["name"] for each in fields(Settings)}


def variables() -> Iterator[tuple[str, str]]:
    """Every variable of the service that is set, with where."""
    block = re.search(r"^ENV ((?:.*\\\n)*.*)$", DOCKERFILE.split("FROM")[-1], re.MULTILINE)
    assert block
    yield from (
        ("Dockerfile", name) for name in re.findall(r"([A-Z_]+)=", block[1]) if not name.startswith(("PATH", "PYTHON"))
    )
    yield from (("compose.yaml", name) for name in COMPOSE["services"]["cleaner"]["environment"])
    yield from (("kubernetes.yaml", each["name"]) for each in CONTAINER["env"])
    documents = [*ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "scripts" / "image"]
    for path in documents:
        yield from ((path.name, name) for name in re.findall(r"(?:--env|-e) ([A-Z_]+)=", path.read_text("utf-8")))


@pytest.mark.parametrize(("place", "name"), sorted(set(variables())))
def test_variables_are_known(place: str, name: str) -> None:
    assert name in KNOWN, place


def test_the_build_gets_what_it_copies() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    told = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {name.split("/")[0] for line in told for name in line.split()}
    assert {f"!{name}" for name in sources} == {name for name in ignored if name.startswith("!")}
    assert all((ROOT / name).exists() for name in sources)


def test_bases_are_pinned() -> None:
    told = re.findall(r"^ARG BASE=(\S+)", DOCKERFILE, re.MULTILINE)
    told += [each["image"] for each in COMPOSE["services"].values() if "build" not in each]
    told += [each["image"] for each in CONTAINERS if each is not CONTAINER]
    assert len(told) == 4
    assert all(re.search(r":[\w.-]+@sha256:[0-9a-f]{64}$", image) for image in told)
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"${BASE}"}
    assert len({image for image in told if "redis" in image}) == 1


def test_all_run_as_the_same_user_on_the_same_port() -> None:
    context = POD["securityContext"]
    assert f"USER {context['runAsUser']}:{context['runAsGroup']}" in DOCKERFILE
    assert context["runAsUser"] > 0
    port = CONTAINER["ports"][0]["containerPort"]
    assert f"PORT={port}" in DOCKERFILE
    assert f"EXPOSE {port}" in DOCKERFILE
    assert COMPOSE["services"]["cleaner"]["ports"][0].endswith(f":{port}")
    scraped = yaml.safe_load((ROOT / "deploy" / "prometheus.yml").read_text("utf-8"))["scrape_configs"][0]
    assert scraped["dns_sd_configs"] == [{"names": ["cleaner"], "type": "A", "port": port}]


def test_the_manifest_names_this_version() -> None:
    assert CONTAINER["image"] == f"article-cleaner:{__version__}"


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_probes_are_answered_without_a_key(probe: str, client: FlaskClient) -> None:
    assert client.get(CONTAINER[probe]["httpGet"]["path"]).status_code == 200
    assert CONTAINER[probe]["httpGet"]["port"] == CONTAINER["ports"][0]["name"]


def test_a_stop_waits_for_what_was_taken() -> None:
    seconds = Settings().stop_seconds
    assert POD["terminationGracePeriodSeconds"] > seconds + int(CONTAINER["lifecycle"]["preStop"]["exec"]["command"][1])
    assert int(COMPOSE["services"]["cleaner"]["stop_grace_period"].removesuffix("s")) > seconds


@pytest.mark.parametrize("name", ["operations", "deploy"])
def test_systemd_stops_the_master_alone_and_waits_for_it(name: str) -> None:
    (unit,) = re.findall(r"^```ini\n(.*?)^```$", (ROOT / "docs" / f"{name}.md").read_text("utf-8"), re.M | re.S)
    assert re.search(r"^ExecStart=\S+/cleaner serve$", unit, re.MULTILINE)
    assert re.search(r"^KillMode=mixed$", unit, re.MULTILINE)
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[1]) >= Settings().stop_seconds + 5


@pytest.mark.parametrize("key", [key for key in OBJECTS if key[0] != "HorizontalPodAutoscaler"], ids="-".join)
def test_selectors_find_pods(key: tuple[str, str]) -> None:
    spec: dict[str, Any] = OBJECTS[key]["spec"]
    selector = spec.get("podSelector", spec.get("selector"))
    wanted = selector.get("matchLabels", selector).items()
    pods = [template["metadata"]["labels"].items() for template in TEMPLATES.values()]
    assert sum(wanted <= pod for pod in pods) == 1


def test_the_autoscaler_finds_its_deployment() -> None:
    target = OBJECTS["HorizontalPodAutoscaler", "article-cleaner"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) in OBJECTS
    assert "cpu" in CONTAINER["resources"]["requests"]


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda each: each["name"])
def test_containers_are_locked_down(container: dict[str, Any]) -> None:
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert "memory" in container["resources"]["limits"]


@pytest.mark.parametrize("command", [
    ["hadolint", "Dockerfile"],
    ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml"],
    ["kubernetes-validate", "--strict", *MANIFESTS],
    ["shellcheck", "scripts/image", "scripts/base", "scripts/release", "requirements/lock", ".ci/run"],
], ids=lambda command: command[0])  # fmt: skip
def test_validators_accept_them(command: list[str]) -> None:
    program = shutil.which(command[0], path=str(Path(sys.executable).parent)) or shutil.which(command[0])
    if not program:
        pytest.skip(f"{command[0]} is not installed; scripts/release runs it")
    done = subprocess.run([program, *command[1:]], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
