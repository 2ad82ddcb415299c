"""Bertil's weeks: blood pressure and heart failure lived by SMS alone, on a simulated phone with a moved clock."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app import list_jobs
from core.clock import at_wall_clock
from core.jobs import run_all
from messaging.reminders import set_reminder
from messaging.simulated import list_simulated, reply_simulated
from messaging.sms_models import ReminderKind
from messaging.sms_texts import has_health_word, segments
from monitoring.models import PressureWeek, Report
from people.models import CareUnit, User
from programs.models import Enrollment
from tests.monitoring.ground import MONDAY, Measurer, make_measurer
from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast

ZONE = "Europe/Stockholm"
THANKS = "Tack, vi har tagit emot det."
JOBS = frozenset(("sms are understood", "reminders are planned", "sms are sent", "the simulated phone"))
DAILY = frozenset(("silent patients", "dangerous values become final", "weeks are judged"))


class Bertil:
    """A patient with a button phone; nothing of his is ever done on the web."""

    def __init__(self, measurer: Measurer) -> None:
        self.measurer, self.cast, self.seen = measurer, measurer.cast, 0
        jobs = list_jobs(self.cast.app)
        self.quick = [job for job in jobs if job.name in JOBS]
        self.daily = [job for job in jobs if job.name in DAILY]
        with self.cast.database.transaction() as session:
            patient = session.get_one(User, self.cast.anna.id)
            patient.sms_by_web, self.number = False, str(patient.phone)
            enrollment = session.get_one(Enrollment, measurer.enrollment_id)
            set_reminder(session, user=patient, unit=session.get_one(CareUnit, self.cast.unit.id),
                         kind=ReminderKind.MEASURE, subject=f"enrollment:{enrollment.public_id}", hour=8,
                         starts_on=MONDAY, ends_on=enrollment.ends_on)  # fmt: skip

    def move(self, day: date, hour: int, minute: int = 0) -> list[str]:
        """Go to a time of the wall clock and return the SMS that came on the way, each held to be neutral."""
        self.cast.clock.instant = at_wall_clock(day, hour, minute, ZONE)
        run_all(self.quick, self.cast.database, self.cast.now)
        return self._news()

    def night(self) -> None:
        """Let the jobs run that look at the days."""
        run_all(self.daily, self.cast.database, self.cast.now)
        run_all(self.quick, self.cast.database, self.cast.now)

    def say(self, body: str) -> str:
        """Send an SMS half a minute later and return the one answer."""
        self.cast.clock.instant += timedelta(seconds=30)
        with self.cast.database.transaction() as session:
            reply_simulated(session, self.number, body, self.cast.now)
        run_all(self.quick, self.cast.database, self.cast.now)
        (answer,) = self._news()
        return answer

    def _news(self) -> list[str]:
        with self.cast.database.transaction() as session:
            every = [one for one in reversed(list_simulated(session, self.number, 500)) if not one.inbound]
        news, self.seen = [one.body for one in every[self.seen :]], len(every)
        assert not any(has_health_word(body) or segments(body) > 2 for body in news)
        return news

    def reports(self) -> list[Report]:
        """Return what has been reported."""
        with self.cast.database.transaction() as session:
            return list(session.scalars(select(Report).order_by(Report.id)))


def days(count: int) -> list[date]:
    return [MONDAY + timedelta(days=step) for step in range(count)]


def make_bertil(cast: CareCast, template: str) -> Bertil:
    cast.clock.instant = datetime.combine(MONDAY, datetime.min.time(), cast.now.tzinfo) + timedelta(hours=5)
    return Bertil(make_measurer(cast) if template == "hypertension" else make_series(cast, template))


@pytest.fixture
def heart(care_cast: CareCast) -> Bertil:
    """Bertil with heart failure."""
    return make_bertil(care_cast, "heart_failure")


@pytest.fixture
def pressure(care_cast: CareCast) -> Bertil:
    """Bertil with blood pressure."""
    return make_bertil(care_cast, "hypertension")


def test_a_week_of_heart_failure_by_sms_alone(heart: Bertil) -> None:
    monday, tuesday, wednesday, thursday, *silent = days(11)
    (reminder,) = heart.move(monday, 8, 2)
    assert reminder.startswith("Dags för dagens uppgifter. Svara JA")
    assert heart.say("JA") == "Nu rad 1 på ditt kort: skriv det du läser av."
    assert heart.say("80,0").startswith(f"{THANKS} Nu rad 2 på ditt kort: 6 frågor.")
    for answer in "00000":
        assert heart.say(answer).startswith("Fråga ")
    assert heart.say("nej") == f"{THANKS} Det var allt för nu. Nästa gång är i morgon."
    assert heart.measurer.open_reasons() == []
    heart.move(tuesday, 8, 2)
    heart.say("80,4")
    assert heart.say("0 1 0 0 0 0").startswith(THANKS)
    heart.move(wednesday, 8, 2)
    assert heart.say("82,6").startswith("Ring oss i dag på 08-465 004 10 eller 1177.")
    assert heart.say("nej") == "Fråga A på ditt kort: svara 0, 1 eller 2."
    heart.say("1")
    assert heart.say("ja").startswith("Ring oss i dag")
    assert heart.measurer.open_reasons() == ["weight_gain"]
    heart.move(thursday, 8, 2)
    assert heart.say("81,0").startswith(THANKS)
    assert heart.say("avbryt") == "Det går bra. Svara JA när du vill fortsätta i dag."
    for day in silent:
        heart.move(day, 8, 2)
        heart.cast.clock.instant += timedelta(hours=4)
        heart.night()
    reasons = heart.measurer.open_reasons()
    assert "missed_reports" in reasons
    kinds = [one.kind for one in heart.reports()]
    assert (kinds.count("weight"), kinds.count("hk6")) == (4, 2)
    assert {one.channel for one in heart.reports()} == {"sms"}
    assert heart.say("80,2").startswith(THANKS)
    assert heart.say("0 0 0 0 0 0").startswith(THANKS)
    heart.night()
    assert "missed_reports" not in heart.measurer.open_reasons()


def test_a_week_of_blood_pressure_by_sms_alone_becomes_a_mean(pressure: Bertil) -> None:
    first, *others = days(7)
    (reminder,) = pressure.move(first, 8, 2)
    assert reminder.startswith("Dags för dagens uppgifter.")
    assert pressure.say("128/82 64").endswith("gör om rad 1 en gång till och skicka.")
    assert pressure.say("126/80 62") == f"{THANKS} Det var allt för nu. Nästa gång är i kväll."
    for day in others:
        (reminder,) = pressure.move(day, 8, 2)
        assert pressure.say("128/82 64, 126/80 62").endswith("Nästa gång är i kväll.")
        pressure.cast.clock.instant = at_wall_clock(day, 19, 5, ZONE)
        pressure.say("130/84 66, 128/82 64")
    pressure.move(MONDAY + timedelta(days=7), 12)
    pressure.night()
    with pressure.cast.database.transaction() as session:
        week = session.scalars(select(PressureWeek)).one()
    assert (week.systolic, week.diastolic, week.readings, week.level) == (128, 82, 24, "green")
    assert pressure.measurer.open_reasons() == []


def test_a_dangerous_pressure_by_sms_is_repeated_and_its_signs_are_asked_for(sqlite_cast: CareCast) -> None:
    pressure = make_bertil(sqlite_cast, "hypertension")
    pressure.move(MONDAY, 8, 2)
    answer = pressure.say("188/112 80")
    assert "gör om det och skicka igen" in answer
    assert "112" in answer
    assert answer.endswith("Fråga G på ditt kort: svara JA eller NEJ.")
    assert pressure.say("nej").startswith("Tack. Vila i 5 minuter")
    assert pressure.say("186/111 80").startswith("Ring oss i dag")
    assert pressure.measurer.open_reasons() == ["value_crisis"]
