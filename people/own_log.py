"""What a patient may see of the log about himself: who read or did what, and when, grouped by person and day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.clock import local_date
from core.language import _l
from people.models import CareUnit, User

PAGE = 200
LARGEST_ID = 2**31 - 1

READ = _l("Läste dina uppgifter")
WORDS: tuple[tuple[str, str], ...] = (
    ("denied.", _l("Försökte öppna dina uppgifter men fick inte")),
    ("patient.read", READ),
    ("conversation.read", _l("Läste era meddelanden")),
    ("message.", _l("Skrev eller läste meddelanden")),
    ("module.", _l("Läste eller öppnade en modul")),
    ("enrollment.", _l("Ändrade din inskrivning")),
    ("rating.", _l("Läste eller bedömde en skattning")),
    ("report.", _l("Läste eller ändrade mätvärden")),
    ("reading.", _l("Läste eller ändrade mätvärden")),
    ("plan.", _l("Ändrade din mätplan")),
    ("limit.", _l("Ändrade dina gränser")),
    ("risk.", _l("Bedömde hur du mår")),
    ("item.", _l("Arbetade med ditt ärende")),
    ("phone.", _l("Ändrade ditt telefonnummer")),
    ("pin.", _l("Tog bort din PIN så att du kan välja en ny")),
    ("export.", _l("Tog ut en kopia av dina uppgifter")),
    ("statistics.", _l("Räknade med dina svar i statistik utan namn")),
)
OTHER = _l("Arbetade med dina uppgifter")


@dataclass
class LogEntry:
    """What one person did on one day, in plain words; in the newest order."""

    day: date
    name: str
    title: str
    unit: str
    words: list[str]
    first: datetime
    last: datetime
    times: int


def list_own_log(
    session: Session, patient_id: int, zone: str, before: int | None = None
) -> tuple[list[LogEntry], int | None]:
    """Return a page of what others did with a patient's data, and the key of the next, older page.

    :param zone: the patient's time zone, in which a day is a day.
    :param before: the key of the page, from the page before it.
    """
    query = (
        select(AuditEvent, User.name, User.title, CareUnit.name)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .outerjoin(CareUnit, CareUnit.id == AuditEvent.unit_id)
        .where(
            AuditEvent.patient_id == patient_id,
            or_(AuditEvent.actor_id != patient_id, AuditEvent.actor_id.is_(None)),
            AuditEvent.actor_role != "system",
        )
        .order_by(AuditEvent.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(AuditEvent.id < min(before, LARGEST_ID))
    rows = session.execute(query).all()
    entries: dict[tuple[date, int | None], LogEntry] = {}
    for event, name, title, unit in rows[:PAGE]:
        _add(entries, event, local_date(event.at, zone), (name or "", title or "", unit or ""))
    return list(entries.values()), rows[PAGE - 1][0].id if len(rows) > PAGE else None


def _add(
    entries: dict[tuple[date, int | None], LogEntry], event: AuditEvent, day: date, who: tuple[str, str, str]
) -> None:
    key = (day, event.actor_id)
    entry = entries.get(key)
    if entry is None:
        entry = entries[key] = LogEntry(day, *who, words=[], first=event.at, last=event.at, times=0)
    words = words_for(event.action)
    if words not in entry.words:
        entry.words.append(words)
    entry.first, entry.times = min(entry.first, event.at), entry.times + 1
    entry.unit = entry.unit or who[2]


def words_for(action: str) -> str:
    """Return the marked Swedish sentence for an action of the log; the first that fits."""
    return next((words for start, words in WORDS if action.startswith(start)), OTHER)
