"""What a request asks for: the document, what it is, and the options, from JSON, a plain body or a form."""

from __future__ import annotations

import io
import json
import os
from contextlib import suppress
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MIMEAccept, MultiDict

from cleaner import encoding
from cleaner.api import Document, Options, ProblemError, as_problem
from cleaner.document import Kind
from cleaner.formats import FORMATS
from cleaner.service import body
from cleaner.service.work import Job

KINDS: dict[str, Kind] = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html"}
SUFFIXES: dict[str, Kind] = {".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html"}
TAKEN = ("application/json", *KINDS, "multipart/form-data")
Model = TypeVar("Model", bound=BaseModel)
Source = tuple[str | bytes, Kind | None, Options]


def job() -> tuple[Job, float | None]:
    """What the request has to be cleaned, and the seconds that it grants.

    Raises:
        ProblemError: the request is wrong.
    """
    form = _accepted()
    source, kind, options = _source()
    return Job(source, kind, options.arguments(), form, known(options)), options.seconds


def job_of(document: Document) -> Job:
    """A document of a batch as a job that is answered in JSON.

    Raises:
        ProblemError: it has no text in it.
    """
    source = document.html if document.text is None else document.text
    _check_not_blank(source or "")
    kind: Kind = "html" if document.text is None else "text"
    return Job(source or "", kind, document.arguments(), "json", known(document))


def known(options: Options) -> dict[str, str | None]:
    """The service's memory, if it has one, and the site that the client names."""
    memory = body.settings().memory
    return {"memory": memory, "site": options.site} if memory else {}


def parsed(data: bytes | str) -> Any:
    """The value that JSON says.

    Raises:
        ProblemError: it is no JSON, or nested deeper than the settings allow.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ProblemError("invalid_json", json_fault(error)) from error
    check_depth(value, body.settings().max_depth)
    return value


def check_depth(value: Any, limit: int) -> None:
    """Refuse arrays and objects that stand in each other more than `limit` times; they are looked at level by level.

    Raises:
        ProblemError: they do.
    """
    level = [value]
    for _ in range(limit):
        level = [part for each in level if isinstance(each, (list, dict)) for part in _parts(each)]
        if not level:
            return
    if any(isinstance(each, (list, dict)) for each in level):
        raise ProblemError("invalid_json", "The body is nested too deeply.")


def validated(model: type[Model], value: Any) -> Model:
    """The value as what the model says.

    Raises:
        ProblemError: it is something else.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise as_problem(error) from error


def _accepted() -> str:
    """The name of the format that the client likes best."""
    if not request.accept_mimetypes:
        return next(iter(FORMATS))
    best = liked([each.mime for each in FORMATS.values()])
    for name, each in FORMATS.items():
        if each.mime == best:
            return name
    raise ProblemError("not_acceptable", f"The service answers in {', '.join(f.mime for f in FORMATS.values())}.")


def liked(mimes: list[str]) -> str | None:
    """The media type that Accept likes best; parameters such as a charset make no other type of it."""
    told = [(each.partition(";")[0].rstrip(), quality) for each, quality in request.accept_mimetypes]
    return MIMEAccept(told).best_match(mimes)


def _source() -> Source:
    """The document of the request, its kind and the options."""
    data = body.whole(body.settings().max_bytes)
    if request.mimetype == "multipart/form-data":
        body.rewind(data)
        return _uploaded()
    if not data:
        raise ProblemError("empty_input", "The request has no body.")
    if request.mimetype == "application/json":
        document = merged(Document, parsed(data), given())
        asked = job_of(document)
        return asked.source, asked.kind, document
    if request.mimetype in KINDS:
        _check_not_blank(data)
        return (
            _decode(data, request.mimetype_params.get("charset")),
            KINDS[request.mimetype],
            validated(Options, given()),
        )
    raise ProblemError("unsupported_media_type", f"Send the page as one of {', '.join(TAKEN)}.")


def json_fault(error: Exception) -> str:
    """What is wrong with JSON that could not be read."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} in line {error.lineno}, column {error.colno}."
    if isinstance(error, UnicodeDecodeError):
        return f"The body is not {error.encoding}: byte {error.start} can't be read."
    return "The body is nested too deeply." if isinstance(error, RecursionError) else "A number is too long."


def _parts(value: list[Any] | dict[str, Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _uploaded() -> Source:
    """The page that a form brings as its one file or field "file"; its other fields are options."""
    files = [*request.files.getlist("file"), *map(_as_file, request.form.getlist("file"))]
    if len(files) != 1 or set(request.files) - {"file"}:
        raise ProblemError("invalid_request", 'Send one file, in a part that is called "file".')
    data = files[0].read()
    _check_not_blank(data)
    validated(Options, _read(MultiDict(request.args)))  # what a field says instead must not hide what is wrong in it
    return _decode(data, files[0].mimetype_params.get("charset")), _kind(files[0]), validated(Options, given())


def _as_file(text: str) -> FileStorage:
    """A field as a file without a name."""
    return FileStorage(io.BytesIO(text.encode("utf-8", "surrogatepass")))


def _kind(file: FileStorage) -> Kind | None:
    """What the file's type says, else its name; None to have it told from the document."""
    suffix = os.path.splitext(file.filename or "")[1].lower()
    return KINDS.get(file.mimetype) or SUFFIXES.get(suffix)


def merged(model: type[Model], value: Any, query: dict[str, Any]) -> Model:
    """A document with the options in the query for what it does not say itself.

    Raises:
        ProblemError: one of the two is wrong.
    """
    if query:
        validated(Options, query)
    return validated(model, {**query, **value} if isinstance(value, dict) else value)


def given() -> dict[str, Any]:
    """The options in the query and, of a form, in its fields, as far as they can be read."""
    if not request.query_string and request.mimetype != "multipart/form-data":
        return {}
    found = _read(CombinedMultiDict([MultiDict(request.args), MultiDict(request.form)]))
    if request.form:
        found.pop("file", None)
    return found


def _read(found: MultiDict[str, str]) -> dict[str, Any]:
    """Options by name, of values that may be repeated, as far as they can be read."""
    values: dict[str, Any] = {name: each[-1] for name, each in found.lists()}
    for name in values.keys() & {"keep", "drop"}:
        values[name] = [label.strip() for each in found.getlist(name) for label in each.split(",") if label.strip()]
    for name in values.keys() & {"remove", "protect"}:
        values[name] = found.getlist(name)
    for name in values.keys() & {"with_title", "links", "images"}:
        values[name] = {"true": True, "false": False}.get(values[name], values[name])
    if "seconds" in values:
        with suppress(ValueError):
            values["seconds"] = float(values["seconds"])
    return values


def _check_not_blank(source: str | bytes) -> None:
    """Raise a ProblemError where there is nothing but white space, that of Unicode too."""
    text = source if isinstance(source, str) else source.decode("utf-8", "replace")
    if not text.strip():
        raise ProblemError("empty_input", "The document has no text in it.")


def _decode(data: bytes, charset: str | None) -> str | bytes:
    """Decoded by the charset that the client names; without one, or with UTF-8, clean() decodes and mends."""
    if charset is None:
        return data
    codec = encoding.known(charset)
    if codec is None:
        raise ProblemError("unsupported_media_type", "The charset is not known.")
    return data if codec == "utf-8" else data.decode(codec, "replace")
