"""What a data set seems to be about."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from shipworthy.data.guess import guess

N = 200
RNG = np.random.default_rng(3)
FRAME = pl.DataFrame(
    {
        "order_id": range(N),
        "customer_id": [7 * (number % 40) for number in range(N)],
        "day": [date(2024, 1, 1) + timedelta(days=number // 4) for number in range(N)],
        "mail": [f"p{number}@example.org" for number in range(N)],
        "x": RNG.normal(size=N),
        "nothing": pl.Series([None] * N, dtype=pl.String),
        "same": ["a"] * N,
        "y": (["bad"] * 3 + ["good"] * 7) * (N // 10),
    }
).with_columns(told=pl.col("y").str.to_uppercase())


def test_every_part_is_found() -> None:
    found = guess(FRAME, "y")
    assert (found.kind, found.classes) == ("binary", ("good", "bad"))
    assert (found.time, found.key, found.group) == ("day", "order_id", "customer_id")
    assert found.drop == ("order_id", "nothing", "same")
    assert list(found.personal) == ["mail"]
    assert found.leaks == {"told": 1.0}


def test_a_plain_table_has_nothing_to_say() -> None:
    found = guess(FRAME.select("x", "y"), "x")
    assert (found.kind, found.time, found.key, found.group) == ("regression", "", "", "")
    assert (found.drop, found.personal, found.leaks) == ((), {}, {})
