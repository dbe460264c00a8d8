"""Every check fires where it must, is quiet where it must, and says true numbers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.metadata import EntryPoint
from typing import get_args

import polars as pl
import pytest

from shipworthy.data.checks import registry
from shipworthy.data.checks.registry import data_checks
from shipworthy.data.checks.small import base, given
from shipworthy.foundation.errors import RequestError
from shipworthy.records.check import Check, Given, Need
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target

CHECKS = data_checks()
BY_NAME = {check.name: check for check in CHECKS}
each = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def findings(check: Check, given_all: Given) -> list[Finding]:
    return [finding for evidence in check.run(given_all) for finding in evidence.findings]


def claimed(given_all: Given, *ids: str, measure: str = "") -> Given:
    bar = Bar(measure=measure, at_least=0.9) if measure else None
    claims = tuple(Claim(id=id_, kind="requirement", says="so", stage="data", bar=bar) for id_ in ids)
    return Given(
        spec=given_all.spec,
        claims=claims,
        sources=given_all.sources,
        table=given_all.table,
        rebuild=given_all.rebuild,
    )


def run(name: str, given_all: Given, *, claim: str = "") -> Evidence:
    found = BY_NAME[name].run(claimed(given_all, claim or f"data.{name}"))
    assert len(found) == 1
    assert found[0].claims == (claim or f"data.{name}",)
    return found[0]


@each
def test_it_fires_on_its_firing_table(check: Check) -> None:
    assert findings(check, check.fires())


@each
def test_it_is_quiet_on_its_quiet_table(check: Check) -> None:
    assert findings(check, check.quiet()) == []


@each
def test_it_says_the_same_twice_and_can_be_written_down(check: Check) -> None:
    first, second = check.run(check.fires()), check.run(check.fires())
    assert first == second
    assert [Evidence.from_dict(evidence.to_dict()) for evidence in first] == list(first)


@each
def test_it_introduces_itself(check: Check) -> None:
    assert check.name == check.name.lower().replace("_", "-")
    assert check.stage == "data"
    assert check.says
    assert check.needs <= set(get_args(Need))
    assert all(finding.check == check.name for finding in findings(check, check.fires()))


@each
def test_it_finds_nothing_out_where_nothing_is_given(check: Check) -> None:
    assert list(check.run(Given(spec=base()))) == []


def shops(orders: pl.DataFrame, shops: pl.DataFrame, **join: object) -> Given:
    joined = Source(name="shops", path="b", join=Join(left=("shop",), right=("id",), **join))  # type: ignore[arg-type]
    spec = DataSpec(sources=(Source(name="orders", path="a"), joined), target=Target(column="y"))
    return given(spec, orders=orders, shops=shops)


ORDERS = pl.DataFrame({"shop": ["a", "b", "z", "z", "w", None], "y": [0, 1, 0, 1, 0, 1]})


def test_joins_counts_orphans_and_empty_keys_apart() -> None:
    found = run("joins", shops(ORDERS, pl.DataFrame({"id": ["a", "b"], "m2": [1, 2]})))
    assert found.holds is True
    (finding,) = found.findings
    assert finding.says == (
        "4 rows of `orders` without a row of `shops`, 1 of them with no `shop` at all; "
        "the others have 2 values of `shop` missing from `shops`"
    )
    assert (finding.count, finding.of, finding.severity) == (4, 6, "note")
    assert finding.examples == ("z", "w")


def test_joins_words_without_empty_keys() -> None:
    found = run("joins", shops(ORDERS.head(5), pl.DataFrame({"id": ["a", "b"], "m2": [1, 2]})))
    assert found.findings[0].says == "3 rows of `orders` with 2 values of `shop` missing from `shops`"


def test_joins_shows_no_personal_key() -> None:
    mails = [f"p{number}@example.org" for number in range(6)]
    found = run("joins", shops(ORDERS.with_columns(shop=pl.Series(mails)), pl.DataFrame({"id": ["a"], "m2": [1]})))
    assert found.findings[0].examples == ()
    assert found.findings[0].severity == "problem"
    assert "example.org" not in str(found.to_dict())


TWICE = pl.DataFrame({"id": ["a", "a", "b", "q", "q"], "m2": [1, 2, 3, 4, 5]})


def test_joins_fails_where_rows_would_meet_several() -> None:
    found = run("joins", shops(ORDERS.head(2), TWICE))
    assert found.holds is False
    (finding,) = found.findings
    assert "1 row of `orders` (50.0 %) would meet several rows" in finding.says


def test_joins_lives_with_repeats_that_were_expected_or_met_by_nobody() -> None:
    assert run("joins", shops(ORDERS.head(2), TWICE, expect="any")).holds is True
    assert run("joins", shops(ORDERS[1:2], TWICE)).findings == ()


def test_joins_fails_where_partners_are_shared_that_should_not_be() -> None:
    orders = pl.DataFrame({"shop": ["a", "a", "b"], "y": [0, 1, 0]})
    places = pl.DataFrame({"id": ["a", "b"], "m2": [1, 2]})
    assert run("joins", shops(orders, places, expect="one_to_one")).holds is False
    assert run("joins", shops(orders, places)).holds is True


HOUR = timedelta(hours=1)
NIGHT = datetime(2024, 11, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rows", "holds", "says"),
    [
        (
            [(1, NIGHT, 5), (1, NIGHT + HOUR, 6), (2, NIGHT, 5)],
            True,
            "1 key of `rows` (hour) used twice though `t`",
        ),
        (
            [(1, NIGHT, 5), (1, NIGHT + 9 * HOUR, 6)],
            False,
            "1 key of `rows` (hour) repeated on rows that disagree",
        ),
        ([(1, NIGHT, 5), (1, NIGHT, 6)], False, "1 key of `rows` (hour) repeated on rows that disagree"),
        ([(1, NIGHT, 5), (1, NIGHT, 5)], False, "1 key of `rows` (hour) repeated on identical rows"),
    ],
)
def test_keys_tells_clock_changes_copies_and_contradictions_apart(
    rows: list[tuple[int, datetime, int]], holds: bool, says: str
) -> None:
    frame = pl.DataFrame(rows, schema=["hour", "t", "y"], orient="row")
    spec = DataSpec(sources=(Source(name="rows", path="a", key=("hour",), time="t"),), target=Target(column="y"))
    found = run("keys", given(spec, rows=frame))
    assert found.holds is holds
    assert [finding.says.startswith(says) for finding in found.findings] == [True]
    assert found.findings[0].count == 1


def test_coverage_measures_what_was_known_in_time() -> None:
    asked = pl.DataFrame({"t": [NIGHT + n * HOUR for n in range(4)], "y": [0, 1, 0, 1]})
    told = pl.DataFrame({"told": [NIGHT, NIGHT + HOUR], "mood": [1, 2]})
    as_of = AsOf(left="t", right="told", lag=3600.0, within=3600.0)
    spec = DataSpec(
        sources=(
            Source(name="rows", path="a"),
            Source(name="news", path="b", join=Join(left=(), right=(), as_of=as_of)),
        ),
        target=Target(column="y"),
    )
    given_all = claimed(given(spec, rows=asked, news=told), "assumption.news", measure="coverage.news")
    (found,) = BY_NAME["coverage"].run(given_all)
    assert (found.claims, found.holds) == (("assumption.news",), None)
    assert [finding.says for finding in found.findings] == [
        "2 rows of `rows` without a row of `news` at their own `t`",
        "2 rows of `rows` without a row of `news` exactly 1 hour before",
        "1 row of `rows` without a row of `news` within 1 hour up to 1 hour before",
    ]
    (measured,) = found.measurements
    assert (measured.name, measured.value, measured.n, measured.clusters) == ("coverage.news", 0.75, 4, 4)
    # standard error of a mean of four rows: sqrt(s^2 / n) with s^2 = 0.25
    assert measured.se == pytest.approx(0.25)


def test_coverage_of_grouped_rows_is_less_certain() -> None:
    spec = DataSpec(
        sources=(
            Source(name="orders", path="a"),
            Source(name="shops", path="b", join=Join(left=("shop",), right=("id",))),
        ),
        target=Target(column="y"),
        group="shop",
    )
    orders = pl.DataFrame({"shop": ["a", "b", "c", "d"] * 25, "y": [0, 1, 0, 1] * 25})
    places = pl.DataFrame({"id": ["a", "b", "c"], "m2": [1, 2, 3]})
    rows_only = DataSpec(sources=spec.sources, target=spec.target)
    (grouped,) = BY_NAME["coverage"].run(given(spec, orders=orders, shops=places))
    (single,) = BY_NAME["coverage"].run(given(rows_only, orders=orders, shops=places))
    assert (grouped.measurements[0].clusters, single.measurements[0].clusters) == (4, 100)
    assert grouped.measurements[0].se == pytest.approx(0.25)
    # of a mean of n rows with share p: sqrt(p (1 - p) / (n - 1))
    assert single.measurements[0].se == pytest.approx((0.75 * 0.25 / 99) ** 0.5)


def test_outcomes_counts_by_period_and_names_the_worst() -> None:
    days = [datetime(2024, 1 + month, 1 + day) for month in range(4) for day in range(25)]
    y = [None if day.month == 4 and day.day <= 10 else day.day % 2 for day in days]
    spec = DataSpec(sources=(Source(name="rows", path="a", time="t"),), target=Target(column="y"), time="t")
    found = run("outcomes", given(spec, rows=pl.DataFrame({"t": days, "x": range(100), "y": y})))
    assert found.holds is True
    assert found.findings[0].says == "10 rows without an outcome; most often in 2024-04 (40.0 % of its rows)"
    assert found.says.startswith("the outcome is known for 90 rows of 100")
    values = {m.slice.get("period", m.name): m.value for m in found.measurements}
    assert values["outcome.missing"] == 0.1
    assert values["2024-01"] == 13 / 25


def test_outcomes_cannot_tell_with_too_few() -> None:
    found = run("outcomes", given(base(), rows=pl.DataFrame({"x": range(15), "y": ["a", "b", "b"] * 5})))
    assert found.holds is None
    assert found.findings[-1].severity == "problem"


@pytest.mark.parametrize(
    ("y", "says"),
    [
        ([float(n) + 0.5 for n in range(40)], "from 0.5 to 39.5"),
        (["a", "b", "c", "d"] * 10, "4 classes"),
    ],
)
def test_outcomes_tells_numbers_and_classes(y: list[object], says: str) -> None:
    assert says in run("outcomes", given(base(), rows=pl.DataFrame({"x": [1, 2] * 20, "y": y}))).says


def test_critical_says_when_values_are_missing() -> None:
    spec = DataSpec(sources=(Source(name="rows", path="a", time="t"),), target=Target(column="y"), critical=("x",))
    days = [datetime(2024, month, 1) for month in range(1, 13)]
    x = [1, None, 3, None, *range(8)]
    found = run("critical", given(spec, rows=pl.DataFrame({"t": days, "x": x, "y": [0, 1] * 6})))
    assert found.holds is False
    assert found.findings[0].says == ("2 rows (16.7 %) without a value of `x` from `rows`, between 2024-02 and 2024-04")


def test_not_known_is_proved_by_altering() -> None:
    found = run("not-known", BY_NAME["not-known"].quiet())
    assert found.holds is True
    assert found.says == (
        "emptied and shuffled 1 column not known at the decision: none of 2 features changed by a single value"
    )
    caught = run("not-known", BY_NAME["not-known"].fires())
    assert caught.holds is False
    assert "`size`" in caught.findings[0].says


def news(lag: float, rebuilt_lag: float) -> Given:
    """Joined with one lag while the spec promises another."""

    def spec(seconds: float) -> DataSpec:
        join = Join(left=(), right=(), as_of=AsOf(left="t", right="told", lag=seconds))
        sources = (Source(name="rows", path="a"), Source(name="news", path="b", join=join))
        return DataSpec(sources=sources, target=Target(column="y"))

    asked = pl.DataFrame({"t": [NIGHT + n * HOUR for n in range(9)], "y": [0, 1, 1] * 3})
    told = pl.DataFrame({"told": [NIGHT + n * HOUR for n in range(-9, 9)], "mood": range(0, 180, 10)})
    made = given(spec(rebuilt_lag), rows=asked, news=told)
    return Given(spec=spec(lag), sources=made.sources, table=made.table, rebuild=made.rebuild)


def test_not_known_catches_what_was_told_too_late() -> None:
    assert run("not-known", news(7200.0, 7200.0)).holds is True
    caught = run("not-known", news(7200.0, 3600.0))
    assert caught.holds is False
    assert "9 rows met a row of `news` newer than 2 hours before `t`" in caught.findings[0].says
    assert "`mood`" in caught.findings[1].says


def test_a_copy_of_the_outcome_refutes_not_known_and_a_suspicion_only_informs() -> None:
    y = [float(n % 50) + 0.25 for n in range(400)]
    copied = given(base(), rows=pl.DataFrame({"x": [2 * value for value in y], "y": y}))
    found = run("leaks", copied, claim="data.not-known")
    assert (found.holds, found.findings[0].severity) == (False, "blocker")
    near = given(base(), rows=pl.DataFrame({"x": [v + 0.001 * (i % 7) for i, v in enumerate(y)], "y": y}))
    (suspected,) = BY_NAME["leaks"].run(claimed(near, "data.not-known"))
    assert (suspected.holds, suspected.claims) == (None, ())
    assert suspected.findings[0].severity == "problem"


def test_the_targets_own_values_under_another_name_are_a_copy() -> None:
    y = [n % 37 for n in range(100)]
    spec = DataSpec(sources=(Source(name="rows", path="a"),), target=Target(column="y", positive="y >= 30"))
    given_all = given(spec, rows=pl.DataFrame({"x": y, "z": [n % 2 for n in range(100)], "y": y}))
    assert [f.where for f in BY_NAME["leaks"].run(given_all)[0].findings] == ["rows.x"]


def test_personal_values_are_never_shown_and_a_denial_counts() -> None:
    check = BY_NAME["personal"]
    found = run("personal", check.fires())
    assert found.holds is True
    assert "example.org" not in str(found.to_dict())
    fires = check.fires()
    spec = DataSpec(sources=fires.spec.sources, target=fires.spec.target, not_personal=("contact",))
    assert findings(check, given(spec, rows=fires.sources["rows"].frame)) == []


def test_repeats_ignores_the_number_of_the_row() -> None:
    frame = pl.DataFrame({"id": range(30), "x": [1.5, 1.5, *range(28)], "y": [0, 0, *[1, 0] * 14]})
    assert findings(BY_NAME["repeats"], given(base(), rows=frame))[0].count == 1


class Brought:
    """A check as another package would bring it."""

    name = "brought"
    stage = "data"


def test_other_packages_bring_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    def points(value: str) -> Callable[..., list[EntryPoint]]:
        return lambda group: [EntryPoint(name="brought", value=value, group=group)]

    monkeypatch.setattr(registry, "entry_points", points(f"{__name__}:Brought"))
    assert [check.name for check in data_checks()][-1] == "brought"
    monkeypatch.setattr(registry, "entry_points", points("shipworthy.data.checks.joins:Joins"))
    with pytest.raises(RequestError, match=r"(?s)share a name.*joins"):
        data_checks()
    monkeypatch.setattr(registry, "entry_points", points("not_there_at_all:x"))
    with pytest.raises(RequestError, match="cannot be loaded"):
        data_checks()
