"""A small project with half a year of life, written to a ledger of its own: weeks, incidents, a retrained version."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shipworthy.foundation.clock import SteppingClock
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.claim import Claim
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.demo import Answered, Demo, Shown
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.explanation import Sureness
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.spec import StatusQuo, Task, Worth
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.records.window import Window
from shipworthy.store.deployments import bundle_folder, write_deployment
from shipworthy.store.evidence import Book
from shipworthy.store.home import sqlite_url
from shipworthy.store.ledger import Ledger

START = datetime(2024, 7, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)
WEEKS = 26
NAME = "bread-left-over"

DOCUMENT = """\
project: {name}
rehearsal: true
people:
  ines: {{roles: [business-owner], simulated: true}}
  tom: {{roles: [data-scientist, lead, reviewer]}}
problem:
  user: the bakery's drivers
  need: Loaves that are not sold by closing time are thrown away.
  decision: which shops get a smaller second delivery
  action: the second delivery is halved at four in the morning
  status_quo: {{rule: "shop = 'Station'"}}
success:
  unit: EUR
  value: {{outcomes: {{true_positive: 40, false_positive: -15, false_negative: 0, true_negative: 0}}}}
  criterion: {{gain_over: status_quo, per: 1000, at_least: 900, confidence: 0.95, by: 2027-03-31}}
  volume: 500/d
data:
  sources:
    orders: {{path: orders.csv}}
  target: {{column: left, positive: "left >= 10"}}
candidates:
  - {{name: linear, estimator: sklearn.linear_model.LogisticRegression}}
reviews: {{privacy: {{lead_time: 5d}}}}
"""

INPUTS = (
    Input(name="day", kind="time", source="orders", use="context", required=True),
    Input(
        name="shop",
        kind="category",
        source="orders",
        required=True,
        levels=("Station", "Harbour", "Market", "Old Town"),
    ),
    Input(name="ordered", kind="number", source="orders", required=True, low=10, high=400),
    Input(name="product", kind="category", source="orders", levels=tuple(f"loaf {each}" for each in range(40))),
    Input(name="holiday", kind="boolean", source="calendar"),
    Input(name="pressure", kind="number", source="weather", low=983.8, high=1042.1),
    Input(name="temperature", kind="number", source="weather", low=-12, high=38),
    Input(name="remark", kind="text", source="orders"),
)

EXAMPLE = {
    "day": "2024-06-03T04:00:00",
    "shop": "Station",
    "ordered": 120,
    "product": "loaf 3",
    "holiday": False,
    "pressure": 1013.2,
    "temperature": 18.5,
}

BUNDLES = tuple(
    Bundle(
        project=NAME,
        version=version,
        candidate="linear",
        task=Task(kind="binary", classes=("sold", "left")),
        threshold=0.31,
        worth=Worth(unit="EUR"),
        inputs=INPUTS,
        time="day",
        status_quo=StatusQuo(kind="rule", rule="shop = 'Station'"),
        fallback="status_quo",
        fallback_says="status_quo",
        rows=rows,
        until=until,
        model="8f3a" * 8,
        made=until + timedelta(days=2),
        made_with="0.1.0",
    )
    for version, rows, until in ((1, 182_400, START - WEEK), (2, 252_900, START + 18 * WEEK))
)

PROMISE = Measurement(
    name="gain",
    value=1260,
    low=-340,
    high=2860,
    kind="predictive",
    unit="EUR",
    per=1000,
    n=92_000,
    clusters=6,
    direction="up",
    candidate="linear",
    against="status_quo",
)


def incidents() -> tuple[Incident, ...]:
    """A broken feed that is over, a slow server that is over, and a change of the world that lasts."""
    return (
        Incident(
            id="data.weather.pressure.outside.2024-08-05",
            cause="data",
            kind="outside",
            where="weather.pressure",
            since=START + 5 * WEEK,
            until=START + 6 * WEEK,
            noticed=START + 5 * WEEK + timedelta(hours=6),
            says="the feed weather.pressure brings values between 29 and 31 where it brought 984 to 1042: "
            "it looks like another unit",
            measurements=(
                Measurement(name="outside", value=0.998, n=3480, unit="share", slice={"column": "pressure"}),
                Measurement(name="drift", value=0.99, n=3480, slice={"column": "pressure"}),
            ),
            cost=Measurement(name="gain", value=610, low=150, high=1070, unit="EUR"),
            did=("today's rule answered from 5 August 2024, 06:00 UTC", "the model answered again from 12 August 2024"),
            next_step="ask whoever delivers `weather` whether the unit was changed on purpose",
        ),
        Incident(
            id="system.server.slow.2024-10-14",
            cause="system",
            kind="slow",
            where="server",
            since=START + 15 * WEEK + timedelta(hours=9, minutes=30),
            until=START + 16 * WEEK,
            noticed=START + 15 * WEEK + timedelta(hours=10),
            says="99 of 100 answers took up to 1.9 s; at most 20 ms was asked for",
            measurements=(Measurement(name="latency_p99", value=1.9, n=2900, unit="s"),),
            next_step="look at what else ran on the server's machine",
        ),
        Incident(
            id="model.value.2024-11-04",
            cause="model",
            kind="value",
            since=START + 18 * WEEK,
            noticed=START + 20 * WEEK,
            says="decisions have brought less than promised since 4 November 2024, while data and system are sound",
            measurements=(
                Measurement(name="gain", value=310, low=-120, high=740, n=10_400, unit="EUR", per=1000),
                Measurement(name="promised", value=1260, low=-350, high=2870, n=10_400, unit="EUR", per=1000),
                Measurement(name="roc_auc", value=0.61, n=10_400),
            ),
            cost=Measurement(name="gain", value=14_200, low=5_000, high=23_400, unit="EUR"),
            next_step="let it learn from what came in since: `shipworthy retrain`",
        ),
    )


def windows() -> tuple[Window, ...]:
    """One a week; the last one's outcomes are still coming in."""
    return tuple(_window(at) for at in range(WEEKS))


