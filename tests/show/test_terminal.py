import io
from dataclasses import replace

import pytest
from msgspec import structs
from rich.console import RenderableType

from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Gate
from shipworthy.show import terminal
from shipworthy.show.attempts_text import attempts_text
from shipworthy.show.console import console
from shipworthy.show.spoiling import losses_text
from shipworthy.show.story import Story
from tests.show.sample import STORY, gain


def said(*parts: RenderableType) -> str:
    file = io.StringIO()
    for part in parts:
        console(file).print(part)
    return file.getvalue()


EVERYTHING: tuple[RenderableType, ...] = (
    terminal.curve_text(STORY.curve),
    terminal.heading_text("Prototype", "Six attempts on the same rows."),
    *terminal.findings_text(STORY.findings),
    attempts_text(STORY),
    terminal.verdicts_text(STORY.claims, STORY.gate.verdicts if STORY.gate else ()),
    terminal.gate_text(STORY.gates[0], STORY.claims),
)


@pytest.mark.parametrize("part", EVERYTHING)
def test_without_a_terminal_it_is_plain_and_eighty_columns_wide(part: RenderableType) -> None:
    text = said(part)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_verdicts_read_without_colour() -> None:
    text = said(terminal.verdicts_text(STORY.claims, STORY.gates[0].verdicts))
    for words in ("✓ yes", "✗ no", "? not enough to say yet", "~ out of date"):
        assert words in text


def test_a_claim_without_verdict_is_not_told_as_a_pass() -> None:
    text = said(terminal.verdicts_text(STORY.claims[:1], ()))
    assert "? not enough to say yet" in text
    assert "yes" not in text.replace("say yet", "")


def test_attempts_stand_one_a_line_with_gain_range_and_metric() -> None:
    lines = said(attempts_text(STORY)).splitlines()
    line = next(line for line in lines if line.startswith("linear"))
    assert line.split() == ["linear", "20,700", "EUR", "14,500", "to", "26,800", "0.47", "chosen"]
    assert len(lines) == 7


def test_a_long_name_is_cut_and_the_numbers_stay_whole() -> None:
    story = replace(STORY, gains=(gain("x" * 90, 1350, 400),), metrics=(), values=(), chosen="x" * 90, best="")
    text = said(attempts_text(story))
    assert "14,500 to 26,800" in text
    assert "…" in text
    assert "20,700 EUR" in text
    assert max(map(len, text.splitlines())) <= 80


def test_findings_come_worst_first_with_what_to_do() -> None:
    found = (
        Finding(check="a", says="good to have seen", severity="info"),
        Finding(check="b", says="this is broken [bold]", severity="blocker", next_step="mend it"),
    )
    text = said(*terminal.findings_text(found))
    assert text.index("✗ must be mended first") < text.index("good to know")
    assert "This is broken [bold]." in text
    assert "Next: Mend it." in text


def test_empty_records_say_so() -> None:
    assert "Nothing noticed." in said(*terminal.findings_text(()))
    assert "Nothing was tried yet." in said(attempts_text(Story(title="x")))
    assert "Nothing was promised yet." in said(terminal.verdicts_text((), ()))


def test_the_gate_says_where_to_go_back_to() -> None:
    gate = Gate(stage="prototype", advice="back", back_to="data", reasons=("the holdout is too small",))
    text = said(terminal.gate_text(gate, ()))
    assert "End of the trial" in text
    assert "Go back to the data" in text
    assert "- The cases kept aside is too small." in text
    assert "Rehearsal" not in text


def test_a_gate_shows_the_promises_of_its_own_stage_only() -> None:
    text = said(terminal.gate_text(STORY.gates[0], STORY.claims))
    assert "Gains at least 900 EUR" in text
    assert "The weather forecast" not in text
    assert text.count("ehearsal") == 1


def test_a_rehearsal_that_the_reasons_tell_is_not_told_twice() -> None:
    gate = Gate(stage="data", advice="go", reasons=("this is a rehearsal",), rehearsal=True)
    assert said(terminal.gate_text(gate, ())).lower().count("rehearsal") == 1


def test_the_learning_curve_is_told_in_lines() -> None:
    lines = said(terminal.curve_text(STORY.curve)).splitlines()
    assert lines[2].split() == ["2,000", "0.36", "0.31", "to", "0.41"]
    assert "No learning curve" in said(terminal.curve_text(()))


def test_what_was_agreed_for_a_hundred_cases_is_told_for_a_hundred() -> None:
    gains = tuple(structs.replace(one, per=100) for one in STORY.gains)
    text = said(attempts_text(replace(STORY, rows_per_month=None, gains=gains, values=())))
    assert "gain per 100 orders" in text


def test_headings_of_what_spoiled_inputs_cost_are_whole_at_eighty_columns() -> None:
    lost = Measurement(
        name="loss.10 % of the values ten times as large in od280/od315",
        value=12_500.0,
        low=8_700.0,
        high=16_300.0,
        unit="EUR",
        per=1000,
        approximate=True,
    )
    lines = said(losses_text(Story(title="x", unit="EUR"), [lost])).splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["loses", "still"],
        ["with", "per", "1,000", "cases", "very", "likely", "better"],
    ]
    assert max(map(len, lines)) <= 80


def test_a_comparison_says_that_a_goal_is_held_to_one_end_of_a_range() -> None:
    assert "`check` holds a goal to one end alone" in terminal.attempts_note(STORY)
