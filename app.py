"""Joins the parts of Egenväg into an application and lists its jobs; decides nothing."""

import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import click
from flask import Flask, g, request
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix

import api
import clinician
import patient
from assistant.abandoned import end_abandoned
from assistant.inbound import handle_inbound
from core import web, web_forms, web_language, web_log, web_security, web_session, web_uploads
from core.checks import refuse_when_unsafe
from core.clock import Clock, SystemClock
from core.crypto import install_keyring
from core.db import Database
from core.jobs import Job
from core.logs import install_log
from core.settings import Settings, SettingsError, read_settings, throwaway_settings
from core.web_templates import QuickEnvironment
from messaging.alarms import send_alarms
from messaging.chosen_gateway import build_gateway
from messaging.gateways import SmsGateway
from messaging.reminders import plan_due
from messaging.sending import expire_late, send_due
from messaging.settling import settle_unknown
from messaging.simulated import deliver_simulated
from messaging.sms_models import ReminderKind
from messaging.verdicts import PACE, Needs
from monitoring.burden import count_burden
from monitoring.rechecks import ask_rechecks
from monitoring.settling import settle_provisional
from monitoring.weeks import judge_finished_weeks
from people.attempts import drop_old_attempts
from people.session_models import Face
from people.sign_in import drop_old_logins
from people.viewer import Viewer, find_viewer
from programs.absences import unless_away
from programs.follow_ups import ask_how_it_went
from programs.letters import send_letters
from programs.measuring import measure_needed
from programs.media import drop_unused
from programs.nudges import send_nudges
from programs.quiet import find_unusually_quiet
from programs.releases_known import install_releases, look_for_releases, notice_releases
from programs.reminder_needs import diary_needed, rating_needed
from programs.silence import find_missed
from programs.treatment import activate_due, ask_about_ends, find_inactive, open_weekly_modules, resume_due
from programs.weeks_told import tell_weeks
from ratings.wordings_known import install_wordings, look_for_wordings, notice_wordings
from worklist.items import wake_items
from worklist.stale_claims import release_stale_claims

log = logging.getLogger(__name__)

FACES = {"patient": patient, "clinician": clinician, "api": api}
NEEDS: Needs = unless_away({
    ReminderKind.DIARY: diary_needed, ReminderKind.RATING: rating_needed, ReminderKind.MEASURE: measure_needed,
})
"""For each kind of reminder, the rule that tells whether it is still needed; of who is away nothing is."""


def create_app(
    settings: Settings | None = None, *, clock: Clock | None = None, database: Database | None = None
) -> Flask:
    """Return the application with the faces the settings name; without settings, one for commands alone.

    :raises SettingsError: when the environment does not describe an installation and a server is asked for.
    """
    try:
        settings = settings or read_settings()
    except SettingsError as problem:
        if not _is_command():
            raise
        return _create_app_for_commands(str(problem))
    install_keyring(settings.keyring())
    database = database or Database(settings.database_url)
    if settings.mode == "production":
        _start_safely(settings, database)
    install_releases(database)
    install_wordings(database)
    app = Flask(__name__, template_folder="core/templates", static_folder="core/static")
    app.jinja_environment = QuickEnvironment
    app.secret_key = settings.secret_key
    app.config["SESSION_COOKIE_SECURE"] = settings.base_url.startswith("https://")
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    web_log.install(app)
    web.install(app, settings, database, clock or SystemClock())
    web_uploads.install(app)
    web_forms.install(app)
    web_language.install(app)
    web_security.install(app, https=settings.base_url.startswith("https://"))
    _install_sign_in(app)
    for name in settings.faces.split(","):
        FACES[name.strip()].register(app)
    if "draw_step" not in app.extensions:
        app.extensions["draw_step"] = partial(_draw_step_alone, app)
    if settings.mode != "production" or _is_command():
        from api.commands import register_commands  # with all they need, 10 MiB that no page asks for

        register_commands(app)
    app.extensions["list_jobs"] = lambda: list_jobs(app)
    app.extensions["list_jobs_on"] = list_jobs_on
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies,
            x_host=settings.trusted_proxies,
        )
    return app


def _create_app_for_commands(why: str) -> Flask:
    """Return an application on a database in memory, so that rules and programs can be checked on any checkout."""
    from api.commands import register_commands_without_settings

    app = create_app(throwaway_settings())
    app.cli.commands.clear()
    register_commands_without_settings(app, why)
    return app


