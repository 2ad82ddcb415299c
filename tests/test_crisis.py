"""No suicide answer goes unseen: every way of saying it through every fault, and what happens until one has signed."""

import threading
from itertools import product

import pytest

import patient.messages as messages_page
import ratings.records as records
from core.errors import ConflictError
from ratings.models import Risk
from ratings.risk_rules import NO_RISK
from ratings.risks import sign_risk
from tests.crisis_ground import FAULTS, SIGNED, WAYS, Ground, Way
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast, send


def way(name: str) -> Way:
    """Return a way by its name."""
    return next(one for one in WAYS if one.name == name)


def test_no_way_of_saying_it_is_lost_in_any_fault(care_cast: CareCast) -> None:
    ground = Ground(care_cast)
    for one, fault in product(WAYS, FAULTS):
        ground.run(one, fault)
    print(f"{ground.done} combinations: help shown {ground.done}, flags lost 0")
    assert ground.done == len(WAYS) * len(FAULTS) == 160


def test_the_test_sees_a_rule_that_is_switched_off(care_cast: CareCast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "judge_risk", lambda *_given: NO_RISK)
    with pytest.raises(AssertionError):
        Ground(care_cast).run(way("phq9 item 9 = 2"), "no javascript")


def test_the_test_sees_a_message_that_nobody_reads(care_cast: CareCast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages_page, "find_alarm", lambda _body: None)
    with pytest.raises(AssertionError):
        Ground(care_cast).run(way("message"), "no javascript")


def test_of_two_who_sign_at_once_one_wins(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    send(care_cast.browser(care_cast.anna), f"/ratings/{enrollment.public_id}/m1/phq9/9", answer="2")
    ready, won = threading.Barrier(2), []

    def sign(user_number: int) -> None:
        viewer = care_cast.viewer((care_cast.karin, care_cast.erik)[user_number])
        ready.wait()
        try:
            with care_cast.database.transaction() as session:
                risk = session.query(Risk).one()
                sign_risk(session, viewer, risk, SIGNED, "", care_cast.now)
            won.append(viewer.id)
        except ConflictError:
            pass

    both = [threading.Thread(target=sign, args=(number,)) for number in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with care_cast.database.transaction() as session:
        assert [session.query(Risk).one().signed_by] == won
