"""Which claims a check settles, and which values it may show."""

import polars as pl

from shipworthy.data.personal import looks_personal
from shipworthy.records.check import Given
from shipworthy.records.spec import DataSpec


def settled(given: Given, check: str) -> tuple[str, ...]:
    """Ids of the claims that are settled by this check: those that name it, and `data.<check>`."""
    return tuple(claim.id for claim in given.claims if claim.check == check or claim.id == f"data.{check}")


def shown(values: pl.Series, spec: DataSpec, most: int = 4) -> tuple[str, ...]:
    """The commonest values of a column as text, none of a personal column."""
    name = values.name
    if name in spec.personal or (name not in spec.not_personal and looks_personal(name, values)):
        return ()
    counts = values.alias("value").drop_nulls().value_counts(sort=True, name="rows")
    # equal counts come in any order: sorted, the same data show the same examples
    commonest = counts.sort(["rows", "value"], descending=[True, False]).head(most)
    return tuple(str(value) for value in commonest.get_column("value"))
