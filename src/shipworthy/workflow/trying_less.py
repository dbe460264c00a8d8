"""One candidate with less: learned anew on the folds, decided, and held against itself in full."""

from collections.abc import Callable
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import CandidateError, UserError
from shipworthy.foundation.quantities import SECONDS
from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.field import evaluate_all
from shipworthy.lab.leaner import folds_only
from shipworthy.lab.study import Study
from shipworthy.measure.difference import told_together
from shipworthy.measure.expendable import reaches, surely_less
from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.simplified import MarginFrom, Trial, TrialKind
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.deadline import Deadline
from shipworthy.workflow.rows import folds_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

SHARE_OF_GAIN: Final = 0.1
"""Of the gain: what does not matter where nobody said under `success.criterion.equivalent` what does not."""
DEFAULT_CONFIDENCE: Final = 0.95


class Trying:
    """Tries a candidate with less, on the folds; the rows kept aside are not looked at.

    Args:
        bench: the project.
        name: of the candidate.
        deadline: nothing new is tried after it; None tries all.

    Raises:
        CandidateError: when there is no such candidate, or it cannot be measured.
    """

    def __init__(self, bench: Workbench, name: str, deadline: Deadline | None = None) -> None:
        self.bench, self.candidates, self._deadline = bench, Candidates(bench), deadline or Deadline(None)
        self.spec = next(each for each in self.candidates.named([name]) if each.name == name)
        self.study: Study = folds_only(self.candidates.study)
        self._stick = yardstick(bench)
        criterion = bench.document.success.criterion
        self.confidence = criterion.confidence if criterion else DEFAULT_CONFIDENCE
        field = self.candidates.field([name])
        if name not in field.predictions:
            raise field.failures[name]
        self.whole, self._base = field.predictions[name], field.predictions[self.candidates.baseline]
        self.full = folds_of(self.whole)
        self.drawn = 0 if self._stick.ordered else len(self.study.folds)
        self.gain = self.gain_of(self.full)
        self.margin, self.margin_from = self._margin()
        self.meets = self.reached(self.full, 1)

    def late(self) -> bool:
        """Whether time is up; it is then on record that not all was tried."""
        return self._deadline.over()

    @property
    def out_of_time(self) -> bool:
        """Whether anything was not tried because time was up."""
        return self._deadline.said > 0

    def decided(self, study: Study, spec: CandidateSpec | None = None) -> Predictions:
        """What the candidate, or a variant of it, decides for each row of the study.

        Raises:
            UserError: when it fails.
        """
        found = evaluate_all(study, [spec or self.spec], progress=self.bench.progress, cache=self.bench.cache)
        return self.candidates.decided(self._as_it_was(found.attempts[0]))

    def trial(
        self,
        kind: TrialKind,
        says: str,
        lean: Callable[[], Predictions],
        full: Predictions | None = None,
        tries: int = 1,
    ) -> Trial:
        """What is lost by something; decisions about it are not taken yet.

        Args:
            kind: what sort of thing.
            says: in words.
            lean: gives what is decided with less.
            full: what it is held against; None is the candidate on all folds.
            tries: answers to the same question, among which the criterion's confidence is shared.
        """
        against = full or self.full
        try:
            answers = lean()
        except UserError as failure:
            none = Measurement(name="loss", value=None, candidate=self.spec.name)
            return Trial(kind=kind, says=says, loss=none, gain=none, failure=failure.what)
        return Trial(
            kind=kind,
            says=says,
            loss=self.loss(against, answers),
            gain=self.gain_of(answers),
            meets=self.reached(answers, tries),
        )

    def loss(self, full: Predictions, lean: Predictions) -> Measurement:
        """Value lost, on the same rows."""
        # the folds' noise is taken into account as in `compare`
        lost = told_together([self._stick.difference(full, lean)], self.drawn)[0]
        return structs.replace(lost, name="loss", candidate=self.spec.name, against="", direction="down")

    def reached(self, lean: Predictions, tries: int) -> bool | None:
        """Whether the criterion holds on the folds, with its confidence shared among all tries; None without one."""
        criterion = self.bench.document.success.criterion
        if criterion is None or (criterion.at_least is None and criterion.at_most is None):
            return None
        measured = measure_metric(criterion.metric, lean) if criterion.metric else self.gain_of(lean)
        return reaches(measured, criterion.at_least, criterion.at_most, criterion.confidence, tries)

    def does(self, loss: Measurement, meets: bool | None, saves: float = 0.0, tries: int = 1) -> bool:
        """Whether something may go: it surely loses less than matters, or than it saves, and what was met is met still.

        Args:
            loss: against the full candidate.
            meets: whether the criterion holds without it.
            saves: money in a year.
            tries: that the confidence is shared among.
        """
        allowed = max(self.margin, self.of_a_year(saves) or 0.0)
        return surely_less(loss, allowed, self.confidence, tries) and not (self.meets and meets is False)

    @property
    def years(self) -> float | None:
        """How often the criterion's rows come in a year; None where nobody knows, or no amounts were agreed."""
        monthly = self.bench.material.rows_per_month
        if not monthly or not self._stick.worth.agreed:
            return None
        return monthly * SECONDS["y"] / SECONDS["month"] / self._stick.per

    def of_a_year(self, money: float) -> float | None:
        """What money in a year is for the criterion's rows; None where nobody knows how many cases come in one."""
        return money / self.years if self.years else None

    def gain_of(self, answers: Predictions) -> Measurement:
        """The gain over what the candidate is held against, on the rows that were asked about."""
        ids = answers.frame.select("id")
        base = structs.replace(self._base, frame=ids.join(self._base.frame, on="id", maintain_order="left"))
        return self._stick.over_baseline(answers, base)

    def _margin(self) -> tuple[float, MarginFrom]:
        if self._stick.equivalent is not None:
            return self._stick.equivalent, "equivalent"
        if self.gain.value is None or self.gain.value <= 0:
            raise CandidateError(
                "it gains nothing over what it is held against, so that nothing of it is worth keeping",
                where=f"candidates.{self.spec.name}",
                seen=self.gain.value,
                allowed="an attempt that is better",
                next_step="name another attempt, or say under success.criterion.equivalent what does not matter",
            )
        return SHARE_OF_GAIN * self.gain.value, "gain"

    def _as_it_was(self, attempt: Attempt) -> Attempt:
        """Answers beside the inputs that amounts and slices need, as these were and not as they were known earlier."""
        found, known = attempt.predictions, self.whole.frame
        if found is None or "inputs" not in found.frame.columns:
            return attempt
        inputs = found.frame.select("id").join(known.select("id", "inputs"), on="id", how="left", maintain_order="left")
        frame = found.frame.with_columns(inputs["inputs"].alias("inputs"))
        return Attempt(
            spec=attempt.spec,
            predictions=structs.replace(found, frame=frame),
            failure=attempt.failure,
            notes=attempt.notes,
            fit_seconds=attempt.fit_seconds,
            predict_seconds=attempt.predict_seconds,
            digest=attempt.digest,
        )
