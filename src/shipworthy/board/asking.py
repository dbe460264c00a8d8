"""Asks the model server for one row, and tells what it said, or why it said nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from shipworthy.delivery.client import Client
from shipworthy.delivery.connection import RowsRefusedError
from shipworthy.foundation.errors import ServerError, UserError
from shipworthy.records.explanation import Explanation
from shipworthy.show.words import sentence

PATIENCE = 5.0
"""Seconds that a person waits for an answer."""


@dataclass(frozen=True)
class Server:
    """Where the model server is.

    Attributes:
        address: such as `http://127.0.0.1:8080`.
        token: that it asks for; empty when it asks for none.
    """

    address: str
    token: str = ""


@dataclass(frozen=True)
class Trouble:
    """Why there is no answer.

    Attributes:
        title: in a few words.
        says: sentences, what to do last.
        errors: column -> what is wrong with its value.
    """

    title: str
    says: tuple[str, ...] = ()
    errors: Mapping[str, str] | None = None


def explained(server: Server, row: Mapping[str, Any]) -> Explanation | Trouble:
    """Has a row explained that was only tried, so that nothing of it is logged."""
    try:
        with Client(server.address, token=server.token, timeout=PATIENCE) as client:
            told = client.explain(row=row)
        return Explanation.from_dict({**told, "id": told.get("id") or ""})
    except RowsRefusedError as error:
        errors = {str(each.get("field")): _wrong(each) for each in error.fields}
        return Trouble("Some of this cannot be understood", (), errors)
    except ServerError as error:
        where = f"Asked for at {server.address}: {error.what}."
        return Trouble("The model server does not answer", (where, sentence(error.next_step)))
    except UserError as error:
        return Trouble(sentence(error.what), (sentence(error.next_step),) if error.next_step else ())
    except (msgspec.ValidationError, TypeError) as error:
        where = f"What answers at {server.address} speaks of something else: {error}."
        return Trouble("The answer cannot be understood", (where, "Check that server and board have the same version."))


def _wrong(field: Mapping[str, Any]) -> str:
    allowed = field.get("allowed")
    return sentence(str(field.get("what", "not right"))) + (f" Allowed: {sentence(str(allowed))}" if allowed else "")
