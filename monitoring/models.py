"""The tables of self-monitoring: personal plans, reports and their readings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from core.crypto import EncryptedJson, EncryptedText
from core.db import Base, UtcDateTime
from core.ids import new_public_id

HEALTH = {"personal": "health"}


class MeasurementPlan(Base):
    """One version of a patient's measurement plan; a change is a new row, the old one stays."""

    __tablename__ = "measurement_plan"
    __table_args__ = (Index("ix_measurement_plan_patient", "patient_id", "kind", "version", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    enrollment_public_id: Mapped[str] = mapped_column(String(22), default="")
    kind: Mapped[str] = mapped_column(String(24))
    """What is measured: a word of monitoring/series.py, such as ``blood_pressure`` or ``weight``."""
    template: Mapped[str] = mapped_column(String(40), default="bp_2x2x7")
    """The plan template it began as (monitoring/plan_templates.py)."""
    rhythm: Mapped[str] = mapped_column(String(24), default="blocks")
    """How often: a word of monitoring/rhythm.py."""
    version: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    morning_hour: Mapped[int] = mapped_column(default=7)
    evening_hour: Mapped[int] = mapped_column(default=19)
    limits: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=HEALTH)
    """The patient's own limits, or nothing: then feedback is neutral (requirements.md fact 3)."""
    instructions: Mapped[dict[str, Any] | None] = mapped_column(
        EncryptedJson("measurement_plan.instructions"), info=HEALTH
    )
    """What a clinician has written and signed for each rule, as monitoring/instructions.py reads it."""
    low_pulse_known: Mapped[bool] = mapped_column(default=False, info=HEALTH)
    """The clinician knows that the patient's pulse at rest is low, so 40 to 49 is not noted (clinical/vitals.md 2)."""
    closer_from: Mapped[date | None] = mapped_column(info=HEALTH)
    """The red day from which values are expected daily, until and with ``closer_until`` (monitoring/closer.py)."""
    closer_until: Mapped[date | None] = mapped_column(info=HEALTH)
    closer_cause: Mapped[str] = mapped_column(String(22), default="")
    """Public id of the report that began it."""
    closer_asked: Mapped[date | None]
    """The last day on which it was asked how it went (programs/follow_ups.py)."""
    reason: Mapped[str] = mapped_column(String(200), default="", info=HEALTH)
    changed: Mapped[list[str]] = mapped_column(JSON, default=list, info=HEALTH)
    """What of it is new to the patient: words of monitoring/plan_news.py; he was told when it is not empty."""
    set_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Report(Base):
    """One occasion of measuring, with the feedback that was given at once."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_patient", "patient_id", "kind", "taken_at", "id"),
        Index(
            "ix_report_provisional",
            "repeat_before",
            sqlite_where=text("provisional"),
            postgresql_where=text("provisional"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("measurement_plan.id"))
    kind: Mapped[str] = mapped_column(String(24))
    channel: Mapped[str] = mapped_column(String(8))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the value first came: of a correction, when the value it replaces came; otherwise ``received_at``."""
    session_date: Mapped[date]
    session: Mapped[str] = mapped_column(String(8), default="")
    """``morning`` or ``evening`` of the session date, in the patient's zone."""
    level: Mapped[str] = mapped_column(String(12), default="neutral", info=HEALTH)
    rule: Mapped[str] = mapped_column(String(40), default="", info=HEALTH)
    places: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=HEALTH)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, info=HEALTH)
    """Every rule that found something, the headline first, as monitoring/stored.py writes it."""
    raised: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info=HEALTH)
    """Reason of each work item that the report stands for, and how urgent it was (clinical/vitals.md 8)."""
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, info=HEALTH)
    """Each run of the rules: when, why, by which plan, what the patient had said and what was raised."""
    systolic: Mapped[int | None] = mapped_column(info=HEALTH)
    """Mean of the occasion's readings in mmHg, a half rounded up; the readings themselves are kept."""
    diastolic: Mapped[int | None] = mapped_column(info=HEALTH)
    pulse: Mapped[int | None] = mapped_column(info=HEALTH)
    value: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), info=HEALTH)
    """The value of every kind but blood pressure, in the unit of the kind; the readings themselves are kept."""
    word: Mapped[str] = mapped_column(String(4), default="", info=HEALTH)
    """What the meter showed instead of a number: ``HI`` or ``LO``."""
    context: Mapped[str] = mapped_column(String(16), default="", info=HEALTH)
    """Around what it was measured, such as ``fasting`` or ``oxygen`` (monitoring/series.py)."""
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=HEALTH)
    """What the patient answered to the questions of monitoring/questions.py, or of a symptom check."""
    rules_version: Mapped[str] = mapped_column(String(16), default="")
    grade: Mapped[str] = mapped_column(String(8), default="", info=HEALTH)
    """How well it was measured, a word of monitoring/reading_quality.py; "" when nobody knows."""
    lacks: Mapped[list[str]] = mapped_column(JSON, default=list, info=HEALTH)
    """Why it is not graded higher, the most telling first."""
    measured: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=HEALTH)
    """What is known of how it was measured, and the last digits of its numbers (monitoring/grading.py)."""
    """Which version of the rules judged it last."""
    irregular: Mapped[bool] = mapped_column(default=False, info=HEALTH)
    symptoms: Mapped[list[str]] = mapped_column(JSON, default=list, info=HEALTH)
    dizzy: Mapped[bool | None] = mapped_column(info=HEALTH)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the patient answered the questions about symptoms; empty while they are not answered."""
    provisional: Mapped[bool] = mapped_column(default=False)
    """True while a repeat is awaited; the value becomes final when none comes (clinical/vitals.md 2)."""
    repeat_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the patient was asked for a new value after a low glucose value (monitoring/rechecks.py)."""
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    """The earlier report that this one measures again."""
    confirms: Mapped[bool] = mapped_column(default=False)
    """The earlier report was weakly measured rather than dangerous."""
    held: Mapped[bool] = mapped_column(default=False)
    """The repeat was asked for because the value was weakly measured (monitoring/weak_readings.py)."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the patient took the report back within a minute; it is kept but counts no more."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    correction_reason: Mapped[str] = mapped_column(String(200), default="", info=HEALTH)


class Reading(Base):
    """One measured number of a report, in its UCUM unit."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_report", "report_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    sequence: Mapped[int] = mapped_column(default=1)
    """1 or 2: first or second measurement of the occasion."""
    kind: Mapped[str] = mapped_column(String(24))
    value: Mapped[Decimal] = mapped_column(Numeric(8, 2), info=HEALTH)
    unit: Mapped[str] = mapped_column(String(12))


