from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shipworthy.foundation.errors import RequestError
from shipworthy.plan.document import Document
from shipworthy.plan.parts import meaning, part, part_digests
from shipworthy.plan.reading import read_text
from tests.plan.examples import FULL, documents

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

TOP = ("project", "people", "problem", "success", "evaluation", "data", "delivery", "reviews", "candidates")


@calm
@given(documents(), documents(), st.sampled_from(TOP))
def test_changing_one_part_changes_the_digests_of_parts_that_hold_it_and_no_other(
    data: dict[str, Any], other: dict[str, Any], part_name: str
) -> None:
    before = Document.model_validate(data)
    replaced = {key: value for key, value in data.items() if key != part_name}
    if part_name in other:
        replaced[part_name] = other[part_name]
    assume(part_name in replaced or part_name not in ("project", "data"))
    after = Document.model_validate(replaced)
    old, new = part_digests(before, list(meaning(before))), part_digests(after, list(meaning(after)))
    different = {name for name in old if old[name] != new[name]}
    assert different == ({part_name} if part(before, part_name) != part(after, part_name) else set())


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("at_least: 400", "at_least: 401", {"success", "success.criterion"}),
        ("C: 0.1", "C: 0.2", {"candidates", "candidates.linear"}),
        ("min_n: 200", "min_n: 100", {"guardrails", "guardrails.recall-by-country"}),
        ("depends_on_decision: no", "depends_on_decision: yes", {"success", "success.outcome"}),
        ("# Which orders will come back?", "# Something else", set()),
        ("lead_time: 2h", "lead_time:   '2 h'", set()),
        ("{C: 0.1}", '{"C": 0.10}', set()),
        ("form: rest", "form: rest\n  reads: []", set()),
        ("orders:  {path: orders.parquet, key: [order]", "orders: {key: order, path: orders.parquet", set()),
        ("chance: 80%", "chance: 0.8", set()),
    ],
)
def test_only_a_change_of_meaning_counts(old: str, new: str, changed: set[str]) -> None:
    parts = [
        "success", "success.criterion", "success.value", "success.outcome", "candidates", "candidates.linear",
        "candidates.ours", "guardrails", "guardrails.recall-by-country", "guardrails.log_loss", "data", "problem",
        "data.sources.sizes", "reviews.Modell-Prüfung", "people.ben.lee", "stages", "delivery",
    ]  # fmt: skip
    assert old in FULL
    before = part_digests(read_text(FULL, "p"), parts)
    after = part_digests(read_text(FULL.replace(old, new), "p"), parts)
    assert {name for name in parts if before[name] != after[name]} == changed


def test_the_order_of_guardrails_means_nothing() -> None:
    turned = FULL.replace(
        "  - {metric: recall, by: country, at_least: 0.2, min_n: 200}\n  - {metric: log_loss, at_most: 0.5}\n",
        "  - {metric: log_loss, at_most: 0.5}\n  - {metric: recall, by: country, at_least: 0.2, min_n: 200}\n",
    )
    assert turned != FULL
    names = ["guardrails", "guardrails.log_loss"]
    assert part_digests(read_text(FULL, "p"), names) == part_digests(read_text(turned, "p"), names)


def test_a_part_is_found_by_name_even_where_names_hold_dots() -> None:
    document = read_text(FULL, "p")
    assert part(document, "people.ben.lee.roles") == ["data-scientist"]
    assert part(document, "success.criterion.at_least") == 400.0
    assert part(document, "problem.status_quo") == part(document, "problem")["status_quo"]
    assert part(document, "timebox.cost") == 8000.0


def test_a_part_that_is_not_there_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RequestError, match="no such part") as caught:
        part(read_text(FULL, "p"), "sucess.criterion")
    assert (caught.value.seen, caught.value.next_step) == ("sucess.criterion", "did you mean success?")
