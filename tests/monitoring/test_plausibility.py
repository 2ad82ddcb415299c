"""What is stored, asked about and refused, with the limit named."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.kinds import PanelKind, ValueKind, get_kind, get_panel
from monitoring.moments import check_duplicate, check_moment, is_backdated
from monitoring.outcomes import Accept, Confirm, Reason, Refuse, say_outcome
from monitoring.plausibility import CheckContext, check_value
from monitoring.pressure_pair import check_pressure

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", list(ValueKind))
def test_every_kind_has_facts_in_order(kind: ValueKind) -> None:
    facts = get_kind(kind)
    assert facts.possible[0] <= facts.plausible[0] < facts.plausible[1] <= facts.possible[1]
    assert facts.ucum


@pytest.mark.parametrize("kind", list(ValueKind))
def test_the_limits_themselves_are_inside(kind: ValueKind) -> None:
    facts = get_kind(kind)
    assert not isinstance(check_value(kind, facts.possible[0]), Refuse) or kind is ValueKind.HBA1C
    assert not isinstance(check_value(kind, facts.possible[1]), Refuse)
    assert isinstance(check_value(kind, facts.possible[1] + 1), Refuse)
    assert isinstance(check_value(kind, facts.plausible[0]), Accept)


def test_the_panels_carry_the_codes_of_the_specification() -> None:
    assert get_panel(PanelKind.BP).loinc == "85354-9"
    assert get_panel(PanelKind.BP_MEAN).part_loinc == ("96608-5", "96609-3")


def test_a_refusal_names_the_limit_in_swedish() -> None:
    outcome = check_value(ValueKind.WEIGHT, Decimal(7000))
    assert isinstance(outcome, Refuse)
    assert "350" in say_outcome("sv", outcome)
    assert outcome.reason is Reason.TOO_HIGH


@pytest.mark.parametrize(
    ("kind", "typed", "meant"), [(ValueKind.WEIGHT, "814", "81,4"), (ValueKind.TEMPERATURE, "376", "37,6")]
)
def test_a_forgotten_comma_is_asked_about_and_never_put_in_by_itself(kind: ValueKind, typed: str, meant: str) -> None:
    outcome = check_value(kind, Decimal(typed))
    assert isinstance(outcome, Refuse)
    assert f"Menade du {meant}" in say_outcome("sv", outcome)


def test_a_question_shows_the_value_with_a_decimal_comma() -> None:
    outcome = check_value(ValueKind.TEMPERATURE, Decimal("33.9"))
    assert isinstance(outcome, Confirm)
    assert "33,9" in say_outcome("sv", outcome)


def test_a_confirmed_value_is_accepted() -> None:
    assert isinstance(check_value(ValueKind.PULSE, Decimal(160), CheckContext(confirmations=1)), Accept)


def test_an_impossible_value_is_refused_however_often_it_is_confirmed() -> None:
    assert isinstance(check_value(ValueKind.PULSE, Decimal(300), CheckContext(confirmations=9)), Refuse)


@pytest.mark.parametrize(
    ("kind", "value", "reason", "offered"),
    [
        (ValueKind.GLUCOSE, "112", Reason.UNIT_MGDL, "6.2"),
        (ValueKind.HBA1C, "6.5", Reason.UNIT_PERCENT, "48"),
        (ValueKind.HBA1C, "7.2", Reason.UNIT_PERCENT, "55"),
        (ValueKind.TEMPERATURE, "98.6", Reason.UNIT_FAHRENHEIT, "37.0"),
        (ValueKind.WEIGHT, "81400", Reason.UNIT_GRAM, "81.4"),
        (ValueKind.WEIGHT, "81.46", Reason.TOO_MANY_DECIMALS, "81.5"),
        (ValueKind.PULSE, "64.5", Reason.TOO_MANY_DECIMALS, "65"),
    ],
)
def test_another_unit_is_offered_and_never_put_in(
    kind: ValueKind, value: str, reason: Reason, offered: str
) -> None:
    outcome = check_value(kind, Decimal(value))
    assert isinstance(outcome, Refuse)
    assert outcome.reason is reason
    assert outcome.offer is not None
    assert outcome.offer.values[kind] == Decimal(offered)


def test_a_glucose_that_can_be_true_in_both_units_is_asked_about() -> None:
    outcome = check_value(ValueKind.GLUCOSE, Decimal(45))
    assert isinstance(outcome, Confirm)
    assert outcome.reason is Reason.UNIT_MGDL


def test_a_glucose_with_a_decimal_is_not_taken_for_another_unit() -> None:
    outcome = check_value(ValueKind.GLUCOSE, Decimal("41.5"))
    assert isinstance(outcome, Confirm)
    assert outcome.reason is Reason.UNUSUALLY_HIGH


@pytest.mark.parametrize(("word", "kept"), [("HI", True), ("lo", True), ("hej", False), ("", False)])
def test_only_the_words_of_a_glucose_meter_are_values(word: str, kept: bool) -> None:
    assert isinstance(check_value(ValueKind.GLUCOSE, word), Accept) is kept
    assert isinstance(check_value(ValueKind.WEIGHT, word), Refuse)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_a_number_that_is_none_is_refused(value: str) -> None:
    assert isinstance(check_value(ValueKind.WEIGHT, Decimal(value)), Refuse)
    assert isinstance(check_pressure(Decimal(value), Decimal(80)), Refuse)


@pytest.mark.parametrize(
    ("now", "days", "times"), [("85.0", 3, 0), ("85.1", 3, 1), ("90.1", 3, 2), ("69.8", 1, 2), ("85.1", 4, 0)]
)
def test_a_fast_change_of_weight_is_asked_once_or_twice(now: str, days: int, times: int) -> None:
    context = CheckContext(on=TODAY, last_weight=(TODAY - timedelta(days=days), Decimal("80.0")))
    outcome = check_value(ValueKind.WEIGHT, Decimal(now), context)
    assert (outcome.times if isinstance(outcome, Confirm) else 0) == times


PAIRS = [
    ("142", "86", Accept, None), ("145", "92", Accept, None), ("185", "115", Accept, None),
    ("90", "80", Accept, None), ("89", "80", Confirm, Reason.SMALL_GAP), ("210", "60", Accept, None),
    ("211", "60", Confirm, Reason.LARGE_GAP), ("80", "80", Refuse, Reason.NO_GAP),
    ("1450", "92", Refuse, Reason.TOO_HIGH), ("82", "138", Refuse, Reason.SWAPPED),
    ("12", "8", Refuse, Reason.TENTHS), ("14", "9", Refuse, Reason.TENTHS), ("12.5", "8.5", Refuse, Reason.TENTHS),
    ("-1", "80", Refuse, Reason.TOO_LOW), ("142", "-1", Refuse, Reason.TOO_LOW), ("0", "0", Refuse, Reason.TOO_LOW),
    ("230", "120", Confirm, Reason.UNUSUALLY_HIGH), ("79", "50", Confirm, Reason.UNUSUALLY_LOW),
    ("301", "100", Refuse, Reason.TOO_HIGH), ("142", "201", Refuse, Reason.SWAPPED),
    ("142", "301", Refuse, Reason.TOO_HIGH),
    ("142.5", "86", Refuse, Reason.TOO_MANY_DECIMALS), ("8", "12", Refuse, Reason.TOO_LOW),
]  # fmt: skip


@pytest.mark.parametrize(("systolic", "diastolic", "outcome", "reason"), PAIRS)
def test_a_pressure_is_checked_as_a_pair(
    systolic: str, diastolic: str, outcome: type, reason: Reason | None
) -> None:
    answer = check_pressure(Decimal(systolic), Decimal(diastolic))
    assert isinstance(answer, outcome)
    assert getattr(answer, "reason", None) is reason


def test_twelve_over_eight_asks_for_the_whole_numbers() -> None:
    outcome = check_pressure(Decimal(12), Decimal(8))
    assert isinstance(outcome, Refuse)
    assert "120/80" in say_outcome("sv", outcome)


@given(st.integers(-400, 2000), st.integers(-400, 2000))
def test_a_pressure_that_is_accepted_is_always_possible(systolic: int, diastolic: int) -> None:
    outcome = check_pressure(Decimal(systolic), Decimal(diastolic), CheckContext(confirmations=2))
    if isinstance(outcome, Accept):
        assert 50 <= systolic <= 300
        assert 20 <= diastolic < systolic
    else:
        assert isinstance(outcome, Refuse)
        assert say_outcome("sv", outcome)


@pytest.mark.parametrize(
    ("ago", "kept"),
    [
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-6), False),
        (timedelta(0), True),
        (timedelta(days=7), True),
        (timedelta(days=7, minutes=1), False),
    ],
)
def test_a_value_is_at_most_a_week_old_and_never_from_the_future(ago: timedelta, kept: bool) -> None:
    assert isinstance(check_moment(NOW - ago, NOW), Accept) is kept


def test_a_value_older_than_a_day_is_backdated() -> None:
    assert is_backdated(NOW - timedelta(hours=25), NOW)
    assert not is_backdated(NOW - timedelta(hours=24), NOW)


def test_the_same_value_within_two_minutes_is_asked_about() -> None:
    last = (Decimal(142), NOW - timedelta(minutes=1))
    assert isinstance(check_duplicate(Decimal(142), NOW, last), Confirm)
    assert isinstance(check_duplicate(Decimal(142), NOW, last, confirmations=1), Accept)
    assert isinstance(check_duplicate(Decimal(141), NOW, last), Accept)
    assert isinstance(check_duplicate(Decimal(142), NOW + timedelta(minutes=1), last), Accept)
    assert isinstance(check_duplicate(Decimal(142), NOW, None), Accept)
