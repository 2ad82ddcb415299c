"""The goals of performance.md 6 that pages can be measured by, and what a run says about each."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

NOISY = 0.25
"""With more foreign CPU than this a figure over its goal says little (performance.md 7)."""


@dataclass(frozen=True)
class Round:
    """One page in one round: the times, the CPU time of server and database per request, and the noise."""

    p50_ms: float
    p99_ms: float
    cpu_us: float
    foreign: float
    requests: int


@dataclass(frozen=True)
class Goal:
    """A ratio between two pages of the run that should not be passed.

    :param measure: ``cpu_us`` or ``p50_ms``.
    :param spare_ms: added to the base for p50, such as the disk's two syncs.
    """

    number: str
    what: str
    page: str
    base: str
    measure: str
    most: float
    spare_ms: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """What the run says about a goal."""

    goal: Goal
    ratio: float
    low: float
    high: float
    foreign: float

    @property
    def word(self) -> str:
        """Return "kept", "over", or "unsure" when it is over in a run with too much foreign load."""
        if self.ratio <= self.goal.most:
            return "kept"
        return "unsure" if self.foreign > NOISY else "over"


def list_goals(engine: str, disk_ms: float) -> list[Goal]:
    """Return the goals of one database engine, "sqlite" or "pg"."""
    six = f"six-orm-{engine}"
    goals = []
    for measure in ("cpu_us", "p50_ms"):
        spare = 2 * disk_ms if measure == "p50_ms" else 0.0
        goals += [
            Goal("G1", "patient's start page", f"start-{engine}", six, measure, 1.5),
            Goal("G4", "submit 4 answers", f"submit-{engine}", six, measure, 2.0, spare),
            Goal("G6", "inbox, 1e4 to 1e2 items", f"inbox-{engine}", f"inbox-small-{engine}", measure, 1.3),
            Goal("G6", "next page, 1e4 to 1e2", f"next-{engine}", f"next-small-{engine}", measure, 1.3),
        ]
    goals += [
        Goal("G6", "inbox (1e4)", f"inbox-{engine}", six, "cpu_us", 2.0),
        Goal("G6", "next page (1e4)", f"next-{engine}", six, "cpu_us", 2.0),
    ]
    return goals


def list_common_goals() -> list[Goal]:
    """Return the goals that no database has a part in."""
    return [Goal("G2", "login page", "login", "template", measure, 1.5) for measure in ("cpu_us", "p50_ms")]


def judge(goal: Goal, rounds: dict[str, list[Round]]) -> Verdict:
    """Return the median of the rounds' ratios, each taken within its round."""
    pairs = list(zip(rounds[goal.page], rounds[goal.base], strict=True))
    ratios = [_ratio(goal, page, base) for page, base in pairs]
    foreign = statistics.median(one.foreign for pair in pairs for one in pair)
    return Verdict(goal, statistics.median(ratios), min(ratios), max(ratios), foreign)


def _ratio(goal: Goal, page: Round, base: Round) -> float:
    mine, other = float(getattr(page, goal.measure)), float(getattr(base, goal.measure))
    return mine / (other + goal.spare_ms / goal.most)


def table(verdicts: Sequence[Verdict]) -> list[str]:
    """Return the verdicts as lines."""
    lines = [f"{'goal':5}{'what':27}{'page / base':43}{'of':8}{'ratio':>7}{'low':>7}{'high':>7}{'most':>6}  verdict"]
    for one in verdicts:
        goal = one.goal
        lines.append(
            f"{goal.number:5}{goal.what:27}{goal.page + ' / ' + goal.base:43}{goal.measure[:3]:8}{one.ratio:7.2f}"
            f"{one.low:7.2f}{one.high:7.2f}{goal.most:6.2f}  {one.word}"
        )
    return lines
