"""Names for what a candidate's answers depend on, so that they are computed once and never mixed up."""

from functools import cached_property
from typing import Any

from shipworthy.foundation.digests import digest, digest_bytes
from shipworthy.lab.aiming import aim_of
from shipworthy.lab.code import code_digest, features_digest, version_of
from shipworthy.lab.origin import made_of
from shipworthy.lab.study import Study
from shipworthy.records.fold import Fold
from shipworthy.records.frames import digest_frame
from shipworthy.records.spec import CandidateSpec


class Keys:
    """Digests for one study.

    Args:
        study: rows, outcomes, folds.
    """

    def __init__(self, study: Study) -> None:
        self._study = study

    @cached_property
    def _study_digest(self) -> str:
        outcomes = digest_frame(self._study.labels.to_frame("outcome"))
        place = self._study.place
        settings = [self._study.task.to_dict(), self._study.trend, place.seed]
        return digest([self._study.frame_digest, outcomes, *settings, code_digest()])

    def features(self, fold: Fold) -> str:
        """Names what is made of the columns of a fold; neither outcomes nor candidates change it."""
        settings = [self._study.trend, self._study.place.seed, features_digest()]
        return digest([self._study.frame_digest, _rows_digest(fold), *settings])

    def of(self, spec: CandidateSpec, fold: Fold) -> str:
        """Names the answers of one candidate on one fold."""
        return digest([self._study_digest, _rows_digest(fold), self._spec_digest(spec)])

    def of_all(self, spec: CandidateSpec) -> str:
        """Names the answers of one candidate on all folds."""
        return digest([self.of(spec, fold) for fold in self._study.folds])

    def _spec_digest(self, spec: CandidateSpec) -> str:
        """What changes what a candidate says: not its name, nor what was hoped of it."""
        what = [spec.kind, spec.target, spec.parameters, spec.features, *self._tuned_by(spec)]
        if spec.kind == "estimator":
            return digest([what, version_of(spec.target.partition(".")[0])])
        return digest([what, made_of(spec, self._study.place.folder)])

    def _tuned_by(self, spec: CandidateSpec) -> list[Any]:
        """What changes which settings it ends up with."""
        if not spec.tune:
            return []
        return [spec.tune.to_dict(), aim_of(self._study).to_dict(), self._study.split.to_dict(), version_of("optuna")]


def _rows_digest(fold: Fold) -> str:
    return digest_bytes([fold.train.tobytes(), b"|", fold.test.tobytes()])
