"""What is to be predicted, or why it cannot be."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from shipworthy.data.target import Outcomes, outcomes, require_rule
from shipworthy.foundation.errors import ColumnError, TargetError
from shipworthy.records.spec import Target
from shipworthy.records.table import Table


def read(values: list[Any], **asked: Any) -> Outcomes:
    table = Table(name="rows", frame=pl.DataFrame({"y": values}, strict=False))
    return outcomes(table, Target(column="y", **asked))


@pytest.mark.parametrize(
    ("values", "asked", "kind", "classes"),
    [
        ([True, False, True, False], {}, "binary", ("false", "true")),
        ([0, 1, 1, 1, 0], {}, "binary", ("0", "1")),
        ([0.0, 1.0, 1.0, 0.0], {}, "binary", ("0", "1")),
        (["yes", "yes", "no", "yes", "no"], {}, "binary", ("no", "yes")),
        (["died", "lived", "lived", "died", "lived"], {}, "binary", ("lived", "died")),
        (["a", "b", "c"] * 2, {}, "multiclass", ("a", "b", "c")),
        ([3, 4, 5] * 2, {}, "multiclass", ("3", "4", "5")),
        ([1.5, 2.5, 3.5], {}, "regression", ()),
        (list(range(21)) * 2, {}, "regression", ()),
        (list(range(21)) * 2, {"kind": "classification"}, "multiclass", tuple(sorted(map(str, range(21))))),
        ([1, 2, 1], {"kind": "regression"}, "regression", ()),
        ([10, 40, 29], {"positive": "y >= 30"}, "binary", ("no", "yes")),
    ],
)
def test_the_task_follows_the_values(
    values: list[Any], asked: dict[str, Any], kind: str, classes: tuple[str, ...]
) -> None:
    found = read(values, **asked)
    assert (found.task.kind, found.task.classes) == (kind, classes)
    assert found.labels.dtype == (pl.Float64 if kind == "regression" else pl.String)
    assert found.labels.null_count() == 0


@pytest.mark.parametrize(
    ("missing", "labels"),
    [("unknown", ["no", "yes", None]), ("no", ["no", "yes", "no"]), ("yes", ["no", "yes", "yes"])],
)
def test_missing_outcomes_mean_what_the_document_says(missing: str, labels: list[str | None]) -> None:
    assert read([10, 40, None], positive="y >= 30", missing=missing).labels.to_list() == labels
    plain = read(["no", "yes", "no", "yes", None], missing=missing).labels.to_list()
    assert plain[-1] == labels[-1]


def test_a_class_seen_once_counts_as_unknown_and_is_named() -> None:
    found = read(["a", "a", "b", "b", "c", "c", "d"])
    assert found.left_out == ("d",)
    assert found.task.classes == ("a", "b", "c")
    assert found.labels.to_list() == ["a", "a", "b", "b", "c", "c", None]
    assert read(["a", "a", "b", "b", "b", "d"]).task.classes == ("b", "a")


@pytest.mark.parametrize(
    ("values", "asked", "says"),
    [
        (["a", "a"], {}, "fewer than two classes"),
        (["a", "b"], {}, "fewer than two classes"),
        ([None, None], {}, "no known outcome"),
        ([None, None], {"positive": "y > 1"}, "no known outcome"),
        ([1, 2], {"positive": "y > 5"}, "fewer than two classes"),
        ([1.0, float("nan")], {}, "no number"),
        ([1.0, float("inf")], {"kind": "regression"}, "no number"),
        (["a", "b"], {"kind": "regression"}, "a number is due"),
        ([2.5, 2.5], {"kind": "regression"}, "same for all rows"),
        ([f"c{number % 101}" for number in range(300)], {}, "more than 100 classes"),
        ([date(2024, 1, 1), date(2024, 1, 2)], {}, "neither a class nor a number"),
        ([1.5, 2.5, 3.5], {"missing": "no"}, "only for a yes or no"),
        (["a", "b", "c"] * 2, {"missing": "no"}, "only for a yes or no"),
    ],
)
def test_what_cannot_be_learned_is_refused_with_a_way_out(values: list[Any], asked: dict[str, Any], says: str) -> None:
    with pytest.raises(TargetError, match=says) as caught:
        read(values, **asked)
    assert "column y" in str(caught.value)
    assert "next:" in str(caught.value)


def test_a_personal_target_shows_no_value() -> None:
    with pytest.raises(TargetError, match="a number is due") as caught:
        read(["ann@example.org", "bob@example.org"], kind="regression")
    assert "example.org" not in str(caught.value)


def test_a_target_that_is_not_there_names_the_nearest() -> None:
    table = Table(name="rows", frame=pl.DataFrame({"price": [1, 2]}))
    with pytest.raises(ColumnError, match="did you mean `price`"):
        outcomes(table, Target(column="prize"))


@pytest.mark.parametrize(
    ("column", "values", "positive", "rule"),
    [
        ("y", [0, 1], "1", '"y = 1"'),
        ("y", ["lost", "won"], "won", "\"y = 'won'\""),
        ("it's y", ["a", "it's"], "'it's'", "\"\"it's y\" = 'it''s'\""),
        ("y", [False, True], "true", '"y = true"'),
    ],
)
def test_an_outcome_in_the_place_of_a_rule_is_answered_with_the_rule(
    column: str, values: list[Any], positive: str, rule: str
) -> None:
    with pytest.raises(TargetError) as refused:
        require_rule(Target(column=column, positive=positive), pl.DataFrame({column: values}))
    assert refused.value.next_step == f"write positive: {rule}"


def test_a_rule_over_columns_is_left_alone() -> None:
    frame = pl.DataFrame({"y": ["won", "lost"], "won": [True, False]})
    require_rule(Target(column="y", positive="y = 'won'"), frame)
    require_rule(Target(column="y", positive="won"), frame)
