"""The group statistic of the recommendation question RF-1 (clinical/instruments.md 3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.answers import check_answers
from ratings.instruments import get_instrument
from ratings.rounding import half_up
from ratings.scoring import band_of

SMALLEST_GROUP = 10


@dataclass(frozen=True)
class Recommendation:
    """How a group answered: n, percent 9-10, percent 0-6, their difference and the mean.

    ``show`` is false for groups under 10 people; then the numbers must not be shown.
    """

    n: int
    recommending: int | None
    critical: int | None
    net: int | None
    mean: float | None
    show: bool


def judge_recommendations(answers: Sequence[int | None]) -> Recommendation:
    """Return the statistic of a group's answers 0-10; unanswered ones (None) are left out.

    :raises InvalidAnswers: when an answer is not a whole number 0-10.
    """
    instrument = get_instrument("rf1")
    checked = [check_answers(instrument, [answer])[0] for answer in answers]
    given = [answer for answer in checked if answer is not None]
    n = len(given)
    if n == 0:
        return Recommendation(0, None, None, None, None, show=False)
    bands = [band_of(instrument, answer) for answer in given]
    for_it, against = bands.count("recommend"), bands.count("critical")
    return Recommendation(
        n=n,
        recommending=half_up(100 * for_it, n),
        critical=half_up(100 * against, n),
        net=half_up(100 * (for_it - against), n),
        mean=half_up(10 * sum(given), n) / 10,
        show=n >= SMALLEST_GROUP,
    )
