"""A patient's question card for SMS, printed at the desk for whoever has no printer and no smartphone."""

from flask import render_template, url_for
from sqlalchemy import select

from assistant.card import card_of
from clinician.guard import clinician
from clinician.reads import my_units, open_patient
from core import web
from core.crisis_lines import first_lines
from people.identity import find_phone, show_phone
from people.models import CareRelation, CareUnit


@clinician.get("/patients/<public:patient>/sms-card")
def patient_sms_card(patient: str) -> str:
    """Show the card of what the patient measures for the viewer's units, in the patient's own language."""
    found, units = open_patient(patient), my_units()
    unit = web.session().scalar(
        select(CareUnit)
        .join(CareRelation, CareRelation.unit_id == CareUnit.id)
        .where(CareRelation.patient_id == found.id, CareRelation.ended_at.is_(None), CareUnit.id.in_(units))
        .order_by(CareRelation.id)
        .limit(1)
    )
    card = card_of(web.session(), found, found.language, units)
    return render_template(
        "clinician/sms_card.html", patient=found, card=card, unit=unit, lines=first_lines(), language=found.language,
        phone=_phone(unit), back=url_for("clinician.patient_values", patient=patient),
    )


def _phone(unit: CareUnit | None) -> str:
    return (show_phone(find_phone(unit.phone)) or unit.phone) if unit is not None else ""
