"""How the service says no: every error as a problem by RFC 9457."""

from __future__ import annotations

import logging
from typing import Any, cast

from flask import Flask, Response, current_app, g
from werkzeug.exceptions import HTTPException

from cleaner.api import PROBLEMS, ProblemError, problem
from cleaner.formats import json_bytes
from cleaner.service import body
from cleaner.service.work import frames

LOG = logging.getLogger("cleaner.service")

HEADERS = {
    "unauthorized": {"WWW-Authenticate": 'Bearer realm="article-cleaner"'},
    "busy": {"Retry-After": "1"},
    "not_ready": {"Retry-After": "5"},
    "stopping": {"Retry-After": "5"},
}
"""What a problem says in the head of its answer."""


def handle_all(app: Flask) -> None:
    """Have the application answer every error with a problem."""
    app.register_error_handler(ProblemError, refuse)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(Exception, _fail)


def refuse(error: ProblemError) -> Response:
    """The answer that tells a problem."""
    g.outcome = error.code
    told = problem(error.code, error.detail, error.errors)
    response = json_response(told, PROBLEMS[error.code].status, "application/problem+json")
    response.headers.update(HEADERS.get(error.code, {}))
    return response


def json_response(value: Any, status: int = 200, mime: str = "application/json") -> Response:
    """An answer in JSON."""
    return Response(json_bytes(value) + b"\n", status, mimetype=mime)


def _refuse_http(error: HTTPException) -> Response:
    """Flask's own errors as problems, with their headers (Allow); redirects stay what they are."""
    response = cast(Response, error.get_response())
    if response.status_code < 400:
        return response
    code = next((code for code, kind in PROBLEMS.items() if kind.status == response.status_code), "bad_request")
    code = "bad_request" if response.status_code == 400 else code
    if code == "too_large":
        return refuse(body.too_large(current_app.config["SETTINGS"].max_bytes))
    told = refuse(ProblemError(code, PROBLEMS[code].meaning))
    for name, value in response.headers:
        if name not in ("Content-Type", "Content-Length"):
            told.headers[name] = value
    return told


def _fail(error: Exception) -> Response:
    """Log where it broke, without the message: that may quote the page."""
    LOG.error("error", extra={"error": type(error).__name__, "frames": frames(error)})
    return refuse(ProblemError("internal_error", "The page could not be cleaned. The fault has been logged."))
