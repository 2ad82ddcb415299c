"""Holds that the rules run again when a value is corrected or undone, on it and those around it (features.md M15)."""

from datetime import timedelta
from typing import Any

import pytest

from monitoring.corrections import correct_series, undo_report
from monitoring.models import Report
from monitoring.occasions import get_own_report
from monitoring.series import Series
from monitoring.settling import settle_provisional
from tests.monitoring.series_ground import SeriesMeasurer, make_series, sent_of
from tests.plugins.cast import CareCast
from worklist.causes import causes_of
from worklist.items import settle_items
from worklist.models import ItemStatus, Outcome, WorkItem

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CALM = {f"q{n}": 0 for n in range(1, 7)}
ILL = {**CALM, "q1": 2, "q2": 2, "q3": 1}
CASES = [
    ("diabetes_insulin", Series.GLUCOSE, "2.6", "7.0", {}, "glucose_low"),
    ("diabetes_insulin", Series.GLUCOSE, "21.0", "11.0", {}, "glucose_very_high"),
    ("diabetes_insulin", Series.KETONES, "1.8", "0.3", {}, "ketones_high"),
    ("diabetes_insulin", Series.KETONES, "3.2", "0.3", {}, "series_emergency"),
    ("diabetes_insulin", Series.HBA1C, "77", "47", {}, "hba1c_high"),
    ("copd", Series.SPO2, "84", "95", {}, "spo2_low"),
    ("copd", Series.SPO2, "78", "97", {}, "series_emergency"),
    ("copd", Series.TEMPERATURE, "39.7", "36.9", {}, "fever"),
    ("copd", Series.LUNG_CHECK, "", "", ILL, ""),
    ("heart_failure", Series.HEART_CHECK, "", "", ILL, ""),
]
"""The program, what was measured, the wrong value, the right one, wrong answers, and why care was called."""


def act(anna: SeriesMeasurer, series: Series, public_id: str, after: timedelta, **sent: Any) -> str:
    """Correct a report, or take it back when nothing is sent instead; returns the id of what counts then."""
    with anna.cast.database.transaction() as session:
        report = get_own_report(session, anna.cast.anna.id, public_id)
        around, now = anna.around_series(session, series), report.received_at + after
        if not sent:
            undo_report(session, around, report, now)
            return public_id
        value = sent.pop("value", "")
        return correct_series(session, around, report, sent_of(series, value, **sent), "Fel", now).report.public_id


def of(anna: SeriesMeasurer, reason: str = "") -> list[WorkItem]:
    """Return the items about Anna, those that name a reason when one is named; not the one about missing limits."""
    return [
        one for one in anna.items()
        if one.reason != "limits_missing" and reason in ("", *(cause.reason for cause in causes_of(one)))
    ]  # fmt: skip


def row_key(anna: SeriesMeasurer) -> str:
    """Return what the row about Anna's weights is known by."""
    return f"values:weight:{anna.cast.anna.public_id}:{anna.cast.unit.id}"


@pytest.mark.parametrize(("template", "series", "wrong", "right", "answers", "reason"), CASES,
                         ids=lambda one: str(one)[:12])  # fmt: skip
