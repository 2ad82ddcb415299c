"""Months of a patient's values: judged one by one by the real rules as they came, and written all at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.language import say
from monitoring.corrections import CORRECTED
from monitoring.drafts import Draft, Sent, draft_pressure, draft_series
from monitoring.grading import grade_draft
from monitoring.judging import Around, Cause
from monitoring.models import MeasurementPlan, Reading, Report
from monitoring.occasions import READ_WITH, WEEK, Measure
from monitoring.reading_quality import POSTURE, How
from monitoring.rejudging import join_before
from monitoring.reports import judge_and_raise
from monitoring.series import Series
from monitoring.value_items import withdraw_findings
from monitoring.value_texts import plain_value
from people.opening_hours import next_opening
from practice.life import Life
from worklist.items import settle_items
from worklist.models import Outcome

SETTLED_AFTER = timedelta(days=3)
"""What came up longer ago than this has been handled."""
UNTIL_HANDLED = timedelta(hours=20)
Links = Mapping[str, int | None]


@dataclass
class Logbook:
    """What one patient has sent so far; nothing is in the database before ``keep``.

    :ivar outcomes: reason of a work item to how the unit handled it, and what was noted.
    """

    session: Session
    life: Life
    plans: Mapping[str, MeasurementPlan]
    outcomes: Mapping[str, tuple[Outcome, str]] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    _raised: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """The key of a row of the list that is open, to the reason that raised it, and when."""
    _by_kind: dict[str, list[Report]] = field(default_factory=lambda: defaultdict(list))
    _awaited: list[Report] = field(default_factory=list)

    def press(self, measures: Sequence[Measure], at: datetime, *, irregular: bool = False) -> Report:
        """Send one occasion of measuring pressure."""
        plan = self.plans.get(Series.PRESSURE)
        draft = draft_pressure(self.life.patient, self.life.unit, plan, measures, at, self.life.channel, at,
                               irregular=irregular)  # fmt: skip
        return self._send(draft)

    def send(
        self, series: Series, number: float | None, at: datetime, *, context: str = "",
        answers: dict[str, Any] | None = None,
    ) -> Report:  # fmt: skip
        """Send a value of another series; ``answers`` are given together with it."""
        numbers = () if number is None else (Decimal(str(round(number, 1))),)
        return self._send(self._draft(Sent(series, numbers, context=context, answers=answers), at))

    def _draft(self, sent: Sent, at: datetime) -> Draft:
        plan = self.plans.get(sent.series)
        draft = draft_series(self.life.patient, self.life.unit, plan, sent, at, self.life.channel, at)
        draft.report.answered_at = at if sent.answers else None
        return draft

    def _send(self, draft: Draft) -> Report:
        report = draft.report
        self._settle(report.taken_at)
        known = self._known(report)
        join_before(report, known, None)
        grade_draft(draft, self._how(draft), known, self.plans.get(report.kind), self.life.patient.zone)
        self._add(draft)
        self._judge(report, known, report.received_at)
        return report

    def _how(self, draft: Draft) -> How | None:
        """Return how a pressure was measured by who sends by the web: three of four with the coach."""
        is_pair = any(one["sequence"] == 2 for one in draft.numbers)
        if self.life.channel != "web" or draft.report.kind != Series.PRESSURE or not is_pair:
            return None
        return How("direct") if len(self.drafts) % 4 == 3 else How("coach", rested=300, apart=85, ticks=POSTURE)

    def _add(self, draft: Draft) -> None:
        draft.report.id = len(self.drafts) + 1
        self.drafts.append(draft)
        self._by_kind[draft.report.kind].append(draft.report)

    def _judge(
        self, report: Report, known: Sequence[Report], now: datetime, *, final: bool = False,
        corrects: Report | None = None,
    ) -> None:  # fmt: skip
        for key, (reason, since) in list(self._raised.items()):
            if now - since > UNTIL_HANDLED and self._is_old(since):
                self._handle(key, reason, since)
        before = set(report.raised)
        judge_and_raise(self.session, self._around(report), report, known, now, Cause.FINAL if final else Cause.SENT,
                        corrects)
        for reason in sorted(set(report.raised) - before):
            self._raised.setdefault(self._around(report).matter(report).key, (reason, now))
        if report.provisional:
            self._awaited.append(report)

    def _is_old(self, since: datetime) -> bool:
        return since < self.life.now - SETTLED_AFTER

    def _around(self, report: Report) -> Around:
        return Around(self.life.patient, self.life.unit, self.plans.get(report.kind))

    def _known(self, report: Report) -> list[Report]:
        """Return what the rules read beside a report, as monitoring/occasions.list_recent does from the database."""
        found: list[Report] = []
        for series, days in READ_WITH.get(Series(report.kind), {Series(report.kind): WEEK}).items():
            since = report.received_at - timedelta(days=days)
            for one in reversed(self._by_kind[series]):
                if one.taken_at <= since:
                    break
                if one.id != report.id and one.corrected_by_id is None:
                    found.append(one)
        return sorted(found, key=lambda one: (one.taken_at, one.id))

    def _reports(self) -> Iterable[Report]:
        return (draft.report for draft in self.drafts)

    def _settle(self, now: datetime) -> None:
        """Let what nobody measured again in time become final, as monitoring/settling.py does."""
        for one in [one for one in self._awaited if one.repeat_before is not None and one.repeat_before <= now]:
            self._awaited.remove(one)
            if one.provisional and one.repeat_before is not None:
                self._judge(one, self._known(one), one.repeat_before, final=True)

    def correct(self, report: Report, measures: Sequence[Measure], reason: str) -> Report:
        """Replace a mistyped pressure some minutes later; the old one stays, and a wrong alarm is taken back."""
        at = report.received_at + timedelta(minutes=7)
        draft = draft_pressure(self.life.patient, self.life.unit, self.plans.get(Series.PRESSURE), measures,
                               report.taken_at, self.life.channel, at)  # fmt: skip
        fresh = draft.report
        fresh.corrects_id, fresh.correction_reason, fresh.heard_at = report.id, reason, report.heard_at
        self._add(draft)
        report.corrected_by_id, report.provisional = fresh.id, False
        self._judge(fresh, self._known(fresh), at, corrects=report)
        note = say("sv", CORRECTED, before=plain_value(report), after=plain_value(fresh))
        matter = self._around(report).matter(report)
        if withdraw_findings(self.session, matter, report.raised, fresh.raised, note, at):
            self._raised.pop(matter.key, None)
        return fresh

    def _handle(self, key: str, reason: str, since: datetime) -> None:
        """Close a row that a reason raised: somebody of the unit took care of it when the unit was open."""
        outcome, note = self.outcomes.get(reason, (Outcome.CALLED, ""))
        opened = next_opening(self.life.unit, since) or since
        when = min(opened + timedelta(minutes=self.life.random.randrange(20, 200)), self.life.now)
        settle_items(self.session, key, outcome, when, self.life.clinician.id, note or None)
        self._raised.pop(key, None)

    def keep(self) -> None:
        """Handle what is old, and write everything: reports, their numbers and the log."""
        self._settle(self.life.now)
        for key, (reason, since) in list(self._raised.items()):
            if self._is_old(since):
                self._handle(key, reason, since)
        if not self.drafts:
            return
        self._keep_reports()
        rows = [{"report_id": draft.report.id, **row} for draft in self.drafts for row in draft.numbers]
        self.session.execute(insert(Reading), rows)
        self.session.execute(insert(AuditEvent), [self._event(one) for one in self._reports()])

    def _keep_reports(self) -> None:
        links = {one.id: _links(one) for one in self._reports()}
        reports = list(self._reports())
        for one in reports:
            one.id = one.repeats_id = one.corrects_id = one.corrected_by_id = None  # type: ignore[assignment]
        self.session.add_all(reports)
        self.session.flush()
        for number, one in enumerate(reports, start=1):
            for name, linked in links[number].items():
                if linked is not None:
                    setattr(one, name, reports[linked - 1].id)

    def _event(self, report: Report) -> dict[str, Any]:
        return {
            "at": report.received_at, "actor_id": self.life.patient.id, "actor_role": "patient",
            "unit_id": self.life.unit.id, "patient_id": self.life.patient.id,
            "action": "report.correct" if report.corrects_id else "report.send", "object_kind": "report",
            "object_id": report.public_id,
        }  # fmt: skip


def _links(report: Report) -> Links:
    return {name: getattr(report, name) for name in ("repeats_id", "corrects_id", "corrected_by_id")}

