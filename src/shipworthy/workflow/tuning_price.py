"""What a better score is worth to a project, what time costs it, and whether a thorough search pays."""

from typing import Final

from shipworthy.forecast.searching import Outlook, Price
from shipworthy.forecast.worth import MONTHS
from shipworthy.records.aim import Aim
from shipworthy.show import numbers
from shipworthy.workflow.forecast import advised
from shipworthy.workflow.ground import ground
from shipworthy.workflow.standing import standing
from shipworthy.workflow.story import rows_per_month
from shipworthy.workflow.workbench import Workbench

_WORKING_WEEK: Final = 5 * 8 * 3600.0


def search_price(bench: Workbench, aim: Aim) -> Price:
    """What a rise by one unit of the score brings over the horizon, and what a second of waiting costs.

    A rise of value counts for each case of the horizon, as far as somebody acts on it, by the chance that the project
    succeeds in the time left. A second of the search costs what a second of the team's working week does, and what that
    week brings elsewhere.
    """
    cases = rows_per_month(bench, ground(bench))
    now, advice = standing(bench, cases=cases), advised(bench, cases)
    week = advice.week_must_bring if advice is not None else now.week_cost or 0.0
    second = week / _WORKING_WEEK if week > 0 else None
    if not aim.valued or cases is None:
        return Price(None, second, now.unit)
    chance = advice.chance if advice is not None and advice.chance is not None else 1.0
    acts = 1.0 if now.acts is None else now.acts
    return Price(cases * MONTHS * now.horizon * acts * chance, second, now.unit)


def refusal(bench: Workbench, ahead: Outlook) -> str:
    """Why a thorough search does not pay, by the forecast; empty when it may."""
    advice = advised(bench)
    if advice is not None and advice.does == "stop":
        return f"the forecast says to stop, so that no setting pays: {advice.says}"
    if ahead.pays:
        return ""
    if ahead.worth is not None and ahead.cost is not None and advice is not None:
        whole = f"{numbers.amount(ahead.worth, advice.currency)} against {numbers.amount(ahead.cost, advice.currency)}"
        return f"{ahead.says}; in all the time asked for, {whole}"
    return ahead.says
