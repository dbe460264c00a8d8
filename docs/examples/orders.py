"""Writes `orders.csv`: made-up orders of a shop, what became of them, and how long they were on their way."""

from datetime import date, timedelta

import numpy as np
import polars as pl

random = np.random.default_rng(7)
rows = 900
day = np.sort(random.integers(0, 120, rows))
distance = random.gamma(2.0, 150.0, rows).round()
items = random.integers(1, 6, rows)
price = random.lognormal(3.5, 0.6, rows).round(2)
first_order = random.random(rows) < 0.4
trouble = distance / 300 + 0.8 * first_order - 0.2 * items + random.normal(0, 0.8, rows)
fate = np.select([trouble > 2.2, trouble > 1.3], ["refunded", "exchanged"], "kept")

pl.DataFrame(
    {
        "day": [date(2026, 1, 1) + timedelta(days=int(each)) for each in day],
        "distance": distance,
        "items": items,
        "price": price,
        "first_order": first_order,
        "hours": (12 + distance / 12 + random.gamma(2.0, 6.0, rows)).round(1),
        "late_fee": (1 + 0.02 * price).round(2),
        "fate": fate,
        "returned": fate != "kept",
    }
).write_csv("orders.csv")
