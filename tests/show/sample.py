"""A made-up project of a bakery, whole enough to fill every part of a report."""

from datetime import UTC, datetime
from typing import Any

from shipworthy.measure.beyond import groups_beyond_luck
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.decision import Choice, Decision, SignOff
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.goalpost import Direction, Goal, Move, Retold
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.show.acts import Act
from shipworthy.show.story import Ask, Story


def goal_move(seq: int, least: float, direction: Direction, **fields: Any) -> Move:
    goal = Goal(says=f"gains at least {least:,.0f} EUR per 1,000 cases", bar=Bar(measure="gain", at_least=least))
    given = {"time": datetime(2026, 2, seq, tzinfo=UTC), "by": "Ines Baumann", "authority": "simulated", "signed": True}
    return Move(**{**given, "seq": seq, "goal": goal, "direction": direction, **fields})


def act(seq: int, choice: Choice, undone: str = "", back_to: str = "") -> Act:
    made = Decision(
        stage="prototype",
        choice=choice,
        why="the numbers of the harbour are missing",
        by="Ines Baumann",
        authority="simulated",
        advice="go",
        gate="",
        follows=False,
        back_to=back_to,
    )
    return Act(seq, datetime(2026, 2, seq, tzinfo=UTC), made.by, made.authority, choice, made, undone)


def told(name: str, value: float, half: float, **fields: Any) -> Measurement:
    given = {"candidate": "linear", "origin": "holdout", "se": half / 1.96, "n": 400}
    return Measurement(name=name, value=value, low=value - half, high=value + half, **{**given, **fields})


LIMITS = (
    told("mistakes", 131.0, 9.0, per=1000),
    told("mistakes", 172.0, 11.0, per=1000, candidate="rule of thumb"),
    told("mistakes", -41.0, 12.0, per=1000, against="rule of thumb"),
    told("calibration_error", 0.02, 0.01, unit="share", slice={"label": "sold out"}),
    told("calibration_slope", 0.93, 0.05, slice={"label": "sold out"}),
    *(
        each
        for score, said, came in (("0.02 to 0.2", 0.1, 0.12), ("0.2 to 0.5", 0.31, 0.33), ("0.5 to 0.97", 0.7, 0.64))
        for each in (
            Measurement(name="told", value=said, n=400, unit="share", slice={"label": "sold out", "score": score}),
            told("turned_out", came, 0.05, unit="share", slice={"label": "sold out", "score": score}),
        )
    ),
    told("recalibration", 40.0, 60.0, unit="EUR", per=1000, against="scores as they are"),
)
SPOILT = (
    told("loss.20 % of the values missing", 2100.0, 400.0, unit="EUR", per=1000),
    told("gain.20 % of the values missing", 900.0, 500.0, unit="EUR", per=1000, against="rule of thumb"),
    told("loss.nothing from weather", 4400.0, 600.0, unit="EUR", per=1000),
    told("gain.nothing from weather", -1400.0, 700.0, unit="EUR", per=1000, against="rule of thumb"),
    told("loss.a typing error in 5 % of the words", 10.0, 60.0, unit="EUR", per=1000),
    told("gain.a typing error in 5 % of the words", 2900.0, 500.0, unit="EUR", per=1000, against="rule of thumb"),
)

FLIPPED = Retold(candidate="linear", seq=1, number=None, before="fails", after="holds", visible=True, flips=True)


def gain(candidate: str, value: float, half: float, **more: object) -> Measurement:
    """A gain in EUR per 1,000 orders."""
    given: dict[str, object] = {
        "name": "gain",
        "value": value,
        "low": value - half,
        "high": value + half,
        "n": 18_400,
        "clusters": 61,
        "unit": "EUR",
        "per": 1000.0,
        "direction": "up",
        "candidate": candidate,
        "against": "rule of thumb",
        "method": "paired, days resampled, t with 60 degrees of freedom",
        **more,
    }
    return Measurement.from_dict(given)


