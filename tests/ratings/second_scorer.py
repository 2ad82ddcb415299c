"""A second scorer, written from clinical/instruments.md alone with its own tables and other arithmetic.

It imports nothing from ratings/, so that a shared mistake would have to be made twice.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

Given = Sequence[int | None]
Result = dict[str, Any]

PLAIN: dict[str, tuple[int, int, int, str, int, str]] = {
    # id: items, lowest, highest answer, reversed items, gaps allowed, bands as "top=name"
    "phq9": (9, 0, 3, "", 2, "4=minimal 9=mild 14=moderate 19=moderately_severe 27=severe"),
    "gad7": (7, 0, 3, "", 2, "4=minimal 9=mild 14=moderate 21=severe"),
    "pswq": (16, 1, 5, "1 3 8 10 11", 0, "39=low 59=moderate 80=high"),
    "isi": (7, 0, 4, "", 0, "7=none 14=subthreshold 21=moderate 28=severe"),
    "pss10": (10, 0, 4, "4 5 7 8", 0, "13=low 26=moderate 40=high"),
    "pss14": (14, 0, 4, "4 5 6 7 9 10 13", 0, ""),
    "madrs_s": (9, 0, 6, "", 0, "12=none 19=mild 34=moderate 54=severe"),
    "keds": (9, 0, 6, "", 0, "18=below_cutoff 54=at_or_above_cutoff"),
    "pdss_sr": (7, 0, 4, "", 0, "7=below_cutoff 10=mild 15=moderate 28=severe"),
    "cat": (8, 0, 5, "", 2, "9=low 20=medium 30=high 40=very_high"),
    "whodas12": (12, 0, 4, "", 1, ""),
    "ess": (8, 0, 3, "", 0, "10=normal 12=mild 15=moderate 24=severe"),
    "paid5": (5, 0, 4, "", 0, "7=below_cutoff 20=distress"),
    "st6": (6, 0, 4, "3 6", 1, "8=low 15=medium 24=high"),
    "who5": (5, 0, 5, "", 0, ""),
    "ehfscbs9": (9, 1, 5, "", 0, "19=adequate 45=inadequate"),
    "mmrc": (1, 0, 4, "", 0, "1=few_symptoms 4=symptomatic"),
    "pgic": (1, 1, 7, "", 0, "2=responder 4=little_or_no_change 7=worse"),
    "rf1": (1, 0, 10, "", 0, "6=critical 8=neutral 10=recommend"),
    "vk5": (4, 0, 10, "3 4", 0, "13=light 26=medium 40=heavy"),
    "phq2": (2, 0, 3, "", 0, "2=below_cutoff 6=at_or_above_cutoff"),
    "gad2": (2, 0, 3, "", 0, "2=below_cutoff 6=at_or_above_cutoff"),
    "sk3": (3, 0, 10, "1", 0, "9=good 19=medium 30=disturbed"),
}

LIMIT_FLAGS: dict[str, dict[str, int]] = {
    "phq9": {"caseness": 10},
    "gad7": {"caseness": 8, "screen_positive": 10, "severe_yellow": 15},
    "pswq": {"pathological_worry_45": 45, "gad_typical_62": 62},
    "isi": {"community_cutoff_10": 10},
    "phq2": {"screen_positive": 3},
    "gad2": {"screen_positive": 3},
    "cat": {"symptomatic": 10},
    "ess": {"no_sleep_restriction_before_contact": 16},
}

AUDIT_TOPS = {"male": (7, 15, 19), "other": (5, 13, 17)}
AUDIT_NAMES = ("low", "hazardous", "harmful", "probable_dependence")


def half_up(number: Fraction) -> int:
    """Return floor(x + 0.5)."""
    exact = Decimal(number.numerator) / Decimal(number.denominator) + Decimal("0.5")
    return int(exact.to_integral_value(rounding=ROUND_FLOOR))


def name_band(total: int | None, bands: str) -> str | None:
    """Return the name of the first band whose top is not under the total."""
    if total is None:
        return None
    for band in bands.split():
        top, name = band.split("=")
        if total <= int(top):
            return name
    return None


def add_up(name: str, given: Given) -> Result:
    """Return total, band, complete and estimated of a plain instrument."""
    items, low, high, reverse, gaps_allowed, bands = PLAIN[name]
    turned = {int(number) for number in reverse.split()}
    points = {
        number: (low + high - answer if number in turned else answer)
        for number, answer in enumerate(given[:items], 1)
        if answer is not None
    }
    gaps = items - len(points)
    total = None if gaps > gaps_allowed else half_up(Fraction(sum(points.values()), len(points)) * items)
    return {
        "total": total,
        "band": name_band(total, bands),
        "complete": gaps == 0,
        "estimated": 0 < gaps <= gaps_allowed,
        "flags": {
            flag for flag, at in LIMIT_FLAGS.get(name, {}).items() if total is not None and total >= at
        },
    }


def self_harm(answer: int | None, yellow: int, red: int) -> set[str]:
    """Return the flag of a safety item that is yellow and red from the given answers on."""
    if answer is None:
        return {"risk_unanswered"}
    if answer >= red:
        return {"risk_red"}
    return {"risk_yellow"} if answer >= yellow else set()


def phq9(given: Given, _: Result) -> Result:
    """PHQ-9: item 9, the combination with 20 points, and the two patterns."""
    found = add_up("phq9", given)
    flags = self_harm(given[8], 1, 2)
    if given[8] == 1 and (found["total"] or 0) >= 20:
        flags = {"risk_red"}
    present = [number for number in range(1, 9) if (given[number - 1] or 0) > 1] + [9] * bool(given[8])
    if found["total"] is not None and {1, 2} & set(present):
        flags |= {"pattern_major"} if len(present) > 4 else set()
        flags |= {"pattern_other"} if 2 <= len(present) <= 4 else set()
    found["flags"] |= flags
    return found


def audit(given: Given, facts: Result) -> Result:
    """AUDIT with the skip rule and the limits by sex."""
    answers = list(given)
    replaced = []
    for number in range(2, 9):
        never = given[0] == 0
        little = given[1] == 0 and given[2] == 0 and number >= 4
        if (never and answers[number - 1] != 0) or (little and answers[number - 1] is None):
            answers[number - 1] = 0
            replaced.append(number)
    found: Result = {"skipped": replaced, "flags": set(), "estimated": False, "audit_c": None, "band": None}
    known = [answer for answer in answers if answer is not None]
    found["complete"] = len(known) == 10
    found["total"] = sum(known) if found["complete"] else None
    if not found["complete"]:
        return found
    tops = AUDIT_TOPS["male" if facts["sex"] == "male" else "other"]
    zone = sum(found["total"] > top for top in tops)
    found["band"], found["audit_c"] = AUDIT_NAMES[zone], sum(known[:3])
    found["flags"] |= {"hazardous_or_worse"} if zone >= 1 else set()
    found["flags"] |= {"clinician_yellow"} if zone >= 2 else set()
    found["flags"] |= {"audit_c_positive"} if found["audit_c"] >= 4 + (facts["sex"] == "male") else set()
    found["flags"] |= {"cutoff_conservative"} if facts["sex"] not in ("male", "female") else set()
    return found


def audit_c(given: Given, facts: Result) -> Result:
    """AUDIT-C: never drinking makes the other two 0, and the limit is one higher for men."""
    answers = [0, 0, 0] if given[0] == 0 else list(given)
    replaced = [number for number in (2, 3) if given[0] == 0 and given[number - 1] != 0]
    found: Result = {"skipped": replaced, "estimated": False, "complete": None not in answers, "flags": set()}
    found["total"] = sum(a or 0 for a in answers) if found["complete"] else None
    if found["total"] is None:
        return {**found, "band": None}
    is_positive = found["total"] > (4 if facts["sex"] == "male" else 3)
    found["flags"] |= {"audit_c_positive"} if is_positive else set()
    found["flags"] |= {"cutoff_conservative"} if facts["sex"] not in ("male", "female") else set()
    return {**found, "band": "at_or_above_cutoff" if is_positive else "below_cutoff"}


def smbq(given: Given, _: Result) -> Result:
    """SMBQ: the mean of 22 answers, burnout from 4.0 and clinical from 4.40."""
    found: Result = {"complete": None not in given, "estimated": False, "flags": set()}
    if None in given:
        return {**found, "total": None, "band": None, "mean": None}
    total = sum(answer or 0 for answer in given)
    mean = Fraction(total, 22)
    band = "clinical" if mean >= Fraction(44, 10) else "burnout" if mean >= 4 else "below_cutoff"
    return {**found, "total": total, "band": band, "mean": half_up(mean * 100) / 100}


def who5(given: Given, _: Result) -> Result:
    """WHO-5: the raw sum times four."""
    found = add_up("who5", given)
    raw = found["total"]
    found["raw"] = raw
    if raw is None:
        return found
    found["total"] = index = raw * 4
    found["band"] = "very_low" if index < 29 else "low" if index < 51 else "not_low"
    if raw < 13 or 0 in given or 1 in given:
        found["flags"].add("offer_phq9")
    if index <= 28:
        found["flags"].add("phq9_now")
    return found


def mmrc(given: Given, facts: Result) -> Result:
    """mMRC with the rise since the grade before."""
    found = add_up("mmrc", given)
    now, before = given[0], facts["previous"]
    if now is None:
        return found
    worse_by = now - before if before is not None else 0
    if worse_by > 1:
        found["flags"] = {"rise_red_task"}
    elif worse_by == 1 or now == 4:
        found["flags"] = {"yellow"}
    return found


def ehfscbs9(given: Given, _: Result) -> Result:
    """EHFScBS-9 with the standardized score."""
    found = add_up("ehfscbs9", given)
    raw = found["total"]
    found["standardized"] = None
    if raw is not None:
        exact = Fraction(45 - raw, 36) * 100
        found["standardized"] = float(Decimal(half_up(exact * 10)) / 10)
        found["band"] = "adequate" if exact >= 70 else "inadequate"
    return found


def pgic(given: Given, _: Result) -> Result:
    """PGIC: 5 is yellow, 6 and 7 are red."""
    found = add_up("pgic", given)
    found["flags"] = {5: {"yellow_worse"}, 6: {"red_task_worse"}, 7: {"red_task_worse"}}.get(
        given[0] or 0, set()
    )
    return found


def madrs_s(given: Given, _: Result) -> Result:
    """MADRS-S: item 9."""
    found = add_up("madrs_s", given)
    found["flags"] |= self_harm(given[8], 2, 4)
    return found


def vk5(given: Given, _: Result) -> Result:
    """VK-5: item 5."""
    found = add_up("vk5", given)
    found["flags"] |= self_harm(given[4], 1, 2) | ({"emergency_text"} if given[4] == 3 else set())
    return found


def sk3(given: Given, _: Result) -> Result:
    """SK-3: item 4."""
    found = add_up("sk3", given)
    found["flags"] |= {None: {"risk_unanswered"}, 1: {"drowsy_driving_red_task"}}.get(given[3], set())
    return found


def st6(given: Given, _: Result) -> Result:
    """ST-6: high total with trouble remembering."""
    found = add_up("st6", given)
    if found["band"] == "high" and given[4] in (3, 4):
        found["flags"].add("exhaustion_check")
    return found


def pk4(given: Given, _: Result) -> Result:
    """PK-4: index of items 2-4, attacks apart."""
    attacks, *rest = given
    wrong = attacks == 0 and bool(rest[0])
    whole = None not in given and not wrong
    total = sum(answer for answer in rest if answer is not None) if whole else None
    return {
        "total": total,
        "attacks": attacks,
        "band": name_band(total, "9=low 19=medium 30=high"),
        "complete": whole,
        "estimated": False,
        "flags": {"inconsistent_reject"} if wrong else set(),
    }


def hk6(given: Given, _: Result) -> Result:
    """HK-6: levels of the heart check."""
    flags = {"emergency"} if given[5] == 1 else set()
    if None in given:
        return {"total": None, "level": "incomplete", "complete": False, "estimated": False, "flags": flags}
    a, b, c, d, e, pain = (answer or 0 for answer in given)
    total = a + b + c + d + e
    level = "green" if total <= 1 else "yellow"
    if total > 4 or (a == 2 and c > 0) or e == 2:
        level = "red"
    if pain:
        level = "emergency"
    return {"total": total, "level": level, "complete": True, "estimated": False, "flags": flags}


def kk6(given: Given, facts: Result) -> Result:
    """KK-6: levels of the lung check."""
    flags = {"emergency"} if given[5] in (8, 9, 10) else set()
    found: Result = {"cardinal": None, "complete": None not in given, "estimated": False, "flags": flags}
    found["level"] = "emergency" if flags else "incomplete"
    if None in given:
        return found
    breath, amount, colour, _, fever, rest = (answer or 0 for answer in given)
    signs = [breath > 0, amount > 0, colour > 0].count(True)
    found["cardinal"] = signs
    if signs >= 2 and colour > 0:
        flags.add("probable_bacterial")
    if rest >= 8:
        return found
    if signs >= 2 or rest >= 5:
        found["level"] = "red"
    elif signs == 1 or fever or rest == 4:
        found["level"] = "yellow"
        if facts["yesterday"] == "yellow":
            found["level"] = "red"
            flags.add("second_yellow_day")
    else:
        found["level"] = "green"
    return found


OWN: dict[str, Callable[[Given, Result], Result]] = {
    "phq9": phq9, "audit": audit, "who5": who5, "mmrc": mmrc, "ehfscbs9": ehfscbs9, "pgic": pgic,
    "audit_c": audit_c, "smbq": smbq,
    "madrs_s": madrs_s, "vk5": vk5, "sk3": sk3, "st6": st6, "pk4": pk4, "hk6": hk6, "kk6": kk6,
}  # fmt: skip


def second_score(name: str, given: Given, facts: Result) -> Result:
    """Return what the document says about a form; ``facts`` holds sex, previous and yesterday."""
    rule = OWN.get(name)
    return rule(given, facts) if rule else add_up(name, given)
