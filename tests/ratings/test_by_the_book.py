"""Every number of clinical/instruments.md typed once more by hand: items, edges of bands, gaps, reversed items, change.

The tables are read from the document, not from the instrument files, so that a slip in a file is found here.
"""

import pytest

from ratings.change import Reliable, judge_change
from ratings.instruments import get_instrument, list_instruments
from ratings.scores import ScoreContext
from ratings.scoring import score

BOOK = {
    # id: class, items asked, lowest, highest answer, reversed, most missing, edges "first-last band"
    "phq9": ("A", 10, 0, 3, "", 2, "0-4 minimal, 5-9 mild, 10-14 moderate, 15-19 moderately_severe, 20-27 severe"),
    "phq2": ("A", 2, 0, 3, "", 0, "0-2 below_cutoff, 3-6 at_or_above_cutoff"),
    "gad7": ("A", 7, 0, 3, "", 2, "0-4 minimal, 5-9 mild, 10-14 moderate, 15-21 severe"),
    "gad2": ("A", 2, 0, 3, "", 0, "0-2 below_cutoff, 3-6 at_or_above_cutoff"),
    "pswq": ("A", 16, 1, 5, "1 3 8 10 11", 0, "16-39 low, 40-59 moderate, 60-80 high"),
    "audit": ("A", 10, 0, 4, "", 0, "0-5 low, 6-13 hazardous, 14-17 harmful, 18-40 probable_dependence"),
    "audit_c": ("A", 3, 0, 4, "", 0, "0-3 below_cutoff, 4-12 at_or_above_cutoff"),
    "who5": ("A", 5, 0, 5, "", 0, "0-28 very_low, 29-50 low, 51-100 not_low"),
    "mmrc": ("A", 1, 0, 4, "", 0, "0-1 few_symptoms, 2-4 symptomatic"),
    "pgic": ("A", 1, 1, 7, "", 0, "1-2 responder, 3-4 little_or_no_change, 5-7 worse"),
    "isi": ("B", 7, 0, 4, "", 0, "0-7 none, 8-14 subthreshold, 15-21 moderate, 22-28 severe"),
    "pss10": ("B", 10, 0, 4, "4 5 7 8", 0, "0-13 low, 14-26 moderate, 27-40 high"),
    "pss14": ("B", 14, 0, 4, "4 5 6 7 9 10 13", 0, ""),
    "madrs_s": ("B", 9, 0, 6, "", 0, "0-12 none, 13-19 mild, 20-34 moderate, 35-54 severe"),
    "keds": ("B", 9, 0, 6, "", 0, "0-18 below_cutoff, 19-54 at_or_above_cutoff"),
    "smbq": ("B", 22, 1, 7, "", 0, "22-87 below_cutoff, 88-96 burnout, 97-154 clinical"),
    "pdss_sr": ("B", 7, 0, 4, "", 0, "0-7 below_cutoff, 8-10 mild, 11-15 moderate, 16-28 severe"),
    "cat": ("B", 8, 0, 5, "", 2, "0-9 low, 10-20 medium, 21-30 high, 31-40 very_high"),
    "ehfscbs9": ("B", 9, 1, 5, "", 0, "9-19 adequate, 20-45 inadequate"),
    "paid5": ("B", 5, 0, 4, "", 0, "0-7 below_cutoff, 8-20 distress"),
    "whodas12": ("B", 12, 0, 4, "", 1, ""),
    "ess": ("B", 8, 0, 3, "", 0, "0-10 normal, 11-12 mild, 13-15 moderate, 16-24 severe"),
    "vk5": ("D", 5, 0, 10, "3 4", 0, "0-13 light, 14-26 medium, 27-40 heavy"),
    "sk3": ("D", 4, 0, 10, "1", 0, "0-9 good, 10-19 medium, 20-30 disturbed"),
    "st6": ("D", 6, 0, 4, "3 6", 1, "0-8 low, 9-15 medium, 16-24 high"),
    "pk4": ("D", 4, 0, 99, "", 0, "0-9 low, 10-19 medium, 20-30 high"),
    "hk6": ("D", 6, 0, 2, "", 0, ""),
    "kk6": ("D", 6, 0, 2, "", 0, ""),
    "rf1": ("D", 1, 0, 10, "", 0, "0-6 critical, 7-8 neutral, 9-10 recommend"),
}

