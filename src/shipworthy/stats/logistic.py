"""How outcomes hang on a predicted chance: intercept and slope on the logit scale."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from shipworthy.stats.linear import Linearised

_CERTAIN: Final = 1e-6
_ROUNDS: Final = 50
_DONE: Final = 1e-10
_SEPARATED: Final = 1e3


def logits(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logit of each chance, kept finite.

    >>> logits(np.array([0.5])).tolist()
    [0.0]
    """
    return np.asarray(special.logit(np.clip(chances, _CERTAIN, 1 - _CERTAIN)))


def logistic_line(
    x: NDArray[np.float64], happened: NDArray[np.float64], weights: NDArray[np.float64] | None = None
) -> tuple[Linearised, Linearised] | None:
    """Intercept and slope of a logistic regression on one number, by Newton's method.

    With logits of predicted chances for `x` this is Cox's (1958) recalibration: slope 1 and intercept 0 where chances
    are right, a slope below 1 where they are too sure of themselves.

    Args:
        x: one number a row. # (rows,)
        happened: 1 where it happened, else 0. # (rows,)
        weights: None for rows that count the same. # (rows,)

    Returns:
        Intercept and slope with each row's influence; None when x tells the outcomes apart without error, or either
        never varies.
    """
    heavy = np.ones_like(x) if weights is None else weights
    if not x.size or np.ptp(x) == 0 or np.ptp(happened) == 0:
        return None
    design = np.column_stack([np.ones_like(x), x])  # (rows, 2)
    line = np.array([special.logit(np.clip(np.average(happened, weights=heavy), _CERTAIN, 1 - _CERTAIN)), 0.0])
    for _ in range(_ROUNDS):
        told = special.expit(design @ line)
        bend = design.T @ (design * (heavy * told * (1 - told))[:, None])  # (2, 2)
        if np.linalg.cond(bend) > 1 / np.finfo(float).eps:
            return None
        step = np.linalg.solve(bend, design.T @ (heavy * (happened - told)))
        line = line + step
        if np.abs(line).max() > _SEPARATED:
            return None
        if np.abs(step).max() < _DONE:
            break
    else:
        return None
    told = special.expit(design @ line)
    bend = design.T @ (design * (heavy * told * (1 - told))[:, None])
    moves = np.linalg.solve(bend, (design * (heavy * (happened - told))[:, None]).T)  # (2, rows)
    rare = (happened == 1, happened == 0)
    return Linearised(float(line[0]), moves[0], rare), Linearised(float(line[1]), moves[1], rare)
