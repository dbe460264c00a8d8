"""Promises that the document answers by itself: that the gain pays for running it, that the output is there in time."""

from collections.abc import Iterator

from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.quantities import SECONDS, per_second, seconds
from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import Answer, Question
from shipworthy.plan.plain import duration, figure, joined

IN_TIME = "lead-time.in-time"


def computed(document: Document) -> Iterator[tuple[str, Question]]:
    """Kind and question of each promise that the document says enough about; nothing is asked of anybody."""
    if _pays(document) is not None:
        yield "running-cost", PAID
    if lags(document):
        yield "lead-time", TIMELY


def lags(document: Document) -> dict[str, str]:
    """Source -> how long before the question it was known, where that and the time that people need are stated."""
    if document.problem.lead_time is None:
        return {}
    joins = {name: source.join for name, source in document.data.sources.items() if source.join}
    return {name: join.as_of.lag or "0s" for name, join in joins.items() if join.as_of is not None}


def _pays(document: Document) -> tuple[float, float] | None:
    """Money a month that the goal asks for, and that running it costs; None where one of them is not said."""
    success, cost = document.success, document.delivery.running_cost
    goal = success.criterion
    if cost is None or goal is None or goal.at_least is None or not goal.gain_over or success.volume is None:
        return None
    cases = per_second(success.volume) * SECONDS["month"]
    return goal.at_least / goal.per * cases, cost.a_second * SECONDS["month"]


def _paid(document: Document) -> Answer:
    found = _pays(document)
    if found is None:
        return None, "it is not said what it should gain, of how many cases, or what running it costs"
    gain, cost, unit = figure(round(found[0])), figure(round(found[1])), document.success.unit
    return found[0] >= found[1], f"the goal is about {gain} {unit} a month, and running it costs about {cost} {unit}"


PAID = Question(
    "paid",
    "what was agreed as success pays for running it",
    "agree on a higher success.criterion, or find out what makes delivery.running_cost so high: a goal that does not "
    "pay for running it is no goal",
    ("success.criterion", "success.volume", "success.unit", "delivery.running_cost"),
    _paid,
    section="running-cost",
)
"""Whether the goal pays for the running cost."""


def _timely(document: Document) -> Answer:
    lead = document.problem.lead_time or "0s"
    wait = _between_runs(document.delivery.schedule)
    if wait is None:
        return None, f"the schedule “{document.delivery.schedule}” does not say how long an answer waits for its turn"
    needed = seconds(lead) + wait
    late = [f"{name} ({duration(lag)} before)" for name, lag in lags(document).items() if seconds(lag) < needed]
    turn = f", and up to {duration(document.delivery.schedule)} pass until its turn" if wait else ""
    if late:
        return None, (
            f"the output has to be there {duration(lead)} before{turn}, and known later than that is {joined(late)}"
        )
    return True, f"the output has to be there {duration(lead)} before{turn}, and all it learns from is known by then"


def _between_runs(schedule: str) -> float | None:
    """Seconds that an answer waits at most; None when the schedule does not say."""
    if schedule.strip().lower() in ("", "on request"):
        return 0.0
    try:
        return seconds(schedule)
    except RequestError:
        return None


TIMELY = Question(
    "in-time",
    "the user can still act when the output arrives",
    "let the data be known as early as problem.lead_time asks: raise join.as_of.lag, and take into account how often "
    "delivery.schedule runs",
    ("problem.lead_time", "data.sources", "delivery.schedule"),
    _timely,
    section="lead-time",
)
"""Whether the output is there while its user can still act."""
