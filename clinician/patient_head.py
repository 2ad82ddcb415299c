"""The head of every page about one patient: who, how old, which programs, who is responsible, and the tabs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy import select

from clinician.reads import my_units
from clinician.words import _
from core import web
from core.clock import local_date
from core.web_language import day_text, in_language
from people.identity import age_on, show_phone
from people.models import User
from programs.absences import last_away
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus

MOST_ENROLLMENTS = 20
LIVE_FIRST = (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED, EnrollmentStatus.VERIFIED)


@dataclass(frozen=True)
class Head:
    """What the head of a patient's pages shows.

    :param away_until: the last day of an absence the patient has told and is in, or None.
    :param enrollments: the patient's enrolments in the viewer's units, the live ones first.
    :param responsible: the name of whoever answers for the first of them.
    """

    patient: User
    enrollments: list[Enrollment]
    responsible: str
    away_until: date | None = None

    @property
    def age(self) -> int | None:
        """The patient's age in whole years."""
        return age_on(self.patient.birth_date, today())

    @property
    def first_name(self) -> str:
        """What the patient is called in sentences."""
        return self.patient.name.split()[0]

    @property
    def phone(self) -> str:
        """The patient's phone number as people write it."""
        return show_phone(self.patient.phone)

    def facts(self) -> str:
        """Return age and programs in one line."""
        titles = [title_of(one) for one in self.enrollments if one.status is not EnrollmentStatus.ENDED]
        away = _("borta till och med %(day)s", day=day_text(self.away_until)) if self.away_until else ""
        parts = [_("%(age)s år", age=self.age) if self.age is not None else "", *titles, away]
        return " · ".join(part for part in parts if part)

    def tabs(self) -> list[dict[str, object]]:
        """Return the tabs that exist in this installation."""
        names = [
            ("clinician.patient", _("Översikt")),
            ("clinician.patient_conversation", _("Samtal")),
            ("clinician.patient_modules", _("Moduler")),
            ("clinician.patient_values", _("Mätvärden")),
            ("clinician.patient_ratings", _("Skattningar")),
            ("clinician.patient_events", _("Händelser")),
        ]
        return [
            {"label": label, "href": url_for(name, patient=self.patient.public_id), "current": name == request.endpoint}
            for name, label in names
            if has_page(name)
        ]


def today() -> date:
    """Return the viewer's present day."""
    return local_date(web.now(), "Europe/Stockholm")


def has_page(endpoint: str) -> bool:
    """Tell whether this installation has a page."""
    return endpoint in current_app.view_functions


def find_url(endpoint: str, **values: Any) -> str:
    """Return the address of a page, or "" when this installation does not have it."""
    return url_for(endpoint, **values) if has_page(endpoint) else ""


def title_of(enrollment: Enrollment) -> str:
    """Return the title of an enrolment's program in the reader's language."""
    return in_language(get_program(enrollment.program, enrollment.program_version).title)


def load_head(patient: User) -> Head:
    """Return the head of a patient's pages; one statement."""
    rows = web.session().execute(
        select(Enrollment, User.name, last_away(patient.id, today()).label("away"))
        .join(User, User.id == Enrollment.clinician_id)
        .where(Enrollment.patient_id == patient.id, Enrollment.unit_id.in_(my_units()))
        .order_by(Enrollment.id.desc())
        .limit(MOST_ENROLLMENTS)
    ).all()
    ranked = sorted(rows, key=lambda row: _rank(row[0]))
    away = ranked[0][2] if ranked else None
    is_away = away is not None and away >= today()
    return Head(patient, [row[0] for row in ranked], ranked[0][1] if ranked else "", away if is_away else None)


def _rank(enrollment: Enrollment) -> int:
    if enrollment.status in LIVE_FIRST:
        return LIVE_FIRST.index(enrollment.status)
    return 9 if enrollment.status is EnrollmentStatus.ENDED else 5
