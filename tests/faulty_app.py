"""That service as an application for gunicorn."""

from faults import run

from cleaner.service.app import create_app

app = create_app(run=run)
