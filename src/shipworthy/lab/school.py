"""Everything that processes need to do their jobs, laid out in files that all of them read."""

import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from shipworthy.foundation.digests import digest
from shipworthy.foundation.files import storage_error
from shipworthy.lab.job import Job
from shipworthy.lab.kept import place_of
from shipworthy.lab.keys import Keys
from shipworthy.lab.lesson import Lesson
from shipworthy.lab.shelf import CHECKPOINTS, Shelf, touch
from shipworthy.lab.study import Study
from shipworthy.records.fold import Fold
from shipworthy.records.spec import CandidateSpec

_EVERY: Final = 60.0
_NEVER_RAW: Final = ("constant", "estimator")
_NEVER_KEPT: Final = ("mlflow", "predictions")


class School:
    """Makes jobs of candidates and folds; what only this evaluation needs is gone when the block ends.

    Args:
        study: rows, outcomes, folds.
        keys: names for what things depend on.

    Attributes:
        place: folder of what only this evaluation needs.
    """

    def __init__(self, study: Study, keys: Keys) -> None:
        self._study = study
        self._keys = keys
        self._laid_out: dict[str, Mapping[str, str]] = {}
        self._over = threading.Event()

    def __enter__(self) -> Self:
        shelf = self._study.place.shelf
        try:
            if shelf is not None:
                shelf.mkdir(parents=True, exist_ok=True)
            self._folder = tempfile.TemporaryDirectory(prefix=".run-", dir=shelf, ignore_cleanup_errors=True)
        except OSError as error:
            raise storage_error(shelf or Path(tempfile.gettempdir()), error) from error
        self.place = Path(self._folder.name)
        self._shelf = Shelf(shelf or self.place / "shelf")
        threading.Thread(target=self._in_use, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._folder.cleanup()

    def job(self, spec: CandidateSpec, fold: Fold, key: str) -> Job:
        """What a process has to know to have one candidate learn from a fold.

        Args:
            spec: the candidate.
            fold: of the study.
            key: names the fit; empty when nothing of it is kept.

        Raises:
            ColumnError: when no column is left to learn from.
            StorageError: when the disk is full.
        """
        study = self._study
        job = Job(
            spec=spec,
            task=study.task,
            fold=fold.name,
            seed=study.place.seed,
            folder="" if study.place.folder is None else str(study.place.folder.absolute()),
            checkpoints=str(study.place.shelf / CHECKPOINTS / key) if study.place.shelf and key else "",
            timed=fold.origin == "holdout",
            keep=self._keep(spec, fold, key),
            **self._files(fold),
        )
        if spec.kind in _NEVER_RAW and spec.features != "raw":
            return job
        return Job.from_dict({**job.to_dict(), "rows": str(self._rows())})

    def _keep(self, spec: CandidateSpec, fold: Fold, key: str) -> str:
        place = self._study.place
        wanted = place.keeps and fold.origin == "holdout" and spec.kind not in _NEVER_KEPT
        return str(place_of(place.shelf, key)) if wanted and place.shelf and key else ""

    def _in_use(self) -> None:
        """Marks what is still to be read as in use, so that no other program throws it out."""
        while not self._over.wait(_EVERY):
            for files in list(self._laid_out.values()):
                touch(Path(files["features"]))

    def _files(self, fold: Fold) -> Mapping[str, str]:
        # a shelf that nobody else reads needs no name that others find
        key = self._keys.features(fold) if self._study.place.shelf is not None else digest(fold.name)
        if key not in self._laid_out:
            lesson = Lesson(self._study, fold)
            features = self._shelf.features(key, lambda: lesson)
            answers, places = (self.place / f"{kind}-{key}.npy" for kind in ("answers", "places"))
            try:
                np.save(answers, lesson.answers)
                np.savez(places := places.with_suffix(".npz"), learned=fold.train, asked=fold.test)
            except OSError as error:
                raise storage_error(self.place, error) from error
            self._laid_out[key] = {"features": str(features), "answers": str(answers), "places": str(places)}
        return self._laid_out[key]

    def _rows(self) -> Path:
        """The rows of the study as they are, which most candidates never ask for."""
        path = self.place / "rows.arrow"
        if not path.exists():
            try:
                self._study.frame.write_ipc(path, compression="uncompressed")
            except OSError as error:
                raise storage_error(path, error) from error
        return path
