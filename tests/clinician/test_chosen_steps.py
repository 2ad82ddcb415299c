"""The desk and a patient's own steps: parts with a reason, the track, homework, the diary, and what was written."""

from datetime import date

import pytest
from sqlalchemy import select

from core.audit import AuditEvent
from people.models import CareUnit
from programs.day_diary import record_day
from programs.homework import write_states
from programs.models import Enrollment, EnrollmentStatus, PartSwitch
from programs.progress import complete_step, get_place, save_answers
from programs.schema import Program
from programs.sending_in import submit_module
from ratings.instruments import get_instrument
from ratings.records import begin_rating, complete_rating
from tests.clinician.enrollment_ground import BOARD, NEW, how_many, kept, page_of, screen
from tests.plugins.cast import CareCast, count_statements, send
from tests.plugins.walk_program import enroll_walk
from worklist.models import WorkItem

REASON = "Läkaren har sagt ja i dag."


def patient_page(cast: CareCast) -> str:
    """Return the overview of Anna."""
    return cast.browser(cast.karin).get(f"/desk/patients/{cast.anna.public_id}").get_data(as_text=True)


def part_of(enrollment: Enrollment, part: str = "hills") -> str:
    """Return the address of a part's switch."""
    return f"/desk/enrollments/{enrollment.public_id}/parts/{part}"


def fill_in(cast: CareCast, enrollment: Enrollment, days: int = 5) -> None:
    """Let Anna write in module 1."""
    with cast.database.transaction() as session:
        place = get_place(session, cast.anna.id, enrollment.public_id, 1)
        save_answers(session, place, "screen", {"dog": "no", "days": days}, cast.now)
    with cast.database.transaction() as session:
        place = get_place(session, cast.anna.id, enrollment.public_id, 1)
        for step in place.module.steps:
            if step.id == "own_pace":
                save_answers(session, place, "own_pace", {"pace": "Som en snigel"}, cast.now)
            complete_step(session, place, step.id, cast.now)


def send_in(cast: CareCast, enrollment: Enrollment) -> None:
    """Let Anna send in module 1."""
    with cast.database.transaction() as session:
        submit_module(session, get_place(session, cast.anna.id, enrollment.public_id, 1), cast.now)


def test_a_clinician_switches_a_part_on_and_off_with_a_reason_in_the_log(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    karin = care_cast.browser(care_cast.karin)
    assert "Backar är av" in patient_page(care_cast)
    assert send(karin, part_of(enrollment), to="on", reason=REASON).status_code == 302
    assert "Backar är på" in patient_page(care_cast)
    anna = care_cast.browser(care_cast.anna)
    assert anna.get(f"/program/{enrollment.public_id}/1/hill_rules").status_code == 200
    assert send(karin, part_of(enrollment), to="off", reason="Ont i knät").status_code == 302
    assert anna.get(f"/program/{enrollment.public_id}/1/hill_rules").status_code == 404
    with care_cast.database.transaction() as session:
        rows = session.scalars(select(PartSwitch).order_by(PartSwitch.id)).all()
        assert [(row.part, row.is_on, row.reason) for row in rows] == [
            ("hills", True, REASON), ("hills", False, "Ont i knät"),
        ]  # fmt: skip
        logged = select(AuditEvent).where(AuditEvent.action.startswith("part.")).order_by(AuditEvent.id)
        assert [(one.action, one.actor_id, one.object_id) for one in session.scalars(logged)] == [
            (f"part.{word}", care_cast.karin.id, f"{enrollment.public_id}:hills") for word in ("on", "off")
        ]
    assert "En del av programmet slogs på" in patient_page(care_cast)
    modules = karin.get(f"/desk/patients/{care_cast.anna.public_id}/modules").get_data(as_text=True)
    assert modules.index("Backar av: Ont i knät") < modules.index(f"Backar på: {REASON}")


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"to": "on", "reason": "  "}, 422, "Skriv varför, med högst 300 tecken."),
        ({"to": "on", "reason": "x" * 301}, 422, "Skriv varför, med högst 300 tecken."),
        ({"to": "", "reason": REASON}, 422, "Välj om delen ska vara på eller av."),
        ({"to": "off", "reason": REASON}, 409, "redan ändrat av någon annan"),
    ],
)
def test_a_switch_without_a_reason_or_too_late_changes_nothing_and_keeps_the_words(
    sqlite_cast: CareCast, walk: Program, fields: dict[str, str], status: int, words: str
) -> None:
    enrollment = enroll_walk(sqlite_cast)
    answer = send(sqlite_cast.browser(sqlite_cast.karin), part_of(enrollment), **fields)
    assert (answer.status_code, words in answer.get_data(as_text=True)) == (status, True)
    assert how_many(sqlite_cast, PartSwitch) == 0


