"""The weekly update, told from records whose times are known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.errors import RequestError
from shipworthy.records.checkin import CheckIn
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.experiment import Experiment, Tried
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.standing import Standing
from shipworthy.records.verdict import Gate
from shipworthy.records.window import Window
from shipworthy.show.letter import Letter, mail, markdown
from shipworthy.show.live import Live
from shipworthy.show.story import Story
from shipworthy.show.weekly import letter
from shipworthy.store.evidence import Book
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.checks import COMPARE, EVALUATE
from shipworthy.workflow.project import open_project
from shipworthy.workflow.week import past_week, weeks_of
from tests.show.page import Page
from tests.workflow.briefs import write
from tests.workflow.project import Command

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
STORY = Story(title="bread", unit="EUR", rows_per_month=2000)


class At:
    """A clock that says what it was told."""

    now_is = MONDAY

    def now(self) -> datetime:
        return self.now_is


@pytest.fixture
def clock() -> At:
    return At()


@pytest.fixture
def book(clock: At) -> Iterator[Book]:
    with Ledger.open("sqlite://", clock) as ledger:
        yield Book(ledger, "bread")


def written(book: Book, clock: At, day: int, *records: Record) -> None:
    clock.now_is = MONDAY + timedelta(days=day)
    book.put_all(records)


def told(book: Book, week: int = 1, live: Live | None = None) -> Letter:
    first = MONDAY + timedelta(weeks=week)
    return letter(past_week(book, STORY, live or Live(), first, first + timedelta(weeks=1)))


def flat(one: Letter) -> str:
    return " ".join(markdown(one).split())


def gain(name: str, against: str, value: float, width: float) -> Measurement:
    low, high = value - width, value + width
    known = {"unit": "EUR", "per": 1000.0, "origin": "fold", "direction": "up"}
    return Measurement(name="gain", value=value, low=low, high=high, candidate=name, against=against, **known)  # type: ignore[arg-type]


def evaluated(name: str, value: float = 5.0) -> Evidence:
    found = (gain(name, "status_quo", value, 3.0),)
    return Evidence(check=EVALUATE, says="", stage="prototype", candidate=name, measurements=found)


def compared(best: str, **differences: Measurement) -> Evidence:
    found = tuple(differences.values())
    return Evidence(check=COMPARE, says="", stage="prototype", candidate=best, measurements=found)


def decided(choice: str, **known: str) -> Decision:
    usual = {"stage": "prototype", "why": "it pays", "by": "ines", "authority": "asserted", "advice": "go", "gate": ""}
    return Decision.from_dict({**usual, "choice": choice, "follows": True, **known})


def test_what_beats_the_best_before_beyond_noise_is_forward_and_told_per_month(book: Book, clock: At) -> None:
    written(book, clock, 1, evaluated("linear"), compared("linear"))
    found = (evaluated("trees"), evaluated("deep"))
    better, noise = gain("trees", "linear", 40.0, 10.0), gain("trees", "deep", 4.0, 9.0)
    written(book, clock, 8, *found, compared("trees", linear=better, deep=noise))
    week = told(book)
    assert (week.word, week.state) == ("Forward", "holds")
    assert week.says == (
        "“trees” brings 80 EUR per month more than “linear”, the best before it, very likely between 60 and 100 EUR.",
    )
    text = flat(week)
    assert "| trees | linear | 80 EUR | 60 to 100 | yes, better |" in text
    assert "| deep | trees | -8 EUR | -26 to 10 | no, within noise |" in text
    assert "linear | today" not in text, "it was of the week before"
    assert "| linear | today | 10 EUR | 4 to 16 | yes, better |" in flat(told(book, week=0))


def test_what_was_stated_beforehand_is_told_beside_what_it_brought(book: Book, clock: At) -> None:
    stated = Experiment(name="trees", low=10, high=50, unit="EUR", per=1000)
    tried = Tried(stated=stated, over="linear", gain=gain("trees", "linear", -20.0, 5.0))
    written(book, clock, 8, evaluated("trees"), compared("linear"), tried)
    week = told(book)
    assert (week.word, week.says) == (
        "Stuck",
        ("The one attempt of the week brought nothing that is clearly more than noise.",),
    )
    assert "| trees | linear | -40 EUR | -50 to -30 | yes, worse | 20 to 100 |" in flat(week)


def test_a_week_in_which_nothing_happened_says_so(book: Book, clock: At) -> None:
    written(book, clock, 1, evaluated("linear"))
    week = told(book)
    assert (week.word, week.state) == ("Stuck", "cant_tell")
    assert "Nothing was tried, and no gate was passed." in flat(week)


def test_the_forecast_is_told_now_and_then_with_time_and_money_used(book: Book, clock: At) -> None:
    usual = {"project": "bread", "unit": "EUR", "budget": 6.0, "week_cost": 2000.0, "began": MONDAY.isoformat()}
    worth = {"acts": 1.0, "low": 50_000.0, "worth": 50_000.0, "high": 50_000.0, "weeks": 2.0}
    written(book, clock, 1, Standing.from_dict({**usual, **worth, "chance": 0.25}))
    written(book, clock, 9, Standing.from_dict({**usual, **worth, "chance": 0.6}))
    text = flat(told(book))
    assert "The chance that it succeeds went up: about 1 in 4 before, about 3 in 5 now." in text
    assert "26,000 EUR (before: 8,500 EUR)" in text
    assert "2 of 6 weeks, 4,000 EUR of 12,000 EUR." in text
    assert "**Stuck: 26,000 EUR to be expected.**" in text
    assert "as before" in flat(told(book, week=2))
    late = flat(told(book, week=6))
    assert "The timebox has run out" in late
    assert "nobody had asked before" in flat(told(book, week=0))


def test_decisions_gates_signatures_and_what_people_said_are_told_with_reasons(book: Book, clock: At) -> None:
    written(book, clock, 1, Gate(stage="data", advice="back", reasons=("half of it is missing",)))
    written(
        book,
        clock,
        8,
        Gate(stage="data", advice="go", reasons=("all 9 promises hold",)),
        SignOff(claims={"success.criterion": "x"}, by="ines", authority="asserted", goalpost=True, says="fair"),
        CheckIn(whom="otto", shown="the first answers.", by="tom", authority="asserted", at=MONDAY, says="looks right"),
        decided("go"),
    )
    week = told(book)
    assert (week.word, week.says) == ("Forward", ("Passed: the data and the trial.",))
    text = flat(week)
    assert "Gate of the data: go on, before: go back. All 9 promises hold." in text
    assert "ines signed the goal: Fair." in text
    assert "otto was shown the first answers and said: Looks right." in text
    assert "ines decided on the trial: go on. It pays." in text


@pytest.mark.parametrize(
    ("choice", "known", "word", "says"),
    [
        ("back", {"back_to": "data"}, "Back", "Back to the data: It pays."),
        ("stop", {"lesson": "ask the drivers"}, "Ended", "It pays."),
    ],
)
def test_going_back_and_ending_are_the_word_of_the_week(
    book: Book, clock: At, choice: str, known: dict[str, str], word: str, says: str
) -> None:
    written(book, clock, 8, evaluated("a"), decided(choice, **known))
    assert (told(book).word, told(book).says) == (word, (says,))
    assert ("Learned: Ask the drivers." in flat(told(book))) == bool(known.get("lesson"))


def test_what_is_live_is_told_by_what_it_brought_and_by_what_goes_wrong(book: Book) -> None:
    first = MONDAY + timedelta(weeks=1)
    found = (gain("a", "status_quo", 6.0, 1.0), gain("a", "", 9.0, 1.0))
    measured = (found[0], Measurement(name="promised", value=9.0, unit="EUR", per=1000))
    window = Window(start=first, end=first + timedelta(days=7), judged=True, rows=500, measurements=measured)
    week = told(book, live=Live(windows=(window,)))
    assert (week.word, week.money) == ("Running", "12 EUR per month more than today, delivered that week")
    assert "promised were 18 EUR" in flat(week)
    known = {"cause": "data", "kind": "missing", "noticed": first, "says": "", "where": "weather.rain"}
    cost = Measurement(name="cost", value=70.0, unit="EUR")
    lasting = Incident(id="i", since=first, next_step="ask for rain", cost=cost, **known)  # type: ignore[arg-type]
    week = told(book, live=Live(windows=(window,), incidents=(lasting,)))
    assert (week.word, week.state) == ("In trouble", "fails")
    assert "weather.rain: values are missing: it lasts. It has cost about 70 EUR. Next: Ask for rain." in flat(week)
    assert "values are missing" not in flat(told(book, week=0, live=Live(incidents=(lasting,))))


def test_weeks_go_from_monday_to_monday_back_to_when_it_began() -> None:
    sunday = MONDAY + timedelta(days=6, hours=23)
    assert list(weeks_of(MONDAY, sunday)) == ["2026-05-04"]
    assert list(weeks_of(MONDAY - timedelta(hours=1), sunday)) == ["2026-05-04", "2026-04-27"]
    assert weeks_of(None, sunday) == {}


def test_the_mail_has_no_script_nothing_from_elsewhere_and_says_the_same(book: Book, clock: At) -> None:
    written(book, clock, 8, evaluated("<b>trees</b>"), compared("<b>trees</b>"))
    text = mail(told(book))
    page = Page(text)
    assert page.open == []
    assert page.of("script", "link", "img", "style") == []
    assert "<b>trees" not in text
    assert "&lt;b&gt;trees" in text
    assert "class=" not in text
    assert "Brought more per month 10 EUR" in page.text


def test_markdown_reads_as_it_was_meant(book: Book, clock: At) -> None:
    written(book, clock, 8, decided("go", why="a|b *and* <c> _d_ `e|f`"))
    assert r"A\|b \*and\* \<c\> \_d\_ `e|f`." in markdown(told(book))


def test_the_verb_asks_people_and_names_what_comes_next(tmp_path: Path, shipworthy: Command) -> None:
    root = write(tmp_path, "late", candidates=[{"name": "phone", "expect_gain": {"low": 1, "high": 5}}])
    shipworthy("check", "ideation", "-p", root)
    said = shipworthy("week", "-p", root, "--html", tmp_path / "week.html")
    assert said.status == 0, said.err
    assert said.out.startswith("# late: ")
    assert "16,800 USD to be expected" in said.out
    assert "## What is asked of whom" in said.out
    assert "ann" in said.out
    assert Page((tmp_path / "week.html").read_text(encoding="utf-8")).of("script") == []
    document = shipworthy("week", "-p", root, "--since", "2026-01-01", "--json").document
    assert document["word"] == "Stuck"
    assert document["markdown"].startswith("# late: 1 January 2026 to")
    with open_project(root, environment={"SHIPWORTHY_HOME": str(tmp_path / "home")}) as project:
        assert project.week().latest
        with pytest.raises(RequestError, match="has not been yet"):
            project.week(since=datetime(2999, 1, 1, tzinfo=UTC))


def test_a_letter_that_was_kept_proves_the_ledger_up_to_its_day(tmp_path: Path, shipworthy: Command) -> None:
    root = write(tmp_path, "late")
    shipworthy("check", "ideation", "-p", root)
    said = shipworthy("week", "-p", root)
    (tmp_path / "ends.txt").write_text(said.out.rpartition("stands before: ")[2].strip("*\n"))
    assert shipworthy("ledger", "verify", tmp_path / "ends.txt", "-p", root).status == 0
    (tmp_path / "home" / "ledger.sqlite").unlink()
    shipworthy("check", "ideation", "-p", root)
    assert shipworthy("ledger", "verify", "-p", root).status == 0
    assert shipworthy("ledger", "verify", tmp_path / "ends.txt", "-p", root).status == 1
