"""What limits would have done in ninety days, as the plan's page shows it: beside each limit, and day by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from clinician.reads import my_units
from core import web
from core.language import write_number
from core.web_language import chosen_language, day_text, short_date_text
from monitoring.history import Planned, load_with_plans
from monitoring.judgement import Level
from monitoring.limit_calls import ANYWAY, TOLD_OF
from monitoring.limits import SetBySomeone
from monitoring.models import MeasurementPlan
from monitoring.plans import any_limits_of
from monitoring.replay import Call
from monitoring.series import Series
from monitoring.trials import DAYS, Ground, Missed, Trial, Witness, list_items, make_ground, try_limits
from people.models import User
from worklist.models import Outcome
from worklist.reasons import OUTCOMES

MOST_ROWS = 40
WIDTH = 640
"""Of the axis of ninety days, in the units of its drawing."""


@dataclass(frozen=True)
class Tried:
    """The limits that somebody tries; None are no limits at all."""

    limits: SetBySomeone | None


@dataclass(frozen=True)
class Row:
    """One value or week that some limits called about, with the level of each; "" for none."""

    day: str
    shown: str
    in_force: str
    tried: str


@dataclass(frozen=True)
class MissedRow:
    """One value or week that was missed, and why it is counted as that."""

    day: str
    shown: str
    level: str
    why: str
    softer: bool


@dataclass(frozen=True)
class Mark:
    """A call on the axis of ninety days."""

    x: float
    level: str


@dataclass(frozen=True)
class TrialView:
    """What the page shows.

    :ivar beside: by the name of a limit, "" for what calls whatever the limits: a sentence for the limits in force,
        and one for those that are tried or "".
    """

    sentence: str
    tried_sentence: str
    beside: Mapping[str, tuple[str, str]]
    rows: Sequence[Row]
    left_out: int
    missed: Sequence[MissedRow]
    marks: Sequence[Mark]
    tried_marks: Sequence[Mark]
    ends: tuple[str, str]
    is_tried: bool
    has_values: bool


def my_plans(planned: Planned) -> list[MeasurementPlan]:
    """Return the plans in force in the viewer's units, the newest first."""
    units = my_units()
    return [one for one in reversed([*planned.plans.values()]) if one.current and one.unit_id in units]


def load_trial(
    patient: User, series: Series, planned: Planned, names: Iterable[str], tried: Tried | None = None
) -> TrialView | None:
    """Return what the limits in force would have done, and others when they are tried; None without a plan.

    :param names: of the limits of the series. Takes one statement, two for pressure; one more when others are tried.
    """
    session, now = web.session(), web.now()
    since = now - DAYS
    history = load_with_plans(session, patient.id, series, since, planned)
    plan = history.plan
    if plan is None:
        return None
    items = list_items(session, patient.id, plan.unit_id, since) if tried else ()
    ground = make_ground(history, items, patient.zone, now)
    in_force = try_limits(ground, any_limits_of(plan))
    other = try_limits(ground, tried.limits, in_force) if tried else None
    return _view(ground, in_force, other, list(names))


def _view(ground: Ground, in_force: Trial, other: Trial | None, names: Sequence[str]) -> TrialView:
    rows = _rows(ground, in_force, other)
    shown = other or in_force
    return TrialView(
        sentence=_sentence(in_force), tried_sentence=_tried_sentence(in_force, other) if other else "",
        beside={name: _beside(ground.history.series, name, in_force, other) for name in [*names, ANYWAY]},
        rows=rows[:MOST_ROWS], left_out=max(0, len(rows) - MOST_ROWS),
        missed=[_missed_row(one) for one in shown.missed], marks=_marks(ground, in_force),
        tried_marks=_marks(ground, other) if other else (),
        ends=(short_date_text(ground.since), short_date_text(ground.now)), is_tried=other is not None,
        has_values=any(one.received_at > ground.since for one in ground.history.reports
                       if one.kind == ground.history.series),
    )


def _sentence(trial: Trial) -> str:
    if not trial.calls:
        return str(_("Gränserna som gäller hade inte larmat någon gång på 90 dagar."))
    return str(ngettext(
        "Gränserna som gäller hade larmat %(num)d gång på 90 dagar: %(levels)s.",
        "Gränserna som gäller hade larmat %(num)d gånger på 90 dagar: %(levels)s.", len(trial.calls),
        levels=_levels(trial),
    ))  # fmt: skip


