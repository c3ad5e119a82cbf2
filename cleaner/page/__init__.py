"""The web page: paste an article, see what was taken out and why. Three files and some examples, sent as they are."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

FOLDER = Path(__file__).parent
EXAMPLES = tuple(sorted(path.name for path in (FOLDER / "examples").iterdir() if path.suffix in (".txt", ".html")))
"""Pages to try it with: copies of fixtures, since these are not in the package."""

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types page",
    ]
)
"""Nothing inline, no other host, and no string becomes markup or script, whatever a page that is shown holds."""

pages = Blueprint("pages", __name__)


@pages.get("/")
def page() -> Response:
    """The page itself."""
    return _sent("page.html")


@pages.get("/page.css", endpoint="style", defaults={"name": "page.css"})
@pages.get("/page.js", endpoint="script", defaults={"name": "page.js"})
@pages.get("/page.svg", endpoint="icon", defaults={"name": "page.svg"})
def asset(name: str) -> Response:
    """What the page is made of."""
    return _sent(name)


@pages.get("/examples/<name>")
def example(name: str) -> Response:
    """An example as text, whatever it is: it is to be cleaned, not shown."""
    if name not in EXAMPLES:
        abort(404)
    return _sent(f"examples/{name}", "text/plain")


@pages.after_request
def protect(response: Response) -> Response:
    """Have the browser run nothing but the page's own script, and ask each time whether there is a newer one."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response


def _sent(name: str, mime: str | None = None) -> Response:
    """A file of this folder; a browser that has it already gets 304."""
    return send_from_directory(FOLDER, name, mimetype=mime)
