"""A policy: how much process a project carries, by what can go wrong. A short document that people read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Annotated, Final, Literal, get_args

from pydantic import Field, model_validator

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.document import PersonRole, Risk
from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Duration, ListOfOne, Name, Names

RISKS: Final[tuple[Risk, ...]] = get_args(Risk)
"""Levels of risk, rising."""

CHECK_INS: Final = "process.check-ins"
PROPOSALS: Final = "process.proposals"

Identities = Literal["asserted", "authenticated"]
Roles = Annotated[tuple[PersonRole, ...], ListOfOne]


class CheckInRule(Section):
    """How often somebody is shown what there is.

    Attributes:
        every: longest silence that is put up with.
        who: roles who have to be shown.
    """

    every: Duration
    who: Roles = ("business-owner",)


class Level(Section):
    """What a level of risk asks for beyond the level below it.

    Attributes:
        says: which projects it is for.
        required: claims that the gate waits for, by id; `*` stands for any words.
        asked: claims that are asked for and block nothing.
        may_stay_open: claims that the gate of other projects waits for, and the gate of these does not.
        reviews: name of a review that has to be signed -> role of whoever signs it.
        countersigns: roles of which one agrees when the goal is moved.
        check_in: how often people are shown what there is.
        proposals: how long before a meeting what is proposed for it has to be in.
        identities: whether a name that nobody proved may sign.
    """

    says: str = ""
    required: Names = ()
    asked: Names = ()
    may_stay_open: Names = ()
    reviews: dict[Name, PersonRole] = Field(default={})
    countersigns: Roles = ()
    check_in: CheckInRule | None = None
    proposals: Duration | None = None
    identities: Identities = "asserted"


class Policy(Section):
    """The weight of the process at each level of risk.

    A level asks for all that the levels below it ask for; what may stay open at a level may stay open at those below.

    Attributes:
        policy: its name.
        says: what it is for.
        low: a mistake is noticed at once and costs little.
        medium: a mistake costs money or goodwill.
        high: a mistake hurts people or breaks the law.
    """

    policy: Name
    says: str = ""
    low: Level = Level()
    medium: Level = Level()
    high: Level = Level()

    @model_validator(mode="after")
    def _one_signer_a_review(self) -> "Policy":
        signers: dict[str, str] = {}
        for risk in RISKS:
            for review, role in self.level(risk).reviews.items():
                if signers.setdefault(review, role) != role:
                    raise refuse(
                        f"the {review} review is signed by {signers[review]} at one level and by {role} at another",
                        "one role a review; a level takes over the reviews of those below",
                        f"take {review} out of {risk}, or name the same role",
                    )
        return self

    def level(self, risk: Risk) -> Level:
        """What one level adds."""
        found: Level = getattr(self, risk)
        return found


@dataclass(frozen=True)
class Weight:
    """What is asked of one project; without a word on its risk, nothing beyond the usual.

    Attributes:
        risk: of the project; empty when the document does not say.
        policy: name of the policy.
        says: which projects the level is for.
        required: patterns of claims that the gate waits for.
        asked: patterns of claims that are asked for.
        may_stay_open: patterns of claims that do not block.
        reviews: review -> role of whoever signs it.
        countersigns: roles of which one agrees when the goal is moved; empty when the policy does not say.
        every: seconds of silence after which somebody should be shown what there is; None asks for none.
        shown_to: roles who have to be shown.
        proposals: seconds before a meeting at which proposals have to be in; None asks for none.
        identities: `authenticated` where an unproven name may not sign.
    """

    risk: str = ""
    policy: str = ""
    says: str = ""
    required: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    may_stay_open: tuple[str, ...] = ()
    reviews: dict[str, str] = field(default_factory=dict)
    countersigns: tuple[str, ...] = ()
    every: float | None = None
    shown_to: tuple[str, ...] = ()
    proposals: float | None = None
    identities: Identities = "asserted"

    @property
    def because(self) -> str:
        """Why it asks, in words that follow "asked"; empty without a policy."""
        return f"because this project's risk is {self.risk}: policy {self.policy}" if self.risk else ""

    def requires(self, claim: str) -> bool:
        """Whether the gate waits for it."""
        return _fits(claim, self.required)

    def wants(self, claim: str) -> bool:
        """Whether it is asked for, required or not."""
        return _fits(claim, (*self.required, *self.asked))

    def lets_open(self, claim: str) -> bool:
        """Whether it need not hold, though other projects' gates wait for it."""
        return _fits(claim, self.may_stay_open) and not self.requires(claim)


UNWEIGHED: Final = Weight()
"""What is asked of a project whose document says nothing of its risk."""


def weight(policy: Policy, risk: Risk) -> Weight:
    """What a policy asks of a project of some risk.

    Asked is what this level and those below ask for; what may stay open is what this level or one above lets stay
    open. So a higher level never asks for less, whatever the policy says.

    >>> rules = Policy(policy="ours", low=Level(may_stay_open="brief.value"), high=Level(required="brief.*"))
    >>> weight(rules, "low").lets_open("brief.value"), weight(rules, "high").requires("brief.value")
    (True, True)
    """
    at = RISKS.index(risk)
    below = [policy.level(each) for each in RISKS[: at + 1]]
    above = [policy.level(each) for each in RISKS[at:]]
    check_ins = [each.check_in for each in below if each.check_in]
    leads = [seconds(each.proposals) for each in below if each.proposals]
    return Weight(
        risk=risk,
        policy=policy.policy,
        says=policy.level(risk).says,
        required=_all(each.required for each in below),
        asked=_all([*(each.asked for each in below), (CHECK_INS,) * bool(check_ins), (PROPOSALS,) * bool(leads)]),
        may_stay_open=_all(each.may_stay_open for each in above),
        reviews={review: role for each in below for review, role in each.reviews.items()},
        countersigns=next((each.countersigns for each in reversed(below) if each.countersigns), ()),
        every=min((seconds(each.every) for each in check_ins), default=None),
        shown_to=_all(each.who for each in check_ins),
        proposals=max(leads, default=None),
        identities="authenticated" if any(each.identities == "authenticated" for each in below) else "asserted",
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part))


def _fits(claim: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(claim, pattern) for pattern in patterns)
