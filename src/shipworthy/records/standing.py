"""Where a project stands, in the few numbers that set it beside others."""

import math
from datetime import datetime
from typing import Literal

from shipworthy.records.record import Record
from shipworthy.records.stage import Stage
from shipworthy.records.verdict import Advice

WorthFrom = Literal["delivered", "measured", "stated", "estimated", "target", ""]
Outcome = Literal["running", "live", "ended"]


class Rest(Record, frozen=True):
    """Something that a project takes for true and that nothing has settled yet.

    Attributes:
        on: what it rests on, the same word in every project that does: a source, a team, or the sentence itself.
        says: the assumption in one sentence.
        chance: chance that it holds, between 0 and 1.
    """

    on: str
    says: str
    chance: float


class Standing(Record, frozen=True):
    """One project as the portfolio sees it; written down whenever it says something else than before.

    Attributes:
        project: name of the project.
        outcome: running, live, or ended by a decision.
        stage: where it stands; of an ended project, where it ended.
        advice: of the last gate held.
        owner: who answers for the value; the role when nobody has it.
        waits: what it waits for, the first thing; empty when for nothing.
        more: how many things more it waits for.
        unit: of all money here; empty when nobody agreed on a value.
        low: what it is hardly worth less than in a year if it works, in `unit`; None when nobody can say.
        worth: what it is worth in a year if it works and every output is acted on, in `unit`.
        high: what it is hardly worth more than in a year, in `unit`.
        worth_from: delivered live, measured by an evaluation, stated by hand, estimated from rates, or the bare target.
        acts: share of its outputs that somebody acts on, between 0 and 1; None when nobody said what will be done.
        horizon: years that the value is counted for.
        chances: stage -> chance that it passes, between 0 and 1, of the stages still ahead.
        chance: chance that all of them pass, between 0 and 1; None when one of them is not known.
        rests: assumptions that nothing has settled yet.
        assumed: what nobody said and was taken as is usual, a sentence each.
        weeks: weeks of work still ahead; None when nobody said.
        stage_weeks: stage -> weeks of work, of the stages ahead for which somebody said.
        week_cost: money that a week of it costs, in `unit`; None when nobody said.
        budget: weeks of the timebox in all; None when there is none.
        began: when its time began to run, UTC: as said, else when the ledger first heard of it; None before.
        cases_per_month: decisions in a month; None when not known.
        missing: what nobody said and what would rank it, a sentence each.
        why: the reason for which it was ended; empty while it goes on.
        lesson: what was learned from how it ended; empty when nobody said.
        version: of the bundle that answers; None while nothing is live.
        delivered: what is live really brings in a month over what was done before, in `unit`; None when not known.
        incidents: how many last.
        rehearsal: True when its people are simulated.
    """

    project: str
    outcome: Outcome = "running"
    stage: Stage = "ideation"
    advice: Advice = "cant_tell"
    owner: str = ""
    waits: str = ""
    more: int = 0
    unit: str = ""
    low: float | None = None
    worth: float | None = None
    high: float | None = None
    worth_from: WorthFrom = ""
    acts: float | None = None
    horizon: float = 1.0
    chances: dict[str, float] = {}
    chance: float | None = None
    rests: tuple[Rest, ...] = ()
    assumed: tuple[str, ...] = ()
    weeks: float | None = None
    stage_weeks: dict[str, float] = {}
    week_cost: float | None = None
    budget: float | None = None
    began: datetime | None = None
    cases_per_month: float | None = None
    missing: tuple[str, ...] = ()
    why: str = ""
    lesson: str = ""
    version: int | None = None
    delivered: float | None = None
    incidents: int = 0
    rehearsal: bool = False

    @property
    def cost(self) -> float | None:
        """Money still to be spent until it is live, in `unit`; None when weeks or their price are not known."""
        if self.weeks == 0:
            return 0.0
        return None if self.weeks is None or self.week_cost is None else self.weeks * self.week_cost

    @property
    def brings(self) -> tuple[float, float, float] | None:
        """Low, middle and high of what it brings over its horizon if it works, in `unit`; None when not known."""
        if self.acts is None or self.low is None or self.worth is None or self.high is None:
            return None
        scale = self.acts * self.horizon
        return self.low * scale, self.worth * scale, self.high * scale

    @property
    def expected(self) -> float | None:
        """Worth x chance x share that is acted on, less what is still to be spent; None when one is not known."""
        if self.brings is None or self.chance is None or self.cost is None:
            return None
        expected = self.chance * self.brings[1] - self.cost
        return expected if math.isfinite(expected) else None
