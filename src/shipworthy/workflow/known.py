"""All that pages tell of one project, gathered from its ledger and folder; nothing is measured here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from shipworthy.forecast.portfolio import bet, together
from shipworthy.records.bundle import Bundle
from shipworthy.records.claim import Claim
from shipworthy.records.comment import Comment
from shipworthy.records.demo import Demo
from shipworthy.records.deployment import Deployment
from shipworthy.records.elicited import Elicited
from shipworthy.records.evidence import Evidence
from shipworthy.records.person import Person
from shipworthy.records.portfolio import Together
from shipworthy.records.standing import Standing
from shipworthy.show.live import Live
from shipworthy.show.story import Story
from shipworthy.store.deployments import bundle_folder, read_deployment
from shipworthy.store.evidence import Book
from shipworthy.workflow.demos import demos_of
from shipworthy.workflow.estimate import elicited
from shipworthy.workflow.ground import ground, stands
from shipworthy.workflow.packet import packet_of
from shipworthy.workflow.running import incidents_of, windows_of
from shipworthy.workflow.standing import standing
from shipworthy.workflow.story import tell
from shipworthy.workflow.trial import inside, trial_of
from shipworthy.workflow.workbench import Workbench

EXAMPLE: Final = "input_example.json"
"""Name that MLflow gives to rows that show what a model takes."""


@dataclass(frozen=True)
class Known:
    """What is known of one project.

    Attributes:
        story: what was found out.
        live: what is live.
        standing: where it stands beside all others.
        alone: what it brings by itself; None while something needed for that was not said.
        evidence: every piece, oldest first, and whether it still stands.
        people: of the document.
        signable: claims that a person's signature settles and none has settled yet.
        root: folder of the project.
        comments: what people said, oldest first.
        elicited: ranges that people gave for amounts, and what hangs on them.
        packet: the evidence that a reviewer is handed.
        demos: the last one of each day, oldest first.
        trial: the attempt that may be tried before anything is shipped; None when there is none.
        examples: rows that the form may begin with: of the model that is live, else of the trial.
    """

    story: Story
    live: Live
    standing: Standing
    alone: Together | None = None
    evidence: tuple[tuple[Evidence, bool], ...] = ()
    people: tuple[Person, ...] = ()
    signable: tuple[Claim, ...] = ()
    root: Path = field(default_factory=Path)
    comments: tuple[Comment, ...] = ()
    elicited: Elicited | None = None
    packet: tuple[Evidence, ...] = ()
    demos: tuple[Demo, ...] = ()
    trial: Bundle | None = None
    examples: tuple[Mapping[str, Any], ...] = ()

    @property
    def asked(self) -> Bundle | None:
        """What the form asks: what is live, else what may be tried; None when there is neither."""
        return self.live.champion or self.trial


def know(bench: Workbench) -> Known:
    """Gathers what is known of an opened project.

    Raises:
        UserError: when ledger, sources or deployment cannot be read.
    """
    story, now = tell(bench), ground(bench)
    live = live_of(bench.book, read_deployment(bench.own))
    waiting = [claim for claim in bench.claims if claim.settled_by == "person"]
    held = {claim for claim, verdict in story.verdicts.items() if verdict.state == "holds"}
    stood = standing(bench, story.asks, story.rows_per_month)
    staked = bet(stood)
    trial = None if live.champion else trial_of(bench.own)
    asked, place = (live.champion, bench.own) if live.champion else (trial, inside(bench.own))
    return Known(
        story=story,
        live=live,
        standing=stood,
        alone=together([staked]) if staked else None,
        evidence=tuple((each, stands(each, now)) for each in bench.book.all(Evidence)),
        people=bench.people,
        signable=tuple(claim for claim in waiting if claim.id not in held),
        root=bench.root,
        comments=bench.book.all(Comment),
        packet=packet_of(bench),
        demos=demos_of(bench.book),
        trial=trial,
        examples=_examples(bundle_folder(place, asked.version)) if asked else (),
        elicited=elicited(bench, story.chosen, story.rows_per_month),
    )


def live_of(book: Book, deployment: Deployment | None) -> Live:
    """What a project has written down about being live, each window and incident as it was last told."""
    bundles = {each.version: each for each in book.all(Bundle)}
    return Live(
        deployment=deployment,
        bundles=tuple(bundles[version] for version in sorted(bundles)),
        windows=windows_of(book),
        incidents=tuple(sorted(incidents_of(book).values(), key=lambda each: (each.since, each.id))),
    )


def _examples(folder: Path) -> tuple[Mapping[str, Any], ...]:
    """The rows that were written beside a model; without any the form starts empty."""
    for path in sorted(folder.rglob(EXAMPLE)):
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            return tuple(dict(zip(table["columns"], row, strict=True)) for row in table["data"])
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            continue
    return ()
