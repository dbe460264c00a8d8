"""What comes after the prototype is stated at the start: delivery, reviews, the timebox and monitoring."""

from typing import Literal

from pydantic import Field

from shipworthy.plan.section import Section
from shipworthy.plan.words import Duration, Names, Rate, Share


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
        running_cost: money in a stretch of time, in the unit of success, such as 500/month.
    """

    form: Literal["file", "notebook", "table", "search", "rest"] | None = None
    consumers: Names = ()
    schedule: str = ""
    reads: Names = ()
    writes: Names = ()
    latency_p99: Duration | None = None
    peak: Rate | None = None
    availability: Share | None = None
    fallback: str = ""
    running_cost: Rate | None = None


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
    """

    every: Duration | None = None
    budget: Duration | None = None
    cost: float | None = Field(default=None, ge=0)


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
