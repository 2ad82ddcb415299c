"""Patients and staff may be served by workers of their own (docs/operations.md 3): every page works there too."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from core.clock import FixedClock
from tests.story.addresses import list_visits
from tests.story.cast import prepare
from tests.story.conftest import SEEDED_AT


def drawn(answer: TestResponse) -> str:
    """Return a page without the demo's bar and the keys of its forms, which are never the same."""
    page = re.sub(r'<nav class="demobar".*?</nav>', "", answer.text, flags=re.DOTALL)
    return " ".join(re.sub(r'name="(form_key|csrf_token)" value="[^"]*"', "", page).split())


@pytest.mark.slow
@pytest.mark.parametrize("face", ["patient", "clinician"])
def test_every_page_of_a_face_works_without_the_other(demo_app: Flask, face: str) -> None:
    looked = prepare(demo_app, SEEDED_AT)
    settings = demo_app.extensions["settings"].model_copy(update={"faces": face})
    alone = create_app(settings, clock=FixedClock(SEEDED_AT), database=demo_app.extensions["database"])
    wrong, seen = [], 0
    for visit in list_visits():
        path = visit.path.format(**looked.ids)
        if path.startswith("/demo") or path.startswith("/desk") is not (face == "clinician"):
            continue
        answers = []
        for app in (alone, demo_app):
            client = app.test_client()
            for name, token in looked.cookies.get(visit.who, []):
                client.set_cookie(name, token)
            answers.append(client.get(path))
        seen += 1
        told = [one.status_code for one in answers]
        if told[0] != told[1] or ("/frame/" in path and drawn(answers[0]) != drawn(answers[1])):
            wrong.append(f"{path} as {visit.who}: {told}")
    assert seen > 30
    assert wrong == []
