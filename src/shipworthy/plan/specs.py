"""What the document asks of the rooms that know no document."""

from typing import Any, Final

from msgspec import UNSET, structs

from shipworthy.foundation.errors import DocumentError
from shipworthy.foundation.quantities import seconds
from shipworthy.plan.consistency import BASELINES
from shipworthy.plan.document import Document
from shipworthy.plan.limits import limits
from shipworthy.plan.named import unnamed
from shipworthy.plan.one_per import one_per
from shipworthy.plan.roadmap import CandidateEntry, EvaluationSection
from shipworthy.plan.sources import JoinSection, SourceEntry
from shipworthy.plan.tuning import tuning
from shipworthy.records.evidence import GRADES, Grade
from shipworthy.records.person import Person
from shipworthy.records.spec import (
    AsOf,
    CandidateSpec,
    DataSpec,
    Join,
    Source,
    Split,
    StatusQuo,
    Target,
)

CLASSES: Final = ("no", "yes")
"""Labels of a target with a `positive` expression, the negative one first."""

_LEARNING: Final = ("estimator", "factory", "module")
_LEGIBLE: Final = ("sklearn.linear_model.", "interpret.glassbox.")


def data_spec(document: Document) -> DataSpec:
    """What the document says about data, the base source first.

    Raises:
        DocumentError: while the document names no source or no target.
    """
    target, base = document.data.target, document.base
    if target is None or base is None:
        raise DocumentError(
            f"{unnamed(document)}, and this needs rows",
            where="project.yaml data",
            allowed="sources: {orders: {path: orders.csv}}, and target: {column: late}",
            next_step="name both under data; until then check ideation, sign, decide, report and board do without",
        )
    return DataSpec(
        sources=sources(document),
        target=Target(
            column=target.column,
            positive=target.positive,
            kind=target.kind,
            missing=document.success.outcome.missing,
        ),
        critical=document.data.critical,
        not_known=document.data.not_known_at_decision,
        personal=document.data.personal,
        not_personal=document.data.not_personal,
        drop=document.data.drop,
        time=document.evaluation.split.time or base[1].time,
        group=document.evaluation.group,
        only=document.data.only or UNSET,
        one_per=one_per(document) or UNSET,
    )


def sources(document: Document) -> tuple[Source, ...]:
    """The sources of the document, the base first; empty while none is named."""
    if document.base is None:
        return ()
    name, base = document.base
    joined = ((other, source) for other, source in document.data.sources.items() if other != name)
    return tuple(_source(other, source, base.time) for other, source in ((name, base), *joined))


def grade(document: Document) -> Grade:
    """How near the rows are to what will be met live: that of the source that is least near."""
    return max((source.grade for source in document.data.sources.values()), key=GRADES.index, default="historic")


def status_quo(document: Document) -> StatusQuo:
    """What is done today; unknown when the document does not say."""
    today = document.problem.status_quo
    if today is None:
        return StatusQuo()
    return StatusQuo(
        kind=today.kind,
        rule=today.rule or "",
        column=today.column or "",
        rates=today.rates or {},
        source=today.source,
    )


def split(document: Document) -> Split:
    """Which rows are learned from and which are kept aside."""
    asked = document.evaluation.split
    share = Split().holdout_share if asked.holdout_share is None else asked.holdout_share
    return Split(
        time=asked.time or (document.base[1].time if document.base else ""),
        holdout_from=asked.holdout_from or "",
        holdout_until=asked.holdout_until or "",
        holdout_share=share,
        group=asked.group,
        groups=asked.groups,
        period=asked.period or "",
        folds=asked.folds,
        seed=asked.seed,
    )


def candidate_specs(document: Document) -> tuple[CandidateSpec, ...]:
    """The roadmap: the baselines first unless they are listed, then what is listed, in its order.

    A constant is always there; the status quo when it is a rule or a column. Without a word in the document
    the constant has complexity 0, the status quo, a rule and a column 1, a linear model 2, any other 3 and its
    position on the roadmap. What is only planned cannot be measured, and is left out.
    """
    listed = {entry.name for entry in document.candidates}
    measurable = status_quo(document).kind in ("rule", "column")
    built = [entry for entry in document.candidates if entry.name in BASELINES or not entry.planned]
    kept = [entry for entry in built if entry.name != "status_quo" or measurable]
    missing = [name for name in BASELINES if name not in listed and (name == "constant" or measurable)]
    entries = [*(CandidateEntry(name=name) for name in missing), *kept]
    made: dict[str, CandidateSpec] = {}
    for position, entry in enumerate(entries):
        spec = _candidate(entry, position, document.evaluation)
        made[entry.name] = structs.replace(spec, after=tuple(made[name] for name in entry.after))
    return tuple(made.values())


def people(document: Document) -> tuple[Person, ...]:
    """The people of the project, the simulated ones marked."""
    return tuple(
        Person(
            name=name,
            email=entry.email,
            roles=entry.roles,
            authority="simulated" if entry.simulated else "asserted",
        )
        for name, entry in document.people.items()
    )


def _source(name: str, entry: SourceEntry, base_time: str) -> Source:
    join = None if entry.join is None else _join(entry.join, entry.time, base_time)
    return Source(name=name, path=entry.path, key=entry.key, time=entry.time, join=join)


def _join(join: JoinSection, time: str, base_time: str) -> Join:
    as_of = None
    if join.as_of is not None:
        as_of = AsOf(
            left=join.as_of.base_time or base_time,
            right=join.as_of.time or time,
            lag=seconds(join.as_of.lag) if join.as_of.lag else 0.0,
            within=seconds(join.as_of.within) if join.as_of.within else None,
        )
    left, right = zip(*join.on, strict=True)
    return Join(left=left, right=right, expect=join.expect, as_of=as_of)


def _candidate(entry: CandidateEntry, position: int, judged: EvaluationSection) -> CandidateSpec:
    baseline = entry.name in BASELINES
    kind = _kind(entry)
    said = "" if baseline else str(getattr(entry, kind))
    legible = baseline or kind == "rule" or said.startswith(_LEGIBLE)
    return CandidateSpec(
        name=entry.name,
        kind=kind,
        target=said,
        parameters=dict(entry.parameters),
        features=entry.features or "",
        glass_box=legible if entry.glass_box is None else entry.glass_box,
        complexity=_complexity(kind, said, position) if entry.complexity is None else entry.complexity,
        limits=limits(entry.limits, judged.limits),
        trained_until=entry.trained_until or "",
        reads=entry.reads,
        tune=UNSET if entry.tune is None else tuning(entry.tune, entry.estimator or ""),
        seeds=judged.seeds if judged.seeds > 1 and kind in _LEARNING else UNSET,
    )


def _complexity(kind: str, said: str, position: int) -> int:
    if kind in BASELINES:
        return BASELINES.index(kind)
    if kind in ("rule", "column"):
        return 1
    return 2 if said.startswith("sklearn.linear_model.") else 3 + position


def _kind(entry: CandidateEntry) -> Any:
    return entry.name if entry.name in BASELINES else entry.ways[0]
