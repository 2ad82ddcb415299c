"""The rehearsal on the desk: shown to who reads the library, run on request, one at a time, and nothing is kept."""

from sqlalchemy import func, select

from clinician.rehearsal import ONE_AT_A_TIME
from messaging.sms_models import Sms
from people.models import User
from tests.plugins.cast import CareCast, count_statements

PAGE = "/desk/library/sleep/rehearsal"


def test_the_page_offers_to_rehearse_and_runs_nothing_by_itself(care_cast: CareCast) -> None:
    page = care_cast.browser(care_cast.karin).get(PAGE)
    assert page.status_code == 200
    assert "Öva nu" in page.text
    assert "<table>" not in page.text


def test_a_rehearsal_shows_weeks_and_findings_and_touches_nothing_of_ours(care_cast: CareCast) -> None:
    browser = care_cast.browser(care_cast.karin)
    with care_cast.database.transaction() as session:
        before = session.scalar(select(func.count()).select_from(User))
    with count_statements(care_cast.database) as seen:
        page = browser.get(f"{PAGE}?run=1&patient=sms_only")
    assert page.status_code == 200
    assert "Den som bara har sms" in page.text
    assert "Inget att anmärka" in page.text
    assert len(seen) <= 6
    with care_cast.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(User)) == before
        assert session.scalar(select(func.count()).select_from(Sms)) == 0


def test_a_second_rehearsal_in_the_same_process_is_asked_to_wait(care_cast: CareCast) -> None:
    with ONE_AT_A_TIME:
        page = care_cast.browser(care_cast.karin).get(f"{PAGE}?run=1&patient=sms_only")
    assert page.status_code == 409


def test_an_unknown_program_is_not_found(care_cast: CareCast) -> None:
    assert care_cast.browser(care_cast.karin).get("/desk/library/nosuch/rehearsal").status_code == 404
