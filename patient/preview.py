"""A step as the patient would see it, for those who write programs: the same pages, about nobody and saving nothing."""

import re
from datetime import timedelta

from flask import g, make_response
from flask_babel import gettext as _
from flask_babel import refresh

from core import web
from patient.steps import SHOW
from patient.times import today
from people.models import CareUnit, User
from programs.library import Edition, showing
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.progress import Place
from programs.schema import Module, Step, StepKind

NOBODY = "forhandsgranska0000000"
"""The public id of an enrolment that is in no table; no random id is this word."""
INSIDE = re.compile(rf'href="/program/{NOBODY}/(\d+)/([a-z0-9_-]+)"')
FILES = re.compile(rf'(src|poster)="/program/{NOBODY}/(\d+)/([a-z0-9_-]+)/film/([a-z0-9.]+)"')
OUTSIDE = re.compile(r'(href|action|data-autosave)="/(?!static/|desk/)[^"]*"')
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)


def draw_step(edition: Edition, module: Module, step: Step, language: str, frame: str) -> str:
    """Return the page of a step in a language, drawn by the patient's own pages.

    :param frame: the address that such pages are shown under; the step before and the one after lead there.
    """
    g.language = language
    refresh()
    with showing(edition):
        page = make_response(SHOW[step.kind](_place(edition, module, step), step)).get_data(as_text=True)
    page = SCRIPT.sub("", page).replace('method="post"', 'method="get"')
    page = INSIDE.sub(lambda found: f'href="{frame}/{language}/{found[1]}/{found[2]}"', page)
    page = FILES.sub(lambda found: f'{found[1]}="{frame}/{language}/{found[2]}/{found[3]}/film/{found[4]}"', page)
    return OUTSIDE.sub(r'\1="#"', page)


def _place(edition: Edition, module: Module, step: Step) -> Place:
    """Return a patient's place who has come to a step and done the ones before; nothing of it is stored."""
    at = module.steps.index(step)
    is_written = step.kind in (StepKind.EXERCISE, StepKind.QUIZ, StepKind.WINDOW)
    done = frozenset(one.id for one in module.steps[: at if is_written else at + 1])
    enrollment = Enrollment(
        id=0, public_id=NOBODY, patient_id=0, unit_id=0, clinician_id=0, program=edition.program.id,
        program_version=edition.program.version, status=EnrollmentStatus.ACTIVE, starts_on=today(),
        ends_on=today() + timedelta(weeks=edition.program.weeks), gate={}, wish="", ordered_by=0, ordered_at=web.now(),
        activated_at=web.now(),
    )  # fmt: skip
    unlock = ModuleUnlock(id=0, enrollment_id=0, module=module.number, status=ModuleStatus.STARTED,
                          unlocked_at=web.now())  # fmt: skip
    unit = CareUnit(id=0, provider_id=0, name=_("Mottagningen"), phone="1177", opening_hours={}, answer_days=1,
                    zone="Europe/Stockholm")  # fmt: skip
    clinician = User(id=0, name=_("Behandlaren"), title="", created_at=web.now())
    return Place(enrollment, unlock, edition.program, module, done, unit, clinician)
