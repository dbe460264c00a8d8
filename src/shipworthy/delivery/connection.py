"""One kept-alive connection to a model server; what goes wrong with it in plain words."""

from collections.abc import Mapping
from http.client import HTTPException
from threading import Lock
from typing import Any, Final

import msgspec

from shipworthy.delivery.address import Address
from shipworthy.foundation.errors import RequestError, ServerError, UserError

_GONE: Final = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)


class RowsRefusedError(RequestError):
    """The server did not take rows; nothing of the call was answered or logged.

    Args:
        fields: what is wrong, value by value: `row` (from 0), `field`, `what`, `seen`, `allowed`.
        told: what the server said of the call as a whole.
        where: address of the server.
    """

    def __init__(self, fields: list[dict[str, Any]], told: Mapping[str, Any], where: str) -> None:
        self.fields = fields
        first = fields[0]
        super().__init__(
            str(told.get("what") or "rows were refused"),
            where=f"row {first.get('row')}, {first.get('field')} ({where})",
            seen=first.get("seen"),
            allowed=first.get("allowed"),
            next_step=str(told.get("next") or "mend these values and send the rows again; nothing of them was logged"),
        )


class Connection:
    """Asks one server, one call at a time; opened by the first call, and opened again when the server closed it.

    Threads that share it wait for each other; one connection a thread is faster.

    Args:
        address: of the server.
        token: that the server asks for; empty sends none.
        timeout: seconds after which an answer is no longer waited for.
    """

    def __init__(self, address: Address, token: str, timeout: float) -> None:
        self._address = address
        self._timeout = timeout
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._http = address.connection(timeout)
        self._lock = Lock()

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Sends one request that may be sent twice: once more when the connection was closed before the answer.

        Returns:
            Status and the JSON of the answer.

        Raises:
            ServerError: when nobody answers, not in time, or not in JSON.
        """
        content = None if body is None else msgspec.json.encode(body)
        with self._lock:
            try:
                try:
                    status, answer = self._exchange(method, path, content)
                except (*_GONE, HTTPException):
                    self._http.close()
                    status, answer = self._exchange(method, path, content)
            except (OSError, HTTPException) as error:
                self._http.close()
                raise self._unheard(error) from error
        try:
            return status, msgspec.json.decode(answer) if answer else {}
        except msgspec.DecodeError as error:
            raise ServerError(
                "what answers there is no model server",
                where=str(self._address),
                seen=answer[:100].decode("utf-8", "replace"),
                next_step="check the address; `shipworthy serve` prints it",
            ) from error

    def close(self) -> None:
        """Closes the connection; the next call opens it again."""
        with self._lock:
            self._http.close()

    def _exchange(self, method: str, path: str, content: bytes | None) -> tuple[int, bytes]:
        self._http.request(method, self._address.prefix + path, body=content, headers=self._headers)
        answer = self._http.getresponse()
        return answer.status, answer.read()

    def _unheard(self, error: Exception) -> ServerError:
        if isinstance(error, TimeoutError):
            return ServerError(
                "the model server did not answer in time",
                where=str(self._address),
                seen=f"no answer within {self._timeout:g} seconds",
                next_step="look at what its machine is doing, ask for fewer rows at once, or wait longer",
            )
        running = not isinstance(error, ConnectionRefusedError)
        return ServerError(
            "the model server cannot be reached" if running else "no model server is running there",
            where=str(self._address),
            seen=str(error) or type(error).__name__,
            next_step="start it with `shipworthy serve`, and check the address that it prints",
        )


def refusal(status: int, told: Any, where: str) -> UserError:
    """The error for an answer that is none.

    Args:
        status: HTTP status, 400 or above.
        told: JSON of the answer.
        where: address of the server.
    """
    said: Mapping[str, Any] = told if isinstance(told, dict) else {}
    what = str(said.get("what") or said.get("message") or said.get("error") or f"the answer had the status {status}")
    next_step = str(said.get("next") or "")
    if status in (401, 403):
        return RequestError(
            "the model server does not know this token",
            where=where,
            next_step=next_step or "give the token that the server was started with",
        )
    fields = said.get("fields") or said.get("errors")
    if status == 422 and isinstance(fields, list) and fields and all(isinstance(each, dict) for each in fields):
        return RowsRefusedError(fields, said, where)
    kind = RequestError if status < 500 else ServerError
    return kind(
        what,
        where=" · ".join(filter(None, [str(said.get("where") or ""), where])),
        seen=said.get("seen"),
        allowed=said.get("allowed"),
        next_step=next_step or ("mend the call" if status < 500 else "look at what the model server wrote last"),
    )
