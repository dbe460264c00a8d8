"""Backward ablation: whole sources first, then columns, those that count least first; each step is learned anew."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import UserError
from shipworthy.lab.importance import Fit
from shipworthy.lab.leaner import without
from shipworthy.measure.expendable import surely_less
from shipworthy.records.predictions import Predictions
from shipworthy.records.simplified import Trial
from shipworthy.show.words import joined
from shipworthy.workflow.trying_less import Trying

MOST_BLOCKS: Final = 24
"""Columns are tried one by one; of more columns, as many blocks of neighbours in their order of importance."""


class Ablation:
    """Leaves out what does not matter, each step held against the full candidate, so that small losses cannot add up.

    A source may also go because it costs more than it brings; what follows is then held against what is left of it.

    Args:
        trying: the candidate.
        costs: source -> money in a year, of those that say it.

    Attributes:
        sources: that have gone so far.
        columns: that have gone so far beside them.
        taken: what had gone after each source, and at the end.
    """

    def __init__(self, trying: Trying, costs: Mapping[str, float]) -> None:
        self._trying, self._costs = trying, costs
        study = trying.study
        known = {each.name: each for each in study.table.columns}
        self._features = study.table.of("feature")
        self._of = {name: known[name].source for name in self._features}
        base = trying.bench.material.spec.sources[0].name
        joined_in = [name for name in dict.fromkeys(self._of.values()) if name and name != base]
        self._sources = tuple(joined_in) if len(self._features) > 1 else ()
        self.sources: tuple[str, ...] = ()
        self.columns: tuple[str, ...] = ()
        self.taken: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self._against = trying.full
        self._lean = trying.full

    @property
    def tries(self) -> int:
        """Decisions at most, known before the first."""
        return max(1, len(self._sources) + min(len(self._features), MOST_BLOCKS))

    def trials(self) -> Iterator[Trial]:
        """Every step, and whether it was taken; `sources` and `columns` tell what has gone by then."""
        try:
            fit = Fit(self._trying.study, self._trying.spec, self._trying.bench.cache)
            by_source = fit.importance({name: self._from(name) for name in self._sources})
            by_column = fit.importance({name: (name,) for name in self._features})
        except UserError:
            # what cannot be asked about changed inputs is tried in the document's order
            by_source, by_column = {}, {}
        for source in sorted(self._sources, key=lambda name: by_source.get(name, 0.0)):
            if self._trying.late():
                return
            yield self._try_source(source)
        left = [name for name in self._features if self._of[name] not in self.sources]
        for block in blocks(sorted(left, key=lambda name: by_column.get(name, 0.0))):
            if self._trying.late():
                return
            if len(block) < len(left) - len(self.columns):
                yield self._try_columns(block)

    def _try_source(self, source: str) -> Trial:
        return self._kept(self._measured("source", source, self._from(source), (*self.sources, source)))

    def _try_columns(self, block: Sequence[str]) -> Trial:
        says = joined(list(block), len(block))
        return self._kept(self._measured("columns", says, (*self.columns, *block), self.sources))

    def _kept(self, trial: Trial) -> Trial:
        if trial.taken:
            self.sources, self.columns = trial.sources, trial.columns
            if trial.kind == "columns" and self.taken and self.taken[-1][0] == trial.sources and self.taken[-1][1]:
                # of columns, only the last step matters: they cost nothing one by one
                self.taken.pop()
            self.taken.append((trial.sources, trial.columns))
        return trial

    def _measured(self, kind: str, says: str, columns: Sequence[str], sources: tuple[str, ...]) -> Trial:
        gone = {*columns, *(name for name in self._features if self._of[name] in sources)}
        if len(gone) == len(self._features):
            return self._nothing_left(says, sources)
        answers: list[Predictions] = []

        def lean() -> Predictions:
            answers.append(self._trying.decided(without(self._trying.study, gone)))
            return answers[0]

        tried = self._trying.trial("source" if kind == "source" else "columns", says, lean)
        saves = sum(self._costs.get(name, 0.0) for name in sources)
        beside = tuple(name for name in columns if self._of[name] not in sources)
        tried = structs.replace(tried, sources=sources, columns=beside, saves=saves if self._costs else None)
        if not answers:
            return tried
        meets = self._trying.reached(answers[0], self.tries)
        own = self._costs.get(says, 0.0) if kind == "source" else 0.0
        # a criterion that holds must go on to hold; one that does not cannot be kept
        taken = self._takes(answers[0], own) and not (self._trying.meets and meets is False)
        self._lean = answers[0] if taken else self._lean
        return structs.replace(tried, meets=meets, taken=taken)

    def _takes(self, lean: Predictions, saves: float) -> bool:
        trying = self._trying
        if surely_less(trying.loss(self._against, lean), trying.margin, trying.confidence, self.tries):
            return True
        worth_it = trying.of_a_year(saves) or 0.0
        if not worth_it or not surely_less(trying.loss(self._lean, lean), worth_it, trying.confidence, self.tries):
            return False
        self._against = lean
        return True

    def _nothing_left(self, says: str, sources: tuple[str, ...]) -> Trial:
        blank = structs.replace(self._trying.gain, name="loss", value=None, low=None, high=None, se=None)
        why = "nothing would be left to learn from"
        return Trial(kind="source", says=says, loss=blank, gain=blank, sources=sources, failure=why)

    def _from(self, source: str) -> tuple[str, ...]:
        return tuple(name for name in self._features if self._of[name] == source)


def blocks(ordered: Sequence[str], most: int = MOST_BLOCKS) -> list[tuple[str, ...]]:
    """Neighbours together, so that there are no more blocks than that, the first ones being the largest.

    >>> blocks(["a", "b", "c", "d", "e"], 3)
    [('a', 'b'), ('c', 'd'), ('e',)]
    """
    size, more = divmod(len(ordered), most)
    found, start = [], 0
    for number in range(min(most, len(ordered))):
        stop = start + size + (1 if number < more else 0)
        found.append(tuple(ordered[start:stop]))
        start = stop
    return found
