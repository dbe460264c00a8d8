"""All projects, ranked: from their briefs, from the ledger alone, and after they ended."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import RequestError
from shipworthy.records.decision import Decision
from shipworthy.records.standing import Standing
from shipworthy.records.verdict import Gate
from shipworthy.store.evidence import Book
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.portfolio import left, matches, only, portfolio, standings, week_price
from shipworthy.workflow.standing import put_standing, standing
from shipworthy.workflow.undo import undo
from tests.workflow.briefs import write
from tests.workflow.project import Command

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
OUTCOMES = {"true_positive": 9, "false_positive": -2, "false_negative": 0, "true_negative": 0}


def stands(folder: Path, **parts: Any) -> Standing:
    environment = {"SHIPWORTHY_HOME": str(folder / "home")}
    with Bench(write(folder, "p", **parts), environment=environment) as bench:
        return standing(bench)


def test_expected_value_is_worth_times_chance_times_acts_less_what_is_still_to_be_spent(tmp_path: Path) -> None:
    found = stands(tmp_path, problem={"need": "Late.", "acts": "70%"})
    assert found.chances == {"ideation": 1.0, "data": 0.8, "prototype": 0.5, "transfer": 0.9}
    assert found.chance == pytest.approx(0.36)
    assert (found.worth, found.worth_from, found.acts) == (80_000, "stated", 0.7)
    assert (found.weeks, found.cost) == (6.0, 12_000)
    assert found.expected == pytest.approx(0.36 * 0.7 * 80_000 - 12_000)


def test_a_horizon_and_months_are_years_of_value_and_running_cost_comes_off(tmp_path: Path) -> None:
    worth = {"unit": "USD", "worth": {"low": 1000, "high": 3000, "per": "month"}, "horizon": "2y"}
    found = stands(tmp_path, success=worth, delivery={"running_cost": "500/month"})
    assert found.worth == pytest.approx(12 * 2000 - 12 * 500)
    assert found.brings == pytest.approx((2 * 6000, 2 * 18_000, 2 * 30_000))


def test_worth_is_estimated_from_amounts_rates_and_volume_before_there_is_data(tmp_path: Path) -> None:
    expect = {
        "happens": {"low": 0.1, "high": 0.1},
        "caught": {"low": "30%", "high": "50%"},
        "false_alarms": {"low": 0.05, "high": 0.05},
    }
    success = {"unit": "USD", "value": {"outcomes": OUTCOMES}, "volume": "1000/month", "expect": expect}
    found = stands(tmp_path, success=success, problem={"action": "call", "status_quo": "nothing"})
    # by hand: 12,000 decisions a year, each 0.1 x 0.4 x 9 - 0.9 x 0.05 x 2
    assert found.worth_from == "estimated"
    assert found.worth == pytest.approx(12_000 * (0.1 * 0.4 * 9 - 0.9 * 0.05 * 2), rel=0.01)
    assert found.low == pytest.approx(12_000 * (0.1 * 0.3 * 9 - 0.09), rel=0.03)
    rates = {"yes": {"yes": 0.2, "no": 0.8}, "no": {"yes": 0.0, "no": 1.0}}
    today = {"action": "call", "status_quo": {"rates": rates, "source": "the desk's list of 2025"}}
    better = stands(tmp_path, success=success, problem=today)
    assert better.worth == pytest.approx((found.worth or 0) - 12_000 * 0.1 * 0.2 * 9)


def test_without_rates_the_target_says_what_success_is_worth_at_least(tmp_path: Path) -> None:
    criterion = {"gain_over": "status_quo", "per": 1000, "at_least": 400}
    success = {"unit": "USD", "value": {"outcomes": OUTCOMES}, "volume": "2000/month", "criterion": criterion}
    found = stands(tmp_path, success=success)
    assert (found.worth_from, found.low, found.worth, found.high) == ("target", *[pytest.approx(9600)] * 3)


def test_what_nobody_said_is_said_and_never_made_up(tmp_path: Path) -> None:
    found = stands(tmp_path, success={"unit": "USD"}, problem={"need": "Late."}, timebox=None, stages=None)
    assert (found.worth, found.acts, found.weeks, found.expected) == (None, None, None, None)
    assert [each.split(":")[0] for each in found.missing] == [
        "nobody said what success is worth",
        "nobody said what will be done differently because of it",
        "nobody said how long it takes",
    ]
    assert found.chance == pytest.approx(0.75 * 0.5 * 0.75), "the usual chances, and said to be"
    assert any("the data and going live" in each for each in found.assumed)
    assert stands(tmp_path, timebox={"budget": "3w"}).missing[0].startswith("nobody said what the time costs")


def test_a_stage_passes_no_more_often_than_what_it_takes_for_true(tmp_path: Path) -> None:
    feed = {"says": "The feed is on time.", "chance": 0.5, "shared": "order feed"}
    found = stands(tmp_path, assumptions=[feed, {"says": "Drivers answer", "chance": 0.9}])
    assert found.chances["data"] == pytest.approx(0.45)
    assert [(each.on, each.chance) for each in found.rests] == [("order feed", 0.5), ("Drivers answer", 0.9)]


def test_a_source_is_shared_by_where_it_lies(tmp_path: Path) -> None:
    sources = {"o": {"path": "o.csv"}, "w": {"path": "https://feeds.example/weather.csv", "join": {"on": "id"}}}
    known = {"says": "Weather comes", "chance": 0.7, "check": {"source": "w", "covers": 0.9}}
    data = {"sources": sources, "target": {"column": "late"}}
    (rest,) = stands(tmp_path, assumptions=[known], data=data).rests
    assert rest.on == "https://feeds.example/weather.csv"


def test_stages_say_how_long_it_takes_and_a_timebox_runs_out(tmp_path: Path) -> None:
    stages = {"data": {"effort": "5d"}, "prototype": {"effort": "10d"}, "transfer": {"estimate": "2w"}}
    assert stands(tmp_path, stages=stages).weeks == 5.0
    begun = Standing(project="p", budget=6.0, began=NOW - timedelta(weeks=2))
    assert left(begun, NOW) == pytest.approx(4)
    assert left(begun, NOW + timedelta(weeks=9)) == 0.0
    assert left(Standing(project="p"), NOW) == 0.0
    assert stands(tmp_path, timebox={"budget": "6w", "starts": "2999-01-07"}, stages=None).weeks == 6.0
    assert stands(tmp_path, timebox={"budget": "6w", "starts": "2020-01-07"}, stages=None).weeks == 0.0


def test_it_is_written_down_when_it_changed_and_only_then(tmp_path: Path) -> None:
    root, environment = write(tmp_path, "p"), {"SHIPWORTHY_HOME": str(tmp_path / "home")}
    for timebox, known in (({"budget": "6w", "cost": 12000}, 1), ({"budget": "6w", "cost": 9000}, 2)):
        write(tmp_path, "p", timebox=timebox)
        for _ in range(2):
            with Bench(root, environment=environment) as bench:
                put_standing(bench)
                assert len(bench.book.all(Standing)) == known


def one(name: str, **known: Any) -> Standing:
    usual: dict[str, Any] = {"unit": "USD", "low": 100, "worth": 100, "high": 100, "acts": 1.0, "chance": 0.5}
    return Standing(**{"project": name, **usual, "weeks": 2.0, "week_cost": 5.0, **known})


def test_projects_of_another_unit_and_those_that_ended_are_kept_apart() -> None:
    known = [one("a"), one("b", unit="EUR"), one("c", worth=None), one("d", outcome="ended"), one("e", worth=300)]
    found = portfolio(known, NOW)
    assert [each.project for each in found.ranked] == ["e", "a"]
    assert [each.project for each in found.unranked] == ["b", "c"]
    assert [each.project for each in found.ended] == ["d"]
    assert found.unit == "USD"
    assert [each.project for each in portfolio(known, NOW, order="name").ranked] == ["a", "e"]
    with pytest.raises(RequestError, match="did you mean chance"):
        portfolio(known, NOW, order="chanse")
    with pytest.raises(RequestError, match="no number of weeks"):
        portfolio(known, NOW, weeks=float("nan"))


def test_what_is_live_has_succeeded_and_takes_no_weeks() -> None:
    known = [one("live", outcome="live", chance=1.0, weeks=0.0), one("a")]
    found = portfolio(known, NOW, weeks=2)
    assert found.together.any_success == pytest.approx(0.5)
    assert found.chosen.names == ("a",)


def test_a_person_month_more_or_less_changes_what_is_done() -> None:
    known = [one("a", worth=400), one("b", weeks=4.0, worth=200)]
    found = portfolio(known, NOW, weeks=4)
    assert found.chosen.names == ("a",)
    more, fewer = found.options
    assert (more.weeks, more.added, more.dropped) == (4, ("b",), ())
    assert (fewer.weeks, fewer.added, fewer.dropped) == (-4, (), ("a",))
    assert [each.expected for each in found.options] == pytest.approx([80, -190])
    assert found.price == pytest.approx(80 / 4)


def test_the_price_of_a_week_is_what_it_brings_in_the_best_other_project() -> None:
    with Ledger.open("sqlite://", SystemClock()) as ledger:
        for each in (one("a", worth=400, budget=3.0), one("b", weeks=4.0, worth=200), one("c", unit="EUR")):
            Book(ledger, each.project).put(each)
        assert week_price(ledger, "a", NOW) == pytest.approx(80 / 4)
        assert week_price(ledger, "b", NOW) == 0.0, "all that is left of the others fits"
        assert week_price(ledger, "new", NOW) == pytest.approx(80 / 4)


def test_a_project_that_no_version_ranked_yet_is_told_by_its_decisions() -> None:
    stop = Decision(
        stage="data", choice="stop", why="no data", by="ann", authority="asserted", advice="stop", gate="", follows=True
    )
    with Ledger.open("sqlite://", SystemClock()) as ledger:
        Book(ledger, "old").put_all([Gate(stage="ideation", advice="go"), stop])
        Book(ledger, "older").put(Gate(stage="ideation", advice="go"))
        old, older = standings(ledger)
    assert (old.outcome, old.stage, old.why) == ("ended", "data", "no data")
    assert (older.outcome, older.stage) == ("running", "data")
    assert "shipworthy portfolio DIR" in older.missing[0]


def test_all_words_are_searched_for_wherever_they_stand() -> None:
    ended = one("water-meters", outcome="ended", why="Half were never read.", lesson="Ask who reads meters first.")
    assert matches(ended, "WHO first")
    assert not matches(ended, "who cares")
    found = portfolio([ended, one("a")], NOW)
    assert [each.project for each in only(found, "lesson ask").ended] == []
    assert [each.project for each in only(found, "reads").ended] == ["water-meters"]
    assert only(found, " ") is found


def test_the_verb_ranks_briefs_and_keeps_what_failed_with_its_lesson(tmp_path: Path, shipworthy: Command) -> None:
    write(tmp_path, "late")
    small = write(tmp_path, "small", success={"unit": "USD", "worth": {"low": 90_000, "high": 110_000}})
    write(tmp_path, "vague", success=None)
    said = shipworthy("portfolio", tmp_path / "late", small, tmp_path / "vague", "--weeks", 6)
    assert said.status == 0, said.err
    assert said.flat.index("small") < said.flat.index("late") < said.flat.index("Not ranked")
    assert "24,000 USD" in said.flat
    assert "4 weeks more or fewer would change nothing." not in said.flat
    assert "With 4 weeks more: nothing would change." in said.flat
    assert shipworthy("check", "ideation", "--project", small).status == 1
    lesson = "Ask the drivers before the data."
    done = shipworthy("decide", "stop", "--why", "no drivers", "--lesson", lesson, "--as", "ann", "-p", small)
    assert done.status == 0, done.err
    document = shipworthy("portfolio", "--search", "drivers", "--json").document
    assert [each["lesson"] for each in document["ended"]] == [lesson]
    assert document["ranked"] == []
    assert document["ended"][0]["weeks"] == 0.0
    assert "Learned: Ask the drivers before the data." in shipworthy("portfolio").flat
    assert "No project is like that." in shipworthy("portfolio", "--search", "nowhere").flat


def test_a_folder_with_a_ledger_of_its_own_adds_its_projects(tmp_path: Path, shipworthy: Command) -> None:
    write(tmp_path / "ideas", "late")
    own = write(tmp_path / "ideas", "apart")
    (own / ".shipworthy" / "home").mkdir(parents=True)
    ranked = shipworthy("portfolio", tmp_path / "ideas", "--json").document["ranked"]
    assert sorted(each["project"] for each in ranked) == ["apart", "late"]
    assert [each["project"] for each in shipworthy("portfolio", "--json").document["ranked"]] == ["late"]


def test_what_cannot_be_asked_for_writes_nothing(tmp_path: Path, shipworthy: Command) -> None:
    root = write(tmp_path, "late")
    assert shipworthy("portfolio", root, "--sort", "luck").status == 2
    assert shipworthy("portfolio", root, "--weeks", "-1").status == 2
    assert shipworthy("portfolio", tmp_path / "nothing").status == 2
    assert shipworthy("portfolio", "--json").document["ranked"] == []


def test_a_stop_that_was_undone_counts_again_at_what_it_was_worth(tmp_path: Path, shipworthy: Command) -> None:
    root = write(tmp_path, "late")
    shipworthy("check", "ideation", "--project", root)
    shipworthy("decide", "stop", "--why", "no drivers", "--as", "ann", "-p", root)
    assert shipworthy("portfolio", "--json").document["ranked"] == []
    environment = {"SHIPWORTHY_HOME": str(tmp_path / "home")}
    with Bench(root, person="ann", environment=environment) as bench:
        (stop,) = bench.book.placed(Decision)
        undo(bench, stop.seq, why="there are drivers after all")
    (back,) = shipworthy("portfolio", "--json").document["ranked"]
    assert (back["outcome"], back["weeks"], back["why"]) == ("running", 6.0, "")
    assert back["expected"] == pytest.approx(0.36 * 80_000 - 12_000)
