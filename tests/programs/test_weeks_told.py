"""Holds the summary of a week: Sunday evening where the patient is, once, kind, without blame, never after the end."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core.clock import at_wall_clock
from messaging.models import Message, Sender
from messaging.sms_models import Sms
from messaging.sms_texts import has_health_word
from monitoring.series import Series
from monitoring.week_figures import SeriesWeek, unpack_weeks
from people.models import User
from programs.absences import tell_absence
from programs.models import Enrollment, EnrollmentStatus, WeekSummary
from programs.week_words import kind_words, week_title, write_week
from programs.weeks_told import tell_weeks, week_due
from tests.monitoring.ground import make_measurer
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, count_statements, send

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = date(2026, 11, 23)
SUNDAY = datetime(2026, 11, 29, 17, 5, tzinfo=UTC)
"""18:05 in Stockholm."""
CALM = {f"q{n}": 0 for n in range(1, 7)}


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize("sunday", [date(2026, 11, 29), date(2026, 3, 29), date(2026, 10, 25)])
def test_a_week_is_due_from_sunday_at_six_in_the_patients_own_zone(zone: str, sunday: date) -> None:
    six = at_wall_clock(sunday, 18, 0, zone)
    due = [step for step in range(-30, 30) if week_due(six + step * HOUR, zone) is not None]
    assert due == list(range(18))
    assert week_due(six, zone) == sunday - 6 * DAY
    assert week_due(six + 12 * HOUR, zone) == sunday - 6 * DAY
    assert six.astimezone(ZoneInfo(zone)).hour == 18


@pytest.mark.parametrize(
    ("count", "planned", "done", "words"),
    [
        (7, 7, 7, ["Du har gjort allt som var planerat den här veckan. Fint gjort."]),
        (5, 7, 5, ["Du har gjort 5 av 7 planerade mätningar den här veckan. Tack för det."]),
        (2, 7, 2, ["Du har gjort 2 av 7 planerade mätningar den här veckan. Alla veckor är olika.",
                   "Passar planen inte dina dagar, skriv till oss så ändrar vi den."]),
        (0, 7, 0, ["Det kom inga mätningar den här veckan. Det är okej. Börja igen när det passar dig.",
                   "Passar planen inte dina dagar, skriv till oss så ändrar vi den."]),
        (2, 0, 0, ["Inget var planerat den här veckan. Tack för det du skickade ändå."]),
    ],
)  # fmt: skip
def test_the_first_words_are_kind_whatever_came(count: int, planned: int, done: int, words: list[str]) -> None:
    assert kind_words("sv", [SeriesWeek("weight", count, planned, done)]) == words


def test_a_summary_reads_as_a_whole() -> None:
    weeks = [SeriesWeek("blood_pressure", 12, 14, 12, "134/82", "138/84"), SeriesWeek("weight", 1, 1, 1, "80.4"),
             SeriesWeek("kk6", 2, 2, 2)]  # fmt: skip
    assert write_week("sv", MONDAY, weeks, has_red=True).split("\n\n") == [
        "Din vecka 23–29 nov",
        "Du har gjort 15 av 17 planerade mätningar den här veckan. Tack för det.",
        "Blodtryck: 12 gånger. Medel 134/82. Förra veckan 138/84.",
        "Vikt: en gång. Värdet var 80,4 kg.",
        "KOL-kollen: 2 gånger.",
        "Fick du ett rött svar i veckan gäller fortfarande det som stod där.",
        "Nästa sammanfattning kommer på söndag. Har du frågor, skriv här.",
    ]
    assert week_title("sv", date(2026, 11, 30)) == "Din vecka 30 nov – 6 dec"


@pytest.fixture
def heart(sqlite_cast: CareCast) -> SeriesMeasurer:
    """Anna with heart failure, who weighs herself five days of the week and answers the check on four."""
    anna = make_series(sqlite_cast, "heart_failure")
    for day, kilos in enumerate(("80.0", "80.4", "80.2", "80.6", "80.8")):
        anna.send(Series.WEIGHT, kilos, sqlite_cast.now + day * DAY)
    for day in range(4):
        anna.send(Series.HEART_CHECK, at=sqlite_cast.now + day * DAY, answers=CALM)
    return anna


@pytest.fixture
def heart_on_both(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with heart failure, who weighs herself five days of the week and answers the check on four."""
    anna = make_series(care_cast, "heart_failure")
    for day, kilos in enumerate(("80.0", "80.4", "80.2", "80.6", "80.8")):
        anna.send(Series.WEIGHT, kilos, care_cast.now + day * DAY)
    for day in range(4):
        anna.send(Series.HEART_CHECK, at=care_cast.now + day * DAY, answers=CALM)
    return anna


def messages(cast: CareCast) -> list[str]:
    """Return what stands in the thread."""
    with cast.database.transaction() as session:
        return list(session.scalars(select(Message.body).where(Message.sender == Sender.AUTOMATIC)))


