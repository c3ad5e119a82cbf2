"""Writes THIRD_PARTY.md: the packages of the image with their licences.

.venv/bin/pip install --no-deps --requirement requirements/image.txt && .venv/bin/python scripts/licences.py
"""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
HEAD = """# Third-party packages

What article-cleaner installs, with its extras `batch` and `redis`: all that is in the image. The package on its own
holds none of it. In the image each package's licence lies beside it, in
`/app/lib/python3.11/site-packages/NAME-VERSION.dist-info`. `scripts/licences.py` writes this table.

| package | licence |
| --- | --- |
"""
IMAGE = {"python_full_version": "3.11.17", "python_version": "3.11", "sys_platform": "linux"}
SHORT = {
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
}
"""What packages write for the SPDX expression that is meant."""
CORRECTED = {"langdetect": "Apache-2.0", "pebble": "LGPL-3.0-or-later"}
"""What the licence itself says where the metadata say something else or less."""


def packages() -> list[str]:
    """Names in the image's lock, but for those that another Python or system would need."""
    lock = (ROOT / "requirements" / "image.txt").read_text("utf-8")
    pinned = (Requirement(line) for line in re.findall(r"^([a-z0-9].*?) \\$", lock, re.MULTILINE))
    return sorted({each.name for each in pinned if not each.marker or each.marker.evaluate(IMAGE)})


def licence(about: PackageMetadata) -> str:
    """The SPDX expression of a package, from the newest field that has one."""
    stated = about["License-Expression"] or about["License"] or ""
    if not stated or "\n" in stated:
        trove = [each for each in about.get_all("Classifier", []) if each.startswith("License ::")]
        stated = " AND ".join(each.rsplit(" :: ", 1)[1] for each in trove)
    return SHORT.get(stated, stated)


def row(name: str) -> str:
    try:
        stated = CORRECTED.get(name) or licence(metadata(name))
    except PackageNotFoundError:
        raise SystemExit(f"{name} is not installed here") from None
    return f"| [{name}](https://pypi.org/project/{name}/) | {stated} |\n"


if __name__ == "__main__":
    (ROOT / "THIRD_PARTY.md").write_text(HEAD + "".join(map(row, packages())), "utf-8")
