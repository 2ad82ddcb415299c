"""The access log: one line a request with the route's pattern, so that no id, number or query is ever in it."""

import logging
import time

from flask import Flask, Response, g, request

log = logging.getLogger("egenvag.access")
QUIET = ("static", "health.livez", "health.readyz")


def install(app: Flask) -> None:
    """Write a line for every request but files and health checks, in place of the server's own access log."""
    app.before_request(_note_start)
    app.after_request(_write_line)


def _note_start() -> None:
    g.begun = time.perf_counter()


def _write_line(response: Response) -> Response:
    if request.endpoint not in QUIET and log.isEnabledFor(logging.INFO):
        ms = round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1)
        route = request.url_rule.rule if request.url_rule is not None else "unknown"
        log.info("request", extra={"method": request.method, "route": route, "status": response.status_code, "ms": ms})
    return response
