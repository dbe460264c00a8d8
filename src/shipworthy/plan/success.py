"""Success: what decisions are worth, what counts as success, and what must not get worse."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from shipworthy.plan.section import Section, refuse
from shipworthy.plan.value import ValueSection
from shipworthy.plan.words import Day, Duration, Name, Rate, Share, YesNo
from shipworthy.records.spec import Missing


class CriterionSection(Section):
    """What counts as success.

    Attributes:
        gain_over: what the gain is measured against: `status_quo`, or `constant`, always giving the same answer.
        metric: metric that has to reach the target, when no value was agreed.
        per: rows the target is for.
        at_least: lowest gain or metric that is good enough.
        at_most: highest metric that is good enough.
        confidence: one-sided confidence asked for.
        over: stretch of time that has to reach a gain taken together, such as 6month; left out, each period has to.
        equivalent: differences between attempts up to this size, for `per` rows, do not matter.
        by: day by which it should be met.
    """

    gain_over: Name | None = None
    metric: Name | None = None
    per: float = Field(default=1.0, gt=0)
    at_least: float | None = None
    at_most: float | None = None
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    over: Duration | None = None
    equivalent: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    by: Day | None = None


class OutcomeSection(Section):
    """When and whether it is known what turned out.

    Attributes:
        depends_on_decision: whether the decision changes what turns out, or whether it is seen.
        delay: time from the decision to the outcome.
        missing: what an empty outcome means.
    """

    depends_on_decision: Annotated[Literal["no", "selective", "yes"], YesNo] = "no"
    delay: Duration | None = None
    missing: Annotated[Missing, YesNo] = "unknown"


class _Range(Section):
    """Two numbers, the lower one first."""

    low: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise refuse("low is more than high", "low at most as much as high")
        return self


class WorthSection(_Range):
    """What success is worth, said by hand: over what is done today, when every output is acted on.

    Attributes:
        low: that it is hardly worth less than: in 1 of 20 cases.
        high: that it is hardly worth more than: in 1 of 20 cases.
        per: the stretch of time that both are for.
    """

    low: float
    high: float
    per: Literal["month", "year"] = "year"


class ShareRange(_Range):
    """A share that nobody knows exactly.

    Attributes:
        low: that it is hardly below: in 1 of 20 cases.
        high: that it is hardly above: in 1 of 20 cases.
    """

    low: Share
    high: Share


class ExpectSection(Section):
    """What a good answer to a yes-or-no question is thought to reach, before there is any data.

    Attributes:
        happens: share of all cases in which it happens.
        caught: share of these that would be caught.
        false_alarms: share of the other cases in which there would be an alarm.
    """

    happens: ShareRange
    caught: ShareRange
    false_alarms: ShareRange


class AmountRange(_Range):
    """What an amount very likely is.

    Attributes:
        low: that it is hardly below: in 1 of 20 cases.
        high: that it is hardly above: in 1 of 20 cases.
    """

    low: float
    high: float


class SuccessSection(Section):
    """What the owner cares about, in the owner's unit.

    Attributes:
        unit: of the amounts, such as USD.
        value: what a decision is worth.
        plausible: amount of `value` -> what people think it very likely is; decision curves are drawn over that.
        volume: decisions in a stretch of time, such as 27000/month.
        horizon: time that the value is counted for; a year when left out.
        worth: what success is worth, said by hand.
        expect: what answers are thought to reach, before there is data.
        criterion: what counts as success.
        outcome: when it is known what turned out.
    """

    unit: str = ""
    value: ValueSection | None = None
    plausible: dict[Name, AmountRange] = Field(default={})
    volume: Rate | None = None
    horizon: Duration | None = None
    worth: WorthSection | None = None
    expect: ExpectSection | None = None
    criterion: CriterionSection | None = None
    outcome: OutcomeSection = OutcomeSection()


class GuardrailEntry(Section):
    """Something that must not get worse.

    Attributes:
        metric: what is measured.
        by: column whose groups must each pass.
        at_least: lowest value that is good enough.
        at_most: highest value that is good enough.
        min_n: groups with fewer rows are pooled and do not block.
        confidence: one-sided confidence asked for.
        owner: person or role that answers for it.
    """

    metric: Name
    by: str = ""
    at_least: float | None = None
    at_most: float | None = None
    min_n: int = Field(default=0, ge=0)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    owner: str = ""
