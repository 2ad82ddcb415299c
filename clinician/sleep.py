"""The sleep diary night by night, and the decision about a proposed sleep window; never taken by itself (B3)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from clinician.curves import sleep_chart
from clinician.guard import clinician, viewer
from clinician.overview import load_sleep
from clinician.patient_head import load_head
from clinician.reads import WindowRecord, keep_read, open_record, open_window
from clinician.sleep_words import bed_at, lengths, patient_words, rule_sentence, sleep_finding
from clinician.words import _
from core import web
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from core.web_forms import once
from people.models import User
from programs.fields import find_number
from programs.models import Enrollment, SleepWindow, WindowStatus
from programs.sleep_window import decide_window
from ratings.risk_rules import RiskReason
from ratings.risks import list_open_risks

DROWSY = (RiskReason.DROWSY_DRIVING, RiskReason.DAYTIME_SLEEPINESS)


@clinician.get("/enrollments/<public:enrollment>/sleep")
def patient_sleep(enrollment: str) -> str:
    """Show the sleep diary night by night and every sleep window."""
    found, patient = open_record(Enrollment, enrollment)
    return sleep_page(found, patient, None)


@clinician.get("/windows/<public:window>")
def window(window: str) -> str:
    """Show a sleep window with its basis."""
    record = open_window(window)
    return sleep_page(record.enrollment, record.patient, record.window)


@clinician.post("/windows/<public:window>")
@once
def decide_sleep_window(window: str) -> Any:
    """Approve a proposed window, changed or not, or decline it."""
    record = open_window(window)
    try:
        _decide(record)
    except InvalidError as problem:
        return _refuse(window, 422, errors={problem.field: _(problem.reason)})
    except ConflictError as problem:
        return _refuse(window, 409, conflict=_(problem.reason))
    flash(_("Sömnfönstret är godkänt.") if record.window.status is WindowStatus.APPROVED
          else _("Sömnfönstret är avslaget."), "ok")
    return redirect(url_for("clinician.patient", patient=record.patient.public_id))


def _decide(record: WindowRecord) -> None:
    act, number = request.form.get("act"), find_number(request.form.get("minutes", ""))
    if act not in ("approve", "decline"):
        raise InvalidError("minutes", _l("Välj om fönstret ska godkännas eller avslås."))
    if act == "approve" and number is None:
        raise InvalidError("minutes", _l("Välj hur länge patienten ska vara i sängen."))
    if act == "decline" and not request.form.get("note", "").strip():
        raise InvalidError("note", _l("Skriv varför fönstret avslås."))
    decide_window(
        web.session(), viewer(), record.enrollment, record.patient, record.window, approve=act == "approve",
        minutes=int(number or 0), note=request.form.get("note", "")[:1000], now=web.now(),
    )


def _refuse(window: str, status: int, **refused: Any) -> tuple[str, int]:
    web.rollback()
    record = open_window(window)
    return keep_read(sleep_page(record.enrollment, record.patient, record.window, **refused), status)


def sleep_page(enrollment: Enrollment, patient: User, window: SleepWindow | None, **refused: Any) -> str:
    """Return the page of the diary; with a window also its basis and, while it is proposed, the decision."""
    sleep = load_sleep([enrollment])
    if sleep is None:
        raise NotFoundError
    drowsy = next((one for one in list_open_risks(web.session(), patient.id) if one.reason in DROWSY), None)
    return render_template(
        "clinician/sleep.html", head=load_head(patient), sleep=sleep, window=window or sleep.proposed,
        chart=sleep_chart(sleep.days), finding=sleep_finding(sleep), lengths=lengths(patient), bed_at=bed_at,
        rule_sentence=rule_sentence, patient_words=patient_words, drowsy=drowsy,
        minutes=request.form.get("minutes", ""), words=request.form.get("note", ""), **refused,
    )

