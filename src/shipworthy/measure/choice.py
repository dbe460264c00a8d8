"""Which candidate is put forward, and which is the simplest that cannot be told from the best."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shipworthy.measure.difference import Difference, told_together
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions


@dataclass(frozen=True, slots=True)
class Choice:
    """What is made of the candidates side by side.

    Attributes:
        best: the candidate of best score.
        chosen: the simplest that is close to the best, see `is_close`; the best itself when there is none.
        simplest: the simplest that cannot be told from the best, or lies too little behind to matter.
        differences: by candidate, the paired gain of the best over it; the best itself is left out. Their intervals
            hold all at once.
    """

    best: str
    chosen: str
    simplest: str
    differences: dict[str, Measurement]


def choose(
    candidates: Sequence[tuple[str, int]],
    predictions: Mapping[str, Predictions],
    score: Callable[[Predictions], Measurement],
    difference: Callable[[Predictions, Predictions], Difference],
    equivalent: float | None = None,
    drawn_folds: int = 0,
    today: str = "",
) -> Choice | None:
    """Puts a candidate forward.

    To say that one is better than another takes an interval; to put one forward takes a decision. Among candidates that
    cannot be told apart the simplest is often the worst, and whoever takes it gives up what the others likely bring:
    `python -m benchmarks.choosing` counts how much.

    Args:
        candidates: name and complexity, 0 being the simplest; ties are broken by this order.
        predictions: of each of them, on the same rows.
        score: what candidates are ranked by, such as `measure_value`; its direction says whether more is better.
        difference: paired gain of one over another, such as `gain_difference`; more is better.
        equivalent: differences up to this size do not matter, in the differences' unit; None when all do.
        drawn_folds: folds drawn at random that the rows were predicted in; 0 for none, see `told_together`.
        today: the candidate that stands for what is done today; the gate holds others against it, so that it does not
            stand in for the best, and is put forward only when it is the best.

    Returns:
        None when no candidate can be scored.

    Raises:
        RequestError: when the candidates do not speak of the same ids.
    """
    scores = [(name, score(predictions[name])) for name, _ in candidates]
    known = {
        name: -one.value if one.direction == "down" else one.value for name, one in scores if one.value is not None
    }
    if not known:
        return None
    best = max(known, key=lambda name: known[name])
    others = [name for name, _ in candidates if name != best]
    told = told_together([difference(predictions[best], predictions[name]) for name in others], drawn_folds)
    differences = dict(zip(others, told, strict=True))
    close = [name for name, one in differences.items() if name != today and is_close(one, equivalent)]
    chosen = _simplest(candidates, best, close)
    return Choice(best, chosen, simplest_alike(candidates, best, differences, equivalent), differences)


def is_close(difference: Measurement, equivalent: float | None = None) -> bool:
    """Whether a simpler candidate may stand in for the best: it lies one standard error behind, or less than matters.

    One standard error of the paired difference (Breiman, Friedman, Olshen and Stone 1984, section 3.4.3, where it is
    that of the best one's own score). A difference without a standard error is not taken for noise.

    Args:
        difference: paired gain of the best over the candidate.
        equivalent: differences up to this size do not matter; None when all do.

    >>> is_close(Measurement(name="gain", value=1.5, se=1.0))
    False
    >>> is_close(Measurement(name="gain", value=1.5, se=1.0), equivalent=2.0)
    True
    """
    return (
        difference.value is not None
        and difference.se is not None
        and (difference.value <= max(difference.se, equivalent or 0.0))
    )


def simplest_alike(
    candidates: Sequence[tuple[str, int]],
    best: str,
    differences: Mapping[str, Measurement],
    equivalent: float | None = None,
) -> str:
    """The simplest candidate that cannot be told from the best, or lies too little behind to matter.

    Args:
        candidates: name and complexity, 0 being the simplest; ties are broken by this order.
        best: the candidate of best score.
        differences: by candidate, the paired gain of the best over it.
        equivalent: differences up to this size do not matter; None when all do.
    """
    alike = [name for name, one in differences.items() if _noise(one) or is_close(one, equivalent)]
    return _simplest(candidates, best, alike)


def _simplest(candidates: Sequence[tuple[str, int]], best: str, alike: Sequence[str]) -> str:
    near = [(name, rank) for name, rank in candidates if name == best or name in alike]
    return min(near, key=lambda pair: pair[1])[0]


def _noise(difference: Measurement) -> bool:
    low, high = difference.low, difference.high
    return low is not None and high is not None and low <= 0 <= high
