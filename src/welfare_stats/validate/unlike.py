"""When two numbers of cases are unlike each other; without a check, for others ask it too."""

from math import log, sqrt

_MOST_DEVIATIONS = 4.0  # beyond as many standard deviations, chance is no explanation
_MOST_TIMES = 1.5  # numbers usually do not grow by a larger factor from year to year


def is_unlike(one: float, other: float) -> bool:
    """Whether two numbers of cases differ by more than chance and the usual growth explain.

    >>> is_unlike(3, 9), is_unlike(3, 30)  # three times as many may be chance, ten times are not
    (False, True)
    >>> is_unlike(30_000, 31_000), is_unlike(30_000, 46_000)  # not chance, but the first is usual
    (False, True)

    Small numbers vary much by chance and large ones little, in relation to their size. Twice the
    difference of their square roots has a standard deviation of about √2 at any size (Anscombe
    1948), so that one limit serves all. Large numbers also change for other reasons than chance;
    therefore they must also differ by half.
    """
    deviations = 2 * abs(sqrt(one) - sqrt(other)) / sqrt(2)
    log_ratio = abs(log((one + 0.5) / (other + 0.5)))
    return deviations > _MOST_DEVIATIONS and log_ratio > log(_MOST_TIMES)
