"""The board of enrolments: where each stands in the chain, how long it has stood there and what is missing (E2)."""

from typing import Any

from flask import render_template, request, url_for

from clinician.enrollment_words import (
    STATE_NAMES,
    STATE_NOTES,
    lacks,
    sms_line,
    state_name,
    stood_text,
    today,
)
from clinician.guard import coordination, viewer
from clinician.queue import patient_facts
from clinician.words import _
from core import web
from core.audit import record_event
from core.web_language import chosen_language, day_text
from messaging.sms_models import Sms
from people.access import CARE_ROLES
from programs.board import COUNT_CAP, LANES, WAITING, Card, Choice, count_lanes, is_stuck, list_board, list_lane
from programs.enrollment import program_title
from programs.invitations import last_invitations
from programs.models import EnrollmentStatus

FILTERS = ("all", "stuck", "mine")
LINES_ON_CARD = 3


def asked_choice() -> Choice:
    """Return which enrolments the address asks for."""
    show = request.args.get("show", "all")
    return Choice(
        viewer().unit_ids(*CARE_ROLES), web.now(), today(),
        clinician_id=viewer().id if show == "mine" else None, stuck=show == "stuck",
    )


@coordination.get("/enrollments")
def enrollments() -> Any:
    """Show the board, or one state of the chain a page at a time; that it was read is logged."""
    record_event(web.session(), web.now(), "enrollments.read", actor_id=viewer().id, actor_role="staff")
    states = {str(status): status for status in EnrollmentStatus}
    state = states.get(request.args.get("state", ""))
    return _board_page() if state is None else _lane_page(state)


def _board_page() -> str:
    choice = asked_choice()
    counts, lanes = count_lanes(web.session(), choice), list_board(web.session(), choice)
    sms = last_invitations(web.session(), (card.enrollment for card in lanes[EnrollmentStatus.INVITED]))
    shown = [_lane(status, lanes[status], counts, sms) for status in LANES]
    return render_template(
        "desk/enrollments.html", lanes=shown, filters=_filters(counts), later=_later(counts),
        stuck=counts["stuck"], is_empty=not any(counts[str(status)] for status in EnrollmentStatus),
    )


def _lane(
    status: EnrollmentStatus, cards: list[Card], counts: dict[str, int], sms: dict[str, Sms]
) -> dict[str, Any]:
    total = counts["recent"] if status is EnrollmentStatus.ACTIVE else counts[str(status)]
    left = total - len(cards)
    return {
        "name": state_name(status), "note": _(STATE_NOTES[status]), "count": count_text(total),
        "cards": [card_view(card, sms) for card in cards], "left": count_text(left) if left > 0 else "",
        "href": _lane_url(status),
    }


def count_text(number: int) -> str:
    """Return a capped count as it is shown."""
    return str(number) if number < COUNT_CAP else "999+"


def _lane_url(status: EnrollmentStatus) -> str:
    return url_for("coordination.enrollments", state=str(status), show=request.args.get("show") or None)


def card_view(card: Card, sms: dict[str, Sms]) -> dict[str, Any]:
    """Return what a card of the board shows."""
    one = card.enrollment
    stuck = is_stuck(one, web.now(), today())
    return {
        "href": url_for("coordination.enrollment", enrollment=one.public_id), "name": card.patient.name,
        "facts": patient_facts(card.patient.birth_date, [program_title(one, chosen_language())]),
        "stood": stood_text(one), "stuck": stuck, "lines": _lines(card, sms)[:LINES_ON_CARD],
        "starts": day_text(one.starts_on), "by": card.clinician, "state": state_name(one.status),
    }


def _lines(card: Card, sms: dict[str, Sms]) -> list[dict[str, str]]:
    """Return what is missing or done, as lines with a sign each."""
    one = card.enrollment
    if one.status not in WAITING:
        return []
    lines = [{"text": text, "sign": "ring"} for text in lacks(card)]
    if one.status is EnrollmentStatus.ORDERED and not lines:
        lines = [{"text": _("Redo att skickas"), "sign": "done"}]
    if one.status is EnrollmentStatus.INVITED:
        lines = [sms_line(sms.get(one.public_id)), {"text": _("Har inte loggat in ännu"), "sign": "ring"}, *lines]
    if one.status is EnrollmentStatus.VERIFIED and not lines:
        late = one.starts_on < today()
        text = _("Startdagen har varit") if late else _("Startar %(day)s", day=day_text(one.starts_on))
        lines = [{"text": text, "sign": "idag" if late else "done"}]
    return lines


def _filters(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the filters; only that which counts the same whatever is chosen has a number."""
    words = {"all": _("Alla"), "stuck": _("Stannade"), "mine": _("Mina")}
    chosen = request.args.get("show", "all")
    return [
        {"label": words[key], "current": key == chosen or (key == "all" and chosen not in FILTERS),
         "href": url_for("coordination.enrollments", show=None if key == "all" else key), "count": None}
        for key in FILTERS
    ]  # fmt: skip


def _later(counts: dict[str, int]) -> list[dict[str, str]]:
    """Return where all active, paused and ended enrolments are listed."""
    states = (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED)
    words = {states[0]: _("Alla aktiva"), states[1]: _("Pausade"), states[2]: _("Avslutade")}
    return [
        {"label": words[status], "count": count_text(counts[str(status)]), "href": _lane_url(status)}
        for status in states
    ]


def _lane_page(status: EnrollmentStatus) -> str:
    choice, after = asked_choice(), request.args.get("after", "")[:22]
    cards, more = list_lane(web.session(), choice, status, after)
    sms = last_invitations(web.session(), (card.enrollment for card in cards)) if _is_waiting(status) else {}
    last = cards[-1].enrollment.public_id if more else ""
    more_url = url_for("coordination.enrollments", state=str(status), show=request.args.get("show") or None, after=last)
    return render_template(
        "desk/enrollments_state.html", cards=[card_view(card, sms) for card in cards], name=_(STATE_NAMES[status]),
        more_url=more_url if more else "", is_first=not after,
    )


def _is_waiting(status: EnrollmentStatus) -> bool:
    return status is EnrollmentStatus.INVITED
