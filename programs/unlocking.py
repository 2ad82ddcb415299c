"""The clinician's half of a step: read, answer, return, unlock; a red risk blocks until it is assessed (P4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.viewer import Viewer
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ExerciseComment, ModuleStatus, ModuleUnlock
from ratings.records import find_last_safety_answer, find_worsening
from ratings.risks import has_open_red_risk
from worklist.items import settle_items
from worklist.models import Outcome

SHORTEST_STEP = timedelta(days=5)
SAFETY_AGE = timedelta(days=7)
CHANGED = _l("Modulen har ändrats av någon annan. Läs om sidan och se hur den står.")


@dataclass(frozen=True)
class Block:
    """Why a module may not be opened now.

    :param word: short id of the reason.
    :param sentence: a marked sentence for the clinician.
    :param may_override: True when a written reason is enough; False when something must be assessed first.
    """

    word: str
    sentence: str
    may_override: bool


RISK = Block("risk", _l("En öppen risk ska bedömas och signeras först."), may_override=False)
WORSENING = Block(
    "worsening", _l("Skattningen har försämrats två veckor i rad. Välj hur ni går vidare först."), may_override=True
)
NO_SAFETY = Block("no_safety", _l("Ingen trygghetsfråga är besvarad på sju dagar."), may_override=True)
NOT_SENT = Block("not_sent", _l("Modulen före är inte inskickad."), may_override=True)
NOT_READ = Block("not_read", _l("Modulen före har inte fått något svar."), may_override=True)
TOO_SOON = Block("too_soon", _l("Det är mindre än fem dagar sedan förra modulen öppnades."), may_override=True)


def list_unlocks(session: Session, enrollment: Enrollment) -> dict[int, ModuleUnlock]:
    """Return the opened modules of an enrolment by number."""
    rows = session.scalars(select(ModuleUnlock).where(ModuleUnlock.enrollment_id == enrollment.id)).all()
    return {row.module: row for row in rows}


def next_module_number(enrollment: Enrollment, unlocks: dict[int, ModuleUnlock]) -> int | None:
    """Return the number of the next module to open, or None when all are open."""
    program = get_program(enrollment.program, enrollment.program_version)
    return next((module.number for module in program.modules if module.number not in unlocks), None)


@dataclass(frozen=True)
class UnlockFacts:
    """What is known about the patient when the next module is asked for.

    :param has_red_risk: a red risk waits to be assessed.
    :param is_worse: a rating has worsened two weeks in a row since the start.
    :param last_safety: when a safety question was last answered.
    """

    has_red_risk: bool
    is_worse: bool
    last_safety: datetime | None


def find_blocks(
    session: Session, enrollment: Enrollment, unlocks: dict[int, ModuleUnlock], now: datetime
) -> list[Block]:
    """Return what stands in the way of the next module, the gravest first (programs.md A2, safety stop)."""
    if next_module_number(enrollment, unlocks) is None:
        return []
    patient_id, is_kbt = enrollment.patient_id, enrollment_is_kbt(enrollment)
    since = enrollment.activated_at or enrollment.ordered_at
    facts = UnlockFacts(
        has_red_risk=has_open_red_risk(session, patient_id),
        is_worse=is_kbt and find_worsening(session, patient_id, since) is not None,
        last_safety=find_last_safety_answer(session, patient_id) if is_kbt else None,
    )
    return judge_blocks(enrollment, unlocks, facts, now)


def judge_blocks(
    enrollment: Enrollment, unlocks: dict[int, ModuleUnlock], facts: UnlockFacts, now: datetime
) -> list[Block]:
    """Return the same as ``find_blocks`` from facts that are already read."""
    number = next_module_number(enrollment, unlocks)
    if number is None:
        return []
    is_kbt = enrollment_is_kbt(enrollment)
    blocks = safety_blocks(facts, now) if is_kbt else [RISK] if facts.has_red_risk else []
    before = unlocks.get(number - 1)
    if before is not None:
        blocks += _pace_blocks(before, now)
    return blocks


def enrollment_is_kbt(enrollment: Enrollment) -> bool:
    """Tell whether the enrolment is in a KBT program."""
    return get_program(enrollment.program, enrollment.program_version).kind == "kbt"


def safety_blocks(facts: UnlockFacts, now: datetime) -> list[Block]:
    """Return what of the safety stop is there: a red risk, a worsening, or a week without a safety question."""
    blocks = [RISK] if facts.has_red_risk else []
    if facts.is_worse:
        blocks.append(WORSENING)
    if facts.last_safety is None or facts.last_safety < now - SAFETY_AGE:
        blocks.append(NO_SAFETY)
    return blocks


def _pace_blocks(before: ModuleUnlock, now: datetime) -> list[Block]:
    blocks = []
    if before.status in (ModuleStatus.UNLOCKED, ModuleStatus.STARTED, ModuleStatus.RETURNED):
        blocks.append(NOT_SENT)
    elif before.status is ModuleStatus.SUBMITTED:
        blocks.append(NOT_READ)
    if before.unlocked_at > now - SHORTEST_STEP:
        blocks.append(TOO_SOON)
    return blocks


def get_unlock(session: Session, enrollment: Enrollment, number: int) -> ModuleUnlock:
    """Return an opened module; raises NotFoundError for a locked or unknown one."""
    found = session.scalar(
        select(ModuleUnlock).where(ModuleUnlock.enrollment_id == enrollment.id, ModuleUnlock.module == number)
    )
    if found is None:
        raise NotFoundError
    return found


def review_module(
    session: Session, viewer: Viewer, enrollment: Enrollment, unlock: ModuleUnlock, now: datetime
) -> None:
    """Note that a submitted module has been read and answered; its item leaves the list."""
    _decide(session, viewer, enrollment, unlock, ModuleStatus.REVIEWED, "module.review", now)


def return_module(
    session: Session, viewer: Viewer, enrollment: Enrollment, unlock: ModuleUnlock, now: datetime
) -> None:
    """Send a submitted module back to be completed; the patient may write in it again."""
    _decide(session, viewer, enrollment, unlock, ModuleStatus.RETURNED, "module.return", now)


def _decide(
    session: Session, viewer: Viewer, enrollment: Enrollment, unlock: ModuleUnlock, status: ModuleStatus,
    action: str, now: datetime,
) -> None:
    done = session.execute(
        update(ModuleUnlock)
        .where(ModuleUnlock.id == unlock.id, ModuleUnlock.status == ModuleStatus.SUBMITTED)
        .values(status=status, reviewed_at=now, reviewed_by=viewer.id)
        .returning(ModuleUnlock.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(CHANGED)
    session.refresh(unlock)
    settle_items(session, f"module:{enrollment.public_id}:{unlock.module}", Outcome.ANSWERED, now, viewer.id)
    _log(session, viewer, enrollment, action, unlock.module, now)


def unlock_next(
    session: Session, viewer: Viewer, enrollment: Enrollment, number: int, reason: str, now: datetime
) -> ModuleUnlock:
    """Open the next module by a clinician's act; it opens by itself only after one without an answer (sending_in).

    :param number: the module the clinician saw as next; another one means that somebody was first.
    :param reason: why it is opened in spite of what advises against it, when something does.
    :raises InvalidError: when something blocks, with the sentence that says what.
    :raises ConflictError: when the module is already open.
    """
    if get_program(enrollment.program, enrollment.program_version).unlock != "clinician":
        raise InvalidError("unlock", _l("Det här programmet öppnar sina avsnitt av sig själv, ett i veckan."))
    unlocks = list_unlocks(session, enrollment)
    if enrollment.status is not EnrollmentStatus.ACTIVE or next_module_number(enrollment, unlocks) != number:
        raise ConflictError(CHANGED)
    blocks = find_blocks(session, enrollment, unlocks, now)
    _require_free(blocks, reason)
    unlock = ModuleUnlock(
        enrollment_id=enrollment.id, module=number, status=ModuleStatus.UNLOCKED, unlocked_at=now,
        unlocked_by=viewer.id, reason=reason.strip()[:200],
    )
    session.add(unlock)
    session.flush()
    settle_items(session, f"inactive:{enrollment.public_id}", Outcome.PLAN_CHANGED, now, viewer.id)
    _log(session, viewer, enrollment, "module.unlock", number, now)
    return unlock


def _require_free(blocks: Sequence[Block], reason: str) -> None:
    for block in blocks:
        if not block.may_override:
            raise InvalidError("unlock", block.sentence)
    if blocks and not reason.strip():
        raise InvalidError("reason", _l("Skriv varför du öppnar modulen ändå."))


def comment_exercise(
    session: Session, viewer: Viewer, enrollment: Enrollment, number: int, step: str, body: str, now: datetime
) -> None:
    """Write a comment on one exercise, seen by the patient beside it.

    :raises InvalidError: for a step that the module does not have, or for a text that is empty or too long.
    """
    text = body.strip()
    if get_program(enrollment.program, enrollment.program_version).get_module(number).find_step(step) is None:
        raise InvalidError("", _l("Övningen finns inte i modulen. Läs om sidan."))
    if not 0 < len(text) <= 2000:
        raise InvalidError(f"comment.{step}", _l("Skriv en kommentar på högst 2000 tecken."))
    session.add(
        ExerciseComment(
            enrollment_id=enrollment.id, module=number, step=step, author_id=viewer.id, body=text, written_at=now
        )
    )
    _log(session, viewer, enrollment, "exercise.comment", number, now)


def list_comments(session: Session, enrollment_id: int, number: int) -> dict[str, list[ExerciseComment]]:
    """Return the comments on a module's exercises, by step, oldest first."""
    rows = session.scalars(
        select(ExerciseComment)
        .where(ExerciseComment.enrollment_id == enrollment_id, ExerciseComment.module == number)
        .order_by(ExerciseComment.id)
    )
    comments: dict[str, list[ExerciseComment]] = {}
    for row in rows:
        comments.setdefault(row.step, []).append(row)
    return comments


def _log(
    session: Session, viewer: Viewer, enrollment: Enrollment, action: str, number: int, now: datetime
) -> None:
    places: dict[str, Any] = {"object_kind": "module", "object_id": f"{enrollment.public_id}:{number}"}
    record_event(session, now, action, actor_id=viewer.id, actor_role="clinician", unit_id=enrollment.unit_id,
                 patient_id=enrollment.patient_id, **places)
