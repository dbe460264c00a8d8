"""How likely each stage still ahead passes, and what of it rests on things that other projects rest on too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shipworthy.forecast.stages import CRITERION, EVEN, USUAL
from shipworthy.plan.document import Document
from shipworthy.plan.naming import assumption_names
from shipworthy.plan.roadmap import AssumptionEntry
from shipworthy.records.advice import Advice
from shipworthy.records.forecast import Forecast
from shipworthy.records.stage import Stage
from shipworthy.records.standing import Rest
from shipworthy.records.verdict import State
from shipworthy.show.numbers import chance as chance_words
from shipworthy.show.words import STAGES as STAGE_WORDS
from shipworthy.show.words import joined
from shipworthy.workflow.course import ahead

_AT_CRITERION: Final[Stage] = "prototype"
"""The stage at which the success criterion is met or not."""


@dataclass(frozen=True)
class Chances:
    """How likely a project gets there.

    Attributes:
        stages: stage -> chance that it passes, of the stages ahead.
        whole: chance that all of them do, between 0 and 1.
        rests: assumptions of these stages that nothing has settled.
        assumed: what nobody said and was assumed, a sentence each.
    """

    stages: Mapping[Stage, float]
    whole: float
    rests: tuple[Rest, ...]
    assumed: tuple[str, ...] = ()


def chances(
    document: Document,
    reached: Stage,
    states: Mapping[str, State],
    told: Forecast | None = None,
    advised: Advice | None = None,
) -> Chances:
    """How likely the stages ahead pass.

    A stage passes with the chance that was measured or stated for it, else with the usual one; but no more often than
    everything holds that it takes for true.

    Args:
        document: the project document.
        reached: the stage where it stands.
        states: claim -> what it is worth today.
        told: the promise of the attempt put forward, with the chance that it is enough; None before there is one.
        advised: what the forecaster said last, whose chance counts as long as no stage of it was passed since.
    """
    open_, refuted = _assumptions(document, states)
    found: dict[Stage, float] = {}
    assumed: list[Stage] = []
    for stage in ahead(reached):
        own = _own(document, stage, told)
        if own is None:
            assumed.append(stage)
            own = _usual(stage)
        held = _held([rest for at, rest in open_ if at == stage])
        found[stage] = 0.0 if stage in refuted else min(own, held)
    rests = tuple(rest for stage, rest in open_ if stage in found)
    whole = 1.0
    for each in found.values():
        whole *= each
    if advised is not None and advised.chance is not None and _named(advised) <= set(found):
        return Chances(found, min(advised.chance, _held(rests)), rests, advised.assumed)
    return Chances(found, whole, rests, _said(assumed))


def _named(advised: Advice) -> set[str]:
    """The stages that the forecaster's chance is of."""
    return {_AT_CRITERION if each.stage == CRITERION else each.stage for each in advised.stages}


def _own(document: Document, stage: Stage, told: Forecast | None) -> float | None:
    if stage == _AT_CRITERION and told is not None and told.chance is not None:
        return told.chance
    if stage == "ideation":
        entry = document.stages.get(stage)
        return 1.0 if entry is None or entry.chance is None else entry.chance
    entry = document.stages.get(stage)
    return None if entry is None else entry.chance


def _usual(stage: Stage) -> float:
    yes, no = EVEN if stage == _AT_CRITERION else USUAL
    return yes / (yes + no)


def _held(rests: Sequence[Rest]) -> float:
    """Chance that all of it holds; what rests on the same thing holds together."""
    by_thing: dict[str, float] = {}
    for each in rests:
        by_thing[each.on] = min(each.chance, by_thing.get(each.on, 1.0))
    whole = 1.0
    for each_chance in by_thing.values():
        whole *= each_chance
    return whole


def _assumptions(document: Document, states: Mapping[str, State]) -> tuple[list[tuple[Stage, Rest]], set[Stage]]:
    """What is still taken for true and how likely, by stage; and the stages that a refuted one makes impossible."""
    still: list[tuple[Stage, Rest]] = []
    refuted: set[Stage] = set()
    for name, entry in zip(assumption_names(document.assumptions), document.assumptions, strict=True):
        state = states.get(f"assumption.{name}", "cant_tell")
        if state == "fails" and entry.fatal:
            refuted.add(entry.stage)
        if state in ("cant_tell", "stale") and entry.chance is not None:
            still.append((entry.stage, Rest(on=_on(document, entry), says=entry.says, chance=entry.chance)))
    return still, refuted


def _on(document: Document, entry: AssumptionEntry) -> str:
    """What it rests on: what the document names, else where its source lies, else the sentence itself."""
    if entry.shared:
        return entry.shared.strip()
    if entry.check is not None and entry.check.source in document.data.sources:
        return document.data.sources[entry.check.source].path
    return " ".join(entry.says.split()).rstrip(".")


def _said(stages: Sequence[Stage]) -> tuple[str, ...]:
    by_chance: dict[float, list[str]] = {}
    for stage in stages:
        by_chance.setdefault(_usual(stage), []).append(STAGE_WORDS[stage])
    return tuple(
        f"nobody said how likely {joined(words)} {'pass' if len(words) > 1 else 'passes'}: "
        f"{chance_words(chance)} {'each ' if len(words) > 1 else ''}was taken, as is usual"
        for chance, words in by_chance.items()
    )
