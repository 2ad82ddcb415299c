"""The rules of the charts' geometry: own zone, hollow dots, drawn gaps, readable names."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.charts import Draw, Options, Reference, Sample, Series, Zone, line_chart, nice_ticks, spark_path

FIRST = date(2026, 11, 10)


def make_series(values: list[float], zone: Zone | None = None, name: str = "Övre", every: int = 1) -> Series:
    samples = [Sample(FIRST + timedelta(days=n * every), value) for n, value in enumerate(values)]
    return Series(name, samples, zone)


def test_a_higher_value_is_drawn_higher() -> None:
    dots = line_chart([make_series([120, 140])]).lines[0].dots
    assert dots[1].y < dots[0].y
    assert dots[1].x > dots[0].x


def test_a_value_outside_the_own_zone_is_hollow() -> None:
    dots = line_chart([make_series([136, 135, 100], Zone(high=135))]).lines[0].dots
    assert [dot.outside for dot in dots] == [True, False, False]


def test_a_series_without_a_zone_has_no_hollow_dots() -> None:
    assert not any(dot.outside for dot in line_chart([make_series([50, 500])]).lines[0].dots)


def test_the_zone_ends_at_its_limit() -> None:
    chart = line_chart([make_series([142, 131], Zone(high=135))])
    assert chart.zones[0].y == chart.limits[0].y
    assert chart.limits[0].text == "135"


def test_two_open_zones_do_not_run_together() -> None:
    upper = make_series([142, 131], Zone(high=135))
    lower = make_series([91, 83], Zone(high=85), "Undre")
    first, second = line_chart([upper, lower]).zones
    assert first.y + first.height < second.y


def test_everything_stays_inside_the_drawing() -> None:
    chart = line_chart([make_series([60, 250, 90], Zone(70, 80))], options=Options(low=50, high=200))
    assert all(chart.top <= dot.y <= chart.bottom for dot in chart.lines[0].dots)
    assert all(chart.left <= dot.x <= chart.right for dot in chart.lines[0].dots)


def test_the_place_follows_the_time_and_not_the_number_of_the_reading() -> None:
    samples = [Sample(FIRST, 1), Sample(FIRST + timedelta(days=1), 1), Sample(FIRST + timedelta(days=10), 1)]
    xs = [dot.x for dot in line_chart([Series("Vikt", samples)]).lines[0].dots]
    assert xs[2] - xs[1] == pytest.approx(9 * (xs[1] - xs[0]), abs=0.5)


def test_readings_in_any_order_are_drawn_in_time_order() -> None:
    samples = [Sample(FIRST + timedelta(days=day), day) for day in (2, 0, 1)]
    assert [dot.value for dot in line_chart([Series("", samples)]).lines[0].dots] == [0, 1, 2]


def test_a_long_gap_is_dashed() -> None:
    line = line_chart([make_series([1, 2, 3], every=11)], options=Options(max_gap_days=10)).lines[0]
    assert line.paths == ()
    assert len(line.gaps) == 2


def test_a_short_gap_is_solid() -> None:
    line = line_chart([make_series([1, 2, 3], every=3)]).lines[0]
    assert len(line.paths) == 1
    assert line.gaps == ()


def test_single_readings_behind_a_mean_have_no_line() -> None:
    dots = Series("", make_series([1, 2, 3]).samples, draw=Draw.DOTS)
    line = line_chart([dots]).lines[0]
    assert len(line.dots) == 3
    assert line.paths == line.gaps == ()


def test_nothing_yet_is_an_empty_chart() -> None:
    chart = line_chart([Series("Övre", [])])
    assert chart.is_empty
    assert chart.ticks


@pytest.mark.parametrize("values", [[80.0], [0.0, 0.0], [80.0, 80.0], [-3.0]])
def test_one_value_or_equal_values_are_drawn(values: list[float]) -> None:
    chart = line_chart([make_series(values)])
    assert all(chart.top < dot.y < chart.bottom for dot in chart.lines[0].dots)
    assert not chart.is_empty


def test_names_at_the_ends_do_not_cover_each_other() -> None:
    chart = line_chart([make_series([80, 81]), make_series([80, 80.5], name="Undre")])
    first, second = (line.label_y for line in chart.lines)
    assert abs(first - second) >= 20


def test_a_naive_instant_is_refused() -> None:
    naive = datetime(2026, 11, 10, 8)  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        line_chart([Series("", [Sample(naive, 1)])])


def test_instants_keep_their_time_of_day() -> None:
    samples = [Sample(datetime(2026, 11, 10, hour, tzinfo=UTC), 1) for hour in (0, 6, 24 - 12)]
    xs = [dot.x for dot in line_chart([Series("", samples)]).lines[0].dots]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (57, 147, [60, 80, 100, 120, 140]),
        (0, 27, [0, 10, 20]),
        (81.0, 82.4, [81, 81.5, 82]),
        (-1, 1, [-1, -0.5, 0, 0.5, 1]),
    ],
)
def test_ticks_are_round_and_few(low: float, high: float, expected: list[float]) -> None:
    assert nice_ticks(low, high, 5) == expected


def test_figures_are_written_with_a_decimal_comma() -> None:
    texts = [tick.text for tick in line_chart([make_series([81.0, 82.4])]).ticks]
    assert "81,5" in texts


def test_the_days_at_the_ends_stay_inside() -> None:
    days = [(FIRST, "10 nov"), (FIRST + timedelta(days=1), "i dag")]
    chart = line_chart([make_series([1, 2])], options=Options(days=days))
    assert [(mark.anchor, mark.x) for mark in chart.days] == [("start", chart.left), ("end", chart.right)]


def test_a_reference_and_a_band_widen_the_chart() -> None:
    bands = [Zone(0, 4, "ingen"), Zone(20, 27, "svår")]
    options = Options(references=[Reference(13, "säker förbättring: högst 13")], bands=bands)
    chart = line_chart([make_series([19, 12])], options=options)
    assert chart.bands[1].y < chart.references[0].y < chart.bands[0].y


def test_a_spark_ends_at_its_last_value() -> None:
    dots = spark_path([3, 2, 1])
    assert dots[-1].y > dots[0].y
    assert spark_path([]) == []


def test_what_happened_is_numbered_in_order_of_time_and_one_day_is_one_mark() -> None:
    day = timedelta(days=1)
    events = [(FIRST + 3 * day, "Ny plan."), (FIRST + day, "Råd."), (FIRST + 3 * day, "PHQ-9 12."),
              (FIRST - 9 * day, "För länge sedan.")]  # fmt: skip
    weeks = [(FIRST + 2 * day, "v. 3"), (FIRST + 90 * day, "v. 15")]
    chart = line_chart([make_series([120.0] * 6)], options=Options(events=events, weeks=weeks))
    assert [(one.number, one.text) for one in chart.events] == [(1, "Råd."), (2, "Ny plan. PHQ-9 12.")]
    assert chart.left < chart.events[0].x < chart.events[1].x < chart.right
    assert [one.text for one in chart.weeks] == ["v. 3"]
