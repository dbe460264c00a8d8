"""MLflow's scoring protocol: `/invocations`, `/ping` and `/version`, so that its clients need not know who answers.

`predictions` holds what the bundle's own `mlflow.pyfunc` model answers: scores. What is done about them stands beside
them, as MLflow allows.
"""

from importlib.metadata import version
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shipworthy.foundation.errors import UserError
from shipworthy.server.desk import Desk
from shipworthy.server.protocol_rows import rows_of_csv, rows_of_json
from shipworthy.server.refusals import BadRows, status_of
from shipworthy.server.told import json

_JSON: Final = "application/json"
_CSV: Final = "text/csv"
_CODES: Final = {
    400: "BAD_REQUEST",
    401: "UNAUTHENTICATED",
    404: "RESOURCE_DOES_NOT_EXIST",
    409: "RESOURCE_CONFLICT",
    413: "REQUEST_LIMIT_EXCEEDED",
    503: "TEMPORARILY_UNAVAILABLE",
    507: "RESOURCE_EXHAUSTED",
}
_MLFLOW: Final = version("mlflow-skinny")


def routes(desk: Desk) -> list[Route]:
    """The paths of MLflow's scoring server."""

    async def invocations(request: Request) -> Response:
        return await _invoked(desk, request)

    async def ping(request: Request) -> Response:
        del request
        return Response(b"\n", 200 if desk.status().ready else 404, media_type=_JSON)

    async def told(request: Request) -> Response:
        del request
        return Response(_MLFLOW, media_type=_JSON)

    return [
        Route("/invocations", invocations, methods=["POST"]),
        Route("/ping", ping, methods=["GET"]),
        Route("/version", told, methods=["GET"]),
    ]


async def _invoked(desk: Desk, request: Request) -> Response:
    kind, wrong = _content_type(request.headers.get("content-type", ""))
    if wrong:
        return PlainTextResponse(wrong, 415)
    try:
        body = await request.body()
        read = rows_of_csv if kind == _CSV else rows_of_json
        answered = await desk.predict(read(body, desk.bundle.inputs))
    except UserError as error:
        return _refused(error)
    return json(
        {
            "predictions": [each.score for each in answered.answers],
            "decisions": [each.decision for each in answered.answers],
            "routes": [each.route for each in answered.answers],
            "ids": [each.id for each in answered.answers],
            "version": answered.version,
        }
    )


def _content_type(header: str) -> tuple[str, str]:
    """What the body is, or why nobody reads it."""
    kind, *parameters = [part.strip() for part in header.split(";")]
    parted = (parameter.partition("=") for parameter in parameters if parameter)
    named = {name.strip().lower(): value.strip().strip('"') for name, _, value in parted}
    if named.pop("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        return kind, "The scoring server only supports UTF-8"
    if named:
        return kind, f"Unrecognized content type parameters: {', '.join(sorted(named))}."
    if kind.lower() not in (_JSON, _CSV):
        return kind, f"This predictor only supports the content types {_JSON} and {_CSV}. Got '{header}'."
    return kind.lower(), ""


def _refused(error: UserError) -> Response:
    """An error in MLflow's form; rows that cannot be answered for are a bad request there."""
    status = 400 if isinstance(error, BadRows) else status_of(error)
    told: dict[str, Any] = {"error_code": _CODES.get(status, "INTERNAL_ERROR"), "message": str(error)}
    if isinstance(error, BadRows):
        told["errors"] = [each.to_dict() for each in error.errors]
    return json(told, status)
