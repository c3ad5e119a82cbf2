"""The addresses of the API: a view reads the request, has the pool clean, answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, current_app, g, request, stream_with_context
from werkzeug.datastructures import Headers

from cleaner import __version__
from cleaner.api import PROBLEMS, ProblemError
from cleaner.document import CONTENT, Label
from cleaner.formats import FORMATS
from cleaner.service import body, documents, metrics, openapi, reference
from cleaner.service.batch import Batch
from cleaner.service.pool import Pool
from cleaner.service.problems import json_response
from cleaner.service.work import Job

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

TRIAL = Job("A sentence is cleaned to see that pages can be.", "text", {}, "json")
FRESH = 5
"""Seconds for which an answer of the pool proves that it can clean."""

PART = 1 << 20
"""Bytes of an answer that a client has CLEANER_CLIENT_SECONDS to take."""

views = Blueprint("views", __name__)


class Page(Response):
    """The answer to a page. werkzeug copies all heads to mend redirects and lengths; this one needs no mending."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        return self.headers


def pool() -> Pool:
    """That of the application that answers."""
    return cast(Pool, current_app.extensions["pool"])


@views.post("/v1/clean")
def clean_page() -> Response:
    """Clean one page."""
    job, seconds = documents.job()
    processes = pool()
    cleaned = processes.finish(processes.submit(job, seconds))
    g.outcome = cleaned.status
    _set_pace()
    told = {"Content-Length": str(len(cleaned.data)), "Cleaner-Status": cleaned.status, "Vary": "Accept"}
    response = Page(_in_parts(cleaned.data), headers=told, mimetype=FORMATS[job.form].mime)
    if (client := body.connection()) is not None:
        _cork(client, True)
        response.call_on_close(lambda: _cork(client, False))
    return response


@views.post("/v1/clean/batch")
def clean_batch() -> Response:
    """Clean many pages; the answers are sent as they are made."""
    asked = Batch(pool())
    g.outcome = "batch"
    _set_pace()
    response = Response(stream_with_context(asked.parts()), mimetype=asked.form)
    response.vary.add("Accept")
    return response


@views.get("/livez")
def live() -> Response:
    """Whether the process answers."""
    return json_response({"status": "ok"})


@views.get("/readyz")
def ready() -> Response:
    """Whether pages can be cleaned: has one cleaned, unless one just was."""
    if time.monotonic() - pool().last_answer > FRESH:
        try:
            pool().finish(pool().submit(TRIAL, patient=True))
        except ProblemError as error:
            raise ProblemError("not_ready", f"A trial could not be cleaned: {error.code}.") from error
    return json_response({"status": "ok"})


@views.get("/version")
def about() -> Response:
    """Version, limits, labels and forms of the answer."""
    settings = body.settings()
    return json_response(
        {
            "name": "article-cleaner",
            "version": __version__,
            "limits": {
                "max_bytes": settings.max_bytes,
                "max_documents": settings.max_documents,
                "max_batch_bytes": settings.max_batch_bytes,
                "max_depth": settings.max_depth,
                "seconds": settings.seconds,
                "client_seconds": settings.client_seconds,
                "rate": settings.rate_limit or None,
            },
            "labels": [{"label": label.value, "content": label in CONTENT} for label in Label],
            "formats": [each.mime for each in FORMATS.values()],
        }
    )


@views.get("/problems")
def problems() -> Response:
    """The problems that the service answers with, by code."""
    return json_response({code: kind._asdict() for code, kind in PROBLEMS.items()})


@views.get("/metrics")
def figures() -> Response:
    """Numbers for Prometheus."""
    data, mime = metrics.exposition()
    return Response(data, content_type=mime)


@views.get("/openapi.json")
def schema() -> Response:
    """The description of this API for programs."""
    return json_response(openapi.description(body.settings()))


@views.get("/docs")
def reference_page() -> Response:
    """The description of this API for people."""
    return Response(reference.page(openapi.description(body.settings())), mimetype="text/html")


@views.get("/docs/style.css")
def reference_style() -> Response:
    """How that page looks."""
    return Response(reference.style(), mimetype="text/css")


def _set_pace() -> None:
    """A client that does not take its answer is not waited for."""
    if (client := body.connection()) is not None:
        client.settimeout(body.settings().client_seconds)


def _cork(client: socket.socket, is_in: bool) -> None:
    """Have the kernel keep an answer's head until its body comes: gunicorn writes them apart, and the client would
    wake up for each. Source: TCP_CORK in tcp(7).
    """
    with suppress(AttributeError, OSError):  # not Linux; or no TCP, or the client is gone
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, is_in)


def _in_parts(data: bytes) -> Iterator[bytes] | list[bytes]:
    return [data] if len(data) <= PART else (data[at : at + PART] for at in range(0, len(data), PART))


def after(response: Response) -> Response:
    """Count a request that was answered."""
    path = request.url_rule.rule if request.url_rule else "other"
    metrics.count_request(request.method, path, response.status_code)
    return response
