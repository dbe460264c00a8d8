"""The problem: who needs what, what is decided, what is done about it, and what is done today."""

from typing import Annotated, Any, ClassVar

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator

from shipworthy.plan.capacity import CapacityText
from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Duration, Name, Share, TextKeys
from shipworthy.records.spec import StatusQuoKind


class StatusQuoSection(Section):
    """What is done today; exactly one of the five, or a bare `nothing` or `unknown`.

    Attributes:
        rule: Polars SQL expression that is true where today's answer is yes.
        column: column that holds what was decided.
        rates: outcome -> decision -> share, as claimed.
        source: where the claimed rates come from.
        nothing: nothing is done today.
        unknown: nobody knows; no gain can then be told.
    """

    bare_words: ClassVar = ("nothing", "unknown")

    rule: Name | None = None
    column: Name | None = None
    rates: Annotated[dict[str, dict[str, Share]], TextKeys] | None = None
    source: str = ""
    nothing: bool = False
    unknown: bool = False

    @property
    def kind(self) -> StatusQuoKind:
        """Which of the five it is."""
        if self.rule:
            return "rule"
        if self.column:
            return "column"
        if self.rates:
            return "rates"
        return "nothing" if self.nothing else "unknown"

    @model_validator(mode="after")
    def _one_of_five(self) -> "StatusQuoSection":
        given = [name for name in ("rule", "column", "rates", "nothing", "unknown") if getattr(self, name)]
        if len(given) != 1:
            raise refuse("this does not say one way of doing it today", "one of rule, column, rates, nothing, unknown")
        if self.rates and not self.source:
            raise refuse("claimed rates need a source", "rates and source: who counted them, and when")
        if self.rates and any(abs(sum(row.values()) - 1) > 1e-6 for row in self.rates.values()):
            raise refuse("the rates of one outcome do not add up to 1", "outcome -> decision -> share, adding up to 1")
        return self

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> Any:
        return self.kind if self.kind in self.bare_words else write(self)


class AbstainSection(Section):
    """The right to abstain: a chance in between is left to what is done today.

    Attributes:
        above: chances up to here are answered no.
        below: chances from here on are answered yes.
    """

    above: Share
    below: Share

    @model_validator(mode="after")
    def _in_order(self) -> "AbstainSection":
        if not (self.above < self.below):
            raise refuse("nothing lies in between", "above lower than below")
        return self


class ProblemSection(Section):
    """The brief, in the owner's words.

    Attributes:
        user: who uses the output.
        need: what they lack today.
        decision: what is decided with the output.
        action: what is done differently because of it.
        acts: share of the outputs that somebody will act on; all of them when left out.
        workflow: what changes in their way of working.
        capacity: how many decisions for action can be acted on, such as 40/day; a column may name the period.
        lead_time: how long before the event the output must be there.
        status_quo: what is done today.
        abstain: chances at which no attempt decides, and what is done today goes on.
    """

    user: str = ""
    need: str = ""
    decision: str = ""
    action: str = ""
    acts: Share | None = None
    workflow: str = ""
    capacity: CapacityText | None = None
    lead_time: Duration | None = None
    status_quo: StatusQuoSection | None = None
    abstain: AbstainSection | None = None
