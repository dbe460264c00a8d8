"""What no field can say alone: parts of the document that do not fit together."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final, get_args

from shipworthy.foundation.errors import nearest
from shipworthy.plan.chaining import LEARNING, misplaced_after
from shipworthy.plan.contradictions import contradictions
from shipworthy.plan.dated import misdated
from shipworthy.plan.document import Document, PersonRole
from shipworthy.plan.faults import Fault
from shipworthy.plan.missealed import missealed
from shipworthy.plan.plausible import implausible
from shipworthy.plan.resting import unfounded
from shipworthy.plan.roadmap import WAYS, CandidateEntry
from shipworthy.plan.shape import Place
from shipworthy.plan.sources import JoinSection
from shipworthy.plan.untunable import untunable

BASELINES: Final = ("constant", "status_quo")
_COUNT: Final = {2: "two", 3: "three"}
_TRAINED_ELSEWHERE: Final = {"function", "mlflow", "predictions"}
_USES: Final = {
    "parameters": {"estimator", "factory", "module", "function"},
    "features": {"estimator", "factory", "module"},
    "reads": {"factory", "function", "mlflow"},
    "after": LEARNING,
}
"""Fields that only say something about candidates of some kinds."""
"""Names of attempts that need no building."""


def misfits(document: Document) -> list[Fault]:
    """Everything that does not fit together; empty when all does."""
    return [fault for look in _LOOKS for fault in look(document)]


def _one_base(document: Document) -> Iterator[Fault]:
    sources = document.data.sources
    bases = [name for name, source in sources.items() if source.join is None]
    if len(bases) == 1 or not sources:
        return
    place = ("data", "sources", bases[1]) if bases else ("data", "sources")
    yield Fault(
        place,
        "more than one source has no join" if bases else "every source has a join, so none is the base",
        ", ".join(bases) or ", ".join(sources),
        "exactly one source without join: the rows that are asked about",
        "say with join how the others join it" if bases else "take the join of the base out",
    )


def _joins(document: Document) -> Iterator[Fault]:
    base_times = [source.time for source in document.data.sources.values() if source.join is None]
    for name, source in document.data.sources.items():
        as_of = source.join.as_of if isinstance(source.join, JoinSection) else None
        if as_of is None:
            continue
        place: Place = ("data", "sources", name, "join", "as_of")
        if not (as_of.time or source.time):
            yield Fault(place, "nothing says when a row of this source was known", allowed="time: a column of it")
        if not (as_of.base_time or any(base_times)):
            yield Fault(
                place,
                "nothing says when the question is asked",
                allowed="time of the base, or base_time here",
            )


def _columns(document: Document) -> Iterator[Fault]:
    data = document.data
    for one, other in (
        ("critical", "not_known_at_decision"),
        ("critical", "drop"),
        ("personal", "not_personal"),
    ):
        both = [column for column in getattr(data, one) if column in getattr(data, other)]
        if both:
            yield Fault(("data", other), f"{', '.join(both)} cannot be both {one} and {other}", ", ".join(both))
    if data.target and data.target.column in data.drop:
        yield Fault(
            ("data", "drop"),
            "the target cannot be dropped",
            data.target.column,
            "columns other than the target",
        )


def _criterion(document: Document) -> Iterator[Fault]:
    criterion, value = document.success.criterion, document.success.value
    place: Place = ("success", "criterion")
    if criterion is None:
        return
    if criterion.at_least is None and criterion.at_most is None:
        yield Fault(place, "the criterion has no target", allowed="at_least: a number", next_step="ask the owner")
    if criterion.gain_over and (value is None or value.none):
        yield Fault(
            (*place, "gain_over"),
            "a gain needs to know what a decision is worth, and success.value does not say",
            criterion.gain_over,
            "a criterion on a metric (metric: …, at_least: …), or success.value with outcomes or cost",
            "add success.value, or state the criterion on a metric",
        )
    if criterion.gain_over and criterion.metric:
        yield Fault(place, "the criterion is either a gain or a metric", "gain_over and metric", "one of the two")
    if criterion.gain_over and criterion.gain_over not in BASELINES:
        what = "nothing of this name can be gained over"
        yield _unknown((*place, "gain_over"), what, criterion.gain_over, list(BASELINES))
    if not criterion.metric and not criterion.gain_over and (value is None or value.none):
        what = "the criterion says neither what is gained over nor which metric has to reach the target"
        yield Fault(place, what, ", ".join(criterion.model_fields_set), "metric: recall, for example, or gain_over")
    if criterion.gain_over and criterion.at_least is None and criterion.at_most is not None:
        yield Fault((*place, "at_most"), "a gain has no upper limit", f"{criterion.at_most:g}", "at_least: a number")
    if criterion.over and criterion.metric:
        what = "a metric is held against the cases kept aside, not against a stretch of time to come"
        yield Fault((*place, "over"), what, criterion.over, "a gain: gain_over", "leave over out")


def _guardrails(document: Document) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for position, entry in enumerate(document.guardrails):
        place: Place = ("guardrails", position)
        if entry.at_least is None and entry.at_most is None:
            yield Fault(place, "this guardrail has no limit", entry.metric, "at_least or at_most: a number")
        if (entry.metric, entry.by) in seen:
            what = "this guardrail stands twice"
            yield Fault(place, what, entry.metric, "one entry for a metric and by; it may have at_least and at_most")
        seen.add((entry.metric, entry.by))


def _split(document: Document) -> Iterator[Fault]:
    split, place = document.evaluation.split, ("evaluation", "split")
    bases = [source for source in document.data.sources.values() if not source.join]
    # a brief may say how it will be judged before it names the data
    has_time = bool(split.time or not bases or any(source.time for source in bases))
    if split.holdout_from and split.holdout_share is not None:
        yield Fault(place, "the holdout is chosen twice", "holdout_from and holdout_share", "one of the two")
    if split.holdout_until and not split.holdout_from:
        yield Fault((*place, "holdout_until"), "an end without a start", split.holdout_until, "holdout_from as well")
    if split.holdout_from and split.holdout_until and _utc(split.holdout_until) <= _utc(split.holdout_from):
        allowed = f"later than holdout_from, {split.holdout_from}"
        yield Fault((*place, "holdout_until"), "the holdout ends before it starts", split.holdout_until, allowed)
    if split.holdout_from and not has_time:
        yield Fault(
            (*place, "holdout_from"),
            "no column says when",
            split.holdout_from,
            "time here or at the base source",
        )
    if split.sealed_from and not has_time:
        allowed = "time here or at the base source"
        yield Fault((*place, "sealed_from"), "no column says when", split.sealed_from, allowed)
    yield from missealed(document)
    if split.sealed_from and split.holdout_from and _utc(split.sealed_from) <= _utc(split.holdout_from):
        allowed = f"later than holdout_from, {split.holdout_from}"
        yield Fault((*place, "sealed_from"), "all that is kept aside would be sealed", split.sealed_from, allowed)
    if document.evaluation.group in ("day", "week", "month") and not has_time:
        allowed = "a column, or a time column in evaluation.split.time or at the base source"
        yield Fault(("evaluation", "group"), "no column says when", document.evaluation.group, allowed)


def _candidates(document: Document) -> Iterator[Fault]:
    counts = Counter(entry.name for entry in document.candidates)
    for position, entry in enumerate(document.candidates):
        place: Place = ("candidates", position)
        if counts[entry.name] > 1:
            yield Fault((*place, "name"), "two candidates have this name", entry.name, "a name of its own for each")
        yield from _kind_of(entry, place)
        gain = entry.expect_gain
        if gain and gain.low > gain.high:
            yield Fault((*place, "expect_gain"), "low is above high", f"{gain.low:g} and {gain.high:g}", "low <= high")


def _kind_of(entry: CandidateEntry, place: Place) -> Iterator[Fault]:
    ways = entry.ways
    if entry.name in BASELINES and ways:
        yield Fault((*place, "name"), "this name is kept for a baseline", entry.name, "any other name")
    elif entry.name not in BASELINES and len(ways) != 1 and not entry.planned:
        what = "nothing says how this candidate is built"
        if ways:
            what = f"this candidate is built in {_COUNT.get(len(ways), 'many')} ways: {', '.join(ways)}"
        allowed = f"estimator: module.Class, or one of {', '.join(WAYS[1:])}; or expect_gain while it is only planned"
        yield Fault(place, what, entry.name, allowed)
    yield from _misplaced(entry, place)


def _misplaced(entry: CandidateEntry, place: Place) -> Iterator[Fault]:
    """Fields that say nothing about a candidate of this kind."""
    if entry.trained_until and entry.ways and not {*entry.ways} & _TRAINED_ELSEWHERE:
        what = "it learns here, or learns nothing, so when it was trained is not asked"
        yield Fault((*place, "trained_until"), what, entry.trained_until, "function, mlflow or predictions beside it")
    for field in _USES:
        if getattr(entry, field) and entry.ways and not {*entry.ways} & _USES[field]:
            what = f"{field} says nothing about a candidate that is a {entry.ways[0]}"
            allowed = f"{field} beside {', '.join(way for way in WAYS if way in _USES[field])}"
            yield Fault((*place, field), what, str(getattr(entry, field)), allowed, f"take {field} out")


def _assumptions(document: Document) -> Iterator[Fault]:
    sources = [name for name, source in document.data.sources.items() if source.join]
    counts = Counter(entry.says for entry in document.assumptions)
    for position, entry in enumerate(document.assumptions):
        if counts[entry.says] > 1:
            yield Fault(("assumptions", position, "says"), "this assumption stands twice", entry.says, "once")
        if entry.check and document.data.sources and entry.check.source not in sources:
            place = ("assumptions", position, "check", "source")
            yield _unknown(place, "no joined source has this name", entry.check.source, sources)


def _claims(document: Document) -> Iterator[Fault]:
    counts = Counter((entry.kind, entry.says) for entry in document.claims)
    for position, entry in enumerate(document.claims):
        if counts[entry.kind, entry.says] > 1:
            yield Fault(("claims", position, "says"), "this promise stands twice", entry.says, "once")
    if document.policy and document.risk is None:
        what = "a policy says what is asked at each level of risk, and the risk of this project is not said"
        yield Fault(("policy",), what, document.policy, "risk: low, medium or high", "add risk")


def _owners(document: Document) -> Iterator[Fault]:
    known = [*document.people, *get_args(PersonRole)]
    owned: list[tuple[Place, str]] = [(("stages", name), entry.owner) for name, entry in document.stages.items()]
    owned += [(("guardrails", at), entry.owner) for at, entry in enumerate(document.guardrails)]
    owned += [(("assumptions", at), entry.owner) for at, entry in enumerate(document.assumptions)]
    owned += [(("claims", at), entry.owner) for at, entry in enumerate(document.claims)]
    owned += [(("candidates", at), entry.owner) for at, entry in enumerate(document.candidates)]
    owned += [(("data", "sources", name), entry.owner) for name, entry in document.data.sources.items()]
    owned += [(("reviews", name), entry.owner) for name, entry in document.reviews.items()]
    named = [((*place, "owner"), owner) for place, owner in owned]
    named += [(("monitoring", "tell"), name) for name in document.monitoring.tell]
    for place, name in named:
        if name and name not in known:
            yield _unknown(place, "nobody of this name is in people, and it is no role", name, known)


def _unknown(place: Place, what: str, seen: str, known: list[str]) -> Fault:
    near = nearest(seen, known)
    return Fault(place, what, seen, ", ".join(known), f"write {near} instead of {seen}" if near else "")


def _utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_LOOKS: Final[tuple[Callable[[Document], Iterator[Fault]], ...]] = (
    _one_base,
    _joins,
    _columns,
    _criterion,
    _guardrails,
    _split,
    _candidates,
    untunable,
    misplaced_after,
    _assumptions,
    _claims,
    _owners,
    misdated,
    unfounded,
    implausible,
    contradictions,
)
