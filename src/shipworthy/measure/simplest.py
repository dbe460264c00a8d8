"""The simplest candidate that is as good as the best, as far as the rows can tell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions


@dataclass(frozen=True, slots=True)
class Simplest:
    """Which candidate to prefer.

    Attributes:
        best: the candidate of best score.
        chosen: the simplest whose difference to the best is within noise; the best itself when there is none.
        differences: by candidate, the paired gain of the best over it; the best itself is left out.
    """

    best: str
    chosen: str
    differences: dict[str, Measurement]


def simplest_within_noise(
    candidates: Sequence[tuple[str, int]],
    predictions: Mapping[str, Predictions],
    score: Callable[[Predictions], Measurement],
    gain: Callable[[Predictions, Predictions], Measurement],
) -> Simplest | None:
    """Looks for the simplest candidate whose 95 % interval of the difference to the best includes zero.

    Args:
        candidates: name and complexity, 0 being the simplest; ties are broken by this order.
        predictions: of each of them, on the same rows.
        score: what candidates are ranked by, such as `measure_value`; its direction says whether more is better.
        gain: paired gain of one over another, such as `measure_gain`; more is better.

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
    differences = {name: gain(predictions[best], predictions[name]) for name, _ in candidates if name != best}
    near = [(name, rank) for name, rank in candidates if name == best or _noise(differences[name])]
    return Simplest(best, min(near, key=lambda pair: pair[1])[0], differences)


def _noise(difference: Measurement) -> bool:
    low, high = difference.low, difference.high
    return low is not None and high is not None and low <= 0 <= high
