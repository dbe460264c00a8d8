"""The files that make a folder an MLflow model, written without letting MLflow guess anything."""

import json
import platform
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import polars as pl
from mlflow.models import Model, ModelSignature
from mlflow.types import ColSpec, DataType, Schema

from shipworthy.bundle.contents import REQUIREMENTS
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.spec import Task

LOADER: Final = "shipworthy.bundle.pyfunc"
EXAMPLE: Final = "input_example.json"

_FLAVOR: Final = "python_function"

_TYPES: Final = {"number": DataType.double, "boolean": DataType.boolean, "time": DataType.datetime}


def write_mlmodel(folder: Path, bundle: Bundle, example: pl.DataFrame, whole: Collection[str] = ()) -> None:
    """Writes `MLmodel`, `python_env.yaml`, `requirements.txt` and an example of rows.

    Args:
        folder: of the bundle.
        bundle: with its requirements.
        example: rows as the bundle's door reads them, without personal values.
        whole: number columns that are sent as whole numbers; MLflow takes these for nothing else.

    Raises:
        OSError: when a file cannot be written.
    """
    python = f"python: {platform.python_version()}\nbuild_dependencies:\n- pip\ndependencies:\n- -r {REQUIREMENTS}\n"
    (folder / "python_env.yaml").write_text(python, encoding="utf-8")
    (folder / REQUIREMENTS).write_text("".join(f"{line}\n" for line in bundle.requirements), encoding="utf-8")
    data = [_plain(row) for row in without_zones(example).rows()]
    text = json.dumps({"columns": example.columns, "data": data})
    (folder / EXAMPLE).write_text(text, encoding="utf-8")
    (folder / f"serving_{EXAMPLE}").write_text(json.dumps({"dataframe_split": json.loads(text)}), encoding="utf-8")
    model = Model(
        signature=ModelSignature(
            inputs=Schema([_column(each, each.name in whole) for each in bundle.inputs]), outputs=_answers(bundle.task)
        ),
        saved_input_example_info={
            "artifact_path": EXAMPLE,
            "serving_input_path": f"serving_{EXAMPLE}",
            "type": "dataframe",
            "pandas_orient": "split",
        },
        metadata={"project": bundle.project, "version": bundle.version, "candidate": bundle.candidate},
    )
    env = {"virtualenv": "python_env.yaml"}
    model.add_flavor(_FLAVOR, loader_module=LOADER, python_version=platform.python_version(), env=env)
    model.save(str(folder / "MLmodel"))


def without_zones(rows: pl.DataFrame) -> pl.DataFrame:
    """Times as their clocks show them: MLflow takes none with a zone, and the door reads them as of their zone."""
    return rows.with_columns(pl.col(pl.Datetime).dt.replace_time_zone(None))


def _column(each: Input, whole: bool) -> ColSpec:
    kind = DataType.long if whole else _TYPES.get(each.kind, DataType.string)
    return ColSpec(kind, each.name, required=each.required)


def _answers(task: Task) -> Schema:
    if task.kind == "multiclass":
        return Schema([ColSpec(DataType.double, label) for label in task.classes])
    return Schema([ColSpec(DataType.double)])


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [value.isoformat() if hasattr(value, "isoformat") else value for value in row]