def test_a_wrong_alarm_of_every_kind_explains_itself_and_comes_back_with_the_value(
    care_cast: CareCast, template: str, series: Series, wrong: str, right: str, answers: dict[str, int], reason: str
) -> None:
    anna = make_series(care_cast, template)
    first = anna.send(series, wrong, answers=answers or None)
    settle_provisional(care_cast.database, care_cast.now + 31 * MINUTE)
    (item,) = of(anna, reason)[:1]
    assert item.status is ItemStatus.OPEN
    calm = {"answers": CALM} if answers else {"value": right}
    fresh = act(anna, series, first, 32 * MINUTE, **calm)
    stood = [one for one in of(anna) if one.status is not ItemStatus.CLOSED]
    if item.reason == "series_emergency" and answers:
        assert stood
        return
    assert stood == []
    closed = of(anna, item.reason)[-1]
    assert (closed.outcome, closed.note is not None and closed.note.startswith("Patienten rättade värdet")) == (
        Outcome.WITHDRAWN, True,
    )  # fmt: skip
    act(anna, series, fresh, 30 * MINUTE / 60)
    assert item.reason in anna.open_reasons(), "the value counts again, and so does its alarm"


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna, who weighs herself every morning; target 80.0 kg."""
    return make_series(care_cast, "heart_failure")


def weigh(anna: SeriesMeasurer, *weights: str) -> list[str]:
    """Send a weight every morning; returns the ids of the reports."""
    return [anna.send(Series.WEIGHT, one, at=anna.cast.now + n * DAY) for n, one in enumerate(weights)]


def test_a_mistyped_weight_takes_along_the_alarm_that_the_next_day_gave(heart: SeriesMeasurer) -> None:
    wrong, next_day = weigh(heart, "77.5", "80.2")
    assert heart.open_reasons() == ["weight_gain", "weight_under"]
    act(heart, Series.WEIGHT, wrong, DAY + MINUTE, value="80.0")
    assert heart.open_reasons() == []
    (gain,) = of(heart, "weight_gain")
    assert (gain.outcome, gain.note) == (Outcome.WITHDRAWN, "Patienten rättade värdet 77,5 till 80.")
    report: Report = heart.read(next_day)
    assert (report.level, report.raised) == ("green", {})
    page = heart.cast.browser(heart.cast.anna).get(f"/values/{next_day}").text
    assert "Larmet gäller inte längre" in page


def test_a_mistyped_weight_that_hid_a_gain_calls_when_it_is_corrected(heart: SeriesMeasurer) -> None:
    wrong, _next_day = weigh(heart, "81.0", "82.0")
    assert heart.open_reasons() == []
    act(heart, Series.WEIGHT, wrong, DAY + MINUTE, value="79.5")
    assert heart.open_reasons() == ["weight_gain"]


def test_the_day_before_yesterday_calls_nobody_anew(heart: SeriesMeasurer) -> None:
    wrong, _gain, _later, _last = weigh(heart, "81.0", "82.0", "81.0", "81.0")
    act(heart, Series.WEIGHT, wrong, 3 * DAY + MINUTE, value="79.5")
    assert heart.open_reasons() == []


def test_an_old_value_corrected_to_another_dangerous_one_keeps_its_alarm(heart: SeriesMeasurer) -> None:
    _first, gain = weigh(heart, "80.0", "83.4")
    (before,) = of(heart, "weight_gain")
    fresh = act(heart, Series.WEIGHT, gain, 3 * DAY, value="83.1")
    (item,) = of(heart, "weight_gain")
    assert (item.status, item.places["value"], item.subject) == (ItemStatus.OPEN, "83.1", f"report:{fresh}")
    assert item.occurred_at == before.occurred_at


def test_a_handled_alarm_is_not_raised_again_by_a_small_correction(heart: SeriesMeasurer) -> None:
    _first, gain = weigh(heart, "80.0", "83.4")
    key = row_key(heart)
    with heart.cast.database.transaction() as session:
        settle_items(session, key, Outcome.CALLED, heart.cast.now + DAY + 5 * MINUTE, heart.cast.karin.id)
    act(heart, Series.WEIGHT, gain, 10 * MINUTE, value="83.1")
    assert [one.outcome for one in of(heart, "weight_gain")] == [Outcome.CALLED]


def test_an_alarm_of_weeks_ago_that_was_handled_does_not_keep_todays_wrong_one(heart: SeriesMeasurer) -> None:
    weigh(heart, "80.0", "83.0")
    key = row_key(heart)
    with heart.cast.database.transaction() as session:
        settle_items(session, key, Outcome.CALLED, heart.cast.now + DAY + MINUTE, heart.cast.karin.id)
    start = heart.cast.now + 20 * DAY
    heart.send(Series.WEIGHT, "80.0", at=start)
    wrong = heart.send(Series.WEIGHT, "83.0", at=start + DAY)
    act(heart, Series.WEIGHT, wrong, 5 * MINUTE, value="80.3")
    assert [one.outcome for one in of(heart, "weight_gain")] == [Outcome.CALLED, Outcome.WITHDRAWN]


def test_an_alarm_that_another_value_stands_for_stays(heart: SeriesMeasurer) -> None:
    _first, _gain, again = weigh(heart, "80.0", "83.0", "83.2")
    act(heart, Series.WEIGHT, again, 5 * MINUTE, value="81.0")
    assert "weight_gain" in heart.open_reasons(), "yesterday's gain is still unhandled"


def test_a_value_that_stayed_quiet_beside_a_wrong_one_speaks_for_itself(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "diabetes_insulin")
    wrong = anna.send(Series.GLUCOSE, "22.0")
    anna.send(Series.GLUCOSE, "21.0", at=care_cast.now + 90 * MINUTE)
    act(anna, Series.GLUCOSE, wrong, 100 * MINUTE, value="9.0")
    (item,) = [one for one in of(anna, "glucose_very_high") if one.status is ItemStatus.OPEN]
    assert item.places["value"] == "21"
