"""The question of the document as it stands: what other questions are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.lab.study import Study
from shipworthy.records.predictions import Predictions
from shipworthy.records.reframing import Change, VariantKind
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.measuring import Yardstick
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


@dataclass(frozen=True)
class Variant:
    """Another question.

    Attributes:
        id: words joined by hyphens.
        kind: what is different about it.
        says: what is asked then, as the predicate of a sentence.
        changes: what the document says then.
        asks: what its owner has to say anew; empty when amounts and goal mean what they meant.
        names: attempts that are to answer it; empty takes the usual ones.
        share: of the cases of the question that was asked that an attempt answers.
    """

    id: str
    kind: VariantKind
    says: str
    changes: tuple[Change, ...]
    asks: str = ""
    names: tuple[str, ...] = ()
    share: float = 1.0


@dataclass(frozen=True)
class Ideas:
    """Other questions of one kind.

    Attributes:
        variants: the questions.
        notice: why there are none; empty when there are.
    """

    variants: tuple[Variant, ...] = ()
    notice: str = ""


@dataclass(frozen=True, eq=False)
class Asked:
    """The question of the document, answered quickly.

    Attributes:
        bench: the project.
        candidates: its attempts.
        names: attempts that answer every question, the best on the rows learned from first.
        field: name -> decided predictions, today's among them.
    """

    bench: Workbench
    candidates: Candidates
    names: tuple[str, ...]
    field: Mapping[str, Predictions] = field(repr=False)

    @property
    def study(self) -> Study:
        """Rows, outcomes and folds."""
        return self.candidates.study

    @property
    def best(self) -> Predictions:
        """Of the attempt that does best on the rows learned from."""
        return self.field[self.names[0]]

    @property
    def base(self) -> Predictions:
        """What gains are held against."""
        return self.field[self.candidates.baseline]

    @property
    def target(self) -> float:
        """The gain that the goal asks for, for as many cases as the goal says."""
        criterion = self.bench.document.success.criterion
        return (criterion.at_least if criterion else None) or 0.0

    @cached_property
    def stick(self) -> Yardstick:
        """How attempts are measured."""
        return yardstick(self.bench)

    @cached_property
    def development(self) -> NDArray[np.bool_]:
        """Rows that are not kept aside, and are in some fold, shape (rows,)."""
        inside = np.zeros(self.study.table.frame.height, dtype=bool)
        for fold in self.study.folds:
            inside[fold.train] = True
            if fold.origin == "fold":
                inside[fold.test] = True
        for fold in self.study.folds:
            if fold.origin == "holdout":
                inside[fold.test] = False
        return inside

    @property
    def learned_from(self) -> pl.DataFrame:
        """The rows that are not kept aside."""
        return self.study.table.frame.filter(pl.Series(self.development))
