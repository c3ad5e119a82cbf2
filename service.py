"""The HTTP service: a view parses the request, calls cleaner, answers. The WSGI application is service:app."""

from __future__ import annotations

import json
import logging
import os
import socket
import time
import traceback
from contextlib import suppress
from functools import partial
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, g, request
from pydantic import ValidationError
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from cleaner import Article, CleanError, __version__, clean, encoding
from cleaner.api import PROBLEMS, Document, Options, ProblemError, as_problem, problem
from cleaner.document import CONTENT, Kind, Label
from cleaner.formats import FORMATS, json_bytes

LOG = logging.getLogger("cleaner.service")
MAX_BYTES = 10_000_000
"""Bytes of a request's body where CLEANER_MAX_BYTES says nothing else."""

TRIAL = "A sentence is cleaned to see that words and weights are there."
LINGER = 5
"""Seconds that a client which sends too much may go on after it has been told."""

KINDS: dict[str, Kind] = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html"}
SUFFIXES: dict[str, Kind] = {".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html"}
Source = tuple[str | bytes, Kind | None, Options]
views = Blueprint("views", __name__)


def create_app(max_bytes: int | None = None) -> Flask:
    """The Flask application.

    Args:
        max_bytes: bytes that a request's body may have; None for what CLEANER_MAX_BYTES says, else MAX_BYTES.

    Raises:
        ValueError: CLEANER_MAX_BYTES is no number.
    """
    app = Flask(__name__, static_folder=None)
    limit = int(os.environ.get("CLEANER_MAX_BYTES") or MAX_BYTES) if max_bytes is None else max_bytes
    app.config.update(MAX_CONTENT_LENGTH=limit, MAX_FORM_MEMORY_SIZE=limit)
    app.register_blueprint(views)
    app.register_error_handler(ProblemError, _refuse)
    app.register_error_handler(CleanError, _refuse_input)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(Exception, _fail)
    app.before_request(_start)
    app.after_request(_finish)
    return app


@views.post("/v1/clean")
def clean_page() -> Response:
    """Clean one page."""
    name = _accepted()
    source, kind, options = _source()
    arguments = options.arguments()
    article = clean(source, kind=kind, **arguments)
    g.outcome = article.status
    return _article(article, name, arguments)


@views.get("/livez")
def live() -> Response:
    """Whether the process answers."""
    return _json({"status": "ok"})


@views.get("/readyz")
def ready() -> Response:
    """Whether pages can be cleaned: cleans two, so short that everything is loaded, langdetect and trafilatura too."""
    try:
        clean(TRIAL)
        clean(f"<p>{TRIAL}</p>")
    except (OSError, ImportError) as error:
        raise ProblemError("not_ready", f"{type(error).__name__} while loading words and weights.") from error
    return _json({"status": "ok"})


@views.get("/version")
def about() -> Response:
    """Version, limits, labels and forms of the answer."""
    return _json(
        {
            "name": "article-cleaner",
            "version": __version__,
            "limits": {"max_bytes": current_app.config["MAX_CONTENT_LENGTH"]},
            "labels": [{"label": label.value, "content": label in CONTENT} for label in Label],
            "formats": [each.mime for each in FORMATS.values()],
        }
    )


@views.get("/problems")
def problems() -> Response:
    """The problems that the service answers with, by code."""
    return _json({code: kind._asdict() for code, kind in PROBLEMS.items()})


def _accepted() -> str:
    """The name of the format that the client likes best."""
    if not request.accept_mimetypes:
        return next(iter(FORMATS))
    best = request.accept_mimetypes.best_match([each.mime for each in FORMATS.values()])
    for name, each in FORMATS.items():
        if each.mime == best:
            return name
    raise ProblemError("not_acceptable", f"The service answers in {', '.join(f.mime for f in FORMATS.values())}.")


def _source() -> Source:
    """The document of the request, its kind and the options."""
    if request.mimetype == "multipart/form-data":
        return _uploaded()
    data = request.get_data(cache=False)
    if request.content_length is None and request.environ["wsgi.input"].read(1):
        raise RequestEntityTooLarge  # werkzeug cuts a chunked body off at the limit, and says nothing
    if not data:
        raise ProblemError("empty_input", "The request has no body.")
    if request.mimetype == "application/json":
        return _from_json(data)
    if request.mimetype in KINDS:
        _check_not_blank(data)
        return _decode(data, request.mimetype_params.get("charset")), KINDS[request.mimetype], _options()
    taken = ", ".join(["application/json", *KINDS, "multipart/form-data"])
    raise ProblemError("unsupported_media_type", f"Send the page as one of {taken}.")


def _from_json(data: bytes) -> Source:
    try:
        document = Document.model_validate(json.loads(data))
    except (ValueError, RecursionError) as error:
        if isinstance(error, ValidationError):
            raise as_problem(error) from error
        raise ProblemError("invalid_json", _json_fault(error)) from error
    source = document.html if document.text is None else document.text
    _check_not_blank(source or "")
    return source or "", "html" if document.text is None else "text", document


