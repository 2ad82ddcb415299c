"""The patients of the viewer's units: found by name, personnummer or phone, with programs and who is responsible."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import clinician, viewer
from clinician.patient_head import find_url
from clinician.queue import patient_facts
from core import web
from core.audit import record_event
from core.clock import local_date
from core.web_language import chosen_language, chosen_zone
from programs.models import EnrollmentStatus
from programs.patient_list import count_patients, list_patients

COUNT_CAP = 1000


@clinician.get("/patients")
def patients() -> Any:
    """Show the patients by name, a page at a time; that the list was read is logged."""
    words = request.args.get("q", "").strip()[:60]
    today = local_date(web.now(), chosen_zone())
    lines, more = list_patients(web.session(), viewer(), words, today, after=request.args.get("after", "")[:22],
                                language=chosen_language())  # fmt: skip
    record_event(web.session(), web.now(), "patients.read", actor_id=viewer().id, actor_role="clinician")
    total = count_patients(web.session(), viewer(), COUNT_CAP)
    shown = [
        {
            "name": line.patient.name, "facts": patient_facts(line.patient.birth_date, []), "href": _patient_url(line),
            "programs": ", ".join(line.programs), "responsible": line.responsible, "state": state_text(line.status),
        }
        for line in lines
    ]  # fmt: skip
    last = lines[-1].patient.public_id if more else ""
    return render_template(
        "desk/patients.html", patients=shown, words=words, search_url=url_for("clinician.patients"),
        search_query=words, total=str(total) if total < COUNT_CAP else "999+",
        more_url=url_for("clinician.patients", q=words or None, after=last) if last else "",
    )  # fmt: skip


def _patient_url(line: Any) -> str:
    public_id = line.patient.public_id
    return find_url("clinician.patient", patient=public_id) or url_for(
        "clinician.patient_conversation", patient=public_id
    )


def state_text(status: EnrollmentStatus | None) -> str:
    """Return the state of an enrolment in a word."""
    words = {
        EnrollmentStatus.ORDERED: _("beställd"),
        EnrollmentStatus.INVITED: _("inbjuden"),
        EnrollmentStatus.TESTED: _("provad"),
        EnrollmentStatus.VERIFIED: _("verifierad"),
        EnrollmentStatus.ACTIVE: _("aktiv"),
        EnrollmentStatus.PAUSED: _("pausad"),
    }
    return str(words.get(status, "")) if status else ""