def _tried_sentence(in_force: Trial, tried: Trial) -> str:
    before, number = len(in_force.calls), len(tried.calls)
    if not number:
        return str(_("De du provar hade inte larmat någon gång, mot %(before)s nu.", before=before))
    return str(ngettext(
        "De du provar hade larmat %(num)d gång, mot %(before)s nu: %(levels)s.",
        "De du provar hade larmat %(num)d gånger, mot %(before)s nu: %(levels)s.", number, before=before,
        levels=_levels(tried),
    ))  # fmt: skip


def _levels(trial: Trial) -> str:
    urgent, red, yellow = (trial.count(one) for one in (Level.EMERGENCY, Level.RED, Level.YELLOW))
    parts = [
        ngettext("%(num)d akut", "%(num)d akuta", urgent) if urgent else "",
        ngettext("%(num)d röd", "%(num)d röda", red) if red else "",
        ngettext("%(num)d gul", "%(num)d gula", yellow) if yellow else "",
    ]
    return ", ".join(str(part) for part in parts if part)


def _beside(series: Series, name: str, in_force: Trial, other: Trial | None) -> tuple[str, str]:
    """Return what stands beside one limit."""
    calls = in_force.behind.get(name, ())
    if (series, name) in TOLD_OF:
        told, then = in_force.told.get(name, 0), other.told.get(name, 0) if other else 0
        now = ngettext("Larmar aldrig. %(num)d värde låg över på 90 dagar.",
                       "Larmar aldrig. %(num)d värden låg över på 90 dagar.", told)  # fmt: skip
        return str(now), str(_("Med talet du provar: %(num)s över.", num=then)) if other else ""
    return _called(calls), str(_("Med det du provar: %(num)s.", num=len(other.behind.get(name, ())))) if other else ""


def _called(calls: Sequence[Call]) -> str:
    if not calls:
        return str(_("Hade inte larmat på 90 dagar."))
    return str(ngettext("Hade larmat %(num)d gång på 90 dagar, %(day)s.",
                        "Hade larmat %(num)d gånger på 90 dagar, senast %(day)s.", len(calls),
                        day=day_text(calls[-1].at)))  # fmt: skip


def _rows(ground: Ground, in_force: Trial, other: Trial | None) -> list[Row]:
    """Return every value and week that was called about, the newest first, with the worst level of each."""
    found: dict[tuple[int | None, date], tuple[datetime, str, dict[bool, Level]]] = {}
    for trial, is_other in ((in_force, False), (other, True)):
        for call in trial.calls if trial else ():
            levels = found.setdefault((call.report_id, call.on), (call.at, call.shown, {}))[2]
            if is_other not in levels or levels[is_other].rank < call.level.rank:
                levels[is_other] = call.level
    newest = sorted(found.items(), key=lambda pair: pair[1][0], reverse=True)
    return [
        Row(_day(key[0], key[1]), _shown(shown), _level(levels.get(False)), _level(levels.get(True)))
        for key, (_called_at, shown, levels) in newest
    ]


def _day(report_id: int | None, on: date) -> str:
    return str(_("Veckan från %(day)s", day=short_date_text(on))) if report_id is None else short_date_text(on)


def _shown(value: str) -> str:
    """Return a value as it is written in the reader's language; pressures stay as they are."""
    return value if "/" in value or not value else str(write_number(chosen_language(), value))


def _level(level: Level | None) -> str:
    return level.value if level else ""


def _missed_row(one: Missed) -> MissedRow:
    return MissedRow(_day(one.report_id, one.on), _shown(one.shown), one.level.value, _why(one), one.softer)


def _why(one: Missed) -> str:
    """Return who says that a value was worth a call, the strongest first."""
    if Witness.ACTED in one.witnesses:
        words = str(_(OUTCOMES[one.outcome])) if one.outcome else ""
        return str(_("Ni gjorde något: %(what)s", what=words[:1].lower() + words[1:]))
    if Witness.CALLED in one.witnesses:
        if one.outcome is Outcome.NO_ACTION:
            return str(_("Planen larmade, ingen åtgärd behövdes"))
        return str(_("Planen som gällde då larmade"))
    if Witness.IN_FORCE in one.witnesses:
        return str(_("Gränserna som gäller nu hade larmat"))
    return str(_("De vanliga gränserna hade larmat"))


def _marks(ground: Ground, trial: Trial) -> list[Mark]:
    span = DAYS / timedelta(seconds=1)
    return [
        Mark(round(8 + (WIDTH - 16) * ((one.at - ground.since).total_seconds() / span), 1), one.level.value)
        for one in trial.calls
    ]
