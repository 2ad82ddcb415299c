"""Headers on every answer: a strict policy, no caching of anything personal (reliability.md M7, M8)."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
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
        if request.endpoint == "static":
            headers["Cache-Control"] = "public, max-age=3600"
        else:
            headers["Cache-Control"] = "no-store, private"
            headers["Vary"] = "Cookie"
        return response

    app.after_request(set_headers)
