"""The ground of the replay: Anna lives a made-up life through the live path, and the same life is judged again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.errors import RuleError
from monitoring.calls import KEPT
from monitoring.corrections import can_undo, correct_report, correct_series, is_current, undo_report
from monitoring.history import History, load_history
from monitoring.judging import has_felt, since_of
from monitoring.models import MeasurementPlan, PressureWeek, Reading, Report
from monitoring.occasions import Measure
from monitoring.plans import find_plan, own_plan
from monitoring.replay import Lived, live_again
from monitoring.reports import Around, answer_symptoms, report_pressure, report_series
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from monitoring.settling import settle_provisional
from monitoring.taken import OwnPlan
from monitoring.weeks import answer_week, judge_finished_weeks
from people.models import CareUnit, User
from tests.monitoring.series_cases import WHO
from tests.monitoring.series_ground import sent_of
from tests.plugins.cast import CareCast
from worklist.items import list_last_closed, settle_items
from worklist.models import ItemStatus, Outcome, WorkItem

SERIES = (Series.PRESSURE, Series.WEIGHT, Series.GLUCOSE, Series.KETONES, Series.HBA1C, Series.SPO2,
          Series.TEMPERATURE, Series.PEF, Series.RATE, Series.NRS, Series.HEART_CHECK, Series.LUNG_CHECK)  # fmt: skip
Act = Mapping[str, Any]
PAST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Life:
    """What Anna and her clinic do, one act after the other."""

    cast: CareCast
    now: datetime = field(init=False)
    sent: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.cast.now
        with self.cast.database.transaction() as session:
            session.execute(update(Report).values(corrects_id=None, corrected_by_id=None, repeats_id=None))
            for table in (Reading, Report, PressureWeek, MeasurementPlan, WorkItem):
                session.execute(delete(table))

    def plan(self, series: Series, limits: Mapping[str, Any] | None, low_pulse_known: bool = False) -> None:
        """Give a series its next version of a plan."""
        with self.cast.database.transaction() as session:
            old = find_plan(session, self.cast.anna.id, series)
            if old is not None:
                old.current = False
                session.flush()
            own = None if limits is None else LIMITS[series].model_validate(WHO | dict(limits)).model_dump(mode="json")
            session.add(MeasurementPlan(
                patient_id=self.cast.anna.id, unit_id=self.cast.unit.id, kind=series.value, limits=own,
                version=old.version + 1 if old else 1, starts_on=self.first_day, set_at=self.now,
                ends_on=self.first_day + timedelta(weeks=26), low_pulse_known=low_pulse_known,
            ))  # fmt: skip

    @property
    def first_day(self) -> date:
        """The day the plans begin."""
        return self.cast.now.date()

    def do(self, act: Act) -> None:
        """Do one act; what the rules of the house refuse is refused."""
        self.now += timedelta(minutes=act["after"])
        try:
            getattr(self, f"_{act['what']}")(act)
        except RuleError:
            return

    def _around(self, session: Session, series: str) -> Around:
        patient, unit = session.get_one(User, self.cast.anna.id), session.get_one(CareUnit, self.cast.unit.id)
        return Around(patient, unit, find_plan(session, patient.id, series))

    def _send(self, act: Act) -> None:
        series, at = Series(act["series"]), self.now - timedelta(minutes=act["ago"])
        with self.cast.database.transaction() as session:
            around = self._around(session, series)
            if series is Series.PRESSURE:
                reported = report_pressure(
                    session, patient=around.patient, unit=around.unit, plan=around.plan, measures=_measures(act),
                    taken_at=at, channel="web", irregular=act["irregular"], now=self.now,
                    how=act["how"],
                )
            else:
                sent = sent_of(series, act["value"], context=act["context"], answers=act["answers"] or None)
                reported = report_series(session, around, sent, taken_at=at, channel="web", now=self.now,
                                         how=act["how"])  # fmt: skip
            self.sent.append(reported.report.id)

    def _chosen(self, session: Session, act: Act) -> Report | None:
        """Return one of the latest reports."""
        return session.get_one(Report, self.sent[-1 - act["which"] % min(4, len(self.sent))]) if self.sent else None

    def _press(self, act: Act) -> None:
        """Measure for five days, morning and evening."""
        for _time in range(10):
            self.now += timedelta(hours=12)
            self._send({**act, "series": "blood_pressure"})

    def _answer(self, act: Act) -> None:
        with self.cast.database.transaction() as session:
            report = self._chosen(session, act)
            if report is not None and is_current(report):
                answer_symptoms(session, self._around(session, report.kind), report, act["symptoms"], act["dizzy"],
                                self.now, act["answers"])

    def _correct(self, act: Act) -> None:
        with self.cast.database.transaction() as session:
            report = self._chosen(session, act)
            if report is None:
                return
            around = self._around(session, report.kind)
            if report.kind == Series.PRESSURE:
                fresh = correct_report(session, around, report, _measures(act), "Fel siffra", self.now)
            else:
                sent = sent_of(Series(report.kind), _value(Series(report.kind), act["number"]),
                               context=report.context, answers=_checked(Series(report.kind), act["number"]))
                fresh = correct_series(session, around, report, sent, "", self.now)
            self.sent.append(fresh.report.id)

    def _undo(self, act: Act) -> None:
        with self.cast.database.transaction() as session:
            report = session.get_one(Report, self.sent[-1]) if self.sent else None
            if report is None:
                return
            if can_undo(report, self.now):
                undo_report(session, self._around(session, report.kind), report, self.now)

    def _settle(self, act: Act) -> None:
        settle_provisional(self.cast.database, self.now)

    def _weeks(self, act: Act) -> None:
        judge_finished_weeks(self.cast.database, self.now)

    def _answer_week(self, act: Act) -> None:
        with self.cast.database.transaction() as session:
            query = select(PressureWeek).where(PressureWeek.current.is_(True)).order_by(PressureWeek.id.desc()).limit(1)
            week, around = session.scalar(query), self._around(session, Series.PRESSURE)
            if week is not None and week.systolic is not None and around.plan is not None:
                answer_week(session, week, around.plan, around.patient, around.unit, act["dizzy"] is True, self.now)

    def _change(self, act: Act) -> None:
        self.plan(Series(act["series"]), act["limits"], act["irregular"])

    def _close(self, act: Act) -> None:
        """Somebody in the unit handles what is open: one of the items, or all of them."""
        with self.cast.database.transaction() as session:
            query = select(WorkItem.dedupe_key).where(WorkItem.status != ItemStatus.CLOSED).order_by(WorkItem.id)
            for key in session.scalars(query.limit(1 + act["which"])):
                settle_items(session, key, Outcome.CALLED, self.now, self.cast.karin.id)

    def history(self, session: Session, series: Series) -> History:
        """Return what is stored."""
        return load_history(session, self.cast.anna.id, series, self.cast.now)


def _measures(act: Act) -> list[Measure]:
    return [Measure(act["number"], act["number"] // 2 + 14, act["pulse"])] * 2


def _value(series: Series, number: int) -> str:
    spread = VALUES.get(series)
    return spread[number % len(spread)] if spread else ""


def _checked(series: Series, number: int) -> dict[str, Any] | None:
    return {f"q{n}": (number >> n) % 4 // 2 for n in range(1, 7)} if series.value.endswith("_check") else None


VALUES: Mapping[Series, tuple[str, ...]] = {
    Series.WEIGHT: ("77.0", "79.5", "80.0", "81.4", "82.3", "83.1", "84.9"),
    Series.GLUCOSE: ("2.4", "3.4", "3.8", "5.5", "9.0", "11.2", "16.0", "21.0", "HI", "LO"),
    Series.KETONES: ("0.3", "1.8", "3.2"),
    Series.HBA1C: ("39", "50", "58", "77"),
    Series.SPO2: ("78", "84", "88", "91", "93", "96", "97"),
    Series.TEMPERATURE: ("34.5", "36.8", "38.2", "39.7"),
    Series.PEF: ("110", "190", "290", "390"),
    Series.RATE: ("14", "24", "28"),
    Series.NRS: ("2", "3", "7", "8"),
}


def as_lived(history: History) -> Lived:
    """Judge a history again by the versions of the plans that were in force."""

    def own(kind: str, plan_id: int | None) -> OwnPlan:
        plan = history.plans.get(plan_id or 0)
        return own_plan(plan) if plan is not None and plan.kind == kind else OwnPlan(Series(kind))

    return live_again(history, own, datetime.max.replace(tzinfo=UTC))


def stood(report: Report) -> dict[str, Any]:
    """Return everything that the rules have written on a report."""
    return {
        "level": report.level, "rule": report.rule, "findings": report.findings, "raised": report.raised,
        "steps": report.steps, "provisional": report.provisional, "repeats": report.repeats_id,
        "held": (report.held, report.confirms),
        "until": report.repeat_before, "corrected": report.corrected_by_id, "withdrawn": report.withdrawn_at,
    }  # fmt: skip


def week_stood(week: PressureWeek) -> dict[str, Any]:
    """Return everything that the rules have written on a week."""
    return {
        "mean": (week.systolic, week.diastolic), "used": week.used, "level": week.level, "rule": week.rule,
        "findings": week.findings, "raised": week.raised, "steps": week.steps, "revision": week.revision,
    }  # fmt: skip


def standing_reasons(session: Session, patient_public_id: str, unit_id: int) -> set[tuple[str, str]]:
    """Return what some value or week stands for and nobody has handled since: what must be open in the list.

    Each as the key of its row and the reason.
    """
    keys = session.scalars(select(WorkItem.dedupe_key)).all()
    closed = list_last_closed(session, keys)
    rows: list[tuple[str, Report | PressureWeek]] = [
        (f"values:{one.kind}:{patient_public_id}:{unit_id}", one) for one in session.scalars(select(Report))
        if is_current(one) or KEPT & set(one.raised)
    ]
    rows += [
        (f"weeks:blood_pressure:{patient_public_id}:{unit_id}", one)
        for one in session.scalars(select(PressureWeek).where(PressureWeek.current.is_(True)))
    ]
    return {
        (key, reason) for key, one in rows for reason, since in since_of(one).items()
        if is_standing(one, reason) and datetime.fromisoformat(since) > closed.get(key, PAST)
    }


def is_standing(judged: Report | PressureWeek, reason: str) -> bool:
    """Tell whether a value counts, or was taken back although the patient had said how he felt."""
    return isinstance(judged, PressureWeek) or is_current(judged) or (reason in KEPT and has_felt(judged))
