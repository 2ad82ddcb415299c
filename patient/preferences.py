"""Language and theme: kept in the browser before sign-in, and with the person after it."""

from typing import Any

from flask import redirect, request
from flask_login import current_user

from core.language import LANGUAGES
from core.web_language import THEMES
from core.web_session import safe_next
from core.web_sign_in import set_preferences
from patient.guard import door, viewer


@door.post("/preferences")
def choose_preferences() -> Any:
    """Remember a chosen language or theme, and lead back to the page the person was on."""
    language, theme = request.form.get("language"), request.form.get("theme")
    if current_user.is_authenticated:
        user = viewer().user
        user.language = language if language in LANGUAGES else user.language
        user.theme = theme if theme in THEMES else user.theme
    response = redirect(safe_next(request.form.get("back"), "/"))
    set_preferences(response, language, theme)
    return response
