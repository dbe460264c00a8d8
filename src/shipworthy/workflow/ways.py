"""How often answers could be made, as the document says it, and what each of these ways costs to run."""

from dataclasses import dataclass
from typing import Final

from shipworthy.data.earlier import BATCHES
from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.quantities import SECONDS, seconds
from shipworthy.plan.document import Document
from shipworthy.plan.transfer import RunningCostSection

ON_REQUEST: Final = "on request"


@dataclass(frozen=True)
class Way:
    """How often answers are made, and what that costs.

    Attributes:
        schedule: as the document says it.
        batch: seconds between two batches; None where answers are made at once, or as nobody can replay.
        form: of the output; empty where it stays as it is.
        cost: of running it in a year; None when nobody said.
    """

    schedule: str
    batch: float | None = None
    form: str = ""
    cost: float | None = None


def ways_of(document: Document) -> tuple[Way, ...]:
    r"""The way of the document first, then those that it says could be taken instead.

    >>> from shipworthy.plan.reading import read_text
    >>> text = "project: p\ndelivery: {running_cost: 9/y, instead: {1d: {running_cost: 2/y}}}\n"
    >>> [(way.schedule, way.batch, way.cost) for way in ways_of(read_text(text, "p.yaml"))]
    [('on request', None, 9.0), ('1d', 86400.0, 2.0)]
    """
    said = document.delivery
    now = said.schedule.strip() or ON_REQUEST
    first = Way(now, _batch(now), cost=_of_a_year(said.running_cost))
    others = (
        Way(schedule, _batch(schedule), other.form or "", _of_a_year(other.running_cost))
        for schedule, other in said.instead.items()
    )
    return (first, *(other for other in others if other.schedule != now))


def notes_on_ways(document: Document) -> tuple[str, ...]:
    """What has to be said before schedules can be compared by what they cost."""
    said = document.delivery
    if said.instead and said.running_cost is None:
        return ("nobody said under delivery.running_cost what running it costs now, so that no schedule is cheaper",)
    if said.running_cost is not None and not said.instead:
        return (
            "nobody said under delivery.instead what answers made once an hour, a day or a week would cost to run, so "
            "that schedules are not compared by their cost",
        )
    return ()


def _batch(schedule: str) -> float | None:
    try:
        between = seconds(schedule)
    except RequestError:
        return None
    return between if between in BATCHES else None


def _of_a_year(cost: RunningCostSection | None) -> float | None:
    return None if cost is None else round(cost.a_second * SECONDS["y"], 6)
