"""Other horizons: whether it turns out so within so many days, where the data says when it did."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl

from shipworthy.data.rules import apply_rule
from shipworthy.data.words import words_of
from shipworthy.foundation.quantities import SECONDS
from shipworthy.records.reframing import Change
from shipworthy.show.numbers import share
from shipworthy.workflow.reframing.asked import Asked, Ideas, Variant
from shipworthy.workflow.reframing.comparison import quoted

_DAYS: Final = (1, 2, 3, 7, 14, 30, 60, 90, 180, 365, 730)
_QUANTILES: Final = (0.25, 0.5, 0.75)
"""Of the times after which a yes came."""
_FEWEST: Final = 50
_DURATION: Final = re.compile(r"\b(minutes?|hours?|days?|weeks?|months?|quarters?|years?|time|duration|durat|tenure)\b")
_NONE: Final = (
    "no other horizon: no column says when, or after how long, it turned out so; a date or a duration named under "
    "data.not_known_at_decision would"
)


def horizons(asked: Asked) -> Ideas:
    """Whether it turns out so within a shorter time, by a date or a duration that is known only afterwards.

    A case whose time was not over when the rows end, and of which nothing was heard until then, counts as not known.
    """
    if asked.bench.material.task.kind != "binary":
        return Ideas()
    yes = asked.study.labels == asked.bench.material.task.positive
    kept: dict[float, Variant] = {}
    for name in asked.bench.material.spec.not_known:
        column = asked.study.table.frame[name] if name in asked.study.table.frame.columns else None
        if column is not None and name != asked.bench.material.spec.target.column:
            for variant, share_of_yes in _of_column(asked, column, yes):
                kept.setdefault(share_of_yes, variant)
    return Ideas(tuple(kept.values())[: len(_QUANTILES)], "" if kept else _NONE)


def _of_column(asked: Asked, column: pl.Series, yes: pl.Series) -> Iterator[tuple[Variant, float]]:
    rule = _Dates(asked, column) if column.dtype in (pl.Date, pl.Datetime) else _Durations(asked, column)
    if not rule.possible:
        return
    times = rule.times().filter(yes & pl.Series(asked.development)).drop_nulls()
    if len(times) < 2 * _FEWEST:
        return
    known = asked.study.labels.drop_nulls()
    now = _share(known == asked.bench.material.task.positive)
    for quantile in _QUANTILES:
        within = rule.nearest(float(np.quantile(times.to_numpy(), quantile)))
        text = rule.text(within)
        said = apply_rule(text, asked.study.table.frame, where="data.target.positive").filter(
            pl.Series(asked.development)
        )
        told = said.drop_nulls()
        part = _share(told)
        if min(part, 1 - part) * len(told) >= _FEWEST and part < now:
            yield _variant(rule.words(within), text, part), part


class _Dates:
    """A column of dates on which it turned out so."""

    def __init__(self, asked: Asked, column: pl.Series) -> None:
        frame = asked.study.table.frame
        self._time, self._name = asked.bench.material.spec.time, column.name
        when = frame[self._time] if self._time else None
        self.possible = when is not None and when.dtype in (pl.Date, pl.Datetime)
        self._when, self._column = when, column
        self._event = _event(asked)

    def times(self) -> pl.Series:
        """Days until it turned out so."""
        assert self._when is not None
        return _moments(self._column) - _moments(self._when)

    def nearest(self, days: float) -> float:
        """A number of days that people say."""
        return float(min(_DAYS, key=lambda each: abs(each - days)))

    def text(self, within: float) -> str:
        """The rule for a yes; not known where the time was not over when the rows end."""
        assert self._when is not None
        ends = max(self._when.max(), self._column.max()) - timedelta(days=within)  # type: ignore[type-var, operator]
        date, when, event = quoted(self._name), quoted(self._time), self._event
        inside = f"{event} AND {date} <= {when} + INTERVAL '{within:g} days'"
        return f"CASE WHEN {inside} THEN TRUE WHEN {when} <= DATE '{ends:%Y-%m-%d}' THEN FALSE END"

    def words(self, within: float) -> str:
        return f"within {within:g} days of {self._time}"


class _Durations:
    """A column of numbers that says after how long it turned out so, or for how long nothing had."""

    def __init__(self, asked: Asked, column: pl.Series) -> None:
        self._name, self._column = column.name, column
        self._event = _event(asked)
        self.possible = column.dtype.is_numeric() and bool(_DURATION.search(words_of(column.name)))

    def times(self) -> pl.Series:
        """The durations, in their own unit."""
        return self._column.cast(pl.Float64)

    def nearest(self, length: float) -> float:
        """Two digits that mean something."""
        return float(f"{length:.2g}")

    def text(self, within: float) -> str:
        """The rule for a yes; not known where nothing was heard for longer."""
        column = quoted(self._name)
        inside = f"{self._event} AND {column} <= {within:g}"
        return f"CASE WHEN {inside} THEN TRUE WHEN {column} > {within:g} THEN FALSE END"

    def words(self, within: float) -> str:
        return f"with {self._name} up to {within:g}"


def _event(asked: Asked) -> str:
    """That it turned out so at all, as Polars SQL."""
    target, task = asked.bench.material.spec.target, asked.bench.material.task
    if target.positive:
        return f"({target.positive})"
    column = asked.study.table.frame[target.column]
    if column.dtype == pl.Boolean:
        return quoted(target.column)
    value = task.positive if column.dtype.is_numeric() else "'" + task.positive.replace("'", "''") + "'"
    return f"{quoted(target.column)} = {value}"


def _share(said: pl.Series) -> float:
    return float(said.sum()) / max(len(said), 1)


def _moments(column: pl.Series) -> pl.Series:
    """Days since the epoch."""
    return column.cast(pl.Datetime("us")).dt.epoch("us") / (1e6 * SECONDS["d"])


def _variant(words: str, rule: str, part: float) -> Variant:
    return Variant(
        id=re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-"),
        kind="horizon",
        says=f"asks whether it turns out so {words}, as {share(part)} cases do",
        changes=(Change(place=("data", "target", "positive"), value=rule),),
        asks="whether a yes that comes so soon, and a no that may come later, are worth what was agreed",
    )
