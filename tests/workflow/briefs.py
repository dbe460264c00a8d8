"""Projects that are only a brief."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

BRIEF: dict[str, Any] = {
    "people": {"ann": {"roles": ["business-owner"]}},
    "problem": {"need": "Orders arrive late.", "action": "the shop calls the customer"},
    "success": {"unit": "USD", "worth": {"low": 40000, "high": 120000}},
    "stages": {"data": {"chance": 0.8}, "prototype": {"chance": 0.5}, "transfer": {"chance": 0.9}},
    "timebox": {"budget": "6w", "cost": 12000},
}


def write(folder: Path, name: str, **parts: Any) -> Path:
    """A brief on disk, some of its parts replaced; None leaves one out."""
    root = folder / name
    root.mkdir(parents=True, exist_ok=True)
    document = {"project": name, **{key: part for key, part in {**BRIEF, **parts}.items() if part is not None}}
    YAML().dump(document, root / "project.yaml")
    return root
