"""Asking a model server."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from shipworthy.delivery.address import read_address
from shipworthy.delivery.connection import Connection, RowsRefusedError, refusal
from shipworthy.foundation.errors import RequestError, ServerError

Row = Mapping[str, Any]


class Client:
    """Asks the model server at an address, over one connection that is kept.

    Every call that is sent may be sent again when the connection broke: predictions bear ids from the start, so a
    row that the server had already taken is logged once. One client a thread.

    Args:
        address: such as `http://127.0.0.1:8080`.
        token: that the server asks for; empty sends none.
        timeout: seconds after which an answer is no longer waited for.

    Raises:
        RequestError: when the address cannot be understood, or, of every method, when what is asked makes no sense.
        ServerError: of every method, when the server is not there, not ready, or fails.
    """

    def __init__(self, address: str, *, token: str = "", timeout: float = 10.0) -> None:
        place = read_address(address)
        self.address = str(place)
        self._connection = Connection(place, token, timeout)

    def predict(self, rows: Sequence[Row], ids: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """Answers for rows, in their order.

        Args:
            rows: JSON values by column, see `rows.json_rows`.
            ids: one a row; outcomes are posted under them. None makes new ones.

        Returns:
            `id`, `score`, `decision`, `route`, `why` and `version` of each.

        Raises:
            RowsRefusedError: when a row does not fit; its `fields` say where.
        """
        if not rows:
            return []
        named = [uuid4().hex for _ in rows] if ids is None else list(ids)
        told = self._told("POST", "/predict", {"rows": rows, "ids": named})
        answers = told.get("predictions")
        if not isinstance(answers, list) or len(answers) != len(rows):
            raise ServerError(
                "the model server did not answer for every row",
                where=self.address,
                seen=f"{len(answers)} answers" if isinstance(answers, list) else "none",
                allowed=f"{len(rows)} answers",
                next_step="check that the server and this client are of the same version of shipworthy",
            )
        return answers

    def refusals(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """What is wrong with rows, value by value; empty when they were answered."""
        try:
            self.predict(rows)
        except RowsRefusedError as error:
            return error.fields
        return []

    def outcomes(self, outcomes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Posts what turned out.

        Args:
            outcomes: `id`, `outcome` (None takes one back) and, if known, `time` (ISO 8601 with its zone) of each.

        Returns:
            `fates`: how many were recorded, corrected, repeated, or wait for their prediction; `outcomes`: the `id`
            and `fate` of each.

        Raises:
            RowsRefusedError: when one cannot be understood; nothing was written.
        """
        if not outcomes:
            return {"fates": {}, "outcomes": []}
        return self._told("POST", "/outcomes", {"outcomes": outcomes})

    def explain(self, *, id: str = "", row: Row | None = None) -> dict[str, Any]:
        """Why a prediction was what it was: of one that was logged, or of a row that is only tried."""
        if bool(id) == (row is not None):
            raise RequestError(
                "what is to be explained is either an id or a row",
                where="explain",
                seen="both" if id else "neither",
                allowed="one of them",
                next_step="name a prediction by its id, or hand in a row",
            )
        return self._told("POST", "/explain", {"id": id} if id else {"row": row})

    def ready(self) -> bool:
        """Whether rows are answered now; False when nobody is there, too."""
        try:
            return self._connection.ask("GET", "/ready")[0] == 200
        except ServerError:
            return False

    def health(self) -> dict[str, Any]:
        """How the server is, in its own words, in trouble too."""
        status, told = self._connection.ask("GET", "/health")
        if isinstance(told, dict) and status in (200, 503):
            return told
        raise refusal(status, told, self.address)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _told(self, method: str, path: str, body: Any) -> dict[str, Any]:
        status, told = self._connection.ask(method, path, body)
        if status >= 400:
            raise refusal(status, told, self.address)
        if status != 200 or not isinstance(told, dict):
            raise ServerError(
                "what answers there is no model server",
                where=self.address,
                seen=f"status {status}",
                next_step="check the address; `shipworthy serve` prints it",
            )
        return told
