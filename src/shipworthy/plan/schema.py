"""The JSON Schema of the project document, for editors."""

from importlib.resources import files
from typing import Any

from shipworthy.plan.document import Document


def json_schema() -> dict[str, Any]:
    """The schema, made from the model, so that an editor marks what would not be read."""
    schema = Document.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "project.yaml"}


def shipped_schema() -> str:
    """The text of the schema as shipped with the package."""
    return files("shipworthy.plan").joinpath("project.schema.json").read_text(encoding="utf-8")
