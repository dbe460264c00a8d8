"""What a decision is worth, in one of the ways that people can state it."""

from itertools import pairwise
from typing import Annotated, Any, ClassVar, Final

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import FactoryPath, Name, Names, TextKeys

SHORT_NAMES: Final[dict[str, tuple[bool, bool]]] = {
    "true_positive": (True, True),
    "false_positive": (True, False),
    "false_negative": (False, True),
    "true_negative": (False, False),
}
"""Short name of a two-class amount -> (decision is the positive label, outcome is the positive label)."""

WAYS: Final = ("outcomes", "cost", "top", "function", "none")
"""The ways to say what a decision is worth."""

_OUTCOMES: Final = (
    "either all of " + ", ".join(SHORT_NAMES) + ", or decision -> outcome -> amount; an amount is a number or a column"
)
_ENDS: Final = ((0, 1), (-1, -2))
"""Place of the point at either end, and of the one beside it."""
_POINTS: Final = "points such as {off: -60, costs: 400}, the lowest error first, some below 0 and some above"


def _outcomes(values: dict[str, Any]) -> dict[str, Any]:
    short = [name for name in values if name in SHORT_NAMES]
    if short:
        missing = [name for name in SHORT_NAMES if name not in values]
        if missing:
            raise refuse("no amount for " + ", ".join(missing), _OUTCOMES, "amounts are never guessed: ask the owner")
        if len(short) < len(values):
            raise refuse("short names and decisions are mixed", _OUTCOMES)
        amounts = list(values.values())
    else:
        if not values or not all(isinstance(row, dict) and row for row in values.values()):
            raise refuse("these are no amounts by decision and outcome", _OUTCOMES)
        amounts = [amount for row in values.values() for amount in row.values()]
    wrong = [amount for amount in amounts if not _is_amount(amount)]
    if wrong:
        raise refuse(f"the amount {wrong[0]} is neither a number nor a column", _OUTCOMES)
    return values


def _is_amount(value: object) -> bool:
    if isinstance(value, str):
        return bool(value)
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def _amount(value: Any) -> Any:
    if not _is_amount(value):
        raise refuse("this is no amount", "a number, or the name of a column that holds it")
    return value


def _price(value: Any) -> Any:
    if isinstance(_amount(value), int | float) and value < 0:
        raise refuse("a cost is below zero", "0 or more, or the name of a column", "leave the minus out")
    return value


_EITHER: Final = [{"type": "string", "minLength": 1}]
Amount = Annotated[float | str, BeforeValidator(_amount), WithJsonSchema({"anyOf": [{"type": "number"}, *_EITHER]})]
"""A number, or the name of a column."""
Price = Annotated[
    float | str, BeforeValidator(_price), WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, *_EITHER]})
]
"""A number that is not below zero, or the name of a column."""


class CostPointSection(Section):
    """What one size of error costs.

    Attributes:
        off: how much was predicted less what turned out; below 0 is too low.
        costs: what that costs; an amount below 0 is earned, and has to be allowed by `earns`.
    """

    off: float
    costs: Amount


class CostSection(Section):
    """What it costs that a predicted number is off: so much for each unit, or by points.

    Attributes:
        under: of each unit that it was too low; a number or a column.
        over: of each unit that it was too high; a number or a column.
        points: what errors of some sizes cost; in proportion in between, and beyond the last as steeply as before. An
            error of 0 costs nothing unless a point says so.
        earns: true where a number that is near enough earns something, which costs below 0 say.
    """

    under: Price | None = None
    over: Price | None = None
    points: tuple[CostPointSection, ...] = ()
    earns: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "CostSection":
        both = self.under is not None and self.over is not None
        either = self.under is not None or self.over is not None
        if bool(self.points) == either or (either and not both):
            raise refuse("this does not say what errors cost", "under and over, or points")
        if self.points:
            _check_points(self.points, earns=self.earns)
        return self


def _check_points(points: tuple[CostPointSection, ...], *, earns: bool) -> None:
    offs = [point.off for point in points]
    for one, other in pairwise(offs):
        if other <= one:
            raise refuse(f"the error {other:g} comes after {one:g}", _POINTS, "put the points in order")
    if not offs[0] < 0 < offs[-1]:
        missing = "too low" if offs[0] >= 0 else "too high"
        raise refuse(f"no point says what it costs to be {missing}", _POINTS)
    amounts = [point.costs for point in points]
    numbers = [amount for amount in amounts if isinstance(amount, int | float)]
    if not earns and min(numbers, default=0) < 0:
        raise refuse(f"a cost is below zero: {min(numbers):g}", "costs from 0 on, or earns: true where that is meant")
    for side, place in _ENDS:
        # no error costs nothing where no point says what it costs
        end, inner = amounts[side], 0.0 if offs[side] * offs[place] < 0 else amounts[place]
        falls = isinstance(end, int | float) and isinstance(inner, int | float) and end < inner
        if falls and not earns:
            what = f"the farthest error costs less ({end:g}) than the one before it ({inner:g}), and so on for ever"
            raise refuse(what, "costs that do not fall at the ends", "add a point farther out, or level the end")


class TopSection(Section):
    """Only so many cases can be acted on in a stretch of time; those with the highest scores are.

    Attributes:
        k: how many cases.
        per: `hour`, `day`, `week`, `month`, `quarter`, `year`, or a column whose values are the periods.
        hit: what a chosen case is worth when it turns out yes; a number or a column.
        miss: what a chosen case is worth when it turns out no.
        missed: what a case that was not chosen is worth when it turns out yes.
        passed: what a case that was not chosen is worth when it turns out no.
    """

    k: int = Field(ge=1)
    per: Name
    hit: Amount
    miss: Amount
    missed: Amount = 0.0
    passed: Amount = 0.0


class ValueSection(Section):
    """What a decision is worth; in exactly one way, or a bare `none`: nobody can say.

    Attributes:
        outcomes: decision -> outcome -> amount or column; for two classes the four short names do.
        cost: for predicted numbers.
        top: for rankings: so many cases a day are acted on.
        function: `module:function` in the project's folder that gives one number a row.
        reads: columns that the function needs beside those that are learned from.
        none: no value was agreed; success is then to beat the baseline on the metric.
    """

    bare_words: ClassVar = ("none",)

    outcomes: Annotated[dict[str, Any], TextKeys, AfterValidator(_outcomes)] | None = None
    cost: CostSection | None = None
    top: TopSection | None = None
    function: FactoryPath | None = None
    reads: Names = ()
    none: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "ValueSection":
        said = (self.outcomes, self.cost, self.top, self.function, self.none or None)
        if sum(each is not None for each in said) != 1:
            raise refuse("this does not say what a decision is worth in one way", "one of " + ", ".join(WAYS))
        if self.reads and self.function is None:
            raise refuse("reads is for a function, and there is none", "function: module:function beside it")
        return self

    @property
    def amounts(self) -> dict[str, Any] | None:
        """Amounts by decision and outcome, a ranking's by the four short names; None where it is said another way."""
        if self.top is None:
            return self.outcomes
        told = (self.top.hit, self.top.miss, self.top.missed, self.top.passed)
        return dict(zip(SHORT_NAMES, told, strict=True))

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> Any:
        return "none" if self.none else write(self)
