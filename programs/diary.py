"""Daily rows: a correction keeps the old one; and the sleep diary's own form and figures (instruments.md 3.3)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.db import insert_into
from core.errors import ConflictError, InvalidError
from core.ids import new_public_id
from core.language import _l
from programs.models import DiaryEntry, Enrollment, EnrollmentStatus
from programs.schema import FieldDef, FieldKind, Words
from ratings.sleep_diary import DiaryNight, Night, Week, find_night, find_week

SLEEP = "sleep"
DRAFT = 0
"""The revision of what is typed and not finished."""
OLDEST_DAYS = 7
WEEK = timedelta(days=7)


def _time(field_id: str, sv: str, en: str, hint_sv: str = "", hint_en: str = "") -> FieldDef:
    hint = Words(sv=hint_sv, en=hint_en) if hint_sv else None
    return FieldDef(id=field_id, kind=FieldKind.TIME, required=True, label=Words(sv=sv, en=en), hint=hint)


def _count(field_id: str, sv: str, en: str, top: int, unit: Words | None = None, *, required: bool = True) -> FieldDef:
    return FieldDef(
        id=field_id, kind=FieldKind.NUMBER, required=required, label=Words(sv=sv, en=en), min=0, max=top, unit=unit
    )


MINUTES = Words(sv="minuter", en="minutes")
GUESS_SV, GUESS_EN = "Gissa. Titta inte på klockan på natten.", "Guess. Do not look at the clock at night."
MORNING_FIELDS = (
    _time("lights_out", "När släckte du för att sova?", "When did you turn out the light to sleep?"),
    FieldDef(id="sol", kind=FieldKind.NUMBER, required=True, min=0, max=600, unit=MINUTES,
             label=Words(sv="Hur lång tid tog det att somna?", en="How long did it take to fall asleep?"),
             hint=Words(sv=GUESS_SV, en=GUESS_EN)),
    _count("awakenings", "Hur många gånger vaknade du?", "How many times did you wake up?", 50),
    _count("waso", "Hur länge var du vaken mitt i natten, sammanlagt?",
           "How long were you awake in the middle of the night, in all?", 600, MINUTES),
    _time("woke", "När vaknade du för sista gången?", "When did you wake up for the last time?"),
    _time("rose", "När gick du upp?", "When did you get up?"),
    FieldDef(id="quality", kind=FieldKind.NUMBER, required=True, min=1, max=5,
             label=Words(sv="Hur sov du?", en="How did you sleep?"),
             low=Words(sv="Mycket dåligt", en="Very badly"), high=Words(sv="Mycket bra", en="Very well")),
    FieldDef(id="medicine", kind=FieldKind.YESNO,
             label=Words(sv="Tog du sömnmedel?", en="Did you take sleep medicine?")),
)
DAY_FIELDS = (
    FieldDef(id="caffeine", kind=FieldKind.YESNO,
             label=Words(sv="Kaffe, te eller annat koffein efter klockan 14 i går?",
                         en="Coffee, tea or other caffeine after 2 pm yesterday?")),
    _count("alcohol", "Glas alkohol i går", "Glasses of alcohol yesterday", 40, required=False),
    _count("exercise", "Rörelse i går", "Exercise yesterday", 900, MINUTES, required=False),
    _count("naps", "Tupplur i går", "Naps yesterday", 600, MINUTES, required=False),
)
FIELDS = MORNING_FIELDS + DAY_FIELDS


@dataclass(frozen=True)
class DiaryDay:
    """One day of the diary as shown: a missed day has no entry."""

    day: date
    entry: DiaryEntry | None

    @property
    def night(self) -> Night | None:
        """The day's computed night, or None when it was missed."""
        return Night(**self.entry.figures) if self.entry else None

    @property
    def figures(self) -> dict[str, float]:
        """The day's computed figures; none when it was missed."""
        return self.entry.figures if self.entry else {}


def compute_night(answers: dict[str, Any]) -> Night:
    """Return the night that a row of the diary describes.

    :raises InvalidError: when the times contradict each other, with what to look at.
    """
    found = find_night(
        DiaryNight(
            lights_out=time.fromisoformat(answers["lights_out"]),
            minutes_to_sleep=int(answers["sol"]),
            minutes_awake=int(answers["waso"]),
            final_awakening=time.fromisoformat(answers["woke"]),
            out_of_bed=time.fromisoformat(answers["rose"]),
        )
    )
    if found is None:
        raise InvalidError("", _l("Tiderna går inte ihop. Kontrollera när du släckte, vaknade och gick upp."))
    return found


def check_day(day: date, today: date) -> None:
    """Raise InvalidError for a day that has not come or is more than a week ago."""
    if day > today:
        raise InvalidError("day", _l("Den dagen har inte varit än."))
    if day < today - timedelta(days=OLDEST_DAYS):
        raise InvalidError("day", _l("Du kan fylla i de senaste sju dagarna."))


