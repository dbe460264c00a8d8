"""What comes after the prototype is stated at the start: delivery, reviews, the timebox and monitoring."""

from typing import Annotated, Any, Final, Literal

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema

from shipworthy.foundation.quantities import per_second
from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Day, Duration, EmptyAsSection, Names, Rate, Share

COSTS: Final = ("compute", "storage", "labelling", "people")
"""What running it costs money for."""


class RunningCostSection(Section):
    """What running it costs: all in all, which may stand alone, or part by part.

    Attributes:
        total: money in a stretch of time, such as 500/month.
        compute: machines that answer and learn.
        storage: what is kept.
        labelling: people or services who say what turned out.
        people: those who look after it.
    """

    total: Rate | None = None
    compute: Rate | None = None
    storage: Rate | None = None
    labelling: Rate | None = None
    people: Rate | None = None

    @property
    def parts(self) -> dict[str, str]:
        """Part -> its rate, of those that are said."""
        return {name: cost for name in COSTS if (cost := getattr(self, name)) is not None}

    @property
    def a_second(self) -> float:
        """Money a second, all in all."""
        return sum(per_second(cost) for cost in ([self.total] if self.total else self.parts.values()))

    @model_validator(mode="before")
    @classmethod
    def _bare_total(cls, data: Any) -> Any:
        return {"total": data} if isinstance(data, str | int | float) else data

    @model_validator(mode="after")
    def _all_or_parts(self) -> "RunningCostSection":
        if bool(self.total) == bool(self.parts):
            raise refuse("this does not say what running it costs in one way", f"total, or {', '.join(COSTS)}")
        return self

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> Any:
        return self.total or write(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "string"}, schema]}


Form = Literal["file", "notebook", "table", "search", "rest"]
Schedule = Literal["on request", "1h", "1d", "1w"]
"""How often answers are made, of the ways that can be replayed."""


class InsteadEntry(Section):
    """Another way to deliver.

    Attributes:
        form: file, notebook, table, search index or REST; left out, as it is now.
        running_cost: money in a stretch of time that running it would cost then; or part by part.
    """

    form: Form | None = None
    running_cost: RunningCostSection


class DeliverySection(Section):
    """How the output reaches its users.

    Attributes:
        form: file, notebook, table, search index or REST.
        consumers: who or what reads it.
        schedule: on request, or how often.
        reads: systems it reads from.
        writes: systems it writes to.
        latency_p99: time within which 99 of 100 answers are there.
        peak: requests at the busiest time.
        availability: share of the time that it must answer.
        fallback: what happens when the model is unavailable, unsure or wrong.
        running_cost: money in a stretch of time, in the unit of success, such as 500/month; or part by part.
        instead: other schedules -> what running it would cost then: on request, 1h, 1d or 1w.
    """

    form: Form | None = None
    consumers: Names = ()
    schedule: str = ""
    reads: Names = ()
    writes: Names = ()
    latency_p99: Duration | None = None
    peak: Rate | None = None
    availability: Share | None = None
    fallback: str = ""
    running_cost: RunningCostSection | None = None
    instead: dict[Schedule, Annotated[InsteadEntry, EmptyAsSection]] = Field(default={})


class ReviewEntry(Section):
    """A review that somebody has to sign.

    Attributes:
        lead_time: from asking to an answer.
        owner: person or role that signs it.
    """

    lead_time: Duration | None = None
    owner: str = ""


class TimeboxSection(Section):
    """How long and how much before the project is looked at again.

    Attributes:
        every: how often it is looked at.
        budget: time in all.
        cost: money in all, in the unit of success.
        looks: how often the rows kept aside may be looked at, all attempts together; more are told as too many.
        starts: first day; estimates of stages count from here.
    """

    every: Duration | None = None
    budget: Duration | None = None
    cost: float | None = Field(default=None, ge=0)
    looks: int | None = Field(default=None, ge=1)
    starts: Day | None = None


class MonitoringSection(Section):
    """How it is watched once it is live.

    Attributes:
        window: stretch of time that is judged at once.
        false_alarms: false alarms that are put up with.
        automation: what the model may do by itself: shadow, suggest, act with review, act.
        tell: people or roles who are told of an incident; left out, the business owner and the ML engineer.
    """

    window: Duration | None = None
    false_alarms: Rate | None = None
    automation: Literal["shadow", "suggest", "review", "act"] | None = None
    tell: Names = ()


class HandoverSection(Section):
    """Who takes it over once it is live, and what they are given.

    Attributes:
        owner: person, role or team that answers for it once it is live.
        on_call: whom to call when it fails, and when; or nobody.
        runbook: file beside the document that says what to do when it fails.
        retraining: when it is learned anew, in your words.
    """

    owner: str = ""
    on_call: str = ""
    runbook: str = ""
    retraining: str = ""
