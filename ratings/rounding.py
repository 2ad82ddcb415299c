"""Rounding half up in whole numbers, so that no binary fraction decides a clinical limit."""


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator/denominator rounded to a whole number, halves upwards.

    This is floor(x + 0.5) of clinical/instruments.md 0.3 rule 5, exact for negative numbers too.

    :param denominator: above 0.
    """
    return (2 * numerator + denominator) // (2 * denominator)
