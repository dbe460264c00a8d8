"""What a goal could be, from the amounts that were given: a suggestion to answer with, and never taken unasked."""

import math
from collections.abc import Mapping
from typing import Any

from shipworthy.workflow.first_look import FirstLook

_CASES = 1000
_SHARE = 0.1


def goal_suggested(seen: FirstLook, success: Mapping[str, Any]) -> str:
    """A tenth of what 1,000 cases would bring if none was answered wrongly, over always giving the same answer.

    Args:
        seen: how often the constant is right, or how far it is off.
        success: unit and amounts, as the answers make them.

    Returns:
        The number, rounded down to one digit, and what it is; empty where no amounts were given.
    """
    best = _CASES * _SHARE * _all_right(seen, success.get("value"))
    if not best > 0:
        return ""
    step = 10 ** math.floor(math.log10(best))
    rounded = math.floor(best / step) * step
    return f"{rounded:,.10g}, a tenth of what it would bring if no answer was wrong"


def _all_right(seen: FirstLook, value: Any) -> float:
    """What a case would bring on average if its answer was right, over the constant's; 0 where nobody can tell."""
    if not isinstance(value, Mapping):
        return 0.0
    if "cost" in value:
        # nobody knows yet on which side the constant is off
        return float(seen.right * (value["cost"]["under"] + value["cost"]["over"]) / 2)
    amounts = value["outcomes"]
    if seen.task.kind == "binary":
        share = seen.right if seen.always == seen.task.positive else 1 - seen.right
        return float(share * max(amounts["true_positive"], 0))
    right = amounts[seen.always][seen.always]
    wrong = next(amount for outcome, amount in amounts[seen.always].items() if outcome != seen.always)
    return float((1 - seen.right) * (right - wrong))
