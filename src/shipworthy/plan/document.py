"""The project document: one file that people edit and the program reads."""

from typing import Annotated, Any, Literal

from pydantic import Field

from shipworthy.plan.access import AccessEntry
from shipworthy.plan.cases import CaseEntry
from shipworthy.plan.own import OwnClaimEntry
from shipworthy.plan.problem import ProblemSection
from shipworthy.plan.roadmap import AssumptionEntry, CandidateEntry, EvaluationSection
from shipworthy.plan.robust import RobustEntry
from shipworthy.plan.section import Section
from shipworthy.plan.sources import DataSection, SourceEntry
from shipworthy.plan.success import GuardrailEntry, SuccessSection
from shipworthy.plan.transfer import DeliverySection, HandoverSection, MonitoringSection, ReviewEntry, TimeboxSection
from shipworthy.plan.words import Day, Duration, Effort, EmptyAsSection, ListOfOne, Name, Names, Share
from shipworthy.records.stage import Stage

PersonRole = Literal[
    "business-owner",
    "product",
    "data-scientist",
    "lead",
    "ml-engineer",
    "data-engineer",
    "software-engineer",
    "reviewer",
]
Risk = Literal["low", "medium", "high"]


class PersonEntry(Section):
    """A person of the project.

    Attributes:
        email: address.
        roles: what they do here.
        skills: what they know how to do, in words that `stages` uses too.
        simulated: not a person: may sign in a rehearsal and nowhere else.
    """

    email: str = ""
    roles: Annotated[tuple[PersonRole, ...], ListOfOne] = ()
    skills: Names = ()
    simulated: bool = False


class StageEntry(Section):
    """What a stage is for and what it is thought to take.

    Attributes:
        goal: what is there when it is done.
        inputs: what it needs.
        outputs: what it leaves.
        skills: what somebody has to know how to do.
        estimate: time by the calendar.
        effort: days of work.
        chance: chance that it succeeds.
        owner: person or role that answers for it.
        due: day on which its gate is due; left out, it follows from `estimate` and `timebox.starts`.
    """

    goal: str = ""
    inputs: Names = ()
    outputs: Names = ()
    skills: Names = ()
    estimate: Duration | None = None
    effort: Effort | None = None
    chance: Share | None = None
    owner: str = ""
    due: Day | None = None


class Document(Section):
    """`project.yaml`; `project` is all it needs, the rest is asked for by the gate that needs it.

    Attributes:
        project: name of the project.
        rehearsal: simulated people may sign here; no gate of it opens anything real.
        risk: what a mistake can do; a policy says what is asked of a project of this risk. Left out, the usual.
        policy: its file beside the document, or the name of an installed one; left out, the one that is shipped.
        people: name -> person.
        stages: stage -> what it is for.
        problem: the brief.
        success: what the owner cares about.
        guardrails: what must not get worse.
        robust: what has to hold although inputs arrive spoiled.
        cases: what has to be answered as expected, by every attempt put forward and by what is shipped.
        evaluation: how attempts are judged.
        assumptions: what is taken for true.
        claims: what else is promised, in words of your own.
        data: sources and target.
        candidates: the roadmap, in the order that pays.
        delivery: how the output reaches its users.
        reviews: name -> review.
        access: name -> access that somebody has to give.
        timebox: how long and how much.
        monitoring: how it is watched.
        handover: who takes it over.
    """

    project: Name
    rehearsal: bool = False
    risk: Risk | None = None
    policy: str = ""
    people: dict[Name, Annotated[PersonEntry, EmptyAsSection]] = Field(default={})
    stages: dict[Stage, Annotated[StageEntry, EmptyAsSection]] = Field(default={})
    problem: ProblemSection = ProblemSection()
    success: SuccessSection = SuccessSection()
    guardrails: tuple[GuardrailEntry, ...] = ()
    robust: tuple[RobustEntry, ...] = ()
    cases: tuple[CaseEntry, ...] = ()
    evaluation: EvaluationSection = EvaluationSection()
    assumptions: tuple[AssumptionEntry, ...] = ()
    claims: tuple[OwnClaimEntry, ...] = ()
    data: DataSection = DataSection()
    candidates: tuple[CandidateEntry, ...] = ()
    delivery: DeliverySection = DeliverySection()
    reviews: dict[Name, Annotated[ReviewEntry, EmptyAsSection]] = Field(default={})
    access: dict[Name, Annotated[AccessEntry, EmptyAsSection]] = Field(default={})
    timebox: TimeboxSection = TimeboxSection()
    monitoring: MonitoringSection = MonitoringSection()
    handover: HandoverSection = HandoverSection()

    @property
    def base(self) -> tuple[str, SourceEntry] | None:
        """Name and entry of the source that the others join; None while no source is named."""
        return next(((name, source) for name, source in self.data.sources.items() if source.join is None), None)

    def holder(self, role: str) -> str:
        """The first person with a role; the role itself when nobody has it."""
        return next((name for name, person in self.people.items() if role in person.roles), role)

    def to_data(self) -> dict[str, Any]:
        """The document as it would be written: what equals its default is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)
