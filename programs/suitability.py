"""Whether a program suits a patient: the questions asked at enrolment and what an enrolment still lacks (E1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.language import _l
from programs.library import get_program
from programs.models import Enrollment
from programs.schema import Program, Words

SUITABILITY = {
    "no_meeting": _l("Kontakten kräver inget fysiskt möte."),
    "fits": _l("Tjänsten passar patientens behov och förmåga."),
    "enough_known": _l("Det finns tillräcklig information för en säker vård."),
    "follow_up": _l("Uppföljning och samordning är möjlig."),
}
"""Socialstyrelsen's four principles for digital care (requirements.md E1)."""

ANSWERS = ("yes", "no")
SUITABILITY_MISSING = _l("Lämplighetsbedömningen är inte klar.")
ODD_ANSWER = _l("Ett svar talar emot programmet. Skriv varför patienten ändå ska vara med, eller avsluta.")
WISH_MISSING = _l("Patientens egen önskan saknas.")
CONSENT_MISSING = _l("Samtycke till vårdöverenskommelsen saknas.")
DECISION_MISSING = _l("Beslut om egenvård saknas.")
PHONE_UNTRIED = _l("Telefonen är inte prövad ännu. Vänta på svar på provet eller ring patienten.")
PHONE_MISSING = _l("Mobilnummer saknas.")


@dataclass(frozen=True)
class Question:
    """A question of the suitability check.

    :param expect: the answer that speaks for the program: "yes" or "no".
    :param words: the program's own question; None for one of the four principles, whose sentence is ``principle``.
    :param note: what to do when the answer is another.
    """

    id: str
    expect: str
    principle: str = ""
    words: Words | None = None
    note: Words | None = None


def list_questions(program: Program | None) -> list[Question]:
    """Return the four principles and the program's own questions, in the order they are asked."""
    principles = [Question(key, "yes", principle=sentence) for key, sentence in SUITABILITY.items()]
    own = [Question(one.id, one.expect, words=one.label, note=one.note) for one in program.gate] if program else []
    return principles + own


def unanswered(program: Program | None, answers: Mapping[str, str]) -> list[str]:
    """Return the ids of the questions without a yes or no."""
    return [one.id for one in list_questions(program) if answers.get(one.id) not in ANSWERS]


def unexplained(program: Program | None, answers: Mapping[str, str], notes: Mapping[str, str]) -> list[str]:
    """Return the ids of the questions whose answer speaks against the program and is not explained."""
    return [
        one.id for one in list_questions(program)
        if answers.get(one.id) in ANSWERS and answers[one.id] != one.expect and not notes.get(one.id, "").strip()
    ]


def missing_parts(enrollment: Enrollment, program: Program) -> list[str]:
    """Return what an enrolment still needs before it may become active, as marked sentences (scenario 2)."""
    answers, notes = enrollment.gate.get("answers", {}), enrollment.gate.get("notes", {})
    needs = (
        (SUITABILITY_MISSING, not unanswered(program, answers)),
        (ODD_ANSWER, not unexplained(program, answers, notes)),
        (WISH_MISSING, bool(enrollment.wish.strip())),
        (CONSENT_MISSING, enrollment.care_consent_at is not None),
        (DECISION_MISSING, enrollment.self_care_decision_at is not None),
    )
    return [sentence for sentence, is_there in needs if not is_there]


def missing_in(enrollment: Enrollment) -> list[str]:
    """Return what an enrolment still needs, by the version of the program it was ordered in."""
    return missing_parts(enrollment, get_program(enrollment.program, enrollment.program_version))
