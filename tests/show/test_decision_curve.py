"""Over which amounts an attempt is better: said on the pages, and drawn."""

from dataclasses import replace

from shipworthy.records.measurement import Measurement
from shipworthy.show.decision_curve import curve_heard, curve_lines, curve_pictures, curve_says
from shipworthy.show.report import report
from tests.show.page import Page
from tests.show.sample import STORY

_RANGE = Measurement(name="plausible", value=3.6, low=2.0, high=9.0)


def _curve(name: str, height: float) -> tuple[Measurement, ...]:
    return tuple(
        Measurement(
            name="gain",
            value=height * ratio,
            low=height * ratio - 400,
            high=height * ratio + 400,
            unit=STORY.unit,
            per=1000,
            candidate=name,
            against="status_quo",
            origin="holdout",
            slice={"ratio": f"{ratio}"},
        )
        for ratio in (2.0, 3.6, 9.0)
    )


WITH = replace(
    STORY,
    decisions_over=(*_curve(STORY.chosen, 500), *_curve("always yes", -90), _RANGE),
    decisions_told={STORY.chosen: f"{STORY.chosen} is better <b>", "always yes": "always yes is nowhere surely better"},
)


def test_the_owner_reads_over_which_amounts_it_is_better_and_sees_it() -> None:
    page = Page(report(WITH))
    assert "If the amounts are not quite as agreed" in page.text
    assert f"{STORY.chosen} is better <b>".lower() in page.text.lower()
    assert "Always yes is nowhere surely better" in page.text
    ((picture, caption),) = curve_pictures(WITH)
    assert 'role="img"' in picture
    assert "dashed: what is agreed" in caption
    assert "always yes" in picture


def test_where_no_attempt_is_put_forward_every_one_is_told() -> None:
    assert curve_heard(WITH) == (curve_says(WITH),)
    assert curve_heard(replace(WITH, chosen="constant")) == curve_lines(WITH)


def test_without_curves_nothing_is_said() -> None:
    assert (curve_says(STORY), curve_lines(STORY), curve_pictures(STORY)) == ("", (), ())
    assert "If the amounts" not in Page(report(STORY)).text


def test_each_amount_that_has_a_range_has_a_picture_of_its_own() -> None:
    over = tuple(
        Measurement(name="gain", value=at, candidate=STORY.chosen, slice={"amount": name, "at": f"{at}"})
        for name in ("under", "over")
        for at in (1.0, 2.0)
    )
    reach = tuple(
        Measurement(name="plausible", value=1.5, low=1.0, high=2.0, slice={"amount": name})
        for name in ("under", "over")
    )
    assert len(curve_pictures(replace(STORY, decisions_over=(*over, *reach)))) == 2
