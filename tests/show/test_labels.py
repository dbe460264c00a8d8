"""Names in pictures: each stands beside its dot, on the side with room, and none over another."""

from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from shipworthy.show.labels import name_layers

X: dict[str, Any] = {"field": "x", "type": "quantitative", "scale": {"zero": False}}
Y: dict[str, Any] = {"field": "y", "type": "quantitative", "scale": {"zero": False}}


def placed(*where: tuple[float, float]) -> list[dict[str, Any]]:
    points = [
        {"x": across, "y": up, "low": up - 1.0, "high": up + 1.0, "name": f"attempt {place}"}
        for place, (across, up) in enumerate(where)
    ]
    layers = name_layers(points, X, Y, 280, 210)
    found = [point for layer in layers for point in layer["data"]["values"]]
    assert len(found) == len(points)
    return found


def test_a_name_at_the_right_edge_stands_left_of_its_dot() -> None:
    assert [point["right"] for point in sorted(placed((1, 0), (5, 0), (10, 0)), key=lambda one: one["x"])] == [
        True,
        True,
        False,
    ]


@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 3)), min_size=2, max_size=5))
def test_names_of_dots_at_one_place_never_lie_over_each_other(where: list[tuple[int, int]]) -> None:
    points = placed(*((float(across), float(up)) for across, up in where))
    line = 15 * (max(one["high"] for one in points) - min(one["low"] for one in points)) / 210
    for one, other in combinations(points, 2):
        if one["x"] == other["x"]:
            assert abs(one["label"] - other["label"]) >= line * 0.999
