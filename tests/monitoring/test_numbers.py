"""The parser of typed numbers: a table of 200 inputs, and that it never raises."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.numbers import NUMBER_TEXTS, NumberProblem, parse_number

P = NumberProblem

READ: list[tuple[str, str]] = [
    ("0", "0"), ("1", "1"), ("7", "7"), ("10", "10"), ("64", "64"), ("86", "86"), ("142", "142"),
    ("007", "7"), ("082", "82"), ("0,5", "0.5"), ("0.5", "0.5"), ("00,5", "0.5"), ("81,4", "81.4"),
    ("81.4", "81.4"), ("81,40", "81.40"), ("81,45", "81.45"), ("6,2", "6.2"), ("6.2", "6.2"),
    ("37,8", "37.8"), ("37.8", "37.8"), ("100,0", "100.0"), ("142,0", "142.0"), (" 142", "142"),
    ("142 ", "142"), ("  142  ", "142"), ("\t142\n", "142"), ("\u00a0142", "142"), ("142\u00a0", "142"),
    ("\u2009142\u202f", "142"), ("1 000", "1000"), ("8 200", "8200"), ("8\u00a0200", "8200"),
    ("8\u202f200", "8200"), ("8\u2009200", "8200"), ("12 345", "12345"), ("120 000", "120000"),
    ("1 234 567", "1234567"), ("12 345,6", "12345.6"), ("999", "999"), ("10000", "10000"),
    ("123456789", "123456789"), ("１４２", "142"), ("８６", "86"), ("８１，４", "81.4"), ("８１．４", "81.4"),
    ("８１,4", "81.4"), ("1４2", "142"), ("　142", "142"), ("0,0", "0.0"), ("0.0", "0.0"), ("3,05", "3.05"),
    ("98,6", "98.6"), ("18,02", "18.02"), ("0,12", "0.12"), ("1,5", "1.5"), ("1.5", "1.5"), ("350", "350"),
    ("19,9", "19.9"), ("72,4", "72.4"), ("724", "724"), ("0,05", "0.05"), ("0,005", "0.005"), ("0,125", "0.125"),
    ("1234,5", "1234.5"), ("1234,567", "1234.567"),
]  # fmt: skip

REFUSED: list[tuple[str, NumberProblem]] = [
    ("", P.EMPTY), (" ", P.EMPTY), ("\t\n", P.EMPTY), ("\u00a0", P.EMPTY), ("\u3000", P.EMPTY),
    ("nan", P.LETTERS), ("NaN", P.LETTERS), ("NAN", P.LETTERS), ("-nan", P.LETTERS), ("sNaN", P.LETTERS),
    ("inf", P.LETTERS), ("Inf", P.LETTERS), ("Infinity", P.LETTERS), ("-Infinity", P.LETTERS),
    ("infinity", P.LETTERS), ("+inf", P.LETTERS), ("1e5", P.LETTERS), ("1E5", P.LETTERS), ("1e400", P.LETTERS),
    ("1e-5", P.LETTERS), ("1.5e3", P.LETTERS), ("0x10", P.LETTERS), ("0b1", P.LETTERS), ("0o7", P.LETTERS),
    ("1l", P.LETTERS), ("1O0", P.LETTERS), ("l42", P.LETTERS), ("abc", P.LETTERS), ("hög", P.LETTERS),
    ("ca 142", P.LETTERS), ("142 mmHg", P.LETTERS), ("81,4 kg", P.LETTERS), ("81,4kg", P.LETTERS),
    ("64 slag", P.LETTERS), ("HI", P.LETTERS), ("LO", P.LETTERS), ("null", P.LETTERS), ("None", P.LETTERS),
    ("true", P.LETTERS), ("åttio", P.LETTERS), ("1j", P.LETTERS), ("１e5", P.LETTERS),
    ("drop table", P.LETTERS), ("<b>1</b>", P.LETTERS), ("=1+1A", P.LETTERS), ("80 och 90", P.LETTERS),
    ("1_0", P.UNKNOWN_SIGN), ("1_000", P.UNKNOWN_SIGN), ("_1", P.UNKNOWN_SIGN), ("1_", P.UNKNOWN_SIGN),
    ("+5", P.UNKNOWN_SIGN), ("5+", P.UNKNOWN_SIGN), ("=5", P.UNKNOWN_SIGN), ("=1+1", P.UNKNOWN_SIGN),
    ("5%", P.UNKNOWN_SIGN), ("142/86", P.UNKNOWN_SIGN), ("142 / 86", P.UNKNOWN_SIGN), ("142-86", P.UNKNOWN_SIGN),
    ("142:86", P.UNKNOWN_SIGN), ("8'200", P.UNKNOWN_SIGN), ("8’200", P.UNKNOWN_SIGN), ("(5)", P.UNKNOWN_SIGN),
    ("5!", P.UNKNOWN_SIGN), ("5?", P.UNKNOWN_SIGN), ("#5", P.UNKNOWN_SIGN), ("5*2", P.UNKNOWN_SIGN),
    ("~5", P.UNKNOWN_SIGN), ("<5", P.UNKNOWN_SIGN), (">5", P.UNKNOWN_SIGN), ("5;", P.UNKNOWN_SIGN),
    ("5\u0000", P.UNKNOWN_SIGN), ("\u0000", P.UNKNOWN_SIGN), ("\u200b5", P.UNKNOWN_SIGN),
    ("\u202e241", P.UNKNOWN_SIGN), ("\ufeff5", P.UNKNOWN_SIGN), ("5\u0301", P.UNKNOWN_SIGN),
    ("🙂", P.UNKNOWN_SIGN), ("5🙂", P.UNKNOWN_SIGN), ("--5", P.UNKNOWN_SIGN), ("5-", P.UNKNOWN_SIGN),
    ("\ud800", P.UNKNOWN_SIGN), ("...", P.TWO_SEPARATORS), (",", P.UNKNOWN_SIGN), (".", P.UNKNOWN_SIGN),
    ("-1", P.NEGATIVE), ("- 1", P.NEGATIVE), ("−1", P.NEGATIVE), ("–1", P.NEGATIVE), ("-0", P.NEGATIVE),
    ("-81,4", P.NEGATIVE), ("-81.4", P.NEGATIVE), ("－1", P.NEGATIVE), ("-1,5", P.NEGATIVE),
    ("1,2,3", P.TWO_SEPARATORS), ("1.2.3", P.TWO_SEPARATORS), ("1,234.5", P.TWO_SEPARATORS),
    ("1.234,5", P.TWO_SEPARATORS), ("1..5", P.TWO_SEPARATORS), ("1,,5", P.TWO_SEPARATORS),
    ("1.,5", P.TWO_SEPARATORS), ("81,4,", P.TWO_SEPARATORS), (",81,4", P.TWO_SEPARATORS),
    ("1.234.567", P.TWO_SEPARATORS), ("1,234,567", P.TWO_SEPARATORS), ("１，２，３", P.TWO_SEPARATORS),
    (",5", P.DANGLING_SEPARATOR), (".5", P.DANGLING_SEPARATOR), ("5,", P.DANGLING_SEPARATOR),
    ("5.", P.DANGLING_SEPARATOR), ("81,", P.DANGLING_SEPARATOR), ("，5", P.DANGLING_SEPARATOR),
    ("81.", P.DANGLING_SEPARATOR), (",05", P.DANGLING_SEPARATOR),
    ("1,000", P.THOUSANDS_OR_DECIMALS), ("8,200", P.THOUSANDS_OR_DECIMALS), ("8.200", P.THOUSANDS_OR_DECIMALS),
    ("12,345", P.THOUSANDS_OR_DECIMALS), ("81,400", P.THOUSANDS_OR_DECIMALS), ("120.000", P.THOUSANDS_OR_DECIMALS),
    ("1 0", P.SEVERAL_NUMBERS), ("142 86", P.SEVERAL_NUMBERS), ("142 86 64", P.SEVERAL_NUMBERS),
    ("81 4", P.SEVERAL_NUMBERS), ("81 ,4", P.SEVERAL_NUMBERS), ("81, 4", P.SEVERAL_NUMBERS),
    ("1 00", P.SEVERAL_NUMBERS), ("1 0000", P.SEVERAL_NUMBERS), ("1234 567", P.SEVERAL_NUMBERS),
    ("10 000 00", P.SEVERAL_NUMBERS), ("12 345.6", P.SEVERAL_NUMBERS), ("8\u00a020", P.SEVERAL_NUMBERS),
    ("٤٢", P.FOREIGN_DIGITS), ("١٤٢", P.FOREIGN_DIGITS), ("۱۴۲", P.FOREIGN_DIGITS), ("१४२", P.FOREIGN_DIGITS),
    ("1٤2", P.FOREIGN_DIGITS), ("½", P.FOREIGN_DIGITS), ("81½", P.FOREIGN_DIGITS), ("5²", P.FOREIGN_DIGITS),
    ("①", P.FOREIGN_DIGITS), ("Ⅳ", P.FOREIGN_DIGITS),
    ("1" * 41, P.TOO_LONG), ("1" * 10_000, P.TOO_LONG), ("1234567890", P.TOO_LONG), ("0" * 12, P.TOO_LONG),
    ("1,1234567890", P.TOO_LONG),
]  # fmt: skip


def test_the_table_holds_at_least_two_hundred_inputs() -> None:
    assert len(READ) + len(REFUSED) >= 200
    assert len({text for text, _ in READ} | {text for text, _ in REFUSED}) == len(READ) + len(REFUSED)


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_clear_number_is_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_an_unclear_number_is_refused_with_its_reason(text: str, problem: NumberProblem) -> None:
    assert parse_number(text) is problem


@pytest.mark.parametrize(
    ("text", "value"), [("81,4 kg", "81.4"), ("81,4KG", "81.4"), ("81,4 kilo", "81.4"), ("8 200 kg", "8200")]
)
def test_a_known_unit_may_follow(text: str, value: str) -> None:
    assert parse_number(text, ("kg", "kilo")) == Decimal(value)


@pytest.mark.parametrize("text", ["81,4 g", "kg", "81,4 kg kg", "kg 81"])
def test_another_unit_or_a_unit_alone_is_refused(text: str) -> None:
    assert isinstance(parse_number(text, ("kg",)), NumberProblem)


@given(st.text(max_size=60))
def test_any_text_gives_a_finite_number_or_a_reason(text: str) -> None:
    answer = parse_number(text, ("kg", "%"))
    assert isinstance(answer, NumberProblem) or (answer.is_finite() and answer >= 0)


@given(st.text(alphabet="0123456789.,- eE_+nNaAiIfF٤４", max_size=12))
def test_a_text_made_of_traps_gives_a_finite_number_or_a_reason(text: str) -> None:
    answer = parse_number(text)
    assert isinstance(answer, NumberProblem) or (answer.is_finite() and answer >= 0)


@given(st.decimals(min_value=0, max_value=9999, places=1, allow_nan=False, allow_infinity=False))
def test_a_number_written_the_swedish_way_comes_back_the_same(value: Decimal) -> None:
    assert parse_number(str(value).replace(".", ",")) == value


def test_every_problem_has_a_sentence() -> None:
    assert set(NUMBER_TEXTS) == set(NumberProblem)
