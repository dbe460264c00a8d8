"""What success would be worth in a year and what it would still cost, by the document and by what was measured."""

from dataclasses import dataclass
from typing import Final

from shipworthy.forecast.worth import MONTHS, Answers, Between, Range, from_forecast, from_rates
from shipworthy.foundation.quantities import SECONDS, per_second, seconds, weeks_of_work
from shipworthy.plan.document import Document
from shipworthy.plan.problem import StatusQuoSection
from shipworthy.plan.success import ShareRange
from shipworthy.plan.value import SHORT_NAMES
from shipworthy.records.forecast import Forecast
from shipworthy.records.stage import Stage
from shipworthy.records.standing import WorthFrom

_LABELS: Final = ("yes", "no")
_NOTHING: Final = Answers(Between(0.0, 0.0), Between(0.0, 0.0))


@dataclass(frozen=True)
class Stake:
    """What a year of success is worth.

    Attributes:
        year: over what is done today, every output acted on, running cost taken off; None when nobody can say.
        source: what it stands on; empty with None.
        missing: what would tell it; empty when it is known.
    """

    year: Range | None = None
    source: WorthFrom = ""
    missing: str = ""


def stake(document: Document, told: Forecast | None, cases_per_month: float | None) -> Stake:
    """What a year of success is worth: as measured, else as stated, else as estimated, else as the target asks for.

    Args:
        document: the project document.
        told: the promise of the attempt put forward; None before there is one.
        cases_per_month: decisions in a month; None when not known.
    """
    success = document.success
    found = _measured(told, success.unit, cases_per_month)
    if found is None and success.worth is not None:
        scale = MONTHS if success.worth.per == "month" else 1.0
        low, high = success.worth.low * scale, success.worth.high * scale
        found = Range(low, (low + high) / 2, high), "stated"
    found = found or _estimated(document, cases_per_month) or _target(document, cases_per_month)
    if found is None:
        return Stake(missing="nobody said what success is worth: success.worth, or success.value with success.volume")
    if not success.unit:
        return Stake(missing="nobody said in what unit the value is: success.unit")
    return Stake(_less_running(document, found[0]), found[1])


def worth_of_target(document: Document, cases: float | None) -> float | None:
    """Money that a year brings in which the target is just met, running cost taken off; None when nobody can say.

    Args:
        document: the project document.
        cases: decisions in a month; None when not known.
    """
    found = _target(document, cases)
    return None if found is None else _less_running(document, found[0]).middle


def cases_per_month(document: Document) -> float | None:
    """Decisions in a month, as the document says; None when it does not."""
    volume = document.success.volume
    return None if volume is None else per_second(volume) * SECONDS["month"]


def weeks_of(document: Document, stage: Stage) -> float | None:
    """Weeks of work that a stage takes: its effort, else its estimate; None when nobody said."""
    entry = document.stages.get(stage)
    if entry is not None and entry.effort is not None:
        return weeks_of_work(entry.effort)
    if entry is not None and entry.estimate is not None:
        return seconds(entry.estimate) / SECONDS["w"]
    return None


def budget_of(document: Document) -> float | None:
    """Weeks of the timebox in all; None when there is none."""
    budget = document.timebox.budget
    return None if budget is None else seconds(budget) / SECONDS["w"]


def horizon_of(document: Document) -> float:
    """Years that the value is counted for."""
    horizon = document.success.horizon
    return 1.0 if horizon is None else seconds(horizon) / SECONDS["y"]


def _measured(told: Forecast | None, unit: str, cases: float | None) -> tuple[Range, WorthFrom] | None:
    if told is None or cases is None or told.promise.name != "gain" or told.promise.unit != unit:
        return None
    year = from_forecast(told, cases)
    return None if year is None else (year, "measured")


def _estimated(document: Document, cases: float | None) -> tuple[Range, WorthFrom] | None:
    success = document.success
    outcomes = success.value.amounts if success.value else None
    today = _today(document.problem.status_quo)
    if success.expect is None or cases is None or today is None or outcomes is None:
        return None
    if not set(SHORT_NAMES) <= {name for name, amount in outcomes.items() if isinstance(amount, int | float)}:
        return None
    answers = Answers(_between(success.expect.caught), _between(success.expect.false_alarms))
    return from_rates(outcomes, _between(success.expect.happens), answers, today, cases), "estimated"


def _target(document: Document, cases: float | None) -> tuple[Range, WorthFrom] | None:
    criterion = document.success.criterion
    if criterion is None or criterion.gain_over is None or criterion.at_least is None or cases is None:
        return None
    if document.success.value is None or document.success.value.none:
        return None
    year = criterion.at_least / criterion.per * cases * MONTHS
    return Range(year, year, year), "target"


def _today(status_quo: StatusQuoSection | None) -> Answers | None:
    """What is reached today, as far as the document says without data; None when it does not."""
    if status_quo is None or status_quo.kind == "nothing":
        return _NOTHING if status_quo else None
    if status_quo.rates is None or set(status_quo.rates) != set(_LABELS):
        return None
    caught, alarms = (status_quo.rates[label].get("yes", 0.0) for label in _LABELS)
    return Answers(Between(caught, caught), Between(alarms, alarms))


def _between(shares: ShareRange) -> Between:
    return Between(shares.low, shares.high)


def _less_running(document: Document, year: Range) -> Range:
    running = document.delivery.running_cost
    cost = 0.0 if running is None else running.a_second * SECONDS["y"]
    return Range(year.low - cost, year.middle - cost, year.high - cost)
