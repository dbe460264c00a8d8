"""What an attempt cannot do, in words: every number of them stands in a measurement, and no more is told."""

from msgspec import structs

from shipworthy.measure.beyond import beyond_luck
from shipworthy.measure.calibration import calibration
from shipworthy.measure.limit_names import AS_THEY_ARE, COVERED, IN_USE, RECALIBRATION
from shipworthy.measure.mistakes import count_mistakes
from shipworthy.records.measurement import Measurement
from shipworthy.records.spoil import GAIN, LOSS
from shipworthy.show.limits import calibration_rows, limits_told, reliability_rows
from shipworthy.show.spoiling import loss_lines, worst_losses
from shipworthy.show.story import Story
from tests.measure.tables import simulated, table

NAME = "ours"


def story(*limits: Measurement, spoilt: tuple[Measurement, ...] = ()) -> Story:
    clear = beyond_luck([each for each in spoilt if each.name.startswith(LOSS) and each.se])
    return Story(title="p", chosen=NAME, unit="USD", limits=limits, spoilt=spoilt, clear=clear)


def worst(*spoilt: Measurement) -> tuple[str, ...]:
    return worst_losses(story(spoilt=spoilt), spoilt)


def money(name: str, value: float, half: float) -> Measurement:
    low, high = value - half, value + half
    return Measurement(name=name, value=value, low=low, high=high, se=half / 1.96, unit="USD", per=1000)


def test_mistakes_stand_beside_those_of_today_and_no_more_is_said_than_is_known() -> None:
    ours, today = simulated(1), simulated(1, skill=0.2, candidate="status_quo")
    one, other, apart = count_mistakes(ours, today)
    wrong = (ours.frame["decision"] != ours.frame["outcome"]).mean()
    assert one.value == 1000 * float(wrong)  # type: ignore[arg-type]
    assert apart.value is not None
    assert other.value is not None
    assert abs(apart.value - (one.value - other.value)) < 1e-9
    (says,) = limits_told(story(one, other, apart))[:1]
    assert says.startswith(f"Of 1,000 cases it decides about {round(one.value)} wrongly (very likely between ")
    assert f"what you do today about {round(other.value)} (" in says
    assert limits_told(story(one))[0].endswith(").")


def test_a_score_is_told_as_so_many_in_a_hundred_beside_what_it_says() -> None:
    ours = simulated(2, days=60)
    limits = calibration(ours)
    lines = limits_told(story(*limits))
    assert len(lines) == 3
    assert lines[0].startswith("Of 100 cases with a score between ")
    assert "turned out “yes”, very likely between" in lines[0]
    assert "the scores themselves say" in lines[0]
    assert len(reliability_rows(story(*limits))) == 10
    assert [row[0] for row in calibration_rows(story(*limits))] == [
        "calibration error",
        "calibration in the large",
        "calibration slope",
    ]


def test_what_being_off_costs_is_told_in_money() -> None:
    off = structs.replace(money(RECALIBRATION, 2000.0, 500.0), against=AS_THEY_ARE)
    made_up = structs.replace(money(RECALIBRATION, 100.0, 500.0), against=IN_USE)
    assert limits_told(story(off, made_up)) == (
        "Whoever takes its scores for chances loses 2,000 USD per 1,000 cases, very likely between 1,500 and 2,500 "
        "USD; the threshold in use makes up for that as far as can be told.",
    )
    nothing = Measurement(name=RECALIBRATION, value=1.0, low=-2.0, high=4.0, unit="USD", against=AS_THEY_ARE)
    assert limits_told(story(nothing)) == (
        "Putting its scores right by other cases would gain nothing that can be told from luck.",
    )


def test_numbers_are_told_by_where_they_are_off_and_how_often_their_range_held() -> None:
    off = Measurement(name="bias", value=4.0, low=3.0, high=5.0, unit="min", slice={"score": "50 to 70"})
    whole = Measurement(name="bias", value=1.0, low=0.5, high=1.5, unit="min")
    held = Measurement(name=COVERED, value=0.79, low=0.77, high=0.81, unit="share", slice={"range": "0.8"})
    first, second = limits_told(story(whole, off, held))
    assert "Where it says 50 to 70" in first
    assert "4 min more than it says" in first
    assert "meant to hold in 80 in 100 cases" in second
    assert "held in 79 in 100" in second


def test_of_spoiled_inputs_the_worst_are_told_and_only_what_surely_costs() -> None:
    ways = {"nothing from weather": (5000.0, -900.0), "noise": (100.0, 4000.0), "typos": (0.0, 4100.0)}
    spoilt = tuple(
        each
        for name, (loss, gain) in ways.items()
        for each in (money(LOSS + name, loss, 300.0 if loss else 0.0), money(GAIN + name, gain, 500.0))
    )
    assert worst(*spoilt) == (
        "With nothing from weather it loses 5,000 USD per 1,000 cases, very likely between 4,700 and 5,300 USD; it is "
        "then worse than today.",
    )
    lines = loss_lines(story(), spoilt)
    assert [line[0] for line in lines] == list(ways)
    assert lines[2][2] == "nothing changed"
    assert [line[3] for line in lines] == ["no", "yes", "yes"]
    assert limits_told(story(spoilt=spoilt)) == worst(*spoilt)


def test_of_many_ways_one_that_costs_by_luck_alone_is_not_told() -> None:
    level = [money(f"{LOSS}way {place}", 0.0, 100.0) for place in range(39)]
    assert worst(money(f"{LOSS}luck", 100.0, 98.0), *level) == ()
    assert len(worst(money(f"{LOSS}luck", 100.0, 98.0))) == 1
    assert len(worst(money(f"{LOSS}real", 400.0, 98.0), *level)) == 1


def test_nothing_measured_is_nothing_told() -> None:
    assert limits_told(story()) == ()
    assert count_mistakes(table(simulated(1).task, score=[0.1], outcome=["no"])) == ()