CHANGES = {
    # id: reliable, important, response in percent, response in points, remission at most, case from
    "phq9": (6, 5, 50, None, 4, 10),
    "gad7": (4, 4, 50, None, None, 8),
    "pswq": (7, None, None, None, 47, 48),
    "who5": (None, 10, None, None, None, None),
    "mmrc": (None, 1, None, None, None, None),
    "isi": (None, 6, None, 8, 7, None),
    "pss10": (None, 6, None, None, None, None),
    "madrs_s": (None, None, 50, None, 10, None),
    "pdss_sr": (5, None, 40, None, None, 8),
    "cat": (None, 2, None, None, None, None),
}


def test_the_thirty_of_the_document_are_there() -> None:
    """Twenty-nine files; the thirtieth, the sleep diary, is arithmetic on the diary (ratings/sleep_diary.py)."""
    assert {one.id for one in list_instruments()} == set(BOOK)
    assert len(BOOK) == 29


@pytest.mark.parametrize("name", BOOK)
def test_class_items_and_answers_are_those_of_the_document(name: str) -> None:
    instrument, (kind, count, low, high, reverse, gaps, _edges) = get_instrument(name), BOOK[name]
    assert (instrument.shipping_class, len(instrument.items)) == (kind, count)
    first = instrument.values_of(instrument.items[0])
    assert (first[0], first[-1]) == (low, high)
    assert " ".join(str(n) for n, item in enumerate(instrument.items, 1) if item.reverse) == reverse
    assert instrument.missing.max_missing == gaps


@pytest.mark.parametrize("name", [name for name in BOOK if BOOK[name][6]])
def test_both_edges_of_every_band_are_inside_it(name: str) -> None:
    instrument = get_instrument(name)
    found = {(band.low, band.high, band.id) for band in instrument.bands}
    edges = [part.split() for part in BOOK[name][6].split(", ")]
    assert found == {(int(edge.split("-")[0]), int(edge.split("-")[1]), band) for edge, band in edges}


@pytest.mark.parametrize("name", BOOK)
def test_change_is_judged_by_the_documents_limits(name: str) -> None:
    rule = get_instrument(name).change
    percent = rule.response.percent if rule.response else None
    points = rule.response.points if rule.response else None
    found = (rule.reliable, rule.important, percent, points, rule.remission_at_most, rule.caseness_at_least)
    assert found == CHANGES.get(name, (None,) * 6)


