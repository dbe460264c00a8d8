"""The second half of the journey: shipped, live, watched, acted upon. Nothing here knows what the data holds."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shipworthy.delivery.client import Client
from shipworthy.records.decision import SignOff
from shipworthy.show.live import delivery_says
from shipworthy.show.live_text import paid_says
from shipworthy.workflow.demo.faults import Fault
from shipworthy.workflow.demo.live import Rehearsal, model_server
from shipworthy.workflow.demo.replay import Replay
from shipworthy.workflow.demo.step import Step
from shipworthy.workflow.opening import STAGE
from shipworthy.workflow.paid import paid
from shipworthy.workflow.project import Project
from shipworthy.workflow.ship import Shipped
from shipworthy.workflow.watch import incidents_of, live_now, windows_of

_SHADOW_DAYS: Final = 14
_OPEN: Final = "What it does when it fails was drilled. It only suggests, and we look at it every week."
_TAKE: Final = "Two weeks in the shadow cost nothing, and it has learned from what changed."


def go_live(project: Project, faults: Sequence[Fault]) -> Iterator[Step]:
    """Ships, plays all later cases to the model server, watches, and acts.

    Raises:
        UserError: when the document or the data was altered so that it cannot go on.
        ServerError: when the model server does not come up.
    """
    shipped = _ship(project)
    yield shipped
    assert shipped.bundle is not None
    replay = Replay(project, shipped.bundle, faults)
    with TemporaryDirectory(prefix="shipworthy-") as folder, model_server(project, faults, Path(folder)) as client:
        rehearsal = Rehearsal(project, replay, client)
        yield _live(project, rehearsal, replay, client)
        fell = rehearsal.play(until_cause="model")
        yield _watch(project, rehearsal, faults)
        yield from _act(project, rehearsal, fell=fell)
    yield _end(project)


def _ship(project: Project) -> Step:
    for claim in project.claims:
        if claim.kind == "review" and not any(claim.id in each.claims for each in project.book.all(SignOff)):
            project.sign(claim.id)
    shipped: Shipped = project.ship()
    said: tuple[str, ...] = shipped.notices
    if not shipped.opened:
        said = (project.decide("go", stage=STAGE, why=_OPEN).says,)
    level = live_now(project).level
    return Step(
        number=6,
        title="Shipped",
        bundle=shipped.bundle,
        evidence=shipped.evidence,
        gate=shipped.gate,
        claims=shipped.claims,
        last=(*said, f"The level of automation starts at: {level}. More has to be earned live."),
    )


def _live(project: Project, rehearsal: Rehearsal, replay: Replay, client: Client) -> Step:
    rehearsal.play(days=1)
    played = rehearsal.played
    return Step(
        number=7,
        title="Live",
        says=(
            f"A model server of its own answers at {client.address}. {replay.rows:,} real cases that came later are "
            "played to it, one request an hour; what turned out is posted back when it would have been known.",
            f"The first day: {played.rows:,} cases in {played.requests:,} requests, all of them in the "
            "prediction log before they were answered.",
        ),
        known=project.known(),
    )


def _watch(project: Project, rehearsal: Rehearsal, faults: Sequence[Fault]) -> Step:
    played = rehearsal.played
    planted = "; ".join(each.says for each in faults if each.kind != "none")
    return Step(
        number=8,
        title="Watched",
        says=(
            f"Planted, and told to nobody: {planted}." if planted else "No fault was planted.",
            f"{played.rows:,} cases so far, {played.outcomes:,} outcomes.",
        ),
        known=project.known(),
        windows=windows_of(project),
        incidents=tuple(incidents_of(project).values()),
        last=tuple(played.did),
    )


def _act(project: Project, rehearsal: Rehearsal, *, fell: bool) -> Iterator[Step]:
    """Retrains, lets the new one watch, decides, drills the way back, and plays to the end."""
    if not fell:
        yield Step(number=9, title="Acted", says=("Nothing asked for another model, and the year is over.",))
        return
    told = project.retrain(now=rehearsal.now)
    yield Step(number=9, title="Acted", retrained=told, gate=told.gate, claims=told.claims)
    before = {each.start for each in windows_of(project)}
    rehearsal.play(days=_SHADOW_DAYS)
    decided = project.decide("go", stage=STAGE, why=_TAKE)
    rehearsal.play(days=1)
    swap = rehearsal.swap()
    forward = project.rollback(why="the drill is over").says
    rehearsal.play()
    known = project.known()
    gain = paid(project)
    yield Step(
        number=9,
        title="Acted, and what became of it",
        says=(
            decided.says,
            f"Rolled back as a drill: the version before answered {swap.seconds:.2f} seconds later, and "
            f"{swap.answered:,} of {swap.asked:,} requests sent meanwhile were answered.",
            forward,
            *(paid_says(gain, known.live) if gain else ()),
        ),
        known=known,
        windows=tuple(each for each in windows_of(project) if each.start not in before),
        incidents=tuple(incidents_of(project).values()),
        last=tuple(rehearsal.played.did),
    )


def _end(project: Project) -> Step:
    known = project.known()
    return Step(number=10, title="The board", says=delivery_says(known.story, known.live), known=known)