class MeasuringSitting(Base):
    """A sitting with the coach: when the rest began, and the first measurement until the second is there.

    One row for each patient and series; the next sitting takes its place. It is a draft: a report that was taken
    after it began ends it.
    """

    __tablename__ = "measuring_sitting"
    __table_args__ = (UniqueConstraint("patient_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(24))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ticks: Mapped[list[str]] = mapped_column(JSON, default=list, info=HEALTH)
    knows: Mapped[bool] = mapped_column(default=False, info=HEALTH)
    said_rested: Mapped[bool] = mapped_column(default=False, info=HEALTH)
    rest_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rest_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the patient went on to the first measurement."""
    rest_seconds: Mapped[int] = mapped_column(default=300)
    """How long a rest was asked for."""
    first: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=HEALTH)
    """The first measurement: mmHg, and beats per minute or nothing."""
    first_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PressureWeek(Base):
    """The mean of a week and its judgement; a change of the readings below gives a new revision, the old one stays."""

    __tablename__ = "pressure_week"
    __table_args__ = (UniqueConstraint("patient_id", "starts_on", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("measurement_plan.id"))
    starts_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    systolic: Mapped[int | None] = mapped_column(info=HEALTH)
    diastolic: Mapped[int | None] = mapped_column(info=HEALTH)
    readings: Mapped[int] = mapped_column(default=0)
    days: Mapped[int] = mapped_column(default=0)
    used: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Ids of the readings in the mean (clinical/vitals.md 0.7)."""
    level: Mapped[str] = mapped_column(String(12), default="neutral", info=HEALTH)
    rule: Mapped[str] = mapped_column(String(40), default="", info=HEALTH)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, info=HEALTH)
    raised: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info=HEALTH)
    dizzy: Mapped[bool | None] = mapped_column(info=HEALTH)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, info=HEALTH)
    """Each run of the rules on this revision: when, by which plan, whether dizzy, and what was raised."""
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ValueNote(Base):
    """What a clinician wrote about a day of a patient's values; a change is a new row, the old one stays."""

    __tablename__ = "value_note"
    __table_args__ = (Index("ix_value_note_patient", "patient_id", "on_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    on_day: Mapped[date] = mapped_column(info=HEALTH)
    """The day it is about, which it stands at in the curves."""
    body: Mapped[str] = mapped_column(EncryptedText("value_note.body"), info=HEALTH)
    for_care: Mapped[bool] = mapped_column(default=False)
    """Only those who work in the unit see it; otherwise the patient does too."""
    written_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("value_note.id"))
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AlertBurden(Base):
    """What the limits of a unit's patients cost: how often they call, and how it ends; counted anew every day."""

    __tablename__ = "alert_burden"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"), unique=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The last whole count by series, as monitoring/burden.py writes it; groups of few patients are left out."""
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the last whole count was finished."""
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    """The end of the ninety days that are counted."""
    working: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The count under way."""
    after_id: Mapped[int] = mapped_column(default=0)
    """The last patient that the count under way has reached; 0 when none is under way."""
