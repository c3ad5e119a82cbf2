"""The log: a line of JSON for each request, fault and change of the service. Never a page's text or a key."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from cleaner.service.work import frames

LOG = logging.getLogger("cleaner.service")
FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; the others are what the caller tells."""


class JsonFormatter(logging.Formatter):
    """A record as a line of JSON. Of an exception the kind and the place: its message may quote a page."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event(record),
            "process": record.process,
        }
        if has_request_context():
            line["request_id"] = g.get("request_id")
        line |= {name: value for name, value in vars(record).items() if name not in FIELDS}
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line |= {"error": type(error).__name__, "frames": frames(error)}
        return json.dumps(line, default=str)


def _event(record: logging.LogRecord) -> str:
    """The message; of gunicorn's about faults and clients without what it fills in, which may be a part of the head."""
    return record.getMessage() if record.levelno == logging.INFO and not record.exc_info else str(record.msg)


def to_stderr(level: str) -> dict[str, Any]:
    """What logging.config.dictConfig needs to send all logs of the service to standard error."""
    logger = {"handlers": ["stderr"], "level": level, "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": f"{__name__}.{JsonFormatter.__name__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": dict.fromkeys(("cleaner.service", "gunicorn.error", "flask-limiter"), logger),
    }


def log_requests(app: Flask) -> None:
    """Have the application log each request."""
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    if not LOG.isEnabledFor(logging.INFO):
        return response
    LOG.info(
        "request",
        extra={
            "method": request.method,
            "path": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "outcome": g.get("outcome"),
            "key": g.get("key"),
            "bytes_in": request.content_length,
            "bytes_out": response.content_length,
            "seconds": round(time.perf_counter() - g.started, 4),
        },
    )
    return response
