"""In which order attempts are measured: first what the others have to beat, then by expected gain for effort."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shipworthy.forecast.facts import boxes_of
from shipworthy.forecast.situation import Past
from shipworthy.plan.consistency import BASELINES
from shipworthy.records.experiment import Experiment
from shipworthy.records.spec import CandidateSpec
from shipworthy.show.order import Ranked, order_told
from shipworthy.workflow.archive import planned


@dataclass(frozen=True)
class Order:
    """Attempts, one after the other.

    Attributes:
        names: of the attempts, the one to be measured first in front.
        says: the order and why, one sentence; empty when nothing was stated that it could follow.
    """

    names: tuple[str, ...]
    says: str

    def of(self, some: Iterable[str]) -> list[str]:
        """Some of the attempts, in this order."""
        wanted = {*some}
        return [name for name in self.names if name in wanted]


def ordered(specs: Sequence[CandidateSpec], stated: Iterable[Experiment], past: Sequence[Past]) -> Order:
    """The baselines and the simplest attempt first, then by expected gain for effort, then those of which nobody spoke.

    The expected gain is the middle of the range that was stated, times the chance that the attempt brings anything;
    what nobody said of chance and effort is taken as the forecast takes it.

    Args:
        specs: attempts to be measured, in the order of the roadmap.
        stated: what attempts should bring, in that order.
        past: what earlier experiments brought.
    """
    rates = _rates(stated, past)
    first = [spec.name for spec in specs if spec.name in BASELINES]
    others = [spec for spec in specs if spec.name not in BASELINES]
    if others:
        first.append(min(others, key=lambda spec: spec.complexity).name)
    rest = [spec.name for spec in others if spec.name not in first]
    # sorting is stable, so that the order of the roadmap decides between equals
    ranked = sorted((name for name in rest if name in rates), key=lambda name: -rates[name].gain)
    last = [name for name in rest if name not in rates]
    says = order_told(first, [rates[name] for name in ranked], last) if ranked else ""
    return Order((*first, *ranked, *last), says)


def _rates(stated: Iterable[Experiment], past: Sequence[Past]) -> Mapping[str, Ranked]:
    """Name -> expected gain for a week of work; nothing for a range that lies nowhere above zero."""
    said = {each.name: each for each in stated}
    boxes = boxes_of([planned(each) for each in said.values()], past, {})
    return {
        name: Ranked(
            name,
            boxes[name].chance * max(0.0, (each.low + each.high) / 2) / max(boxes[name].effort, 1e-9)
            if name in boxes
            else 0.0,
            each.unit,
            each.per,
        )
        for name, each in said.items()
    }
