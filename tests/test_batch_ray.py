"""`cleaner batch --engine ray` on two real nodes of a cluster on this machine, one of which is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("ray", reason="needs the extra: ray")

from ray.cluster_utils import Cluster

ROOT = Path(__file__).parent.parent
PAGE = """Council number {0} votes for new tram line

The council of the town voted on Tuesday evening for a new tram line between the station and the university.

Construction is to begin next year, and mayor {0} said that the first trams would run four years later.
"""
DOCUMENTS, SOURCES = 1200, 4


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A head that has no processors for work, and two nodes with two each."""
    os.environ["PYTHONPATH"] = str(ROOT)  # the nodes' workers import the cleaner of this folder
    memory = {"object_store_memory": 200_000_000}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **memory})
    for _ in range(2):
        cluster.add_node(num_cpus=2, **memory)
    cluster.wait_for_nodes()
    yield cluster
    cluster.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ray")
    for source in range(SOURCES):
        lines = (
            json.dumps({"id": f"d{number}", "text": PAGE.format(number)}) + "\n"
            for number in range(source, DOCUMENTS, SOURCES)
        )
        (folder / f"{source}.jsonl").write_text("".join(lines))
    (folder / "0.jsonl").open("a").write("no JSON\n")
    return folder


def start(folder: Path, output: str, *more: str) -> subprocess.Popen[bytes]:
    inputs = [f"{source}.jsonl" for source in range(SOURCES)]
    arguments = ["batch", *inputs, "--output", output, "--shard-size", "20", *more]
    return subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )


def contents(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in [*(output / "shards").iterdir(), output / "errors.jsonl"]}


def test_a_node_that_is_killed_loses_nothing_and_doubles_nothing(cluster: Cluster, folder: Path) -> None:
    with start(folder, "local") as process:
        assert process.wait(timeout=300) == 1
    with start(folder, "out", "--engine", "ray", "--ray-address", cluster.address) as process:
        for _ in range(3000):
            if len(list(folder.glob("out/.batch/0*.json"))) >= 8:
                break
            assert process.poll() is None
            time.sleep(0.1)
        assert process.poll() is None, "the run was over before the node was killed"
        cluster.remove_node(cluster.list_all_nodes()[1], allow_graceful=False)
        assert process.wait(timeout=300) == 1
    assert contents(folder / "out") == contents(folder / "local")
    ids = [json.loads(line)["id"] for path in (folder / "out/shards").iterdir() for line in path.open()]
    assert sorted(ids) == sorted(f"d{number}" for number in range(DOCUMENTS))


def test_a_run_on_a_cluster_goes_on_with_one_of_this_machine(cluster: Cluster, folder: Path) -> None:
    with start(folder, "both") as process:
        for _ in range(600):
            if len(list(folder.glob("both/.batch/0*.json"))) >= 5:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    with start(folder, "both", "--resume", "--engine", "ray", "--ray-address", cluster.address) as process:
        assert process.wait(timeout=300) == 1
    assert contents(folder / "both") == contents(folder / "local")