def test_nobody_else_switches_a_part_and_an_unknown_part_is_not_there(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast)
    for who, status in ((sqlite_cast.stranger, 404), (sqlite_cast.lena, 403)):
        answer = send(sqlite_cast.browser(who), part_of(enrollment), to="on", reason=REASON)
        assert answer.status_code == status
    karin = sqlite_cast.browser(sqlite_cast.karin)
    assert send(karin, part_of(enrollment, "stairs"), to="on", reason=REASON).status_code == 404
    assert how_many(sqlite_cast, PartSwitch) == 0


def test_an_ended_treatment_has_no_switch(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast, status=EnrollmentStatus.ENDED)
    answer = send(sqlite_cast.browser(sqlite_cast.karin), part_of(enrollment), to="on", reason=REASON)
    assert answer.status_code == 409
    assert part_of(enrollment) not in patient_page(sqlite_cast)


def test_the_review_shows_the_steps_that_were_met_and_what_was_written_in_those_no_longer_met(
    care_cast: CareCast, walk: Program
) -> None:
    enrollment = enroll_walk(care_cast)
    fill_in(care_cast, enrollment)
    with care_cast.database.transaction() as session:
        place = get_place(session, care_cast.anna.id, enrollment.public_id, 1)
        save_answers(session, place, "screen", {"dog": "no", "days": 1}, care_cast.now)
    send_in(care_cast, enrollment)
    page = care_cast.browser(care_cast.karin).get(f"/desk/enrollments/{enrollment.public_id}/modules/1")
    text = page.get_data(as_text=True)
    assert "Hur går du nu" in text
    assert "Som en snigel" in text
    other = enroll_walk(care_cast, episode=2)
    text = care_cast.browser(care_cast.karin).get(f"/desk/enrollments/{other.public_id}/modules/1").get_data(True)
    assert "Min takt" not in text


