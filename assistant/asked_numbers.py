"""Takes off the numbers that a message only asks about: a number in a question is no report."""

import re
from collections.abc import Sequence

from assistant.blotting import BLOT, Page
from assistant.clauses import Clause, clauses_of

_MEASURED = re.compile(r"[a-zåäö]{2,}")
"""A word beside the number: a number alone before a question may be what the question is about."""
ASKED_ABOUT, ANOTHERS = "asked", "another"


def take_off_asked(page: Page, *, is_sure: bool = False) -> bool:
    """Blot every clause whose number is asked about, and everything of others in a message that asks.

    :param is_sure: the message is surely about a topic that is asked about, so that a number without any word for
        who measured it is no report either.
    :return: whether what was taken off may be a value of one's own, so that it is asked about.
    """
    clauses = clauses_of(page.text)
    if not any(one.asks for one in clauses):
        return False
    names = any(one.names_a_value and one.has_number and not one.asks for one in clauses)
    may_be_own = False
    for one in clauses:
        role = _role_of(one, clauses, is_sure=is_sure, names=names) if one.has_number else ""
        if role:
            _blot(page, one, role)
            may_be_own = may_be_own or (role == ASKED_ABOUT and _may_be_own(one, clauses))
    return may_be_own


def _role_of(one: Clause, clauses: Sequence[Clause], *, is_sure: bool, names: bool) -> str:
    sentence = [other for other in clauses if other.sentence == one.sentence]
    told = [other for other in sentence if not other.asks]
    if one.is_of_another or (not one.asks and not one.is_own and any(other.is_of_another for other in told)):
        return ANOTHERS
    if one.asks or one.is_general or not names:
        return ASKED_ABOUT
    is_beside_question = len(told) < len(sentence)
    is_doubtful = is_sure or not _MEASURED.search(one.text)
    reports = any(other.reports for other in told)
    return ASKED_ABOUT if is_beside_question and is_doubtful and not reports else ""


def _may_be_own(one: Clause, clauses: Sequence[Clause]) -> bool:
    """A number that stands apart from the question, or beside words of one's own, may be one's own."""
    if one.is_general or one.is_choice or not one.names_a_value or any(other.is_of_another for other in clauses):
        return False
    return not one.asks or one.may_be_own


def _blot(page: Page, clause: Clause, role: str) -> None:
    page.roles.append((role, clause.text.strip()))
    page.text = page.text[: clause.start] + BLOT * (clause.end - clause.start) + page.text[clause.end :]
