"""What each path is for, what it takes and what it gives, for people and for programs that read OpenAPI."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

JSON: Final = "application/json"
Schema = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One path with one method.

    Attributes:
        says: what it is for, one sentence.
        takes: media type -> schema of the body; empty when there is none.
        gives: schema of the answer; empty when it is no JSON.
        plain: media type of an answer that is no JSON.
        refusals: HTTP status -> when.
        refused: name of the schema of a refusal.
    """

    says: str
    takes: dict[str, Schema] = field(default_factory=dict)
    gives: Schema = field(default_factory=dict)
    plain: str = JSON
    refusals: dict[int, str] = field(default_factory=dict)
    refused: str = "Refusal"


def ref(name: str) -> Schema:
    """A schema that stands among the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Schema) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": items}


def having(required: Sequence[str], properties: Schema) -> Schema:
    """An object with these fields."""
    return {"type": "object", "properties": properties, "required": list(required)}


_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer"}
_YES: Final[Schema] = {"type": "boolean"}
_ANY: Final[Schema] = {}

_SCORING: Final = {
    400: "The body cannot be read.",
    413: "Too many rows or bytes for one call.",
    503: "Nothing that answers is live.",
    507: "The prediction log cannot be written; the rows count as not answered.",
}
_OWN: Final = {
    **_SCORING,
    409: "An id was answered already, for another row.",
    422: "Values that cannot be answered for; `errors` names row, field, value and what is allowed.",
}
_NAMED: Final = {404: "No model of that name, or that version is not live."}

_SPLIT: Final = having(
    ("columns", "data"), {"index": listed(_ANY), "columns": listed(_TEXT), "data": listed(listed(_ANY))}
)
_ROWS: Final = listed(ref("Row"))
_PREDICT: Final[Schema] = {
    "oneOf": [
        having(("rows",), {"rows": _ROWS, "ids": listed(_TEXT)}),
        having(("row",), {"row": ref("Row"), "id": _TEXT}),
        _ROWS,
    ]
}
_OUTCOMES: Final[Schema] = {
    "oneOf": [having(("outcomes",), {"outcomes": listed(ref("Outcome"))}), listed(ref("Outcome")), ref("Outcome")]
}
_EXPLAIN: Final[Schema] = {"oneOf": [having(("id",), {"id": _TEXT}), having(("row",), {"row": ref("Row")})]}
_INVOCATIONS: Final[Schema] = {
    "oneOf": [
        having(("dataframe_split",), {"dataframe_split": _SPLIT}),
        having(("dataframe_records",), {"dataframe_records": _ROWS}),
        having(("instances",), {"instances": listed(_ANY)}),
        having(("inputs",), {"inputs": _ANY}),
    ]
}
_MODEL: Final = having(
    ("name", "platform"),
    {
        "name": _TEXT,
        "versions": listed(_TEXT),
        "platform": _TEXT,
        "inputs": listed(ref("AnnouncedTensor")),
        "outputs": listed(ref("AnnouncedTensor")),
    },
)
_INFERRED: Final = having(
    ("model_name", "outputs"),
    {"model_name": _TEXT, "model_version": _TEXT, "id": _TEXT, "outputs": listed(ref("Tensor"))},
)


def _oip(path: str) -> dict[tuple[str, str], Told]:
    return {
        ("GET", path): Told("What the model takes and gives.", gives=_MODEL, refusals=_NAMED, refused="OipError"),
        ("GET", f"{path}/ready"): Told(
            "Whether the model answers rows.",
            gives=having((), {"name": _TEXT, "ready": _YES}),
            refusals=_NAMED,
            refused="OipError",
        ),
        ("POST", f"{path}/infer"): Told(
            "Answers rows given as tensors.", {JSON: ref("Asked")}, _INFERRED, JSON, {**_SCORING, **_NAMED}, "OipError"
        ),
    }


PATHS: Final[dict[tuple[str, str], Told]] = {
    ("GET", "/"): Told("What this server is.", plain="text/plain"),
    ("POST", "/predict"): Told(
        "Answers rows; each prediction is on disk before it is answered.",
        {JSON: _PREDICT},
        having(
            ("model", "version", "predictions"),
            {"model": _TEXT, "version": _COUNT, "predictions": listed(ref("Answer")), "notices": listed(_TEXT)},
        ),
        refusals=_OWN,
    ),
    ("POST", "/outcomes"): Told(
        "Takes what turned out; an outcome posted again corrects the one before.",
        {JSON: _OUTCOMES},
        having(
            ("fates", "outcomes"),
            {"fates": {"type": "object", "additionalProperties": _COUNT}, "outcomes": listed(ref("Recorded"))},
        ),
        refusals={status: says for status, says in _OWN.items() if status != 409},
    ),
    ("POST", "/explain"): Told(
        "Says why a row is scored as it is, and how sure that is.",
        {JSON: _EXPLAIN},
        ref("Explanation"),
        refusals={400: _OWN[400], 404: "There is no prediction of that id.", 422: _OWN[422], 503: _OWN[503]},
    ),
    ("GET", "/ready"): Told(
        "Whether rows are answered.", gives=having((), {"ready": _YES}), refusals={503: "Not yet."}
    ),
    ("GET", "/health"): Told("How the server is.", gives=ref("Status"), refusals={503: "No row can be answered."}),
    ("GET", "/metrics"): Told("Figures for Prometheus.", plain="text/plain"),
    ("GET", "/openapi.json"): Told("This description.", gives={"type": "object"}),
    ("GET", "/docs"): Told("The paths, for people.", plain="text/html"),
    ("POST", "/invocations"): Told(
        "Answers rows in MLflow's scoring protocol.",
        {JSON: _INVOCATIONS, "text/csv": _TEXT},
        having(
            ("predictions",),
            {
                "predictions": listed(_ANY),
                "decisions": listed(_ANY),
                "routes": listed(_TEXT),
                "ids": listed(_TEXT),
                "version": _COUNT,
            },
        ),
        refusals={**_SCORING, 415: "Neither JSON nor CSV in UTF-8."},
        refused="MlflowError",
    ),
    ("GET", "/ping"): Told("Whether rows are answered, as MLflow asks.", gives=_ANY, refusals={404: "Not yet."}),
    ("GET", "/version"): Told("MLflow's version.", plain="text/plain"),
    ("GET", "/v2"): Told(
        "Who serves.", gives=having(("name", "version"), {"name": _TEXT, "version": _TEXT, "extensions": listed(_TEXT)})
    ),
    ("GET", "/v2/health/live"): Told("Whether the process answers.", gives=having((), {"live": _YES})),
    ("GET", "/v2/health/ready"): Told(
        "Whether rows are answered.", gives=having((), {"ready": _YES}), refusals={503: "Not yet."}
    ),
    **_oip("/v2/models/{name}"),
    **_oip("/v2/models/{name}/versions/{version}"),
}
"""Method and template of a route -> what there is to say of it."""
