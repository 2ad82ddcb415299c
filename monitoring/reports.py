"""One way in for every value, from web, chat and SMS: stored, judged, told, and put before care by rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.audit import record_event
from monitoring.closer import keep_closer
from monitoring.drafts import Draft, draft_pressure, draft_series
from monitoring.drafts import Sent as Sent
from monitoring.grading import grade_draft
from monitoring.judgement import Judgement
from monitoring.judging import Around as Around
from monitoring.judging import Cause, Run, is_final, judge
from monitoring.models import MeasurementPlan, Reading, Report
from monitoring.occasions import Measure, list_recent
from monitoring.reading_quality import How, unpack_how
from monitoring.rechecks import stop_asking
from monitoring.rejudging import join_before, sent_run
from monitoring.stored import unpack
from monitoring.value_items import raise_calls
from people.models import CareUnit, User


@dataclass(frozen=True)
class Reported:
    """A stored report with everything the rules found, the headline first."""

    report: Report
    found: list[Judgement]

    @property
    def judgement(self) -> Judgement:
        """The finding that decides what the patient is told first."""
        return self.found[0]


def report_pressure(
    session: Session, *, patient: User, unit: CareUnit, plan: MeasurementPlan | None, measures: Sequence[Measure],
    taken_at: datetime, channel: str, irregular: bool = False, now: datetime,
    recent: Sequence[Report] | None = None, corrects: Report | None = None, how: How | None = None,
) -> Reported:  # fmt: skip
    """Store one occasion of measuring and judge it (clinical/vitals.md 2); never blocks a dangerous value (J4).

    The numbers have gone through ``check_pressure`` and ``check_moment`` at the edge.

    :param measures: in the order they were taken, in mmHg and beats per minute.
    :param channel: "web", "chat" or "sms".
    :param irregular: the meter showed its sign of irregular beats.
    :param recent: the reports of ``list_recent``, when the caller has read them already.
    :param corrects: the report that this one replaces.
    :param how: what is known of how it was measured; None for an SMS.
    :raises InvalidError: without any measure.
    """
    known = list_recent(session, patient.id, now) if recent is None else recent
    known = [one for one in known if corrects is None or one.id != corrects.id]
    draft = draft_pressure(patient, unit, plan, measures, taken_at, channel, now, irregular=irregular)
    return _store(session, Around(patient, unit, plan), draft, known, corrects, how, now)


def _store(
    session: Session, around: Around, draft: Draft, known: Sequence[Report], corrects: Report | None,
    how: How | None, now: datetime,
) -> Reported:  # fmt: skip
    """Judge and keep a report with its numbers, each with its unit, and log it."""
    report = draft.report
    repeated = join_before(report, known, corrects)
    if corrects is None:
        stop_asking(session, repeated, now)
    else:
        how = unpack_how(corrects.measured)
    grade_draft(draft, how, known, around.plan, around.patient.zone)
    found = judge_and_raise(session, around, report, known, now, Cause.SENT, corrects)
    session.add(report)
    session.flush()
    keep_closer(session, report, around.plan)
    if draft.numbers:
        session.execute(insert(Reading).values([{"report_id": report.id, **row} for row in draft.numbers]))
    record_event(
        session, now, "report.correct" if corrects else "report.send", actor_id=around.patient.id,
        actor_role="patient", unit_id=around.unit.id, patient_id=around.patient.id, object_kind="report",
        object_id=report.public_id,
    )
    return Reported(report, found)


def report_series(
    session: Session, around: Around, sent: Sent, *, taken_at: datetime, channel: str, now: datetime,
    recent: Sequence[Report] | None = None, corrects: Report | None = None, how: How | None = None,
) -> Reported:  # fmt: skip
    """Store one report of weight, glucose, saturation and so on, and judge it (clinical/vitals.md 3 to 6).

    :param around: with the plan of this series, or None when there is none.
    :param recent: the reports of ``list_recent`` for the series, when the caller has read them already.
    :raises InvalidError: without number, word or answers.
    """
    known = list_recent(session, around.patient.id, now, sent.series) if recent is None else recent
    known = [one for one in known if corrects is None or one.id != corrects.id]
    draft = draft_series(around.patient, around.unit, around.plan, sent, taken_at, channel, now)
    return _store(session, around, draft, known, corrects, how, now)


def judge_and_raise(
    session: Session, around: Around, report: Report, known: Sequence[Report], now: datetime, cause: Cause,
    corrects: Report | None = None,
) -> list[Judgement]:  # fmt: skip
    """Judge a stored report, write down what was found, and put it before care once a day for each reason."""
    run = Run(now, cause, around.own_plan(report.kind), around.plan_id, cause is Cause.FINAL or is_final(report))
    if cause is Cause.SENT:
        run = sent_run(run.own, run.plan_id, corrects, now)
    verdict = judge(report, known, run)
    raise_calls(session, around.matter(report), verdict.calls, now)
    return verdict.found


def findings_of(report: Report) -> list[Judgement]:
    """Return what the rules found in a report when it was last judged, the headline first."""
    return [unpack(stored) for stored in report.findings]


def answer_symptoms(
    session: Session, around: Around, report: Report, symptoms: Sequence[str], dizzy: bool | None, now: datetime,
    answers: Mapping[str, str] | None = None,
) -> Reported:
    """Judge a report again with what the patient feels: an alarm symptom outranks every number (vitals.md 0.3).

    :param symptoms: ids of monitoring/symptoms.py; none means that the patient has none of them.
    :param answers: to the questions of monitoring/questions.py, by their ids.
    """
    report.symptoms = sorted(set(symptoms))
    report.dizzy = dizzy if dizzy is not None else report.dizzy
    report.answered_at = now
    report.answers = {**(report.answers or {}), **(answers or {})}
    known = list_recent(session, report.patient_id, now, report.kind)
    found = judge_and_raise(session, around, report, known, now, Cause.ANSWERED)
    keep_closer(session, report, around.plan)
    record_event(
        session, now, "report.symptoms", actor_id=report.patient_id, actor_role="patient", unit_id=report.unit_id,
        patient_id=report.patient_id, object_kind="report", object_id=report.public_id,
    )
    return Reported(report, found)
