"""What a project has found out so far, gathered from the ledger for those who read it; nothing is measured here."""

from collections.abc import Mapping

from shipworthy.foundation.digests import digest
from shipworthy.foundation.version import __version__
from shipworthy.measure.beyond import beyond_luck, groups_beyond_luck
from shipworthy.measure.moves import MOVES
from shipworthy.plan.mockup import mock_up
from shipworthy.plan.specs import candidate_specs
from shipworthy.plan.weighing import changed_by, rules_of
from shipworthy.records.advice import Advice
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.experiment import Tried
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.records.searched import Searched
from shipworthy.records.spoil import LOSS
from shipworthy.show.apart import apart_told, same_as_best
from shipworthy.show.story import Story
from shipworthy.workflow.acts import acts_of
from shipworthy.workflow.archive import scores_of
from shipworthy.workflow.checkin import latest_check_ins, quiet
from shipworthy.workflow.checks import (
    CONTROLS,
    COSTS,
    ENOUGH,
    EVALUATE,
    FAILURES,
    LIMITS,
    MATTERS,
    ROBUST,
    SEALED_CASES,
    STRESS,
)
from shipworthy.workflow.curves_told import curve_now, curve_told
from shipworthy.workflow.gates import compared_now, gates_now
from shipworthy.workflow.goalposts import goal_moves
from shipworthy.workflow.ground import Ground, ground, stands
from shipworthy.workflow.looks import looks
from shipworthy.workflow.mistakes import examples_in
from shipworthy.workflow.noticed import curve_of, findings_of
from shipworthy.workflow.owed import owed
from shipworthy.workflow.proposals import tabled
from shipworthy.workflow.reframing.known import reframed_now
from shipworthy.workflow.simplified_now import simplified_now
from shipworthy.workflow.within_noise import simplest_within_noise
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import equivalent_of

_ONLY_DECIDE = ("status_quo", "rule")
_COUNTED = ("document:data", "document:evaluation.split")
_BRIEF = {"User": "user", "Need": "need", "Decision": "decision", "What changes": "action"}


