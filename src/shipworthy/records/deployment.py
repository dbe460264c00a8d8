"""What is live: which bundle answers, which one may only watch, and how much it may do by itself."""

from datetime import datetime
from typing import Literal

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record

Level = Literal["shadow", "suggest", "review", "act"]
Mode = Literal["model", "fallback"]


class Deployment(Record, frozen=True):
    """The state that a model server serves; a new one replaces it as a whole.

    Attributes:
        project: name of the project.
        champion: version of the bundle that answers; None while nothing is live.
        previous: version that answered before it, ready to be rolled back to; None when there is none.
        shadow: version that is asked too, whose answers are logged and not given; None when there is none.
        level: how much it may do by itself.
        mode: `fallback` while what stands in for the model answers.
        why: why it is as it is, one sentence.
        by: person or program that made it so.
        authority: how sure we are of them.
        since: when it was made so, UTC.
    """

    project: str
    champion: int | None = None
    previous: int | None = None
    shadow: int | None = None
    level: Level = "suggest"
    mode: Mode = "model"
    why: str = ""
    by: str = "shipworthy"
    authority: Authority = "machine"
    since: datetime | None = None
