"""The server's own protocol, and the application that answers all of them."""

from collections import Counter
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Scope

from shipworthy.foundation.clock import Clock
from shipworthy.foundation.errors import RequestError, UserError, nearest
from shipworthy.foundation.version import __version__
from shipworthy.server import mlflow, oip, openapi
from shipworthy.server.body import asked_of, outcomes_of, rows_of
from shipworthy.server.calls import Calls
from shipworthy.server.desk import Desk
from shipworthy.server.guard import Guard
from shipworthy.server.limits import Limits
from shipworthy.server.metrics import CONTENT_TYPE, Metrics
from shipworthy.server.refusals import NotFound
from shipworthy.server.told import json, refused

_UNKNOWN: Final = "(unknown)"


def make_app(desk: Desk, metrics: Metrics, token: str, limits: Limits, clock: Clock) -> ASGIApp:
    """The application; every call passes the guard, is counted, and noted when it asked about rows.

    Args:
        desk: answers.
        metrics: counts.
        token: that callers have to know; empty when only this machine can call.
        limits: how much one call may bring.
        clock: tells when calls come.
    """
    described = [*own_routes(desk), Route("/metrics", _metrics(metrics)), *mlflow.routes(desk), *oip.routes(desk)]
    routes = [*described, *openapi.routes(desk, described)]
    app = Starlette(
        routes=routes, exception_handlers={UserError: _refused, HTTPException: _Lost(routes), Exception: _fault}
    )
    return metrics.around(Guard(Calls(app, desk.note, clock), token, limits.body), _path_of(routes))


def own_routes(desk: Desk) -> list[Route]:
    """The paths of the server's own protocol."""

    async def predict(request: Request) -> Response:
        rows, ids = rows_of(await request.body())
        answered = await desk.predict(rows, ids)
        return json(
            {
                "model": answered.model,
                "version": answered.version,
                "predictions": answered.answers,
                "notices": answered.notices,
            }
        )

    async def outcomes(request: Request) -> Response:
        recorded = await desk.outcomes(outcomes_of(await request.body()))
        return json({"fates": Counter(each.fate for each in recorded), "outcomes": recorded})

    async def explain(request: Request) -> Response:
        return json(await desk.explain(**asked_of(await request.body())))

    async def ready(request: Request) -> Response:
        del request
        status = desk.status()
        return json({"ready": status.ready}, 200 if status.ready else 503)

    async def health(request: Request) -> Response:
        del request
        status = desk.status()
        state = "not ready" if not status.ready else "degraded" if status.troubles else "ok"
        return json({"health": state, **status.to_dict()}, 200 if status.ready else 503)

    async def front(request: Request) -> Response:
        return PlainTextResponse(_front(desk, str(request.base_url).rstrip("/")))

    return [
        Route("/", front),
        Route("/predict", predict, methods=["POST"]),
        Route("/outcomes", outcomes, methods=["POST"]),
        Route("/explain", explain, methods=["POST"]),
        Route("/ready", ready),
        Route("/health", health),
    ]


def _front(desk: Desk, address: str) -> str:
    status = desk.status()
    live = f"v{status.champion} of {status.project}" if status.ready else "nothing yet"
    return (
        f"Model server of shipworthy {__version__}. It answers: {live}.\n\n"
        "POST /predict    rows in, predictions out: "
        '{"rows": [{"column": value, …}, …]}\n'
        'POST /outcomes   what turned out: {"outcomes": [{"id": "…", "outcome": …}]}\n'
        'POST /explain    why: {"id": "…"} of a prediction, or {"row": {…}}\n'
        "GET  /docs       everything else, MLflow's and the Open Inference Protocol's paths included\n"
        "GET  /health     how it is\n"
        "GET  /metrics    the same for Prometheus\n"
        "GET  /docs       all paths, for people; /openapi.json for programs\n"
        f"\nFor example: curl {address}/health\n"
    )


def _metrics(metrics: Metrics) -> Any:
    async def told(request: Request) -> Response:
        del request
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return told


def _path_of(routes: list[Route]) -> Any:
    """Templates of routes, for counting; what a client made up counts as one."""
    plain = {each.path for each in routes if "{" not in each.path}

    def found(scope: Scope) -> str:
        if scope["path"] in plain:
            return str(scope["path"])
        matching = (each for each in routes if each.matches(scope)[0] != Match.NONE)
        return next((each.path for each in matching), _UNKNOWN)

    return found


async def _refused(request: Request, error: Exception) -> Response:
    del request
    if not isinstance(error, UserError):
        raise error
    return refused(error)


async def _fault(request: Request, error: Exception) -> Response:
    del request
    told = {"error": "InternalError", "what": "this is a fault of ours", "seen": type(error).__name__}
    return json({**told, "next": "send us what the server wrote to its standard error"}, 500)


class _Lost:
    """Answers unknown paths and wrong methods with what there is."""

    def __init__(self, routes: list[Route]) -> None:
        self._methods = {each.path: sorted(each.methods or ()) for each in routes}

    async def __call__(self, request: Request, error: Exception) -> Response:
        path = request.url.path
        if not isinstance(error, HTTPException):
            raise error
        if error.status_code == 404:
            near = nearest(path, self._methods)
            step = f"did you mean {near}?" if near else "GET / tells what there is"
            return refused(NotFound("there is nothing here", seen=path, allowed=list(self._methods), next_step=step))
        allowed = error.headers.get("Allow", "") if error.headers else ""
        what = RequestError(
            "this path is not asked that way",
            where=path,
            seen=request.method,
            allowed=allowed,
            next_step=f"use {allowed}",
        )
        return json(what.to_dict(), error.status_code)
