"""The second half of the journey: shipped, live, watched, acted upon. Nothing here knows what the data holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shipworthy.records.bundle import Bundle
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.incident import Incident
from shipworthy.records.placed import Placed, R
from shipworthy.records.verdict import Gate
from shipworthy.records.window import Window
from shipworthy.show.live import delivery_says
from shipworthy.show.live_text import paid_says
from shipworthy.store.deployments import read_deployment
from shipworthy.workflow.demo.faults import Fault
from shipworthy.workflow.demo.in_short import in_short
from shipworthy.workflow.demo.live import Rehearsal, model_server
from shipworthy.workflow.demo.replay import Replay
from shipworthy.workflow.demo.step import Step
from shipworthy.workflow.opening import STAGE
from shipworthy.workflow.paid import paid
from shipworthy.workflow.project import Project
from shipworthy.workflow.running import incidents_of, live_now
from shipworthy.workflow.transfer import OF_BUNDLE
from shipworthy.workflow.watch import RETRAIN

_SHADOW_DAYS: Final = 14
_LOOK_DAYS: Final = 28
_DRILL: Final = "the drill is over"
_OPEN: Final = "What it does when it fails was drilled. It only suggests, and we look at it every week."
_TAKE: Final = (
    "On the newest cases it would have brought more than what is live. Whether that lasts, we look at every four weeks."
)
_LEAVE: Final = "It brings less than the version before, on the same cases."


def go_live(project: Project, faults: Sequence[Fault]) -> Iterator[Step]:
    """Ships, plays all later cases to the model server, watches, and acts; goes on where it was interrupted.

    Raises:
        UserError: when the document or the data was altered so that it cannot go on.
        ServerError: when the model server does not come up.
    """
    yield _ship(project)
    first = project.book.all(Bundle)[0]
    replay = Replay(project, first, faults)
    with TemporaryDirectory(prefix="shipworthy-") as folder, model_server(project, faults, Path(folder)) as client:
        rehearsal = Rehearsal(project, replay, client)
        yield _live(project, rehearsal, replay)
        if not _retrained(project):
            rehearsal.play(until_cause="model")
        yield _watch(project, rehearsal, faults)
        yield from _act(project, rehearsal)
    yield _end(project)


def _ship(project: Project) -> Step:
    for claim in project.claims:
        if claim.kind == "review" and not any(claim.id in each.claims for each in project.book.all(SignOff)):
            project.sign(claim.id)
    if read_deployment(project.own) is not None:
        return _shipped_before(project)
    shipped = project.ship()
    said = () if shipped.opened else (project.decide("go", stage=STAGE, why=_OPEN).says,)
    return _shipped(shipped.bundle, shipped.evidence, shipped.gate, project, said)


def _shipped_before(project: Project) -> Step:
    first = project.book.all(Bundle)[0]
    of_it = [each for each in project.book.all(Evidence) if each.stands_on.get("bundle") == first.digest]
    evidence = tuple(next(each for each in of_it if each.check == check) for check in OF_BUNDLE)
    gate = next(each for each in project.book.all(Gate) if each.stage == STAGE)
    return _shipped(first, evidence, gate, project, ("It was shipped before.",))


def _shipped(bundle: Bundle, evidence: tuple[Evidence, ...], gate: Gate, project: Project, said: Sequence[str]) -> Step:
    level = live_now(project).level
    return Step(
        number=6,
        title="Shipped",
        bundle=bundle,
        evidence=evidence,
        gate=gate,
        claims=project.claims,
        last=(*said, f"The level of automation starts at: {level}. More has to be earned live."),
    )


def _live(project: Project, rehearsal: Rehearsal, replay: Replay) -> Step:
    skipped = rehearsal.resume()
    rehearsal.play(days=1)
    played = rehearsal.played
    told = (
        "Much of it was played before; this goes on from there."
        if skipped
        else f"The first day: {played.rows:,} cases in {played.requests:,} requests, all of them in the prediction log "
        "before they were answered."
    )
    return Step(
        number=7,
        title="Live",
        says=(
            f"A model server in a process of its own answers. {replay.rows:,} real cases that came later are played to "
            "it, one request an hour; what turned out is posted back when it would have been known.",
            told,
        ),
        known=project.known(),
    )


def _watch(project: Project, rehearsal: Rehearsal, faults: Sequence[Fault]) -> Step:
    planted = "; ".join(each.says for each in faults if each.kind != "none")
    known, windows, incidents = project.known(), _by_then(project, Window), _by_then(project, Incident)
    then = replace(
        known.live,
        windows=tuple({each.start: each for each in windows}.values()),
        incidents=tuple({each.id: each for each in incidents}.values()),
    )
    return Step(
        number=8,
        title="Watched",
        says=(f"Planted, and told to nobody: {planted}." if planted else "No fault was planted.",),
        known=replace(known, live=then),
        windows=then.windows,
        incidents=then.incidents,
        last=tuple(rehearsal.played.did),
    )


def _act(project: Project, rehearsal: Rehearsal) -> Iterator[Step]:
    """Retrains, lets the new one watch, decides, drills the way back, plays on, and goes back when it did not pay."""
    if not _retrained(project) and not any(each.cause == "model" for each in incidents_of(project.book).values()):
        yield Step(number=9, title="Acted", says=("Nothing asked for another model, and the data ends here.",))
        return
    if not _retrained(project):
        project.retrain(now=rehearsal.now)
        yield _learned(project)
        rehearsal.play(days=_SHADOW_DAYS)
    else:
        yield _learned(project)
    says = [*_promote(project, rehearsal), *_look_again(project, rehearsal)]
    known, before = project.known(), {each.start for each in _by_then(project, Window)}
    yield Step(
        number=9,
        title="Acted, and what became of it",
        says=tuple(says),
        known=known,
        windows=tuple(each for each in known.live.windows if each.start not in before),
        incidents=known.live.incidents,
    )


def _learned(project: Project) -> Step:
    """What was learned anew, as the ledger has it."""
    learned = _learned_anew(project)
    assert learned is not None
    gates = (each.record for each in project.book.placed(Gate) if each.seq > learned.seq)
    gate = next(each for each in gates if each.stage == STAGE)
    return Step(number=9, title="Acted", retrained=learned.record, gate=gate, claims=project.claims)


def _promote(project: Project, rehearsal: Rehearsal) -> Iterator[str]:
    """Lets the new one answer, and drills the way back and forth while cases come in; what was done is told again."""
    if rehearsal.over or any(each.why.startswith(_DRILL) for each in project.book.all(Deployment)):
        yield from _done(project)
        return
    yield project.decide("go", stage=STAGE, why=_TAKE).says
    rehearsal.play(days=1)
    swap = rehearsal.swap()
    came = (
        f"the version before answered {swap.seconds:.2f} seconds later, and "
        f"{swap.answered:,} of {swap.asked:,} requests sent meanwhile were answered."
    )
    yield f"Rolled back as a drill: {came}"
    yield project.rollback(why=f"{_DRILL}: {came}").says


def _done(project: Project) -> Iterator[str]:
    """What people decided on the model that learned anew, and why what answers was changed."""
    learned = _learned_anew(project)
    assert learned is not None
    for each in project.book.placed(Decision):
        if each.seq > learned.seq:
            yield f"{each.author} (simulated) has decided: {each.record.choice}. {each.record.why}"
    for state in project.book.placed(Deployment):
        if state.seq > learned.seq and state.record.authority != "machine":
            yield f"v{state.record.champion} answered from then on: {state.record.why}"


def _look_again(project: Project, rehearsal: Rehearsal) -> Iterator[str]:
    """Plays to the end; every four weeks it is seen whether the change paid, and undone when it did not."""
    newest = project.book.all(Bundle)[-1].version
    while not rehearsal.over:
        rehearsal.play(days=_LOOK_DAYS)
        gain = paid(project) if live_now(project).champion == newest else None
        if gain is not None and gain.high is not None and gain.high < 0:
            told = paid_says(gain, project.known().live)
            yield from told
            yield project.rollback(why=" ".join([_LEAVE, *told])).says
    gain = paid(project)
    yield from paid_says(gain, project.known().live) if gain else ()


def _retrained(project: Project) -> bool:
    return len(project.book.all(Bundle)) > 1


def _learned_anew(project: Project) -> Placed[Evidence] | None:
    """What was measured of the model that learned anew, and where that stands in the ledger; None before."""
    return next((each for each in project.book.placed(Evidence) if each.record.check == RETRAIN), None)


def _by_then(project: Project, kind: type[R]) -> list[R]:
    """Records of a kind from before something was learned anew, so that they are told again as they were told then."""
    learned = _learned_anew(project)
    return [each.record for each in project.book.placed(kind) if learned is None or each.seq < learned.seq]


def _end(project: Project) -> Step:
    known = project.known()
    return Step(
        number=10,
        title="What it brought",
        says=delivery_says(known.story, known.live),
        known=known,
        short=in_short(project, known),
    )