def test_it_comes_once_a_week_in_the_thread_and_without_an_sms(heart_on_both: SeriesMeasurer) -> None:
    cast = heart_on_both.cast
    told = [tell_weeks(cast.database, SUNDAY + step * HOUR) for step in (-3, -1, 0, 1, 5, 14)]
    assert told == [0, 0, 1, 0, 0, 0]
    (body,) = messages(cast)
    assert "Du har gjort 9 av 14 planerade mätningar den här veckan." in body
    assert "Vikt: 5 gånger. Medel 80,4 kg." in body
    assert "Hjärtkollen: 4 gånger." in body
    assert tell_weeks(cast.database, SUNDAY + 7 * DAY) == 1
    with cast.database.transaction() as session:
        assert session.scalars(select(Sms)).all() == []


def test_who_wants_it_is_told_by_sms_without_a_word_of_health_outside_the_quiet_hours(heart: SeriesMeasurer) -> None:
    cast = heart.cast
    with cast.database.transaction() as session:
        session.get_one(User, cast.anna.id).week_sms = True
    assert tell_weeks(cast.database, SUNDAY + 5 * HOUR) == 1
    with cast.database.transaction() as session:
        (sms,) = session.scalars(select(Sms))
        assert sms.not_before == datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
        assert not has_health_word(sms.body)


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED, EnrollmentStatus.VERIFIED])
def test_nothing_comes_while_it_rests_or_after_the_end(heart: SeriesMeasurer, status: EnrollmentStatus) -> None:
    with heart.cast.database.transaction() as session:
        session.get_one(Enrollment, heart.enrollment_id).status = status
    assert tell_weeks(heart.cast.database, SUNDAY) == 0


def test_nothing_comes_after_the_last_day_or_in_the_first_two_days(heart: SeriesMeasurer) -> None:
    cast = heart.cast
    for values in ({"ends_on": date(2026, 11, 28)}, {"ends_on": date(2027, 5, 1), "starts_on": date(2026, 11, 28)}):
        with cast.database.transaction() as session:
            session.query(Enrollment).update(values)
        assert tell_weeks(cast.database, SUNDAY) == 0


def test_days_away_are_not_planned_and_who_is_away_on_sunday_is_left_in_peace(heart_on_both: SeriesMeasurer) -> None:
    cast = heart_on_both.cast
    with cast.database.transaction() as session:
        anna = session.get_one(User, cast.anna.id)
        tell_absence(session, anna, MONDAY + 4 * DAY, MONDAY + 5 * DAY, cast.now)
        tell_absence(session, anna, MONDAY + 13 * DAY, MONDAY + 15 * DAY, cast.now)
    assert tell_weeks(cast.database, SUNDAY) == 1
    with cast.database.transaction() as session:
        weeks = unpack_weeks(session.scalars(select(WeekSummary)).one().figures)
    assert [(one.series, one.count, one.planned, one.done) for one in weeks] == [("weight", 5, 5, 4), ("hk6", 4, 5, 4)]
    assert tell_weeks(cast.database, SUNDAY + 7 * DAY) == 0


@pytest.mark.parametrize(("template", "planned"), [("diabetes", 4), ("copd", 15), ("diabetes_insulin", 8)])
def test_every_program_that_measures_has_its_week(sqlite_cast: CareCast, template: str, planned: int) -> None:
    make_series(sqlite_cast, template)
    assert tell_weeks(sqlite_cast.database, SUNDAY) == 1
    with sqlite_cast.database.transaction() as session:
        assert sum(one.planned for one in unpack_weeks(session.scalars(select(WeekSummary)).one().figures)) == planned


def test_pressure_counts_sittings_and_its_mean_is_of_the_whole_week(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast)
    for day in range(3):
        for hour in (0, 10):
            anna.report((130 + day, 80), (132 + day, 82), at=care_cast.now - 2 * HOUR + day * DAY + hour * HOUR)
    assert tell_weeks(care_cast.database, SUNDAY) == 1
    assert "Blodtryck: 6 gånger. Medel 132/81." in messages(care_cast)[0]
    assert "6 av 14" in messages(care_cast)[0]


def test_the_patient_reads_it_again_and_a_stranger_does_not(heart: SeriesMeasurer) -> None:
    cast = heart.cast
    with cast.database.transaction() as session:
        session.get_one(Enrollment, heart.enrollment_id).goal = "Orka gå till sjön"
    tell_weeks(cast.database, SUNDAY)
    cast.clock.instant = SUNDAY
    browser = cast.browser(cast.anna)
    assert "Din vecka 23–29 nov" in browser.get("/weeks").get_data(as_text=True)
    with cast.database.transaction() as session:
        address = f"/weeks/{session.scalars(select(WeekSummary.public_id)).one()}"
    with count_statements(cast.database) as seen:
        page = browser.get(address).get_data(as_text=True)
    assert "80,4 kg" in page
    assert "Orka gå till sjön" in page
    assert len(seen) <= 5
    assert address in browser.get("/messages").get_data(as_text=True)
    assert cast.browser(cast.other_patient).get(address).status_code == 404


def test_the_sms_is_chosen_in_the_settings_and_goes_with_the_others(heart: SeriesMeasurer) -> None:
    cast = heart.cast
    browser = cast.browser(cast.anna)
    for fields, wants in (({"sms": "yes", "week_sms": "yes"}, True), ({"sms": "yes"}, False),
                          ({"sms": "no", "week_sms": "yes"}, False)):  # fmt: skip
        assert send(browser, "/settings/sms", **fields).status_code == 302
        with cast.database.transaction() as session:
            assert session.get_one(User, cast.anna.id).week_sms is wants
