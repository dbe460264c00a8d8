"""Which settings of an attempt are searched, as the document says it."""

import math
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.knobs import quick_knobs
from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Duration, Name
from shipworthy.records.tuning import Knob, Setting, Tuning

TRIALS: Final = 20
TIME: Final = "5min"


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refuse("this is no number", "a number that is not infinite and not nan")
    return value


def _single(values: Any) -> Any:
    for value in values if isinstance(values, list | tuple) else ():
        if value is not None and not isinstance(value, str | int | float | bool):
            raise refuse("this choice is not a single value", "a number, text, true, false or null")
        if isinstance(value, float):
            _number(value)
    return values


_Number = Annotated[int | float, BeforeValidator(_number)]


class KnobSection(Section):
    """One parameter that is searched: a range, or a list of values.

    Attributes:
        low: lowest value; with a whole number at both ends, whole numbers only.
        high: highest value.
        log: spread evenly over factors: as many trials between 0.01 and 0.1 as between 0.1 and 1.
        choices: values that are tried; a bare list says the same.
    """

    low: _Number | None = None
    high: _Number | None = None
    log: bool = False
    choices: Annotated[tuple[Setting, ...], BeforeValidator(_single)] = ()

    @model_validator(mode="before")
    @classmethod
    def _as_list(cls, data: Any) -> Any:
        return {"choices": data} if isinstance(data, list | tuple) else data

    @model_validator(mode="after")
    def _whole(self) -> "KnobSection":
        low, high = self.low, self.high
        if self.choices:
            if low is not None or high is not None or self.log:
                raise refuse("this knob has both a range and choices", "low and high, or a list of values")
            if len(set(map(repr, self.choices))) < 2:
                raise refuse("there is nothing to choose from", "two values or more that differ")
            return self
        if low is None or high is None:
            raise refuse("this knob has no range", "low and high, or a list of values such as [a, b]")
        if not (low < high):
            raise refuse(f"low is {low:g} and high is {high:g}", "low below high", "turn them round")
        if self.log and not (low > 0):
            raise refuse(f"log asks for factors, and low is {low:g}", "low above 0", "raise low, or take log out")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}, "minItems": 2}
        return {"anyOf": [listed, handler.resolve_ref_schema(handler(core))]}


class TuneSection(Section):
    """Which settings of an attempt are searched, anew within the rows that each fold learns from.

    Attributes:
        quick: a few knobs that matter most for estimators that are well known; `tune: quick` says the same.
        knobs: parameter -> range or values, in place of those.
        trials: how many settings are tried at most.
        time: of learning after which no further trial begins, in each fold.
    """

    bare_words: ClassVar[tuple[str, ...]] = ("quick",)
    quick: bool = False
    knobs: dict[Name, KnobSection] = Field(default={})
    trials: int = Field(default=TRIALS, ge=1)
    time: Duration = TIME


def tuning(section: TuneSection, estimator: str) -> Tuning:
    """What is searched, and for how long.

    Args:
        section: what the document says.
        estimator: import path; empty for other kinds.

    >>> tuning(TuneSection(knobs={"alpha": {"low": 0.1, "high": 10, "log": True}}, time="60s"), "").knobs[0].whole
    False
    """
    return Tuning(
        knobs=knobs_of(section) or quick_knobs(estimator), trials=section.trials, seconds=seconds(section.time)
    )


def knobs_of(section: TuneSection) -> tuple[Knob, ...]:
    """The knobs that the document names."""
    return tuple(_knob(name, each) for name, each in section.knobs.items())


def _knob(name: str, said: KnobSection) -> Knob:
    if said.choices:
        return Knob(name=name, choices=said.choices)
    assert said.low is not None
    assert said.high is not None
    whole = isinstance(said.low, int) and isinstance(said.high, int)
    return Knob(name=name, low=float(said.low), high=float(said.high), log=said.log, whole=whole)
