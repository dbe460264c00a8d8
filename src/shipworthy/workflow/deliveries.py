"""Ways to deliver, cheapest first: how often answers are made, from which sources and columns, by how large a model."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import UserError
from shipworthy.lab.leaner import without
from shipworthy.lab.study import Study
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.simplified import Delivery, Trial
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.ablation import Ablation
from shipworthy.workflow.freshness import Freshness
from shipworthy.workflow.smaller import smaller_specs
from shipworthy.workflow.trying_less import Trying
from shipworthy.workflow.ways import ON_REQUEST, Way, ways_of

MOST: Final = 12
"""Ways that are compared: the cheapest of all, and the one as it is now."""


class Deliveries:
    """Combines what may go by itself, tries the combinations, and names the cheapest that does.

    What does not do by itself is in no combination. What several changes lose together is measured anew, with the
    confidence shared among all combinations of several.

    Args:
        trying: the candidate.
        ablation: of it, done.
        freshness: of it.
        trials: of batches and sizes, judged.
        costs: source -> money in a year, of those that say it.
    """

    def __init__(
        self,
        trying: Trying,
        ablation: Ablation,
        freshness: Freshness,
        trials: Sequence[Trial],
        costs: Mapping[str, float],
    ) -> None:
        self._trying, self._freshness, self._costs = trying, freshness, costs
        self._sources = {each.name: each.source for each in trying.study.table.columns}
        self._now, *others = ways_of(trying.bench.document)
        self._ways = [self._now, *(way for way in others if self._may_be(way, trials))]
        self._sizes = {"": trying.spec, **_smallest(trying.spec, trials)}
        self._kept = dict.fromkeys([((), ()), *ablation.taken])
        self._blank = structs.replace(trying.gain, value=None, low=None, high=None, se=None)
        self._listed = self._list()
        self._tries = max(1, sum(self.changes(each) > 1 for each in self._listed))

    def found(self) -> tuple[Delivery, ...]:
        """Every way with what it costs and brings, the cheapest first; the first that does is chosen."""
        tried = [self._tried(each) for each in self._listed if not self._trying.late()]
        chosen = next((place for place, each in enumerate(tried) if each.does), None)
        return tuple(
            structs.replace(each, chosen=place == chosen, front=_on_front(each, tried))
            for place, each in enumerate(tried)
        )

    def decided(self, way: Delivery, study: Study) -> Predictions:
        """What the attempt decides when it is delivered so.

        Args:
            way: one that was found.
            study: the rows that are asked about, on its folds.

        Raises:
            UserError: when it fails.
        """
        batch = next(each.batch for each in self._ways if each.schedule == way.schedule)
        gone = {*way.columns, *(name for name, source in self._sources.items() if source in way.sources)}
        table = study.table
        if batch is not None and self._freshness.possible:
            table = self._freshness.earlier(batch, batch=True).table
        lean = replace(study, table=table)
        return self._trying.decided(without(lean, gone) if gone else lean, self._sizes[way.size])

    def changes(self, each: Delivery) -> int:
        """In how many ways it differs from what is delivered now: schedule, what is left out, size."""
        return (each.schedule != self._now.schedule) + bool(each.sources or each.columns) + bool(each.size)

    def _list(self) -> tuple[Delivery, ...]:
        made = [self._delivery(*parts) for parts in product(self._ways, self._kept, self._sizes)]
        ranked = sorted(made, key=self._rank)[:MOST]
        return tuple(ranked if made[0] in ranked else [*ranked[:-1], made[0]])

    def _delivery(self, way: Way, kept: tuple[tuple[str, ...], tuple[str, ...]], size: str) -> Delivery:
        sources, columns = kept
        paid = [cost for name, cost in self._costs.items() if name not in sources]
        known = bool(self._costs) or way.cost is not None
        usual = self._trying.spec.parameters
        return Delivery(
            schedule=way.schedule,
            gain=self._blank,
            loss=structs.replace(self._blank, name="loss"),
            form=way.form,
            sources=sources,
            columns=columns,
            size=size,
            parameters={
                name: value for name, value in self._sizes[size].parameters.items() if usual.get(name) != value
            },
            cost=sum(paid) + (way.cost or 0.0) if known else None,
        )

    def _rank(self, each: Delivery) -> tuple[float, bool, int, bool]:
        # of what costs the same the one with the least, and no other schedule without a reason
        return (
            each.cost or 0.0,
            each.schedule != self._now.schedule,
            -len((*each.sources, *each.columns)),
            not each.size,
        )

    def _tried(self, each: Delivery) -> Delivery:
        trying = self._trying
        try:
            answers = self.decided(each, trying.study)
        except UserError as failure:
            return structs.replace(each, failure=failure.what)
        gain, loss = trying.gain_of(answers), trying.loss(trying.full, answers)
        several = self.changes(each) > 1
        meets = trying.reached(answers, self._tries if several else 1)
        now = next(one.cost for one in self._listed if not self.changes(one))
        saves = None if now is None or each.cost is None else now - each.cost
        # what changes in one way was judged with the others of its kind
        does = trying.does(loss, meets, saves or 0.0, self._tries) if several else True
        year = self._of_a_year(gain)
        return structs.replace(each, gain=gain, loss=loss, meets=meets, does=does, year=year, saves=saves)

    def _of_a_year(self, gain: Measurement) -> Measurement | None:
        years = self._trying.years
        if years is None or gain.value is None:
            return None
        value, low, high, se = (
            None if one is None else one * years for one in (gain.value, gain.low, gain.high, gain.se)
        )
        return structs.replace(gain, value=value, low=low, high=high, se=se, per=gain.per * years)

    def _may_be(self, way: Way, trials: Sequence[Trial]) -> bool:
        """Whether another schedule is to be compared: both say what they cost, and stale answers do by themselves."""
        if way.cost is None or self._now.cost is None:
            return False
        if way.schedule == ON_REQUEST or self._freshness.still:
            return True
        return any(each.kind == "batch" and each.strength == way.batch and each.taken for each in trials)


def _smallest(spec: CandidateSpec, trials: Sequence[Trial]) -> dict[str, CandidateSpec]:
    """In words -> the smallest version that does by itself; a linear model in its place is another attempt."""
    specs = dict(smaller_specs(spec))
    fine = [each for each in trials if each.kind == "size" and each.taken and each.says in specs]
    least = sorted(fine, key=lambda each: (each.bytes or 0, each.seconds or 0.0))[:1]
    return {each.says: specs[each.says] for each in least}


def _on_front(each: Delivery, others: Sequence[Delivery]) -> bool:
    """Whether nothing that costs no more brings more, or as much for less."""

    def beats(other: Delivery) -> bool:
        if other.gain.value is None or each.gain.value is None or other is each:
            return False
        cost, mine = other.cost or 0.0, each.cost or 0.0
        no_worse = cost <= mine and other.gain.value >= each.gain.value
        return no_worse and (cost < mine or other.gain.value > each.gain.value)

    return each.gain.value is not None and not any(beats(other) for other in others)
