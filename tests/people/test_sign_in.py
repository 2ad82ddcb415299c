"""Holds the rules of signing in: tries, codes and PINs that work once, sessions that end when they should."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import InvalidError
from people.identity import find_personnummer
from people.models import Role, UserState
from people.passwords import hash_secret
from people.pins import change_pin, choose_first_pin, clear_pin
from people.session_models import Face, SignInStep
from people.sign_in import (
    ADDRESS_TRIES,
    CODE_TRIES,
    CODES_A_DAY,
    CODES_FROM_AN_ADDRESS,
    PASSWORD_TRIES,
    PIN_TRIES,
    Started,
    begin_patient_sign_in,
    check_code,
    check_password,
    check_pin,
    check_totp,
    find_step,
    give_back_codes,
    open_login,
    send_new_code,
)
from people.viewer import find_viewer
from tests.people.cast import (
    NOW,
    PASSWORD,
    PERSONNUMMER,
    PHONE,
    PIN,
    make_patient,
    make_staff,
    make_unit,
    totp_at,
)

HOME, CAFE = "192.0.2.1", "192.0.2.2"
MINUTE = timedelta(minutes=1)


def begin(session: Session, identity: str = PHONE, address: str = HOME, now: datetime = NOW) -> Started:
    return begin_patient_sign_in(session, identity, address, now)


def step_of(session: Session, started: Started, now: datetime = NOW) -> SignInStep:
    session.flush()
    step = find_step(session, started.token, Face.PATIENT, now)
    assert step is not None
    return step


def proved(session: Session) -> SignInStep:
    started = begin(session)
    step = step_of(session, started)
    assert check_code(session, step, started.token, str(started.code), NOW)
    return step


def wrong(code: str | None) -> str:
    return f"{(int(str(code)) + 1) % 1_000_000:06d}"


@pytest.mark.parametrize("identity", [PHONE, "+46701740605", "0701740605", PERSONNUMMER, "121212+1212"])
def test_a_patient_is_found_by_phone_or_personnummer(database: Database, identity: str) -> None:
    with database.transaction() as session:
        patient = make_patient(session, make_unit(session))
        assert begin(session, identity).user is patient


def test_a_code_works_once(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        started = begin(session)
        step = step_of(session, started)
        assert check_code(session, step, started.token, f" {started.code} ", NOW)
        assert not check_code(session, step, started.token, str(started.code), NOW)


def test_a_code_belongs_to_the_browser_that_asked(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        first, second = begin(session), begin(session)
        assert not check_code(session, step_of(session, second), second.token, str(first.code), NOW) or (
            first.code == second.code
        )


def test_the_right_code_is_refused_after_too_many_wrong_ones(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        started = begin(session)
        step = step_of(session, started)
        for _try in range(CODE_TRIES):
            assert not check_code(session, step, started.token, wrong(started.code), NOW)
        assert not check_code(session, step, started.token, str(started.code), NOW)


def test_a_code_is_too_old_after_ten_minutes(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        started = begin(session)
        session.flush()
        assert find_step(session, started.token, Face.PATIENT, NOW + 9 * MINUTE) is not None
        assert find_step(session, started.token, Face.PATIENT, NOW + 10 * MINUTE) is None


def test_a_new_code_kills_the_old_one(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        started = begin(session)
        step = step_of(session, started)
        fresh = send_new_code(session, step, started.token, HOME, NOW)
        if fresh.code != started.code:
            assert not check_code(session, step, started.token, str(started.code), NOW)
        assert check_code(session, step, started.token, str(fresh.code), NOW)


def test_no_more_codes_than_a_day_allows_whatever_the_addresses(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        codes = [begin(session, address=f"192.0.2.{n}").code for n in range(CODES_A_DAY + 3)]
        assert sum(code is not None for code in codes) == CODES_A_DAY
        assert begin(session, address=CAFE, now=NOW + timedelta(days=1, minutes=1)).code is not None


def test_one_address_cannot_use_up_the_codes_of_an_account(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        codes = [begin(session, address=CAFE).code for _n in range(CODES_A_DAY)]
        assert sum(code is not None for code in codes) == CODES_FROM_AN_ADDRESS
        assert begin(session, address=HOME).code is not None


def test_codes_of_sign_ins_that_succeed_do_not_count(database: Database) -> None:
    with database.transaction() as session:
        patient = make_patient(session, make_unit(session))
        for _n in range(CODES_A_DAY + 2):
            assert begin(session).code is not None
            give_back_codes(session, patient, HOME)


def test_an_address_that_tries_many_numbers_is_stopped(database: Database) -> None:
    with database.transaction() as session:
        for _n in range(ADDRESS_TRIES):
            begin(session, "070-174 06 99")
        with pytest.raises(InvalidError):
            begin(session, "070-174 06 99")


def test_nobody_and_somebody_leave_the_same_rows(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        for identity in (PHONE, "070-174 06 99", "19900101-0017", "nonsense"):
            started = begin(session, identity)
            assert len(started.token) == 43
            step = step_of(session, started)
            assert not check_code(session, step, started.token, wrong(started.code or "1"), NOW)
            assert step.tries == 1


def test_a_shared_phone_needs_the_personnummer(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        make_patient(session, unit)
        other = make_patient(session, unit, personnummer="19900101-0017")
        assert begin(session, PHONE).user is None
        assert begin(session, "19900101-0017").user is other


def test_a_phone_number_that_reads_as_a_coordination_number_still_signs_in(database: Database) -> None:
    with database.transaction() as session:
        phone = "0701611204"
        assert find_personnummer(phone, NOW.date()) == "200701611204"
        patient = make_patient(session, make_unit(session), phone=phone, personnummer=None)
        assert begin(session, phone).user is patient


def test_staff_and_closed_accounts_get_no_code(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        patient = make_patient(session, unit)
        patient.state = UserState.DISABLED
        session.flush()
        assert begin(session).code is None
        staff = make_staff(session, unit, Role.CLINICIAN)
        staff.phone, staff.phone_hash, patient.phone_hash = patient.phone, patient.phone_hash, None
        session.flush()
        assert begin(session).user is None


def test_the_pin_is_asked_only_after_the_code(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        assert check_pin(session, step_of(session, begin(session)), PIN, NOW) is None
        assert check_pin(session, proved(session), PIN, NOW) is not None


def test_five_wrong_pins_stop_for_an_hour(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session))
        step = proved(session)
        for _n in range(PIN_TRIES):
            assert check_pin(session, step, "111112", NOW) is None
        with pytest.raises(InvalidError):
            check_pin(session, step, PIN, NOW)
        assert check_pin(session, step, PIN, NOW + timedelta(minutes=61)) is not None


def test_an_account_closed_between_code_and_pin_stays_out(database: Database) -> None:
    with database.transaction() as session:
        patient = make_patient(session, make_unit(session))
        step = proved(session)
        patient.state = UserState.DISABLED
        assert check_pin(session, step, PIN, NOW) is None


@pytest.mark.parametrize(("pin", "again"), [("12345", "12345"), ("123456", "123456"), ("777777", "777777"),
                                            ("٢٩٥١٧٤", "٢٩٥١٧٤"), ("295174", "295175"), ("", "")])
def test_an_easy_or_mistyped_pin_is_refused(database: Database, pin: str, again: str) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session), pin=None)
        with pytest.raises(InvalidError):
            choose_first_pin(session, proved(session), pin, again, NOW)


def test_a_first_pin_is_chosen_once(database: Database) -> None:
    with database.transaction() as session:
        make_patient(session, make_unit(session), pin=None)
        step = proved(session)
        assert choose_first_pin(session, step, PIN, PIN, NOW) is not None
        assert choose_first_pin(session, step, "684013", "684013", NOW) is None
        assert check_pin(session, step, PIN, NOW) is not None


def test_a_changed_pin_signs_other_browsers_out(database: Database) -> None:
    with database.transaction() as session:
        patient = make_patient(session, make_unit(session))
        here, there = (open_login(session, patient, Face.PATIENT, "Chrome", NOW) for _n in range(2))
        session.flush()
        viewer = find_viewer(session, here, Face.PATIENT, NOW)
        assert viewer is not None
        with pytest.raises(InvalidError):
            change_pin(session, patient, "111112", "684013", "684013", NOW, keep=viewer.session_public_id)
        change_pin(session, patient, PIN, "684013", "684013", NOW, keep=viewer.session_public_id)
        assert find_viewer(session, here, Face.PATIENT, NOW) is not None
        assert find_viewer(session, there, Face.PATIENT, NOW) is None


def test_a_cleared_pin_lets_the_patient_choose_anew(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        patient, staff = make_patient(session, unit), make_staff(session, unit, Role.CLINICIAN)
        clear_pin(session, patient, NOW, actor_id=staff.id, unit_id=unit.id)
        assert choose_first_pin(session, proved(session), "684013", "684013", NOW) is patient


def test_password_and_authenticator_let_staff_in(database: Database) -> None:
    with database.transaction() as session:
        staff = make_staff(session, make_unit(session), Role.CLINICIAN)
        started = check_password(session, " Maja.Sandell ", PASSWORD, HOME, NOW)
        assert started is not None
        session.flush()
        step = find_step(session, started.token, Face.DESK, NOW)
        assert step is not None
        assert check_totp(session, step, totp_at(NOW), NOW) is staff


@pytest.mark.parametrize(("name", "password"), [("maja.sandell", "fel lösenord helt"), ("nobody", PASSWORD),
                                                ("maja.sandell", ""), ("", ""), ("maja.sandell", "x" * 5000)])
def test_a_wrong_name_or_password_is_refused(database: Database, name: str, password: str) -> None:
    with database.transaction() as session:
        make_staff(session, make_unit(session), Role.CLINICIAN)
        assert check_password(session, name, password, HOME, NOW) is None


def test_an_authenticators_code_works_once_and_never_backwards(database: Database) -> None:
    with database.transaction() as session:
        make_staff(session, make_unit(session), Role.CLINICIAN)
        for instant, works in ((NOW, True), (NOW, False), (NOW - 30 * timedelta(seconds=1), False),
                               (NOW + timedelta(seconds=30), True)):
            started = check_password(session, "maja.sandell", PASSWORD, HOME, NOW)
            assert started is not None
            session.flush()
            step = find_step(session, started.token, Face.DESK, NOW)
            assert step is not None
            assert (check_totp(session, step, totp_at(instant), NOW) is not None) is works


def test_many_wrong_authenticator_codes_stop_although_the_password_is_right(database: Database) -> None:
    with database.transaction() as session:
        make_staff(session, make_unit(session), Role.CLINICIAN)
        refused = 0
        for round_ in range(4):
            started = check_password(session, "maja.sandell", PASSWORD, f"192.0.2.{round_}", NOW)
            assert started is not None
            session.flush()
            step = find_step(session, started.token, Face.DESK, NOW)
            assert step is not None
            for _n in range(CODE_TRIES):
                try:
                    assert check_totp(session, step, "000000", NOW) is None
                except InvalidError:
                    refused += 1
        assert refused >= 10


def test_guessing_passwords_stops_for_the_guesser_and_not_for_the_owner(database: Database) -> None:
    with database.transaction() as session:
        make_staff(session, make_unit(session), Role.CLINICIAN)
        for _n in range(PASSWORD_TRIES):
            assert check_password(session, "maja.sandell", "gissning nummer ett", CAFE, NOW) is None
        with pytest.raises(InvalidError):
            check_password(session, "maja.sandell", PASSWORD, CAFE, NOW)
        assert check_password(session, "maja.sandell", PASSWORD, HOME, NOW) is not None


def test_guessing_from_everywhere_stops_too(database: Database) -> None:
    with database.transaction() as session:
        make_staff(session, make_unit(session), Role.CLINICIAN).password_hash = hash_secret("x")
        session.flush()
        for n in range(30):
            check_password(session, "maja.sandell", "gissning", f"198.51.100.{n}", NOW)
        with pytest.raises(InvalidError):
            check_password(session, "maja.sandell", "gissning", "198.51.100.99", NOW)
