"""Before a request is answered: whose it is, whether its key is right, and whether it has used up its rate."""

from __future__ import annotations

import re
import uuid
from http import HTTPStatus

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from limits import parse_many

from cleaner.api import ProblemError
from cleaner.service.keys import Keys
from cleaner.service.problems import HEADERS, refuse
from cleaner.service.settings import Settings, SettingsError

FREE = frozenset({"live", "ready", "about", "problems", "schema", "reference_page", "reference_style"})
"""Views of the API that need no key: they say nothing about anybody's use of the service."""

BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)


def guard(app: Flask, settings: Settings) -> None:
    """Have the application tell requests apart, limit them, and refuse those without a key.

    Raises:
        SettingsError: the keys or the rate limit can't be used.
    """
    app.extensions["keys"] = Keys(settings)
    app.before_request(_identify)
    if settings.rate_limit:
        _limit(app, settings)
    app.before_request(_check_key)


def _identify() -> None:
    """Name the request, and its key if it has a valid one."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    keys: Keys = current_app.extensions["keys"]
    bearer = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    g.key = keys.name_of(bearer[1]) if bearer and keys.required else None


def _check_key() -> None:
    keys: Keys = current_app.extensions["keys"]
    if not keys.required or g.key is not None or _is_free() or request.method == "OPTIONS":
        return
    raise ProblemError("unauthorized", "Send a valid key: Authorization: Bearer …")


def _is_free() -> bool:
    """Whether anybody may ask: for what says nothing about others, the page for people, and what there is not."""
    blueprint, _, name = (request.endpoint or "").rpartition(".")
    return blueprint != "views" or name in FREE


def _whose() -> str:
    """Who is limited: a key, and who has none by the address."""
    return f"key:{g.key}" if g.key else f"address:{request.remote_addr}"


def _limit(app: Flask, settings: Settings) -> None:
    app.after_request(_say_when)  # what is told first is called last: after the limiter's own
    try:
        parse_many(settings.rate_limit)
        limiter = Limiter(
            _whose,
            app=app,
            application_limits=[settings.rate_limit],
            storage_uri=settings.rate_store,
            headers_enabled=True,
            strategy="moving-window",
            in_memory_fallback=[settings.rate_limit],
            in_memory_fallback_enabled=True,
            key_prefix="cleaner",
        )
    except Exception as error:
        raise SettingsError(f"CLEANER_RATE_LIMIT, CLEANER_RATE_STORE: {error}") from error
    limiter.request_filter(_is_probe)
    app.register_error_handler(RateLimitExceeded, _too_often)


def _say_when(response: Response) -> Response:
    """The limiter tells in every answer when its window ends; only with 429 is that when to come again."""
    if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
        response.headers.pop("Retry-After", None)
        response.headers.update(HEADERS.get(g.get("outcome", ""), {}))
    return response


def _is_probe() -> bool:
    return request.endpoint in ("views.live", "views.ready")


def _too_often(error: RateLimitExceeded) -> Response:
    return refuse(ProblemError("rate_limited", f"The limit is {error.limit.limit}."))