def _json_fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} in line {error.lineno}, column {error.colno}."
    if isinstance(error, UnicodeDecodeError):
        return f"The body is not {error.encoding}: byte {error.start} can't be read."
    return "The body is nested too deeply." if isinstance(error, RecursionError) else "A number is too long."


def _uploaded() -> Source:
    """The page that a form brings as its one file, called "file"; its other fields are options."""
    files = request.files.getlist("file")
    if len(files) != 1 or len(list(request.files.values())) != 1:
        raise ProblemError("invalid_request", 'Send one file, in a part that is called "file".')
    data = files[0].read()
    _check_not_blank(data)
    return _decode(data, files[0].mimetype_params.get("charset")), _kind(files[0]), _options()


def _kind(file: FileStorage) -> Kind | None:
    """What the file's type says, else its name; None to have it told from the document."""
    suffix = os.path.splitext(file.filename or "")[1].lower()
    return KINDS.get(file.mimetype) or SUFFIXES.get(suffix)


def _options() -> Options:
    """The options in the query and, of a form, in its fields."""
    given: CombinedMultiDict[str, str] = CombinedMultiDict([MultiDict(request.args), MultiDict(request.form)])
    values: dict[str, Any] = {name: each[-1] for name, each in given.lists()}
    for name in values.keys() & {"keep", "drop"}:
        values[name] = [label.strip() for each in given.getlist(name) for label in each.split(",") if label.strip()]
    for name in values.keys() & {"remove", "protect"}:
        values[name] = given.getlist(name)
    if "with_title" in values:
        values["with_title"] = {"true": True, "false": False}.get(values["with_title"], values["with_title"])
    try:
        return Options.model_validate(values)
    except ValidationError as error:
        raise as_problem(error) from error


def _check_not_blank(source: str | bytes) -> None:
    if not source.strip():
        raise ProblemError("empty_input", "The document has no text in it.")


def _decode(data: bytes, charset: str | None) -> str | bytes:
    """Decoded by the charset that the client names; without one, or with UTF-8, clean() decodes and mends."""
    if charset is None:
        return data
    codec = encoding.known(charset)
    if codec is None:
        raise ProblemError("unsupported_media_type", "The charset is not known.")
    return data if codec == "utf-8" else data.decode(codec, "replace")


def _article(article: Article, name: str, arguments: dict[str, Any]) -> Response:
    form = FORMATS[name]
    response = Response(form.write(article, arguments), mimetype=form.mime)
    response.headers["Cleaner-Status"] = article.status
    response.vary.add("Accept")
    return response


def _json(value: Any, status: int = 200, mime: str = "application/json") -> Response:
    return Response(json_bytes(value) + b"\n", status, mimetype=mime)


def _refuse(error: ProblemError) -> Response:
    g.outcome = error.code
    told = problem(error.code, error.detail, error.errors)
    return _json(told, PROBLEMS[error.code].status, "application/problem+json")


def _refuse_input(error: CleanError) -> Response:
    return _refuse(ProblemError(error.code if error.code in PROBLEMS else "invalid_request", str(error)))


def _refuse_http(error: HTTPException) -> Response:
    """Flask's own errors as problems, with their headers (Allow); redirects stay what they are."""
    response = cast(Response, error.get_response())
    if response.status_code < 400:
        return response
    code = next((code for code, kind in PROBLEMS.items() if kind.status == response.status_code), "bad_request")
    code = "bad_request" if response.status_code == 400 else code
    detail = PROBLEMS[code].meaning
    if code == "too_large":
        detail = f"The body may have {current_app.config['MAX_CONTENT_LENGTH']} bytes at most."
    told = _refuse(ProblemError(code, detail))
    for name, value in response.headers:
        if name not in ("Content-Type", "Content-Length"):
            told.headers[name] = value
    if code == "too_large" and (connection := request.environ.get("gunicorn.socket")):
        told.call_on_close(partial(_linger, connection))
    return told


def _linger(connection: socket.socket) -> None:
    """Read what a client is still sending: to close a connection with bytes unread would destroy the answer on its way.

    Whoever sends nothing for a second, or goes on for LINGER seconds, is not waited for.
    """
    end = time.monotonic() + LINGER
    with suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(1)
        while time.monotonic() < end and connection.recv(65536):
            pass


def _fail(error: Exception) -> Response:
    """Log where it broke, without the message: that may quote the page."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    LOG.error(json.dumps({"event": "error", "error": type(error).__name__, "frames": frames}))
    return _refuse(ProblemError("internal_error", "The page could not be cleaned. The fault has been logged."))


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    """Log the request in a line of JSON: never the page, its address or a query."""
    line = {
        "event": "request",
        "method": request.method,
        "path": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "outcome": g.get("outcome"),
        "bytes_in": request.content_length,
        "bytes_out": response.content_length,
        "seconds": round(time.perf_counter() - g.started, 4),
    }
    LOG.info(json.dumps(line))
    return response


app = create_app()
