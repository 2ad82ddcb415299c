"""Scenarios 11, 23 and 24: what care does by itself and by hand, on simulated phones and on the desk."""

import re

import pytest
from playwright.sync_api import expect

from messaging.sms_texts import HEALTH
from people.models import User
from people.patients import Person
from practice.stories import personnummer
from tests.acceptance.ground import enrol, own_cast, phone_of
from tests.patient.sleep_ground import enroll_sleep
from tests.people.cast import post
from tests.plugins.cast import send
from tests.story.ground import Town

BUBBLE = re.compile(r'<article class="sms sms-in">\s*<p>(.*?)</p>', re.DOTALL)
ROW = re.compile(r'<a class="row.*?</a>', re.DOTALL)
WRITTEN = "Jag har haft ont i magen sedan i tisdags. Ska jag äta Enalapril?"
ANSWER = "Fortsätt med Enalapril 10 mg. Trycket är bättre än i våras."
CRISIS = "Jag orkar inte leva längre"


def read_phone(town: Town, user: User) -> list[str]:
    """Return what care has sent to somebody's phone, as it stands on it, the oldest first."""
    town.tick()
    page = town.cast.app.test_client().get(f"/demo/phone/{user.public_id}").text
    return BUBBLE.findall(page)[::-1]


def write_sms(town: Town, user: User, body: str) -> None:
    """Write on somebody's phone."""
    answer = post(town.cast.app.test_client(), f"/demo/phone/{user.public_id}", body=body)
    assert getattr(answer, "status_code", 0) == 302
    town.tick()


def rows_about(town: Town, name: str) -> list[str]:
    """Return the rows about somebody on the nurse's list, as text."""
    town.cast.tokens.clear()  # a session does not live for days
    page = town.cast.browser(town.cast.karin).get("/desk/worklist").text
    texts = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in ROW.findall(page)]
    return [text for text in texts if name in text]


def test_silence_is_reminded_of_twice_and_then_told_to_the_nurse_unless_a_value_comes(town: Town) -> None:
    """Scenario 11: Sigrid is silent for a week; Torsten is silent too, but for one SMS in the middle."""
    sigrid, torsten = (
        enrol(town, Person(personnummer("19480314", number), f"{name} Ask", f"070-174 06 4{number}", by_web=False),
              "hypertension")
        for number, name in ((1, "Sigrid"), (2, "Torsten"))
    )  # fmt: skip
    got = [len(read_phone(town, sigrid))]
    for day in (26, 28, 30):
        town.move(town.at(day, 20))
        got.append(len(read_phone(town, sigrid)))
        assert got[-1] > got[-2]
        if day == 26:
            write_sms(town, torsten, "142/86")
            assert read_phone(town, torsten)[-1].startswith("Tack")
    assert len([row for row in rows_about(town, "Sigrid Ask") if "7 dagar" in row]) == 1
    assert not [row for row in rows_about(town, "Torsten Ask") if "Inga mätvärden" in row]


def test_nothing_that_came_to_a_phone_told_about_health(town: Town) -> None:
    """Scenario 23: values, questions, danger, an answer and reminders, and the phone lies on the table."""
    frida = enrol(town, Person(personnummer("19480512", 5), "Frida Ask", "070-174 06 45", by_web=False), "hypertension")
    for body in ("142/86 puls 71", "196/118", "1420/86", WRITTEN, CRISIS):
        write_sms(town, frida, body)
    url = f"/desk/patients/{frida.public_id}/conversation"
    karin = town.cast.browser(town.cast.karin)
    town.cast.app.config["WTF_CSRF_ENABLED"] = False
    try:
        last = re.findall(r'name="last" value="(\d+)"', karin.get(url).text)[0]
        assert send(karin, f"{url}/reply", body=ANSWER, patient=frida.public_id, last=last).status_code == 302
    finally:
        town.cast.app.config["WTF_CSRF_ENABLED"] = True
    town.move(town.at(25, 20))
    got = read_phone(town, frida)
    assert len(got) > 6
    told = [body for body in got if HEALTH.search(body) or re.search(r"\b(142|86|71|196|118|1420)\b", body)]
    quoted = [body for body in got for part in (WRITTEN, ANSWER, CRISIS) for word in part.split()
              if len(word) > 5 and word in body]  # fmt: skip
    assert (told, quoted) == ([], [])


@pytest.mark.browser
@pytest.mark.allows_console("404")
def test_a_locked_module_by_its_address_is_refused_until_the_clinician_opens_it(town: Town) -> None:
    """Scenario 24."""
    cast = own_cast(town, "Maja Ask")
    enrollment = enroll_sleep(cast, opened=3).public_id
    phone = phone_of(town, cast.anna)
    phone.goto(f"{town.base}/program/{enrollment}/3")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    refused = phone.goto(f"{town.base}/program/{enrollment}/4")
    assert refused is not None
    assert refused.status == 404
    phone.goto(f"{town.base}/desk/enrollments/{enrollment}/modules/3")
    expect(phone.get_by_role("heading", name="Logga in för personal")).to_be_visible()
    desk = town.desk(cast.karin)
    desk.goto(f"{town.base}/desk/enrollments/{enrollment}/modules/3")
    desk.get_by_label("Svar till Maja").fill("Gå vidare i lugn takt.")
    desk.get_by_label("Varför öppnar du modulen ändå?").fill("Vi har talats vid.")
    desk.get_by_role("button", name="Svara och öppna modul 4").click()
    desk.wait_for_load_state()
    opened = phone.goto(f"{town.base}/program/{enrollment}/4")
    assert opened is not None
    assert opened.status == 200
