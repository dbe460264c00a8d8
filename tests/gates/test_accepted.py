"""Mistakes that were accepted: as many, fewer, within noise, and clearly more."""

from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gates.accepted import hold_accepted, worse
from shipworthy.records.decision import SignOff
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import State, Verdict

_SHARES = st.floats(0, 1)


def rate(value: float | None, name: str = "recall", half: float | None = 0.04) -> Measurement:
    ends = (None, None) if half is None or value is None else (value - half, value + half)
    return Measurement(name=name, value=value, low=ends[0], high=ends[1], unit="share", direction="up")


def held(now: list[Measurement], shown: tuple[Measurement, ...] = (rate(0.52),), state: State = "holds") -> Verdict:
    signed = SignOff(claims={"brief.mistakes": "1"}, by="ann", authority="asserted", mistakes=shown)
    verdict = Verdict(claim="brief.mistakes", state=state, why="ann signed it", evidence=(signed.digest,))
    return hold_accepted([verdict], [signed], now)[0]


def test_noise_of_a_second_run_leaves_the_signature_as_it_is() -> None:
    assert held([rate(0.49)]).state == "holds"


def test_clearly_more_mistakes_are_not_what_was_accepted() -> None:
    found = held([rate(0.4)])
    assert found.state == "stale"
    assert found.why == (
        "ann accepted fewer mistakes: missed, of those that matter: 60 in 100 now, 48 in 100 when it was signed"
    )
    assert "shipworthy sign mistakes" in found.next_step


def test_a_kind_of_mistake_that_was_not_shown_was_not_accepted() -> None:
    assert "it was not told when it was signed" in held([rate(0.6), rate(0.9, "precision")]).why


def test_what_nobody_signed_stays_open() -> None:
    assert held([rate(0.1)], state="cant_tell").state == "cant_tell"


@given(_SHARES, _SHARES, st.none() | st.floats(0, 0.2))
def test_fewer_mistakes_never_break_a_signature(one: float, other: float, half: float | None) -> None:
    assert not worse(rate(min(one, other), half=half), rate(max(one, other), half=half))


@given(_SHARES, _SHARES, _SHARES)
def test_what_breaks_it_breaks_it_the_more_the_worse_it_gets(shown: float, one: float, other: float) -> None:
    assert worse(rate(shown), rate(min(one, other))) or not worse(rate(shown), rate(max(one, other)))


def test_an_amount_that_grows_is_worse() -> None:
    off = Measurement(name="mean_absolute_error", value=10.0, low=9.0, high=11.0, direction="down", unit="min")
    now = Measurement(name="mean_absolute_error", value=12.0, direction="down", unit="min")
    assert worse(off, now)
    assert not worse(now, off)
