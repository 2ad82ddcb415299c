"""The patient's question card for SMS: what each row, number and letter stands for, made for paper."""

from flask import render_template
from flask_babel import get_locale
from sqlalchemy import select

from assistant.card import card_of
from core import web
from core.crisis_lines import first_lines
from patient.guard import pages, viewer
from people.identity import find_phone, show_phone
from people.models import CareRelation, CareUnit


@pages.get("/sms-card")
def sms_card() -> str:
    """Show the patient's own card."""
    unit = web.session().scalar(
        select(CareUnit)
        .join(CareRelation, CareRelation.unit_id == CareUnit.id)
        .where(CareRelation.patient_id == viewer().id, CareRelation.ended_at.is_(None))
        .order_by(CareRelation.id)
        .limit(1)
    )
    language = str(get_locale())
    card = card_of(web.session(), viewer().user, language)
    return render_template("patient/sms_card.html", card=card, unit=unit, lines=first_lines(), language=language,
                           phone=_phone(unit))  # fmt: skip


def _phone(unit: CareUnit | None) -> str:
    return (show_phone(find_phone(unit.phone)) or unit.phone) if unit is not None else ""