def metric(candidate: str, name: str, value: float, half: float, unit: str = "1") -> Measurement:
    """A metric on the same rows."""
    return Measurement(
        name=name, value=value, low=value - half, high=value + half, n=18_400, candidate=candidate, unit=unit
    )


CLAIMS = (
    Claim(
        id="criterion.gain",
        kind="criterion",
        says="gains at least 900 EUR per 1,000 orders over the status quo",
        stage="prototype",
        owner="Ines Baumann",
        settled_by="measurement",
        bar=Bar(measure="gain", at_least=900, per=1000, against="status_quo", unit="EUR"),
    ),
    Claim(
        id="guardrail.recall.shop",
        kind="guardrail",
        says="recall of every shop is at least 30 in 100",
        stage="prototype",
        settled_by="measurement",
        bar=Bar(measure="recall", at_least=0.3, by="shop", min_n=200),
    ),
    Claim(
        id="assumption.weather",
        kind="assumption",
        says="the weather forecast is known at 4 in the morning",
        stage="data",
    ),
    Claim(
        id="requirement.target",
        kind="requirement",
        says="the target is filled in for 95 in 100 rows",
        stage="data",
    ),
    Claim(
        id="review.privacy",
        kind="review",
        says="a privacy review is signed",
        stage="prototype",
        owner="data protection",
        settled_by="person",
        lead_time=5,
    ),
)

GATE = Gate(
    stage="prototype",
    advice="cant_tell",
    reasons=(
        "The criterion holds on the holdout, with room to spare",
        "The privacy review is not signed yet, so going live cannot be judged",
    ),
    verdicts=(
        Verdict(
            claim="criterion.gain",
            state="holds",
            why="linear gains 1,350 EUR per 1,000 orders on the holdout, 95 % interval 950 to 1,750",
            number=gain("linear", 1350, 400),
        ),
        Verdict(
            claim="guardrail.recall.shop",
            state="fails",
            why="recall in the shop Harbour is 0.22, below 0.3",
            next_step="look at what Harbour does differently on Sundays",
            number=metric("boosting", "recall", 0.22, 0.05),
        ),
        Verdict(claim="assumption.weather", state="holds", why="known for 99.2 % of the orders"),
        Verdict(claim="requirement.target", state="stale", why="the definition of the target changed on Monday"),
        Verdict(
            claim="review.privacy",
            state="cant_tell",
            why="nobody has signed it",
            next_step="ask data protection; an answer takes about 5 days",
        ),
    ),
    rehearsal=True,
)

PERIODS = ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06")

FORECAST = Forecast(
    candidate="linear",
    promise=gain("linear", 1260, 840, kind="predictive"),
    target=900,
    chance=0.78,
    periods=PERIODS,
    gains=(1510, 1720, 1180, 990, 1310, 640),
    year_seen=0.5,
    leaves_out=(
        "Christmas and the summer holidays: no December, July or August is in the data",
        "how staff will act on the warnings",
    ),
    says="a month to come is expected to bring 1,260 EUR per 1,000 orders",
)


def by(column: str, group: str, value: float, half: float, n: int) -> Measurement:
    """The chosen attempt's gain in one group."""
    return gain("linear", value, half, slice={column: group}, n=n)


SLICES = (
    by("shop", "Market Square", 1900, 600, 6100),
    by("shop", "Station", 1650, 540, 5200),
    by("shop", "Old Town", 820, 900, 4000),
    by("shop", "Harbour", -1400, 900, 3100),
    by("day", "Saturday and holidays", 2600, 1300, 3900),
    by("day", "weekday", 1050, 420, 12_000),
    by("day", "Sunday", 210, 1500, 2500),
)

