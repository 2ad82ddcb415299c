"""The patient's curve says when the plan changed and when somebody signed advice."""

from datetime import timedelta

from monitoring.series import Series
from tests.monitoring.series_cases import TODAY
from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast

DAY = timedelta(days=1)


def test_the_curve_marks_when_advice_was_signed_and_the_plan_changed(care_cast: CareCast) -> None:
    heart = make_series(care_cast, "heart_failure")
    phone = care_cast.browser(care_cast.anna)
    own = {"text": "Ring mig.", "signed_by": "Karin Lind", "role": "sjuksköterska", "signed_on": str(TODAY - 3 * DAY),
           "valid_to": str(TODAY + 9 * DAY), "max_days": 3}  # fmt: skip
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 6 * DAY)
    heart.send(Series.WEIGHT, "80.2", heart.cast.now)
    page = phone.get("/values?kind=weight").text
    assert "ev-list" not in page
    heart.change(Series.WEIGHT, instructions={"W1": own}, version=2, set_at=heart.cast.now)
    page = phone.get("/values?kind=weight").text
    assert "råd från Karin Lind." in page
    assert "ny mätplan." in page
    assert page.count('class="ev-dot"') == 2
