"""Holds the desk's pages of each series: rules in words, plans with limits both ways, and signed instructions."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from clinician.series_words import INSTRUCTION_KEYS, SERIES_RULES
from core.audit import AuditEvent
from core.ids import new_public_id
from messaging.alarms import send_alarms
from messaging.sms_models import Sms, SmsKind
from monitoring.evaluation import INSTRUCTED
from monitoring.judgement import Rule
from monitoring.models import MeasurementPlan
from monitoring.series import Series
from people.identity import set_phone
from people.models import User
from ratings.models import RatingStatus, SelfRating
from tests.monitoring.series_cases import TODAY
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, count_statements, send

DAY = timedelta(days=1)
WEIGHT = {"target": "80,0", "limit_up": "2,0", "limit_down": "2,0", "fluid": "yes", "rhythm": "daily", "hour": "7",
          "reason": "Bestämt vid besöket"}  # fmt: skip
TEXT = "Ta 1 extra tablett på morgonen i 3 dagar."
LAST = str(TODAY + 90 * DAY)


@pytest.fixture
def anna(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure, without limits yet."""
    return make_series(care_cast, "heart_failure", limits=False)


@pytest.fixture
def desk(anna: SeriesMeasurer) -> FlaskClient:
    """Karin's signed-in browser."""
    return anna.cast.browser(anna.cast.karin)


def page_of(anna: SeriesMeasurer, page: str, kind: str = "weight") -> str:
    """Return the address of one of Anna's pages."""
    return f"/desk/patients/{anna.cast.anna.public_id}/{page}?kind={kind}"


def form_of(anna: SeriesMeasurer, series: Series = Series.WEIGHT, /, **changed: str) -> dict[str, str]:
    """Return a whole form for the plan as it stands."""
    texts = {f"{name}_{key}": value for key in INSTRUCTION_KEYS[series]
             for name, value in (("text", ""), ("to", LAST), ("days", "3"))}  # fmt: skip
    return {**WEIGHT, **texts, "plan": anna.plan(series).public_id, "kind": series.value, **changed}


def save(client: FlaskClient, anna: SeriesMeasurer, form: dict[str, str]) -> TestResponse:
    """Send a plan's form in."""
    return client.post(page_of(anna, "plan", form["kind"]), data={"form_key": new_public_id(), **form})


def test_every_rule_has_words_on_the_desk_and_every_instruction_a_place() -> None:
    assert {rule for rule in Rule if not rule.value.startswith(("bp_", "pulse_"))} == set(SERIES_RULES)
    assert set(INSTRUCTED.values()) == {key for keys in INSTRUCTION_KEYS.values() for key in keys}


def test_a_plan_without_limits_says_so_and_offers_the_common_ones(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    assert "gränser saknas" in desk.get(page_of(anna, "values")).text
    page = desk.get(page_of(anna, "plan")).text
    assert 'name="target"' in page
    assert 'value="2"' in page or 'value="2,0"' in page
    assert anna.plan(Series.WEIGHT).limits is None


def test_limits_are_kept_as_a_new_version_with_who_when_and_why(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    assert save(desk, anna, form_of(anna, target="79,5", limit_up="1,5")).status_code == 302
    plan = anna.plan(Series.WEIGHT)
    assert plan.limits is not None
    assert (plan.version, plan.limits["target"], plan.limits["limit_up"]) == (2, "79.5", "1.5")
    assert (plan.limits["set_by"], plan.reason, plan.rhythm) == ("Karin Lind", "Bestämt vid besöket", "daily")
    page = desk.get(page_of(anna, "values")).text
    for words in ("målvikt 79,5 kg, gräns uppåt 1,5 kg", "Bestämt vid besöket", "Karin Lind", "Version 1:"):
        assert words.casefold() in page.casefold()
    with anna.cast.database.transaction() as session:
        assert session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.action == "plan.change")) == 1
        assert session.scalar(select(func.count(MeasurementPlan.id)).where(MeasurementPlan.kind == "weight")) == 2


