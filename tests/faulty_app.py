"""That service as an application for gunicorn."""

from cleaner.service.app import create_app
from faults import run

app = create_app(run=run)
