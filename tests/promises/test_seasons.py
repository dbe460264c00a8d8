"""What ranges hold in worlds whose truth is known."""

import numpy as np
import pytest

from benchmarks.promises.seasons import SEEN, as_promised, inside, table, widened, worlds


def test_a_range_keeps_its_word_where_months_are_alike_and_not_where_seasons_come_that_nobody_saw() -> None:
    found = worlds(1500)
    assert inside(found["months alike"], as_promised)[0] == pytest.approx(0.95, abs=0.015)
    assert inside(found["a trend"], as_promised)[0] < 0.8


def test_what_is_widened_by_earlier_misses_is_never_narrower() -> None:
    for gains in worlds(200).values():
        (middle, half), (same, wider) = as_promised(gains[:, :SEEN]), widened(gains[:, :SEEN])
        assert np.array_equal(middle, same)
        assert (wider >= half).all()


def test_every_world_has_a_row() -> None:
    assert [line.split("|")[1].strip() for line in table(50).splitlines()[2:]] == list(worlds(2))
