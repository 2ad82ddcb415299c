"""The parts of a patient's program: whether each is on, and switching it with a reason."""

from typing import Any

from flask import flash, redirect, request, url_for

from clinician.guard import clinician, viewer
from clinician.patient import patient_page
from clinician.reads import keep_read, open_patient, open_record
from clinician.words import _
from core import web
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from core.web_forms import once
from programs.chosen_steps import find_part
from programs.library import get_program
from programs.models import Enrollment
from programs.parts import switch_part

CHOOSE = _l("Välj om delen ska vara på eller av.")


@clinician.post("/enrollments/<public:enrollment>/parts/<part>")
@once
def switch(enrollment: str, part: str) -> Any:
    """Switch a part of a program on or off for one patient."""
    found, patient = open_record(Enrollment, enrollment)
    if find_part(get_program(found.program, found.program_version), part) is None:
        raise NotFoundError
    to, reason = request.form.get("to", ""), request.form.get("reason", "")
    try:
        if to not in ("on", "off"):
            raise InvalidError(f"part.{part}", CHOOSE)
        switch_part(web.session(), viewer(), found, part, reason, web.now(), is_on=to == "on")
    except InvalidError as problem:
        return _refuse(patient.public_id, 422, errors={f"part.{part}": _(problem.reason)}, typed_part=reason)
    except ConflictError as problem:
        return _refuse(patient.public_id, 409, conflict=_(problem.reason), typed_part=reason)
    flash(_("Delen är påslagen.") if to == "on" else _("Delen är avslagen."), "ok")
    return redirect(url_for("clinician.patient", patient=patient.public_id))


def _refuse(patient: str, status: int, **refused: Any) -> tuple[str, int]:
    web.rollback()
    return keep_read(patient_page(open_patient(patient), **refused), status)
