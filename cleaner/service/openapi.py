"""The description of the API for programs (OpenAPI 3.1), made from the models that requests are validated with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cleaner import __version__
from cleaner.api import PROBLEMS, Document, Options, Record
from cleaner.formats import FORMATS
from cleaner.service import answers
from cleaner.service.inflate import CODINGS
from cleaner.service.settings import Settings

Schema = dict[str, Any]
REF = "#/components/schemas/{model}"
TEXT: Schema = {"type": "string", "pattern": r"\S"}
"""A text that has text in it."""

RAW = ("text/plain", "text/html")
"""Media types of bodies that are the page itself: whatever is sent is a text, so that only its pattern is told."""

DECODED = "The page, in the charset that is named or declared or that it looks like. XHTML is taken too."

ANSWERS: tuple[type[BaseModel], ...] = (
    answers.Article, answers.Result, answers.Problem, answers.Health, answers.Version, answers.ProblemKind,
)  # fmt: skip
ALWAYS = ("bad_request", "internal_error")
READING = (
    "empty_input", "invalid_json", "invalid_encoding", "too_slow", "too_large", "unsupported_media_type",
    "invalid_request", "unknown_label", "not_acceptable", "stopping",
)  # fmt: skip
CLEANING = ("not_text", "busy", "worker_died", "timed_out")


def description(settings: Settings) -> Schema:
    """The whole OpenAPI document of a service with these settings."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "article-cleaner",
            "version": __version__,
            "summary": "Page text or HTML in; the clean article, its metadata and every removed piece out.",
            "description": f"Bodies may be compressed: {', '.join(CODINGS)}. Every answer bears X-Request-ID.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(settings),
        "components": {"schemas": _schemas(), **_security_scheme(settings)},
    }


def _paths(settings: Settings) -> Schema:
    article = {form.mime: {"schema": _ref("Article") if name == "json" else {"type": "string"}}
               for name, form in FORMATS.items()}  # fmt: skip
    results = {
        "application/json": {"schema": {"type": "array", "items": _ref("Result")}},
        "application/x-ndjson": {"schema": {"type": "string", "description": "A Result on each line."}},
    }
    return {
        "/v1/clean": {
            "post": {
                **_operation("clean", "Clean one page", article, (*READING, *CLEANING), settings),
                "parameters": _parameters(),
                "requestBody": {"required": True, "content": _one()},
            }
        },
        "/v1/clean/batch": {
            "post": {
                **_operation(
                    "cleanBatch", "Clean many pages", results, (*READING, "too_many_documents"), settings
                ),
                "description": "Answers come in the order of the documents, while more are still sent. A document that "
                "can't be cleaned has a problem of its own, and stops no other.",
                "parameters": _parameters(),
                "requestBody": {"required": True, "content": _many(settings)},
            }
        },
        **_about(settings),
    }  # fmt: skip


def _about(settings: Settings) -> Schema:
    table = {"schema": {"type": "object", "additionalProperties": _ref("ProblemKind")}}
    plain = {"text/plain": {"schema": {"type": "string"}}}
    whole = {"application/json": {"schema": {"type": "object"}}}
    return {
        "/livez": _get("live", "Whether the process answers", _json("Health"), ()),
        "/readyz": _get("ready", "Whether pages can be cleaned", _json("Health"), ("not_ready",)),
        "/version": _get("version", "Version, limits, labels, forms of the answer", _json("Version"), ()),
        "/problems": _get("problems", "The problems, by code", {"application/json": table}, ()),
        "/metrics": {"get": _operation("metrics", "Numbers for Prometheus", plain, (), settings)},
        "/openapi.json": _get("openapi", "This description", whole, ()),
    }


def _get(name: str, summary: str, content: Schema, codes: Iterable[str]) -> Schema:
    return {"get": _operation(name, summary, content, codes, None)}


def _operation(
    name: str, summary: str, content: Schema, codes: Iterable[str], settings: Settings | None
) -> Schema:  # fmt: skip
    """An operation; with settings it is one that wants a key where there are keys."""
    guarded = settings is not None and settings.has_keys
    limited = settings is not None and settings.rate_limit
    every = {*ALWAYS, *codes, *(["unauthorized"] if guarded else []), *(["rate_limited"] if limited else [])}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": "OK", "content": content}, **_refusals(every)},
        **({"security": [{"key": []}]} if guarded else {}),
    }


