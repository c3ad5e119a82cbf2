"""The Flask application, put together."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from cleaner.service import access, headers, logs, problems, views, work
from cleaner.service.pool import Pool, Run
from cleaner.service.settings import Settings


class Service(Flask):
    """Flask that does not look, with each view and hook of each request, whether it is a coroutine: none of ours is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None, run: Run = work.run) -> Flask:
    """The Flask application. Its processes start with the first document.

    Args:
        settings: None for what the environment says.
        run: what a process does with a job; a function that can be pickled by its name.

    Raises:
        SettingsError: a setting can't be used.
    """
    told = settings or Settings.read()
    app = Service(__name__, static_folder=None)
    app.config.update(SETTINGS=told, MAX_FORM_MEMORY_SIZE=told.max_bytes, MAX_FORM_PARTS=5000)
    app.extensions["pool"] = Pool(told, run)
    logs.log_requests(app)
    access.guard(app, told)
    problems.handle_all(app)
    app.after_request(views.after)
    headers.add_all(app, told)
    app.register_blueprint(views.views)
    if find_spec("cleaner.page"):
        app.register_blueprint(import_module("cleaner.page").pages)
    if told.trusted_proxies:
        hops = told.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
