"""What every answer says in its head: what browsers may do with it, and which other sites may read it."""

from __future__ import annotations

from flask import Flask, Response, g, request

from cleaner.service.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
EXPOSED = "Cleaner-Status, Retry-After, X-Request-ID"
DAY = "86400"


def add_all(app: Flask, settings: Settings) -> None:
    """Have the application put them into every answer."""
    app.after_request(_secure)
    if settings.cors_origins:
        app.after_request(lambda response: _share(response, settings.cors_origins))


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)  # the page has its own
    for name, value in SECURITY.items():
        response.headers.add(name, value)
    response.headers.add("X-Request-ID", g.get("request_id", "-"))
    if request.path.startswith("/v1/"):
        response.headers.add("Cache-Control", "no-store")
    return response


def _share(response: Response, origins: tuple[str, ...]) -> Response:
    """Let pages of these origins (or of all: *) ask; whoever has the key, since no cookie says who asks."""
    origin = request.headers.get("Origin")
    if "*" not in origins:
        response.vary.add("Origin")
    if not origin or not ("*" in origins or origin in origins):
        return response
    response.headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Content-Encoding, X-Request-ID"
        response.headers["Access-Control-Max-Age"] = DAY
    return response
