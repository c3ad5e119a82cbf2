"""`python -m bench CORPUS_DIR...`, and the COMMANDS that have a name: `python -m bench floors`."""

from __future__ import annotations

import sys

from bench import (
    batch,
    compare,
    emptied,
    floors,
    linear,
    load,
    memory,
    memory_speed,
    sites,
    statuses,
    trust,
    undated,
    variants,
)

COMMANDS = {
    "batch": batch.main,
    "emptied": emptied.main,
    "floors": floors.main,
    "linear": linear.main,
    "load": load.main,
    "memory": memory.main,
    "memory-speed": memory_speed.main,
    "sites": sites.main,
    "statuses": statuses.main,
    "trust": trust.main,
    "undated": undated.main,
    "variants": variants.main,
}


def main(arguments: list[str]) -> None:
    """Runs the command that the first argument names, else the comparison."""
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        COMMANDS[name](arguments[1:], prog_name=f"python -m bench {name}")
    compare.main(arguments, prog_name="python -m bench")


if __name__ == "__main__":
    main(sys.argv[1:])
