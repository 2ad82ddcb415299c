"""Serves an application on this machine for the tests that come through the front door."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from wsgiref.types import WSGIApplication

import pytest
from werkzeug.serving import make_server

Serve = Callable[[WSGIApplication], str]


@contextmanager
def serving(application: WSGIApplication) -> Iterator[str]:
    """Serve an application in a thread and give its address, without a slash at the end."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    server.log = lambda *_arguments: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve an application until the test ends; call it with the application, it returns the address."""
    with ExitStack() as running:
        yield lambda application: running.enter_context(serving(application))
