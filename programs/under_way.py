"""Where the patients of a program stand, counted: who keeps his version, who sees new words, who would jump."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.orm import Session

from people.models import CareUnit
from programs.enrollment import LIVE
from programs.models import Enrollment, ModuleUnlock, StepCompletion
from programs.schema import Module, Program, Step

MOST_COUNTED = 1_000
"""More than this are not counted, so that the page costs the same for any number (G13); it says so."""


@dataclass(frozen=True)
class Standing:
    """Patients who stand alike.

    :param module: the furthest module that is open; 0 before the first.
    :param done: the ids of the finished steps in it.
    """

    version: str
    module: int
    done: frozenset[str]
    count: int


@dataclass(frozen=True)
class StepCount:
    """How many stand at a step, such as step 2 of module 3; step 0 when all of the module is done."""

    module: int
    step: int
    count: int
    to_module: int = 0
    to_step: int = 0


@dataclass(frozen=True)
class Migration:
    """What a new version means for those who are under way.

    :param same: how many have the version that is compared with; they see new words, or keep what they have.
    :param older: how many have an older version, by version; nothing changes for them.
    :param at_changed: those who stand at a step whose words are new.
    :param jumps: those who would stand at another step, were they moved.
    :param is_capped: more are enrolled than were counted.
    """

    same: int
    older: Mapping[str, int] = field(default_factory=dict)
    at_changed: Sequence[StepCount] = ()
    jumps: Sequence[StepCount] = ()
    is_capped: bool = False

    @property
    def jumping(self) -> int:
        """How many would jump."""
        return sum(one.count for one in self.jumps)


def count_standings(session: Session, program_id: str) -> tuple[list[Standing], bool]:
    """Return where the live enrolments of a program stand, and whether there were too many to count.

    One statement; it reads at most MOST_COUNTED enrolments, those that the index of programs gives first, and
    leaves out units for training.
    """
    made_up = select(CareUnit.id).where(CareUnit.is_training)
    live = (
        select(Enrollment.id, Enrollment.program_version)
        .where(Enrollment.program == program_id, Enrollment.status.in_(LIVE), Enrollment.unit_id.not_in(made_up))
        .limit(MOST_COUNTED + 1).subquery()
    )  # fmt: skip
    furthest = select(live, _furthest(live.c.id).label("module")).subquery()
    done = select(furthest, _done(furthest).label("steps")).subquery()
    rows = session.execute(
        select(done.c.program_version, done.c.module, done.c.steps, func.count())
        .group_by(done.c.program_version, done.c.module, done.c.steps)
    ).all()  # fmt: skip
    standings = [Standing(version, module, frozenset(filter(None, (steps or "").split(","))), count)
                 for version, module, steps, count in rows]  # fmt: skip
    return standings, sum(one.count for one in standings) > MOST_COUNTED


def _furthest(enrollment_id: ColumnElement[int]) -> ColumnElement[int]:
    """Return the furthest open module of an enrolment; asked one by one, so that no table is read through."""
    mine = select(func.max(ModuleUnlock.module)).where(ModuleUnlock.enrollment_id == enrollment_id)
    return func.coalesce(mine.scalar_subquery(), 0)


def _done(of: Subquery) -> ColumnElement[str]:
    steps = func.aggregate_strings(StepCompletion.step, ",")
    mine = select(steps).where(StepCompletion.enrollment_id == of.c.id, StepCompletion.module == of.c.module)
    return mine.scalar_subquery()


def foresee(
    standings: Sequence[Standing], old: Program, new: Program, changed: frozenset[tuple[int, str]], *, is_capped: bool
) -> Migration:
    """Return what a new version means for those who are under way; pure.

    :param changed: module number and id of each step whose words are new.
    """
    mine = [one for one in standings if one.version == old.version]
    older: dict[str, int] = {}
    for one in standings:
        if one.version != old.version:
            older[one.version] = older.get(one.version, 0) + one.count
    at_changed: dict[tuple[int, int, int, int], int] = {}
    jumps: dict[tuple[int, int, int, int], int] = {}
    for one in mine:
        here, there = _stand(old, one), _stand(new, one)
        if _step_at(old, here) in changed:
            _add(at_changed, (*here, 0, 0), one.count)
        if one.module and not _is_same_place(old, new, here, there):
            _add(jumps, (*here, *there), one.count)
    return Migration(sum(one.count for one in mine), older, _counts(at_changed), _counts(jumps), is_capped)


def _add(counts: dict[tuple[int, int, int, int], int], key: tuple[int, int, int, int], more: int) -> None:
    counts[key] = counts.get(key, 0) + more


def _counts(counts: Mapping[tuple[int, int, int, int], int]) -> list[StepCount]:
    return [StepCount(key[0], key[1], count, key[2], key[3]) for key, count in sorted(counts.items())]


def _module(program: Program, number: int) -> Module | None:
    return next((one for one in program.modules if one.number == number), None)


def _stand(program: Program, one: Standing) -> tuple[int, int]:
    """Return the module and the number of the first step that is not done there; step 0 when none is left."""
    module = _module(program, one.module)
    if module is None:
        return 0, 0
    left = (place for place, step in enumerate(module.steps, 1) if step.id not in one.done)
    return module.number, next(left, 0)


def _step_of(program: Program, place: tuple[int, int]) -> Step | None:
    module = _module(program, place[0])
    return module.steps[place[1] - 1] if module and place[1] else None


def _step_at(program: Program, place: tuple[int, int]) -> tuple[int, str] | None:
    step = _step_of(program, place)
    return (place[0], step.id) if step else None


def _is_same_place(old: Program, new: Program, here: tuple[int, int], there: tuple[int, int]) -> bool:
    return here[0] == there[0] and _step_at(old, here) == _step_at(new, there)


def changed_steps(old: Program, new: Program, paths: Sequence[str], folders: Mapping[int, str]) -> frozenset[
    tuple[int, str]
]:
    """Return the steps whose words are new: in the step's own file, or in what module.yaml says of it."""
    found = set()
    for module in new.modules:
        before = _module(old, module.number)
        for step in module.steps:
            files = {f"{folders.get(module.number, '')}/{language}/{step.id}.md" for language in ("sv", "en")}
            was = before.find_step(step.id) if before else None
            if files & set(paths) or (was is not None and was != step):
                found.add((module.number, step.id))
    return frozenset(found)
