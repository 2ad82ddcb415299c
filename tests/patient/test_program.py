"""The patient's way through a program: open and locked, saving, sending in once, and what stays when it fails."""

from tests.patient.sleep_ground import enroll_sleep, finish_module
from tests.plugins.cast import CareCast, send


def test_every_page_of_module_one_opens_and_it_can_be_sent_in(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    for path in ("/home", "/program", f"/program/{enrollment.public_id}", f"/program/{enrollment.public_id}/1"):
        assert browser.get(path).status_code == 200, path
    base = finish_module(care_cast, enrollment, 1)
    answer = send(browser, f"{base}/submit")
    assert answer.status_code == 302
    assert answer.location.endswith("/done")
    done = browser.get(answer.location).get_data(as_text=True)
    assert "Skickat till Karin" in done
    assert "Karin svarar före onsdag 16:00" in done
