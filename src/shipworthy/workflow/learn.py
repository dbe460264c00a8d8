"""The verb `learn`: the learning curve, and whether the data is enough to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from shipworthy.lab.curve import CurvePoint, learning_curve
from shipworthy.lab.roadmap import default_candidates
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import interval
from shipworthy.stats.curves import CurveGain, fit_learning_curve
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.checks import ENOUGH
from shipworthy.workflow.ground import DATA_PARTS, ground, stands, under
from shipworthy.workflow.learn_value import value_of_rows
from shipworthy.workflow.noticed import curve_of
from shipworthy.workflow.workbench import Workbench

CLAIM: Final = "data.enough"
WORTH_WAITING: Final = 0.02
"""Share of what is unexplained today that twice the data would have to explain for waiting to be worth it."""


@dataclass(frozen=True)
class Learned:
    """The learning curve.

    Attributes:
        curve: rows learned from -> share explained, ascending.
        says: what it means, one sentence.
        evidence: the same on record.
        value: what the last doubling of the rows brought and the next one would, in success units; empty where no
            amounts were agreed.
    """

    curve: tuple[tuple[int, Measurement], ...]
    says: str
    evidence: Evidence
    value: tuple[Measurement, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        curve = [{"rows": rows, **measurement.to_dict()} for rows, measurement in self.curve]
        value = [measurement.to_dict() for measurement in self.value]
        return {"curve": curve, "says": self.says, "holds": self.evidence.holds, "value": value}


def learn(bench: Workbench) -> Learned:
    """How well a linear candidate does with fewer rows, and what twice as many would bring.

    A linear candidate is quick and, on most tables, the first to have enough.

    Raises:
        UserError: when sources, target or split do not allow it.
    """
    gather_enough(bench)
    now = ground(bench)
    evidence = next(
        one
        for (check, _), one in reversed(bench.book.latest_by_check().items())
        if check == ENOUGH and stands(one, now)
    )
    return Learned(curve_of(evidence), evidence.says, evidence, value_of_rows(bench, now, lambda: _points(bench)))


def gather_enough(bench: Workbench) -> tuple[Evidence, ...]:
    """Measures the learning curve when it is missing or stale."""
    bench.material.pin()
    now = ground(bench)
    known = [one for (check, _), one in bench.book.latest_by_check().items() if check == ENOUGH and stands(one, now)]
    if known:
        return ()
    points = _points(bench)
    holds, says, finding = _judge(points)
    evidence = Evidence(
        check=ENOUGH,
        says=says,
        stage="data",
        claims=(CLAIM,),
        holds=holds,
        findings=(finding,),
        measurements=tuple(_measured(point) for point in points),
        grade=grade(bench.document),
        stands_on=under(now, DATA_PARTS, "code"),
    )
    bench.book.put(evidence)
    return (evidence,)


def _points(bench: Workbench) -> tuple[CurvePoint, ...]:
    spec = next(spec for spec in default_candidates(bench.material.task) if spec.kind == "estimator")
    return learning_curve(Candidates(bench).study, spec, progress=bench.progress, cache=bench.cache)


def _judge(points: tuple[CurvePoint, ...]) -> tuple[bool | None, str, Finding]:
    usable = [point for point in points[:-1] if point.paired_error > 0] + list(points[-1:])
    curve = fit_learning_curve([p.rows for p in usable], [p.score for p in usable], _errors(usable))
    if curve is None:
        says = "there are too few rows to say from a learning curve whether more would help"
        return (
            None,
            says,
            Finding(check=ENOUGH, says=says, severity="note", next_step="go on, and look again with more data"),
        )
    last, gain = usable[-1], curve.gain(2.0)
    missing = 1 - last.score
    says = _sentence(last, gain)
    if gain.high < WORTH_WAITING * missing or gain.value < WORTH_WAITING * missing / 2:
        return (
            True,
            f"{says}: good enough to go on",
            Finding(check=ENOUGH, says=f"{says}: good enough to go on"),
        )
    if gain.low > WORTH_WAITING * missing:
        step = "gather more data while you go on; the gate does not wait for it"
        return (
            False,
            f"{says}: more would help",
            Finding(check=ENOUGH, says=f"{says}: more would help", severity="note", next_step=step),
        )
    return (
        None,
        f"{says}: that may or may not help",
        Finding(check=ENOUGH, says=f"{says}: that may or may not help", severity="note"),
    )


def _errors(points: Sequence[CurvePoint]) -> list[float]:
    """What tells sizes apart: all were asked about the same rows, so only their differences scatter.

    The largest size, which the others are held against, is taken to be as uncertain as the least uncertain of them.
    """
    paired = [point.paired_error for point in points[:-1]]
    return [*paired, min(paired)] if paired else [point.error for point in points]


def _sentence(last: CurvePoint, gain: CurveGain) -> str:
    return (
        f"from {last.rows:,} rows a simple model explains {last.score:.1%} of what a constant leaves open; "
        f"twice the rows would add about {gain.value:.1%} (very likely between {gain.low:.1%} and {gain.high:.1%})"
    )


def _measured(point: CurvePoint) -> Measurement:
    low, high = interval(point.score, point.error, None, 0.95)
    return Measurement(
        name="explained",
        value=point.score,
        low=low,
        high=high,
        se=point.error,
        n=point.predictions.frame.height,
        unit="share",
        direction="up",
        origin="fold",
        slice={"rows": str(point.rows)},
        method="linearised over groups",
    )