def record_night(
    session: Session, enrollment: Enrollment, day: date, answers: dict[str, Any], now: datetime
) -> Night:
    """Keep a row of the sleep diary and return its night; an earlier row of the same day stays as an old revision.

    :raises InvalidError: when the times contradict each other.
    :raises ConflictError: when the treatment is over.
    """
    require_open(enrollment)
    night = compute_night(answers)
    figures = {"tib": night.tib, "tst": night.tst, "se": night.se, "band": night.band}
    record_row(session, enrollment, SLEEP, day, answers, figures, now)
    return night


def is_writable(enrollment: Enrollment) -> bool:
    """Tell whether rows may still be written."""
    return enrollment.status in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)


def require_open(enrollment: Enrollment) -> None:
    """Raise ConflictError when the treatment is over."""
    if not is_writable(enrollment):
        raise ConflictError(_l("Programmet är avslutat. Dagboken finns kvar att läsa."))


def record_row(
    session: Session, enrollment: Enrollment, diary: str, day: date, answers: dict[str, Any], figures: dict[str, Any],
    now: datetime,
) -> None:
    """Keep a day's row of any diary with its figures; the row before stays as an old revision, the draft goes.

    :raises ConflictError: when the treatment is over.
    """
    require_open(enrollment)
    old = session.execute(
        update(DiaryEntry)
        .where(_of_day(enrollment.id, diary, day), DiaryEntry.current.is_(True))
        .values(current=False)
        .returning(DiaryEntry.revision)
        .execution_options(synchronize_session=False)
    ).first()
    drop = delete(DiaryEntry).where(_of_day(enrollment.id, diary, day), DiaryEntry.revision == DRAFT)
    session.execute(drop.execution_options(synchronize_session=False))
    session.add(
        DiaryEntry(
            enrollment_id=enrollment.id, diary=diary, day=day, revision=1 + (old[0] if old else 0), answers=answers,
            figures=figures, written_at=now,
        )
    )
    record_event(session, now, "diary.write", actor_id=enrollment.patient_id, actor_role="patient",
                 unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, object_kind="diary",
                 object_id=f"{enrollment.public_id}:{day.isoformat()}")


def save_draft_row(
    session: Session, enrollment: Enrollment, diary: str, day: date, answers: dict[str, Any], now: datetime
) -> None:
    """Keep what is typed for a day and not finished; it counts nowhere until it is; one statement.

    :raises ConflictError: when the treatment is over.
    """
    require_open(enrollment)
    row = {
        "public_id": new_public_id(), "enrollment_id": enrollment.id, "diary": diary, "day": day, "revision": DRAFT,
        "current": False, "answers": answers, "figures": {}, "written_at": now,
    }  # fmt: skip
    statement = insert_into(session, DiaryEntry).values(row)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["enrollment_id", "diary", "day", "revision"],
            set_={"answers": statement.excluded.answers, "written_at": now},
        )
    )


def _of_day(enrollment_id: int, diary: str, day: date) -> ColumnElement[bool]:
    return and_(DiaryEntry.enrollment_id == enrollment_id, DiaryEntry.diary == diary, DiaryEntry.day == day)


@dataclass(frozen=True)
class DayRows:
    """What there is of one day: the row that is kept, and what is typed since then and not finished."""

    entry: DiaryEntry | None
    draft: DiaryEntry | None

    @property
    def answers(self) -> dict[str, Any]:
        """What stands in the form: the newest that was typed."""
        newest = self.draft or self.entry
        return newest.answers if newest else {}


def find_rows(session: Session, enrollment_id: int, diary: str, day: date) -> DayRows:
    """Return the row and the draft of a day; one statement."""
    wanted = or_(DiaryEntry.current.is_(True), DiaryEntry.revision == DRAFT)
    rows = session.scalars(select(DiaryEntry).where(_of_day(enrollment_id, diary, day), wanted)).all()
    return DayRows(
        next((row for row in rows if row.current), None), next((row for row in rows if row.revision == DRAFT), None)
    )


def list_days(
    session: Session, enrollment_id: int, first: date, last: date, diary: str = SLEEP
) -> list[DiaryDay]:
    """Return every day from first to last, missed ones too, oldest first; one statement."""
    rows = session.scalars(
        select(DiaryEntry).where(
            DiaryEntry.enrollment_id == enrollment_id, DiaryEntry.diary == diary, DiaryEntry.current.is_(True),
            DiaryEntry.day.between(first, last),
        )
    )
    entries = {row.day: row for row in rows}
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [DiaryDay(day, entries.get(day)) for day in days]


def week_of_days(days: list[DiaryDay]) -> Week | None:
    """Return the week's means, or None with fewer than five nights."""
    return find_week([day.night for day in days if day.night is not None])
