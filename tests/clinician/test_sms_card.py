"""Holds the question card at the desk: of the own patients alone, and in the log."""

from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast


def test_the_desk_prints_the_card_of_its_own_patient_and_a_stranger_gets_404(care_cast: CareCast) -> None:
    make_series(care_cast, "heart_failure")
    address = f"/desk/patients/{care_cast.anna.public_id}/sms-card"
    page = care_cast.browser(care_cast.karin).get(address).get_data(as_text=True)
    assert "Rad 2: Svara på Hjärtkollen" in page
    assert care_cast.browser(care_cast.stranger).get(address).status_code == 404
