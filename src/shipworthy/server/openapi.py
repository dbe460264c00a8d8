"""What this server can be asked: as OpenAPI 3.1 for programs, and as a page for people."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from shipworthy.foundation.errors import UserError
from shipworthy.foundation.version import __version__
from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Explanation
from shipworthy.server import told
from shipworthy.server.answers import Answer, Recorded, Status
from shipworthy.server.desk import Desk
from shipworthy.server.protocol_paths import JSON, PATHS, Schema, Told, having, listed, ref
from shipworthy.server.protocol_schema import example_row, row_schema
from shipworthy.server.protocol_tensors import Asked

_TEXT: Final[Schema] = {"type": "string"}
_REFUSAL: Final = dict.fromkeys(("error", "what", "where", "seen", "allowed", "next"), _TEXT)
_FIELD: Final = {"row": {"type": "integer"}, **dict.fromkeys(("field", "what", "seen", "allowed", "next"), _TEXT)}
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:54rem;margin:2rem auto;"
    "padding:0 1rem}pre{overflow-x:auto;padding:.75rem;border:1px solid;border-radius:.25rem}code{font-size:.95em}"
    "table{border-collapse:collapse}th,td{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}"
    "td code{overflow-wrap:anywhere}"
)


def routes(desk: Desk, others: Sequence[Route]) -> list[Route]:
    """The paths of the description.

    Args:
        desk: knows what is live.
        others: the routes that are described, besides these two.
    """

    async def described(request: Request) -> Response:
        return told.json(document(_live(desk), [*others, *own], str(request.base_url).rstrip("/")))

    async def shown(request: Request) -> Response:
        page = _page(_live(desk), [*others, *own], str(request.base_url).rstrip("/"))
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})

    own = [Route("/openapi.json", described), Route("/docs", shown)]
    return own


def document(bundle: Bundle | None, asked: Sequence[Route], address: str) -> dict[str, Any]:
    """The description in OpenAPI 3.1.

    Args:
        bundle: what is live, whose columns make the schema of a row; None while nothing is.
        asked: the routes of the server.
        address: where it answers.
    """
    paths: dict[str, dict[str, Any]] = {}
    for method, path, says in _told(asked):
        paths.setdefault(path, {})[method.lower()] = _operation(method, path, says)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": bundle.name if bundle else "nothing is live yet",
            "version": __version__,
            "description": "Model server of shipworthy. Every prediction is in its log before it is answered.",
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": _schemas(bundle), "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{}, {"token": []}],
    }


def _live(desk: Desk) -> Bundle | None:
    try:
        return desk.bundle
    except UserError:
        return None


def _told(asked: Sequence[Route]) -> list[tuple[str, str, Told]]:
    """Each method and path that is answered, with what there is to say."""
    found = [(method, each.path) for each in asked for method in sorted(each.methods or ()) if method != "HEAD"]
    return [(method, path, PATHS.get((method, path), Told(f"{method} {path}"))) for method, path in found]


def _operation(method: str, path: str, says: Told) -> dict[str, Any]:
    name = path.strip("/").replace("/", "_").replace("{", "").replace("}", "").replace(".", "_") or "front"
    operation: dict[str, Any] = {"operationId": f"{method.lower()}_{name}", "summary": says.says}
    parameters = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    if parameters:
        operation["parameters"] = [
            {"name": each, "in": "path", "required": True, "schema": {"type": "string"}} for each in parameters
        ]
    if says.takes:
        content = {kind: {"schema": schema} for kind, schema in says.takes.items()}
        operation["requestBody"] = {"required": True, "content": content}
    answer = {JSON: {"schema": says.gives}} if says.plain == JSON else {says.plain: {"schema": {"type": "string"}}}
    refused = {JSON: {"schema": ref(says.refused)}}
    operation["responses"] = {
        "200": {"description": "Answered.", "content": answer},
        "401": {"description": "The token is missing or wrong.", "content": {JSON: {"schema": ref("Refusal")}}},
        **{str(status): {"description": when, "content": refused} for status, when in sorted(says.refusals.items())},
    }
    return operation


def _schemas(bundle: Bundle | None) -> dict[str, Any]:
    kinds = (Answer, Recorded, Status, Explanation, Asked)
    _, ours = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    errors = listed(ref("FieldError"))
    shape = {"name": _TEXT, "datatype": _TEXT, "shape": listed({"type": "integer"})}
    outcome = {"id": _TEXT, "outcome": _outcome(bundle), "time": {**_TEXT, "format": "date-time"}}
    return {
        **ours,
        "Row": row_schema(bundle) if bundle else {"type": "object"},
        "Outcome": having(("id", "outcome"), outcome),
        "AnnouncedTensor": having(tuple(shape), shape),
        "FieldError": having(("row", "field", "what"), _FIELD),
        "Refusal": having(("error", "what"), {**_REFUSAL, "errors": errors}),
        "MlflowError": having(("error_code", "message"), {"error_code": _TEXT, "message": _TEXT, "errors": errors}),
        "OipError": having(("error",), {"error": _TEXT}),
    }


def _outcome(bundle: Bundle | None) -> dict[str, Any]:
    if bundle is None or bundle.task.kind == "regression":
        return {"type": ["number", "string", "null"] if bundle is None else ["number", "null"]}
    return {"enum": [*bundle.task.classes, None]}


def _page(bundle: Bundle | None, asked: Sequence[Route], address: str) -> str:
    name = bundle.name if bundle else "nothing yet"
    body = json.dumps({"rows": [example_row(bundle.inputs) if bundle else {}]}, ensure_ascii=False, indent=1)
    body = body.replace("'", "'\\''")
    example = f"curl {address}/predict \\\n  -H 'Content-Type: {JSON}' \\\n  -d '{body}'"
    paths = _table(
        ("Method", "Path", "What for"),
        [(method, _code(path), escape(says.says)) for method, path, says in _told(asked)],
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(name)}: what can be asked</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>What this server can be asked</h1><p>It answers: <strong>{escape(name)}</strong>. "
        'For programs: <a href="openapi.json">openapi.json</a>.</p>'
        f'<h2>For example</h2><pre tabindex="0">{escape(example)}</pre>'
        f"<h2>A row</h2>{_columns(bundle)}<h2>Paths</h2>{paths}</main></body></html>"
    )


def _columns(bundle: Bundle | None) -> str:
    """The columns of a row, in their order."""
    if bundle is None:
        return "<p>Nothing is live yet.</p>"
    schema = row_schema(bundle)
    rows = [
        (_code(each.name), each.kind, "yes" if each.required else "no", escape(column.get("description", "")))
        for each, column in zip(bundle.inputs, schema["properties"].values(), strict=True)
    ]
    return _table(("Column", "Kind", "Needed", "What is known"), rows)


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
