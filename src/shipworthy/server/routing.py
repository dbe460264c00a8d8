"""Who answers: the model, or what stands in for it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from shipworthy.server.asker import Asker
from shipworthy.server.limits import Limits
from shipworthy.server.live import Serving
from shipworthy.server.refusals import BadRows
from shipworthy.server.scorer import Ready
from shipworthy.server.scoring import NoAnswerError, Rows, Scored, stand_in


@dataclass(frozen=True, eq=False)
class Routed:
    """Rows answered.

    Attributes:
        scored: scores are the model's, decisions those of whoever answers.
        why: why it was not the model; empty when it was.
    """

    scored: Scored
    why: str = ""


class Router:
    """Asks the model, or lets something else answer when it may not or cannot.

    Args:
        asker: asks the model.
        limits: how long.
    """

    def __init__(self, asker: Asker, limits: Limits) -> None:
        self._asker = asker
        self._limits = limits

    async def route(self, serving: Serving, rows: Rows) -> Routed:
        """Answers the rows of one call.

        Raises:
            BadRows: when rows cannot be answered for.
        """
        if serving.stands_in:
            return await self._instead(serving.champion, rows, serving.stands_in)
        try:
            return Routed(await self._asker.ask(serving.champion, rows))
        except NoAnswerError as error:
            return Routed(await asyncio.to_thread(stand_in, serving.champion, rows), str(error))

    async def _instead(self, ready: Ready, rows: Rows, why: str) -> Routed:
        """Something else answers; the model is asked all the same, so that its score is known later."""
        asked = asyncio.ensure_future(self._asker.ask(ready, rows))
        asked.add_done_callback(_look_away)
        scored = await asyncio.to_thread(stand_in, ready, rows)
        with suppress(TimeoutError, NoAnswerError, BadRows):
            model = await asyncio.wait_for(asyncio.shield(asked), self._limits.patience)
            scored = Scored(scored.frame, model.scores, scored.decisions, scored.notices)
        return Routed(scored, why)


def _look_away(asked: "asyncio.Future[Scored]") -> None:
    """What became of a question whose answer nobody waits for any more is no matter."""
    if not asked.cancelled():
        asked.exception()