def test_the_question_about_limits_is_settled_when_no_series_waits(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "copd", limits=False)
    desk = care_cast.browser(care_cast.karin)
    waiting = {"spo2": {"baseline": "95"}, "temperature": {"yellow_from": "38", "red_from": "39,5"}, "weight": WEIGHT}
    for kind, fields in waiting.items():
        assert anna.open_reasons() == ["limits_missing"]
        form = form_of(anna, Series(kind), **fields)
        assert save(desk, anna, form).status_code == 302
    assert anna.open_reasons() == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"target": "8"}, "från 30 till 250"), ({"limit_up": "x"}, "från 0,5 till 10"),
        ({"hour": "3"}, "från 4 till 22"),
        ({"reason": ""}, "Skriv varför planen ändras"), ({"rhythm": "hourly"}, "Välj hur ofta"),
        ({"text_W1": TEXT}, "Signera texterna"),
        ({"text_W1": TEXT, "sign": "yes", "to_W1": "2029-01-01"}, "sex månader"),
        ({"text_W1": TEXT, "sign": "yes", "days_W1": "99"}, "från 1 till 14"),
        ({"text_W1": "x" * 601, "sign": "yes"}, "för lång"),
    ],
)
def test_a_wrong_form_is_told_in_words_and_keeps_what_was_typed(
    anna: SeriesMeasurer, desk: FlaskClient, changed: dict[str, str], words: str
) -> None:
    answer = save(desk, anna, form_of(anna, **changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert anna.plan(Series.WEIGHT).version == 1


def test_a_text_is_signed_with_name_role_day_and_end_and_stays_signed(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    save(desk, anna, form_of(anna, text_W1=TEXT, sign="yes"))
    own = anna.plan(Series.WEIGHT).instructions
    assert own is not None
    assert own["W1"] == {"text": TEXT, "signed_by": "Karin Lind", "role": own["W1"]["role"], "signed_on": str(TODAY),
                         "valid_to": LAST, "max_days": 3}  # fmt: skip
    assert own["W1"]["role"]
    erik = anna.cast.browser(anna.cast.erik)
    assert save(erik, anna, form_of(anna, text_W1=TEXT, target="81")).status_code == 302
    kept = anna.plan(Series.WEIGHT).instructions
    assert kept is not None
    assert kept["W1"]["signed_by"] == "Karin Lind"
    save(erik, anna, form_of(anna, text_W1=TEXT + " Ring mig.", sign="yes"))
    changed = anna.plan(Series.WEIGHT).instructions
    assert changed is not None
    assert changed["W1"]["signed_by"] == anna.cast.erik.name
    save(erik, anna, form_of(anna))
    assert anna.plan(Series.WEIGHT).instructions == {}


def test_an_instruction_is_unreadable_in_the_database(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    save(desk, anna, form_of(anna, text_W1=TEXT, sign="yes"))
    with anna.cast.database.engine.connect() as connection:
        stored = connection.exec_driver_sql("select instructions from measurement_plan").scalars().all()
    assert not any("tablett" in (one or "") for one in stored)


def test_two_who_change_the_same_plan_do_not_overwrite_each_other(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    form = form_of(anna)
    assert save(desk, anna, form).status_code == 302
    answer = save(desk, anna, {**form, "target": "77"})
    assert answer.status_code == 409
    assert "ändrats av någon annan" in answer.text
    assert 'value="77"' in answer.text
    assert anna.plan(Series.WEIGHT).version == 2


def test_a_series_can_be_added_and_taken_away(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    page = desk.get(page_of(anna, "plan", "spo2")).text
    assert "mäts inte än" in page
    fields = {"baseline": "95", "rhythm": "twice_a_week", "hour": "9", "reason": "Också KOL", "plan": ""}
    assert save(desk, anna, {"kind": "spo2", **fields}).status_code == 302
    plan = anna.plan(Series.SPO2)
    assert (plan.version, plan.rhythm, plan.morning_hour) == (2, "twice_a_week", 9)
    assert "Mät syremättnaden" in anna.cast.browser(anna.cast.anna).get("/values?kind=spo2").text
    gone = {**fields, "plan": plan.public_id, "end": "yes"}
    assert save(desk, anna, {"kind": "spo2", **gone}).status_code == 302
    assert "mäts inte längre" in desk.get(page_of(anna, "values", "spo2")).text
    assert anna.cast.browser(anna.cast.anna).get("/values/new/spo2").status_code == 404


def test_the_page_shows_rules_answers_and_corrections(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    save(desk, anna, form_of(anna))
    anna.send(Series.WEIGHT, "79.0", anna.cast.now - 6 * DAY)
    phone = anna.cast.browser(anna.cast.anna)
    place = send(phone, "/values/new/weight", value_1="81,1").location
    send(phone, f"{place}/symptoms", answer="none", breath="bit", swollen="no")
    page = desk.get(page_of(anna, "values")).text
    for words in ("81,1 kg", "W2: upp 2,1 kg på en vecka och sämre", "Lite sämre", "+2,1", "Hjärtkollen"):
        assert words in page
    fresh = send(phone, f"{place}/correct", value_1="80,1", reason="Skrev fel").location
    assert fresh
    assert "Rättat till 80,1 kg: Skrev fel" in desk.get(page_of(anna, "values")).text


def test_the_units_file_holds_its_own_values_and_names_nobody(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    anna.send(Series.WEIGHT, "80.4")
    file = f"/desk/patients/{anna.cast.anna.public_id}/values.csv"
    text = desk.get(file).text
    assert "Vikt;80,4;kg;" in text
    assert "Anna" not in text
    assert anna.cast.browser(anna.cast.stranger).get(file).status_code == 404


def test_a_stranger_neither_reads_nor_changes_a_plan(anna: SeriesMeasurer) -> None:
    stranger = anna.cast.browser(anna.cast.stranger)
    assert stranger.get(page_of(anna, "values")).status_code == 404
    assert save(stranger, anna, form_of(anna)).status_code == 404
    assert anna.plan(Series.WEIGHT).version == 1


def test_a_red_value_is_told_to_staff_who_asked_for_it_as_crisis_words_are(anna: SeriesMeasurer) -> None:
    with anna.cast.database.transaction() as session:
        karin = session.get_one(User, anna.cast.karin.id)
        set_phone(karin, "+46701740699")
        karin.alarm_sms = True
    anna.send(Series.HEART_CHECK, answers={f"q{n}": 0 for n in range(1, 7)})
    assert send_alarms(anna.cast.database, anna.cast.now) == 0
    anna.send(Series.HEART_CHECK, answers={**{f"q{n}": 0 for n in range(1, 6)}, "q6": 1})
    assert send_alarms(anna.cast.database, anna.cast.now) == 1
    assert send_alarms(anna.cast.database, anna.cast.now) == 0
    with anna.cast.database.transaction() as session:
        (body,) = session.scalars(select(Sms.body).where(Sms.kind == SmsKind.ALARM)).all()
    assert "Anna" not in body


def test_the_pages_take_at_most_six_statements(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    for ago in range(20):
        anna.send(Series.WEIGHT, "80.0", anna.cast.now - ago * DAY)
    for page in ("values", "plan"):
        desk.get(page_of(anna, page))
        with count_statements(anna.cast.database) as statements:
            assert desk.get(page_of(anna, page)).status_code == 200
        assert len([one for one in statements if one != "COMMIT"]) <= 6, statements


def test_the_curve_tells_what_happened_to_the_plan_and_on_request_the_ratings(
    anna: SeriesMeasurer, desk: FlaskClient
) -> None:
    anna.send(Series.WEIGHT, "80.0", anna.cast.now - 2 * DAY)
    save(desk, anna, form_of(anna, text_W1=TEXT, sign="yes"))
    anna.send(Series.WEIGHT, "80.4", anna.cast.now)
    with anna.cast.database.transaction() as session:
        session.add(SelfRating(
            patient_id=anna.cast.anna.id, unit_id=anna.cast.unit.id, instrument="phq9", instrument_version="1",
            language="sv", status=RatingStatus.COMPLETE, answers={}, total=12, started_at=anna.cast.now - DAY,
            completed_at=anna.cast.now - DAY,
        ))  # fmt: skip
    page = desk.get(page_of(anna, "values")).text
    assert "mätplan version 2, Karin Lind." in page
    assert "instruktion av Karin Lind." in page
    assert "PHQ-9" not in page
    with count_statements(anna.cast.database) as seen:
        assert "PHQ-9 12." in desk.get(page_of(anna, "values") + "&with=ratings").text
    assert len([one for one in seen if one != "COMMIT"]) <= 7
