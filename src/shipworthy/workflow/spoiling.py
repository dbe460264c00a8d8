"""What spoiled inputs cost the attempt that is put forward, in success units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.data.spoil import dated, known_later, spoils
from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.perturbed import MOST, Perturbed
from shipworthy.lab.study import Study
from shipworthy.measure.decide import decide
from shipworthy.measure.rolling import held_to
from shipworthy.measure.top import decide_top
from shipworthy.records.frames import digest_frame
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spoil import GAIN, LOSS, Spoil, SpoilKind
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.thresholds import held_by
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

STRENGTHS: Final[Mapping[SpoilKind, tuple[float, ...]]] = {
    "noise": (0.1, 0.3, 1.0),
    "missing": (0.05, 0.2, 0.5),
    "tenfold": (0.01, 0.1, 1.0),
    "thousandfold": (0.01, 0.1, 1.0),
    "unit": (0.01, 0.1, 1.0),
    "typos": (0.01, 0.05, 0.2),
    "case": (0.05, 0.2, 1.0),
    "category": (0.01, 0.05, 0.2),
    "clock": (3600.0, 86_400.0, 604_800.0),
    "late": (3600.0, 86_400.0, 604_800.0),
}
"""Mild, middle and strong; what they are shares or seconds of, `Spoil.strength` says."""
MOST_COLUMNS: Final = 5
"""Columns that are spoiled one by one: those that the answers hang on most."""
_ONE_BY_ONE: Final[tuple[SpoilKind, ...]] = ("missing", "tenfold", "unit", "category")


@dataclass(frozen=True, eq=False)
class Spoilt:
    """What came of one way in which inputs are spoiled.

    Attributes:
        what: the way.
        loss: value lost against inputs that are sound, on the same rows; without a number when it fails.
        gain: over what is done today, although inputs are spoiled.
        failure: why it gives no answer; empty when it does.
    """

    what: Spoil
    loss: Measurement
    gain: Measurement
    failure: str = ""

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """Both numbers, under names that say how inputs are spoiled."""
        return self.loss, self.gain


class Spoiling:
    """Asks one candidate again about rows kept aside, their inputs spoiled; answers are kept.

    Args:
        bench: the project.
        name: of the candidate.
        field: decided predictions of it, and of what it is held against, by name.
        study: rows that came in live and those before; None takes those of the document.

    Raises:
        CandidateError: when it cannot be asked again.
    """

    def __init__(
        self, bench: Workbench, name: str, field: Mapping[str, Predictions], study: Study | None = None
    ) -> None:
        candidates = Candidates(bench, study)
        self._bench, self._study, self._live = bench, candidates.study, study is not None
        answers = field[name]
        spec = next(each for each in candidates.specs if each.name == name)
        if spec.kind == "status_quo":
            raise CandidateError("what is done today is put forward, and no model is asked", where=name)
        self._held = held_by(bench, spec)
        names = digest([spec.to_dict(), digest_frame(answers.frame.select("id", "origin", "score"))])
        # who competes for the places of a period is left in
        most = MOST if self._held.capacity is None and not bench.material.worth.top else None
        self.asked = Perturbed(self._study, spec, bench.cache, names, most)
        self._stick = yardstick(bench)
        self._aside = self._some(holdout_of(answers))
        self._today = self._some(holdout_of(field[candidates.baseline]))

    @property
    def says(self) -> str:
        """Which rows were asked about."""
        some, total = len(self.asked.rows), self.asked.total
        return (
            f"{some:,} rows kept aside" if some == total else f"{some:,} of {total:,} rows kept aside, drawn by chance"
        )

    def usual(self) -> tuple[Spoil, ...]:
        """Every kind at three strengths in all columns, each source gone or late, and the weightiest columns alone."""
        study = self._study
        features = study.frame
        whole = [
            Spoil(kind=kind, strength=strength)
            for kind, strengths in STRENGTHS.items()
            if kind != "late" and any(spoils(kind, features[name]) for name in features.columns)
            for strength in strengths
        ]
        base, *joined = dict.fromkeys(
            each.source for each in study.table.columns if each.name in features.columns and each.source
        ) or [""]
        gone = [Spoil(kind="gone", source=source) for source in joined]
        timely = [source for source in dated(self._bench.material.spec) if source in (base, *joined)]
        late = [Spoil(kind="late", strength=each, source=source) for source in timely for each in STRENGTHS["late"]]
        return (*whole, *gone, *late, *self._alone(features))

    def measure(self, ways: Sequence[Spoil]) -> tuple[Spoilt, ...]:
        """What each way costs.

        Raises:
            UserError: when a way names what is not there.
        """
        found = []
        for done, what in enumerate(ways):
            self._bench.progress(done, len(ways), f"with {what.says}")
            found.append(self._measured(what))
        self._bench.progress(len(ways), len(ways), "spoiled inputs tried")
        return tuple(found)

    def _alone(self, features: pl.DataFrame) -> list[Spoil]:
        columns = self.asked.ranked()[:MOST_COLUMNS]
        return [
            Spoil(kind=kind, strength=1.0 if kind == "gone" else STRENGTHS[kind][1], columns=(name,))
            for name in columns
            for kind in ("gone", *_ONE_BY_ONE)
            if spoils(kind, features[name])
        ]

    def _measured(self, what: Spoil) -> Spoilt:
        try:
            spoilt = self._decided(self._scores(what))
        except CandidateError as error:
            none = Measurement(name=f"{LOSS}{what.says}", value=None, candidate=self._aside.candidate, origin="holdout")
            gain = structs.replace(none, name=f"{GAIN}{what.says}", against=self._today.candidate)
            return Spoilt(what, none, gain, error.what)
        loss = self._stick.gain(self._sound, spoilt)
        gain = self._stick.over_baseline(spoilt, self._today)
        told = {"origin": "holdout", "candidate": self._aside.candidate}
        return Spoilt(
            what,
            structs.replace(loss, name=f"{LOSS}{what.says}", against="", direction="down", **told),
            structs.replace(gain, name=f"{GAIN}{what.says}", **told),
        )

    def _scores(self, what: Spoil) -> pl.Series:
        if what.kind == "late" and self._live:
            raise CandidateError("what came in live cannot be joined anew as it was known earlier")
        if what.kind == "late":
            material = self._bench.material
            return self.asked.ask(
                what, lambda: known_later(material.sources, material.spec, what.source, what.strength)
            )
        return self.asked.ask(self.asked.meant(what))

    @cached_property
    def _sound(self) -> Predictions:
        return self._decided(self.asked.ask(None))

    def _decided(self, scores: pl.Series) -> Predictions:
        rows = structs.replace(self._aside, frame=self._aside.frame.with_columns(scores.alias("score")))
        worth, threshold = self._bench.material.worth, self._aside.threshold
        if worth.top:
            return decide_top(rows, worth, threshold)
        return held_to(decide(rows, worth, threshold), self._held)

    def _some(self, aside: Predictions) -> Predictions:
        """The rows that are asked about, in that order."""
        ids = pl.DataFrame({"id": pl.Series(self.asked.rows).cast(aside.frame["id"].dtype)})
        return structs.replace(aside, frame=ids.join(aside.frame, on="id", how="left", maintain_order="left"))
