"""Self-ratings on the patient's pages: one question at a time, the crisis card at once, mild words at the end."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.ids import new_public_id
from programs.models import StepCompletion
from ratings.models import RatingStatus, Risk, SelfRating
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast, count_statements, send
from worklist.models import ItemKind, Level, WorkItem

NIGHT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""02:00 in Stockholm, a Tuesday."""


def answer_all(browser: FlaskClient, base: str, answers: list[str], first: int = 1) -> str:
    """Answer questions one after the other; returns where the last one led."""
    location = ""
    for number, answer in enumerate(answers, start=first):
        fields = {"decline": "yes"} if answer == "declined" else {"answer": answer}
        reply = send(browser, f"{base}/{number}", **fields)
        assert reply.status_code == 302, (number, reply.get_data(as_text=True))
        location = reply.location
    return location


def at_night(cast: CareCast, opened: int = 1) -> tuple[FlaskClient, str]:
    """Sign Anna in at 02:00 and return her browser and the address of her module's ratings."""
    enrollment = enroll_sleep(cast, opened=opened)
    cast.clock.instant = NIGHT
    return cast.browser(cast.anna), f"/ratings/{enrollment.public_id}/m{opened}"


def count_rows(cast: CareCast, model: Any) -> int:
    """Return how many rows there are."""
    with cast.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_item_nine_at_night_gives_the_card_at_once_and_a_red_item(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    location = answer_all(browser, f"{base}/phq9", ["1", "2", "2", "2", "1", "1", "1", "0", "2"])
    with care_cast.database.transaction() as session:
        risk = session.scalars(select(Risk)).one()
        item = session.scalars(select(WorkItem)).one()
        assert (item.kind, item.level, item.subject) == (ItemKind.RISK, Level.NOW, f"risk:{risk.public_id}")
        assert session.scalars(select(SelfRating)).one().status is RatingStatus.DRAFT
    assert location == f"/help-card/{risk.public_id}"
    page = browser.get(location).get_data(as_text=True)
    for words in ("Ring 112", "Ring 90101", "Ring 1177", "Ingen läser det du skriver i appen just nu.",
                  "Karin läser före i dag 12:00", "Jag har läst"):
        assert words in page, words
    assert "tabbar" not in page


def test_the_card_cannot_be_passed_before_it_is_read(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    card = answer_all(browser, f"{base}/phq9", ["1", "2", "2", "2", "1", "1", "1", "0", "2"])
    for path in ("/home", f"{base}/phq9/10", f"{base}/phq9/1"):
        assert browser.get(path).location == card, path
    browser.get(card)
    questions = send(browser, card).location
    assert questions == f"{card}/questions"
    with care_cast.database.transaction() as session:
        risk = session.scalars(select(Risk)).one()
        assert risk.card_shown_at == risk.card_read_at == NIGHT
    assert browser.get("/home").status_code == 200
    assert "Karin läser dina svar före i dag 12:00" in browser.get(questions).get_data(as_text=True)


def test_a_plan_shows_112_anew_and_then_the_rating_goes_on(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    card = answer_all(browser, f"{base}/phq9", ["1", "2", "2", "2", "1", "1", "1", "0", "1"])
    assert card.endswith("/questions")
    again = send(browser, card, q1="yes", q2="yes", q3="no", q4="no", q5="yes").location
    page = browser.get(again).get_data(as_text=True)
    assert "Ring 112 om du är i fara nu." in page
    following = send(browser, again).location
    assert following == f"{base}/phq9/10"
    result = answer_all(browser, f"{base}/phq9", ["declined"], first=10)
    assert result == f"{base}/phq9"
    with care_cast.database.transaction() as session:
        risk = session.scalars(select(Risk)).one()
        assert (risk.level, risk.reason) == ("red", "safety_plan_or_intent")
        assert risk.safety_answers is not None
        assert risk.safety_answers["answers"] == {"q1": True, "q2": True, "q3": False, "q4": False, "q5": True}
        assert session.scalars(select(WorkItem)).one().level is Level.NOW


def test_a_double_press_makes_one_rating_and_one_risk(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    answer_all(browser, f"{base}/phq9", ["1", "2", "2", "2", "1", "1", "1", "0"])
    key = new_public_id()
    first, second = (send(browser, f"{base}/phq9/9", key, answer="2") for _ in range(2))
    assert first.location == second.location
    assert [count_rows(care_cast, model) for model in (SelfRating, Risk, WorkItem)] == [1, 1, 1]


def test_the_result_speaks_mildly_and_never_of_a_diagnosis(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    location = answer_all(browser, f"{base}/phq9", ["1", "2", "2", "2", "1", "1", "1", "0", "0", "1"])
    page = browser.get(location).get_data(as_text=True)
    assert "Måttliga besvär" in page
    assert "10 av 27" in page
    assert "ingen diagnos" in page
    assert "Spitzer" in page
    assert "egentlig depression" not in page.lower()
    assert "major" not in page.lower()


def test_no_answer_is_asked_for_again_and_nothing_moves_on_by_itself(care_cast: CareCast) -> None:
    """Scenario 15."""
    browser, base = at_night(care_cast)
    for typed in ("", "7", "x", "declined"):
        answer = send(browser, f"{base}/phq9/1", answer=typed)
        assert answer.status_code == 422, typed
        assert "Välj det svar som stämmer bäst." in answer.get_data(as_text=True)
    assert count_rows(care_cast, SelfRating) == 0


def test_declining_the_safety_question_is_allowed_and_read(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast, opened=2)
    assert "Jag vill inte svara på den här" in browser.get(f"{base}/vk5/5").get_data(as_text=True)
    location = answer_all(browser, f"{base}/vk5", ["4", "4", "5", "5", "declined"])
    page = browser.get(location).get_data(as_text=True)
    assert "Ring 90101" in page
    with care_cast.database.transaction() as session:
        risk = session.scalars(select(Risk)).one()
        assert (risk.level, risk.reason) == ("yellow", "risk_unanswered")


def test_locked_and_unknown_instruments_answer_404(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    for name in ("ess", "isi", "madrs_s", "nonsense", "vk5", "hk6"):
        assert browser.get(f"{base}/{name}/1").status_code == 404, name
        assert send(browser, f"{base}/{name}/1", answer="1").status_code == 404, name
    for path in (f"{base}/phq9/0", f"{base}/phq9/11", base.replace("/m1", "/m2"), base.replace("/m1", "/x1")):
        assert browser.get(path).status_code == 404, path


def test_somebody_who_never_drinks_skips_to_question_nine(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    assert send(browser, f"{base}/audit/1", answer="0").location == f"{base}/audit/9"
    assert "Fråga 2 av 3" in browser.get(f"{base}/audit/9").get_data(as_text=True)
    location = answer_all(browser, f"{base}/audit", ["0", "0"], first=9)
    assert "Låg risk" in browser.get(location).get_data(as_text=True)


def test_the_modules_rating_step_is_done_with_its_last_instrument(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast, opened=2)
    answer_all(browser, f"{base}/sk3", ["5", "5", "5", "0"])
    assert count_rows(care_cast, StepCompletion) == 0
    answer_all(browser, f"{base}/vk5", ["4", "4", "5", "5", "0"])
    assert count_rows(care_cast, StepCompletion) == 1
    assert "Veckans frågor" not in browser.get("/home").get_data(as_text=True)


def test_the_weekly_check_comes_back_on_the_sixth_day(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast, opened=2)
    answer_all(browser, f"{base}/sk3", ["5", "5", "5", "0"])
    answer_all(browser, f"{base}/vk5", ["4", "4", "5", "5", "0"])
    week = base.replace("/m2", "/week")
    for days, due in ((5, False), (6, True)):
        care_cast.clock.instant = NIGHT + timedelta(days=days)
        care_cast.tokens.clear()
        later = care_cast.browser(care_cast.anna)
        assert ("Veckans frågor" in later.get("/home").get_data(as_text=True)) is due
    answer_all(later, f"{week}/sk3", ["6", "5", "4", "0"])
    location = answer_all(later, f"{week}/vk5", ["4", "4", "5", "5", "0"])
    assert "Dina svar över tid" in later.get(location).get_data(as_text=True)
    assert "Veckans frågor" not in later.get("/home").get_data(as_text=True)


def test_drowsy_in_traffic_is_told_not_to_drive(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast, opened=2)
    location = answer_all(browser, f"{base}/sk3", ["5", "5", "5", "1"])
    assert "Kör inte bil när du är så här sömnig" in browser.get(location).get_data(as_text=True)


def test_an_answer_after_sign_out_keeps_the_crisis_help(care_cast: CareCast) -> None:
    _browser, base = at_night(care_cast)
    answer = send(care_cast.app.test_client(), f"{base}/phq9/9", answer="2")
    assert answer.status_code == 401
    assert "/help-now" in answer.get_data(as_text=True)


def test_anothers_card_answers_404(care_cast: CareCast) -> None:
    browser, base = at_night(care_cast)
    card = answer_all(browser, f"{base}/phq9", ["1", "2", "2", "2", "1", "1", "1", "0", "2"])
    stranger = care_cast.browser(care_cast.other_patient)
    for path in (card, f"{card}/questions"):
        assert stranger.get(path).status_code == 404
        assert send(stranger, path).status_code == 404


def test_an_answer_takes_few_statements_and_one_commit(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = f"/ratings/{enrollment.public_id}/m1/gad7"
    send(browser, f"{base}/1", answer="1")
    with count_statements(care_cast.database) as seen:
        send(browser, f"{base}/2", answer="1")
    assert seen.count("COMMIT") == 1
    assert len([one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]) <= 6, seen
