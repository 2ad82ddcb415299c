"""Sends what is not a file on disk as if it were: in the parts that a player asks for, and not twice."""

from io import RawIOBase

from flask import Response, request
from werkzeug.wsgi import wrap_file

PART = 256 * 1024


def send_parts(file: RawIOBase, size: int, kind: str, tag: str) -> Response:
    """Return an answer with a file, or the part of it that is asked for (RFC 9110 14); one part is in memory.

    :param size: bytes of the whole.
    :param tag: names these very bytes.
    """
    answer = Response(wrap_file(request.environ, file, PART), mimetype=kind, direct_passthrough=True)  # type: ignore[arg-type]
    answer.content_length = size
    answer.set_etag(tag)
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    return answer
