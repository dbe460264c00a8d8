"""A share of the rows is drawn by what names them alone, so that no row ever moves and no group is torn."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.lab.sealing import columns_of, drawn, sealed_rows, unsealed
from shipworthy.records.seal import Sealed
from shipworthy.records.table import Table

NAMES = st.lists(st.one_of(st.integers(-(2**40), 2**40), st.none()), min_size=1, max_size=60)
SHARES = st.floats(0.01, 0.5)


def told(names: list[int | None], share: float) -> dict[int | None, bool]:
    found = drawn(pl.DataFrame({"id": pl.Series(names, dtype=pl.Int64)}), share)
    return dict(zip(names, found.tolist(), strict=True))


@given(names=NAMES, more=NAMES, share=SHARES, seed=st.integers(0, 100))
def test_rows_that_are_added_or_stand_elsewhere_move_none(
    names: list[int | None], more: list[int | None], share: float, seed: int
) -> None:
    together = [*names, *more]
    np.random.default_rng(seed).shuffle(together)
    later = told(together, share)
    assert all(later[name] == sealed for name, sealed in told(names, share).items())


@given(names=NAMES, share=SHARES)
def test_a_group_is_never_torn_and_a_larger_share_takes_more(names: list[int | None], share: float) -> None:
    rows = [name for name in names for _ in range(3)]
    found = drawn(pl.DataFrame({"id": pl.Series(rows, dtype=pl.Int64)}), share)
    assert [len({*found[at : at + 3].tolist()}) for at in range(0, len(rows), 3)] == [1] * len(names)
    larger = told(names, share + 0.2)
    assert all(larger[name] for name, sealed in told(names, share).items() if sealed)


@given(names=st.lists(st.integers(-1000, 1000), min_size=1, max_size=40), share=SHARES)
def test_a_column_that_is_read_as_another_type_moves_none(names: list[int], share: float) -> None:
    whole = pl.DataFrame({"id": names})
    assert (drawn(whole, share) == drawn(whole.cast(pl.Float64), share)).all()
    # one broken number further down turns the whole column
    broken = pl.concat([whole.cast(pl.Float64), pl.DataFrame({"id": [0.5]})])
    assert (drawn(broken, share)[: len(names)] == drawn(whole, share)).all()


def test_the_share_is_about_what_was_asked_for() -> None:
    found = drawn(pl.DataFrame({"shop": ["a", "b"] * 10_000, "id": range(20_000)}), 0.1)
    assert abs(found.mean() - 0.1) < 4 * np.sqrt(0.09 / 20_000)


def test_what_names_a_row_is_its_group_or_key_or_all_but_the_outcome() -> None:
    table = Table(name="t", frame=pl.DataFrame({"id": [1], "shop": ["a"], "y": [0]}))
    assert columns_of("shop", ("id",), table, "y") == ("shop",)
    assert columns_of("", ("id",), table, "y") == ("id",)
    assert columns_of("", (), table, "y") == ("id", "shop")


def test_a_share_that_cannot_be_sealed_is_refused() -> None:
    table = Table(name="t", frame=pl.DataFrame({"id": [1, 1, 1]}))
    with pytest.raises(RequestError, match="every row is sealed"):
        unsealed(table, "", Sealed(share=1.0, columns=("id",)))
    with pytest.raises(ColumnError, match="shop"):
        sealed_rows(table.frame, "", Sealed(share=0.1, columns=("shop",)))
    assert unsealed(table, "", Sealed()) is table
