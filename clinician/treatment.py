"""A treatment as the desk shows it: where each module stands, what waits, and what stands in the way of the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from clinician.patient_head import find_url, today
from clinician.words import _
from core.web_language import in_language
from programs.chosen_steps import find_part, is_part_on, program_of, track_of
from programs.enrollment import LIVE, week_of
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.schema import Module, Part, Program, Track
from programs.unlocking import Block, UnlockFacts, judge_blocks, next_module_number
from ratings.models import Risk, SelfRating
from ratings.records import last_safety_answer_in, worsening_in

PATH_STATE = {
    ModuleStatus.UNLOCKED: "open", ModuleStatus.STARTED: "open", ModuleStatus.RETURNED: "open",
    ModuleStatus.SUBMITTED: "sent", ModuleStatus.REVIEWED: "done",
}


@dataclass(frozen=True)
class Obstacle:
    """A block with where to go to remove it."""

    block: Block
    href: str
    link: str


@dataclass(frozen=True)
class Treatment:
    """One enrolment with its program, as this patient meets it, and how far it has come.

    :param obstacles: what stands in the way of the next module, the gravest first.
    """

    enrollment: Enrollment
    program: Program
    unlocks: dict[int, ModuleUnlock]
    obstacles: list[Obstacle]

    @property
    def week(self) -> int:
        """Which week of the program it is."""
        return week_of(self.enrollment, today())

    @property
    def track(self) -> Track | None:
        """The track the patient is on, or None in a program without tracks."""
        chosen = track_of(self.program, self.enrollment.track)
        return next((one for one in self.program.tracks if one.id == chosen), None)

    @property
    def is_live(self) -> bool:
        """Tell whether the treatment is not over."""
        return self.enrollment.status in LIVE

    def find_part(self, part_id: str) -> Part | None:
        """Return a part of the program, or None for one it no longer has."""
        return find_part(self.program, part_id)

    def is_on(self, part: Part) -> bool:
        """Tell whether a part of the program is switched on."""
        return is_part_on(self.program, part.id, self.enrollment.switched or {})

    @property
    def next_module(self) -> Module | None:
        """The module to open next, or None when all are open or the treatment is not under way."""
        number = next_module_number(self.enrollment, self.unlocks)
        may_open = self.enrollment.status is EnrollmentStatus.ACTIVE and self.program.unlock == "clinician"
        return self.program.get_module(number) if number is not None and may_open else None

    @property
    def is_locked(self) -> bool:
        """Tell whether something must be assessed first, which no reason overrides."""
        return any(not one.block.may_override for one in self.obstacles)

    def shown_obstacles(self) -> list[Obstacle]:
        """Return the obstacles to show: only the graver ones while something must be assessed first."""
        return [one for one in self.obstacles if not one.block.may_override] or self.obstacles

    def submitted(self, since: datetime) -> list[ModuleUnlock]:
        """Return the modules that wait for an answer or were sent in after an instant."""
        return [
            one for _number, one in sorted(self.unlocks.items())
            if one.status is ModuleStatus.SUBMITTED or (one.submitted_at is not None and one.submitted_at > since)
        ]

    def waiting(self) -> ModuleUnlock | None:
        """Return the module that is sent in and waits for an answer, or None."""
        return next((one for one in self.unlocks.values() if one.status is ModuleStatus.SUBMITTED), None)

    def module(self, number: int) -> Module:
        """Return a module of the program."""
        return self.program.get_module(number)

    def path(self) -> list[dict[str, object]]:
        """Return the modules for the stepper; opened ones lead to their page."""
        return [self._stone(module) for module in self.program.modules]

    def _stone(self, module: Module) -> dict[str, object]:
        unlock = self.unlocks.get(module.number)
        return {
            "number": module.number,
            "title": in_language(module.title),
            "state": PATH_STATE[unlock.status] if unlock else "locked",
            "href": module_url(self.enrollment, module.number) if unlock else "",
        }


def module_url(enrollment: Enrollment, number: int) -> str:
    """Return the address of a module's page on the desk."""
    return url_for("clinician.module_review", enrollment=enrollment.public_id, number=number)


def treatments_of(
    enrollments: Sequence[Enrollment], unlocks: Iterable[ModuleUnlock], ratings: Sequence[SelfRating],
    risks: Sequence[Risk], now: datetime,
) -> list[Treatment]:
    """Return the treatments of a patient that have modules, from what is already read."""
    opened = list(unlocks)
    return [
        treatment_of(one, {row.module: row for row in opened if row.enrollment_id == one.id}, ratings, risks, now)
        for one in enrollments
        if get_program(one.program, one.program_version).modules
    ]


def treatment_of(
    enrollment: Enrollment, unlocks: dict[int, ModuleUnlock], ratings: Sequence[SelfRating], risks: Sequence[Risk],
    now: datetime,
) -> Treatment:
    """Return one treatment with what stands in the way of its next module (programs.md A2)."""
    facts = UnlockFacts(
        has_red_risk=any(risk.level == "red" for risk in risks),
        is_worse=worsening_in(ratings, enrollment.activated_at or enrollment.ordered_at) is not None,
        last_safety=last_safety_answer_in(ratings),
    )
    program = program_of(enrollment)
    blocks = judge_blocks(enrollment, unlocks, facts, now) if program.unlock == "clinician" else []
    return Treatment(enrollment, program, unlocks, [_obstacle(one, enrollment, unlocks, risks) for one in blocks])


def _obstacle(
    block: Block, enrollment: Enrollment, unlocks: dict[int, ModuleUnlock], risks: Sequence[Risk]
) -> Obstacle:
    """Join a block with the page where it is removed (mockups/desk.md, principle 5)."""
    before = max(unlocks, default=0)
    if block.word == "risk":
        red = next((risk for risk in risks if risk.level == "red"), None)
        return Obstacle(block, url_for("clinician.risk", risk=red.public_id) if red else "", _("Bedöm risken"))
    if block.word in ("worsening", "no_safety"):
        return Obstacle(block, "#ratings", _("Se skattningarna"))
    if block.word == "not_read":
        return Obstacle(block, module_url(enrollment, before), _("Läs och svara"))
    if block.word == "not_sent":
        return Obstacle(block, module_url(enrollment, before), _("Se hur långt modulen har kommit"))
    return Obstacle(block, "", "")


def conversation_url(patient_public_id: str) -> str:
    """Return the address of the patient's conversation, or "" when there is no such page."""
    return find_url("clinician.patient_conversation", patient=patient_public_id)
