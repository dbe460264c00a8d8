from msgspec import structs

from shipworthy.records.measurement import Measurement
from shipworthy.show.apart import apart_told, chosen_told, same_as_best

BEATEN = Measurement(
    name="gain",
    value=900.0,
    low=400.0,
    high=1400.0,
    unit="USD",
    per=1000,
    candidate="boosting",
    against="rule",
    se=250.0,
)
CLOSE = structs.replace(BEATEN, value=100.0, low=-300.0, high=480.0, against="linear")
TINY = structs.replace(BEATEN, value=150.0, low=20.0, high=280.0, against="tree")


def test_each_attempt_is_better_the_same_or_cannot_be_told_and_the_ranges_hold_at_once() -> None:
    told = apart_told([BEATEN, CLOSE, TINY], equivalent=400.0)
    assert told[0].startswith("Boosting is better than rule: by 900 USD per 1,000 cases, very likely between")
    assert told[1].startswith("Boosting cannot be told from linear: apart by 100 USD")
    assert told[2].startswith("Boosting and tree are the same for all purposes")
    assert told[3].startswith("All 3 ranges hold at once")
    assert len(told) == 4
    assert apart_told([]) == ()


def test_folds_drawn_at_random_are_said_to_widen_the_ranges() -> None:
    drawn = structs.replace(CLOSE, method="linearised over rows, folds drawn at random (Nadeau and Bengio)")
    assert "learned from the same cases" in apart_told([drawn])[-1]
    assert "not enough to say" in apart_told([structs.replace(CLOSE, low=None, high=None)])[0]


def test_a_range_that_few_cases_decide_is_told_roughly() -> None:
    told = apart_told([structs.replace(CLOSE, approximate=True)])
    assert "roughly between" in told[0]
    assert "rest on few cases or groups" in told[1]


def test_the_choice_says_when_the_simplest_is_the_same_for_all_purposes() -> None:
    assert same_as_best("tree", [BEATEN, TINY], 400.0)
    assert not same_as_best("tree", [BEATEN, TINY], None)
    assert not same_as_best("linear", [CLOSE], 400.0)
    told = chosen_told("boosting", "tree", "tree", [BEATEN, TINY], 400.0)
    same = "tree is the simplest that is the same for all purposes as the best, boosting"
    assert told == f"{same}: within 400 USD per 1,000 cases of it"
    assert chosen_told("boosting", "rule", "rule", [BEATEN], 1000.0) == (
        "rule is the simplest that seems no more than 1,000 USD per 1,000 cases behind the best, boosting"
    )


def test_the_choice_names_the_simplest_that_cannot_be_told_from_the_best() -> None:
    assert chosen_told("boosting", "linear", "linear", [CLOSE]).endswith("cannot be told from the best, boosting")
    assert chosen_told("boosting", "boosting", "boosting", [BEATEN]).endswith("nothing simpler comes near it")
    assert chosen_told("boosting", "boosting", "linear", [CLOSE]) == (
        "boosting is the best; linear is the simplest that cannot be told from it, but is likely worse"
    )
    assert chosen_told("boosting", "tree", "linear", [CLOSE, TINY]) == (
        "tree is the simplest that comes close to the best, boosting; "
        "linear is the simplest that cannot be told from it, but is likely worse"
    )
    assert chosen_told("boosting", "boosting", "constant", [CLOSE]).endswith(
        "though no candidate is clearly better than always giving the same answer, so far"
    )
    assert chosen_told("", "", "", []) == "no candidate could be told from another"
