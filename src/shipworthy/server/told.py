"""Answers and refusals in JSON."""

from typing import Any

import msgspec
from starlette.responses import Response

from shipworthy.foundation.errors import UserError
from shipworthy.server.refusals import BadRows, NotAllowed, status_of


def json(value: Any, status: int = 200) -> Response:
    """A value as JSON; records are written field by field, NaN as null."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def refused(error: UserError) -> Response:
    """A refusal: what, where, seen, allowed and next, and for rows each value that is wrong."""
    told: dict[str, Any] = dict(error.to_dict())
    if isinstance(error, BadRows):
        told["errors"] = [each.to_dict() for each in error.errors]
    response = json(told, status_of(error))
    if isinstance(error, NotAllowed):
        response.headers["WWW-Authenticate"] = "Bearer"
    if response.status_code in (503, 507):
        response.headers["Retry-After"] = "1"
    return response