SCORED = [
    # id, answers, sex, total, band, estimated, what is worked out by hand
    ("phq9", "1 1 1 1 1 1 1 . 1", None, 9, "mild", True),  # 8/8*9 = 9
    ("phq9", "3 3 3 3 3 3 . . 0", None, 23, "severe", True),  # 18/7*9 = 23.14
    ("phq9", "3 3 3 3 3 . . . 0", None, None, None, False),
    ("gad7", "2 2 2 2 2 . .", None, 14, "moderate", True),
    ("gad7", "2 2 2 2 3 . .", None, 15, "severe", True),  # 11/5*7 = 15.4
    ("gad7", "1 1 1 1 . . .", None, None, None, False),
    ("pswq", "1 5 1 5 5 5 5 1 5 1 1 5 5 5 5 5", None, 80, "high", False),
    ("pswq", "5 1 5 1 1 1 1 5 1 5 5 1 1 1 1 1", None, 16, "low", False),
    ("pswq", "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 .", None, None, None, False),
    ("audit", "0 . . . . . . . 4 2", "female", 6, "hazardous", False),
    ("audit", "0 . . . . . . . 4 2", "male", 6, "low", False),
    ("audit", "1 1 0 . 0 0 0 0 0 0", "male", None, None, False),
    ("audit_c", "2 1 1", "female", 4, "at_or_above_cutoff", False),
    ("audit_c", "2 1 1", "male", 4, "below_cutoff", False),
    ("audit_c", "0 . .", None, 0, "below_cutoff", False),
    ("audit_c", "1 . 0", None, None, None, False),
    ("phq2", "1 2", None, 3, "at_or_above_cutoff", False),
    ("gad2", "2 .", None, None, None, False),
    ("who5", "1 2 1 2 1", None, 28, "very_low", False),
    ("who5", "3 3 3 2 2", None, 52, "not_low", False),
    ("pss10", "0 0 0 4 4 0 4 4 0 0", None, 0, "low", False),
    ("pss10", "4 4 4 0 0 4 0 0 4 4", None, 40, "high", False),
    ("pss14", "4 4 4 0 0 0 0 4 0 0 4 4 0 4", None, 56, None, False),
    ("madrs_s", "6 6 6 6 6 4 0 0 0", None, 34, "moderate", False),
    ("keds", "2 2 2 2 2 2 2 2 2", None, 18, "below_cutoff", False),
    ("smbq", "4 " * 21 + "4", None, 88, "burnout", False),
    ("smbq", "4 " * 21 + "3", None, 87, "below_cutoff", False),
    ("smbq", "5 " * 9 + "4 " * 12 + "4", None, 97, "clinical", False),  # 97/22 = 4.409
    ("smbq", "5 " * 8 + "4 " * 13 + "4", None, 96, "burnout", False),  # 96/22 = 4.364
    ("cat", "1 1 1 1 1 2 . .", None, 9, "low", True),  # 7/6*8 = 9.33
    ("cat", "1 1 1 1 1 1 1 3", None, 10, "medium", False),
    ("cat", "5 5 5 5 5 . . .", None, None, None, False),
    ("ehfscbs9", "3 2 2 2 2 2 2 2 2", None, 19, "adequate", False),
    ("ehfscbs9", "3 3 2 2 2 2 2 2 2", None, 20, "inadequate", False),
    ("paid5", "2 2 2 2 0", None, 8, "distress", False),
    ("whodas12", "1 1 1 1 1 1 1 1 1 1 4 .", None, 15, None, True),  # 14/11*12 = 15.27
    ("whodas12", "1 1 1 1 1 1 1 1 1 1 . .", None, None, None, False),
    ("ess", "2 2 2 2 2 2 2 2", None, 16, "severe", False),
    ("ess", "3 3 3 3 3 0 0 .", None, None, None, False),
    ("vk5", "4 4 7 8 0", None, 13, "light", False),  # 4+4+3+2
    ("vk5", "10 10 5 8 0", None, 27, "heavy", False),
    ("sk3", "0 5 5 0", None, 20, "disturbed", False),
    ("st6", "2 2 2 2 . 2", None, 12, "medium", True),
    ("st6", "4 4 0 4 . 1", None, 23, "high", True),  # 4+4+4+4+3 = 19, 19/5*6 = 22.8
    ("pk4", "3 9 5 5", None, 19, "medium", False),
    ("pk4", "0 1 5 5", None, None, None, False),
    ("rf1", "9", None, 9, "recommend", False),
]


@pytest.mark.parametrize(("name", "answers", "sex", "total", "band", "estimated"), SCORED)
def test_a_form_worked_out_by_hand(
    name: str, answers: str, sex: str | None, total: int | None, band: str | None, estimated: bool
) -> None:
    given = [None if word == "." else int(word) for word in answers.split()]
    result = score(get_instrument(name), given, ScoreContext(sex=sex))
    assert (result.total, result.band, result.estimated) == (total, band, estimated)


def test_the_mean_of_smbq_has_two_decimals() -> None:
    assert score(get_instrument("smbq"), [5] * 9 + [4] * 13).values["mean"] == 4.41


@pytest.mark.parametrize(
    ("name", "before", "after", "reliable"),
    [
        ("phq9", 16, 10, Reliable.IMPROVED), ("phq9", 16, 11, Reliable.NONE), ("phq9", 10, 16, Reliable.DETERIORATED),
        ("gad7", 12, 8, Reliable.IMPROVED), ("gad7", 12, 9, Reliable.NONE), ("gad7", 8, 12, Reliable.DETERIORATED),
        ("pswq", 66, 59, Reliable.IMPROVED), ("pswq", 66, 60, Reliable.NONE), ("pdss_sr", 14, 9, Reliable.IMPROVED),
        ("pdss_sr", 14, 10, Reliable.NONE),
    ],
)  # fmt: skip
def test_reliable_change_begins_at_the_documents_points(name: str, before: int, after: int, reliable: Reliable) -> None:
    assert judge_change(get_instrument(name), before, after).reliable is reliable


def test_response_and_remission_of_isi_and_phq9() -> None:
    isi, phq9 = get_instrument("isi"), get_instrument("phq9")
    assert [judge_change(isi, 20, after).response for after in (12, 13)] == [True, False]
    assert [judge_change(isi, 20, after).remission for after in (7, 8)] == [True, False]
    assert [judge_change(phq9, 17, after).response for after in (8, 9)] == [True, False]
    assert [judge_change(phq9, 17, after).remission for after in (4, 5)] == [True, False]
    assert judge_change(get_instrument("pdss_sr"), 15, 9).response
