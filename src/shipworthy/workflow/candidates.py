"""The candidates of a project: their predictions, decided, and today's decisions on the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from shipworthy.foundation.errors import CandidateError, UserError, nearest
from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.field import evaluate_all
from shipworthy.lab.splits import periods_of
from shipworthy.lab.study import Study
from shipworthy.measure.abstain import left_to_today
from shipworthy.measure.function import check_alone
from shipworthy.measure.own_decisions import own_decisions
from shipworthy.measure.rolling import Decided, decide_rolling, held_to
from shipworthy.measure.status_quo import is_replayed, nothing_predictions, status_quo_predictions
from shipworthy.plan.specs import candidate_specs
from shipworthy.records.finding import Finding
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.aim import aim
from shipworthy.workflow.seeds import luck_findings
from shipworthy.workflow.thresholds import held_by, over_capacity, threshold_findings
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.workplace import workplace

TODAY = "status_quo"
CONSTANT = "constant"


@dataclass(frozen=True)
class Field:
    """Candidates side by side.

    Attributes:
        predictions: name -> decided predictions, in the order of the roadmap; failed ones are missing.
        failures: name -> why it failed.
        attempts: name -> what came of it; today's rule has none, it is not fitted.
        left_out: columns that nothing was learned from, and why.
        findings: name -> what capacity and guardrails did to its decisions.
    """

    predictions: Mapping[str, Predictions]
    failures: Mapping[str, UserError]
    attempts: Mapping[str, Attempt]
    left_out: tuple[str, ...]
    findings: Mapping[str, tuple[Finding, ...]]


class Candidates:
    """Gets the predictions of a project's candidates, from the cache where they are known.

    Args:
        bench: the project.
        study: rows to be asked about; None takes those of the document's sources and split.
    """

    def __init__(self, bench: Workbench, study: Study | None = None) -> None:
        self._bench = bench
        self._given = study
        self.specs: tuple[CandidateSpec, ...] = candidate_specs(bench.document)

    @property
    def baseline(self) -> str:
        """What gains are held against: what the criterion names, else today's decisions, else a constant."""
        criterion = self._bench.document.success.criterion
        if criterion is not None and criterion.gain_over not in (None, TODAY):
            return str(criterion.gain_over)
        material = self._bench.material
        return TODAY if is_replayed(material.status_quo, material.task) else CONSTANT

    @property
    def complexity(self) -> Sequence[tuple[str, int]]:
        """Names and complexities, in the order of the roadmap."""
        return [(spec.name, spec.complexity) for spec in self.specs]

    def named(self, names: Sequence[str]) -> tuple[CandidateSpec, ...]:
        """The candidates of these names, all when none is named; a constant and the baseline always go with them.

        Raises:
            CandidateError: when there is none of a name.
        """
        known = [spec.name for spec in self.specs]
        for name in names:
            if name not in known:
                near = nearest(name, known)
                raise CandidateError(
                    "there is no such candidate on the roadmap",
                    where="candidates",
                    seen=name,
                    allowed=known,
                    next_step=f"did you mean {near}?" if near else "add it under `candidates` in project.yaml",
                )
        return tuple(spec for spec in self.specs if not names or spec.name in {*names, CONSTANT, self.baseline})

    @cached_property
    def study(self) -> Study:
        """Rows, outcomes and folds that every candidate is asked about.

        Raises:
            UserError: when sources, target or split do not allow it.
        """
        if self._given is not None:
            return self._given
        material = self._bench.material
        return Study(
            table=material.table,
            labels=material.outcomes.labels,
            task=material.task,
            folds=material.folds,
            periods=periods_of(material.split, material.table),
            groups=material.groups,
            inputs=material.inputs,
            place=replace(workplace(self._bench, material.split.seed), keeps=True),
            split=material.split,
            aim=aim(self._bench),
        )

    def field(self, names: Sequence[str] = ()) -> Field:
        """Has the named candidates predict every fold and the rows kept aside, and decides for each row.

        Raises:
            CandidateError: when there is none of a name.
            UserError: when sources, target or split do not allow it.
        """
        specs = self.named(names)
        fitted = [spec for spec in specs if spec.kind != "status_quo"]
        found = evaluate_all(self.study, fitted, progress=self._bench.progress, cache=self._bench.cache)
        predictions: dict[str, Predictions] = {}
        findings: dict[str, tuple[Finding, ...]] = {}
        failures: dict[str, UserError] = {}
        for attempt in found.attempts:
            name = attempt.spec.name
            try:
                rolled = self._sure(self._rolled(attempt), attempt.spec)
            except UserError as failure:
                failures[name] = failure
                continue
            luck = luck_findings(self._bench, attempt, self.decided)
            predictions[name], findings[name] = rolled.predictions, (*threshold_findings(self._bench, rolled), *luck)
        if CONSTANT in failures:
            # what cannot be told of the same answer for everybody cannot be told of anything
            raise failures[CONSTANT]
        if self.baseline == TODAY:
            predictions = {
                CONSTANT: predictions[CONSTANT],
                TODAY: self._today(predictions[CONSTANT]),
                **predictions,
            }
            findings[TODAY] = over_capacity(predictions[TODAY], self._bench.material.deciding.capacity)
        attempts = {attempt.spec.name: attempt for attempt in found.attempts}
        return Field(predictions, failures, attempts, found.left_out, findings)

    def decided(self, attempt: Attempt) -> Predictions:
        """What is decided by what an attempt answered; raises why it failed.

        Raises:
            UserError: when it gave no answer, or its decisions are not worth anything that can be told.
        """
        return self._sure(self._rolled(attempt), attempt.spec).predictions

    def _rolled(self, attempt: Attempt) -> Decided:
        """One candidate's decisions; raises why it failed, its decisions not being worth anything told included."""
        if attempt.predictions is None:
            raise attempt.failure or CandidateError("it gave no answer", where=f"candidates.{attempt.spec.name}")
        material = self._bench.material
        own = attempt.spec.fitted_once and own_decisions(attempt.predictions, material.worth)
        ordered, held = bool(material.split.time), held_by(self._bench, attempt.spec)
        rolled = (
            Decided(held_to(own, held))
            if own
            else decide_rolling(attempt.predictions, material.worth, ordered=ordered, deciding=held)
        )
        check_alone(rolled.predictions, material.worth)
        return rolled

    def _sure(self, rolled: Decided, spec: CandidateSpec) -> Decided:
        """Leaves to what is done today what the document lets an attempt abstain from; the constant decides all."""
        band = self._bench.material.deciding.abstain
        if not band or spec.kind == "constant":
            return rolled
        found = rolled.predictions
        return replace(rolled, predictions=left_to_today(found, self._today(found), band))

    def _today(self, like: Predictions) -> Predictions:
        decided = self._bench.material.today(self.study.table.frame)
        if decided is None:
            return nothing_predictions(like)
        rows = like.frame["id"].cast(pl.UInt32)
        return status_quo_predictions(like, decided.gather(rows))
