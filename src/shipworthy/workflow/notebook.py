"""In a notebook, without a folder: `shipworthy.evaluate(model, frame, target)` and `compare`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
from rich.console import Console

from shipworthy import __version__
from shipworthy.data.border import as_polars
from shipworthy.data.columns import describe
from shipworthy.data.named import require
from shipworthy.data.target import outcomes
from shipworthy.foundation.errors import RequestError
from shipworthy.measure.beyond import groups_beyond_luck
from shipworthy.measure.choice import choose
from shipworthy.measure.decide import decide
from shipworthy.measure.metrics.registry import default_metric
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import DataSpec, Source, Target, Worth
from shipworthy.records.table import Table
from shipworthy.show.attempts_text import attempts_text
from shipworthy.show.notebook import fragment
from shipworthy.show.numbers import count
from shipworthy.show.story import Story
from shipworthy.workflow.asking import ask
from shipworthy.workflow.material import FEW, MOST_SLICES
from shipworthy.workflow.measuring import EXTRA, Yardstick, measure
from shipworthy.workflow.notebook_worth import Value, with_inputs, worth_in

_BASELINE = "constant"


class Result:
    """What was found; prints as text, shows as HTML with pictures.

    Attributes:
        measurements: every number, with interval, by candidate, group and name.
        story: the same for those who read it.
    """

    def __init__(self, story: Story, measurements: tuple[Measurement, ...]) -> None:
        self.story = story
        self.measurements = measurements

    def __repr__(self) -> str:
        console = Console(width=100, highlight=False, color_system=None)
        with console.capture() as captured:
            console.print(attempts_text(self.story))
            console.print(f"\nMeasured on {count(next((one.n for one in self.measurements), 0))} rows.")
            if self.story.gains and not self.story.unit:
                console.print(f"“Better by” is held against {self.story.than}, on the same rows.")
        return captured.get().rstrip()

    def _repr_html_(self) -> str:
        return fragment(self.story)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "chosen": self.story.chosen,
            "best": self.story.best,
            "measurements": [one.to_dict() for one in self.measurements],
        }


def evaluate(model: Any, frame: Any, target: str, **options: Any) -> Result:
    """Measures one fitted model on rows it has not seen: metrics, value and gain with intervals, and by group.

    Args:
        model: a fitted scikit-learn-like model; a function of the frame; one answer a row; or a rule as text.
        frame: pandas, Polars or PyArrow; the rows with their outcomes.
        target: column with the outcomes.
        **options: `value`, `unit`, `baseline`, `positive`, `group`, `slices`, `per` and `metrics`, as for `compare`.

    Raises:
        CandidateError: when the model cannot be asked about these rows.
        ColumnError: when a column is not there.
        TargetError: when the outcomes cannot be judged.

    >>> frame = pl.DataFrame({"x": range(100), "y": ["no"] * 60 + ["yes"] * 40})
    >>> result = evaluate("x >= 60", frame, "y")
    >>> [one.value for one in result.measurements if (one.candidate, one.name) == ("rule", "recall")]
    [1.0]
    """
    return compare({_name_of(model): model}, frame, target, **options)


def compare(
    models: Mapping[str, Any],
    frame: Any,
    target: str,
    *,
    value: Value | None = None,
    baseline: Any = None,
    group: str = "",
    slices: Sequence[str] | None = None,
    **options: Any,
) -> Result:
    """Puts fitted models side by side on the same rows, and chooses the simplest that is close to the best.

    Args:
        models: name -> model, the simplest first; each as for `evaluate`.
        frame: pandas, Polars or PyArrow; the rows with their outcomes.
        target: column with the outcomes.
        value: what a decision is worth: decision -> outcome -> amount or column, or four short names for two labels,
            or `under` and `over` for numbers; what may stand under `success.value` of a document (`cost`, `top`); or a
            function of the rows that gives one number each. None: no value agreed, the main metric decides.
        baseline: what gains are held against, a model or a rule; None is a constant.
        group: column of what is independent, such as a customer or a day; empty for rows.
        slices: columns whose groups are looked at; None takes up to five with few values.
        **options: `unit` of the amounts, `positive` (SQL expression of a yes), `per` (rows that values are for, 1,000
            with a value), `metrics` (the main one first).

    Raises:
        CandidateError: when a model cannot be asked about these rows.
        ColumnError: when a column is not there.
        TargetError: when the outcomes cannot be judged.
        RequestError: for an option that does not exist.
    """
    unknown = sorted(set(options) - {"unit", "positive", "per", "metrics"})
    if unknown or not models:
        raise RequestError(
            "this cannot be compared",
            seen=unknown or "no model",
            allowed=["unit", "positive", "per", "metrics"],
        )
    rows = as_polars(frame)
    wanted = Target(column=target, positive=str(options.get("positive", "")))
    like, few, features = _outcome_rows(rows, wanted, group, slices)
    worth = worth_in(value, str(options.get("unit", "")), like.task)
    like = with_inputs(like, rows, [*few, *(features if worth.call else ()), *worth.columns])
    stick = Yardstick(
        worth=worth,
        per=float(options.get("per", 1000 if value else 1)),
        metrics=tuple(dict.fromkeys([*options.get("metrics", ()), default_metric(like.task), *EXTRA[like.task.kind]])),
        slices=few,
        ordered=False,
    )
    held = _constant(like) if baseline is None else ask("baseline", baseline, frame, target, like)
    asked = {name: ask(name, model, frame, target, like) for name, model in models.items()}
    decided = {
        name: _decided(predictions, stick.worth) for name, predictions in {held.candidate: held, **asked}.items()
    }
    found = {name: measure(predictions, decided[held.candidate], stick) for name, predictions in decided.items()}
    ranked = [(name, place) for place, name in enumerate(asked)]
    choice = choose(ranked, {name: decided[name] for name in asked}, stick.score, stick.difference)
    return _result(found, held.candidate, choice.chosen if choice else "", choice.best if choice else "", stick)


def _outcome_rows(
    rows: pl.DataFrame, target: Target, group: str, slices: Sequence[str] | None
) -> tuple[Predictions, tuple[str, ...], list[str]]:
    """The rows with their outcomes, as predictions that lack a score; columns whose groups are looked at; features."""
    spec = DataSpec(sources=(Source(name="frame", path=""),), target=target, group=group)
    require([target.column, *([group] if group else []), *(slices or ())], rows.columns, where="frame")
    columns = describe(rows, spec, {})
    table = Table(name="frame", frame=rows, columns=columns)
    known = outcomes(table, target)
    guessed = [one.name for one in columns if one.role == "feature" and 1 < one.distinct <= FEW][:MOST_SLICES]
    few = tuple(slices if slices is not None else guessed)
    personal = set(table.of("personal"))
    shown = [name for name in few if name not in personal]
    places = pl.int_range(rows.height, eager=True).cast(pl.String)
    groups = rows[group] if group else pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    parts = [
        places.alias("id"),
        pl.repeat("holdout", rows.height, eager=True).alias("origin"),
        pl.repeat("", rows.height, eager=True).alias("model"),
        pl.repeat(None, rows.height, dtype=pl.Float64, eager=True).alias("score"),
        known.labels.alias("outcome"),
        groups.cast(pl.String).alias("group"),
    ]
    like = Predictions(candidate="", task=known.task, frame=pl.DataFrame(parts))
    return like, tuple(shown), table.of("feature")


def _constant(like: Predictions) -> Predictions:
    """Says the same of every row: the commonest shares of these outcomes, or their median."""
    known = like.frame["outcome"].drop_nulls()
    if like.task.kind == "regression":
        score = pl.repeat(known.median(), like.frame.height, dtype=pl.Float64, eager=True)
    else:
        shares = [(known == label).sum() / max(len(known), 1) for label in like.task.classes]
        binary = like.task.kind == "binary"
        score = pl.Series([shares[1]] * like.frame.height if binary else [shares] * like.frame.height)
    frame = like.frame.with_columns(score.alias("score"), model=pl.lit(_BASELINE))
    return Predictions(candidate=_BASELINE, task=like.task, frame=frame)


def _decided(predictions: Predictions, worth: Worth) -> Predictions:
    return predictions if "decision" in predictions.frame.columns else decide(predictions, worth)


def _result(
    found: Mapping[str, tuple[Measurement, ...]], baseline: str, chosen: str, best: str, stick: Yardstick
) -> Result:
    everything = tuple(one for each in found.values() for one in each if one.origin == "holdout")
    whole = [one for one in everything if not one.slice]
    story = Story(
        title="comparison" if len(found) > 2 else chosen,
        gains=tuple(one for one in whole if one.name == "gain" and one.candidate != baseline),
        metrics=tuple(one for one in whole if one.name not in ("gain", "value")),
        values=tuple(one for one in whole if one.name == "value"),
        slices=tuple(one for one in everything if one.slice and one.candidate == chosen),
        unit=stick.worth.unit if stick.worth.agreed else "",
        status_quo="" if baseline == _BASELINE else baseline,
        chosen=chosen,
        best=best,
        version=__version__,
    )
    return Result(replace(story, clear=groups_beyond_luck(story.slices)), everything)


def _name_of(model: Any) -> str:
    if isinstance(model, str):
        return "rule"
    if isinstance(model, list | tuple) or (hasattr(model, "__array__") and not hasattr(model, "predict")):
        return "predictions"
    name = str(getattr(model, "__name__", type(model).__name__))
    return "function" if name == "<lambda>" else name
