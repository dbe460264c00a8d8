"""A comparison of one column with a number, read from a rule by its parsed form."""

import json
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

_SIGNS: Final = {"Gt": ">", "GtEq": ">=", "Lt": "<", "LtEq": "<="}
_TURNED: Final = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


@dataclass(frozen=True)
class Comparison:
    """A column, a sign and a number.

    Attributes:
        column: name of the column.
        sign: `>`, `>=`, `<` or `<=`.
        number: that the column is compared with.
    """

    column: str
    sign: str
    number: float

    @property
    def rule(self) -> str:
        """As Polars SQL."""
        return f"{quoted(self.column)} {self.sign} {self.number:.12g}"


def quoted(name: str) -> str:
    """A column's name as Polars SQL reads it.

    >>> quoted("delay"), quoted("last seen")
    ('delay', '"last seen"')
    """
    plain = name.isidentifier() and name.islower()
    return name if plain else '"' + name.replace('"', '""') + '"'


def comparison_of(rule: str) -> Comparison | None:
    """The comparison that a rule is; None when it is anything else.

    >>> comparison_of("30 < delay"), comparison_of("delay >= 1 AND a = 2")
    (Comparison(column='delay', sign='>', number=30.0), None)
    """
    parsed = json.loads(pl.sql_expr(rule).meta.serialize(format="json"))
    if "BinaryExpr" in parsed:
        inside = parsed["BinaryExpr"]
        left, right, sign = inside["left"], inside["right"], _SIGNS.get(inside["op"], "")
    elif "Function" in parsed and len(parsed["Function"]["input"]) == 2:
        left, right = parsed["Function"]["input"]
        named = parsed["Function"]["function"]
        sign = _SIGNS.get(str(named["Sql"].get("Binary", "")), "") if _is(named, "Sql") else ""
    else:
        return None
    if _is(right, "Column"):
        left, right, sign = right, left, _TURNED.get(sign, "")
    value = _number(right.get("Literal")) if _is(right, "Literal") else None
    return Comparison(left["Column"], sign, value) if sign and value is not None and _is(left, "Column") else None


def _is(node: Any, kind: str) -> bool:
    return isinstance(node, dict) and kind in node


def _number(literal: Any) -> float | None:
    """The number that a literal is; None for anything else."""
    inside = next(iter(literal.values())) if isinstance(literal, dict) else None
    if not isinstance(inside, dict):
        return None
    kind, value = next(iter(inside.items()))
    if kind == "Decimal" and isinstance(value, list):
        return float(value[0] / 10 ** value[-1])
    counted = kind.startswith(("Int", "UInt", "Float"))
    return float(value) if counted and isinstance(value, int | float) else None
