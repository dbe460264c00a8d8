"""What each attempt takes beside what it brings: time, memory and sources, and who is beaten in all of them."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import structs

from shipworthy.data.rules import columns_of
from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.reading import reading
from shipworthy.measure.effort_names import FEATURES, FRONT, MEMORY, ROW, SOURCES, THOUSAND, TRAINING
from shipworthy.measure.pareto import pareto
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import CandidateSpec
from shipworthy.show.costs import beaten_told
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.checks import COSTS
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.rows import folds_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

_STANDS_ON: Final = "compared"
_AGAINST: Final = (ROW, TRAINING, MEMORY, SOURCES)
_MIB: Final = 1 << 20


def gather_costs(bench: Workbench, compared: Evidence) -> Evidence:
    """Puts down what each attempt takes, and which of them are beaten, where that is missing or out of date.

    Values are those of the folds, by which attempts are chosen, so that nothing is chosen by the rows kept aside.

    Args:
        bench: the project.
        compared: the comparison that it goes with.
    """
    asked = structs.replace(compared, time=None).digest
    known = bench.book.latest_by_check().get((COSTS, ""))
    if known is not None and known.stands_on.get(_STANDS_ON) == asked and stands(known, ground(bench)):
        return known
    candidates, stick = Candidates(bench), yardstick(bench)
    field = candidates.field()
    costs = {spec.name: tuple(_costs(bench, candidates, spec, field.attempts)) for spec in candidates.specs}
    scores = {name: stick.score(folds_of(predictions)) for name, predictions in field.predictions.items()}
    values = {
        name: -one.value if one.direction == "down" else one.value
        for name, one in scores.items()
        if one.value is not None and costs.get(name)
    }
    by_name = {name: {one.name: one.value for one in costs[name]} for name in values}
    beaten = pareto(values, {name: [each.get(cost) for cost in _AGAINST] for name, each in by_name.items()})
    front = [
        Measurement(name=FRONT, value=float(not better), candidate=name, against=better, method="Pareto")
        for name, better in beaten.items()
    ]
    names = [f"candidate:{spec.name}" for spec in candidates.specs]
    evidence = Evidence(
        check=COSTS,
        says=beaten_told(front),
        stage="prototype",
        measurements=(*(one for name in values for one in costs[name]), *front),
        grade=grade(bench.document),
        stands_on={**under(ground(bench), VALUE_PARTS, "code", *names), _STANDS_ON: asked},
    )
    bench.book.put(evidence)
    return evidence


def _costs(
    bench: Workbench, candidates: Candidates, spec: CandidateSpec, attempts: Mapping[str, Attempt]
) -> Iterator[Measurement]:
    attempt = attempts.get(spec.name)
    if attempt is None or attempt.predictions is None:
        return
    effort = attempt.effort
    told = {
        ROW: (effort.row_seconds, "s"),
        THOUSAND: (effort.thousand_seconds, "s"),
        TRAINING: (effort.fit_seconds, "s"),
        MEMORY: (None if effort.peak_bytes is None else effort.peak_bytes / _MIB, "MiB"),
        **_read(bench, candidates, spec),
    }
    for name, (value, unit) in told.items():
        yield Measurement(name=name, value=value, unit=unit, direction="down", candidate=spec.name)


def _read(bench: Workbench, candidates: Candidates, spec: CandidateSpec) -> dict[str, tuple[float, str]]:
    """How many columns it reads, and from how many sources."""
    table = candidates.study.table if spec.kind == "constant" else reading(candidates.study, spec).table
    names = [] if spec.kind == "constant" else table.of("feature")
    if spec.kind == "rule":
        names = list(columns_of(spec.target, where=f"candidates.{spec.name}.rule"))
    used = {column.source for column in table.columns if column.name in names}
    return {FEATURES: (float(len(names)), "1"), SOURCES: (float(len(used)), "1")}
