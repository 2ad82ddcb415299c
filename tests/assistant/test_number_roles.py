"""Every number of a message has a role, and no value is stored from one whose role is not positively known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.blotting import Page
from assistant.intents import Intent
from assistant.number_roles import take_off_others, take_off_times
from assistant.read_values import read_values
from assistant.understand import clean_text, understand

NO_REPORT = [
    ("klockan är 7.30", "time"), ("mötet är 14:15", "time"), ("vid 8 på kvällen", "time"), ("den 12/11", "date"),
    ("5 november", "date"), ("on the 14th", "date"), ("sedan 2019", "date"), ("vecka 46", "date"),
    ("jag är 77 år", "age"), ("född 1945", "date"), ("Storgatan 14", "place"), ("rum 12", "place"),
    ("ring 070-123 45 67", "place"), ("buss 4", "place"), ("tar 500 mg metformin", "dose"), ("två tabletter", "dose"),
    ("metformin 500", "dose"), ("gått upp 2 kg", "difference"), ("1,2 kilo mer än i måndags", "difference"),
    ("tappat 3 kg", "difference"), ("målet är 80", "target"), ("ska ligga under 140/90", "target"),
    ("brukar ligga på 70", "habit"), ("ute är det 28 grader", "around"), ("21 grader inne", "around"),
    ("batteri 20 %", "around"), ("inte 38", "rejected"), ("18 slag på 15 sekunder", "count"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role"), NO_REPORT)
def test_a_number_that_reports_nothing_has_its_role_and_stores_nothing(text: str, role: str) -> None:
    page = Page(clean_text(text))
    take_off_others(page)
    take_off_times(page)
    assert role in {found for found, _said in page.roles}
    assert read_values(clean_text(text)).values == []


NEUTRAL = st.sampled_from((
    "huset", "bussen", "katten", "trädgården", "soppan", "boken", "brevet", "kaffet", "bilen", "skolan", "gatan",
    "resan", "fisken", "stolen", "mössan", "the", "house", "garden", "soup", "book", "letter", "coffee", "school",
    "journey", "chair", "hat", "and", "with", "under", "near",
))  # fmt: skip
NUMBERS = st.integers(0, 999).map(str) | st.decimals(1, 120, places=1).map(lambda one: str(one).replace(".", ","))


@settings(max_examples=300, deadline=None)
@given(st.lists(NEUTRAL | NUMBERS, min_size=1, max_size=9))
def test_no_value_is_stored_from_a_number_without_a_cue(words: list[str]) -> None:
    read = understand(" ".join(["sålde", *words, "till", "grannskapet"]))
    stored = [one for one in read.values if one.kind not in ("symptom", "medication")]
    assert not stored or read.clarify


CUED = {
    "puls": (40, 150), "vikt": (40, 200), "hba1c": (30, 130), "pef": (100, 700), "syremättnad": (75, 100),
}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(CUED)), st.data(), st.sampled_from([text for text, _role in NO_REPORT]))
def test_beside_a_value_no_other_number_is_stored(cue: str, data: st.DataObject, other: str) -> None:
    number = data.draw(st.integers(*CUED[cue]))
    before = data.draw(st.booleans())
    read = understand(f"{other}. {cue} {number}" if before else f"{cue} {number}. {other}")
    told = [one for one in read.values if one.kind not in ("symptom", "medication")]
    assert [str(one.value) for one in told] in ([str(number)], []) or read.clarify


@pytest.mark.parametrize(
    ("text", "clarify"),
    [
        ("pulsen är 60-70", "which_value"), ("sockret ligger mellan 7 och 9", "which_value"),
        ("vikten är 82 eller 83", "which_value"), ("min mans socker var 9", "whose"),
    ],
)  # fmt: skip
def test_what_is_left_open_is_asked_about(text: str, clarify: str) -> None:
    assert understand(text).clarify == clarify


@pytest.mark.parametrize("text", ["HbA1c 60 mmol/mol", "hba1c är 52", "A1c came back as 68", "62 i hba1c"])
def test_the_long_term_value_is_no_high_sugar(text: str) -> None:
    assert understand(text).flag is None


@pytest.mark.parametrize("text", ["23.45", "25", "22.10", "vikt 24", "viktn 24,0 kg", "puls 25", "kl 21.30", "temp 38"])
def test_a_number_with_no_word_but_its_cue_is_no_alarm(text: str) -> None:
    assert understand(text).flag is None


@pytest.mark.parametrize("text", ["blodsockret är fint, var ute i 25 minuter", "socker 7, promenad 30 min, mår illa"])
def test_a_length_of_time_is_no_high_sugar(text: str) -> None:
    assert understand(text).flag is None


@pytest.mark.parametrize(
    "text",
    [
        "min son har druckit av min medicin", "jag har tagit dubbel dos eliquis sen i måndags",
        "om man glömmer morgondosen, ska man ta den på kvällen", "if a pill gets forgotten, can I have it later",
    ],
)  # fmt: skip
def test_another_persons_medicine_too_much_and_what_might_happen_are_no_report(text: str) -> None:
    assert [one for one in understand(text).values if one.kind == "medication"] == []


def test_the_days_and_the_language_that_are_not_wanted_are_not_read() -> None:
    read = understand("inga påminnelser på helgen, bara måndag till fredag")
    assert [one.value for one in read.values] == ["weekdays"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("glömde inte tabletterna", Intent.REPORT_MED_TAKEN), ("har aldrig missat en dos", Intent.REPORT_MED_TAKEN),
        ("medicinen ej tagen", Intent.REPORT_MED_MISSED), ("hann aldrig ta tabletten", Intent.REPORT_MED_MISSED),
        ("höll på att glömma medicinen men tog den", Intent.REPORT_MED_TAKEN),
    ],
)  # fmt: skip
def test_a_negation_decides_whether_medicine_was_taken(text: str, intent: Intent) -> None:
    assert understand(text).intent is intent


@pytest.mark.parametrize(
    "text",
    [
        "vi var 150 på 90 platser i kyrkan", "bänken är 140 på 60 centimeter", "the table is 160 by 90",
        "gick 128 on the 71 bus to town", "PF 415 flyger till London", "noll steg närmare en lösning",
        "maxpuls enligt formeln 150", "badrummet 24 grader", "pr 74 mil kostar bensinen", "lördag 78 gäster söndag 60",
    ],
)  # fmt: skip
def test_sizes_prices_and_names_that_look_like_a_print_out_are_no_value(text: str) -> None:
    assert understand(text).values == ()


@pytest.mark.parametrize(
    "text",
    [
        "glömde köpa panodil till min mamma", "jag glömde hämta medicinen på apoteket",
        "farsan struntade i sin medicin", "kom ihåg att beställa medicin", "nere i källaren finns medicinen",
        "har tagit slut på tabletterna snart",
        "tog en promenad med hunden", "metoprolol 50 mg är min dos", "tog 1 tablett i stället för 2",
    ],
)  # fmt: skip
def test_medicine_that_is_bought_or_spoken_of_is_neither_taken_nor_missed(text: str) -> None:
    assert [one for one in understand(text).values if one.kind == "medication"] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("väger 81... nä vänta, det står 82,3 på displayen", "82.3"), ("pulse 68, no wait, 86", "86"),
        ("tempen 38,2 oj menar 37,2", "37.2"), ("socker 6,9 eller rättare sagt 9,6", "9.6"),
    ],
)  # fmt: skip
def test_of_a_number_that_is_taken_back_at_once_only_the_second_is_stored(text: str, number: str) -> None:
    read = understand(text)
    assert ([str(one.value) for one in read.values], read.clarify) == ([number], "")


@pytest.mark.parametrize("text", ["I've taken 25 sleeping pills", "jag har tagit 16 stesolid på kvällen"])
def test_a_number_of_what_was_swallowed_is_no_sugar_at_bedtime(text: str) -> None:
    assert understand(text).values == ()


def test_a_wish_to_put_a_reminder_off_is_no_time_of_day() -> None:
    assert [one.value for one in understand("skjut fram påminnelsen en timme").values] == ["+1h"]


def test_a_question_of_before_or_after_the_tablets_is_no_report_of_them() -> None:
    assert understand("mätning före eller efter att jag tagit tabletterna").values == ()
