"""Corner cases: what every attempt that is put forward, and all that is shipped, has to answer as expected."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Name

_WAYS = "the decision, such as yes; or a range of the score or number, such as {at_least: 0.2, at_most: 0.6}"


class ExpectedSection(Section):
    """What is expected; the bare decision stands for it all.

    Attributes:
        decision: the label that has to be decided for.
        at_least: lowest score, or number, that is good enough.
        at_most: highest score, or number, that is good enough.
    """

    decision: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _something(self) -> "ExpectedSection":
        limits = [limit for limit in (self.at_least, self.at_most) if limit is not None]
        if bool(self.decision) == bool(limits):
            raise refuse("this does not say what is expected in one way", _WAYS)
        if sorted(limits) != limits:
            raise refuse("at_least is more than at_most", "at_least at most as much as at_most")
        return self

    @property
    def says(self) -> str:
        """What is expected, in words.

        >>> ExpectedSection(at_least=0.2, at_most=0.6).says, ExpectedSection(decision="yes").says
        ('at least 0.2 and at most 0.6', 'yes')
        """
        sides = (("at least", self.at_least), ("at most", self.at_most))
        return self.decision or " and ".join(f"{side} {limit:g}" for side, limit in sides if limit is not None)


def _bare(value: Any) -> Any:
    if isinstance(value, bool):
        return {"decision": str(value).lower()}
    return {"decision": str(value)} if isinstance(value, str | int | float) else value


def _values(row: dict[str, Any]) -> dict[str, Any]:
    odd = [name for name, value in row.items() if not isinstance(value, str | int | float | bool | date | None)]
    if odd or not row:
        raise refuse("this is no row", "column: value, a single value each", f"mend {odd[0]}" if odd else "")
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


Expected = Annotated[
    ExpectedSection,
    BeforeValidator(_bare),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "decision": {"type": "string"},
                        "at_least": {"type": "number"},
                        "at_most": {"type": "number"},
                    },
                },
            ]
        }
    ),
]


class CaseEntry(Section):
    """A case that has to be answered as expected: a row written out, or all rows of the data that a rule picks.

    Attributes:
        name: what people call it.
        where: Polars SQL expression; of the rows kept aside each one for which it is true has to be answered so.
        row: column -> value, the row itself.
        expect: the decision, or the range that the score (chance of the positive label) or the number has to lie in.
        note: why it matters, where it comes from.
        owner: person or role that answers for it.
    """

    name: Name
    where: str = ""
    row: Annotated[dict[str, Any], AfterValidator(_values)] | None = None
    expect: Expected
    note: str = ""
    owner: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> "CaseEntry":
        if bool(self.where) == bool(self.row):
            raise refuse("this does not say in one way which case is meant", "one of where, row")
        return self