def records() -> list[Record]:
    """All that the ledger holds, in the order it happened."""
    gate = Gate(
        stage="prototype",
        advice="cant_tell",
        reasons=("the privacy review is not signed", "5 of 6 promises that have to hold do"),
        rehearsal=True,
        verdicts=(Verdict(claim="review.privacy", state="cant_tell", why="nobody has signed it"),),
    )
    measured = [
        _measured(who, name, value, half, unit)
        for who, name, value, half, unit in (
            ("linear", "gain", 1350.0, 400.0, "EUR"),
            ("linear", "value", 3250.0, 420.0, "EUR"),
            ("status_quo", "value", 1900.0, 300.0, "EUR"),
            ("linear", "average_precision", 0.47, 0.02, "1"),
            ("status_quo", "average_precision", 0.31, 0.02, "1"),
            ("linear", "recall", 0.52, 0.03, "share"),
            ("status_quo", "recall", 0.35, 0.03, "share"),
        )
    ]
    evaluated = [
        Evidence(
            check="evaluate",
            says=f"{who} was measured on the cases kept aside",
            stage="prototype",
            candidate=who,
            measurements=tuple(one for one in measured if one.candidate == who),
        )
        for who in ("status_quo", "linear")
    ]
    compared = Evidence(check="compare", says="linear is the best", stage="prototype", candidate="linear")
    return [
        SignOff(claims={"success.criterion": "a" * 32}, by="ines", authority="simulated", says="", goalpost=True),
        *evaluated,
        compared,
        Forecast(
            candidate="linear",
            promise=PROMISE,
            target=900,
            chance=0.78,
            periods=("2024-02", "2024-03", "2024-04", "2024-05", "2024-06"),
            gains=(1510, 1720, 1180, 990, 1310),
            year_seen=0.5,
            leaves_out=("Christmas: no December is in the data",),
        ),
        gate,
        *BUNDLES,
        *windows(),
        *incidents(),
        DEMO,
    ]


def write(root: Path, name: str = NAME, extra: Mapping[str, list[Record]] | None = None) -> Path:
    """Writes the whole project into a folder.

    Args:
        root: made when it is not there.
        name: of the project.
        extra: other projects of the same ledger.
    """
    home = root / ".shipworthy" / "home"
    home.mkdir(parents=True)
    (root / "project.yaml").write_text(DOCUMENT.format(name=json.dumps(name)), encoding="utf-8")
    (root / "orders.csv").write_text("shop,left\nStation,3\n", encoding="utf-8")
    enliven(root, name, records(), extra or {})
    return root


def enliven(root: Path, name: str, all_records: list[Record], extra: Mapping[str, list[Record]]) -> None:
    """Writes records into the ledger of a project's own home, and what is live into its folder."""
    own = root / ".shipworthy"
    with Ledger.open(sqlite_url(own / "home"), SteppingClock(START + WEEKS * WEEK)) as ledger:
        Book(ledger, name).put_all(all_records)
        for other, its in extra.items():
            Book(ledger, other).put_all(its)
    write_deployment(own, DEPLOYMENT)
    folder = bundle_folder(own, 2)
    folder.mkdir(parents=True, exist_ok=True)
    table: dict[str, Any] = {"columns": list(EXAMPLE), "data": [list(EXAMPLE.values())]}
    (folder / "input_example.json").write_text(json.dumps(table), encoding="utf-8")


