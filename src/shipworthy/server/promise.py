"""How long a model may take, from what the project document promises."""

from pathlib import Path
from typing import Final

from shipworthy.foundation.errors import UserError
from shipworthy.foundation.quantities import seconds
from shipworthy.plan.yamltext import parse
from shipworthy.server.limits import Limits

_DOCUMENT: Final = "project.yaml"
_GENEROUS: Final = 50
_LEAST: Final = 1.0


def limits_for(project: Path, time: float | None = None) -> Limits:
    """Limits of one call.

    Args:
        project: folder with the document; without a readable one nothing is promised.
        time: seconds that the model may take; None is fifty times `delivery.latency_p99`, one second at least.
    """
    promised = promised_latency(project / _DOCUMENT)
    limit = time if time is not None else max(_LEAST, _GENEROUS * (promised or 0.0))
    return Limits(time=limit, patience=min(limit, promised or Limits().patience))


def promised_latency(document: Path) -> float | None:
    """Seconds within which 99 of 100 answers are promised; None when nobody promised any, or nobody can tell."""
    try:
        # only this one line is of interest, so that a document that is being edited does not stop a server
        told = parse(document.read_text(encoding="utf-8"), document.name).data
        return seconds(str(told["delivery"]["latency_p99"]))
    except (OSError, UnicodeDecodeError, UserError, KeyError, TypeError):
        return None
