"""The JSON Schema of the project document, for editors; shipped as `project.schema.json` beside this file."""

import json
from pathlib import Path
from typing import Any, Final

from shipworthy.plan.document import Document

SHIPPED: Final = Path(__file__).with_name("project.schema.json")
"""The file that editors are pointed at."""


def json_schema() -> dict[str, Any]:
    """The schema, JSON Schema 2020-12."""
    schema = Document.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Shipworthy project document", **schema}


def schema_text() -> str:
    """The text of the shipped file."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
