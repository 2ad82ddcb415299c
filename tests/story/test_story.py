"""The whole story as its people live it: enrolled, helped through a week, answered, kept safe, and measured."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from people.models import User
from practice.stories import personnummer
from programs.library import get_program
from programs.models import Enrollment
from programs.schema import StepKind
from tests.patient.sleep_ground import NIGHT, enroll_sleep
from tests.story.ground import Town, choose, fill_exercise, rate, report_by_web, town

__all__ = ["town"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
STARTED = "Efter flytten, när allt var nytt."
QUESTION = "Ska jag skriva dagboken också på lördagar?"
ANSWER = "Ja, gärna varje morgon. Tack för det du skriver om flytten."
MODULE_ONE = get_program("sleep", "1").get_module(1)


def enrol(town: Town, name: str, personnummer: str, number: str, program: str, *, phone_only: bool = False) -> User:
    """Let Lena enrol somebody on the one screen, from today, and wait until the SMS is sent."""
    page = town.desk(town.cast.lena)
    page.goto(f"{town.base}/desk/enrollments")
    page.get_by_role("link", name="Skriv in").first.click()
    page.get_by_label("Personnummer").fill(personnummer)
    page.get_by_label("Namn").fill(name)
    page.get_by_label("Mobil", exact=True).fill(number)
    if phone_only:
        page.get_by_label("Har bara knapptelefon").check()
    choose(page, "program", program)
    for question in page.locator("fieldset.yn[data-expect]").all():
        question.locator(f"input[value={question.get_attribute('data-expect')}]").check(force=True)
    page.get_by_label("Vad vill patienten själv").fill("Må bättre.")
    for tick in ("care_consent", "sms_consent", "self_care"):
        choose(page, tick, "yes")
    page.get_by_label("Karin Lind").check()
    choose(page, "starts_on", town.cast.now.date().isoformat())
    page.get_by_role("button", name="Skriv in och skicka SMS").click()
    expect(page.get_by_text("SMS:et skickas nu")).to_be_visible()
    town.tick()
    page.context.close()
    return town.find(name)


def enrollment_of(town: Town, patient: User) -> str:
    with town.cast.database.transaction() as session:
        return session.scalars(select(Enrollment.public_id).where(Enrollment.patient_id == patient.id)).one()


def live_module_one(page: Page, town: Town, enrollment: str) -> None:
    """Read, write, answer and send in module 1; what is written survives a reload."""
    page.get_by_role("link", name="Börja vecka 1").click()
    page.get_by_role("link", name="Börja: Sömnens två drivkrafter").click()
    for step in MODULE_ONE.steps:
        if step.kind is StepKind.QUIZ:
            for question in step.questions:
                choose(page, f"f.{question.id}", "no")
            page.get_by_role("button", name="Visa svaren").click()
            page.get_by_role("link", name="Nästa").click()
        elif step.kind is StepKind.RATING:
            answer_ratings(page)
            page.goto(f"{town.base}/program/{enrollment}/1")
        else:
            fill_exercise(page, step)
            if step.id == "somnhistoria":
                reload_a_draft(page)
            page.locator(".stepbar button").click()
    page.get_by_role("button", name="Skicka in till Karin").click()
    expect(page.get_by_role("heading", name="Skickat till Karin")).to_be_visible()


def reload_a_draft(page: Page) -> None:
    page.locator('[name="f.started"]').fill(STARTED)
    expect(page.locator("[data-save-text]")).to_contain_text("Sparat klockan")
    page.reload()
    expect(page.locator('[name="f.started"]')).to_have_value(STARTED)


def answer_ratings(page: Page) -> None:
    """Answer the questions of the start, of which item 9 of PHQ-9 is answered with 0."""
    page.get_by_role("link", name="Svara", exact=True).click()
    for name in ("sk3", "phq9", "gad7", "who5", "audit"):
        rate(page, name)
        if name != "audit":
            page.get_by_role("link", name="Nästa frågor").click()
    page.get_by_role("link", name="Till veckan").click()


def write_a_night(page: Page, town: Town) -> None:
    page.goto(f"{town.base}/home")
    page.get_by_role("link", name="Skriv nattens rad").click()
    for name, value in NIGHT.items():
        choose(page, f"f.{name}", str(value))
    page.get_by_role("button", name="Klar med natten").click()
    expect(page.get_by_role("status").first).to_contain_text("Du sov ungefär")


def ask(page: Page, town: Town) -> None:
    page.goto(f"{town.base}/messages")
    page.get_by_role("textbox").fill(QUESTION)
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_text("Skickat. Du får svar före")).to_be_visible()


def open_module_two(page: Page, town: Town) -> None:
    """Let Karin take the module from her list, read it, answer and open the next one."""
    page.goto(f"{town.base}/desk/worklist")
    listed = page.locator(".rows a.row")
    expect(listed).to_have_count(2)
    expect(listed.first).to_contain_text("Elin Sand")
    expect(listed.filter(has_text="Meddelande")).to_have_count(1)
    listed.filter(has_text="inskickad").click()
    page.get_by_role("button", name="Ta", exact=True).click()
    expect(page.get_by_text("Ditt sedan")).to_be_visible()
    page.get_by_role("link", name="Läs modulen").click()
    expect(page.get_by_text(STARTED)).to_be_visible()
    page.get_by_label("Svar till Elin").fill(ANSWER)
    page.get_by_role("button", name="Svara och öppna modul 2").click()
    page.wait_for_load_state()


def test_a_patient_goes_from_the_enrolment_to_module_two(town: Town) -> None:
    elin = enrol(town, "Elin Sand", personnummer("19910311", 3), "070-174 06 15", "sleep")
    assert len(town.sms(elin)) == 1
    phone = town.enter(elin, "070-174 06 15")
    town.tick()
    phone.reload()
    expect(phone.get_by_role("heading", name="Elin")).to_be_visible()
    live_module_one(phone, town, enrollment_of(town, elin))
    write_a_night(phone, town)
    ask(phone, town)
    town.move(town.at(30, 8, 30))
    before = len(town.sms(elin))
    open_module_two(town.desk(town.cast.karin), town)
    assert len(town.sms(elin)) == before + 1
    phone.context.close()
    phone = town.enter(elin, "070-174 06 15")
    phone.goto(f"{town.base}/messages")
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    phone.goto(f"{town.base}/home")
    phone.get_by_role("link", name="Börja vecka 2").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_an_answer_at_night_stops_the_next_module_until_it_is_assessed(town: Town) -> None:
    """Scenario 25."""
    enrollment = enroll_sleep(town.cast).public_id
    town.move(town.at(24, 2))
    phone = town.enter(town.cast.anna, "070-174 06 05")
    phone.goto(f"{town.base}/program/{enrollment}/1/skattning")
    phone.get_by_role("link", name="Svara", exact=True).click()
    rate(phone, "sk3")
    phone.get_by_role("link", name="Nästa frågor").click()
    rate(phone, "phq9", safety=2)
    expect(phone.get_by_role("link", name="Ring 112 Fara")).to_be_visible()
    expect(phone.get_by_text("Ingen läser det du skriver i appen just nu.")).to_be_visible()
    phone.get_by_role("button", name="Jag har läst").click()
    expect(phone.get_by_role("button", name="Hoppa över frågorna")).to_be_visible()
    phone.context.close()
    town.move(town.at(24, 8, 10))
    desk = town.desk(town.cast.karin)
    desk.goto(f"{town.base}/desk/worklist")
    first = desk.locator(".rows a.row").first
    expect(first).to_contain_text("Anna Berg")
    expect(first).to_contain_text("Nu")
    desk.goto(f"{town.base}/desk/enrollments/{enrollment}/modules/1")
    expect(desk.get_by_text("En öppen risk ska bedömas och signeras först.")).to_be_visible()
    expect(desk.get_by_role("button", name="Svara och öppna modul 2")).to_be_disabled()
    desk.goto(f"{town.base}/desk/worklist")
    desk.locator(".rows a.row").first.click()
    desk.get_by_role("link", name="Bedöm och signera").click()
    sign_assessment(desk)
    desk.goto(f"{town.base}/desk/enrollments/{enrollment}/modules/1")
    desk.get_by_label("Svar till Anna").fill("Tack för samtalet i dag.")
    desk.get_by_label("Varför öppnar du modulen ändå?").fill("Vi har talats vid och vill gå vidare.")
    desk.get_by_role("button", name="Svara och öppna modul 2").click()
    phone = town.enter(town.cast.anna, "070-174 06 05")
    phone.goto(f"{town.base}/program/{enrollment}/2")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def sign_assessment(page: Page) -> None:
    """Answer every part of the assessment and sign it."""
    for part in page.locator("fieldset[data-part]").all():
        part.locator("input").first.check(force=True)
    page.get_by_label("Med egna ord").fill("Ringde Anna. Hon har ingen plan och sover hos sin syster i natt.")
    page.get_by_role("button", name="Signera bedömning").click()
    page.wait_for_url("**/desk/patients/*")


def test_pressure_comes_by_web_and_by_sms_and_stopp_stops_what_reminds(town: Town) -> None:
    wilma = enrol(town, "Wilma Dal", personnummer("19650930", 4), "070-174 06 16", "hypertension")
    bertil = enrol(town, "Bertil Lund", personnummer("19410627", 5), "070-174 06 17", "hypertension", phone_only=True)
    phone = town.enter(wilma, "070-174 06 16")
    town.tick()
    report_by_web(phone, town)
    button_phone = phone.context.new_page()
    town.text(button_phone, bertil, "JA")
    town.tick()
    town.text(button_phone, bertil, "142/86")
    assert "tack" in town.sms(bertil)[-1].lower()
    desk = town.desk(town.cast.karin)
    for patient in (wilma, bertil):
        desk.goto(f"{town.base}/desk/patients/{patient.public_id}/values")
        expect(desk.get_by_role("cell", name="142/86").first).to_be_visible()
    town.move(town.at(24, 21))
    reminded = len(town.sms(bertil))
    assert reminded > 3
    town.text(button_phone, bertil, "STOPP")
    stopped = len(town.sms(bertil))
    town.move(town.at(26, 21))
    assert len(town.sms(bertil)) == stopped
    town.text(button_phone, bertil, "START")
    started = len(town.sms(bertil))
    town.move(town.at(28, 21))
    assert len(town.sms(bertil)) > started