def test_the_review_shows_how_the_homework_goes_also_after_sending_in(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    fill_in(care_cast, enrollment)
    send_in(care_cast, enrollment)
    with care_cast.database.transaction() as session:
        write_states(session, get_place(session, care_cast.anna.id, enrollment.public_id, 1), {1: "partly"})
    page = care_cast.browser(care_cast.karin).get(f"/desk/enrollments/{enrollment.public_id}/modules/1")
    text = " ".join(page.get_data(as_text=True).split())
    assert 'Gå tio minuter. <span class="meta">inte än' in text
    assert 'Skriv i dagboken. <span class="meta">delvis' in text


def test_a_module_without_an_answer_is_listed_quietly_and_may_be_answered(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast, opened=2)
    with care_cast.database.transaction() as session:
        rating = begin_rating(session, care_cast.anna.id, care_cast.unit.id, "", "vk5", "sv", care_cast.now)
        rating.answers = {item.id: 0 for item in get_instrument("vk5").items}
        session.flush()
        complete_rating(session, rating, session.get_one(CareUnit, care_cast.unit.id), care_cast.now)
    with care_cast.database.transaction() as session:
        place = get_place(session, care_cast.anna.id, enrollment.public_id, 2)
        save_answers(session, place, "everything", {"line": "Slingan"}, care_cast.now)
        complete_step(session, place, "everything", care_cast.now)
    with care_cast.database.transaction() as session:
        submit_module(session, get_place(session, care_cast.anna.id, enrollment.public_id, 2), care_cast.now)
    assert how_many(care_cast, WorkItem) == 0
    karin = care_cast.browser(care_cast.karin)
    assert "skickade in" in patient_page(care_cast)
    modules = karin.get(f"/desk/patients/{care_cast.anna.public_id}/modules").get_data(as_text=True)
    assert "inskickad, behöver inget svar" in modules
    address = f"/desk/enrollments/{enrollment.public_id}/modules/2"
    page = karin.get(address).get_data(as_text=True)
    assert "Slingan" in page
    last = page.split('name="last_id" value="')[1].split('"')[0]
    answer = send(karin, address, act="answer", text="Fin väg.", seen="reviewed", last_id=last)
    assert answer.status_code == 302


def test_the_diary_stands_on_the_overview_in_the_review_and_on_a_page_of_its_own(
    care_cast: CareCast, walk: Program
) -> None:
    enrollment = enroll_walk(care_cast)
    assert walk.diary_form is not None
    answers = {"mood": 6, "walks": [{"where": "Runt sjön", "minutes": 25}], "note": "Solen sken"}
    with care_cast.database.transaction() as session:
        record_day(session, enrollment, walk.diary_form, date(2026, 11, 22), answers, care_cast.now)
    karin = care_cast.browser(care_cast.karin)
    assert "Promenaddagbok är ifylld" in patient_page(care_cast)
    assert "1 av 7 dagar är ifyllda. Minuter i medel: 25." in patient_page(care_cast)
    for path in ("modules/1", "diary"):
        page = karin.get(f"/desk/enrollments/{enrollment.public_id}/{path}").get_data(as_text=True)
        assert "1 av 7 dagar är ifyllda. Minuter i medel: 25." in page
    assert "Runt sjön" in page
    assert "Solen sken" in page
    stranger = care_cast.browser(care_cast.stranger)
    assert stranger.get(f"/desk/enrollments/{enrollment.public_id}/diary").status_code == 404


def test_a_diary_costs_the_desk_no_more_than_that_of_sleep(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast)
    karin = sqlite_cast.browser(sqlite_cast.karin)
    costs = {f"/desk/enrollments/{enrollment.public_id}/modules/1": 13,
             f"/desk/patients/{sqlite_cast.anna.public_id}": 11}  # fmt: skip
    for path, most in costs.items():
        with count_statements(sqlite_cast.database) as seen:
            assert karin.get(path).status_code == 200
        assert len([one for one in seen if one != "COMMIT"]) <= most, seen


def test_the_track_is_chosen_at_enrolment_and_the_first_is_the_usual_one(
    sqlite_cast: CareCast, walk: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.library._all_versions", lambda: {("walk", "1"), ("sleep", "1")})
    lena = sqlite_cast.browser(sqlite_cast.lena)
    asked = {f"q_{name}": None for name in ("sleep_apnoea",)}
    chosen = screen(sqlite_cast, program="walk", **asked)
    page = lena.post(NEW, data=chosen | {"action": "questions", "form_key": "k" * 22}).get_data(as_text=True)
    assert 'name="track" value="slow" checked' in page
    assert "För den som redan går varje dag." in page
    assert send(lena, NEW, **chosen).status_code == 302
    assert kept(sqlite_cast).track == "slow"
    assert "Lugn" in lena.get(page_of(sqlite_cast)).get_data(as_text=True)
    edit = f"{BOARD}/{kept(sqlite_cast).public_id}/edit"
    form = lena.get(edit).get_data(as_text=True)
    seen = form.split('name="seen" value="')[1].split('"')[0]
    assert send(lena, edit, **chosen | {"seen": seen, "track": "brisk", "action": "draft"}).status_code == 302
    assert kept(sqlite_cast).track == "brisk"


def test_a_program_without_tracks_asks_for_none(sqlite_cast: CareCast) -> None:
    lena = sqlite_cast.browser(sqlite_cast.lena)
    assert send(lena, NEW, **screen(sqlite_cast, track="brisk")).status_code == 302
    assert kept(sqlite_cast).track == ""
    assert "Inriktning" not in lena.get(page_of(sqlite_cast)).get_data(as_text=True)
