"""Where it fails, on the report: in money for those who pay, in numbers for the others."""

from dataclasses import replace

from shipworthy.records.measurement import Measurement
from shipworthy.show.failures import SEARCHED, failure_rows, failures_told, looked_for, region_told
from shipworthy.show.report import report
from shipworthy.show.story import Story
from tests.show.page import Page
from tests.show.sample import STORY

COUNTED = Measurement(name=SEARCHED, value=4.0, n=10_000, origin="holdout")
LOST = Measurement(
    name="forgone",
    value=2_000.0,
    low=500.0,
    high=3_500.0,
    n=1_000,
    unit="EUR",
    per=1000.0,
    slice={"hour": "18 and more", "shop": "harbour"},
    against="the rest",
)
BEHIND = Measurement(
    name="behind", value=310.0, low=120.0, high=500.0, n=40, unit="EUR", per=1.0, slice={"a": "3.0"}, against="today"
)


def test_a_group_has_its_own_part_of_a_months_money() -> None:
    story = Story(title="t", unit="EUR", rows_per_month=20_000, failures=(COUNTED, LOST))
    # a tenth of 20,000 cases, 2,000 EUR for each thousand of them
    (told,) = failures_told(story)
    assert told == (
        "Cases with shop harbour and hour 18 and more, 1,000 of 10,000: they lose 4,000 EUR more per month than "
        "the rest, held against deciding right each time (very likely between 1,000 and 7,000 EUR)."
    )


def test_what_today_does_better_is_said_so_and_numbers_are_tidy() -> None:
    told = region_told(BEHIND, 900)
    assert told.startswith("cases with a 3, 40 of 900: they bring 310,000 EUR less per 1,000 cases than what is done")


def test_without_amounts_errors_are_told_as_shares_or_in_the_targets_unit() -> None:
    share = Measurement(name="error", value=0.18, low=0.0, high=0.33, n=75, unit="share", slice={"a": "x"})
    assert (
        "18 in 100 more of them are decided wrongly than of the rest (very likely between 0 in 100 and"
        in region_told(share, 1_000)
    )
    off = Measurement(name="error", value=3.2, low=1.0, high=5.4, n=75, unit="min", slice={"a": "x"})
    assert "they are off by 3.2 min more than the rest" in region_told(off, 1_000)


def test_nobody_looked_and_nothing_found_read_differently() -> None:
    assert (looked_for(Story(title="t")), failures_told(Story(title="t"))) == ("", ())
    nothing = Story(title="t", failures=(COUNTED,))
    assert failures_told(nothing) == ()
    assert looked_for(nothing).endswith("by Holm; 0 do worse beyond what luck explains.")
    assert failure_rows(nothing) == []


def test_it_stands_on_both_parts_of_the_report_and_names_are_no_markup() -> None:
    odd = replace(STORY, failures=(COUNTED, LOST, Measurement(**{**BEHIND.to_dict(), "slice": {"<b>": "<i>"}})))
    page = report(odd)
    assert "<i>" not in page
    text = Page(page).text
    assert "Where it does worse" in text
    assert text.count("shop harbour and hour 18 and more") == 2
    assert "cases with <b> <i>, 40 of 10,000" in text.lower()
