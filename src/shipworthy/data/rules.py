"""Rules and filters: Polars SQL expressions over the row's own values, never Python."""

import json
from typing import Any, Final

import polars as pl
import polars.selectors as cs

from shipworthy.data.named import require
from shipworthy.foundation.errors import RequestError

_HOW: Final = "compare columns with values, such as: price >= 30 AND \"last seen\" < DATE '2024-06-01'"
_ELSEWHERE: Final = frozenset({"Agg", "Over", "Window", "Len", "Quantile", "Rank", "Shift"})


def apply_rule(expression: str, frame: pl.DataFrame, *, where: str = "a rule") -> pl.Series:
    """Says for each row whether the rule is true; null where a missing value leaves it open.

    Times with a zone are compared in UTC, so `TIMESTAMP '2024-06-01 12:00:00'` is a time in UTC.

    Args:
        expression: Polars SQL; a name with blanks, dots, quotes or signs of any script stands in double
            quotes.
        frame: the rows.
        where: place in the document, for messages.

    Returns:
        Booleans, one a row. # (rows,)

    Raises:
        ColumnError: when the rule names a column that is not there.
        RequestError: when it cannot be understood, is no yes or no, or looks at other rows than its own.

    >>> apply_rule('"a b" >= 2', pl.DataFrame({"a b": [1, 2, None]})).to_list()
    [False, True, None]
    """
    try:
        rule = pl.sql_expr(expression)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _refusal(f"the rule cannot be understood: {_in_short(error)}", expression, where) from error
    place = f"the rule {expression} (text stands in single quotes)"
    require(columns_of(expression), frame.columns, where=place if where == "a rule" else f"{where}, {place}")
    if _looks_elsewhere(json.loads(rule.meta.serialize(format="json"))):
        raise _refusal("a rule may only look at its own row", expression, where)
    try:
        told = frame.with_columns(cs.datetime(time_zone="*").dt.convert_time_zone("UTC").dt.replace_time_zone(None))
        answers = told.with_columns(rule.alias("rule")).get_column("rule")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _refusal(f"the rule cannot be computed: {_in_short(error)}", expression, where) from error
    if answers.dtype != pl.Boolean:
        raise _refusal(f"the rule gives {answers.dtype}, not yes or no", expression, where)
    return answers


def columns_of(expression: str, *, where: str = "a rule") -> tuple[str, ...]:
    """The columns that a rule reads, each once, in its order.

    Args:
        expression: Polars SQL.
        where: place in the document, for messages.

    Raises:
        RequestError: when the rule cannot be understood.

    >>> columns_of('"a b" >= 2 AND c = 1 AND "a b" < 9')
    ('a b', 'c')
    """
    try:
        return tuple(dict.fromkeys(pl.sql_expr(expression).meta.root_names()))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _refusal(f"the rule cannot be understood: {_in_short(error)}", expression, where) from error


def _looks_elsewhere(node: Any) -> bool:
    """Whether a part of the expression gathers values of other rows."""
    if isinstance(node, dict):
        return any(
            key in _ELSEWHERE or (key not in ("Column", "Literal") and _looks_elsewhere(inner))
            for key, inner in node.items()
        )
    if isinstance(node, list):
        return any(_looks_elsewhere(inner) for inner in node)
    return node in _ELSEWHERE


def _refusal(what: str, expression: str, where: str = "a rule") -> RequestError:
    step = "correct the rule; names with blanks, or that are words of SQL such as union or order, go in double quotes"
    return RequestError(what, where=where, seen=expression, allowed=_HOW, next_step=step)


def _in_short(error: BaseException) -> str:
    return str(error).strip().split("\n")[0]
