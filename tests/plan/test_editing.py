from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.editing import set_value
from shipworthy.plan.reading import read_document, read_text
from shipworthy.plan.writing import document_text, edit_document
from shipworthy.plan.yamltext import parse
from tests.plan.examples import FULL, MINIMAL, documents

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc .:#'", min_size=1), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip

ROUGH = """\
# the top
a:   1        # three spaces, a comment far off
'b b':
- x           # a list at the column of its name
- {y: 1,
   z: 2}      # over two lines
# between
c: # behind the name
  d: "quoted"

  # above e
  e: |
    two
    lines
  f: {g: [1, 2], h: }
empty:
last: 'no line end'"""


def leaves(data: Any, place: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [leaf for key, value in inner for leaf in leaves(value, (*place, str(key)))]
    return [*([place] if place else []), *found]


def look_up(data: Any, place: tuple[str, ...]) -> Any:
    for step in place:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines of either text between their common start and their common end."""
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


NEW = (7, "it's: new", [1, "two"], {"k": {"l": [1]}}, {"long": "x" * 70, "too": ["y" * 70]})


@pytest.mark.parametrize(("text", "step"), [(ROUGH, 1), (FULL, 13), (MINIMAL, 1), (ROUGH.replace("\n", "\r\n"), 1)])
def test_any_value_can_be_set_and_nothing_else_changes(text: str, step: int) -> None:
    data = parse(text, "p").data
    for place in leaves(data)[::step]:
        for value in NEW:
            after = set_value(text, place, value, "p")
            assert look_up(parse(after, "p").data, place) == value
            old, new = changed_lines(text, after)
            first, last = span(text, place)
            assert len(old) <= last - first + 1
            assert ("\r\n" in text) == ("\r\n" in after)
            assert len(new) <= len(old) + 4


@cache
def lines_in(text: str) -> dict[tuple[str, ...], int]:
    return {tuple(str(step) for step in at): line for at, line in parse(text, "p").lines.items()}


def span(text: str, place: tuple[str, ...]) -> tuple[int, int]:
    """First and last line of a value and its name, by the lines of all values that stand in it."""
    lines = lines_in(text)
    after = [line for at, line in lines.items() if line > lines[place] and at[: len(place)] != place]
    return lines[place], min(after, default=len(text.splitlines()) + 1) - 1 if after else len(text.splitlines())


@calm
@given(documents(), values, st.data())
def test_a_random_edit_of_a_random_document_reads_back(data: dict[str, Any], value: Any, draw: st.DataObject) -> None:
    assume(value is not None)
    text = document_text(data)
    place = draw.draw(st.sampled_from(leaves(data)))
    after = set_value(text, place, value, "p")
    assert look_up(parse(after, "p").data, place) == value


@pytest.mark.parametrize(("text", "step"), [(ROUGH, 1), (FULL, 6), (MINIMAL, 1)])
def test_any_entry_can_be_taken_out_and_comments_around_it_stay(text: str, step: int) -> None:
    data = parse(text, "p").data
    for place in leaves(data)[::step]:
        after = set_value(text, place, None, "p")
        *parents, _ = place
        here, there = look_up(data, tuple(parents)), look_up(parse(after, "p").data, tuple(parents))
        assert len(there) == len(here) - 1
        old, new = changed_lines(text, after)
        assert len(new) <= 1 or len(new) <= len(old)


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        ("success.volume", "9/d", "success:"),
        ("problem.workflow", "a call", "  workflow: a call"),
        ("timebox.budget", "3w", "timebox: {every: 1w, budget: 3w, cost: 8000}"),
        ("monitoring.window", "2w", "monitoring: {window: 2w, false_alarms: 1/quarter, automation: suggest}"),
        ("guardrails.2", {"metric": "recall", "at_least": 0.1}, "  - {metric: recall, at_least: 0.1}"),
        ("candidates.1.note", "by ann", '  - {name: ours, factory: "own:build", features: trees, effort: 5d, '
         "expect_gain: {low: 0, high: 500}, note: by ann}"),
        ("data.sources.sizes.owner", "ann", "    sizes:   {path: sizes.csv, time: known, join: {on: {article: item}, "
         "as_of: {lag: 2h, within: 1d}}, owner: ann}"),
        ("problem.status_quo", "unknown", "  status_quo: unknown"),
        ("people.cleo.email", "cleo@example.org", "  cleo: {email: cleo@example.org}"),
        ("problem.need", "More margin.", "  need: More margin.       # told by ann"),
    ],
)  # fmt: skip
def test_an_edit_looks_as_a_person_would_have_written_it(place: str, value: Any, line: str, tmp_path: Path) -> None:
    path = tmp_path / "project.yaml"
    path.write_text(FULL)
    document = edit_document(path, place, value)
    assert document == read_document(path)
    after = path.read_text()
    assert line in after.splitlines()
    assert sum(old not in after.splitlines() for old in FULL.splitlines()) <= 1


def test_a_name_with_a_dot_is_reached_step_by_step(tmp_path: Path) -> None:
    path = tmp_path / "project.yaml"
    path.write_text(FULL)
    document = edit_document(path, ("people", "ben.lee", "email"), "ben@example.org")
    assert document.people["ben.lee"].email == "ben@example.org"


def test_an_edit_that_would_break_the_document_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "project.yaml"
    path.write_text(FULL)
    for place, value in (("success.criterion.confidence", 95), ("project", None), ("data.tarket", "x")):
        with pytest.raises(DocumentError):
            edit_document(path, place, value)
    with pytest.raises(DocumentError, match="no such place") as caught:
        edit_document(path, "guardrails.5.metric", "recall")
    assert caught.value.allowed == "0 to 2, the last adds to it"
    assert path.read_text() == FULL


def test_a_value_that_stands_in_two_places_is_left_to_the_user() -> None:
    text = "a: &x {b: 1}\nc: *x\n"
    with pytest.raises(DocumentError, match="without changing more than it") as caught:
        set_value(text, ["c", "b"], 2, "p")
    assert "by hand" in caught.value.next_step


def test_edits_one_after_another_add_up() -> None:
    text = MINIMAL
    for place, value in (
        ("problem.decision", "which orders get a call"),
        ("success.unit", "EUR"),
        ("success.value", {"cost": {"under": 1, "over": 2}}),
        ("success.criterion", {"gain_over": "status_quo", "at_least": 5}),
        ("problem.status_quo", "nothing"),
        ("success.criterion.per", 100),
    ):
        text = set_value(text, place.split("."), value, "p")
    assert text == MINIMAL + (
        "problem:\n  decision: which orders get a call\n  status_quo: nothing\n"
        "success:\n  unit: EUR\n  value: {cost: {under: 1, over: 2}}\n"
        "  criterion: {gain_over: status_quo, at_least: 5, per: 100}\n"
    )
    assert read_text(text, "p").problem.status_quo is not None
