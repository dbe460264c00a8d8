"""The verb `forecast`: how likely the goal is met in the time left, what to do, and what may be promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from shipworthy.forecast.advise import advise
from shipworthy.forecast.knowing import knowing
from shipworthy.forecast.portfolio import bet
from shipworthy.plan.kinds.criterion import bar
from shipworthy.plan.specs import candidate_specs
from shipworthy.records.advice import Advice
from shipworthy.records.forecast import Forecast
from shipworthy.records.score import Score
from shipworthy.workflow.archive import scores_of
from shipworthy.workflow.at_hand import lacking
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.compare import Compared, compare
from shipworthy.workflow.experiments import state
from shipworthy.workflow.ground import ground, stands
from shipworthy.workflow.objections import held_back
from shipworthy.workflow.portfolio import week_price
from shipworthy.workflow.prototype import promise
from shipworthy.workflow.situation import situation_of
from shipworthy.workflow.standing import put_standing, standing
from shipworthy.workflow.story import rows_per_month
from shipworthy.workflow.workbench import Workbench


@dataclass(frozen=True)
class Foretold:
    """What is to be expected, and what to do.

    Attributes:
        advice: ship, go on, diversify, stop or can't tell, and why; None for a project that is live or ended.
        promise: what the attempt put forward is expected to bring in a period to come; None while attempts that
            could be measured were not.
        knowing: what nobody has settled yet -> money that knowing it before going on is worth at most, the most first;
            what is worth nothing is left out, and all of it while nobody said what success or a week is worth.
        scores: how good predictions of all projects turned out to be: all, by owner, and by kind; empty before any ran.
    """

    advice: Advice | None
    promise: Forecast | None
    knowing: Mapping[str, float]
    scores: tuple[Score, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "advice": self.advice.to_dict() if self.advice else None,
            "promise": self.promise.to_dict() if self.promise else None,
            "knowing": dict(self.knowing),
            "scores": [each.to_dict() for each in self.scores],
        }


def forecast(bench: Workbench) -> Foretold:
    """The chance of success in the time left and what to do about it; nothing is measured for it.

    Both are written down when they are not what was said last.

    Raises:
        UserError: when the ledger cannot be read or written.
    """
    month = rows_per_month(bench, ground(bench)) if _measured(bench) else None
    found = Foretold(advised(bench, month), promised(bench), worth_knowing(bench), scores_of(bench.ledger))
    put_standing(bench, cases=month)
    return found


def advised(bench: Workbench, cases: float | None = None) -> Advice | None:
    """The advice as things stand, written down when it is not what was said last; None once it is live or ended.

    Args:
        bench: the project.
        cases: decisions in a month as they were counted; None takes the document's, else what was counted last.
    """
    state(bench)
    now = standing(bench, cases=cases)
    if now.outcome != "running":
        return None
    price = week_price(bench.ledger, bench.document.project, bench.clock.now())
    told = structs.replace(advise(situation_of(bench, now, price)), per=bar(bench.document).per)
    told = held_back(bench, told)
    said = bench.book.all(Advice)
    if not said or said[-1] != told:
        bench.book.put(told)
    return told


def worth_knowing(bench: Workbench) -> dict[str, float]:
    """What nobody has settled yet -> money that knowing it before going on is worth at most, the most first."""
    one = bet(standing(bench))
    each = knowing(one).each if one else {}
    return {on: worth for on, worth in each.items() if one and on in one.rests and worth > 0}


def promised(bench: Workbench, compared: Compared | None = None) -> Forecast | None:
    """The promise of the attempt put forward, written down when it is not what was said last.

    Args:
        bench: the project.
        compared: attempts side by side; None looks them up, and gives None while one is missing.
    """
    if compared is None:
        if not _measured(bench):
            return None
        compared = compare(bench)
    told = promise(bench, compared)
    said = [each for each in bench.book.all(Forecast) if each.candidate == told.candidate]
    if not said or said[-1] != told:
        bench.book.put(told)
    return told


def _measured(bench: Workbench) -> bool:
    """Whether everything on the roadmap that can be measured was, and still stands."""
    if lacking(bench):
        return False
    now, latest = ground(bench), bench.book.latest_by_check()
    found = [latest.get((EVALUATE, spec.name)) for spec in candidate_specs(bench.document)]
    return all(each is not None and stands(each, now) for each in found)
