"""The assistant in the thread: values are stored and told back, questions get vetted texts, people the rest."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.understanding import version_read_by
from messaging.models import Message, Sender
from monitoring.models import Report
from monitoring.rechecks import ask_rechecks
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, send
from worklist.models import ItemKind, WorkItem


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure."""
    return make_series(care_cast, "heart_failure")


@pytest.fixture
def sugar(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of diabetes."""
    return make_series(care_cast, "diabetes")


def write(cast: CareCast, body: str) -> str:
    """Send a message and return where the patient is led."""
    answer = send(cast.browser(cast.anna), "/messages", body=body, unit=cast.unit.public_id)
    assert answer.status_code == 302
    return str(answer.location)


def thread(cast: CareCast) -> list[Message]:
    with cast.database.transaction() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def reports(cast: CareCast) -> list[Report]:
    with cast.database.transaction() as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def messages_waiting(cast: CareCast) -> int:
    with cast.database.transaction() as session:
        return len(session.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.MESSAGE)).all())


def test_a_value_written_in_the_thread_is_stored_and_told_back_as_automatic(heart: SeriesMeasurer) -> None:
    write(heart.cast, "jag vägde 83,2 i morse")
    (report,) = reports(heart.cast)
    assert (report.kind, str(report.value), report.channel) == ("weight", "83.20", "chat")
    said, answer = thread(heart.cast)
    assert answer.sender is Sender.AUTOMATIC
    assert "Jag har sparat vikt: 83,2 kg." in answer.body
    assert said.reading is not None
    assert said.reading["version"] == version_read_by()
    assert said.reading["intent"] == "report_weight"
    html = heart.cast.browser(heart.cast.anna).get("/messages").get_data(as_text=True)
    assert "Ett program, ingen människa" in html
    assert f"/values/{report.public_id}" in html


def test_a_value_alone_does_not_lie_before_the_unit_but_a_question_beside_it_does(heart: SeriesMeasurer) -> None:
    write(heart.cast, "vikt 83,2")
    assert messages_waiting(heart.cast) == 0
    write(heart.cast, "vikt 83,4 men jag undrar över min medicin")
    assert messages_waiting(heart.cast) == 1


def test_an_unlikely_value_is_stored_only_after_yes(heart: SeriesMeasurer) -> None:
    write(heart.cast, "vikt 320")
    assert reports(heart.cast) == []
    assert "Stämmer det?" in thread(heart.cast)[-1].body
    write(heart.cast, "ja")
    assert [str(one.value) for one in reports(heart.cast)] == ["320.00"]


def test_yes_to_nothing_is_a_message_to_people(heart: SeriesMeasurer) -> None:
    write(heart.cast, "ja")
    assert reports(heart.cast) == []
    assert messages_waiting(heart.cast) == 1


def test_a_value_in_another_unit_of_measure_is_not_stored(sugar: SeriesMeasurer) -> None:
    write(sugar.cast, "blodsocker 126")
    assert reports(sugar.cast) == []


def test_a_value_without_a_plan_goes_to_people(care_cast: CareCast) -> None:
    write(care_cast, "vikt 83,2")
    assert reports(care_cast) == []
    assert messages_waiting(care_cast) == 1


def test_a_question_gets_a_vetted_text_with_its_source_and_still_lies_before_the_unit(care_cast: CareCast) -> None:
    write(care_cast, "hur mäter jag blodtrycket rätt")
    answer = thread(care_cast)[-1]
    assert answer.sender is Sender.AUTOMATIC
    assert "Källa: råden för egen mätning" in answer.body
    assert messages_waiting(care_cast) == 1


def test_a_question_about_a_dose_is_never_answered_with_a_dose(care_cast: CareCast) -> None:
    write(care_cast, "hur mycket insulin ska jag ta")
    assert "Det kan jag inte svara på. Ändra inte dosen själv." in thread(care_cast)[-1].body
    assert messages_waiting(care_cast) == 1


def test_what_is_meant_for_people_gets_no_automatic_answer(care_cast: CareCast) -> None:
    write(care_cast, "Jag vaknade klockan tre igen.")
    assert [one.sender for one in thread(care_cast)] == [Sender.PATIENT]


def test_an_alarm_gets_help_and_never_a_vetted_text(care_cast: CareCast) -> None:
    assert write(care_cast, "jag har ont i bröstet, hur mäter jag blodtrycket").endswith("/help")
    assert [one.sender for one in thread(care_cast)] == [Sender.PATIENT]


def test_a_bare_number_after_the_fifteen_minutes_is_the_new_value(care_cast: CareCast) -> None:
    make_series(care_cast, "diabetes_insulin")
    browser = care_cast.browser(care_cast.anna)
    send(browser, "/messages", unit=care_cast.unit.public_id, body="blodsocker 3,4")
    care_cast.clock.instant += timedelta(minutes=15, seconds=5)
    assert ask_rechecks(care_cast.database, care_cast.now) == 1
    send(browser, "/messages", unit=care_cast.unit.public_id, body="4,3")
    with care_cast.database.transaction() as session:
        first, second = session.scalars(select(Report).order_by(Report.id))
        assert (second.kind, second.repeats_id, first.provisional) == ("glucose", first.id, False)
    page = browser.get("/messages").get_data(as_text=True)
    assert "Vad är 4,3 för värde?" not in page


def test_a_value_beside_an_alarm_is_stored_and_help_comes_first(heart: SeriesMeasurer) -> None:
    assert write(heart.cast, "vikt 83,4 och jag har ont i bröstet").endswith("/help")
    assert [str(one.value) for one in reports(heart.cast)] == ["83.40"]
    said, saved = thread(heart.cast)
    assert said.sender is Sender.PATIENT
    assert saved.body == "Jag har sparat vikt: 83,4 kg."


def test_a_value_beside_an_alarm_that_would_be_asked_about_waits_for_people(heart: SeriesMeasurer) -> None:
    assert write(heart.cast, "vikt 320 och jag har ont i bröstet").endswith("/help")
    assert reports(heart.cast) == []


def test_what_only_sounds_like_an_alarm_is_asked_about_with_112_and_read_by_people(care_cast: CareCast) -> None:
    write(care_cast, "det känns som att livet rinner ur mig")
    _said, answer = thread(care_cast)
    assert answer.sender is Sender.AUTOMATIC
    assert "Det du skriver oroar mig. Är det bråttom eller farligt nu, ring 112." in answer.body
    assert "Källa:" in answer.body
    assert messages_waiting(care_cast) == 1
