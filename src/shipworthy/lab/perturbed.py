"""A candidate asked once more about rows kept aside, with their inputs spoiled."""

from collections.abc import Callable
from functools import cached_property
from time import perf_counter
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.data.damage import chances
from shipworthy.data.spoil import spoil, spoils
from shipworthy.foundation.digests import digest, digest_bytes
from shipworthy.foundation.errors import ColumnError, RequestError, nearest
from shipworthy.lab.answers import Answers, score_frame
from shipworthy.lab.aside import fitted_aside
from shipworthy.lab.calm import calm
from shipworthy.lab.code import code_digest
from shipworthy.lab.reading import shippable
from shipworthy.lab.study import Cache, Study
from shipworthy.model.fitted import Fitted
from shipworthy.records.spec import CandidateSpec
from shipworthy.records.spoil import Spoil
from shipworthy.records.table import Table

MOST: Final = 20_000
"""Rows that are asked about again; of more, so many are drawn."""
_RANKED: Final = 2_000


class Perturbed:
    """A candidate as fitted on the development rows; what it answers is kept, and it is fitted only when it is asked.

    Args:
        study: rows, outcomes and folds, the rows kept aside last.
        spec: the candidate.
        cache: keeps what it answers.
        names: digest of all that its answers hang on.
        most: rows that are asked about; of more, so many are drawn. None asks about all.

    Raises:
        CandidateError: when it cannot answer for a new case.
    """

    def __init__(self, study: Study, spec: CandidateSpec, cache: Cache, names: str, most: int | None = MOST) -> None:
        self._study, self._spec, self._cache = shippable(study, spec), spec, cache
        self.rows = _drawn(study, most)
        self._key = digest([names, code_digest(), digest_bytes([self.rows.tobytes()]), study.place.seed])

    @property
    def total(self) -> int:
        """Rows kept aside whose outcome is known."""
        return len(_known(self._study))

    def ask(self, what: Spoil | None, table: Callable[[], Table] | None = None) -> pl.Series:
        """What it answers for `rows`.

        Args:
            what: how they are spoiled, its columns found by `meant`; None leaves them as they are.
            table: gives all rows as they would have been; None spoils those of the study.

        Returns:
            As the column `score` of predictions. # (rows,)

        Raises:
            CandidateError: when it cannot be fitted, or fails on spoiled rows.
            RequestError: when a column cannot be spoiled so.
        """
        key = digest([self._key, what.to_dict() if what else None])
        kept = self._cache.get(key, Answers)
        if kept is None:
            frame = self._sound if table is None else table().frame.select(self._study.frame.columns)[self.rows]
            spoilt = spoil(frame, what, self.ids, seed=self._study.place.seed) if what and table is None else frame
            start = perf_counter()
            with calm():
                scores = self._fitted.score(spoilt)
            kept = Answers(frame=score_frame(scores), predict_seconds=perf_counter() - start)
            self._cache.put(key, kept)
        return kept.frame["score"]

    def meant(self, what: Spoil) -> Spoil:
        """The same with the columns named that it happens to.

        Raises:
            ColumnError: when nothing that is learned from bears the name, or comes from the source.
            RequestError: when it cannot happen to any column.
        """
        features = self._study.frame
        if not what.source:
            names = what.columns or tuple(each for each in features.columns if spoils(what.kind, features[each]))
        else:
            of = {each.name: each.source for each in self._study.table.columns}
            sources = list(dict.fromkeys(of[name] for name in features.columns))
            named = [what.source] if what.source in features.columns and what.source not in sources else []
            held = named or [name for name in features.columns if of[name] == what.source]
            if not held:
                raise _unknown(what, [*sources, *features.columns])
            names = tuple(name for name in held if spoils(what.kind, features[name]))
        if not names:
            raise RequestError(
                f"{what.kind} can happen to no column that is learned from",
                where="robust",
                seen=what.says,
                next_step="take this line out",
            )
        return structs.replace(what, columns=names, source="")

    def ranked(self) -> tuple[str, ...]:
        """Columns by how far the answers move when their values are dealt out anew, the furthest first."""
        frame = self._sound[:_RANKED]
        order = np.argsort(chances(self.ids[:_RANKED], ["ranked"]), kind="stable")
        with calm():
            sound = self._fitted.score(frame)
            moved = {
                name: float(np.abs(self._fitted.score(frame.with_columns(frame[name].gather(order))) - sound).mean())
                for name in frame.columns
            }
        return tuple(sorted((name for name in moved if moved[name] > 0), key=lambda name: -moved[name]))

    @cached_property
    def ids(self) -> NDArray[np.uint64]:
        """What names each row of `rows`.

        # (rows,)
        """
        return self.rows.astype(np.uint64)

    @cached_property
    def _sound(self) -> pl.DataFrame:
        return self._study.frame[self.rows]

    @cached_property
    def _fitted(self) -> Fitted:
        return fitted_aside(self._study, self._spec, self._cache)


def _known(study: Study) -> NDArray[np.int64]:
    aside = np.concatenate([fold.test for fold in study.folds if fold.origin == "holdout"])
    known: NDArray[np.int64] = aside[study.labels.gather(aside).is_not_null().to_numpy()]
    return known


def _drawn(study: Study, most: int | None) -> NDArray[np.int64]:
    """Rows kept aside whose outcome is known, ascending; of too many, some drawn at random."""
    known = _known(study)
    if most is None or len(known) <= most:
        return known
    order = np.argsort(chances(known.astype(np.uint64), [study.place.seed, "drawn"]), kind="stable")
    return np.sort(known[order[:most]])


def _unknown(what: Spoil, known: list[str]) -> ColumnError:
    near = nearest(what.source, known)
    return ColumnError(
        f"nothing is learned from `{what.source}`",
        where="robust",
        seen=what.source,
        allowed=known,
        next_step=f"did you mean `{near}`?" if near else "name a source or a column that is learned from",
    )
