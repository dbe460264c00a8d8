"""Questions held against the cases kept aside: each look on record first, and all of them counted together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from shipworthy.gates.judge import judge
from shipworthy.gates.retold import CRITERION
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.forecast import Forecast
from shipworthy.records.look import Look
from shipworthy.records.measurement import Measurement
from shipworthy.records.reframing import Other
from shipworthy.records.verdict import State, Verdict
from shipworthy.stats.bounds import chance_of_less
from shipworthy.stats.holm import holm
from shipworthy.workflow.checks import EVALUATE, GUARDRAILS, PROMISE
from shipworthy.workflow.looks import granted, look_of, somebody
from shipworthy.workflow.luck import REFRAMED
from shipworthy.workflow.measuring import measure
from shipworthy.workflow.outlook import promise_of
from shipworthy.workflow.prototype import Case, settle
from shipworthy.workflow.reframing.asked import Asked
from shipworthy.workflow.reframing.trying import Tried, chance

_LUCK = "on the cases kept aside the gain is not surely that large, all questions that were held against them counted"
_LIKELIER = "it was not held against the cases kept aside: others are likelier to meet the goal"


@dataclass(frozen=True)
class Aside:
    """A question held against the cases kept aside.

    Attributes:
        tried: the question.
        gain: over what is done today.
        promised: of a period to come.
        verdicts: of the goal and of what must not get worse, as a gate would hold them.
        look: that it was looked at.
    """

    tried: Tried
    gain: Measurement
    promised: Forecast
    verdicts: tuple[Verdict, ...]
    look: Look


def look_aside(asked: Asked, some: Sequence[Tried]) -> tuple[Aside, ...]:
    """Holds questions against the cases kept aside.

    The looks are put down under the cases of the document's question, whatever is asked about them, so that they use
    up the same budget.

    Args:
        asked: the question of the document.
        some: others, the likeliest in front.

    Returns:
        Those for which a look was left.
    """
    person = somebody(asked.bench)
    taken = [look_of(f"{REFRAMED}{each.variant.id}", each.asked.best, person) for each in some]
    rows = look_of("", asked.best, person).rows
    may = {look.candidate for look in granted(asked.bench, [structs.replace(look, rows=rows) for look in taken])}
    return tuple(measured(each, look) for each, look in zip(some, taken, strict=True) if look.candidate in may)


def measured(tried: Tried, look: Look) -> Aside:
    """Everything that a gate would ask of the question's best attempt."""
    asked = tried.asked
    found = measure(asked.best, asked.base, asked.stick)
    name = asked.names[0]
    evidence = Evidence(
        check=EVALUATE,
        says=f"{name} answered another question",
        stage="prototype",
        measurements=found,
        candidate=name,
        grade=grade(asked.bench.document),
    )
    months = asked.bench.material.months_seen
    case = Case(evidence, months, lambda: asked.field, name)
    settled = settle(asked.bench, case, (PROMISE, GUARDRAILS))
    claims = [claim for claim in asked.bench.claims if claim.id == CRITERION or claim.kind == "guardrail"]
    verdicts = judge(claims, settled, {}, [], rehearsal=True)
    gain = next(one for one in found if one.name == "gain" and one.origin == "holdout" and not one.slice)
    return Aside(tried, gain, promise_of(asked.bench, evidence, months), verdicts, look)


def held_together(some: Sequence[Aside]) -> Mapping[str, bool]:
    """Question -> whether its gain surely reaches the goal, all questions counted (Holm 1979)."""
    told: dict[str, bool] = {}
    if not some:
        return told
    numbers = [_by_luck(each.gain, each.tried.asked.target) for each in some]
    for each, adjusted in zip(some, holm(numbers), strict=True):
        told[each.tried.variant.id] = bool(adjusted <= 1 - _confidence(each.tried.asked))
    return told


def other_of(each: Aside, *, together: bool) -> Other:
    """The record of a question that was held against the cases kept aside."""
    state, why = _state(each, together=together)
    told = each.promised.chance
    return structs.replace(
        of_folds(each.tried),
        gain=each.gain,
        looked=True,
        chance=told if told is not None else chance(each.gain, each.tried.asked.target),
        state=state,
        why=why,
        month=_month(each.tried.asked, each.gain),
        rows=each.look.rows,
        answers=each.look.answers,
    )


def of_folds(tried: Tried, why: str = _LIKELIER) -> Other:
    """The record of a question that was answered on the rows learned from alone, and why no more was looked at."""
    variant = tried.variant
    return Other(
        id=variant.id,
        kind=variant.kind,
        says=variant.says,
        changes=variant.changes,
        asks=variant.asks,
        candidate=tried.asked.names[0],
        gain=structs.replace(tried.gain, origin="fold"),
        chance=tried.chance,
        why=why,
        share=variant.share,
        month=_month(tried.asked, tried.gain),
    )


def _state(each: Aside, *, together: bool) -> tuple[State, str]:
    wrong = [verdict for verdict in each.verdicts if verdict.state != "holds"]
    failing = [verdict for verdict in wrong if verdict.state == "fails"]
    if failing or wrong:
        worst = (failing or wrong)[0]
        return worst.state, worst.why
    if not together:
        return "cant_tell", _LUCK
    return "holds", next((verdict.why for verdict in each.verdicts if verdict.claim == CRITERION), "")


def _by_luck(gain: Measurement, target: float) -> float:
    """Chance to see such a gain though the true one only just misses the goal; 1 where nobody can tell."""
    if gain.value is None or gain.se is None:
        return 1.0
    return chance_of_less(-gain.value, gain.se, gain.df, -target)


def _confidence(asked: Asked) -> float:
    criterion = asked.bench.document.success.criterion
    return criterion.confidence if criterion else 0.95


def _month(asked: Asked, gain: Measurement) -> float | None:
    rows = asked.bench.material.rows_per_month
    return None if rows is None or gain.value is None else gain.value * rows / gain.per
