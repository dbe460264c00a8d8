"""The data: sources, how they join, what is to be predicted, and what must not be learned from."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Duration, EmptyAsSection, Name, Names, Rate
from shipworthy.records.evidence import Grade
from shipworthy.records.spec import Expectation

_ON = "a column, a list of columns, or {column of the base: column of the source}"


def _as_text(value: Any) -> Any:
    """An outcome that YAML reads as a number; what to write instead is told where the outcomes are known."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _pairs(value: Any) -> Any:
    if isinstance(value, str):
        return ((value, value),)
    if isinstance(value, dict):
        if set(value) == {"left", "right"} and all(isinstance(side, list | tuple) for side in value.values()):
            return _sides(value["left"], value["right"])
        return _sides(list(value), list(value.values()))
    if isinstance(value, list | tuple) and all(isinstance(column, str) for column in value):
        return _sides(value, value)
    return value


def _sides(left: Any, right: Any) -> Any:
    if len(left) != len(right):
        raise refuse(
            f"{len(left)} columns on the left and {len(right)} on the right", "lists of equal length",
            "pair each column of the base with one of the source",
        )  # fmt: skip
    if not left or not all(isinstance(column, str) and column for column in (*left, *right)):
        raise refuse("these are no columns to join on", _ON)
    return tuple(zip(left, right, strict=True))


def _written(pairs: tuple[tuple[str, str], ...]) -> Any:
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    if left == right:
        return left[0] if len(left) == 1 else left
    if len(set(left)) == len(left) and set(left) != {"left", "right"}:
        return dict(pairs)
    return {"left": left, "right": right}


JoinColumns = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_pairs),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "object"}]}),
]


class AsOfSection(Section):
    """Joining what was known by then.

    Attributes:
        time: column of the source that says when it was known; the source's own time column when left out.
        base_time: column of the base that says when the question is asked; its time column when left out.
        lag: how long before that it had to be known.
        within: older knowledge than that counts as none.
    """

    time: Name | None = None
    base_time: Name | None = None
    lag: Duration | None = None
    within: Duration | None = None


class JoinSection(Section):
    """How a source joins the base.

    Attributes:
        on: columns that must be equal.
        expect: how many rows of the source one row of the base may meet.
        as_of: for what changes with time.
    """

    on: JoinColumns
    expect: Expectation = "many_to_one"
    as_of: Annotated[AsOfSection, EmptyAsSection] | None = None


class SourceEntry(Section):
    """One source of data; the one without a join is the base.

    Attributes:
        path: file, relative to the project's folder.
        key: columns that should be unique together.
        time: column that says when.
        join: how it joins the base.
        grade: how near its rows are to what will be met live; the least near of all sources says how far a verdict
            may go.
        owner: person or role that answers for it.
        cost: money that it costs in a stretch of time, in the unit of success, such as 200/month.
    """

    path: Name
    key: Names = ()
    time: str = ""
    join: JoinSection | None = None
    grade: Grade = "historic"
    owner: str = ""
    cost: Rate | None = None


class TargetSection(Section):
    """What is to be predicted.

    Attributes:
        column: column that holds the outcome.
        positive: Polars SQL expression that is true for a yes; left out, the column itself is predicted.
        kind: `classification` or `regression`; left out, the data tells.
    """

    column: Name
    positive: Annotated[str, BeforeValidator(_as_text)] = ""
    kind: Literal["classification", "regression"] | None = None


class OnePerSection(Section):
    """One question for all cases of a group and a stretch of time; asked when the first of them comes.

    Attributes:
        by: columns that name the group.
        every: hour, day, week or month of the base's time.
        outcome: any, when one yes among them is a yes; or their sum or mean, for a number.
    """

    by: Names = ()
    every: Literal["hour", "day", "week", "month"] | None = None
    outcome: Literal["any", "sum", "mean"]

    @model_validator(mode="after")
    def _of_something(self) -> "OnePerSection":
        if not self.by and self.every is None:
            raise refuse("this does not say which cases are put together", "by, every, or both")
        return self


class DataSection(Section):
    """All about data; a project that is only a brief names none of it yet.

    Attributes:
        sources: name -> source.
        target: what is to be predicted.
        critical: columns that must not be missing.
        not_known_at_decision: columns that are not known when the decision is taken.
        personal: columns that are personal.
        not_personal: columns that look personal and are not.
        drop: columns to leave out for other reasons.
        only: Polars SQL expression that is true for the rows that the project is about; left out, all of them. What
            is shipped leaves other rows to what is done today.
        one_per: one question for all cases of a group and a stretch of time; left out, every row is one.
    """

    sources: dict[Name, Annotated[SourceEntry, EmptyAsSection]] = Field(default={})
    target: TargetSection | None = None
    critical: Names = ()
    not_known_at_decision: Names = ()
    personal: Names = ()
    not_personal: Names = ()
    drop: Names = ()
    only: str = ""
    one_per: OnePerSection | None = None