STORY = Story(
    title="Bread left over",
    brief={
        "Need": "Loaves that are not sold by closing time are thrown away.",
        "Decision": "Which shops get a smaller second delivery, decided at 4 in the morning.",
        "What is done": "The driver takes half of the loaves back to the bakery.",
    },
    rehearsal=True,
    asks=(
        Ask(
            "Say whether Harbour may be left out at first: there it does worse than what you do today.",
            "Ines Baumann",
            "by 14 March",
        ),
        Ask(
            "Sign the privacy review; without it nothing can go live.",
            "data protection",
            "takes about 5 days",
        ),
        Ask("Tell us what a loaf that was missing costs you; we assumed 2.10 EUR."),
    ),
    gates=(GATE,),
    claims=CLAIMS,
    forecast=FORECAST,
    gains=(
        gain("constant", -310, 120),
        gain("linear", 1350, 400),
        gain("glass box", 1380, 420),
        gain("boosting", 1410, 390),
    ),
    metrics=(
        metric("rule of thumb", "average_precision", 0.31, 0.02),
        metric("constant", "average_precision", 0.22, 0.01),
        metric("linear", "average_precision", 0.47, 0.02),
        metric("glass box", "average_precision", 0.48, 0.02),
        metric("boosting", "average_precision", 0.49, 0.02),
        metric("rule of thumb", "recall", 0.35, 0.03, "share"),
        metric("linear", "recall", 0.52, 0.03, "share"),
        metric("rule of thumb", "precision", 0.29, 0.03, "share"),
        metric("linear", "precision", 0.44, 0.03, "share"),
    ),
    values=(
        gain("rule of thumb", 1900, 300, name="value", against=""),
        gain("linear", 3250, 420, name="value", against=""),
        gain("boosting", 3310, 410, name="value", against=""),
    ),
    slices=SLICES,
    clear=groups_beyond_luck(SLICES),
    curve=tuple(
        (rows, metric("linear", "average_precision", value, half))
        for rows, value, half in (
            (2000, 0.36, 0.05),
            (6000, 0.42, 0.04),
            (18_000, 0.455, 0.025),
            (54_000, 0.47, 0.02),
        )
    ),
    curve_says="Three times the rows brought 0.015 more in the end: more of the same would change little.",
    findings=(
        Finding(
            check="unmatched",
            says="1,204 orders name a shop that is not in the list of shops",
            severity="problem",
            where="orders.shop",
            count=1204,
            of=92_000,
            next_step="add the shop, or say that it closed",
        ),
        Finding(
            check="duplicates",
            says="3 weather hours occur twice",
            severity="note",
            where="weather",
            count=3,
            of=8760,
        ),
    ),
    decisions=(
        Decision(
            stage="data",
            choice="go",
            why="the data are good enough to try",
            by="Tom Richter",
            authority="asserted",
            advice="go",
            gate="0" * 32,
            follows=True,
        ),
        Decision(
            stage="prototype",
            choice="stay",
            why="Harbour first",
            by="Ines Baumann",
            authority="simulated",
            advice="cant_tell",
            gate="1" * 32,
            follows=False,
        ),
    ),
    goals=(
        goal_move(1, 1_200, "set"),
        goal_move(
            2, 900, "looser", held=True, known=2, why="the second van is cheaper than we thought", results=(FLIPPED,)
        ),
    ),
    acts=(
        act(3, "stay"),
        act(4, "back", back_to="data", undone="taken back by Ines Baumann: the data was there all along"),
    ),
    sign_offs=(
        SignOff(
            claims={"criterion.gain": "a" * 32},
            by="Ines Baumann",
            authority="simulated",
            says="900 EUR pays for the second van",
            goalpost=True,
        ),
    ),
    rows_per_month=15_300.0,
    cases="orders",
    unit="EUR",
    status_quo="rule of thumb",
    chosen="linear",
    best="boosting",
    limits=LIMITS,
    spoilt=SPOILT,
    mockups=("04:00  Station         deliver 40 instead of 80\n04:00  Harbour         deliver as always",),
    digests={"document": "8f" * 16, "data": "1c" * 16, "code": "77" * 16},
    made=datetime(2024, 7, 9, 6, 30, tzinfo=UTC),
    version="0.1.0",
)
