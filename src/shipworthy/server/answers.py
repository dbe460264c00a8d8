"""What the model server answers, whatever protocol it is asked in."""

from datetime import datetime

from shipworthy.records.deployment import Level, Mode
from shipworthy.records.logged import Fate, Route
from shipworthy.records.record import Record


class Answer(Record, frozen=True):
    """One row answered; it is in the prediction log by the time that anybody sees it.

    Attributes:
        id: of the prediction; outcomes are posted under it.
        decision: label or number to act on; None when a person has to decide.
        score: probability of the positive label, a list in class order, or a number; None when the model did not
            answer.
        route: what answered: the model, what is done today where the model leaves it to that, what stands in for the
            model, or nobody yet (a person has to).
        why: why it was not the model, or why a likely row is not acted on; else empty.
        version: of the bundle that answered, or that stood by while something else did.
        level: how much the model may do by itself.
        time: the row's own moment, UTC; when it was asked, where rows have none.
    """

    id: str
    version: int
    level: Level
    time: datetime
    decision: str | float | None = None
    score: float | list[float] | None = None
    route: Route = "model"
    why: str = ""


class Answered(Record, frozen=True):
    """All rows of one call answered, by one and the same bundle unless some were answered before.

    Attributes:
        model: name of the project.
        version: of the bundle.
        answers: one for each row, in their order.
        notices: what the client should know: fields that were ignored, values that were never learned from.
    """

    model: str
    version: int
    answers: tuple[Answer, ...] = ()
    notices: tuple[str, ...] = ()


class Recorded(Record, frozen=True):
    """What became of one outcome that was posted.

    Attributes:
        id: of the prediction.
        fate: `recorded`, `corrected`, `repeated`, or `waiting` for a prediction of that id.
    """

    id: str
    fate: Fate


class Status(Record, frozen=True):
    """How the server is.

    Attributes:
        ready: True when rows are answered.
        project: name of the project.
        champion: version that answers; None while there is none.
        candidate: name of the attempt that it was made from.
        previous: version that can be gone back to without loading anything; None when there is none.
        shadow: version that is asked too and not heard; None when there is none.
        level: how much the model may do by itself.
        mode: `fallback` while what stands in for the model answers.
        why: why the deployment is as it is.
        since: when it was made so, UTC.
        started: when the server was started, UTC.
        troubles: what is wrong now, a sentence each; empty when all is well.
        hung: calls of the model that did not come back in time and have not come back yet.
        resting: True while the model is not asked because it hung too often.
        log: `ok`, or why nothing can be written.
        answered: rows answered since the start.
        made_with: version of shipworthy that serves.
    """

    ready: bool
    project: str
    level: Level
    mode: Mode
    started: datetime
    made_with: str
    champion: int | None = None
    candidate: str = ""
    previous: int | None = None
    shadow: int | None = None
    why: str = ""
    since: datetime | None = None
    troubles: tuple[str, ...] = ()
    hung: int = 0
    resting: bool = False
    log: str = "ok"
    answered: int = 0
