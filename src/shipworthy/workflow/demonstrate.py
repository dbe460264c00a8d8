"""What there is to see today: answers to a few cases kept aside beside what turned out, or made-up ones before that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.explain.learn import learn
from shipworthy.explain.sure import sure
from shipworthy.explain.words import figure, held
from shipworthy.foundation.errors import CandidateError
from shipworthy.foundation.quantities import seconds
from shipworthy.measure.worth import value_per_row
from shipworthy.plan.mockup import MockUp, mock_up
from shipworthy.records.demo import Answered, Demo, Shown
from shipworthy.records.evidence import Evidence
from shipworthy.records.explanation import Sureness
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from shipworthy.workflow.candidates import TODAY, Candidates
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.demos import demos_of
from shipworthy.workflow.gates import compared_now
from shipworthy.workflow.looks import refuse_unseen
from shipworthy.workflow.make_trial import make_trial
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.week import WEEK
from shipworthy.workflow.workbench import Workbench

_CASES: Final = 6
_KNOWN: Final = 6
_MADE_UP: Final = 3


@dataclass(frozen=True)
class Demonstrated:
    """A demo on record.

    Attributes:
        demo: what is shown.
        notices: what the user should know.
    """

    demo: Demo
    notices: tuple[str, ...] = ()


def demonstrate(bench: Workbench) -> Demonstrated:
    """Puts down what there is to see now, and lets the attempt put forward be tried.

    Nothing is measured for it: the answers are those that were measured when the attempts were compared. Before that,
    answers are made up from the document.

    Raises:
        UserError: when the project cannot be read, or the attempt put forward fails.
    """
    now = bench.clock.now()
    compared = compared_now(bench)
    demo = Demo(day=now.date().isoformat(), since=_since(bench, now), at=now, due=_due(bench, now.date()))
    notices: tuple[str, ...] = ()
    if compared is None or not compared.candidate:
        cases = mock_up(bench.document, rows=_MADE_UP)
        told = [_made_up(bench, place, one) for place, one in enumerate(cases, start=1)]
        demo = structs.replace(demo, cases=tuple(told))
    else:
        aside = _Aside(bench, compared.candidate)
        picked = aside.picked()
        demo = structs.replace(
            demo,
            candidate=compared.candidate,
            cases=tuple(aside.shown(picked)),
            aside=aside.judged.height,
            wrong=aside.wrong,
        )
        notices = _tryable(bench, compared.candidate, aside.rows(picked))
    bench.book.put(demo)
    return Demonstrated(demo, notices)


def _since(bench: Workbench, now: datetime) -> datetime:
    """When the demo of an earlier day was made, else when anything was found out first."""
    before = [each.at for each in demos_of(bench.book) if each.day < now.date().isoformat()]
    if before:
        return before[-1]
    first = [each.time for each in bench.book.placed(Evidence)[:1]]
    return min([*first, now - _step(bench)])


def _step(bench: Workbench) -> timedelta:
    every = bench.document.timebox.every
    return timedelta(seconds=seconds(every)) if every else WEEK


def _due(bench: Workbench, today: date) -> str:
    return (today + _step(bench)).isoformat() if bench.document.timebox.every else ""


def _tryable(bench: Workbench, name: str, rows: Sequence[int]) -> tuple[str, ...]:
    if name == TODAY:
        return ("what you do today is put forward, so there is nothing to try",)
    try:
        make_trial(bench, name, rows)
    except CandidateError as error:
        return (f"it cannot be tried on the board: {error}",)
    return ()


def _made_up(bench: Workbench, place: int, one: MockUp) -> Shown:
    """A made-up answer, with the amounts that were agreed."""
    target = bench.document.data.target
    if not one.outcome:
        range_ = Sureness(n=0, low=one.low, high=one.high)
        known = {"predicted": target.column} if target else {}
        return Shown(
            id=str(place), known=known, answered=Answered(score=one.number, answer=one.label, unit="1", sure=range_)
        )
    return Shown(id=str(place), answered=Answered(score=one.number, answer=one.label, label=one.outcome))


class _Aside:
    """Cases kept aside with the answers of one attempt."""

    def __init__(self, bench: Workbench, name: str) -> None:
        self._bench = bench
        field = Candidates(bench).field([name])
        if name in field.failures:
            raise field.failures[name]
        refuse_unseen(bench, bench.book.latest_by_check()[EVALUATE, name])
        self._predictions = holdout_of(field.predictions[name])
        self._task = self._predictions.task
        self._similar = learn(self._predictions)
        self._worth: Worth = bench.material.worth
        frame = self._predictions.frame.with_columns(brought=_brought(self._predictions, self._worth))
        if TODAY in field.predictions and name != TODAY:
            today = holdout_of(field.predictions[TODAY])
            told = today.frame.select("id", today="decision", brought_today=_brought(today, self._worth))
            frame = frame.join(told, on="id", how="left", maintain_order="left")
        self.judged = frame.filter(pl.col("outcome").is_not_null() & pl.col("decision").is_not_null())

    @property
    def wrong(self) -> int | None:
        """Cases answered wrongly; None for numbers."""
        return None if self._task.kind == "regression" else int((~self._right()).sum())

    def picked(self) -> pl.DataFrame:
        """A few cases: of labels as many right as wrong ones, of numbers any; spread evenly over what was said."""
        if self._task.kind == "regression":
            return _spread(self.judged.sort("score", "id"), _CASES)
        score = pl.col("score").list.max() if self._task.kind == "multiclass" else pl.col("score")
        ordered = self.judged.with_columns(right=self._right()).sort(score, "id")
        wrong = _spread(ordered.filter(~pl.col("right")), _CASES // 2)
        right = _spread(ordered.filter(pl.col("right")), _CASES - wrong.height)
        return pl.concat([right, wrong])

    def rows(self, picked: pl.DataFrame) -> list[int]:
        """Positions of cases in the table."""
        return picked["id"].cast(pl.UInt32).to_list()

    def shown(self, picked: pl.DataFrame) -> Iterator[Shown]:
        """Cases with what was said, what turned out, and what today's way did."""
        table = self._bench.material.table
        # what is personal is no feature
        known = table.frame[self.rows(picked)].select(table.of("feature")[:_KNOWN]).rows(named=True)
        for row, values in zip(picked.iter_rows(named=True), known, strict=True):
            yield Shown(
                id=row["id"],
                answered=self._answered(row),
                known={name: held(value) or "not known" for name, value in values.items()},
                time=held(row.get("time")),
                outcome=self._text(row["outcome"]),
                right=row.get("right"),
                today=self._text(row.get("today")),
                brought=row["brought"],
                brought_today=row.get("brought_today"),
            )

    def _answered(self, row: dict[str, Any]) -> Answered:
        task, decision = self._task, row["decision"]
        answer = self._text(decision)
        label = "" if task.kind == "regression" else task.positive or answer
        score = row["score"][task.classes.index(answer)] if task.kind == "multiclass" else row["score"]
        amounts = self._worth.outcomes.get(answer, {}) if self._worth.agreed else {}
        return Answered(
            score=float(score),
            answer=answer,
            label=label,
            unit=(task.unit or "1") if task.kind == "regression" else "share",
            sure=sure(self._similar, float(score), label),
            worth={outcome: float(each) for outcome, each in amounts.items() if isinstance(each, int | float)},
            currency=self._worth.unit,
        )

    def _right(self) -> pl.Series:
        said, was = (self.judged[name].cast(pl.String) for name in ("decision", "outcome"))
        return said == was

    def _text(self, value: Any) -> str:
        if value is None:
            return ""
        return figure(float(value), self._task.unit or "1") if self._task.kind == "regression" else str(value)


def _spread(frame: pl.DataFrame, many: int) -> pl.DataFrame:
    """That many rows, the first and the last among them."""
    if frame.height <= many:
        return frame
    places = np.linspace(0, frame.height - 1, many).round().astype(int)
    return frame.select(pl.all().gather(places.tolist()))


def _brought(predictions: Predictions, worth: Worth) -> pl.Series:
    """What each decision was worth; nothing where that is not said row by row."""
    if not worth.agreed or worth.top:
        return pl.Series([None] * predictions.frame.height, dtype=pl.Float64)
    return pl.Series(value_per_row(predictions, worth)).fill_nan(None)
