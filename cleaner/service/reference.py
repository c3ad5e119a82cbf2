"""The description of the API for people: one page without a script, drawn from the OpenAPI description."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader

FOLDER = Path(__file__).parent / "templates"


def page(description: dict[str, Any]) -> str:
    """The page in HTML."""
    return _environment().get_template("reference.html").render(api=description)


@cache
def style() -> str:
    """Its style sheet."""
    return (FOLDER / "reference.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cleaner.service"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(kind=_kind, json=lambda value: json.dumps(value, ensure_ascii=False))
    return environment


def _kind(schema: dict[str, Any]) -> list[tuple[str, str]]:
    """What a value may be, in words; each with the name of the model that it leads to, or ""."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return [(name, name)]
    if "anyOf" in schema:
        choices = [_kind(each) for each in schema["anyOf"]]
        return [part for number, each in enumerate(choices) for part in ([(" or ", "")] if number else []) + each]
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return [(" or ".join(json.dumps(each) for each in values), "")]
    if schema.get("type") == "array":
        return [("array of ", ""), *_kind(schema.get("items", {}))]
    return [(schema.get("type", "any value"), "")]
