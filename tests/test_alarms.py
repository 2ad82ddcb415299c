"""What follows when a text or an answer cannot wait: alarms to the staff, claims given back, words in two languages."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import list_jobs
from assistant.alarms import CRISIS, find_alarm
from assistant.cues import FlagKind
from core.audit import AuditEvent
from core.crypto import keyring
from core.errors import ConflictError
from messaging.alarms import send_alarms
from messaging.sms_models import Sms, SmsKind, StopReason
from messaging.sms_texts import has_health_word
from messaging.stops import stop_number
from people.models import User
from programs.models import Enrollment, ModuleStatus, ModuleUnlock
from programs.sleep_window import is_drowsy
from ratings.models import Risk
from ratings.risks import sign_risk
from tests.crisis_ground import SIGNED, WORDS
from tests.patient.sleep_ground import enroll_sleep, finish_module
from tests.plugins.cast import CareCast, count_statements, send
from worklist.items import claim, close, get_item, raise_item
from worklist.listing import Filter, read_inbox
from worklist.models import ItemKind, Level, Outcome, WorkItem
from worklist.reasons import ACUTE_WORDS, reason_text
from worklist.stale_claims import release_stale_claims

STEP = {"f.since": "Sedan i våras", "then": "done"}
HOUR = timedelta(hours=1)


def write(cast: CareCast, enrollment: Enrollment, **fields: str) -> str:
    """Let Anna be done with an exercise; returns where it leads."""
    path = f"/program/{enrollment.public_id}/1/somnhistoria"
    return str(send(cast.browser(cast.anna), path, **{**STEP, **fields}).location)


def risks(cast: CareCast) -> list[Risk]:
    """Return every risk."""
    with cast.database.transaction() as session:
        return list(session.scalars(select(Risk).order_by(Risk.id)))


def raise_red(cast: CareCast) -> Risk:
    """Let Anna answer 2 to question 9."""
    enrollment = enroll_sleep(cast)
    send(cast.browser(cast.anna), f"/ratings/{enrollment.public_id}/m1/phq9/9", answer="2")
    return risks(cast)[0]


def sign(cast: CareCast, risk: Risk) -> None:
    """Let Karin sign a risk."""
    with cast.database.transaction() as session:
        sign_risk(session, cast.viewer(cast.karin), session.get_one(Risk, risk.id), SIGNED, "", cast.now)


def test_words_in_a_draft_are_private_and_in_a_finished_step_they_are_read(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser, path = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1/somnhistoria"
    send(browser, f"{path}/draft", **{"f.started": WORDS})
    assert send(browser, path, **{"f.started": WORDS, "then": "later"}).location.endswith("/1")
    assert risks(care_cast) == []
    (card, again) = (write(care_cast, enrollment, **{"f.started": WORDS}) for _ in range(2))
    (risk,) = risks(care_cast)
    assert card == again == f"/help-card/{risk.public_id}"
    page = care_cast.browser(care_cast.karin).get(f"/desk/risks/{risk.public_id}").get_data(as_text=True)
    assert WORDS in page
    with care_cast.database.transaction() as session:
        stored = session.connection().exec_driver_sql("SELECT written FROM risk").scalar_one()
    assert "leva" not in stored


def test_words_in_a_row_of_an_exercise_are_read(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    card = write(care_cast, enrollment, **{"f.tried.0.what": "Tabletter, jag ska ta mitt liv"})
    assert card.startswith("/help-card/")
    assert risks(care_cast)[0].reason == "self_harm_acute"


def test_acute_words_in_an_exercise_say_112_first(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    card = write(care_cast, enrollment, **{"f.started": "Jag har ont i bröstet och strålar ut i armen"})
    page = care_cast.browser(care_cast.anna).get(card).get_data(as_text=True)
    assert "Det du skriver kan vara akut" in page
    assert page.index("tel:112") < page.index("tel:90101")
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
        assert (item.level, item.places) == (Level.NOW, {"what": "chest_pain"})


def test_signed_words_are_not_raised_again_but_the_same_words_elsewhere_are(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    write(care_cast, enrollment, **{"f.started": WORDS})
    sign(care_cast, risks(care_cast)[0])
    write(care_cast, enrollment, **{"f.started": WORDS})
    assert len(risks(care_cast)) == 1
    send(care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/goal", goal=WORDS)
    assert len(risks(care_cast)) == 2


def test_words_changed_after_the_step_was_done_are_read_when_the_module_is_sent_in(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser, base = care_cast.browser(care_cast.anna), finish_module(care_cast, enrollment, 1)
    send(browser, f"{base}/somnhistoria/draft", **{"f.since": WORDS})
    card = send(browser, f"{base}/submit").location
    (risk,) = risks(care_cast)
    assert card == f"/help-card/{risk.public_id}"
    with care_cast.database.transaction() as session:
        assert session.scalars(select(ModuleUnlock.status)).one() is ModuleStatus.SUBMITTED


def test_a_step_without_a_finding_takes_no_statement_more(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    write(care_cast, enrollment)
    seen: dict[str, list[str]] = {}
    for words in ("Efter flytten", WORDS):
        with count_statements(care_cast.database) as seen[words]:
            write(care_cast, enrollment, **{"f.started": words})
    assert seen["Efter flytten"].count("COMMIT") == seen[WORDS].count("COMMIT") == 1
    assert not any("risk" in one.lower() for one in seen["Efter flytten"])


@pytest.mark.parametrize(("module", "step", "name"), [(1, "screen", "dozing"), (4, "veckans_beslut", "drowsy")])
def test_a_yes_to_sleepy_in_traffic_is_a_risk_to_sign(care_cast: CareCast, module: int, step: str, name: str) -> None:
    enrollment = enroll_sleep(care_cast, opened=module)
    browser = care_cast.browser(care_cast.anna)
    others = {"screen": ("snore", "pauses", "legs", "shift", "driver")}.get(step, ())
    form = {f"f.{other}": "no" for other in others} | {"f.choice": "keep", "f.efficiency": "85", "f.nights": "7"}
    path = f"/program/{enrollment.public_id}/{module}/{step}"
    send(browser, path, **form | {f"f.{name}": "no", "then": "done"})
    assert risks(care_cast) == []
    for _ in range(2):
        answer = send(browser, path, **form | {f"f.{name}": "yes", "then": "done"})
        assert answer.status_code == 302, answer.get_data(as_text=True)
    (risk,) = risks(care_cast)
    assert (risk.level, risk.reason) == ("red", "drowsy_driving")
    assert "Kör inte bil när du är så här sömnig" in browser.get(answer.location).get_data(as_text=True)
    with care_cast.database.transaction() as session:
        assert is_drowsy(session, care_cast.anna.id)


def test_crisis_words_decide_whatever_else_is_written() -> None:
    alarm = find_alarm("Jag vill inte leva och har ont i bröstet")
    assert alarm is not None
    assert (alarm.is_crisis, alarm.is_emergency) == (True, True)


@pytest.mark.parametrize("kind", [kind for kind in FlagKind if kind not in CRISIS])
def test_acute_words_are_told_in_the_readers_language(kind: FlagKind) -> None:
    item = WorkItem(reason="acute_words", places={"what": kind.value})
    assert reason_text(item, "sv") == f"Skrev om akuta besvär: {ACUTE_WORDS[kind.value]}"
    assert reason_text(item, "en") != reason_text(item, "sv")
    old = WorkItem(reason="acute_words", places={"what": "ont i bröstet"})
    assert reason_text(old, "en") == reason_text(WorkItem(reason="acute_words", places={"what": "chest_pain"}), "en")


def alarm_me(cast: CareCast, user: User, phone: str, *, answer: str = "yes") -> tuple[FlaskClient, int]:
    """Let a member of staff choose to be told."""
    browser = cast.browser(user)
    return browser, send(browser, "/desk/settings/alarm", phone=phone, alarm=answer).status_code


def alarms(cast: CareCast, at: datetime) -> list[Sms]:
    """Let the job run twice, and return the alarms so far."""
    for _ in range(2):
        send_alarms(cast.database, at)
    with cast.database.transaction() as session:
        return list(session.scalars(select(Sms).where(Sms.kind == SmsKind.ALARM).order_by(Sms.id)))


def test_a_red_risk_is_told_to_those_who_asked_and_again_until_it_is_signed(care_cast: CareCast) -> None:
    alarm_me(care_cast, care_cast.karin, "070-174 06 30")
    alarm_me(care_cast, care_cast.sister_clinician, "070-174 06 31")
    assert alarms(care_cast, care_cast.now) == []
    risk = raise_red(care_cast)
    told = alarms(care_cast, care_cast.now)
    assert [one.user_id for one in told] == [care_cast.karin.id]
    for at, count in ((3, 1), (4, 2), (5, 2), (6, 3), (30, 3)):
        assert len(alarms(care_cast, care_cast.now + at * HOUR)) == count, at
    for one in told:
        assert not has_health_word(one.body)
        assert not any(word in one.body for word in ("Anna", "Berg", "070", risk.public_id, care_cast.unit.name))


def test_a_signed_risk_a_yellow_one_and_a_stopped_number_are_not_told(care_cast: CareCast) -> None:
    alarm_me(care_cast, care_cast.karin, "070-174 06 30")
    risk = raise_red(care_cast)
    sign(care_cast, risk)
    assert alarms(care_cast, care_cast.now) == []
    enrollment = enroll_sleep(care_cast)
    send(care_cast.browser(care_cast.anna), f"/ratings/{enrollment.public_id}/m1/phq9/9", answer="1")
    assert alarms(care_cast, care_cast.now + 100 * HOUR) == []
    with care_cast.database.transaction() as session:
        phone_hash = keyring().keyed_hash("+46701740630", "phone")
        stop_number(session, phone_hash, StopReason.STOP, care_cast.now)
    send(care_cast.browser(care_cast.anna), f"/ratings/{enrollment.public_id}/m1/phq9/9", answer="3")
    assert alarms(care_cast, care_cast.now) == []
    assert "Numret tar inte emot" in care_cast.browser(care_cast.karin).get("/desk/settings").get_data(as_text=True)


def test_nobody_is_told_without_a_number_or_after_saying_no(care_cast: CareCast) -> None:
    assert alarm_me(care_cast, care_cast.karin, "")[1] == 422
    assert alarm_me(care_cast, care_cast.karin, "fel")[1] == 422
    browser, status = alarm_me(care_cast, care_cast.karin, "070-174 06 30")
    assert status == 302
    assert "070-174 06 30" in browser.get("/desk/settings").get_data(as_text=True)
    assert alarm_me(care_cast, care_cast.karin, "070-174 06 30", answer="")[1] == 302
    raise_red(care_cast)
    assert alarms(care_cast, care_cast.now) == []


def take(cast: CareCast, key: str, at: datetime) -> WorkItem:
    """Let Karin take an item."""
    with cast.database.transaction() as session:
        item = session.scalars(select(WorkItem).where(WorkItem.dedupe_key == key)).one()
        claim(session, item, cast.viewer(cast.karin), at)
    return item


def holder(cast: CareCast, key: str) -> int | None:
    """Return who has an item."""
    with cast.database.transaction() as session:
        return session.scalars(select(WorkItem.claimed_by).where(WorkItem.dedupe_key == key)).one()


def test_a_claim_older_than_a_working_day_is_given_back_and_logged(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        raise_item(session, unit_id=care_cast.unit.id, patient_id=care_cast.anna.id, kind=ItemKind.MESSAGE,
                   level=Level.TODAY, reason="message", dedupe_key="k", occurred_at=care_cast.now,
                   due_at=care_cast.now + HOUR)  # fmt: skip
    take(care_cast, "k", care_cast.now)
    for hours, count in ((6, 0), (29, 0), (30, 1), (31, 0)):
        assert release_stale_claims(care_cast.database, care_cast.now + hours * HOUR) == count, hours
    assert holder(care_cast, "k") is None
    with care_cast.database.transaction() as session:
        logged = session.scalar(select(func.count()).where(AuditEvent.action == "item.release_stale"))
        item = get_item(session, care_cast.viewer(care_cast.erik),
                        session.scalars(select(WorkItem.public_id)).one())  # fmt: skip
        close(session, item, care_cast.viewer(care_cast.erik), Outcome.ANSWERED, "", care_cast.now)
    assert logged == 1


def test_a_risk_that_nobody_signed_in_time_is_free_again_and_still_first(care_cast: CareCast) -> None:
    risk = raise_red(care_cast)
    key = f"risk:{risk.public_id}"
    take(care_cast, key, care_cast.now)
    with pytest.raises(ConflictError):
        take(care_cast, key, care_cast.now)
    assert release_stale_claims(care_cast.database, care_cast.now + 3 * HOUR) == 0
    assert release_stale_claims(care_cast.database, care_cast.now + 4 * HOUR) == 1
    with care_cast.database.transaction() as session:
        first = read_inbox(session, (care_cast.unit.id,), care_cast.erik.id, Filter()).rows[0]
        assert (first.item.dedupe_key, first.item.rank, first.item.claimed_by) == (key, 0, None)
    take(care_cast, key, care_cast.now + 5 * HOUR)
    assert release_stale_claims(care_cast.database, care_cast.now + 6 * HOUR) == 0
    assert release_stale_claims(care_cast.database, care_cast.now + 9 * HOUR) == 1


def test_the_clock_knows_the_jobs(care_cast: CareCast) -> None:
    assert {send_alarms, release_stale_claims} <= {job.function for job in list_jobs(care_cast.app)}
