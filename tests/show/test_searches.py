"""What searches of settings found, in a sentence each."""

from msgspec import structs

from shipworthy.records.measurement import Measurement
from shipworthy.records.searched import Searched
from shipworthy.show.report import report
from shipworthy.show.searched import searched_text
from shipworthy.show.searches import searches_told
from shipworthy.show.story import Story

GAIN = Measurement(name="gain", value=1200.0, low=200.0, high=2200.0, unit="USD", per=1000.0, origin="fold")
FOUND = Searched(
    candidate="stiff",
    thorough=False,
    trials=30,
    failed=0,
    seconds=9.0,
    score=13.9,
    before=12.4,
    unit="USD a case",
    settings={"min_samples_leaf": 12, "criterion": "gini"},
    gain=GAIN,
    importance={"criterion": 0.1, "min_samples_leaf": 0.9},
    ended="the number of trials was over",
    wrote="stiff-tuned",
)


def told(*found: Searched) -> tuple[str, ...]:
    return searches_told(Story(title="orders", unit="USD", searches=found))


def test_the_last_search_of_each_attempt_is_told() -> None:
    nothing = structs.replace(FOUND, candidate="other", settings={}, wrote="")
    assert told(structs.replace(FOUND, trials=2), nothing, FOUND) == (
        "30 settings of “stiff” were tried; the best (min_samples_leaf 12, criterion gini) brought 1,200 USD per 1,000 "
        "cases more than it does as it stands, very likely between 200 and 2,200 USD; min_samples_leaf made 90% of the "
        "difference. It is “stiff-tuned” now.",
        "30 settings of “other” were tried, and none did better than it does as it stands.",
    )


def test_a_gain_that_is_no_money_names_its_metric() -> None:
    metric = structs.replace(FOUND, unit="log_loss", gain=Measurement(name="gain", value=0.028, low=0.02, high=0.036))
    assert "improved log loss by 0.028, very likely between 0.02 and 0.036;" in told(metric)[0]


def test_a_gain_that_may_be_luck_or_cannot_be_told_says_so() -> None:
    luck = structs.replace(FOUND, gain=structs.replace(GAIN, low=-100.0), importance={"min_samples_leaf": 1.0})
    unknown = structs.replace(FOUND, candidate="other", gain=None)
    first, second = told(luck, unknown)
    assert "between -100 and 2,200 USD, which may be luck. It is" in first
    assert "looked better, by how much cannot be told" in second
    assert told() == ()


def test_a_search_that_there_was_no_time_for_says_so_once() -> None:
    none = structs.replace(FOUND, trials=0, settings={}, gain=None, importance={}, wrote="")
    (said,) = searched_text(none)
    assert said == "No time was left for other settings: stiff as it stands took 9 s; --time gives it more."
    assert told(FOUND, none) == told(FOUND)


def test_the_scientist_sees_it() -> None:
    assert "30 settings of “stiff” were tried" in report(Story(title="orders", unit="USD", searches=(FOUND,)))
