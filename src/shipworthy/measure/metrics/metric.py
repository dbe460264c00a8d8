"""What a metric is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from shipworthy.measure.rows import Rows
from shipworthy.records.measurement import Direction
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised


@dataclass(frozen=True, slots=True)
class Metric:
    """How well predictions did, as one number with the influence of each row.

    Attributes:
        name: scikit-learn's name.
        says: what it tells, in one plain line.
        kinds: the tasks it is for.
        direction: whether more or less is better.
        looks_at: the score, or the decision taken.
        linearise: the number on some rows, None where they cannot tell. Pure; any thread may call it.
        limits: lowest and highest value it can have.
        share: True for a plain share of rows (its interval is never narrower than the exact binomial one).
        in_target_unit: True when its unit is the target's.
    """

    name: str
    says: str
    kinds: frozenset[TaskKind]
    direction: Direction
    looks_at: Literal["score", "decision"]
    linearise: Callable[[Rows], Linearised | None]
    limits: tuple[float, float] = (0.0, 1.0)
    share: bool = False
    in_target_unit: bool = False
