"""Whether something can be done without: what is lost without it surely is less than matters."""

from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import chance_of_less, lower_bound, upper_bound


def surely_less(loss: Measurement, margin: float, confidence: float, tries: int = 1) -> bool:
    """Whether a loss surely is smaller than a margin: one-sided, its chance of error shared among all tries.

    The chance that any loss of at least the margin passes is at most 1 - confidence (Bonferroni), however the tries
    hang together.

    Args:
        loss: paired difference on the same rows, more being worse.
        margin: in the unit of the loss.
        confidence: one-sided, of all tries together.
        tries: losses that are judged.

    >>> loss = Measurement(name="loss", value=1.0, se=1.0)
    >>> surely_less(loss, 3.0, 0.95), surely_less(loss, 3.0, 0.95, tries=10)
    (True, False)
    """
    if loss.value is None or loss.se is None:
        return False
    return chance_of_less(loss.value, loss.se, loss.df, margin) <= (1 - confidence) / tries


def reaches(
    measured: Measurement, at_least: float | None, at_most: float | None, confidence: float, tries: int = 1
) -> bool | None:
    """Whether a number surely lies within limits; None when it is not known.

    Args:
        measured: the number, with its standard error.
        at_least: lowest value that is good enough; None when there is no such limit.
        at_most: highest value that is good enough.
        confidence: one-sided, of all tries together.
        tries: numbers that are judged.

    >>> reaches(Measurement(name="gain", value=10.0, se=1.0), 8.0, None, 0.95)
    True
    """
    if measured.value is None or measured.se is None:
        return None
    level = 1 - (1 - confidence) / tries
    enough = at_least is None or lower_bound(measured.value, measured.se, measured.df, level) >= at_least
    return enough and (at_most is None or upper_bound(measured.value, measured.se, measured.df, level) <= at_most)
