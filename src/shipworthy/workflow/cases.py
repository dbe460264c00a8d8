"""Corner cases asked of the attempt that is put forward, before anything is built of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from shipworthy.bundle.deciding import decisions
from shipworthy.bundle.inputs import inputs_of
from shipworthy.bundle.rows import read_rows
from shipworthy.foundation.errors import DocumentError, nearest
from shipworthy.lab.aside import fitted_aside
from shipworthy.model.fitted import Fitted
from shipworthy.plan.cases import CaseEntry
from shipworthy.plan.kinds.case import CHECK
from shipworthy.plan.naming import case_names
from shipworthy.plan.specs import grade
from shipworthy.records.bundle import Bundle
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.predictions import Predictions
from shipworthy.workflow.bundling import context
from shipworthy.workflow.candidates import TODAY, Candidates
from shipworthy.workflow.compare import Compared
from shipworthy.workflow.expected import Held, Said, check_expected, held, picked
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.workbench import Workbench


def gather_cases(bench: Workbench, compared: Compared) -> tuple[Evidence, ...]:
    """Asks the chosen candidate about every case that it was not asked about, or not since something changed.

    Raises:
        DocumentError: when a case cannot be asked about.
        UserError: when the candidate cannot be fitted.
    """
    entries = dict(zip(case_names(bench.document.cases), bench.document.cases, strict=True))
    if not entries or not compared.chosen:
        return ()
    now = ground(bench)
    known = {
        claim
        for each in bench.book.all(Evidence)
        if each.check == CHECK and each.candidate == compared.chosen and stands(each, now)
        for claim in each.claims
    }
    missing = {name: entry for name, entry in entries.items() if f"case.{name}" not in known}
    if not missing:
        return ()
    asked = _Asked(bench, compared.chosen)
    found = tuple(_evidence(bench, compared.chosen, name, asked.held(entry)) for name, entry in missing.items())
    bench.book.put_all(found)
    return found


def rows_of(bench: Workbench, bundle: Bundle, entry: CaseEntry) -> pl.DataFrame:
    """The row that a case writes out, in the columns of a bundle.

    Raises:
        DocumentError: when it names a column that there is none of, or holds what the column cannot.
    """
    table, row = bench.material.table, entry.row or {}
    where = f"cases {entry.name}: row"
    for name in row:
        if name not in table.frame.columns:
            near = nearest(name, table.frame.columns)
            raise DocumentError(
                "the data has no such column",
                where=where,
                seen=name,
                allowed=[each.name for each in bundle.inputs],
                next_step=f"write {near} instead of {name}" if near else f"leave {name} out",
            )
    known = {each.name for each in bundle.inputs}
    read = read_rows(bundle, [{name: value for name, value in row.items() if name in known}])
    for error in read.errors[:1]:
        raise DocumentError(
            f"the case cannot be asked about: {error.what}",
            where=f"{where} {error.field}",
            seen=error.seen,
            allowed=error.allowed,
            next_step=error.next_step or f"write another value of {error.field}",
        )
    return read.frame


class _Asked:
    """One candidate that is asked: what it said of the rows kept aside, and what it says of rows written out."""

    def __init__(self, bench: Workbench, name: str) -> None:
        self._bench, self._name = bench, name
        self._candidates = Candidates(bench)
        self._predictions: Predictions = self._candidates.field([name]).predictions[name]

    def held(self, entry: CaseEntry) -> Held:
        material = self._bench.material
        check_expected(entry, material.task, material.worth)
        if entry.where:
            return held(entry, self._kept_aside(entry))
        if self._name == TODAY:
            says = "what you do today is put forward, and is not asked about rows that are written out"
            return Held(None, says, "add an attempt to the roadmap that is better than what you do today")
        frame = rows_of(self._bench, self._bundle, entry)
        scores = self._fitted.score(frame)
        return held(entry, Said(("",), scores, decisions(self._bundle, scores, frame)))

    def _kept_aside(self, entry: CaseEntry) -> Said:
        aside = holdout_of(self._predictions).frame
        rows = aside["id"].cast(pl.UInt32)
        said = aside[picked(entry, self._bench.material.table.frame[rows])]
        scores = np.array(said["score"].to_list(), dtype=np.float64)
        made: Sequence[Any] = said["decision"].to_list()
        return Said(said["id"].to_list(), scores, made)

    @cached_property
    def _bundle(self) -> Bundle:
        """How the candidate reads rows and decides, as a bundle of it would."""
        material = self._bench.material
        return Bundle(
            project=self._bench.document.project,
            version=0,
            candidate=self._name,
            task=material.task,
            threshold=self._predictions.threshold,
            worth=material.worth,
            inputs=inputs_of(material.table, context(self._bench), material.spec.critical),
        )

    @cached_property
    def _fitted(self) -> Fitted:
        """Learned from what came before the rows kept aside, as it was when it was measured on these."""
        spec = next(each for each in self._candidates.specs if each.name == self._name)
        return fitted_aside(self._candidates.study, spec, self._bench.cache)


def _steps(found: Held) -> tuple[Finding, ...]:
    step = found.next_step
    return (Finding(check=CHECK, says=found.says, severity="info", next_step=step),) if step else ()


def _evidence(bench: Workbench, candidate: str, name: str, found: Held) -> Evidence:
    return Evidence(
        check=CHECK,
        says=found.says,
        stage="prototype",
        claims=(f"case.{name}",),
        holds=found.holds,
        findings=_steps(found),
        candidate=candidate,
        grade=grade(bench.document),
        stands_on=under(ground(bench), (*VALUE_PARTS, f"cases.{name}"), "code", f"candidate:{candidate}"),
    )