def _start_safely(settings: Settings, database: Database) -> None:
    """Start the log, and refuse to serve on a database that may lose data; commands check by themselves."""
    install_log(settings.log_level)
    if not _is_command() and (why := refuse_when_unsafe(database)):
        log.error("the database cannot be asked at start: %s", why)


def _draw_step_alone(app: Flask, *step: Any) -> str:
    """Draw a step for an author where the patient's pages are served elsewhere, by pages of its own made for that."""
    if "patients_pages" not in app.extensions:
        settings, database, clock = (app.extensions[name] for name in ("settings", "database", "clock"))
        alone = settings.model_copy(update={"faces": "patient"})
        app.extensions["patients_pages"] = create_app(alone, clock=clock, database=database)
    pages, session = app.extensions["patients_pages"], web.session()
    shown = {name: g.get(name) for name in ("zone", "theme") if name in g} | {"session": session}
    with pages.request_context(request.environ):
        for name, value in shown.items():
            setattr(g, name, value)
        try:
            return str(pages.extensions["draw_step"](*step))
        finally:
            g.pop("session")  # it is this request's, and a second one would wait for it


def _is_command() -> bool:
    """Tell whether Flask's command line made this process, and not a server that shows pages, as ``flask run``."""
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        return False
    context = click.get_current_context(silent=True)
    return context is None or context.info_name != "run"


def _install_sign_in(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)  # a page of errors must not ask the database who is there

    @manager.request_loader
    def load_viewer(_request: object) -> Viewer | None:
        face = web_session.face_of_path(request.path)
        token = web_session.read_token(face)
        if not token:
            return None
        viewer = find_viewer(web.session(), token, Face(face), web.now(), touch=not web_session.is_polling())
        if viewer is not None:
            notice_releases(viewer.releases)
            notice_wordings(viewer.releases)
        return viewer


def list_jobs(app: Flask) -> list[Job]:
    """Return everything that is done again and again in an installation, and how often."""
    settings, database, clock = (app.extensions[name] for name in ("settings", "database", "clock"))
    second = timedelta(seconds=1)
    jobs = [Job("releases are noticed", lambda _db, _now: look_for_releases() + look_for_wordings(), 2 * second)]
    jobs += list_jobs_on(database, build_gateway(settings, database, clock))
    jobs.append(Job("what limits cost is counted", count_burden, 60 * second, looks_back=True))
    return [*jobs, Job("the simulated phone", deliver_simulated, 2 * second)]


def list_jobs_on(database: Database, gateway: SmsGateway) -> list[Job]:
    """Return what is done again and again with a database; a rehearsal runs the same on its own."""
    second, minute = timedelta(seconds=1), timedelta(minutes=1)
    return [
        Job("treatments begin", activate_due, minute),
        Job("treatments go on", resume_due, 5 * minute),
        Job("weekly modules open", open_weekly_modules, 10 * minute),
        Job("ends are reviewed", ask_about_ends, 60 * minute),
        Job("inactive patients", find_inactive, 30 * minute),
        Job("who has stopped is told", send_nudges, 30 * minute),
        Job("letters come back", send_letters, 60 * minute),
        Job("sms are understood", handle_inbound, 2 * second),
        Job("unfinished dialogues end", end_abandoned, 5 * minute),
        Job("new values are asked for", ask_rechecks, minute),
        Job("dangerous values become final", settle_provisional, minute),
        Job("weeks are judged", judge_finished_weeks, 30 * minute),
        Job("silent patients", find_missed, 30 * minute),
        Job("weeks are told", tell_weeks, 10 * minute),
        Job("how it went is asked", ask_how_it_went, 30 * minute),
        Job("unusually quiet patients", find_unusually_quiet, 60 * minute),
        Job("items wake", wake_items, minute),
        Job("old claims are released", release_stale_claims, minute),
        Job("alarms are sent", send_alarms, 10 * second),
        Job("reminders are planned", _with(plan_due, NEEDS), minute),
        Job("sms expire", expire_late, minute),
        Job("sms are sent", lambda db, now: send_due(db, gateway, now, NEEDS, pace=PACE), 2 * second),
        Job("sms are settled", lambda db, now: settle_unknown(db, gateway, now), 5 * second),
        Job("unused films go", drop_unused, 60 * minute),
        Job("old sign-ins go", drop_old_logins, 60 * minute),
        Job("old attempts go", drop_old_attempts, 60 * minute),
    ]


def _with(function: Callable[..., int], *more: object) -> Callable[[Database, datetime], int]:
    return lambda database, now: function(database, now, *more)
