"""The verb `reframe`: other questions near the one that was asked, ranked by whether they would meet the goal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from msgspec import structs

from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import RequestError, UserError
from shipworthy.records.reframing import Other, Reframing
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.deadline import Deadline
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.looks import look_of, looked_at, somebody
from shipworthy.workflow.progress import Progress
from shipworthy.workflow.reframing.abstaining import abstaining
from shipworthy.workflow.reframing.aside import held_together, look_aside, measured, of_folds, other_of
from shipworthy.workflow.reframing.asked import Asked, Ideas, Variant
from shipworthy.workflow.reframing.granularity import granularity
from shipworthy.workflow.reframing.groups import groups
from shipworthy.workflow.reframing.horizons import horizons
from shipworthy.workflow.reframing.leads import leads
from shipworthy.workflow.reframing.thresholds import amount, thresholds, yes_or_no
from shipworthy.workflow.reframing.trying import Tried, answered, explained, tried, usual_names
from shipworthy.workflow.rewriting import digest_of
from shipworthy.workflow.workbench import Workbench

IDEAS: Final[tuple[Callable[[Asked], Ideas], ...]] = (
    groups,
    abstaining,
    thresholds,
    horizons,
    leads,
    granularity,
    amount,
    yes_or_no,
)
"""What is thought of, in the order in which it is tried."""

_ASIDE: Final = 3
"""Questions held against the cases kept aside; each one more makes it harder for all of them."""
_SPENT: Final = "it was not held against the cases kept aside: they were looked at as often as was agreed"
_WITHOUT_AMOUNTS: Final = ("amount", "yes-or-no")
_STEPS: Final = 100


@dataclass(frozen=True)
class Reframed:
    """Other questions, and what they would bring.

    Attributes:
        reframing: what is on record.
        fresh: whether it was found out just now.
    """

    reframing: Reframing
    fresh: bool

    @property
    def met(self) -> tuple[Other, ...]:
        """The questions that would meet the goal."""
        return tuple(each for each in self.reframing.others if each.state == "holds")

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        told = self.reframing.to_dict()
        return {**told, "others": [{"number": place, **each} for place, each in enumerate(told["others"], start=1)]}


def reframe(bench: Workbench, *, limit: float | None = None) -> Reframed:
    """Tries other questions near the one that was asked; what still stands is not tried again.

    All are answered on the rows learned from. The likeliest few to meet the goal are then held against the cases kept
    aside, each look on record first; of these, all that were looked at are counted (Holm), so that the chance that one
    is said to meet the goal which does not is no more than the goal's own confidence allows.

    Args:
        bench: the project.
        limit: seconds after which no further question is begun; None tries all.

    Raises:
        RequestError: when there is no goal in the unit of success.
        CandidateError: when no attempt could answer.
        UserError: when sources, target or split do not allow it.
    """
    _check(bench)
    bench.material.pin()
    deadline = Deadline(limit)
    names = usual_names(bench)
    stands_on = _stands_on(bench, names)
    known = next(reversed(bench.book.all(Reframing)), None)
    if known is not None and known.stands_on == stands_on and not known.untried:
        return Reframed(_as_it_reads(bench, known), fresh=False)
    asked = answered(bench, names)
    found = [idea(asked) for idea in IDEAS]
    variants = [variant for each in found for variant in each.variants]
    trial = _Trial(bench, names, deadline, len(variants))
    done = [trial.of(variant) for variant in variants]
    reframing = _recorded(asked, [each for each in done if each is not None], trial)
    reasons = [each.notice for each in found if each.notice]
    somebody_ = somebody(bench)
    record = structs.replace(
        reframing,
        notices=(*reasons, *trial.notices),
        by=somebody_.name,
        authority=somebody_.authority,
        stands_on=stands_on,
    )
    bench.book.put(record)
    return Reframed(record, fresh=True)


def _stands_on(bench: Workbench, names: Sequence[str]) -> dict[str, str]:
    """What other questions are made from and answered by, as it is now."""
    document = bench.document
    parts = under(ground(bench), VALUE_PARTS, "code", *(f"candidate:{name}" for name in names))
    problem, volume = document.problem, document.success.volume
    return {**parts, "asked": digest([problem.lead_time, problem.capacity, problem.abstain is not None, volume])}


def _as_it_reads(bench: Workbench, known: Reframing) -> Reframing:
    """What is known, for the document as it reads now: what changed since has nothing to do with it."""
    now = digest_of(bench.document)
    if known.document == now:
        return known
    known = structs.replace(known, document=now)
    bench.book.put(known)
    return known


class _Trial:
    """Questions tried one by one, as long as there is time."""

    def __init__(self, bench: Workbench, names: Sequence[str], deadline: Deadline, count: int) -> None:
        self._bench = bench
        self._names = names
        self._deadline = deadline
        self._count = count
        self._begun = 0
        self._failed: list[str] = []

    def of(self, variant: Variant) -> Tried | Other | None:
        """What came of a question; None when it could not be tried."""
        if self._deadline.over():
            return None
        try:
            progress = self._progress(variant)
            if variant.kind in _WITHOUT_AMOUNTS:
                return _without_amounts(variant, explained(self._bench, variant.changes, progress))
            return tried(self._bench, variant, self._names, progress)
        except UserError as error:
            self._failed.append(f"{variant.id} could not be tried: {error.what}")
            return None
        finally:
            self._begun += 1

    @property
    def untried(self) -> int:
        """Questions that were left when the time was over."""
        return self._deadline.said

    @property
    def notices(self) -> tuple[str, ...]:
        """What could not be tried, and why."""
        late = f"the time was over before {self.untried} of {self._count} questions were begun"
        return (*self._failed, *((late,) if self.untried else ()))

    def _progress(self, variant: Variant) -> Progress:
        begun, count = self._begun, self._count

        def told(done: int, total: int, words: str) -> None:
            part = int(_STEPS * done / max(total, 1)) if done < total else _STEPS - 1
            self._bench.progress(_STEPS * begun + part, _STEPS * count, f"{variant.id}: {words}")

        return told


def _recorded(asked: Asked, done: Sequence[Tried | Other], trial: _Trial) -> Reframing:
    """Ranks what was tried, and holds the likeliest against the cases kept aside."""
    priced = sorted((each for each in done if isinstance(each, Tried)), key=lambda each: -(each.chance or 0.0))
    aside = look_aside(asked, priced[:_ASIDE])
    together = held_together(aside)
    looked = [other_of(each, together=together[each.tried.variant.id]) for each in aside]
    looked.sort(key=lambda each: (each.state != "holds", -(each.chance or 0.0)))
    unlooked = [of_folds(each, _SPENT) for each in priced[:_ASIDE] if all(each is not one.tried for one in aside)]
    unpriced = sorted((each for each in done if isinstance(each, Other)), key=lambda each: -(each.explained or 0.0))
    return Reframing(
        asked=_as_asked(asked),
        others=(*looked, *unlooked, *(of_folds(each) for each in priced[_ASIDE:]), *unpriced),
        notices=(),
        tried=len(done),
        looked=len(looked),
        untried=trial.untried,
        document=digest_of(asked.bench.document),
        by="",
        authority="asserted",
        stands_on={},
    )


def _as_asked(asked: Asked) -> Other:
    """The question of the document: by the cases kept aside where these were looked at for it before."""
    bench, name = asked.bench, asked.names[0]
    variant = Variant("as-asked", "asked", "is asked as the document does", ())
    here = tried(bench, variant, asked.names, bench.progress)
    known = bench.book.latest_by_check().get((EVALUATE, name))
    if known is None or not stands(known, ground(bench)) or not looked_at(known):
        return of_folds(here, "it was not held against the cases kept aside yet")
    return other_of(measured(here, look_of(name, asked.best, somebody(bench))), together=True)


def _without_amounts(variant: Variant, share: float) -> Other:
    return Other(
        id=variant.id,
        kind=variant.kind,
        says=variant.says,
        changes=variant.changes,
        asks=variant.asks,
        explained=share,
        why="nobody has said what its answers are worth",
        share=variant.share,
    )


def _check(bench: Workbench) -> None:
    success = bench.document.success
    agreed = success.value is not None and not success.value.none
    if agreed and success.criterion is not None and success.criterion.at_least is not None:
        return
    raise RequestError(
        "there is no goal that another question could meet",
        where="success",
        seen="no amounts" if not agreed else "no lowest gain",
        allowed="success.value, and success.criterion with at_least",
        next_step="agree with the owner on what decisions are worth and on the gain that is enough",
    )