DEPLOYMENT = Deployment(
    project=NAME,
    champion=2,
    previous=1,
    level="suggest",
    why="v2 would have brought more in the last weeks, decided by ines",
    by="ines",
    authority="simulated",
    since=START + 21 * WEEK,
)

_LIKE_IT = Sureness(n=812, share=0.31, low=0.27, high=0.35, says="Of 100 cases like this, about 31 were left.")

DEMO = Demo(
    day="2024-12-30",
    since=START + 25 * WEEK,
    at=START + 26 * WEEK,
    candidate="linear",
    cases=(
        Shown(
            id="17",
            answered=Answered(
                score=0.34, answer="left", label="left", sure=_LIKE_IT, worth={"left": 40, "sold": -15}, currency="EUR"
            ),
            known={"shop": "Station", "sched_order": "120"},
            time="2024-12-23 04:00",
            outcome="left",
            right=True,
            today="sold",
            brought=40,
            brought_today=0,
        ),
        Shown(
            id="18",
            answered=Answered(score=0.02, answer="sold", label="left", sure=Sureness(n=3, says="Only 3 cases.")),
            known={"shop": "<b>Market</b>"},
            outcome="left",
            right=False,
        ),
        Shown(id="19", answered=Answered(score=81.0, unit="EUR", sure=Sureness(n=400, low=40.0, high=120.0))),
    ),
    aside=92_000,
    wrong=9_200,
    due="2025-01-06",
)

STOPPED: list[Record] = [
    Gate(stage="data", advice="stop", reasons=("half of the meters were never read",)),
    Decision(
        stage="data",
        choice="stop",
        why="half of the meters were never read, and nobody will read them",
        by="Ann",
        authority="asserted",
        advice="stop",
        gate="0" * 32,
        follows=True,
    ),
]
"""A project that was ended."""


def claim(name: str, says: str) -> Claim:
    """A promise that a person signs."""
    return Claim(id=name, kind="review", says=says, stage="prototype", settled_by="person")


def _measured(who: str, name: str, value: float, half: float, unit: str) -> Measurement:
    money = unit == "EUR"
    return Measurement(
        name=name,
        value=value,
        low=value - half,
        high=value + half,
        n=18_400,
        unit=unit,
        per=1000 if money else 1,
        origin="holdout",
        direction="up",
        candidate=who,
        against="status_quo" if name == "gain" else "",
    )


def _window(at: int) -> Window:
    start, rows = START + at * WEEK, 3500 + 137 * (at % 4)
    broken, slow, judged = at == 5, at == 15, at < WEEKS - 1
    late = at >= 18
    gain = 0.0 if broken else (330 if late and at < 21 else 1180) + 420 * math.sin(at * 1.7)
    metric = 0.47 + 0.02 * math.sin(at) - (0.07 if late and at < 21 else 0.0)
    seen = rows if judged else 0
    measurements = [
        Measurement("gain", gain, gain - 700, gain + 700, unit="EUR", per=1000, direction="up", n=seen)
        if judged
        else Measurement("gain", None, unit="EUR", per=1000),
        Measurement("promised", 1260, -340, 2860, unit="EUR", per=1000, kind="predictive"),
        Measurement("average_precision", metric if judged else None, n=seen),
        Measurement("latency_p50", 0.9 if slow else 0.0021, unit="s", n=rows),
        Measurement("latency_p99", 1.9 if slow else 0.0046 + 0.0004 * math.cos(at), unit="s", n=rows),
        Measurement("errors", 0.004 if slow else 0.0, unit="share", n=rows),
        Measurement("fallback", 0.97 if broken else 0.0, unit="share", n=rows),
    ]
    for place, each in enumerate(INPUTS[1:7]):
        drift = 0.04 + 0.015 * math.sin(at + place) + (0.25 if late and each.name == "temperature" else 0)
        is_broken = broken and each.name == "pressure"
        where = {"column": each.name}
        measurements += [
            Measurement("drift", 0.99 if is_broken else abs(drift), slice=where, n=rows),
            Measurement("missing", 0.01, unit="share", slice=where, n=rows),
            Measurement("outside", 0.998 if is_broken else 0.0, unit="share", slice=where, n=rows),
        ]
    findings = [Finding("drift", "temperature has moved: it is colder", where="weather.temperature")] if late else []
    if broken:
        findings = [Finding("outside", "pressure is out of range in 998 of 1,000 cases", where="weather.pressure")]
    return Window(
        start=start,
        end=start + WEEK,
        versions=(2,) if at >= 21 else (1,),
        rows=rows,
        requests=rows // 20,
        known=rows - 31 if judged else 410,
        judged=judged,
        measurements=tuple(measurements),
        findings=tuple(findings),
    )
