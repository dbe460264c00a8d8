import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.reading import read_text
from shipworthy.plan.specs import candidate_specs, data_spec, people, split, status_quo
from shipworthy.plan.worth import worth
from shipworthy.records.person import Person
from shipworthy.records.spec import (
    AsOf,
    CandidateSpec,
    DataSpec,
    Join,
    Source,
    Split,
    StatusQuo,
    Target,
    Task,
    Worth,
)
from tests.plan.examples import FULL, MINIMAL

BINARY = Task(kind="binary", classes=("kept", "sent back"))
SHORT = "{true_positive: 9, false_positive: fee, false_negative: -1, true_negative: 0}"


def test_the_data_of_a_full_document() -> None:
    assert data_spec(read_text(FULL, "p")) == DataSpec(
        sources=(
            Source(name="orders", path="orders.parquet", key=("order",), time="placed"),
            Source(
                name="sizes",
                path="sizes.csv",
                time="known",
                join=Join(
                    left=("article",),
                    right=("item",),
                    as_of=AsOf(left="placed", right="known", lag=7200.0, within=86_400.0),
                ),
            ),
            Source(
                name="clients",
                path="clients.csv",
                join=Join(left=("client",), right=("client",), expect="one_to_one"),
            ),
        ),
        target=Target(column="back", positive="back > 0", missing="no"),
        critical=("article", "client"),
        not_known=("parcel",),
        personal=("name",),
        not_personal=("brand name",),
        drop=("note",),
        time="placed",
        group="day",
    )


def test_the_base_comes_first_wherever_it_is_written() -> None:
    text = MINIMAL.replace("{orders:", "{sizes: {path: s.csv, join: {on: [a, b]}}, orders:")
    sources = data_spec(read_text(text, "p")).sources
    assert [source.name for source in sources] == ["orders", "sizes"]
    assert sources[1].join == Join(left=("a", "b"), right=("a", "b"))


def test_columns_to_join_on_may_be_paired_by_name_or_side_by_side() -> None:
    for on in ("{a: x, b: y}", "{left: [a, b], right: [x, y]}"):
        text = MINIMAL.replace("{orders:", f"{{sizes: {{path: s.csv, join: {{on: {on}}}}}, orders:")
        assert data_spec(read_text(text, "p")).sources[1].join == Join(left=("a", "b"), right=("x", "y"))


def test_short_names_are_written_out_by_the_labels_of_the_target() -> None:
    said = worth(read_text(FULL, "p"))
    assert said == Worth(unit="EUR", outcomes={"yes": {"yes": 9.0, "no": -2.5}, "no": {"yes": 0.0, "no": 0.0}})
    document = read_text(f"{MINIMAL}success: {{unit: EUR, value: {{outcomes: {SHORT}}}}}\n", "p")
    assert worth(document, BINARY).outcomes == {
        "sent back": {"sent back": 9.0, "kept": "fee"},
        "kept": {"sent back": -1.0, "kept": 0.0},
    }
    with pytest.raises(DocumentError, match="target with two labels"):
        worth(document)


def test_amounts_by_decision_and_outcome_are_held_against_the_labels() -> None:
    rows = "{kept: {kept: 1, sent back: -5}, sent back: {kept: 0, sent back: 2}}"
    document = read_text(f"{MINIMAL}success: {{unit: EUR, value: {{outcomes: {rows}}}}}\n", "p")
    assert worth(document, BINARY).outcomes["kept"] == {"kept": 1.0, "sent back": -5.0}
    three = Task(kind="multiclass", classes=("kept", "lost", "sent back"))
    with pytest.raises(DocumentError, match="no amount") as caught:
        worth(document, three)
    assert caught.value.seen == "nothing for the decision kept when it turns out lost"
    with pytest.raises(DocumentError, match="does not have") as caught:
        worth(document, Task(kind="binary", classes=("keep", "sent back")))
    assert (caught.value.seen, caught.value.next_step) == ("kept", "write keep instead of kept")


def test_numbers_as_labels_may_stand_without_quotes() -> None:
    text = f"{MINIMAL}success: {{unit: EUR, value: {{outcomes: {{0: {{0: 0, 1: -1}}, 1: {{0: -1, 1: 2}}}}}}}}\n"
    assert worth(read_text(text, "p"), Task(kind="binary", classes=("0", "1"))).outcomes["1"] == {"0": -1.0, "1": 2.0}


