"""The WSGI application for servers: gunicorn --config python:cleaner.server service:app. cleaner/service/ makes it."""

from __future__ import annotations

import sys

from cleaner.service.app import create_app
from cleaner.service.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"cleaner: {error}")