def _refusals(codes: Iterable[str]) -> Schema:
    """The answers of these problems, by status."""
    by_status: dict[str, list[str]] = {}
    for code in sorted(codes, key=list(PROBLEMS).index):
        by_status.setdefault(str(PROBLEMS[code].status), []).append(f"`{code}`: {PROBLEMS[code].meaning}")
    content = {"application/problem+json": {"schema": _ref("Problem")}}
    return {status: {"description": "\n".join(lines), "content": content} for status, lines in by_status.items()}


def _parameters() -> list[Schema]:
    """The options, as they stand in a query."""
    properties = models_json_schema([(Options, "validation")], ref_template=REF)[1]["$defs"]["Options"]["properties"]
    return [
        {"name": name, "in": "query", "description": schema.get("description", ""), "schema": _plain(schema)}
        for name, schema in properties.items()
    ]


def _plain(schema: Mapping[str, Any]) -> Schema:
    """The schema of a value in a query, where there is no null."""
    told = {key: value for key, value in schema.items() if key not in ("default", "title", "description")}
    choices = [each for each in told.pop("anyOf", []) if each.get("type") != "null"]
    return {**told, **(choices[0] if choices else {})}


def _one() -> Schema:
    plain = {mime: {"schema": {"pattern": TEXT["pattern"], "description": DECODED}} for mime in RAW}
    options = {each["name"]: _in_form(each["schema"]) for each in _parameters()}
    file = {**TEXT, "contentMediaType": "application/octet-stream", "description": "A file with page text or HTML."}
    form = {"type": "object", "required": ["file"], "properties": {"file": file, **options}}
    return {
        "application/json": {"schema": _either("Document")},
        **plain,
        "multipart/form-data": {"schema": {**form, "additionalProperties": False}},
    }


def _in_form(schema: Schema) -> Schema:
    """The schema of a field that may be repeated: whatever a form sends for a text is one."""
    if schema.get("items") == {"type": "string"}:
        return {"type": "string", "description": "May be repeated."}
    return schema


def _many(settings: Settings) -> Schema:
    """A batch: what is no Record is taken too, and answered with a problem of its own."""
    items = {"anyOf": [*_either("Record")["anyOf"], {}]}
    return {
        "application/json": {"schema": {"type": "array", "items": items, "maxItems": settings.max_documents}},
        "application/x-ndjson": {
            "schema": {"type": "string", "description": "A TextRecord or HtmlRecord on each line."}
        },
    }


def _schemas() -> Schema:
    _, taken = models_json_schema([(Document, "validation"), (Record, "validation")], ref_template=REF)
    _, told = models_json_schema([(model, "serialization") for model in ANSWERS], ref_template=REF)
    schemas = {**taken["$defs"], **told["$defs"]}
    for name in ("Document", "Record"):
        whole = schemas.pop(name)
        for field, other in (("text", "html"), ("html", "text")):
            schemas[_name(name, field)] = _with_only(whole, field, other)
    return dict(sorted(schemas.items()))


def _with_only(whole: Schema, field: str, other: str) -> Schema:
    """The schema of a document that has the one field and not the other: the rule that its validator checks."""
    schema = deepcopy(whole)
    description = schema["properties"][field].get("description", "")
    schema["properties"][field] = {**TEXT, "title": field.title(), "description": description}
    schema["properties"][other] = {"type": "null", "title": other.title()}
    return {**schema, "title": _name(schema["title"], field), "required": [field]}


def _name(model: str, field: str) -> str:
    return f"{field.title()}{model}"


def _either(model: str) -> Schema:
    return {"anyOf": [_ref(_name(model, field)) for field in ("text", "html")]}


def _json(model: str) -> Schema:
    return {"application/json": {"schema": _ref(model)}}


def _ref(model: str) -> Schema:
    return {"$ref": REF.format(model=model)}


def _security_scheme(settings: Settings) -> Schema:
    return {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}} if settings.has_keys else {}
