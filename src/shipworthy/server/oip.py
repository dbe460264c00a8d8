"""The Open Inference Protocol's REST paths in JSON, as MLServer, Triton and KServe speak them."""

from collections.abc import Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shipworthy.foundation.errors import UserError
from shipworthy.foundation.version import __version__
from shipworthy.records.spec import Task
from shipworthy.server.answers import Answer, Answered
from shipworthy.server.desk import Desk
from shipworthy.server.protocol_tensors import Asked, announced, asked, rows_of_tensors, tensor
from shipworthy.server.refusals import Malformed, NotFound, NotReady, status_of
from shipworthy.server.told import json

_BINARY: Final = "inference-header-content-length"


def routes(desk: Desk) -> list[Route]:
    """The protocol's paths; a model is called like the project, its versions like its bundles."""
    model = _Model(desk)
    paths = [Route("/v2", model.server), Route("/v2/health/live", model.live), Route("/v2/health/ready", model.ready)]
    for path in ("/v2/models/{name}", "/v2/models/{name}/versions/{version}"):
        paths += [
            Route(path, model.described),
            Route(f"{path}/ready", model.model_ready),
            Route(f"{path}/infer", model.infer, methods=["POST"]),
        ]
    return paths


class _Model:
    """The endpoints of one server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def server(self, request: Request) -> Response:
        """Who serves."""
        del request
        return json({"name": "shipworthy", "version": __version__, "extensions": []})

    async def live(self, request: Request) -> Response:
        """Whether the process answers."""
        del request
        return json({"live": True})

    async def ready(self, request: Request) -> Response:
        """Whether rows are answered."""
        del request
        ready = self._desk.status().ready
        return json({"ready": ready}, 200 if ready else 503)

    async def model_ready(self, request: Request) -> Response:
        """Whether this model, in this version, answers rows."""
        try:
            self._must_be_live(request)
        except UserError as error:
            return _refused(error)
        ready = self._desk.status().ready
        return json({"name": request.path_params["name"], "ready": ready}, 200 if ready else 503)

    async def described(self, request: Request) -> Response:
        """What the model takes and gives."""
        try:
            self._must_be_live(request)
            bundle = self._desk.bundle
        except UserError as error:
            return _refused(error)
        return json(
            {
                "name": bundle.project,
                "versions": [str(bundle.version)],
                "platform": "shipworthy",
                "inputs": announced(bundle.inputs),
                "outputs": [
                    {"name": name, "datatype": datatype, "shape": [-1, width]}
                    for name, (datatype, width) in _shapes(bundle.task).items()
                ],
            }
        )

    async def infer(self, request: Request) -> Response:
        """Answers rows."""
        try:
            self._must_be_live(request)
            if _BINARY in request.headers:
                raise Malformed(
                    "tensors in binary form are not read",
                    where=f"header {_BINARY}",
                    allowed="tensors in JSON",
                    next_step="tell the client so: in tritonclient, `set_data_from_numpy(…, binary_data=False)`",
                )
            wanted = asked(await request.body())
            task = self._desk.bundle.task
            _must_be_known(wanted, task)
            answered = await self._desk.predict(rows_of_tensors(wanted.inputs, self._desk.bundle.inputs))
        except UserError as error:
            return _refused(error)
        return json(_answer(wanted, answered, task))

    def _must_be_live(self, request: Request) -> None:
        status = self._desk.status()
        name, version = request.path_params["name"], request.path_params.get("version")
        if name != status.project:
            raise NotFound(
                "there is no model of that name", seen=name, allowed=status.project, next_step="use the project's name"
            )
        if version is not None and version != str(status.champion):
            raise NotFound(
                "that version is not live",
                seen=version,
                allowed="none" if status.champion is None else str(status.champion),
                next_step="leave the version out to ask whichever is live",
            )
        if status.champion is None:
            raise NotReady("nothing is live yet", where=name, next_step="ship a bundle")


def _shapes(task: Task) -> dict[str, tuple[str, int]]:
    """Output -> datatype and values a row."""
    scores = len(task.classes) if task.kind == "multiclass" else 1
    decision = "FP64" if task.kind == "regression" else "BYTES"
    return {"score": ("FP64", scores), "decision": (decision, 1), "id": ("BYTES", 1), "route": ("BYTES", 1)}


def _answer(wanted: Asked, answered: Answered, task: Task) -> dict[str, Any]:
    shapes = _shapes(task)
    names = [each.name for each in wanted.outputs] or list(shapes)
    answer: dict[str, Any] = {"model_name": answered.model, "model_version": str(answered.version)}
    if wanted.id:
        answer["id"] = wanted.id
    outputs = [tensor(name, *shapes[name], _values(name, shapes[name], answered.answers)) for name in names]
    return {**answer, "outputs": outputs}


def _values(name: str, shape: tuple[str, int], answers: Sequence[Answer]) -> list[Any]:
    """The output's values, row by row; text knows no null, so a decision that a person has to take is empty."""
    datatype, width = shape
    values: list[Any] = []
    for each in answers:
        value = getattr(each, name)
        if value is None:
            value = [None] * width if datatype == "FP64" else ""
        values += value if isinstance(value, list) else [value]
    return values


def _must_be_known(wanted: Asked, task: Task) -> None:
    known = _shapes(task)
    unknown = [each.name for each in wanted.outputs if each.name not in known]
    if unknown:
        raise Malformed("there is no such output", seen=unknown, allowed=list(known), next_step="ask for one of these")


def _refused(error: UserError) -> Response:
    status = status_of(error)
    return json({"error": str(error)}, 400 if status == 422 else status)
