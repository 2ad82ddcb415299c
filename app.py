"""Joins the parts of Egenväg into an application and lists its jobs; decides nothing."""

from flask import Flask, request
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix

import api
import clinician
import patient
from api.commands import register_commands
from core import web, web_forms, web_language, web_security, web_session
from core.clock import Clock, SystemClock
from core.crypto import install_keyring
from core.db import Database
from core.settings import Settings, read_settings
from people.session_models import Face
from people.viewer import Viewer, find_viewer

FACES = {"patient": patient, "clinician": clinician, "api": api}


def create_app(
    settings: Settings | None = None, *, clock: Clock | None = None, database: Database | None = None
) -> Flask:
    """Return the application with the faces the settings name."""
    settings = settings or read_settings()
    install_keyring(settings.keyring())
    app = Flask(__name__, template_folder="core/templates", static_folder="core/static")
    app.secret_key = settings.secret_key
    app.config["SESSION_COOKIE_SECURE"] = settings.base_url.startswith("https://")
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    web.install(app, settings, database or Database(settings.database_url), clock or SystemClock())
    web_forms.install(app)
    web_language.install(app)
    web_security.install(app, https=settings.base_url.startswith("https://"))
    _install_sign_in(app)
    for name in _faces(settings):
        FACES[name].register(app)
    register_commands(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies,
            x_host=settings.trusted_proxies,
        )
    return app


def _faces(settings: Settings) -> list[str]:
    names = [name.strip() for name in settings.faces.split(",") if name.strip()]
    if "demo" in names:
        import demo

        FACES["demo"] = demo
    return names


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
        return find_viewer(web.session(), token, Face(face), web.now(), touch=not web_session.is_polling())