def tell(bench: Workbench) -> Story:
    """The story of a project as the ledger knows it today.

    The latest numbers are told even when they are out of date; the gates are held anew, and say so.
    """
    now = ground(bench)
    found = bench.book.all(Evidence)
    latest = {(each.check, each.candidate): each for each in found}
    specs = candidate_specs(bench.document)
    roadmap = [spec.name for spec in specs]
    evaluated = {name: latest[EVALUATE, name] for name in roadmap if (EVALUATE, name) in latest}
    compared = compared_now(bench)
    measured = [one for each in evaluated.values() for one in each.measurements if one.origin == "holdout"]
    chosen = compared.candidate if compared else ""
    enough, same = latest.get((ENOUGH, "")), equivalent_of(bench.document)
    held = gates_now(bench, chosen)
    slices = tuple(one for one in measured if one.candidate == chosen and _is_group(one))
    spoilt = _numbers(latest, chosen, STRESS) or _numbers(latest, chosen, ROBUST)
    asked, amounts = owed(bench, held, ahead=True), curve_now(bench)
    return Story(
        title=bench.document.project,
        brief={
            label: getattr(bench.document.problem, name)
            for label, name in _BRIEF.items()
            if getattr(bench.document.problem, name)
        },
        rehearsal=bench.rehearsal,
        # what has to be mended is work, and stands among the promises
        asks=tuple(ask for ask in asked if ask.needed and ask.kind != "mend"),
        later=tuple(ask for ask in asked if not ask.needed),
        gates=held,
        claims=bench.claims,
        forecast=_forecast(bench, chosen),
        advice=next(reversed(bench.book.all(Advice)), None),
        scores=scores_of(bench.ledger),
        gains=_named(measured, "gain"),
        metrics=tuple(one for one in measured if one.name not in ("gain", "value") and not one.slice),
        values=_named(measured, "value"),
        slices=slices,
        clear=groups_beyond_luck(slices) | beyond_luck([one for one in spoilt if one.name.startswith(LOSS) and one.se]),
        decisions_over=tuple(amounts.measurements) if amounts else (),
        decisions_told=curve_told(amounts) if amounts else {},
        costs=_numbers(latest, "", COSTS),
        compared_values=_on_folds(evaluated, "gain"),
        differences=compared.measurements if compared else (),
        matters=_numbers(latest, "", MATTERS),
        curve=curve_of(enough) if enough else (),
        curve_says=enough.says if enough else "",
        findings=findings_of([each for each in found if stands(each, now) and each.check != FAILURES]),
        failures=latest[FAILURES, chosen].measurements if (FAILURES, chosen) in latest else (),
        unsealed=_numbers(latest, chosen, SEALED_CASES),
        controls=_numbers(latest, chosen, CONTROLS),
        controls_say=latest[CONTROLS, chosen].says if (CONTROLS, chosen) in latest else "",
        only_decide=frozenset(spec.name for spec in specs if spec.kind in _ONLY_DECIDE),
        limits=_numbers(latest, chosen, LIMITS),
        spoilt=spoilt,
        simplified=simplified_now(bench, chosen, now),
        reframing=reframed_now(bench),
        mistakes=examples_in(evaluated.get(chosen)),
        decisions=bench.book.all(Decision),
        sign_offs=bench.book.all(SignOff),
        rows_per_month=rows_per_month(bench, now) if evaluated else None,
        unit=bench.document.success.unit if bench.document.success.value else "",
        status_quo="status_quo" if "status_quo" in evaluated else "",
        chosen=chosen,
        apart=apart_told(compared.measurements, same) if compared else (),
        same_as_best=same_as_best(chosen, compared.measurements, same) if compared else False,
        best=compared.measurements[0].candidate if compared and compared.measurements else chosen,
        simplest=simplest_within_noise(bench, compared) if compared else "",
        policy=" ".join([changed_by(bench.claims, bench.weight), *rules_of(bench.weight)]),
        check_ins=tuple(latest_check_ins(bench).values()),
        quiet=quiet(bench),
        proposals=tabled(bench),
        goals=goal_moves(bench, chosen),
        acts=acts_of(bench),
        searches=bench.book.all(Searched),
        tried=bench.book.all(Tried),
        looks=looks(bench),
        looks_agreed=bench.document.timebox.looks,
        mockups=_mockups(bench),
        digests={name: digest for name, digest in now.items() if not name.startswith("document:")},
        made=bench.clock.now(),
        version=__version__,
    )


def rows_per_month(bench: Workbench, now: Ground) -> float | None:
    """Decisions in a month; counted once, and kept for as long as document and rows stay as they are."""
    seen = {name: part for name, part in now.items() if name.startswith("data:") or name in _COUNTED}
    key = digest(["rows_per_month", bench.document.success.volume, seen])
    kept = bench.cache.get(key, Measurement)
    if kept is None:
        kept = Measurement(name="rows_per_month", value=bench.material.rows_per_month)
        bench.cache.put(key, kept)
    return kept.value


def _numbers(latest: Mapping[tuple[str, str], Evidence], chosen: str, check: str) -> tuple[Measurement, ...]:
    """What was measured last by a check of the attempt that is put forward; empty when it was not."""
    return latest[check, chosen].measurements if (check, chosen) in latest else ()


def _on_folds(evaluated: Mapping[str, Evidence], name: str) -> tuple[Measurement, ...]:
    """A number of every attempt on the cases by which attempts are chosen."""
    measured = [one for each in evaluated.values() for one in each.measurements if one.origin == "fold"]
    return _named(measured, name)


def _mockups(bench: Workbench) -> tuple[str, ...]:
    """Made-up answers to talk about; without a decision to take there is nothing to mock up."""
    problem = bench.document.problem
    if not (problem.decision or problem.action):
        return ()
    return tuple(each.sentence for each in mock_up(bench.document, rows=3))


def _forecast(bench: Workbench, chosen: str) -> Forecast | None:
    return next((each for each in reversed(bench.book.all(Forecast)) if each.candidate == chosen), None)


def _is_group(measured: Measurement) -> bool:
    return bool(measured.slice) and "period" not in measured.slice and measured.name != MOVES


def _named(measured: list[Measurement], name: str) -> tuple[Measurement, ...]:
    return tuple(one for one in measured if one.name == name and not one.slice)
