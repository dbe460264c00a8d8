"""What watching goes by: how long a window is, how often it may err, and what was promised."""

from dataclasses import dataclass, field
from typing import Final

from shipworthy.data.rules import columns_of
from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.quantities import SECONDS
from shipworthy.measure.same_answer import NAME as CONSTANT
from shipworthy.measure.same_answer import SameAnswer
from shipworthy.measure.status_quo import NAME as TODAY
from shipworthy.records.bundle import Input
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import Missing, StatusQuo, Task, Worth

CAUSES: Final = 3
"""Causes that share what false alarms are put up with: system, data, model."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a deployment is watched by.

    Attributes:
        task: what is predicted.
        worth: what a decision is worth.
        status_quo: what is done today.
        same_answer: the constant, where gains are held against it; None holds them against what is done today.
        window: seconds that are judged at once.
        false_alarms: false alarms a second that are put up with, all causes together.
        delay: seconds until outcomes are in.
        missing: what an outcome means that never came.
        per: rows that values and gains are for.
        target: gain over `against` that was signed, in `unit` for `per` rows; None when none was.
        promise: what was promised for a period to come; None when nothing was.
        aside: gain and metrics on the rows kept aside, over all of them; what live windows are held against.
        metrics: by scikit-learn's names, the main one first.
        latency_p99: seconds within which 99 of 100 calls have to be answered; None when nothing was stated.
        errors: share of calls that may fail.
        unit: of values and gains; empty when no value was agreed.
        group: `day`, `week` or `month` of a row's moment, where rows do not say what is independent; empty for rows.
        inputs: columns that rows bring along; None lets the log guess which, and their kinds.
    """

    task: Task
    worth: Worth = field(default_factory=lambda: Worth(agreed=False))
    status_quo: StatusQuo = field(default_factory=StatusQuo)
    same_answer: SameAnswer | None = None
    window: float = SECONDS["w"]
    false_alarms: float = 1 / SECONDS["quarter"]
    delay: float = 0.0
    missing: Missing = "unknown"
    per: float = 1.0
    target: float | None = None
    promise: Forecast | None = None
    aside: tuple[Measurement, ...] = ()
    metrics: tuple[str, ...] = ()
    latency_p99: float | None = None
    errors: float = 0.001
    unit: str = ""
    group: str = ""
    inputs: tuple[Input, ...] | None = None

    def __post_init__(self) -> None:
        """Refuses what nothing could be judged by.

        Raises:
            RequestError: when a length of time, a rate or a share is impossible.
        """
        for name, good, allowed in (
            ("window", self.window > 0, "a stretch of time, such as 1w"),
            ("false_alarms", self.false_alarms > 0, "a rate above zero, such as 1/quarter"),
            ("delay", self.delay >= 0, "a stretch of time, such as 1d"),
            ("errors", 0 <= self.errors < 1, "a share from 0 to below 1"),
        ):
            if not good:
                raise RequestError(
                    f"nothing can be watched by this {name}",
                    where=f"monitoring.{name}",
                    seen=getattr(self, name),
                    allowed=allowed,
                    next_step="correct it in the project document",
                )

    @property
    def against(self) -> str:
        """Name of what gains are held against."""
        return CONSTANT if self.same_answer is not None else TODAY

    @property
    def valued_by(self) -> tuple[Input, ...] | None:
        """Those of the columns that today's decisions and amounts are found in; None where columns are not known."""
        if self.inputs is None:
            return None
        rule = columns_of(self.status_quo.rule) if self.status_quo.rule else ()
        if self.worth.call:
            # a function may read any of them
            return self.inputs
        return tuple(each for each in self.inputs if each.name in {*rule, self.status_quo.column, *self.worth.columns})

    def alarms_per_window(self, tests: int = 1) -> float:
        """False alarms that one of `tests` tests of one cause may raise in a window.

        >>> weekly = Settings(task=Task(kind="regression"))
        >>> round(1 / weekly.alarms_per_window(tests=2))  # windows between false alarms
        78
        """
        return min(0.5, self.false_alarms * self.window / CAUSES / tests)

    def kept_aside(self, name: str) -> Measurement | None:
        """What was measured on the rows kept aside, or None."""
        return next((one for one in self.aside if one.name == name and not one.slice), None)
