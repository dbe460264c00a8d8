from shipworthy.measure.beyond import groups_beyond_luck
from shipworthy.records.measurement import Measurement
from shipworthy.show.groups import groups
from shipworthy.show.story import Story


def gain(shop: str, value: float) -> Measurement:
    half = 1.96 * 10
    return Measurement(
        name="gain", value=value, se=10.0, low=value - half, high=value + half, n=500, unit="USD", slice={"shop": shop}
    )


def told(slices: tuple[Measurement, ...]) -> Story:
    return Story(title="t", unit="USD", slices=slices, clear=groups_beyond_luck(slices))


def verdicts(*values: float) -> list[str]:
    slices = tuple(gain(str(place), value) for place, value in enumerate(values))
    return [row.verdict for row in groups(told(slices))["shop"]]


def test_one_group_alone_is_worse_when_its_range_stays_below_nothing() -> None:
    assert verdicts(-21.0) == ["worse than today"]
    assert verdicts(-19.0) == ["no clear difference"]


def test_of_many_groups_one_that_luck_explains_is_no_clear_difference() -> None:
    assert verdicts(5.0, 2.0, 1.0, -3.0, -21.0)[-1] == "no clear difference"
    assert verdicts(5.0, 2.0, 1.0, -3.0, -40.0)[-1] == "worse than today"
    assert verdicts(40.0, 2.0, 1.0, -3.0)[0] == "better than today"


def test_groups_of_numbers_are_named_as_people_write_numbers() -> None:
    values = {"15000.0": 5.0, "0.30000000000000004": 4.0, "-3.0": 3.0, "north": 2.0, "1.2.3": 1.0}
    slices = tuple(gain(name, value) for name, value in values.items())
    assert [row.name for row in groups(told(slices))["shop"]] == ["15000", "0.3", "-3", "north", "1.2.3"]
