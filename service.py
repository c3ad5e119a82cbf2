"""The WSGI application for servers: gunicorn --config python:cleaner.server service:app. cleaner/service/ makes it."""

from __future__ import annotations

from cleaner.service.app import create_app

app = create_app()
