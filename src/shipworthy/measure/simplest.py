"""The simplest candidate that is as good as the best, as far as the rows can tell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shipworthy.measure.difference import Difference, told_together
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions


@dataclass(frozen=True, slots=True)
class Simplest:
    """Which candidate to prefer.

    Attributes:
        best: the candidate of best score.
        chosen: the simplest whose difference to the best is within noise, or too small to matter; the best itself when
            there is none.
        differences: by candidate, the paired gain of the best over it; the best itself is left out. Their intervals
            hold all at once.
        equivalent: candidates whose difference to the best surely is too small to matter.
    """

    best: str
    chosen: str
    differences: dict[str, Measurement]
    equivalent: tuple[str, ...] = ()


def simplest_within_noise(
    candidates: Sequence[tuple[str, int]],
    predictions: Mapping[str, Predictions],
    score: Callable[[Predictions], Measurement],
    difference: Callable[[Predictions, Predictions], Difference],
    equivalent: float | None = None,
    drawn_folds: int = 0,
) -> Simplest | None:
    """Looks for the simplest candidate that cannot be told from the best, or is the same for all purposes.

    Args:
        candidates: name and complexity, 0 being the simplest; ties are broken by this order.
        predictions: of each of them, on the same rows.
        score: what candidates are ranked by, such as `measure_value`; its direction says whether more is better.
        difference: paired gain of one over another, such as `gain_difference`; more is better.
        equivalent: differences up to this size do not matter, in the differences' unit; None when all do. The
            whole interval has to lie within it.
        drawn_folds: folds drawn at random that the rows were predicted in; 0 for none, see `told_together`.

    Returns:
        None when no candidate can be scored. A difference without interval is not taken for noise.

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
    same = tuple(name for name in others if equivalent is not None and differences[name].within(equivalent))
    near = [(name, rank) for name, rank in candidates if name in (best, *same) or _noise(differences[name])]
    return Simplest(best, min(near, key=lambda pair: pair[1])[0], differences, same)


def _noise(difference: Measurement) -> bool:
    low, high = difference.low, difference.high
    return low is not None and high is not None and low <= 0 <= high
