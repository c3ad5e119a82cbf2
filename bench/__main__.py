"""`python -m bench CORPUS_DIR...`, `python -m bench floors`, `… linear`, `… statuses`, `… batch`."""

from __future__ import annotations

import sys

from bench import batch, compare, floors, linear, load, statuses

COMMANDS = {
    "batch": batch.main,
    "floors": floors.main,
    "linear": linear.main,
    "load": load.main,
    "statuses": statuses.main,
}


def main(arguments: list[str]) -> None:
    """Runs the command that the first argument names, else the comparison."""
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        COMMANDS[name](arguments[1:], prog_name=f"python -m bench {name}")
    compare.main(arguments, prog_name="python -m bench")


if __name__ == "__main__":
    main(sys.argv[1:])