def test_a_cost_is_for_numbers_and_outcomes_are_for_labels() -> None:
    cost = read_text(f"{MINIMAL}success: {{unit: h, value: {{cost: {{under: 2, over: 1}}}}}}\n", "p")
    assert worth(cost, Task(kind="regression")) == Worth(unit="h", under=2.0, over=1.0)
    with pytest.raises(DocumentError, match=r"success\.value\.cost is for a predicted number"):
        worth(cost, BINARY)
    with pytest.raises(DocumentError, match=r"success\.value\.outcomes is for labels"):
        worth(read_text(FULL, "p"), Task(kind="regression"))


@pytest.mark.parametrize("text", [MINIMAL, MINIMAL + "success: {unit: EUR, value: none}\n"])
def test_without_an_agreed_value_nothing_is_invented(text: str) -> None:
    assert worth(read_text(text, "p"), BINARY) == Worth(agreed=False)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", StatusQuo(kind="unknown")),
        ("problem: {status_quo: unknown}\n", StatusQuo(kind="unknown")),
        ("problem: {status_quo: nothing}\n", StatusQuo(kind="nothing")),
        ("problem: {status_quo: {nothing: true}}\n", StatusQuo(kind="nothing")),
        ("problem: {status_quo: {rule: a > 1}}\n", StatusQuo(kind="rule", rule="a > 1")),
        ("problem: {status_quo: {column: was}}\n", StatusQuo(kind="column", column="was")),
        (
            "problem: {status_quo: {rates: {yes: {yes: 30%, no: 0.7}, no: {no: 1}}, source: a count in May}}\n",
            StatusQuo(kind="rates", rates={"yes": {"yes": 0.3, "no": 0.7}, "no": {"no": 1.0}}, source="a count in May"),
        ),
    ],
)
def test_what_is_done_today(said: str, meant: StatusQuo) -> None:
    assert status_quo(read_text(MINIMAL + said, "p")) == meant


def test_the_split_takes_the_base_time_and_keeps_its_own_words() -> None:
    assert split(read_text(FULL, "p")) == Split(
        time="placed", holdout_from="2026-06-01", holdout_until="2026-07-01", period="month", folds=3, seed=7
    )
    assert split(read_text(MINIMAL, "p")) == Split()
    shared = read_text(MINIMAL + "evaluation: {split: {holdout_share: 30%, group: client}}\n", "p")
    assert split(shared) == Split(holdout_share=0.3, group="client")


def test_baselines_come_first_and_the_simplest_is_named_so() -> None:
    assert candidate_specs(read_text(FULL, "p")) == (
        CandidateSpec(name="constant", kind="constant", glass_box=True, complexity=0),
        CandidateSpec(name="status_quo", kind="status_quo", glass_box=True, complexity=1),
        CandidateSpec(
            name="linear",
            kind="estimator",
            target="sklearn.linear_model.LogisticRegression",
            parameters={"C": 0.1},
            glass_box=True,
            complexity=2,
        ),
        CandidateSpec(
            name="ours",
            kind="factory",
            target="own:build",
            features="trees",
            complexity=6,
        ),
    )


def test_baselines_that_are_listed_stay_where_they_are_listed() -> None:
    text = MINIMAL + (
        "problem: {status_quo: {column: was}}\n"
        "candidates: [{name: a, factory: 'm:f', complexity: 9, glass_box: true}, {name: status_quo}]\n"
    )
    specs = candidate_specs(read_text(text, "p"))
    assert [(spec.name, spec.complexity) for spec in specs] == [("constant", 0), ("a", 9), ("status_quo", 1)]
    assert specs[1].glass_box


def test_a_status_quo_that_cannot_be_replayed_is_no_candidate() -> None:
    for said in ("unknown", "nothing"):
        text = f"{MINIMAL}problem: {{status_quo: {said}}}\ncandidates: [{{name: status_quo}}]\n"
        assert [spec.name for spec in candidate_specs(read_text(text, "p"))] == ["constant"]


def test_simulated_people_are_marked() -> None:
    text = MINIMAL + "rehearsal: true\npeople: {ann: {email: a@b, roles: [lead], simulated: true}, ben: }\n"
    assert people(read_text(text, "p")) == (
        Person(name="ann", email="a@b", roles=("lead",), authority="simulated"),
        Person(name="ben"),
    )
