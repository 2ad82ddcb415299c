"""Web plumbing shared by the faces: one session and one commit per request, errors as pages."""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar, cast

from flask import Blueprint, Flask, Request, Response, current_app, g, make_response, render_template, request
from flask import session as browser_session
from flask_login import current_user
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from core.audit import record_event
from core.clock import Clock
from core.db import Database
from core.errors import ConflictError, DeniedError, ForbiddenError, InvalidError, NotFoundError
from core.settings import Settings

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 2 * 1024 * 1024
ERROR_PAGES = (400, 401, 403, 404, 405, 409, 413, 429, 500, 503)
SECRETS = {"pin", "code", "password", "current_password", "new_pin", "again"}
"""Fields that are never shown again."""
MACHINERY = {"csrf_token", "form_key", "patient", "unit", "colleague", "provider", "next", "back", "written_at"}
"""Fields that nobody has typed."""
SHORT_ANSWERS = re.compile(r"answer|q[0-9]{1,2}")
"""Fields whose whole answer is a figure or a yes: kept however short it is (reliability.md K1)."""


class CleanValues(ImmutableMultiDict[str, Any]):
    """Form and query values without NUL and lone surrogates, which PostgreSQL cannot store (F6)."""

    def __init__(self, mapping: Any = None) -> None:
        items = ImmutableMultiDict(mapping).items(multi=True) if mapping is not None else ()
        super().__init__([(_clean(key), _clean(value)) for key, value in items])


def _clean(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n")


View = TypeVar("View", bound=Callable[..., Any])


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Let a view take a larger request than others from somebody who is signed in; nearest to the function.

    :param most_bytes: of the whole request, with every file in it; more is refused before it is read.
    """

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


class CleanRequest(Request):
    """A request whose form and query values are clean, and whose files never lie unencrypted on the disk, but films."""

    parameter_storage_class = CleanValues
    max_form_memory_size = MAX_BODY_BYTES
    max_form_parts = 2000

    @property
    def max_content_length(self) -> int | None:
        """Return how many bytes are read: the usual number, or what a view takes from the signed in."""
        view = current_app.view_functions.get(self.endpoint or "")
        more: int = getattr(view, "most_bytes", 0)
        return more if more and _is_signed_in() else super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("takes_files says how much a view takes")

    def _get_file_stream(self, *sizes: Any, **more: Any) -> Any:
        view = current_app.view_functions.get(self.endpoint or "")
        return super()._get_file_stream(*sizes, **more) if getattr(view, "files_on_disk", False) else BytesIO()


def _is_signed_in() -> bool:
    try:
        return bool(current_user.is_authenticated)
    except DBAPIError:
        return False


class PublicIdConverter(BaseConverter):
    """Matches only what can be a public id, so that odd ids never reach the database."""

    regex = "[A-Za-z0-9_-]{22}"


class SmallNumberConverter(BaseConverter):
    """Matches a number of one to three ASCII digits, such as a module's."""

    regex = "[0-9]{1,3}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)


def database() -> Database:
    """Return the application's database."""
    return cast(Database, current_app.extensions["database"])


def current_application() -> Flask:
    """Return the application that answers this request."""
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]


def settings() -> Settings:
    """Return the application's settings."""
    return cast(Settings, current_app.extensions["settings"])


def clock() -> Clock:
    """Return the application's clock."""
    return cast(Clock, current_app.extensions["clock"])


def now() -> datetime:
    """Return the instant of this request: read once, the same for everything in it."""
    if "now" not in g:
        g.now = clock().now()
    return cast(datetime, g.now)


def session() -> Session:
    """Return this request's session, opened when first asked for."""
    if "session" not in g:
        g.session = database().open_session(reading=_only_reads())
    return cast(Session, g.session)


def _only_reads() -> bool:
    """A patient's GET only reads; a member of staff's GET also writes the audit log."""
    return request.method in ("GET", "HEAD") and not request.path.startswith("/desk")


def viewer_id() -> int | None:
    """Return the database id of whoever is signed in, or None; the face's guard has put it there."""
    return cast(int | None, g.get("viewer_id"))


def commit() -> None:
    """Commit the request's one transaction, if it opened any; the edge calls this, rules never do."""
    if "session" in g and g.session.in_transaction():
        g.session.commit()


def rollback() -> None:
    """Undo everything the request has changed so far."""
    if "session" in g:
        g.session.rollback()


def end_transaction() -> None:
    """Commit and close what has been read so far; whoever asks again begins a new transaction."""
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.commit()
        opened.close()


def guarded(blueprint: Blueprint, guard: Callable[[], Any]) -> Blueprint:
    """Put a guard on a blueprint; test_guards.py fails for a blueprint without one."""
    blueprint.before_request(guard)
    blueprint.guard = guard  # type: ignore[attr-defined]
    return blueprint


def open_to_all() -> None:
    """The guard of a blueprint that is public on purpose."""


def install(app: Flask, settings: Settings, database: Database, clock: Clock) -> None:
    """Fit the plumbing to an application."""
    app.extensions |= {"settings": settings, "database": database, "clock": clock}
    app.request_class = CleanRequest
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.url_map.converters["public"] = PublicIdConverter
    app.url_map.converters["small"] = SmallNumberConverter
    app.after_request(_commit_good_responses)
    app.teardown_request(_close_session)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DeniedError, _denied)
    app.register_error_handler(NotFoundError, lambda _problem: error_page(404))
    app.register_error_handler(ForbiddenError, lambda _problem: error_page(403))
    app.register_error_handler(ConflictError, _conflict)
    app.register_error_handler(InvalidError, _invalid)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(Exception, _unexpected)


def _commit_good_responses(response: Response) -> Response:
    if response.status_code >= 400:
        rollback()
        return response
    try:
        commit()
    except DBAPIError as problem:
        browser_session.pop("_flashes", None)  # nothing was saved, so nothing may say that it was
        return make_response(_database_error(problem))
    return response


def _close_session(_error: BaseException | None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def error_page(status: int, **context: object) -> tuple[str, int]:
    """Return the page for an error status; what the person typed is shown so that it can be kept."""
    rollback()
    shown = status if status in ERROR_PAGES else 400
    page = render_template(f"errors/{shown}.html", typed=typed_texts(), **context)
    return page, status


def typed_texts() -> list[tuple[str, str]]:
    """Return the longer texts of the submitted form and short answers, for pages that must not lose them."""
    try:
        fields = [(name, value) for name, value in request.form.items()
                  if len(value.strip()) > 2 or (value.strip() and SHORT_ANSWERS.fullmatch(name))]  # fmt: skip
    except HTTPException:
        return []
    return [(name, value) for name, value in fields if name not in SECRETS | MACHINERY]


def _http_error(problem: HTTPException) -> Any:
    if problem.code is not None and problem.code < 400:
        return problem
    return error_page(problem.code or 500)


def _denied(problem: DeniedError) -> tuple[str, int]:
    rollback()
    with database().transaction() as transaction:
        record_event(
            transaction, now(), f"denied.{problem.action}", actor_id=problem.actor_id, patient_id=problem.patient_id
        )
    return error_page(404)


def _conflict(problem: ConflictError) -> tuple[str, int]:
    return error_page(409, reason=problem.reason)


def _invalid(problem: InvalidError) -> tuple[str, int]:
    return error_page(400, reason=problem.reason)


def _database_error(problem: DBAPIError) -> tuple[str, int]:
    log.exception("database error")
    return error_page(503 if isinstance(problem, OperationalError) else 500)


def _unexpected(_problem: Exception) -> tuple[str, int]:
    log.exception("unexpected error")
    return error_page(500)
