"""What the organisation's earlier projects stated and got: experiments, and stages that were passed or not."""

from collections.abc import Sequence
from typing import Final

import msgspec

from shipworthy.forecast.scored import predictions, scored
from shipworthy.forecast.situation import Passage, Past, Planned
from shipworthy.forecast.stages import CRITERION
from shipworthy.records.decision import Decision
from shipworthy.records.experiment import Experiment, Tried
from shipworthy.records.score import Score
from shipworthy.records.stage import STAGES, Stage
from shipworthy.records.undone import Undone
from shipworthy.stats.spread import spread
from shipworthy.store.counting import gone
from shipworthy.store.ledger import Ledger

_MOST: Final = 200
"""Earlier experiments that are looked at, the newest; older ones tell little about today's people."""


def planned(stated: Experiment) -> Planned:
    """An experiment as the forecaster takes it; a range that is nowhere above zero promises nothing it could weigh."""
    gain = (stated.low + stated.high) / 2
    sd = spread(stated.low, stated.high)
    hopeful = gain > 0
    return Planned(
        name=stated.name,
        kind=stated.kind,
        owner=stated.owner,
        chance=stated.chance or None,
        gain=gain if hopeful else None,
        sd=sd if hopeful and sd > 0 else None,
        effort=stated.effort or None,
    )


def past_of(ledger: Ledger, but: str = "") -> tuple[Past, ...]:
    """What experiments brought, beside what was stated; each in its own project's unit.

    Args:
        ledger: of all projects.
        but: name of a project that is left out.
    """
    found = []
    for entry in ledger.entries(kind=Tried.__name__)[-_MOST:]:
        tried = msgspec.convert(entry.body, Tried)
        if entry.project != but and tried.gain.value is not None:
            found.append(Past(planned(tried.stated), tried.gain.value, tried.gain.se or 0.0))
    return tuple(found)


def scores_of(ledger: Ledger) -> tuple[Score, ...]:
    """How good predictions of all projects turned out to be: all, by owner, and by kind; empty before any ran."""
    past = past_of(ledger)
    return scored(predictions(past)) if past else ()


def passages_of(ledger: Ledger, but: str) -> tuple[Passage, ...]:
    """Stages that other projects passed or ended at, by their decisions.

    Args:
        ledger: of all projects.
        but: name of the project that asks.
    """
    counters = ledger.entries(kind=Undone.__name__)
    struck = gone((each.hash, str(each.body["entry"])) for each in counters)
    by_project: dict[str, list[Decision]] = {}
    for entry in ledger.entries(kind=Decision.__name__):
        if entry.project != but and entry.hash not in struck and entry.authority != "simulated":
            by_project.setdefault(entry.project, []).append(msgspec.convert(entry.body, Decision))
    return tuple(passage for decisions in by_project.values() for passage in _passed(decisions))


def _passed(decisions: Sequence[Decision]) -> list[Passage]:
    """The last word on each stage: whoever goes on has passed, whoever stops has not, all else is still open."""
    last: dict[Stage, Decision] = {}
    for each in decisions:
        last[each.stage] = each
    return [
        Passage(CRITERION if stage == "prototype" else stage, last[stage].choice == "go", last[stage].chance)
        for stage in STAGES
        if stage in last and last[stage].choice in ("go", "stop")
    ]
