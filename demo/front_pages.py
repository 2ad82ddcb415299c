"""The demo's front page: one button per role, each a real sign-in with a session of its own."""

from typing import Any

from flask import abort, redirect, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from core import web, web_session
from demo.guard import pages
from demo.people import SIGN_INS, find_sign_in
from people.models import User
from people.session_models import Face
from people.sign_in import open_login


@pages.get("/demo")
def front() -> str:
    """Show who can be let in, and where the phone and the clock are."""
    patients = [one for one in SIGN_INS if one.face is Face.PATIENT]
    staff = [one for one in SIGN_INS if one.face is Face.DESK]
    return render_template("demo/front.html", patients=patients, staff=staff)


@pages.post("/demo/sign-in/<key>")
def sign_in(key: str) -> Any:
    """Sign in as somebody, as if all factors had been shown."""
    chosen = find_sign_in(key)
    user = web.session().scalar(select(User).where(User.username == key))
    if chosen is None or user is None:
        abort(404)
    token = open_login(web.session(), user, chosen.face, "Demo", web.now())
    answer: Response = redirect(chosen.start)
    web_session.set_token(answer, chosen.face.value, token)
    return answer
