"""Holds that a replay finds what the live path found: the same judgements, calls and weeks (features.md M1)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from monitoring.models import PressureWeek, Report
from monitoring.reading_quality import POSTURE, How
from monitoring.series import Series
from tests.monitoring.replay_ground import SERIES, VALUES, Act, Life, as_lived, standing_reasons, stood, week_stood
from tests.plugins.cast import CareCast, make_care_cast
from worklist.causes import causes_of, place_of
from worklist.models import ItemKind, ItemStatus, WorkItem

OWN: dict[Series, list[dict[str, Any] | None]] = {
    Series.PRESSURE: [None, {}, {"goal_systolic": 125, "goal_diastolic": 75}, {"low_systolic": 115}],
    Series.WEIGHT: [None, {"target": "80.0"}, {"target": "82.0", "limit_up": "0.5"}, {"fluid": False}],
    Series.GLUCOSE: [None, {}, {"hypo_risk": False}], Series.HBA1C: [None, {}, {"goal_max": 45}],
    Series.SPO2: [None, {"baseline": 96}, {"baseline": 90}, {"goal_88_92": True, "home_oxygen": True}],
    Series.TEMPERATURE: [None, {}], Series.PEF: [None, {"best": 400}], Series.RATE: [None, {}],
}
TOGETHER = [
    (Series.PRESSURE,), (Series.WEIGHT, Series.PRESSURE), (Series.WEIGHT,), (Series.GLUCOSE, Series.KETONES),
    (Series.GLUCOSE, Series.HBA1C), (Series.SPO2,), (Series.LUNG_CHECK, Series.TEMPERATURE), (Series.HEART_CHECK,),
    (Series.PEF, Series.RATE, Series.NRS),
]
"""Series that the same patient measures."""
COACHED = How("coach", rested=300, apart=90, ticks=POSTURE)
HASTY = How("coach", rested=40, apart=90, ticks=POSTURE, as_usual=False)
SYMPTOMS = ["chest_pain", "confusion", "vomiting", "fainted"]
ANSWERS = [{}, {}, {"sick": "yes"}, {"breath": "much"}, {"dizzy": "yes"}, {"swollen": "yes"}]


@st.composite
def lives(draw: st.DrawFn) -> list[Act]:
    """Draw a life with one to three series that are measured often, so that values meet."""
    mine = draw(st.lists(st.sampled_from(TOGETHER), min_size=1, max_size=2))
    return draw(st.lists(acts([one for few in mine for one in few]), min_size=8, max_size=30))


@st.composite
def acts(draw: st.DrawFn, mine: list[Series]) -> Act:
    """Draw one act."""
    what = draw(st.sampled_from(
        ["send"] * 9 + ["press"] * 2 + ["answer"] * 3 + ["correct"] * 4 + ["undo"] * 2 + ["settle"] * 2
        + ["weeks", "answer_week", "change", "close"]
    ))  # fmt: skip
    series = draw(st.sampled_from([one for one in mine if what != "change" or one in OWN] or [Series.WEIGHT]))
    after = draw(st.sampled_from([0.5] if what == "undo" else [0.2, 2, 12, 40, 200, 720, 1440, 4400]))
    value = draw(st.sampled_from(VALUES[series])) if series in VALUES else ""
    is_check = series in (Series.HEART_CHECK, Series.LUNG_CHECK)
    return {
        "what": what, "after": after, "series": series.value, "value": value,
        "number": draw(st.sampled_from([86, 96, 128, 128, 128, 141, 168, 168, 186, 204])),
        "pulse": draw(st.sampled_from([None, 38, 46, 70, 70, 108, 126])), "irregular": draw(st.booleans()),
        "ago": draw(st.sampled_from([0, 0, 0, 0, 90, 1500])), "context": draw(st.sampled_from(["", "", "fasting"])),
        "answers": {f"q{n}": draw(st.sampled_from([0, 0, 0, 1, 2])) for n in range(1, 7)} if is_check and what == "send"
        else draw(st.sampled_from(ANSWERS)) if what == "answer" else {},
        "symptoms": draw(st.sampled_from([[], [], [], [SYMPTOMS[0]], SYMPTOMS[1:3], SYMPTOMS[3:]])),
        "dizzy": draw(st.sampled_from([None, True, False])), "which": draw(st.sampled_from([0, 0, 0, 1, 2, 3])),
        "how": draw(st.sampled_from([None, HASTY, COACHED])),
        "limits": draw(st.sampled_from(OWN[series])) if what == "change" else None,
    }  # fmt: skip


@pytest.fixture
def cast(sqlite_url: str) -> CareCast:
    """The cast on SQLite: what is held here is the order of things, not the database."""
    return make_care_cast(sqlite_url)


@settings(max_examples=15, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(what_happens=lives())
def test_live_alerts_are_the_replayed_alerts(cast: CareCast, what_happens: list[Act]) -> None:
    life = Life(cast)
    for series, limits in OWN.items():
        life.plan(series, limits[1])
    life.now = life.cast.now
    for act in what_happens:
        life.do(act)
    compare(life)


def test_a_week_that_is_judged_again_is_replayed_in_all_its_revisions(cast: CareCast) -> None:
    life, after = Life(cast), {"after": 1, "which": 0, "how": None, "ago": 0, "pulse": 70, "irregular": False}
    life.plan(Series.PRESSURE, {"goal_systolic": 140})
    for act in (
        {"what": "press", "number": 141}, {"what": "weeks", "after": 4320},
        {"what": "correct", "number": 118, "which": 2}, {"what": "correct", "number": 90, "which": 1}, {"what": "undo"},
        {"what": "answer_week", "dizzy": True},
    ):
        life.do({**after, **act})
    with cast.database.transaction() as session:
        assert (session.scalar(select(func.max(PressureWeek.revision))) or 0) >= 2
    compare(life)


def compare(life: Life) -> None:
    """Hold that the replay of what is stored gives what is stored, and what is open in the list."""
    with life.cast.database.transaction() as session:
        for series in (Series.PRESSURE, Series.WEIGHT, Series.GLUCOSE, *SERIES[4:]):
            lived = as_lived(life.history(session, series))
            live = {one.id: one for one in session.scalars(select(Report)) if one.id in lived.reports}
            assert {one: stood(row) for one, row in lived.reports.items()} == {
                one: stood(row) for one, row in live.items()
            }
            if series is Series.PRESSURE:
                weeks = session.scalars(select(PressureWeek).where(PressureWeek.current.is_(True)))
                assert {one.starts_on: week_stood(one) for one in weeks} == {
                    one: week_stood(week) for one, week in lived.weeks.items()
                }
        standing = standing_reasons(session, life.cast.anna.public_id, life.cast.unit.id)
        query = select(WorkItem).where(WorkItem.kind == ItemKind.VALUE, WorkItem.status != ItemStatus.CLOSED)
        items = list(session.scalars(query))
        told = [(item.dedupe_key, cause.reason) for item in items for cause in causes_of(item)]
        assert sorted(told) == sorted(standing), "no alarm is lost, and none stands that nothing stands for"
        for item in items:
            place = place_of(causes_of(item))
            assert (item.level, item.due_at, item.reason) == (place.level, place.due_at, place.causes[0].reason)
