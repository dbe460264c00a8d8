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
        looks_back: True when it needs the outcome that the same unit had before (`Rows.before`).
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
    looks_back: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Metrics that differ by one number in their name, such as `precision_at_10`.

    Attributes:
        start: of the name, before the number.
        end: of the name, after it.
        letter: what stands for the number in documentation.
        says: what they tell, in one plain line.
        fits: which numbers there may be, in words.
        kinds: the tasks they are for.
        direction: whether more or less is better.
        allowed: whether a number is one of them.
        make: the metric of a number.
    """

    start: str
    end: str
    letter: str
    says: str
    fits: str
    kinds: frozenset[TaskKind]
    direction: Direction
    allowed: Callable[[float], bool]
    make: Callable[[float], Metric]

    @property
    def template(self) -> str:
        """The name with a letter for its number: `precision_at_K`."""
        return f"{self.start}{self.letter}{self.end}"

    def metric(self, name: str) -> Metric | None:
        """The metric of this name; None when it is none of these."""
        middle = name.removeprefix(self.start).removesuffix(self.end)
        if not middle.replace(".", "", 1).isdigit() or not self.allowed(float(middle)):
            return None
        made = self.make(float(middle))
        return made if made.name == name else None
