"""Headers on every answer: a strict policy, no caching of anything personal (reliability.md M7, M8)."""

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
FRAMED = {
    "around": {"Content-Security-Policy": POLICY.replace("form-action", "frame-src 'self'; form-action")},
    "inside": {
        "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
        "X-Frame-Options": "SAMEORIGIN",
    },
}
"""What previews need: a page that shows another of ours in a frame, and the one inside; every other page has none."""
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def install(app: Flask, *, https: bool) -> None:
    """Send the security headers with every answer of an application."""

    always = ALWAYS | HTTPS_ONLY if https else ALWAYS

    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.update(always)
        if frame := g.get("frame"):
            headers.update(FRAMED[frame])
        if request.endpoint == "static":
            headers["Cache-Control"] = "public, max-age=3600"
        else:
            headers["Cache-Control"] = "no-store, private"
            headers["Vary"] = "Cookie"
        return response

    app.after_request(set_headers)
