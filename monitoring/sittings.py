"""The sitting with the coach: prepare, rest, measure, pause, measure again; kept from page to page, by our clock.

The server notes when the rest began and when the first measurement was typed, so that a closed phone, a reload or a
missing script changes nothing (clinical/vitals.md 2: five minutes of rest, two readings one to two minutes apart).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from core.db import insert_into
from monitoring.blood_pressure import CRISIS, VERY_LOW_SYSTOLIC
from monitoring.judgement import Rule
from monitoring.models import MeasuringSitting, Report
from monitoring.moments import OLDEST
from monitoring.occasions import Measure
from monitoring.pulse import VERY_HIGH_ABOVE, VERY_LOW_BELOW
from monitoring.reading_quality import PAUSE_SECONDS, POSTURE, REST_SECONDS, How
from monitoring.series import Series

COACHED = (Series.PRESSURE, Series.SPO2, Series.RATE)
"""Series that are measured after five minutes of rest (clinical/vitals.md 2 and 5)."""
REST, PAUSE = timedelta(seconds=REST_SECONDS), timedelta(seconds=PAUSE_SECONDS)
LONG_REST = timedelta(minutes=10)
AFTER_TEN = frozenset({Rule.PULSE_EXTREME_FIRST, Rule.SPO2_LOW_FIRST, Rule.SPO2_LOWER})
"""Rules whose value is measured again after ten minutes (clinical/vitals.md 2 and 5)."""
REST_HOLDS = timedelta(minutes=30)
"""How long a rest counts after it is over, and a first measurement waits for the second."""


class Step(StrEnum):
    """Where a sitting is; ``left`` is a first measurement that was left without its second."""

    PREPARE = "prepare"
    REST = "rest"
    FIRST = "first"
    PAUSE = "pause"
    SECOND = "second"
    LEFT = "left"


def step_of(sitting: MeasuringSitting | None, now: datetime) -> Step:
    """Return where a sitting is at an instant; one that was left too long ago begins anew."""
    if sitting is None:
        return Step.PREPARE
    if sitting.first_at is not None:
        return _after_first(now - sitting.first_at)
    if sitting.rest_until is not None:
        return Step.FIRST if now - sitting.rest_until <= REST_HOLDS else Step.PREPARE
    if sitting.rest_from is None or now - sitting.rest_from > rest_of(sitting) + REST_HOLDS:
        return Step.PREPARE
    return Step.REST


def _after_first(since: timedelta) -> Step:
    if since > OLDEST:
        return Step.PREPARE
    if since > REST_HOLDS:
        return Step.LEFT
    return Step.PAUSE if since < PAUSE else Step.SECOND


def rest_of(sitting: MeasuringSitting) -> timedelta:
    """Return how long the rest of a sitting is."""
    return timedelta(seconds=sitting.rest_seconds)


def rest_after(report: Report | None) -> timedelta:
    """Return how long to rest before a value is measured again; None is a first measurement."""
    found = {one["rule"] for one in report.findings} if report is not None else set()
    return LONG_REST if found & AFTER_TEN else REST


def waits_until(sitting: MeasuringSitting, step: Step) -> datetime | None:
    """Return when the rest or the pause is over; None for the other steps."""
    if step is Step.REST and sitting.rest_from is not None:
        return sitting.rest_from + rest_of(sitting)
    return sitting.first_at + PAUSE if step is Step.PAUSE and sitting.first_at is not None else None


def begin_sitting(
    session: Session, patient_id: int, series: Series, now: datetime, *, ticks: Iterable[str] = (),
    knows: bool = False, said_rested: bool = False, rest: timedelta = REST,
) -> None:
    """Begin a sitting with its rest, in the place of the one before.

    :param ticks: of ``POSTURE``; others are left out. ``knows`` the list was skipped.
    :param rest: how long the clock runs, as ``rest_after`` says.
    :param said_rested: the patient says that he has rested; no clock runs then.
    """
    ticked = set(ticks)
    row = {
        "patient_id": patient_id, "kind": series.value, "started_at": now, "knows": knows,
        "ticks": [one for one in POSTURE if one in ticked], "said_rested": said_rested,
        "rest_from": None if said_rested else now, "rest_until": now if said_rested else None,
        "first": None, "first_at": None, "rest_seconds": int(rest.total_seconds()),
    }  # fmt: skip
    statement = insert_into(session, MeasuringSitting).values(row)
    fresh = {name: value for name, value in row.items() if name not in ("patient_id", "kind")}
    session.execute(
        statement.on_conflict_do_update(index_elements=["patient_id", "kind"], set_=fresh),
        execution_options={"synchronize_session": False},
    )


def keep_first(sitting: MeasuringSitting, measure: Measure, now: datetime) -> None:
    """Keep the first measurement until the second comes; a changed one keeps its time."""
    sitting.first = {"systolic": measure.systolic, "diastolic": measure.diastolic, "pulse": measure.pulse}
    sitting.first_at = sitting.first_at or now


def first_of(sitting: MeasuringSitting) -> Measure | None:
    """Return the first measurement, or None."""
    return Measure(**sitting.first) if sitting.first else None


def goes_at_once(measure: Measure) -> bool:
    """Tell whether a first measurement is told at once, since it may be dangerous (clinical/vitals.md 2).

    The rules ask about symptoms and for a new rest with two measurements anyway; no pause stands before that.
    """
    is_extreme = measure.pulse is not None and not VERY_LOW_BELOW <= measure.pulse <= VERY_HIGH_ABOVE
    is_high = measure.systolic >= CRISIS[0] or measure.diastolic >= CRISIS[1]
    return is_high or is_extreme or measure.systolic < VERY_LOW_SYSTOLIC


def how_of(sitting: MeasuringSitting, second_at: datetime | None = None) -> How:
    """Return how a sitting was measured, by the clock of the server.

    :param second_at: when the second measurement was typed; None when there is none.
    """
    rested = _seconds(sitting.rest_from, sitting.rest_until)
    return How("coach", rested, sitting.said_rested, _seconds(sitting.first_at, second_at), tuple(sitting.ticks),
               sitting.knows)


def _seconds(since: datetime | None, until: datetime | None) -> int | None:
    return int((until - since).total_seconds()) if since is not None and until is not None else None
