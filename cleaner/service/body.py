"""A request's body: in parts as it comes, unpacked, and no more of it than may come."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from functools import partial

from flask import current_app, request
from gunicorn.http.body import Body
from gunicorn.http.errors import NoMoreData, ParseException
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import get_input_stream

from cleaner.api import ProblemError
from cleaner.service.front import pieces
from cleaner.service.inflate import CODINGS, PART, CodingError, unpacked
from cleaner.service.settings import Settings
from cleaner.service.watch import WATCH


def settings() -> Settings:
    """Those of the application that answers."""
    told: Settings = current_app.config["SETTINGS"]
    return told


def connection() -> socket.socket | None:
    """The client's socket, where a gunicorn of ours holds it."""
    found: socket.socket | None = request.environ.get("gunicorn.socket")
    return found


def whole(limit: int) -> bytes:
    """The body, unpacked.

    Raises:
        ProblemError: it is longer than the limit, broken, or comes too slowly.
    """
    data = bytearray()
    for part in parts(limit):
        data += part
        if len(data) > limit:
            raise too_large(limit)
    if (client := connection()) is not None:
        WATCH.end(client)
    return bytes(data)


def parts(limit: int) -> Iterator[bytes]:
    """The body as it comes, unpacked; the caller sees to it that it does not become too long.

    Raises:
        ProblemError: more than the limit is announced, or it is broken, or it comes too slowly.
    """
    name = request.headers.get("Content-Encoding", "identity").strip().lower()
    if name not in CODINGS and name != "identity":
        raise ProblemError("unsupported_media_type", f"Content-Encoding may be {', '.join(CODINGS)}.")
    if (request.content_length or 0) > limit:
        raise too_large(limit)
    return _packed() if name == "identity" else _unpacked(name)


def rewind(data: bytes) -> None:
    """Have Flask read these bytes as the request's body."""
    request.environ.update({"wsgi.input": io.BytesIO(data), "CONTENT_LENGTH": str(len(data))})


def too_large(limit: int) -> ProblemError:
    """The body is longer than the limit."""
    return ProblemError("too_large", f"The body may have {limit} bytes at most.")


def _unpacked(name: str) -> Iterator[bytes]:
    try:
        yield from unpacked(_packed(), name)
    except CodingError as error:
        raise ProblemError("invalid_encoding", f"The body is not {name}: {error}.") from error


def _packed() -> Iterator[bytes]:
    announced, length = request.content_length, 0
    try:
        for part in _raw():
            length += len(part)
            yield part
    except (OSError, NoMoreData, ParseException, ClientDisconnected) as error:
        raise _broken_off(isinstance(error, TimeoutError)) from error
    if announced is not None and length < announced:
        raise _broken_off()


def _raw() -> Iterator[bytes]:
    stream = request.environ["wsgi.input"]
    if isinstance(stream, Body):
        return pieces(stream)
    return iter(partial(get_input_stream(request.environ).read, PART), b"")


def _broken_off(is_late: bool = False) -> ProblemError:
    if WATCH.stopping:
        return ProblemError("stopping", "The service stops. What it has taken is answered.")
    if is_late or WATCH.is_late(connection()):
        return ProblemError("too_slow", f"A request has {settings().client_seconds:g} seconds to come in.")
    return ProblemError("bad_request", "The body ended early.")
