"""The one screen of enrolment: what was written on it, what is wrong or missing, and what it shows (E1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clinician.words import _
from core.errors import InvalidError, NotFoundError
from core.language import _l
from core.web_language import in_language
from people.identity import show_phone
from people.models import User
from people.patients import Person, check_details, check_person
from programs.chosen_steps import track_of
from programs.library import list_programs
from programs.models import Enrollment
from programs.orders import Order, check_start
from programs.schema import Program
from programs.suitability import ODD_ANSWER, Question, list_questions, unanswered, unexplained
from worklist.colleagues import Colleague

TEXTS = ("personnummer", "name", "phone", "language", "wish", "program", "track", "clinician", "starts_on")
TICKS = ("phone_only", "replace", "care_consent", "sms_consent", "self_care")
LONGEST = 4000

CHOOSE_PROGRAM = _l("Välj ett program.")
CHOOSE_CLINICIAN = _l("Välj vem som är ansvarig behandlare.")
WRITE_DAY = _l("Skriv startdagen, till exempel 2026-11-30.")
WRITE_WISH = _l("Skriv vad patienten själv vill, med patientens egna ord.")
NEEDS_CONSENT = _l("Patienten behöver säga ja till vårdöverenskommelsen innan du skriver in.")
NEEDS_DECISION = _l("Beslut om egenvård behövs innan du skriver in.")


@dataclass
class EnrollForm:
    """What is written on the screen.

    :param answers: yes or no, by question; whys the reasons beside them.
    :param errors: what must be mended, by the id of its place on the page.
    """

    values: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    whys: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, today: date, clinician: str = "") -> "EnrollForm":
        """Return a form where nothing about the patient is chosen beforehand."""
        return cls({"language": "sv", "starts_on": today.isoformat(), "clinician": clinician})

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "EnrollForm":
        """Return what was sent, cut where no honest text is so long."""
        values = {name: sent.get(name, "").strip()[:LONGEST] for name in (*TEXTS, *TICKS)}
        answers = {key.removeprefix("q_"): value for key, value in sent.items() if key.startswith("q_")}
        whys = {key.removeprefix("why_"): value[:LONGEST] for key, value in sent.items() if key.startswith("why_")}
        return cls(values, answers, whys)

    @classmethod
    def of(cls, enrollment: Enrollment, patient: User, clinician: str) -> "EnrollForm":
        """Return the form of an enrolment as it is kept."""
        ticks = {
            "phone_only": not patient.sms_by_web, "care_consent": enrollment.care_consent_at is not None,
            "sms_consent": patient.sms_consent_at is not None,
            "self_care": enrollment.self_care_decision_at is not None,
        }
        values = {
            "name": patient.name, "phone": show_phone(patient.phone), "language": patient.language,
            "wish": enrollment.wish, "program": enrollment.program, "track": enrollment.track, "clinician": clinician,
            "starts_on": enrollment.starts_on.isoformat(),
        } | {name: "yes" for name, is_ticked in ticks.items() if is_ticked}
        return cls(values, dict(enrollment.gate.get("answers", {})), dict(enrollment.gate.get("notes", {})))

    def ticked(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self.values.get(name))

    @property
    def program(self) -> Program | None:
        """The chosen program, or None when none is; NotFoundError for one that does not exist."""
        word = self.values.get("program", "")
        if not word:
            return None
        for program in list_programs():
            if program.id == word:
                return program
        raise NotFoundError

    def track_in(self, program: Program) -> str:
        """Return the track that is chosen in a program: the usual one until another is, "" when it has none."""
        return track_of(program, self.values.get("track", ""))

    def person(self) -> Person:
        """Return what is written about the person."""
        get = self.values.get
        return Person(
            get("personnummer", ""), get("name", ""), get("phone", ""), get("language", ""),
            by_web=not self.ticked("phone_only"), replace=self.ticked("replace"),
        )

    def check(
        self, staff: list[Colleague], today: date, *, whole: bool, old_start: date | None = None, is_new: bool = True
    ) -> Order | None:
        """Return the order that is written, or None with the errors filled in.

        :param whole: True when nothing may be missing; False for a draft.
        :param old_start: the day that was chosen before, which may stand although it has been.
        """
        checks = check_person if is_new else _check_known
        self.errors = {key: _(text) for key, text in checks(self.person(), today, needs_phone=whole).items()}
        program, clinician, starts_on = self.program, self._clinician(staff), self._start(today, old_start)
        if program is None:
            self.errors["program"] = _(CHOOSE_PROGRAM)
        if whole:
            self._check_whole(program)
        if self.errors or program is None or clinician is None or starts_on is None:
            return None
        return Order(
            program=program.id, clinician_id=clinician.id, starts_on=starts_on, wish=self.values.get("wish", ""),
            gate=dict(self.answers), notes=dict(self.whys), care_consent=self.ticked("care_consent"),
            sms_consent=self.ticked("sms_consent"), self_care_decision=self.ticked("self_care"),
            track=self.track_in(program),
        )

    def _clinician(self, staff: list[Colleague]) -> Colleague | None:
        word = self.values.get("clinician", "")
        if not word:
            self.errors["clinician"] = _(CHOOSE_CLINICIAN)
            return None
        found = next((one for one in staff if one.public_id == word), None)
        if found is None:
            raise NotFoundError
        return found

    def _start(self, today: date, old_start: date | None) -> date | None:
        try:
            day = date.fromisoformat(self.values.get("starts_on", ""))
            if day != old_start:
                check_start(day, today)
        except InvalidError as problem:
            self.errors["starts_on"] = _(problem.reason)
            return None
        except ValueError:
            self.errors["starts_on"] = _(WRITE_DAY)
            return None
        return day

    def _check_whole(self, program: Program | None) -> None:
        labels = {one.id: question_label(one) for one in list_questions(program)}
        for key in unanswered(program, self.answers):
            self.errors[f"q-{key}"] = _("Svara ja eller nej: %(question)s", question=labels[key])
        for key in unexplained(program, self.answers, self.whys):
            self.errors[f"why-{key}"] = _(ODD_ANSWER)
        needs = (("wish", WRITE_WISH), ("care_consent", NEEDS_CONSENT), ("self_care", NEEDS_DECISION))
        self.errors |= {name: _(text) for name, text in needs if not self.values.get(name)}

    def summary(self) -> list[tuple[str, str]]:
        """Return what must be mended as lines for the top of the page; unanswered questions are one line."""
        questions = [place for place in self.errors if place.startswith("q-")]
        lines = [(place, text) for place, text in self.errors.items() if place not in questions[1:]]
        if len(questions) < 2:
            return lines
        told = _("%(num)s frågor är inte besvarade. Gå till den första.", num=len(questions))
        return [(place, told if place == questions[0] else text) for place, text in lines]

    def lacking(self) -> list[tuple[str, str]]:
        """Return the places that are still empty, by id and in the words of the footer."""
        program = self.program
        labels = {one.id: question_label(one) for one in list_questions(program)}
        places = [(f"q-{key}", labels[key]) for key in unanswered(program, self.answers)]
        needs = (
            ("phone", _("Mobilnummer")), ("wish", _("Patientens egen önskan")), ("program", _("Program")),
            ("care_consent", _("Samtycke till vårdöverenskommelsen")), ("self_care", _("Beslut om egenvård")),
        )  # fmt: skip
        return places + [(name, label) for name, label in needs if not self.values.get(name)]

    def question_views(self, program: Program | None, *, own: bool, mark: bool) -> list[dict[str, Any]]:
        """Return the questions as the page shows them: the four principles, or a program's own.

        :param mark: True when an unanswered question is to be pointed out.
        """
        wanted = [one for one in list_questions(program) if bool(one.words) is own]
        return [self._view(one, mark) for one in wanted]

    def _view(self, one: Question, mark: bool) -> dict[str, Any]:
        answer = self.answers.get(one.id, "")
        return {
            "id": one.id, "label": question_label(one), "note": in_language(one.note) if one.note else "",
            "expect": one.expect, "answer": answer, "why": self.whys.get(one.id, ""),
            "missing": mark and answer not in ("yes", "no"), "error": self.errors.get(f"why-{one.id}", ""),
        }  # fmt: skip


def question_label(question: Question) -> str:
    """Return a question in the reader's language."""
    return in_language(question.words) if question.words else _(question.principle)


def _check_known(person: Person, _today: date, *, needs_phone: bool = False) -> dict[str, str]:
    return check_details(person, needs_phone=needs_phone)
