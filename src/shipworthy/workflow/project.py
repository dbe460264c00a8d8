"""A project whose methods are the verbs: `shipworthy.open(path)`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from shipworthy.foundation.clock import Clock
from shipworthy.plan.writing import edit_document
from shipworthy.records.elicited import Elicited
from shipworthy.records.estimate import Estimated
from shipworthy.show.story import Ask, Story
from shipworthy.show.weekly import Weekly
from shipworthy.workflow.adopt import Adopted, adopt
from shipworthy.workflow.ask import AskedFor, ask
from shipworthy.workflow.bench import find_document
from shipworthy.workflow.check import check
from shipworthy.workflow.checked import Checked
from shipworthy.workflow.checkin import CheckedIn, checkin
from shipworthy.workflow.comment import Commented, comment
from shipworthy.workflow.compare import Compared, compare
from shipworthy.workflow.decide import Decided, decide
from shipworthy.workflow.estimate import elicited_now, estimate
from shipworthy.workflow.evaluate import Evaluated, evaluate
from shipworthy.workflow.explain import Explained, explain
from shipworthy.workflow.failures import Failures, failures
from shipworthy.workflow.forecast import Foretold, forecast
from shipworthy.workflow.invite import LASTS, TO, Invitation, invite
from shipworthy.workflow.keep import Kept, Wanted, cases, keep
from shipworthy.workflow.known import Known, know
from shipworthy.workflow.learn import Learned, learn
from shipworthy.workflow.opening import champion_registered
from shipworthy.workflow.owed import owed_now
from shipworthy.workflow.pictured import Pictured, calibration, decision_curve
from shipworthy.workflow.progress import Progress, silent
from shipworthy.workflow.propose import Idea, Proposed, propose, rule
from shipworthy.workflow.reframe import Reframed, reframe
from shipworthy.workflow.report import report
from shipworthy.workflow.restate import Restated, put_to_owner, write_into_document
from shipworthy.workflow.retrain import Retrained, retrain
from shipworthy.workflow.rollback import RolledBack, rollback
from shipworthy.workflow.score import ScoredFile, score
from shipworthy.workflow.ship import Shipped, ship
from shipworthy.workflow.sign import GOALPOST, Signed, sign
from shipworthy.workflow.simplify import Simpler, simplify
from shipworthy.workflow.story import tell
from shipworthy.workflow.stress import Stressed, stress
from shipworthy.workflow.tune import QUICKLY, Asked, Tuned, tune
from shipworthy.workflow.undo import TakenBack, undo
from shipworthy.workflow.watch import Watched, Watcher
from shipworthy.workflow.week import week
from shipworthy.workflow.workbench import Hands, Workbench


class Project(Workbench):
    """An opened project. Use it in a `with`, or close it."""

    def check(self, stage: str = "", *, new_data: bool = False) -> Checked:
        """Gathers missing or stale evidence, stage by stage, and holds the gates; see `workflow.check`."""
        return check(self, stage, new_data=new_data)

    def evaluate(
        self, names: Sequence[str] = (), *, jobs: int | None = None, on: str = "local", anyway: bool = False
    ) -> Evaluated:
        """Measures candidates of the roadmap, so many at a time, here or on a Ray cluster; see `workflow.evaluate`."""
        self.hands = Hands(jobs, on)
        return evaluate(self, names, anyway=anyway)

    def failures(self, name: str = "") -> Failures:
        """Where a candidate does worst; see `workflow.failures`."""
        return failures(self, name)

    def cases(self) -> Kept:
        """Every corner case that is kept; see `workflow.keep`."""
        return cases(self)

    def keep(self, wanted: Wanted) -> Kept:
        """Keeps a corner case; see `workflow.keep`."""
        return keep(self, wanted)

    def compare(self) -> Compared:
        """Puts candidates side by side; see `workflow.compare`."""
        return compare(self)

    def decision_curve(self) -> Pictured:
        """Over which amounts each attempt is better than what is done today; see `workflow.pictured`."""
        return decision_curve(self)

    def calibration(self) -> Pictured:
        """How far the scores of the attempt put forward can be believed; see `workflow.pictured`."""
        return calibration(self)

    def learn(self) -> Learned:
        """The learning curve; see `workflow.learn`."""
        return learn(self)

    def tune(self, name: str, asked: Asked = QUICKLY) -> Tuned:
        """Searches better settings of an attempt; see `workflow.tune`."""
        return tune(self, name, asked)

    def stress(self) -> Stressed:
        """What spoiled inputs cost; see `workflow.stress`."""
        return stress(self)

    def simplify(
        self,
        name: str = "",
        *,
        seconds: float | None = None,
        jobs: int | None = None,
        apply: bool = False,
        hand_in: bool = False,
    ) -> Simpler:
        """What a candidate could do without, so many fits at a time; see `workflow.simplify`."""
        self.hands = Hands(jobs)
        return simplify(self, name, seconds=seconds, apply=apply, hand_in=hand_in)

    def reframe(self, *, jobs: int | None = None, limit: float | None = None) -> Reframed:
        """Tries other questions near the one that was asked; see `workflow.reframe`."""
        self.hands = Hands(jobs)
        return reframe(self, limit=limit)

    def put_to_owner(self, number: int, *, meeting: str = "") -> Restated:
        """Proposes another question to the owner; see `workflow.restate`."""
        return put_to_owner(self, number, meeting=meeting)

    def write_into_document(self, number: int) -> Restated:
        """Writes another question into the document; see `workflow.restate`."""
        return write_into_document(self, number)

    def forecast(self) -> Foretold:
        """How likely the goal is met in the time left, and what to do about it; see `workflow.forecast`."""
        return forecast(self)

    def sign(self, what: str = GOALPOST, *, says: str = "", why: str = "") -> Signed:
        """Signs the success criterion, a review or an assumption; see `workflow.sign`."""
        return sign(self, what, says=says, why=why)

    def owed(self, *, ahead: bool = False) -> tuple[Ask, ...]:
        """What is asked of whom now, the most urgent first; see `workflow.owed`."""
        return owed_now(self, ahead=ahead)

    def ask(self, what: str, *, says: str = "") -> AskedFor:
        """Puts on record that a review or an access was asked for; see `workflow.ask`."""
        return ask(self, what, says=says)

    def checkin(self, whom: str, *, shown: str, says: str = "", on: str = "") -> CheckedIn:
        """Puts on record who was shown what, and what they said; see `workflow.checkin`."""
        return checkin(self, whom, shown=shown, says=says, on=on)

    def adopt(self, experiment: str, *, names: Sequence[str] = (), trained_until: str = "") -> Adopted:
        """Puts models that people logged in MLflow on the roadmap; see `workflow.adopt`."""
        return adopt(self, experiment, names=names, trained_until=trained_until)

    def propose(self, idea: Idea) -> Proposed:
        """Hands in what to try; see `workflow.propose`."""
        return propose(self, idea)

    def rule(self, name: str, choice: str, *, why: str, meeting: str = "", add: bool = False) -> Proposed:
        """Puts on record what the lead makes of a proposal; see `workflow.propose`."""
        return rule(self, name, choice, why=why, meeting=meeting, add=add)

    def invite(self, person: str, *, lasts: str = LASTS, to: Sequence[str] = TO) -> Invitation:
        """Makes a one-time link that lets a person in; see `workflow.invite`."""
        return invite(self, person, lasts=lasts, to=to)

    def estimate(self, about: str, low: float, high: float) -> Estimated:
        """Puts on record what an amount very likely is; see `workflow.estimate`."""
        return estimate(self, about, low, high)

    def elicited(self) -> Elicited:
        """What people said amounts very likely are, and what hangs on them; see `workflow.estimate`."""
        return elicited_now(self)

    def comment(self, text: str, *, about: str = "") -> Commented:
        """Puts a comment on record; see `workflow.comment`."""
        return comment(self, text, about=about)

    def decide(
        self, choice: str, *, why: str, lesson: str = "", stage: str = "", back_to: str = "", over: int = 0
    ) -> Decided:
        """Puts a decision on record; see `workflow.decide`."""
        return decide(self, choice, why=why, lesson=lesson, stage=stage, back_to=back_to, over=over)

    def undo(self, seq: int, *, why: str) -> TakenBack:
        """Takes an entry of the ledger out of what counts; see `workflow.undo`."""
        return undo(self, seq, why=why)

    def ship(self, candidate: str = "") -> Shipped:
        """Builds, verifies and drills a bundle, and opens it to traffic when that was decided; see `workflow.ship`."""
        return ship(self, candidate)

    def score(self, source: Path, target: Path) -> ScoredFile:
        """Answers every row of a file with what is live; see `workflow.score`."""
        return score(self, source, target)

    def explain(self, what: str) -> Explained:
        """Why the model says what it says of one row, and how sure it can be; see `workflow.explain`."""
        return explain(self, what)

    def watch(self, *, now: datetime | None = None) -> Watched:
        """Judges what is live by its prediction log, and acts on what it finds; see `workflow.watch`."""
        return Watcher(self).watch(now)

    def rollback(self, *, why: str = "") -> RolledBack:
        """Lets the version before answer again; see `workflow.rollback`."""
        back = rollback(self, why=why)
        champion_registered(self, back.deployment)
        return back

    def retrain(self, *, now: datetime | None = None) -> Retrained:
        """Learns from what has come in too, and watches in the shadow; see `workflow.retrain`."""
        return retrain(self, now=now)

    def week(self, since: datetime | None = None, now: datetime | None = None) -> Weekly:
        """What was tried, what moved beyond noise, what is asked of whom; see `workflow.week`."""
        return week(self, since, now)

    def report(self, path: Path | None = None) -> Path:
        """Writes one HTML page that can be mailed; see `workflow.report`."""
        return report(self, path)

    def edit(self, field: str, value: Any) -> "Project":
        """Sets one field of the document, leaving all others and their comments as they are.

        Args:
            field: names joined by dots, such as `success.criterion.at_least`.
            value: JSON-like; None takes the field out.

        Returns:
            The project opened anew; this one is closed.

        Raises:
            DocumentError: when the document would not be valid with it.
            StorageError: when it cannot be written.
        """
        edit_document(find_document(self.root), field, value)
        self.close()
        return Project(
            self.root,
            person=self.asked_for,
            clock=self.clock,
            progress=self.progress,
            environment=self.environment,
        )

    def known(self) -> Known:
        """The story, what is live, and all evidence, for those who show it."""
        return know(self)

    def story(self) -> Story:
        """What was found out so far, for those who read it."""
        return tell(self)


def open_project(
    path: Path | str = ".",
    *,
    person: str = "",
    clock: Clock | None = None,
    progress: Progress = silent,
    environment: Mapping[str, str] | None = None,
) -> Project:
    """Opens the project in a folder.

    Args:
        path: folder with `project.yaml`.
        person: who you are, by a name of the document; empty is your login name.
        clock: tells the time of entries; None is the machine's.
        progress: called with done, total and a few words while work goes on.
        environment: variables such as SHIPWORTHY_HOME; None takes the process's.

    Raises:
        RequestError: when the folder holds no project.
        DocumentError: when the document cannot be read.
        LedgerError: when the ledger cannot be opened.
    """
    return Project(Path(path), person=person, clock=clock, progress=progress, environment=environment)
