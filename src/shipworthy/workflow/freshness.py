"""What stale answers lose: made some time before they are used, or once a day or a week for all."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.data.earlier import BATCHES, asked_before, joined_earlier, seen_earlier
from shipworthy.foundation.quantities import SECONDS
from shipworthy.lab.study import Study
from shipworthy.records.simplified import Trial
from shipworthy.show.numbers import share
from shipworthy.workflow.trying_less import Trying

AGES: Final = {SECONDS["h"]: "an hour", 6 * SECONDS["h"]: "6 hours", SECONDS["d"]: "a day", SECONDS["w"]: "a week"}
EVERY: Final = {SECONDS["h"]: "an hour", SECONDS["d"]: "a day", SECONDS["w"]: "a week"}
_TRIES: Final = len(AGES) + len(BATCHES)
_FEW: Final = 0.5


class Freshness:
    """Replays answers that were made beforehand; the model learns from rows that are as old as those it will be given.

    Args:
        trying: the candidate.
    """

    def __init__(self, trying: Trying) -> None:
        self._trying = trying
        material = trying.bench.material
        base = material.spec.sources[0]
        frame = material.table.frame
        self._time = next((name for name in (base.time, material.split.time) if name in frame.columns), "")
        dtype = frame[self._time].dtype if self._time else None
        self._timed = dtype in (pl.Datetime, pl.Date)
        group = material.spec.group
        unit = group if group in frame.columns and group != self._time else ""
        self._unit = unit if unit and frame[unit].n_unique() < frame.height else ""
        named = {each.name: each for each in trying.study.table.columns}
        own = [name for name in trying.study.table.of("feature") if named[name].source in ("", base.name)]
        self._own = tuple(name for name in own if name != self._unit)
        self._timely: tuple[str, ...] = ()
        self._met = 1.0

    def trials(self) -> Iterator[Trial]:
        """Every age, then hourly, daily and weekly batches; none where nothing that is known changes with time."""
        if not self.possible:
            return
        for seconds, words in AGES.items():
            if self._trying.late():
                return
            yield self._trial("age", f"answers made {words} before", seconds)
        for seconds in BATCHES:
            if self._trying.late():
                return
            yield self._trial("batch", f"answers made once {EVERY[seconds]} for all", seconds)

    @property
    def possible(self) -> bool:
        """Whether anything that is known changes with time, so that stale answers can be replayed."""
        return self._timed and (bool(self._unit) or self._dated)

    @property
    def still(self) -> bool:
        """Whether an answer stays as it is from the moment that its case is known."""
        return self._timed and not self.possible

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be replayed, and why; told after the trials."""
        if not self._timed:
            return ("the table has no column of dates or times, so that how fast answers grow stale cannot be told",)
        if self.still:
            return (
                "no source is joined as it was known by then, and no case comes back, so that nothing an answer stands "
                "on grows stale: it may be given in a batch as soon as a case is known",
            )
        notes = []
        if not self._unit and self._own:
            notes.append(
                "what comes with a case itself was left as it is; name under evaluation.group whom it is about to "
                "replay that too"
            )
        if self._unit and self._met < _FEW:
            notes.append(
                f"only {share(self._met)} of the cases were of a {self._unit} met a week before; for others no answer "
                "can be made beforehand"
            )
        return tuple(notes)

    @property
    def _dated(self) -> bool:
        return any(each.join and each.join.as_of for each in self._trying.bench.material.spec.sources)

    def _trial(self, kind: str, says: str, seconds: float) -> Trial:
        trial = self._trying.trial(
            "batch" if kind == "batch" else "age",
            says,
            lambda: self._trying.decided(self.earlier(seconds, batch=kind == "batch")),
            tries=_TRIES,
        )
        return structs.replace(trial, strength=seconds)

    def earlier(self, seconds: float, *, batch: bool) -> Study:
        """The study as it would have been known so long before, or when the newest batch was made."""
        material, study = self._trying.bench.material, self._trying.study
        frame, self._timely = joined_earlier(material.sources, material.spec, seconds, batch=batch)
        if self._unit:
            asked = asked_before(frame[self._time], seconds, batch=batch)
            frame, self._met = seen_earlier(frame, self._unit, self._time, self._own, asked)
        return replace(study, table=structs.replace(study.table, frame=frame.select(study.table.frame.columns)))
