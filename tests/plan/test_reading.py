from pathlib import Path

import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.reading import read_document, read_text
from tests.plan.examples import FULL, MINIMAL

FIELDS = (
    "project, rehearsal, risk, policy, people, stages, problem, success, guardrails, robust, cases, evaluation, "
    "assumptions, claims, data, candidates, delivery, reviews, access, timebox, monitoring, handover"
)
AGAIN = "mend it and run the same command again"
AMOUNTS = (
    "either all of true_positive, false_positive, false_negative, true_negative, or decision -> outcome -> amount; "
    "an amount is a number or a column"
)

BROKEN = [
    (
        "",
        "the project document is empty\n"
        "  where: project.yaml\n"
        "  allowed: project, and what else is known of it: problem, success, people, data\n"
        "  next: start one with shipworthy init",
    ),
    (
        "# only a comment\n",
        "the project document is empty\n"
        "  where: project.yaml\n"
        "  allowed: project, and what else is known of it: problem, success, people, data\n"
        "  next: start one with shipworthy init",
    ),
    (
        "- project\n- data\n",
        "the project document is not made of named fields\n"
        "  where: project.yaml:1\n"
        "  seen: ['project', 'data']\n"
        "  allowed: project: …, data: … and so on, each on a line of its own\n"
        "  next: start one with shipworthy init",
    ),
    (
        "project: p\ndata: {sources: {t: {path: t.csv}\n",
        "the file is broken or half-written here\n"
        "  where: project.yaml:2\n"
        "  seen: expected ',' or '}', but got the end of the file; while parsing a flow mapping that starts on line 2\n"
        "  allowed: YAML: name: value, indented with spaces, brackets and quotes closed\n"
        "  next: mend this line or the one above it",
    ),
    (
        "project: p\n\tdata: 1\n",
        "the file is broken or half-written here\n"
        "  where: project.yaml:2\n"
        "  seen: found character '\\t' that cannot start any token\n"
        "  allowed: YAML: name: value, indented with spaces, brackets and quotes closed\n"
        "  next: mend this line or the one above it",
    ),
    (
        "project: p\nproject: q\n",
        "this field stands twice\n"
        "  where: project.yaml:2 project\n"
        "  seen: first on line 1, again on line 2\n"
        "  next: keep one of the two",
    ),
    (
        "project:\ndata:\n",
        "this field is missing or empty\n  where: project.yaml:1 project\n  next: add project",
    ),
    (
        MINIMAL + "sucess: {}\n",
        "no field of this name is known here\n"
        "  where: project.yaml:5 sucess\n"
        "  seen: sucess\n"
        f"  allowed: {FIELDS}\n"
        "  next: write success instead of sucess",
    ),
    (
        MINIMAL.replace("column: returned", "colum: returned"),
        "no field of this name is known here\n"
        "  where: project.yaml:4 data.target.colum\n"
        "  seen: colum\n"
        "  allowed: column, positive, kind\n"
        "  next: write column instead of colum",
    ),
    (
        MINIMAL + "stages:\n  prototyp: {goal: x}\n",
        "no field of this name is known here\n"
        "  where: project.yaml:6 stages.prototyp\n"
        "  seen: prototyp\n"
        "  allowed: ideation, data, prototype, transfer, monitoring\n"
        "  next: write prototype instead of prototyp",
    ),
    (
        MINIMAL + "delivery: {form: rets}\n",
        "this value cannot be used\n"
        "  where: project.yaml:5 delivery.form\n"
        "  seen: rets\n"
        "  allowed: file, notebook, table, search, rest\n"
        "  next: write rest",
    ),
    (
        MINIMAL + "problem: {lead_time: 2 hours}\n",
        "this is not a duration\n"
        "  where: project.yaml:5 problem.lead_time\n"
        "  seen: 2 hours\n"
        "  allowed: a number and one of ms, s, min, h, d, w, month, quarter, y, such as 2h or 0.5d\n"
        f"  next: {AGAIN}",
    ),
    (
        MINIMAL + "candidates:\n  - {name: existing, mlflow: 'models:/m'}\n",
        "this does not name a model of MLflow\n"
        "  where: project.yaml:6 candidates.0.mlflow\n"
        "  seen: models:/m\n"
        "  allowed: models:/name@alias, models:/name/3, runs:/ID/model, or a folder with an MLmodel file\n"
        f"  next: {AGAIN}",
    ),
    (
        MINIMAL + "success: {value: {outcomes: {true_positive: 9}}}\n",
        "no amount for false_positive, false_negative, true_negative\n"
        "  where: project.yaml:5 success.value.outcomes\n"
        "  seen: true_positive\n"
        f"  allowed: {AMOUNTS}\n"
        "  next: amounts are never guessed: ask the owner",
    ),
    (
        MINIMAL + "success: {value: {outcomes: {yes: {yes: 1, no: .nan}}}}\n",
        "the amount nan is neither a number nor a column\n"
        "  where: project.yaml:5 success.value.outcomes\n"
        "  seen: yes\n"
        f"  allowed: {AMOUNTS}\n"
        f"  next: {AGAIN}",
    ),
    (
        MINIMAL + "success:\n  criterion:\n    metric: recall\n    at_least: 0.5\n    confidence: 95\n",
        "this value cannot be used\n"
        "  where: project.yaml:9 success.criterion.confidence\n"
        "  seen: 95\n"
        "  allowed: less than 1\n"
        f"  next: {AGAIN}",
    ),
    (
        MINIMAL + "success: {criterion: {gain_over: status_quo, at_least: 5}}\n",
        "a gain needs to know what a decision is worth, and success.value does not say\n"
        "  where: project.yaml:5 success.criterion.gain_over\n"
        "  seen: status_quo\n"
        "  allowed: a criterion on a metric (metric: …, at_least: …), or success.value with outcomes or cost\n"
        "  next: add success.value, or state the criterion on a metric",
    ),
    (
        MINIMAL + "problem: {status_quo: {rule: 'a > 1', column: b}}\n",
        "this does not say one way of doing it today\n"
        "  where: project.yaml:5 problem.status_quo\n"
        "  seen: rule, column\n"
        "  allowed: one of rule, column, rates, nothing, unknown\n"
        f"  next: {AGAIN}",
    ),
    (
        MINIMAL.replace("target:", "  sizes: {path: s.csv}\n  target:").replace("sources: {", "sources:\n    ").replace(
            "orders: {path: orders.csv}}", "orders: {path: orders.csv}"
        ).replace("    sizes", "    sizes"),
        "more than one source has no join\n"
        "  where: project.yaml:5 data.sources.sizes\n"
        "  seen: orders, sizes\n"
        "  allowed: exactly one source without join: the rows that are asked about\n"
        "  next: say with join how the others join it",
    ),
    (
        MINIMAL.replace("path: orders.csv", "path: o.csv, join: {on: {left: [a, b], right: [c]}}"),
        "2 columns on the left and 1 on the right\n"
        "  where: project.yaml:3 data.sources.orders.join.on\n"
        "  seen: left, right\n"
        "  allowed: lists of equal length\n"
        "  next: pair each column of the base with one of the source",
    ),
    (
        MINIMAL + "people: {ann: {}}\nreviews:\n  privacy: {owner: anne}\n",
        "nobody of this name is in people, and it is no role\n"
        "  where: project.yaml:7 reviews.privacy.owner\n"
        "  seen: anne\n"
        "  allowed: ann, business-owner, product, data-scientist, lead, ml-engineer, data-engineer, "
        "software-engineer, reviewer\n"
        "  next: write ann instead of anne",
    ),
    (
        MINIMAL + "candidates:\n  - {name: a, factory: 'm:f'}\n  - {name: a, estimator: m.C}\n",
        "two candidates have this name\n"
        "  where: project.yaml:6 candidates.0.name\n"
        "  seen: a\n"
        "  allowed: a name of its own for each\n"
        f"  next: {AGAIN}\n"
        "  then mend 1 more:\n"
        "    project.yaml:7 candidates.1.name: two candidates have this name; seen: a; "
        "allowed: a name of its own for each",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_document_is_answered_with_what_where_seen_allowed_and_next(text: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(text, "project.yaml")
    assert str(caught.value) == message


MORE = [
    ("project: 5\n", "project.yaml:1 project", "text"),
    ("data: {target: {column: 3}, sources: {t: {path: t}}}\nproject: p\n", "data.target.column", "quotes"),
    (MINIMAL + "guardrails: {metric: recall}\n", "guardrails", "a list"),
    (MINIMAL + "guardrails: [{metric: recall}]\n", "guardrails.0", "at_least or at_most"),
    (MINIMAL + "guardrails: [{metric: r, at_least: .inf}]\n", "guardrails.0.at_least", "not infinite"),
    (MINIMAL + "guardrails: [{metric: r, at_least: 1}, {metric: r, at_most: 2}]\n", "guardrails.1", "one entry"),
    (MINIMAL + "problem: {status_quo: 5}\n", "problem.status_quo", "rule, column, rates"),
    (MINIMAL + "problem: {status_quo: {rates: {y: {y: 1}}}}\n", "problem.status_quo", "source"),
    (MINIMAL + "problem: {status_quo: {rates: {y: {y: 50%}}, source: s}}\n", "problem.status_quo", "adding up to 1"),
    (MINIMAL + "success: {value: {none: true, cost: {under: 1, over: 1}}}\n", "success.value", "one of"),
    (MINIMAL + "success: {value: {cost: {under: -1, over: 1}}}\n", "success.value.cost.under", "0 or more"),
    (MINIMAL + "success: {value: {cost: {under: 1}}}\n", "success.value.cost", "under and over, or points"),
    (MINIMAL + "success: {value: {cost: {under: 1, over: [1]}}}\n", "success.value.cost.over", "a number, or the name"),
    (
        MINIMAL + "success: {value: {cost: {points: [{off: 5, costs: 1}, {off: -5, costs: 1}]}}}\n",
        "success.value.cost",
        "the lowest error first",
    ),
    (MINIMAL + "success: {value: {cost: {points: [{off: 5, costs: 1}]}}}\n", "success.value.cost", "some below 0"),
    (
        MINIMAL + "success: {value: {cost: {points: [{off: -5, costs: 1}, {off: 0, costs: -2}, {off: 5, costs: 1}]}}}",
        "success.value.cost",
        "earns: true",
    ),
    (
        MINIMAL + "success: {value: {cost: {points: [{off: -9, costs: 1}, {off: -5, costs: 4}, {off: 5, costs: 1}]}}}",
        "success.value.cost",
        "do not fall at the ends",
    ),
    (MINIMAL + "success: {value: {top: {k: 0, per: day, hit: 1, miss: 0}}}\n", "success.value.top.k", "greater than"),
    (MINIMAL + "success: {value: {function: worth}}\n", "success.value.function", "module:function"),
    (MINIMAL + "success: {value: {none: true, reads: [a]}}\n", "success.value", "module:function beside it"),
    (MINIMAL + "success: {volume: 5 a day}\n", "success.volume", "100/s"),
    (MINIMAL + "success: {value: none, criterion: {at_least: 1}}\n", "success.criterion", "metric: recall"),
    (MINIMAL + "success: {value: none, criterion: {metric: recall}}\n", "success.criterion", "at_least"),
    (
        MINIMAL + "success: {value: {cost: {under: 1, over: 1}}, criterion: {gain_over: statusquo, at_least: 1}}\n",
        "success.criterion.gain_over",
        "constant, status_quo",
    ),
    (
        MINIMAL + "success: {value: {cost: {under: 1, over: 1}}, criterion: {gain_over: constant, at_most: 1}}\n",
        "success.criterion.at_most",
        "at_least",
    ),
    (
        MINIMAL
        + "success: {value: {cost: {under: 1, over: 1}}, criterion: {gain_over: constant, metric: r, at_least: 1}}\n",
        "success.criterion",
        "one of the two",
    ),
    (
        MINIMAL + "success: {value: none, criterion: {metric: recall, at_least: 0.5, over: 6month}}\n",
        "success.criterion.over",
        "gain_over",
    ),
    (MINIMAL + "success: {value: none, criterion: {metric: recall, at_least: 1, over: long}}\n", "over", "2h or 0.5d"),
    (MINIMAL + "evaluation: {split: {holdout_from: 2026-13-01}}\n", "evaluation.split.holdout_from", "ISO 8601"),
    (MINIMAL + "evaluation: {split: {holdout_from: 2026-01-01}}\n", "evaluation.split.holdout_from", "base source"),
    (
        MINIMAL + "evaluation: {split: {time: t, holdout_from: 2026-02-01, holdout_until: 2026-01-01}}\n",
        "evaluation.split.holdout_until",
        "later than",
    ),
    (MINIMAL + "evaluation: {split: {holdout_until: 2026-01-01}}\n", "evaluation.split.holdout_until", "holdout_from"),
    (
        MINIMAL + "evaluation: {split: {time: t, holdout_from: 2026-02-01, holdout_share: 0.2}}\n",
        "evaluation.split",
        "one of the two",
    ),
    (MINIMAL + "evaluation: {split: {folds: 1}}\n", "evaluation.split.folds", "2"),
    (MINIMAL + "evaluation: {group: day}\n", "evaluation.group", "time column"),
    (MINIMAL + "assumptions: [{says: a, chance: 80}]\n", "assumptions.0.chance", "between 0 and 1"),
    (MINIMAL + "assumptions: [{says: a}, {says: a}]\n", "assumptions.0.says", "once"),
    (MINIMAL + "assumptions: [{says: a, check: {source: x, covers: 1}}]\n", "assumptions.0.check.source", ""),
    (MINIMAL + "candidates: [{name: a, estimator: Ridge}]\n", "candidates.0.estimator", "module.Class"),
    (MINIMAL + "candidates: [{name: a, factory: m.f}]\n", "candidates.0.factory", "module:function"),
    (MINIMAL + "candidates: [{name: a}]\n", "candidates.0", "estimator: module.Class"),
    (MINIMAL + "candidates: [{name: constant, factory: 'm:f'}]\n", "candidates.0.name", "any other name"),
    (MINIMAL + "candidates: [{name: a, factory: 'm:f', effort: 4h}]\n", "candidates.0.effort", "days of work"),
    (MINIMAL + "candidates: [{name: a, factory: 'm:f', parameters: {x: [1]}}]\n", ".parameters", "a number"),
    (MINIMAL + "candidates: [{name: a, factory: 'm:f', expect_gain: {low: 2, high: 1}}]\n", "expect_gain", "<="),
    (MINIMAL + "reviews: {privacy: {lead_time: 5}}\n", "reviews.privacy.lead_time", "2h or 0.5d"),
    (MINIMAL + "rehearsal: perhaps\n", "rehearsal", "true or false"),
    (MINIMAL + "people: {ann: {roles: [boss]}}\n", "people.ann.roles.0", "business-owner"),
    (MINIMAL.replace("target:", "critical: [a]\n  drop: [a]\n  target:"), "data.drop", ""),
    (MINIMAL.replace("target:", "drop: returned\n  target:"), "data.drop", "other than the target"),
    (
        MINIMAL.replace("path: orders.csv", "path: o.csv, join: {on: a}"),
        "data.sources",
        "exactly one source without join",
    ),
    (
        MINIMAL.replace("orders.csv}", "orders.csv}, w: {path: w.csv, join: {on: a, as_of: {lag: 2h}}}"),
        "data.sources.w.join.as_of",
        "time",
    ),
    (MINIMAL + "1: x\n", "1", "strings"),
    (MINIMAL + "x: &a [*a]\n", "project.yaml:5 x", "project, rehearsal"),
    (MINIMAL + "x: *nowhere\n", "project.yaml:5", "YAML"),
    (MINIMAL + "x: !!python/object:os.system y\n", "project.yaml:5", "YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "allowed"), MORE)
def test_what_does_not_fit_is_named_with_its_place_and_what_would_fit(text: str, where: str, allowed: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(text, "project.yaml")
    assert where in caught.value.where
    assert allowed in str(caught.value.allowed)
    assert caught.value.next_step


def test_up_to_five_faults_are_named_at_once_the_first_in_the_file_first() -> None:
    text = MINIMAL + "".join(f"field{number}: 1\n" for number in range(7))
    with pytest.raises(DocumentError) as caught:
        read_text(text, "project.yaml")
    assert caught.value.where == "project.yaml:5 field0"
    assert "then mend 6 more:" in caught.value.next_step
    assert [f"project.yaml:{line} " in caught.value.next_step for line in range(6, 12)] == [True] * 4 + [False] * 2
    assert caught.value.next_step.endswith("and 2 others")


@pytest.mark.parametrize("length", range(0, len(FULL), 37))
def test_a_half_written_file_is_read_or_refused_but_never_a_traceback(length: int) -> None:
    try:
        read_text(FULL[:length], "project.yaml")
    except DocumentError as error:
        assert error.next_step  # noqa: PT017 - a document cut between two sections may be whole


@pytest.mark.parametrize("text", ["[" * 1200, "x" * 2_000_000, "a: \x07", "%TAG", "? [1]\n: 2", "a: {<<: 1}"])
def test_strange_text_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        read_text(text, "project.yaml")


def test_a_file_that_is_not_there_not_a_file_or_not_utf_8_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="there is no project document here") as caught:
        read_document(tmp_path / "project.yaml")
    assert "shipworthy init" in caught.value.next_step
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path)
    (tmp_path / "latin.yaml").write_bytes("project: p\nneed: Rücksendung\n".encode("latin-1"))
    with pytest.raises(DocumentError, match="not UTF-8") as caught:
        read_document(tmp_path / "latin.yaml")
    assert (caught.value.where, caught.value.seen) == ("latin.yaml:2", "byte 0xfc")


def test_the_least_document_is_a_project_a_source_and_a_target(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("\ufeff" + MINIMAL, encoding="utf-8")
    document = read_document(tmp_path / "project.yaml")
    assert document.base is not None
    assert document.base[0] == "orders"
    assert document.to_data() == {
        "project": "returns",
        "data": {"sources": {"orders": {"path": "orders.csv"}}, "target": {"column": "returned"}},
    }


def test_fields_left_empty_count_as_not_written() -> None:
    assert read_text(MINIMAL + "problem:\n  user:\n  need:\nreviews:\n", "p") == read_text(MINIMAL, "p")
