"""Each kind of finding is found in a program or a timeline that has it, and not in one that has not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from programs.lint import look_over
from programs.shelf import MemoryShelf, Shelf
from rehearsal.finding import (
    find_close_sms,
    find_dead_risks,
    find_dead_steps,
    find_in_files,
    find_in_timeline,
    find_late_sms,
    find_long_sms,
    find_silent_weeks,
    find_telling_sms,
    find_unfinished,
    find_unsent_series,
    find_useless_sms,
)
from rehearsal.timeline import Character, Finding, FindingKind, RiskWay, SafetyDay, SentText, Timeline
from tests.rehearsal.ground import loaded, walk_files, walk_with

NOON = datetime(2027, 3, 9, 11, 0, tzinfo=UTC)
DAY = date(2027, 3, 9)
LONG = "Det här är en mycket lång och omständlig beskrivning av promenadverksamhetens förutsättningar " * 8
GOOD_WAY = RiskWay("phq9 q9 = 2", "m1/module.yaml", "self_harm_red", needs_card=True, has_card=True, has_item=True,
                   needs_block=True, has_block=True, is_signed=True, goes_on=True)  # fmt: skip


def text(minutes: int = 0, body: str = "Hej", kind: str = "notice", reason: str = "notice:message:x") -> SentText:
    return SentText(NOON + timedelta(minutes=minutes), "diligent", kind, reason, body, kind in ("reply", "code"))


def character(*, ended: date | None = DAY, by_web: bool = True, has_finished: bool = True) -> Character:
    return Character("diligent", "Den flitiga", DAY, ended, "", finishes=True, by_web=by_web, has_finished=has_finished)


def kinds(findings: object) -> set[FindingKind]:
    return {one.kind for one in findings if isinstance(one, Finding)}  # type: ignore[attr-defined]


def in_files(shelf: Shelf) -> set[FindingKind]:
    return kinds(find_in_files(look_over(shelf), None))


def test_a_whole_program_has_nothing_in_its_files() -> None:
    assert list(find_in_files(look_over(MemoryShelf(walk_files())), None)) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "kind"),
    [
        ("m1/module.yaml", "id: dog_walk, kind: text,", "id: dog_walk, kind: text, part: hills, track: brisk,", None),
        ("m1/module.yaml", "step: screen, field: dog, is: true", "step: screen, field: days, at_least: 8",
         FindingKind.UNREACHABLE_STEP),
        ("m1/sv/why.md", "", LONG, FindingKind.HARD_TEXT),
        ("m1/module.yaml", "instruments: [vk5]", "instruments: [gad7]", FindingKind.WEEK_WITHOUT_SAFETY),
        ("program.yaml", "id: access", "id: other", FindingKind.NEEDS_WEB),
        ("m1/module.yaml", "instruments: [vk5]", "instruments: [nosuch]", FindingKind.LINT),
    ],
)  # fmt: skip
def test_files_that_are_wrong_are_found(path: str, old: str, new: str, kind: FindingKind | None) -> None:
    found = in_files(walk_with(path, old, new))
    assert (kind in found) if kind else (found == set())


def test_steps_that_exclude_each_other_are_dead() -> None:
    """The step is for the brisk, but hangs on an answer that only the slow are asked for."""
    files = walk_files()
    files["m1/module.yaml"] = (
        files["m1/module.yaml"]
        .replace("id: screen\n", "id: screen\n    track: slow\n", 1)
        .replace("id: dog_walk, kind: text,", "id: dog_walk, kind: text, track: brisk,", 1)
    )
    found = list(find_dead_steps(loaded(MemoryShelf(files)), None))
    assert [(one.kind, one.places["step"]) for one in found] == [(FindingKind.UNREACHABLE_STEP, "dog_walk")]


def test_a_step_that_nobody_came_to_is_found() -> None:
    shelf = loaded(MemoryShelf(walk_files()))
    run = Timeline(characters=(character(),), met=frozenset({(1, "why")}))
    assert kinds(find_dead_steps(shelf, run)) == {FindingKind.UNREACHABLE_STEP}


def test_a_text_without_its_english_is_found() -> None:
    files = walk_files()
    del files["m1/en/why.md"]
    assert in_files(MemoryShelf(files)) == {FindingKind.MISSING_LANGUAGE}


def test_english_that_is_the_swedish_is_found() -> None:
    files = walk_files()
    files["m1/en/why.md"] = files["m1/sv/why.md"]
    assert in_files(MemoryShelf(files)) == {FindingKind.MISSING_LANGUAGE}


@pytest.mark.parametrize(("minutes", "count"), [(0, 1), (59, 1), (60, 0)])
def test_two_sms_within_an_hour_are_found(minutes: int, count: int) -> None:
    assert len(list(find_close_sms([text(), text(minutes, "Hej igen")]))) == count


def test_an_answer_that_is_waited_for_is_never_too_close() -> None:
    assert list(find_close_sms([text(), text(1, kind="reply")])) == []


@pytest.mark.parametrize(("body", "count"), [("a" * 160, 0), ("a" * 161, 1), ("ł" * 70, 0), ("ł" * 71, 1)])
def test_an_sms_over_one_segment_is_found(body: str, count: int) -> None:
    assert len(list(find_long_sms([text(body=body)]))) == count


def test_an_sms_that_tells_about_health_is_found() -> None:
    assert kinds(find_telling_sms([text(body="Dags för din sömndagbok")])) == {FindingKind.SMS_HEALTH_WORD}
    assert list(find_telling_sms([text(body="Dagens rad tar en minut")])) == []


def test_a_reminder_after_the_end_is_found_but_a_letter_may_come() -> None:
    late, letter = text(60 * 24), text(60 * 24, reason="notice:letter:x")
    assert kinds(find_late_sms([late], [character()])) == {FindingKind.SMS_AFTER_END}
    assert list(find_late_sms([letter, text()], [character()])) == []


def test_a_button_phone_that_is_asked_to_sign_in_is_found() -> None:
    asked = [text(body="Logga in när det passar dig.")]
    assert kinds(find_useless_sms(asked, [character(by_web=False)])) == {FindingKind.SMS_ASKS_TO_LOG_IN}
    assert list(find_useless_sms(asked, [character()])) == []


def test_a_value_that_cannot_be_sent_by_sms_is_found_unless_the_program_says_so() -> None:
    whole, silent = loaded(MemoryShelf(walk_files())).program, loaded(walk_with("program.yaml", "access", "x")).program
    assert whole is not None
    assert silent is not None
    assert kinds(find_unsent_series(silent, ["weight"])) == {FindingKind.NEEDS_WEB}
    assert list(find_unsent_series(whole, ["weight"])) == []


@pytest.mark.parametrize("lacking", ["reason", "has_card", "has_item", "has_block", "is_signed", "goes_on"])
def test_a_risk_answer_without_an_exit_is_found(lacking: str) -> None:
    way = RiskWay(**{**vars(GOOD_WAY), lacking: "" if lacking == "reason" else False})
    assert kinds(find_dead_risks([way])) == {FindingKind.RISK_WITHOUT_EXIT}
    assert list(find_dead_risks([GOOD_WAY])) == []


@pytest.mark.parametrize(("days", "is_offered", "count"), [(6, False, 0), (7, True, 0), (7, False, 1)])
def test_a_week_without_a_safety_question_is_found(days: int, is_offered: bool, count: int) -> None:
    assert len(list(find_silent_weeks([SafetyDay("diligent", DAY, days, is_offered)]))) == count


def test_who_does_everything_and_does_not_come_to_the_end_is_found() -> None:
    assert kinds(find_unfinished([character(has_finished=False)])) == {FindingKind.NEVER_FINISHED}
    assert list(find_unfinished([character()])) == []


def test_what_broke_on_the_way_is_found() -> None:
    run = Timeline(faults=(("sms are sent", "KeyError: x"),))
    assert kinds(find_in_timeline(loaded(MemoryShelf(walk_files())), run)) == {FindingKind.BROKEN}
